//! Recordings of the real service against the engine alone, with the smallest driver there can be.
//! What needs a bucket is for the suite, which has the simulator.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl::{Machine, MachineType};
use engine::{Answer, Event, Failure, Item, MapItems, Names, Need, Recipe, Run, Status, Time};
use json::{Object, Text, Value};

const ANY: &str = "«any»";

#[test]
fn recorded_executions() {
    let root = std::env::var("STEPWISE_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let Ok(folders) = std::fs::read_dir(root.join("conformance")) else {
        println!("no recordings at {}: nothing checked", root.display());
        return;
    };
    let filter = std::env::var("CASE").unwrap_or_default();
    let mut sums: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut failures = Vec::new();
    let mut skipped = Vec::new();
    for folder in folders.flatten().filter(|folder| folder.path().is_dir()) {
        let name = folder.file_name().to_string_lossy().into_owned();
        let Ok(files) = std::fs::read_dir(folder.path()) else { continue };
        for file in files.flatten().filter(|file| file.path().extension().is_some_and(|kind| kind == "json"))
        {
            let title = format!("{name}/{}", file.file_name().to_string_lossy());
            if !title.contains(&filter) {
                continue;
            }
            let text = std::fs::read_to_string(file.path()).expect("a readable file");
            let Ok(case) = json::parse(&text) else { continue };
            if case.get("expect").and_then(|expect| expect.get("history")).is_none_or(Value::is_null)
                || case.get("mocks").is_none()
            {
                continue;
            }
            match check(&case, !filter.is_empty()) {
                Outcome::Equal => sums.entry(name.clone()).or_default().0 += 1,
                Outcome::Different(reason) => {
                    sums.entry(name.clone()).or_default().1 += 1;
                    failures.push(format!("{title}: {reason}"));
                }
                Outcome::Skipped(reason) => skipped.push(format!("{title}: {reason}")),
            }
        }
    }
    let (good, bad) = sums.values().fold((0, 0), |(good, bad), sum| (good + sum.0, bad + sum.1));
    for line in &skipped {
        println!("SKIPPED {line}");
    }
    for line in &failures {
        println!("DIFFERENT {line}");
    }
    for (folder, (good, bad)) in &sums {
        println!("{folder}: {good} equal, {bad} different");
    }
    println!("{good} equal, {bad} different, {} skipped", skipped.len());
    let unexpected: Vec<_> =
        failures.iter().filter(|line| !KNOWN.iter().any(|known| line.contains(known))).collect();
    assert!(unexpected.is_empty(), "{} recordings differ", unexpected.len());
}

/// Recordings that cannot be met, with the reason.
const KNOWN: &[&str] = &[
    // Recorded in 2023, before the context object had RedriveCount.
    "test_lambda_invoke_with_retry_extended_input",
    "test_lambda_service_invoke_with_retry_extended_input",
    // The service hangs after ExecutionStarted; we say what is wrong.
    "test_max_concurrency_path_negative",
];

/// The role, where a case has it only in its history.
fn recorded_role(case: &Value) -> Option<Text> {
    let first = case.get("expect")?.get("history")?.at(0)?;
    first.get("executionStartedEventDetails")?.get("roleArn")?.as_text().cloned()
}

/// A distributed Map writes its history in another way since November 2024.
fn is_late(case: &Value) -> bool {
    let recorded = case.get("recorded").and_then(Value::as_str).unwrap_or_default();
    let date: Vec<u32> = recorded.split(['-', ',']).filter_map(|part| part.trim().parse().ok()).collect();
    matches!(date.as_slice(), [_, month, year] if (*year, *month) >= (2024, 11))
}

enum Outcome {
    Equal,
    Different(String),
    Skipped(String),
}

