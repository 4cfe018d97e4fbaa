//! Express executions: the answer of StartSyncExecution, or the last log event of an asynchronous one.

use asl::MachineType;
use engine::history::{Level, log_events};
use json::{Object, Value};
use simulator::bucket::Buckets;
use simulator::express::sync_answer;
use simulator::mocks::{Answer, Outcome};
use simulator::{Host, Reply, Request};

use super::unsupported;
use crate::pattern::{Difference, difference, parsed, text_difference};
use crate::play::{Play, machine, play, recipe};
use crate::report::{Report, Verdict};
use crate::shared::Shared;

const FOLDER: &str = "express";

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
    let kind = MachineType::Express;
    let mut recipe = recipe(case.get("context"), kind, case.get("input").cloned().unwrap_or_default());
    let answer = case.get("startSyncExecutionResponse");
    let log = case.get("lastLogEvent");
    let output = answer.or(log.and_then(|log| log.get("details"))).and_then(|of| of.get("output")).cloned();
    if let Some(role) = output
        .as_ref()
        .and_then(|output| output.get("query_values_1")?.get("execution_rolearn")?.as_text().cloned())
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
    let mut host = FromOutput { output: output.unwrap_or_default() };
    let played = play(setup, &mut host)?;
    let root = played.simulation.root();
    if let Some(wanted) = answer {
        let found = sync_answer(root, definition.len());
        let found: Value = found.as_object().map(parsed).unwrap_or_default().into();
        return Ok(fields_difference(wanted, &found));
    }
    let events = log_events(&root.machine, &root.events, Level::All, true);
    let found = events.last().and_then(Value::as_object).cloned().unwrap_or_default();
    let found = found.iter().map(|(key, value)| match value {
        Value::Object(details) if key.as_str() == "details" => (key.clone(), Value::from(parsed(details))),
        value => (key.clone(), value.clone()),
    });
    Ok(fields_difference(log.ok_or("no expectation")?, &found.collect::<Object>().into()))
}

/// Compares; causes inside an output may be texts with wildcards.
fn fields_difference(wanted: &Value, found: &Value) -> Option<Difference> {
    difference(wanted, found, "").filter(|_| text_difference(wanted, found, "").is_some())
}

/// These cases have no mocks: what the function did is read off the output of the execution.
struct FromOutput {
    output: Value,
}

impl Host for FromOutput {
    fn ask(&mut self, _request: &Request) -> Reply {
        let text = |name: &str| self.output.get(name).and_then(Value::as_text).cloned();
        if text("Error").is_some() {
            return Reply::Answer(Answer::from(Outcome::Throw {
                error: text("Error"),
                cause: text("Cause"),
            }));
        }
        let mut result = self.output.as_object().cloned().unwrap_or_default();
        result.remove("final");
        Reply::Answer(Answer::from(Outcome::Return(result.into())))
    }
}
