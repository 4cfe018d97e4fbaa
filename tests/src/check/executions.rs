//! Executions: sections `workflow`, `input`, `answers` (and `type`, `limits`) give `history` and `status`.
//!
//! An answer is a line: the state (with its iterations, `Item[2]`), a verb, and what it brings. The answers of a state are used in order;
//! `after 3` at the end lets it come 3 seconds after the need, else it comes at once. A task without an answer waits.
//!
//! ```text
//! Charge fail Busy "come back later" after 2
//! Charge give {"paid": true}
//! Approve submit {"id": 7}          (the service's response, before the callback)
//! Approve beat after 4
//! Work start "worker 1"             (a worker takes an activity)
//! stop "Error" "Cause" after 10     (of the execution itself, as `redrive`)
//! redrive after 20
//! ```

use std::collections::BTreeMap;

use asl::{Machine, MachineType};
use engine::{Answer, Event, EventId, Failure, Item, Kind, MapItems, Names, Need, Recipe, Run, Status, Time};
use json::{Text, Value};

use crate::case::Case;

pub fn check(case: &Case) -> Result<Vec<(String, String)>, String> {
    let definition = case.get("workflow").ok_or("the case has no section workflow")?;
    let kind = match case.get("type") {
        Some("EXPRESS") => MachineType::Express,
        Some(_) | None => MachineType::Standard,
    };
    let machine = asl::read_text(definition, json::Format::Json, kind).machine;
    let input_text = case.get("input").unwrap_or("{}");
    let input = json::parse(input_text).map_err(|error| format!("the input is not JSON: {error}"))?;
    let mut recipe = Recipe::new(kind, input, Names::new("case", "run", kind));
    recipe.input_text = Some(input_text.into());
    recipe.start = Time(1_767_225_600_000);
    recipe.seed = 7;
    limit(&mut recipe, case.get("limits").unwrap_or(""))?;
    let mut driver = Driver { machine: &machine, script: script(case.get("answers").unwrap_or(""))? };
    let played = driver.drive(recipe)?;
    Ok(vec![
        ("history".to_string(), told(&machine, &played.events)),
        ("status".to_string(), status(&played.run)),
    ])
}

/// Lines such as `payload 100`: other limits than the service's, to keep cases short.
fn limit(recipe: &mut Recipe, text: &str) -> Result<(), String> {
    for line in text.lines() {
        let (name, number) = line.split_once(' ').ok_or(format!("not a limit: {line}"))?;
        let number: usize = number.trim().parse().map_err(|_| format!("not a limit: {line}"))?;
        match name {
            "payload" => recipe.limits.payload = number,
            "events" => recipe.limits.events = number as u32,
            "variable" => recipe.limits.variable = number,
            "concurrency" => recipe.limits.concurrency = number as u32,
            _ => return Err(format!("no such limit: {name}")),
        }
    }
    Ok(())
}

/// One line of the section `answers`.
#[derive(Clone, Debug)]
struct Line {
    verb: Verb,
    /// Seconds.
    after: f64,
}

#[derive(Clone, Debug)]
enum Verb {
    Answer(Answer),
    Stop(Failure),
    Redrive,
}

struct Driver<'a> {
    machine: &'a Machine,
    /// By state; what is for the execution itself stands under the empty name.
    script: BTreeMap<String, Vec<Line>>,
}

struct Played {
    run: Run,
    events: Vec<Event>,
}