fn check(case: &Value, verbose: bool) -> Outcome {
    let definition = case.get("definition").map(json::compact).unwrap_or_default();
    let reading = asl::read_text(&definition, json::Format::Json, MachineType::Standard);
    let machine = reading.machine;
    let context = |key: &str| {
        case.get("context").and_then(|context| context.get(key)).and_then(Value::as_text).cloned()
    };
    let names = Names {
        state_machine_arn: context("stateMachineArn").unwrap_or_default(),
        state_machine_name: context("stateMachineName").unwrap_or_default(),
        execution_arn: context("executionArn").unwrap_or_default(),
        execution_name: context("executionName").unwrap_or_default(),
        role_arn: context("roleArn").or_else(|| recorded_role(case)).unwrap_or_default(),
    };
    let input = case.get("input").cloned().unwrap_or_default();
    let needs: Vec<&str> =
        case.get("needs").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let mut recipe = Recipe::new(MachineType::Standard, input, names);
    recipe.seed = 42;
    if is_late(case) && needs.contains(&"distributed-map") {
        recipe.start = Time(1_735_689_600_000);
    }
    let expect = case.get("expect").cloned().unwrap_or_default();
    if json::compact(&expect).contains("activity") && json::compact(&expect).contains("does not exist") {
        recipe.activities = Some(Arc::from(Vec::new()));
    }
    let mut driver =
        Driver { machine: &machine, answers: answers(case), abort: needs.contains(&"abort"), trouble: None };
    let (run, events) = driver.drive(recipe);
    if let Some(trouble) = driver.trouble {
        return Outcome::Skipped(trouble);
    }
    if let Err(divergence) = engine::replay(&machine, &events, no_regexes) {
        return Outcome::Different(format!("replay diverges: {divergence:?}"));
    }
    let history = engine::history::events(&machine, &events);
    if engine::history::text(&machine, &events) != json::compact(&history) {
        return Outcome::Different("the history as text is another one".into());
    }
    let history: Vec<Value> = history.as_array().into_iter().flatten().map(comparable).collect();
    let expected: Vec<Value> =
        expect.get("history").and_then(Value::as_array).into_iter().flatten().cloned().collect();
    if verbose {
        for event in &history {
            println!("  {}", json::compact(event));
        }
    }
    let flag = |key: &str| case.get(key).and_then(Value::as_bool).unwrap_or(false);
    let status = match &run.status {
        Status::Blank | Status::Running => "RUNNING",
        Status::Succeeded(_) => "SUCCEEDED",
        Status::Failed(_) => "FAILED",
        Status::TimedOut(_) => "TIMED_OUT",
        Status::Aborted(_) => "ABORTED",
    };
    if let Some(expected) = expect.get("status").and_then(Value::as_str)
        && expected != status
    {
        return Outcome::Different(format!(
            "status {status} instead of {expected}; last {:?}",
            history.last()
        ));
    }
    if flag("unordered") || flag("lossyHistory") {
        return unordered(&expected, &history, flag("lossyHistory"));
    }
    for (index, expected) in expected.iter().enumerate() {
        let Some(found) = history.get(index) else {
            return Outcome::Different(format!("missing {}", json::compact(expected)));
        };
        if !matches(expected, found) {
            return Outcome::Different(format!(
                "\n    expected {}\n    found    {}",
                json::compact(expected),
                json::compact(found)
            ));
        }
    }
    match history.get(expected.len()) {
        Some(extra) if expect.get("status").is_some_and(|status| !status.is_null()) => {
            Outcome::Different(format!("too much: {}", json::compact(extra)))
        }
        _ => Outcome::Equal,
    }
}

fn unordered(expected: &[Value], found: &[Value], lossy: bool) -> Outcome {
    let bare = |event: &Value| {
        let mut object = event.as_object().cloned().unwrap_or_default();
        object.remove("id");
        object.remove("previousEventId");
        object.remove("inferred");
        Value::Object(object)
    };
    let mut rest: Vec<Value> = found.iter().map(bare).collect();
    for event in expected {
        let event = bare(event);
        match rest.iter().position(|found| matches(&event, found)) {
            Some(index) => {
                rest.remove(index);
            }
            None => return Outcome::Different(format!("missing {}", json::compact(&event))),
        }
    }
    if rest.is_empty() || lossy { Outcome::Equal } else { Outcome::Different(format!("too much: {rest:?}")) }
}

