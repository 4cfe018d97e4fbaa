//! `stepwise replay`: a history through a definition once more, and the first difference.

use std::collections::BTreeMap;

use clap::Args;
use engine::{Call, Family, Time};
use json::{Object, Text, Value};
use simulator::mocks::{Answer, Outcome};
use simulator::{Host, Progress, Reply, Request, Simulation};

use crate::run::{World, machine_type};
use crate::{file, out};

/// Milliseconds that no execution lasts.
const LONGER_THAN_ANY: u64 = 100 * 366 * 86_400_000;

/// Decide a recorded history once more, and name the first difference.
///
/// HISTORY is what `stepwise run --json` printed, or an answer of GetExecutionHistory.
/// The answers of tasks, the input and the start are taken from it; everything else must come out the same.
/// From a whole `run --json`, names, type and seed are taken, too.
/// What a distributed Map read and what its children's tasks answered stands in no history: give --bucket and --mocks as to the run.
///
/// Exit status: 0 the same, 1 there is a difference, 2 the call was wrong.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Replay {
    /// The history; `-` reads it from standard input.
    history: String,
    /// The definition, in JSON or YAML.
    #[arg(long, value_name = "FILE")]
    definition: String,
    #[command(flatten)]
    world: World,
}

impl Replay {
    /// True when nothing differs.
    pub fn execute(&self) -> Result<bool, String> {
        let text = file::read(&self.history)?;
        let given = json::parse(&text).map_err(|error| format!("{}: {error}", self.history))?;
        let wanted = events(&given).ok_or_else(|| {
            format!("{}: this is no history: an object with `events` or `history`, or a list of events, is needed", self.history)
        })?;
        let told = given.get("type").and_then(Value::as_str).and_then(|name| machine_type(name).ok());
        let world = World { kind: told.unwrap_or(self.world.kind), ..self.world.clone() };
        let (mut simulation, host, _) =
            world.begin_with(&self.definition, |recipe| recall(recipe, &given, &wanted))?;
        let mut host = Recorded { answers: answers(&wanted), others: host };
        for event in &wanted {
            if !intervene(&mut simulation, &mut host, event) {
                // Then the first difference is here or before.
                break;
            }
        }
        let is_aborted = wanted.last().is_some_and(|event| kind(event) == "ExecutionAborted");
        if !is_aborted && simulation.finish(&mut host) == Progress::Waiting {
            let states: Vec<String> =
                simulation.requests().map(|open| open.request.state.to_string()).collect();
            out::line(format_args!("The history has no answer for: {}", states.join(", ")));
        }
        let found: Vec<Value> =
            simulation.root().history().as_array().into_iter().flatten().cloned().collect();
        match difference(&wanted, &found) {
            None => {
                out::line(format_args!("The same: {} events.", wanted.len()));
                Ok(true)
            }
            Some(text) => {
                out::line(text);
                Ok(false)
            }
        }
    }
}

/// Stops or redrives the execution when an event of the history says so, at its time. False when that cannot be.
fn intervene(simulation: &mut Simulation, host: &mut dyn Host, event: &Value) -> bool {
    let (name, time) = match (kind(event), moment(event)) {
        (name @ ("ExecutionAborted" | "ExecutionRedriven"), Some(time)) => (name, time),
        _ => return true,
    };
    if name == "ExecutionRedriven" {
        simulation.settle(host);
        while !simulation.root().run.is_over()
            && simulation.next_time().is_some_and(|next| next <= time)
            && simulation.pass_time(host)
        {
            simulation.settle(host);
        }
        return simulation.redrive_at(time).is_ok();
    }
    simulation.pass_until(host, time);
    let details = details(event);
    let part = |name: &str| details.get(name).and_then(Value::as_text).cloned();
    let failure = engine::Failure { error: part("error"), cause: part("cause") };
    simulation.stop_at(failure, time).is_ok()
}

