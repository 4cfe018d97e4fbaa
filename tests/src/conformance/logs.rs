//! Log events by level, with and without execution data.

use engine::history::{Level, log_events};
use json::{Object, Value};
use simulator::Nobody;
use simulator::bucket::Buckets;

use super::unsupported;
use crate::pattern::{Difference, difference, parsed};
use crate::play::{Play, kind, machine, play, recipe};
use crate::report::{Report, Verdict};
use crate::shared::Shared;

const FOLDER: &str = "logs_events";

pub fn check(shared: &Shared, filter: &str, report: &mut Report) {
    for (name, case) in shared.recordings(FOLDER) {
        if !format!("{FOLDER}/{name}").contains(filter) {
            continue;
        }
        let verdict = match (unsupported::reason(FOLDER, &name), check_case(&case)) {
            (Some(reason), _) => Verdict::Skipped(reason.to_string()),
            (None, Ok(difference)) => difference.into(),
            (None, Err(why)) => Verdict::Failed(why),
        };
        report.add(FOLDER, &name, verdict);
    }
}

fn check_case(case: &Value) -> Result<Option<Difference>, String> {
    let definition = json::pretty(case.get("definition").ok_or("no definition")?);
    let kind = kind(case.get("type").and_then(Value::as_str));
    let wanted = case.get("logEvents").cloned().unwrap_or_default();
    let mut recipe = recipe(case.get("context"), kind, case.get("input").cloned().unwrap_or_default());
    // The role is told by the recording alone.
    if let Some(role) =
        wanted.at(0).and_then(|event| event.get("details")?.get("roleArn")?.as_text().cloned())
    {
        recipe.names.role_arn = role;
    }
    let setup = Play {
        machine: machine(&definition, kind),
        recipe,
        buckets: Buckets::default(),
        workspace: Vec::new(),
        stop: false,
    };
    let played = play(setup, &mut Nobody)?;
    let logging = case.get("logging").cloned().unwrap_or_default();
    let level = match logging.get("level").and_then(Value::as_str) {
        Some("OFF") => Level::Off,
        Some("FATAL") => Level::Fatal,
        Some("ERROR") => Level::Error,
        Some("ALL") => Level::All,
        other => return Err(format!("no level: {other:?}")),
    };
    let include = logging.get("includeExecutionData").and_then(Value::as_bool).unwrap_or(false);
    let root = played.simulation.root();
    let events = log_events(&root.machine, &root.events, level, include);
    let found: Value = events.iter().map(with_details).collect();
    Ok(difference(&wanted, &found, "logEvents"))
}

/// The event with the JSON texts of its details parsed.
fn with_details(event: &Value) -> Value {
    let members = event.as_object().into_iter().flatten().map(|(key, value)| match value {
        Value::Object(details) => (key.clone(), Value::from(parsed(details))),
        value => (key.clone(), value.clone()),
    });
    members.collect::<Object>().into()
}
