//! Choice rules: one operator each, rows of a rule and an input.

use json::{Object, Value};
use simulator::Nobody;
use simulator::bucket::Buckets;

use crate::play::{Play, machine, play, recipe};
use crate::report::{Report, Verdict};
use crate::shared::Shared;

const FOLDER: &str = "choice_operators";

pub fn check(shared: &Shared, filter: &str, report: &mut Report) {
    for (name, file) in shared.recordings(FOLDER) {
        if !format!("{FOLDER}/{name}").contains(filter) {
            continue;
        }
        let rows = file.get("table").and_then(Value::as_array).cloned().unwrap_or_default();
        for (index, row) in rows.iter().enumerate() {
            let verdict = match check_row(&file, row) {
                Ok(()) => Verdict::Passed,
                Err(why) => Verdict::Failed(format!("{row}\n{why}")),
            };
            report.add(FOLDER, &format!("{name}[{index}]"), verdict);
        }
    }
}

fn check_row(file: &Value, row: &Value) -> Result<(), String> {
    let template = file.get("definitionTemplate").ok_or("no definitionTemplate")?;
    let mut rule: Object = row.get("choiceRule").and_then(Value::as_object).ok_or("no choiceRule")?.clone();
    rule.insert("Next", Value::from("ConditionTrue"));
    let definition = with_rule(template, &rule.into());
    let kind = asl::MachineType::Standard;
    let setup = Play {
        machine: machine(&json::pretty(&definition), kind),
        recipe: recipe(None, kind, row.get("input").cloned().unwrap_or_default()),
        buckets: Buckets::default(),
        workspace: Vec::new(),
        stop: false,
    };
    let played = play(setup, &mut Nobody)?;
    let matched = match played.output.get("TestResult.$").and_then(Value::as_str) {
        Some("ConditionTrue") => true,
        Some("ConditionFalse") => false,
        _ => return Err(format!("{} {} {} {}", played.status, played.output, played.error, played.cause)),
    };
    match row.get("matched").and_then(Value::as_bool) {
        Some(expected) if expected == matched => Ok(()),
        expected => Err(format!("expected {expected:?}, found {matched}")),
    }
}

/// The template with the rule in its place.
fn with_rule(template: &Value, rule: &Value) -> Value {
    match template {
        Value::String(text) if text.starts_with("<choiceRule") => rule.clone(),
        Value::Array(items) => items.iter().map(|item| with_rule(item, rule)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), with_rule(value, rule)))
            .collect::<Object>()
            .into(),
        value => value.clone(),
    }
}