impl Driver<'_> {
    fn drive(&mut self, recipe: Recipe) -> Result<Played, String> {
        let mut now = recipe.start;
        let mut run = Run::new(simulator::regex);
        let mut events = vec![engine::start(self.machine, recipe.clone())];
        run.evolve(&events[0]);
        // What will come from outside, by time and order.
        let mut coming: BTreeMap<(Time, usize), (EventId, Verb)> = BTreeMap::new();
        for line in self.script.remove("").unwrap_or_default() {
            coming.insert((later(now, line.after), coming.len()), (EventId(0), line.verb));
        }
        loop {
            while let Some(event) = engine::decide(self.machine, &run, now) {
                run.evolve(&event);
                if let Some(need) = engine::opened(&run, &event) {
                    self.serve(&run, need, now, &recipe, &mut coming)?;
                }
                events.push(event);
            }
            let next = coming.keys().next().map(|(time, _)| *time);
            let alarm = run.alarm().filter(|alarm| *alarm < recipe.start.after_seconds(20_000_000));
            match (next, alarm) {
                (Some(next), alarm) if alarm.is_none_or(|alarm| next <= alarm) => {
                    now = now.max(next);
                    let Some(((_, order), (task, verb))) = coming.pop_first() else { break };
                    let event = match verb {
                        Verb::Answer(answer) => engine::answer(&run, task, answer, now),
                        Verb::Stop(failure) => engine::stop(&run, failure, now),
                        Verb::Redrive => engine::redrive(&run, now),
                    };
                    let event = event.map_err(|refusal| format!("answer {order} to {task}: {refusal}"));
                    let Ok(event) = event else { continue };
                    run.evolve(&event);
                    if let Some(need) = engine::opened(&run, &event) {
                        self.serve(&run, need, now, &recipe, &mut coming)?;
                    }
                    events.push(event);
                }
                (_, Some(alarm)) => now = alarm,
                (_, None) => break,
            }
        }
        engine::replay(self.machine, &events, simulator::regex)
            .map_err(|divergence| format!("decided again, the execution is another one: {divergence:?}"))?;
        Ok(Played { run, events })
    }

    fn serve(
        &mut self,
        run: &Run,
        need: Need,
        now: Time,
        recipe: &Recipe,
        coming: &mut BTreeMap<(Time, usize), (EventId, Verb)>,
    ) -> Result<(), String> {
        let (task, state, iterations) = match need {
            Need::Task { task, call } | Need::Activity { task, call } | Need::Outcome { task, call } => {
                (task, call.state, call.iterations.clone())
            }
            Need::MapRun { task, run: map_run } => {
                let MapItems::Here(items) = &map_run.items else {
                    return Err("items in a bucket are for the simulator".into());
                };
                let answer = self.children(run, task, &map_run, items, recipe, now)?;
                let order = usize::MAX - task.0 as usize;
                coming.insert((now, order), (task, Verb::Answer(answer)));
                return Ok(());
            }
        };
        let name = &self.machine.state(state).name;
        let places: String = iterations.iter().map(|index| format!("[{index}]")).collect();
        let exact = format!("{name}{places}");
        let key = if self.script.contains_key(&exact) { exact } else { name.to_string() };
        let Some(lines) = self.script.get_mut(&key) else { return Ok(()) };
        // Signs of life come with what follows them.
        while !lines.is_empty() {
            let line = lines.remove(0);
            let is_beat = matches!(line.verb, Verb::Answer(Answer::Heartbeat));
            coming.insert((later(now, line.after), coming.len() + events_of(run)), (task, line.verb));
            if !is_beat {
                break;
            }
        }
        Ok(())
    }

    fn children(
        &mut self,
        run: &Run,
        task: EventId,
        map_run: &engine::MapRun,
        items: &[Item],
        recipe: &Recipe,
        now: Time,
    ) -> Result<Answer, String> {
        let mut outputs = Vec::new();
        for item in items {
            let input = match engine::item_input(self.machine, run, task, item, now) {
                Ok(input) => input,
                Err(failure) => return Ok(Answer::Failed(failure)),
            };
            let child =
                Recipe { input, input_text: None, scope: map_run.scope, start: now, ..recipe.clone() };
            match self.drive(child)?.run.status {
                Status::Succeeded(output) => outputs.push(output),
                Status::Blank
                | Status::Running
                | Status::Failed(_)
                | Status::TimedOut(_)
                | Status::Aborted(_) => {
                    return Ok(Answer::Failed(Failure::new(
                        "States.ExceedToleratedFailureThreshold",
                        "The specified tolerated failure threshold was exceeded",
                    )));
                }
            }
        }
        Ok(Answer::Succeeded(Value::from_iter(outputs)))
    }
}

