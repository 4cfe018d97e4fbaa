//! Functions: one expression each, with its input and what it gives.

use json::{Object, Value};
use simulator::Nobody;
use simulator::bucket::Buckets;

use super::unsupported;
use crate::pattern::{Difference, difference, text_difference};
use crate::play::{Play, machine, play, recipe};
use crate::report::{Report, Verdict};
use crate::shared::Shared;

const FOLDER: &str = "functions";

pub fn check(shared: &Shared, filter: &str, report: &mut Report) {
    for (name, file) in shared.recordings(FOLDER) {
        if !format!("{FOLDER}/{name}").contains(filter) {
            continue;
        }
        let rows = file.get("table").and_then(Value::as_array).cloned().unwrap_or_default();
        for (index, row) in rows.iter().enumerate() {
            let case = format!("{name}[{index}]");
            let verdict = match (unsupported::reason(FOLDER, &case), check_row(shared, row)) {
                (Some(reason), _) => Verdict::Skipped(reason.to_string()),
                (None, Ok(None)) => Verdict::Passed,
                (None, Ok(Some(found))) => {
                    Verdict::Failed(format!("{row}\n{}", crate::report::described(&found)))
                }
                (None, Err(why)) => Verdict::Failed(format!("{row}\n{why}")),
            };
            report.add(FOLDER, &case, verdict);
        }
    }
}

fn check_row(shared: &Shared, row: &Value) -> Result<Option<Difference>, String> {
    let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
    let wanted = |name: &str| row.get(name).cloned().unwrap_or_default();
    let expression = Value::from(text("expression"));
    let is_jsonata = text("language") == "JSONata";
    // Sentences name the state and the field of the case that the row was taken from.
    let state = between(text("cause"), "the state '", "'").unwrap_or("State");
    let field = between(text("cause"), "for the field '", "'");
    let field = field.unwrap_or(if is_jsonata { "Output" } else { "x.$" });
    let (member, payload) = match field.split_once('/') {
        _ if !is_jsonata => ("Parameters", Value::from(Object::from([(field, expression)]))),
        Some((member, key)) => (member, Value::from(Object::from([(key, expression)]))),
        None => (field, expression),
    };
    let body = Object::from([("Type", Value::from("Pass")), (member, payload), ("End", Value::from(true))]);
    let definition = Object::from([
        ("QueryLanguage", Value::from(text("language"))),
        ("StartAt", Value::from(state)),
        ("States", Value::from(Object::from([(state, Value::from(body))]))),
    ]);
    let kind = asl::MachineType::Standard;
    let setup = Play {
        machine: machine(&json::pretty(&definition.into()), kind),
        recipe: recipe(context(shared, text("case")).as_ref(), kind, wanted("input")),
        buckets: Buckets::default(),
        workspace: Vec::new(),
        stop: false,
    };
    let played = play(setup, &mut Nobody)?;
    if row.get("error").is_some() {
        return Ok(text_difference(&wanted("error"), &played.error, "error")
            .or_else(|| text_difference(&wanted("cause"), &played.cause, "cause")));
    }
    let output = if is_jsonata { Some(&played.output) } else { played.output.get("x") };
    match output {
        Some(output) if played.status == "SUCCEEDED" => Ok(difference(&wanted("output"), output, "output")),
        Some(_) | None => Err(format!("{} {} {}", played.status, played.error, played.cause)),
    }
}

/// The names that the row was recorded with: those of its case, or when that is not at hand, of its folder's first.
fn context(shared: &Shared, case: &str) -> Option<Value> {
    let (folder, name) = case.split_once('/')?;
    let own = shared.path("conformance").join(folder).join(name);
    let text = std::fs::read_to_string(own).ok();
    let own = text.and_then(|text| json::parse(&text).ok()?.get("context").cloned());
    own.or_else(|| shared.recordings(folder).into_iter().find_map(|(_, case)| case.get("context").cloned()))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let from = text.find(before)? + before.len();
    let length = text[from..].find(after)?;
    Some(&text[from..from + length])
}
