//! Whole mock files of Step Functions Local, with what the real services did.

use json::{Object, Value};
use simulator::bucket::Buckets;

use super::execution::{Order, events_difference, history, outcome_difference, take_role};
use super::unsupported;
use crate::pattern::recorded;
use crate::play::{Play, Played, kind, machine, play, recipe};
use crate::report::{Report, Verdict};
use crate::shared::Shared;

const FOLDER: &str = "mocking";

pub fn check(shared: &Shared, filter: &str, report: &mut Report) {
    for (name, case) in shared.recordings(FOLDER) {
        if !format!("{FOLDER}/{name}").contains(filter) {
            continue;
        }
        let verdict = match (unsupported::reason(FOLDER, &name), run(&case)) {
            (Some(reason), _) => Verdict::Skipped(reason.to_string()),
            (None, Ok(played)) => verdict(&case, played),
            (None, Err(why)) => Verdict::Failed(why),
        };
        report.add(FOLDER, &name, verdict);
    }
}

fn run(case: &Value) -> Result<Played, String> {
    let text = |name: &str| case.get(name).and_then(Value::as_str);
    let kind = kind(text("type"));
    let reading = simulator::mocks::read(&case.get("mockConfigFile").map(json::pretty).unwrap_or_default());
    if let Some(problem) = reading.problems.first() {
        return Err(format!("mocks: {}", problem.message));
    }
    let script = reading.file.script(text("testCase"), text("stateMachineName"));
    let mut script = script.map_err(|unknown| unknown.message)?;
    let mut recipe = recipe(None, kind, case.get("input").cloned().unwrap_or_default());
    take_role(&mut recipe, case.get("expect").ok_or("no expect")?);
    let setup = Play {
        machine: machine(&json::pretty(case.get("definition").ok_or("no definition")?), kind),
        recipe,
        buckets: Buckets::default(),
        workspace: Vec::new(),
        stop: false,
    };
    play(setup, &mut script)
}

/// The mock files leave out what the services add to their responses; so it is left out on both sides.
fn verdict(case: &Value, mut played: Played) -> Verdict {
    let expected = without_additions(&case.get("expect").cloned().unwrap_or_default());
    played.output = without_additions(&played.output);
    let found: Vec<Value> =
        played.history.iter().map(recorded).map(|event| without_additions(&event)).collect();
    let wanted = history(&expected);
    // Ids are null where the recorder sorted the events of a Parallel state, and lost some.
    let is_sorted = wanted.iter().any(|event| event.get("id").is_some_and(Value::is_null));
    let order = if is_sorted { Order::None } else { Order::All };
    let events = || if wanted.is_empty() { None } else { events_difference(&wanted, &found, order) };
    outcome_difference(&expected, &played).or_else(events).into()
}

fn without_additions(value: &Value) -> Value {
    const ADDED: [&str; 6] = [
        "SdkHttpMetadata",
        "SdkResponseMetadata",
        "ExecutedVersion",
        "RedriveCount",
        "RedriveStatus",
        "RedriveStatusReason",
    ];
    match value {
        Value::Array(items) => items.iter().map(without_additions).collect(),
        Value::Object(members) => {
            let members = members.iter().filter(|(key, _)| !ADDED.contains(&key.as_str()));
            members.map(|(key, value)| (key.clone(), without_additions(value))).collect::<Object>().into()
        }
        value => value.clone(),
    }
}