/// What the recorder made of an event.
fn comparable(event: &Value) -> Value {
    let mut object = event.as_object().cloned().unwrap_or_default();
    object.remove("timestamp");
    let details: Vec<(Text, Object)> = object
        .iter()
        .filter_map(|(key, value)| value.as_object().map(|details| (key.clone(), details.clone())))
        .collect();
    for (key, details) in details {
        let details: Object = details
            .iter()
            .map(|(name, value)| {
                let value = match (name.as_str(), value) {
                    ("input" | "output" | "parameters", Value::String(text)) => {
                        json::parse(text).unwrap_or(value.clone())
                    }
                    ("assignedVariables", Value::Object(variables)) => {
                        let parsed = variables.iter().map(|(name, value)| {
                            let text = value.as_str().unwrap_or_default();
                            (name.clone(), json::parse(text).unwrap_or(value.clone()))
                        });
                        Value::Object(parsed.collect())
                    }
                    (_, Value::String(text)) if text.starts_with('{') => {
                        json::parse(text).unwrap_or(value.clone())
                    }
                    (_, value) => value.clone(),
                };
                (name.clone(), value)
            })
            .collect();
        object.insert(key, Value::Object(details));
    }
    Value::Object(object)
}

fn matches(pattern: &Value, value: &Value) -> bool {
    match (pattern, value) {
        (Value::String(pattern), _) if pattern == ANY => true,
        (Value::String(pattern), Value::String(value)) if pattern.contains(ANY) => glob(pattern, value),
        (Value::String(pattern), Value::String(value)) => pattern == value,
        (Value::String(pattern), value) if pattern.contains(ANY) => glob(pattern, &json::compact(value)),
        (Value::Object(pattern), Value::Object(value)) => {
            pattern.len() == value.len()
                && pattern
                    .iter()
                    .all(|(key, pattern)| value.get(key).is_some_and(|value| matches(pattern, value)))
        }
        (Value::Array(pattern), Value::Array(value)) => {
            pattern.len() == value.len()
                && pattern.iter().zip(value).all(|(pattern, value)| matches(pattern, value))
        }
        (pattern, value) => pattern == value,
    }
}

fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split(ANY);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (index, part) in parts.iter().enumerate() {
        if index + 1 == parts.len() {
            return rest.len() >= part.len() && rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}

/// What a task was recorded to answer.
struct Recorded {
    submitted: Option<Value>,
    outcome: Value,
    timed_out: bool,
    /// The worker of an activity; none gave no name.
    worker: Option<Text>,
}

fn answers(case: &Value) -> HashMap<String, Vec<Recorded>> {
    let mut answers: HashMap<String, Vec<Recorded>> = HashMap::new();
    let history = case.get("expect").and_then(|expect| expect.get("history"));
    let worker =
        history.and_then(Value::as_array).into_iter().flatten().find_map(|event| {
            event.get("activityStartedEventDetails")?.get("workerName")?.as_text().cloned()
        });
    for call in case.get("taskInvocations").and_then(Value::as_array).into_iter().flatten() {
        let state = call.get("state").and_then(Value::as_str).unwrap_or_default();
        let iteration = call.get("iteration").map(json::compact).unwrap_or("[]".into());
        let recorded = Recorded {
            submitted: call.get("submittedOutput").cloned(),
            outcome: call.get("outcome").cloned().unwrap_or_default(),
            timed_out: call
                .get("outcomeType")
                .and_then(Value::as_str)
                .is_some_and(|kind| kind.ends_with("TimedOut")),
            worker: worker.clone(),
        };
        answers.entry(format!("{state}{iteration}")).or_default().push(recorded);
    }
    for list in answers.values_mut() {
        list.reverse();
    }
    answers
}

struct Driver<'a> {
    machine: &'a Machine,
    answers: HashMap<String, Vec<Recorded>>,
    abort: bool,
    trouble: Option<String>,
}

fn no_regexes(_: &str, _: jsonata::Flags) -> Result<Arc<dyn jsonata::Regex>, String> {
    Err("no regular expressions here".into())
}