/// The events of a history in any of its forms, in order.
fn events(given: &Value) -> Option<Vec<Value>> {
    let list = match given {
        Value::Array(list) => list,
        Value::Object(_) => {
            let inner = given.get("history").or(given.get("events"))?;
            return match inner {
                Value::Array(list) => Some(sorted(list)),
                inner => inner.get("events").and_then(Value::as_array).map(sorted),
            };
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    };
    Some(sorted(list))
}

fn sorted(list: &json::Array) -> Vec<Value> {
    let mut events: Vec<Value> = list.iter().cloned().collect();
    events.sort_by_key(id);
    events
}

fn id(event: &Value) -> i64 {
    event.get("id").and_then(Value::as_i64).unwrap_or(0)
}

fn kind(event: &Value) -> &str {
    event.get("type").and_then(Value::as_str).unwrap_or_default()
}

fn details(event: &Value) -> Object {
    let members = event.as_object().into_iter().flatten();
    let mut details = members.filter(|(key, _)| key.ends_with("EventDetails"));
    details.next().and_then(|(_, details)| details.as_object().cloned()).unwrap_or_default()
}

/// When an event happened: seconds since 1970, or ISO 8601.
fn moment(event: &Value) -> Option<Time> {
    match event.get("timestamp")? {
        Value::Number(seconds) => Some(Time((seconds.as_f64() * 1000.0).round() as i64)),
        Value::String(text) => crate::run::time(text).ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Data that is JSON text on the wire, or was parsed already.
fn data(value: &Value) -> Value {
    match value.as_str() {
        Some(text) => json::parse(text).unwrap_or_else(|_| value.clone()),
        None => value.clone(),
    }
}

/// Puts what the history tells about its beginning into the recipe.
fn recall(recipe: &mut engine::Recipe, given: &Value, events: &[Value]) {
    let text = |name: &str| {
        given.get("context").and_then(|context| context.get(name)).and_then(Value::as_text).cloned()
    };
    for (place, name) in [
        (&mut recipe.names.state_machine_arn, "stateMachineArn"),
        (&mut recipe.names.state_machine_name, "stateMachineName"),
        (&mut recipe.names.execution_arn, "executionArn"),
        (&mut recipe.names.execution_name, "executionName"),
    ] {
        if let Some(text) = text(name) {
            *place = text;
        }
    }
    if let Some(seed) = given.get("seed").and_then(Value::as_i64) {
        recipe.seed = seed as u64;
    }
    let Some(first) = events.first() else { return };
    let details = details(first);
    if let Some(input) = details.get("input") {
        recipe.input = data(input);
        recipe.input_text = input.as_text().cloned();
    }
    if let Some(role) = details.get("roleArn").and_then(Value::as_text) {
        recipe.names.role_arn = role.clone();
    }
    if let Some(start) = moment(first) {
        recipe.start = start;
    }
}

/// Answers as the history tells them, by the event that scheduled the task.
struct Recorded {
    answers: BTreeMap<i64, Told>,
    others: Box<dyn Host>,
}

/// What a history tells of a task.
struct Told {
    answer: Answer,
    /// It ended because its time was up, after the answer's delay.
    timed_out: bool,
}

impl Host for Recorded {
    fn ask(&mut self, request: &Request) -> Reply {
        let is_root = request.execution == simulator::ExecutionId::ROOT;
        match self.answers.get(&i64::from(request.task.0)).filter(|_| is_root) {
            Some(told) => Reply::Answer(told.with_heartbeats(&request.call)),
            None => self.others.ask(request),
        }
    }
}

impl Told {
    /// The answer, with the heartbeats that no event tells of: without them the task would have ended earlier.
    fn with_heartbeats(&self, call: &Call) -> Answer {
        let mut answer = self.answer.clone();
        let limit = call.heartbeat_seconds.map(|seconds| seconds.saturating_mul(1000));
        let nobody_took_it = call.family == Family::Activity && answer.outcome == Outcome::NoAnswer;
        let Some(limit) = limit.filter(|_| !nobody_took_it) else { return answer };
        if !self.timed_out {
            if answer.delay >= limit {
                answer.heartbeat = Some(limit / 2);
            }
            return answer;
        }
        let is_whole_time = call.timeout_seconds.is_some_and(|seconds| seconds * 1000 == answer.delay);
        // Where the whole time was up, it was not a heartbeat that was missed.
        let last = answer.delay.saturating_sub(limit) + u64::from(is_whole_time);
        if last > 0 && answer.delay > limit {
            answer.heartbeat = Some(interval(last, limit));
            answer.delay = last + 1;
        }
        answer
    }
}

/// An interval, not above the limit, at which something happens in this many milliseconds too.
fn interval(last: u64, limit: u64) -> u64 {
    let fewest = last.div_ceil(limit);
    (fewest..=last).find(|count| last.is_multiple_of(*count)).map_or(limit, |count| last / count)
}

fn answers(events: &[Value]) -> BTreeMap<i64, Told> {
    let by_previous: BTreeMap<i64, Vec<&Value>> = events.iter().fold(BTreeMap::new(), |mut known, event| {
        let previous = event.get("previousEventId").and_then(Value::as_i64).unwrap_or(0);
        known.entry(previous).or_insert_with(Vec::new).push(event);
        known
    });
    let scheduled = events.iter().filter(|event| kind(event).ends_with("Scheduled"));
    scheduled.map(|event| (id(event), told(event, &by_previous))).collect()
}

/// Follows a task from its schedule to its end.
fn told(scheduled: &Value, by_previous: &BTreeMap<i64, Vec<&Value>>) -> Told {
    let mut answer = Answer::from(Outcome::NoAnswer);
    let mut event = scheduled;
    let mut since = moment(scheduled);
    loop {
        let next = by_previous.get(&id(event)).and_then(|events| {
            events.iter().find(|event| {
                let kind = kind(event);
                let is_task =
                    ["Task", "LambdaFunction", "Activity"].iter().any(|family| kind.starts_with(family));
                is_task && !kind.starts_with("TaskState") && !kind.ends_with("Scheduled")
            })
        });
        let Some(next) = next else { return Told { answer, timed_out: false } };
        let details = details(next);
        let text = |name: &str| {
            details.get(name).map(|value| match value {
                Value::String(text) => text.clone(),
                value => Text::from(json::compact(value)),
            })
        };
        let kind = kind(next);
        if kind.ends_with("Started") {
            answer.worker = text("workerName");
            if kind == "ActivityStarted" {
                // Whoever took it is at work, until an event says otherwise.
                answer.outcome = Outcome::Return(Value::Null);
                answer.delay = LONGER_THAN_ANY;
            }
            since = moment(next);
        } else if kind.ends_with("Submitted") {
            answer.submitted = details.get("output").map(data);
            since = moment(next);
        } else {
            let delay = moment(next).zip(since).map_or(0, |(end, start)| end.0 - start.0);
            answer.delay = u64::try_from(delay).unwrap_or(0);
            if kind.ends_with("Succeeded") {
                answer.outcome = Outcome::Return(details.get("output").map(data).unwrap_or_default());
            } else if kind.ends_with("Failed") {
                answer.outcome = Outcome::Throw { error: text("error"), cause: text("cause") };
            } else if matches!(answer.outcome, Outcome::Return(_)) {
                // A worker had it, and took too long.
                answer.outcome = Outcome::Throw { error: Some("States.Timeout".into()), cause: None };
            }
            return Told { answer, timed_out: kind.ends_with("TimedOut") };
        }
        event = next;
    }
}

/// The first event that is not the same, in words. Members that one side lacks count; timestamps count when both have them.
fn difference(wanted: &[Value], found: &[Value]) -> Option<String> {
    for (wanted, found) in wanted.iter().zip(found) {
        if let Some(difference) = event_difference(wanted, found) {
            return Some(format!("Event {} ({}): {difference}", id(wanted), kind(wanted)));
        }
    }
    match (wanted.get(found.len()), found.get(wanted.len())) {
        (None, None) => None,
        (Some(event), _) => {
            Some(format!("Event {} ({}) of the history does not come.", id(event), kind(event)))
        }
        (None, Some(event)) => {
            Some(format!("The history ends here, but event {} comes: {}", id(event), json::compact(event)))
        }
    }
}

fn event_difference(wanted: &Value, found: &Value) -> Option<String> {
    if kind(wanted) != kind(found) {
        return Some(format!("now it is {}", json::compact(found)));
    }
    for name in ["id", "previousEventId"] {
        if wanted.get(name) != found.get(name) {
            let shown = |event: &Value| event.get(name).map(json::compact).unwrap_or_default();
            return Some(format!("{name} was {}, now it is {}", shown(wanted), shown(found)));
        }
    }
    if let (Some(before), Some(now)) = (moment(wanted), moment(found))
        && before != now
    {
        return Some(format!("it happened at {}, now at {}", before.to_iso(), now.to_iso()));
    }
    let (before, now) = (details(wanted), details(found));
    for (key, value) in &before {
        match now.get(key) {
            Some(found) if data(found) == data(value) => {}
            Some(found) => {
                return Some(format!(
                    "{key} was {}, now it is {}",
                    json::compact(value),
                    json::compact(found)
                ));
            }
            None => return Some(format!("{key} was {}, now it is missing", json::compact(value))),
        }
    }
    let extra = now.iter().find(|(key, _)| !before.contains_key(key))?;
    Some(format!("{} was missing, now it is {}", extra.0, json::compact(extra.1)))
}