fn events_of(run: &Run) -> usize {
    run.length() as usize * 1000
}

fn later(now: Time, seconds: f64) -> Time {
    now + (seconds * 1000.0) as i64
}

/// A line per visible event: seconds since the start, id and previous id, type, details.
fn told(machine: &Machine, events: &[Event]) -> String {
    let mut writer = engine::history::Writer::new(machine);
    let start = events.first().map_or(Time(0), |event| event.time);
    let mut lines = String::new();
    for event in events {
        let details = writer.details(event);
        if !event.is_visible() {
            continue;
        }
        let mut rest = String::new();
        for (key, value) in details.iter().flat_map(|(_, details)| details.iter()) {
            let is_noise = key.ends_with("Details")
                || matches!(event.kind, Kind::ExecutionStarted { .. }) && key == "roleArn";
            let text = match value {
                Value::String(text) => text.to_string(),
                value => json::compact(value),
            };
            if !is_noise {
                rest.push_str(&format!(" · {key} {text}"));
            }
        }
        let seconds = (event.time.0 - start.0) as f64 / 1000.0;
        lines.push_str(&format!("{seconds} s  {} ← {} {}{rest}\n", event.id, event.previous, event.name()));
    }
    lines
}

fn status(run: &Run) -> String {
    let with = |name: &str, failure: &Failure| {
        let part = |text: &Option<Text>| text.clone().map_or("-".to_string(), |text| text.to_string());
        format!("{name} {} {}", part(&failure.error), part(&failure.cause))
    };
    match &run.status {
        Status::Blank | Status::Running => "RUNNING".to_string(),
        Status::Succeeded(output) => format!("SUCCEEDED {}", json::compact(output)),
        Status::Failed(failure) => with("FAILED", failure),
        Status::TimedOut(failure) => with("TIMED_OUT", failure),
        Status::Aborted(failure) => with("ABORTED", failure),
    }
}

fn script(text: &str) -> Result<BTreeMap<String, Vec<Line>>, String> {
    let mut script: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let wrong = || format!("not an answer: {line}");
        let (rest, after) = match line.rsplit_once(" after ") {
            Some((rest, seconds)) => (rest, seconds.trim().parse().map_err(|_| wrong())?),
            None => (line, 0.0),
        };
        let (first, rest) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
        let own = match first {
            "stop" => Some(Verb::Stop(failure(rest))),
            "redrive" => Some(Verb::Redrive),
            _ => None,
        };
        if let Some(verb) = own {
            script.entry(String::new()).or_default().push(Line { verb, after });
            continue;
        }
        let (verb, rest) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
        let value = || json::parse(rest).map_err(|error| format!("{line}: {error}"));
        let answer = match verb {
            "give" => Answer::Succeeded(value()?),
            "submit" => Answer::Submitted(value()?),
            "fail" => Answer::Failed(failure(rest)),
            "refuse" => Answer::SubmitFailed(failure(rest)),
            "unable" => Answer::StartFailed(failure(rest)),
            "start" => {
                Answer::Started { worker: json::parse(rest).ok().and_then(|name| name.as_text().cloned()) }
            }
            "beat" => Answer::Heartbeat,
            _ => return Err(wrong()),
        };
        script.entry(first.to_string()).or_default().push(Line { verb: Verb::Answer(answer), after });
    }
    Ok(script)
}

/// `Error "cause"`; either may be missing.
fn failure(text: &str) -> Failure {
    let (error, cause) = match text.split_once('"') {
        Some((error, cause)) => (error.trim(), Some(Text::from(cause.trim_end().trim_end_matches('"')))),
        None => (text.trim(), None),
    };
    Failure { error: (!error.is_empty()).then(|| error.into()), cause }
}