impl Driver<'_> {
    fn drive(&mut self, recipe: Recipe) -> (Run, Vec<Event>) {
        let mut now = recipe.start;
        let mut run = Run::new(no_regexes);
        let mut events = Vec::new();
        let mut outcomes: HashMap<u32, Recorded> = HashMap::new();
        let mut put = |run: &mut Run, event: Event| {
            run.evolve(&event);
            events.push(event);
        };
        put(&mut run, engine::start(self.machine, recipe.clone()));
        loop {
            while let Some(event) = engine::decide(self.machine, &run, now) {
                put(&mut run, event);
            }
            if run.is_over() {
                break;
            }
            if self.abort {
                let event = engine::stop(&run, Failure::default(), now).expect("it runs");
                put(&mut run, event);
                break;
            }
            let mut answered = false;
            for need in run.needs() {
                let (task, answer) = match need {
                    Need::Task { task, call } | Need::Activity { task, call } => {
                        let state = &self.machine.state(call.state).name;
                        let key = format!("{state}{:?}", call.iterations);
                        let Some(recorded) = self.answers.get_mut(&key).and_then(Vec::pop) else {
                            self.trouble.get_or_insert(format!("no recorded answer for {key}"));
                            return (run, events);
                        };
                        let answer = if call.family == engine::Family::Activity {
                            Answer::Started { worker: recorded.worker.clone() }
                        } else if let Some(submitted) = &recorded.submitted {
                            Answer::Submitted(submitted.clone())
                        } else if recorded.timed_out {
                            continue;
                        } else {
                            outcome(&recorded.outcome)
                        };
                        outcomes.insert(task.0, recorded);
                        (task, answer)
                    }
                    Need::Outcome { task, .. } => match outcomes.get(&task.0) {
                        Some(recorded) if recorded.timed_out => continue,
                        Some(recorded) => (task, outcome(&recorded.outcome)),
                        None => continue,
                    },
                    Need::MapRun { task, run: map_run } => {
                        let MapItems::Here(items) = &map_run.items else {
                            self.trouble.get_or_insert("needs a bucket".into());
                            return (run, events);
                        };
                        (task, self.children(&run, task, &map_run, items, &recipe, now))
                    }
                };
                match engine::answer(&run, task, answer, now) {
                    Ok(event) => put(&mut run, event),
                    Err(refusal) => self.trouble = Some(format!("refused: {refusal}")),
                }
                answered = true;
                break;
            }
            if answered {
                continue;
            }
            match run.alarm() {
                Some(alarm)
                    if alarm
                        < run.recipe().map_or(Time(0), |recipe| recipe.start).after_seconds(30_000_000) =>
                {
                    now = alarm;
                }
                _ => break,
            }
        }
        (run, events)
    }

    fn children(
        &mut self,
        parent: &Run,
        task: engine::EventId,
        map_run: &engine::MapRun,
        items: &[Item],
        recipe: &Recipe,
        now: Time,
    ) -> Answer {
        let mut outputs = Vec::new();
        for item in items {
            let input = match engine::item_input(self.machine, parent, task, item, now) {
                Ok(input) => input,
                Err(failure) => return Answer::Failed(failure),
            };
            let child = Recipe { input, scope: map_run.scope, start: now, ..recipe.clone() };
            let (run, _) = self.drive(child);
            match run.status {
                Status::Succeeded(output) => outputs.push(output),
                Status::Blank
                | Status::Running
                | Status::Failed(_)
                | Status::TimedOut(_)
                | Status::Aborted(_) => {
                    return Answer::Failed(Failure::new(
                        "States.ExceedToleratedFailureThreshold",
                        "The specified tolerated failure threshold was exceeded",
                    ));
                }
            }
        }
        Answer::Succeeded(Value::from_iter(outputs))
    }
}

fn outcome(outcome: &Value) -> Answer {
    if let Some(value) = outcome.get("Return") {
        return Answer::Succeeded(value.clone());
    }
    let part =
        |key: &str| outcome.get("Throw").and_then(|throw| throw.get(key)).and_then(Value::as_text).cloned();
    Answer::Failed(Failure { error: part("Error"), cause: part("Cause") })
}
