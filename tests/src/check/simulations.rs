//! Executions: sections `workflow` (JSON or YAML), `input`, `answers` (mocked responses by state), `s3://bucket/key`, `workflow NAME` (one that the workflow may start), and `options`
//! (lines like `type EXPRESS`, `seed 7`, `start 2024-05-01T00:00:00Z`, `stop`, `children`) give `history` and `outcome`.

use std::sync::Arc;

use asl::{MachineType, Severity};
use engine::{Names, Recipe};
use json::tree::Format;
use json::{Object, Value};
use simulator::bucket::Buckets;
use simulator::{ExecutionId, Role, Workflow};

use crate::case::Case;
use crate::play::{Play, Played, kind, play, time};

pub fn check(case: &Case) -> Result<Vec<(String, String)>, String> {
    let workflow = case.get("workflow").ok_or("the case has no section workflow")?;
    let options: Vec<(&str, &str)> = case
        .get("options")
        .unwrap_or_default()
        .lines()
        .map(|line| line.split_once(' ').unwrap_or((line, "")))
        .collect();
    let option = |name: &str| options.iter().find(|(known, _)| *known == name).map(|(_, value)| value.trim());
    let kind = kind(option("type"));
    let format = if workflow.starts_with('{') { Format::Json } else { Format::Yaml };
    let reading = asl::read_text(workflow, format, kind);
    let errors: Vec<&str> = reading
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| diagnostic.message.as_str())
        .collect();
    if !errors.is_empty() {
        return Err(format!("the workflow is not valid: {}", errors.join("; ")));
    }
    let input = json::parse(case.get("input").unwrap_or("{}")).map_err(|error| format!("input: {error}"))?;
    let mut recipe = Recipe::new(kind, input, Names::new("case", "run", kind));
    if let Some(seed) = option("seed") {
        recipe.seed = seed.parse().map_err(|_| "the seed is no number")?;
    }
    if let Some(start) = option("start") {
        recipe.start = time(start).ok_or("the start is no time")?;
    }
    let setup = Play {
        machine: Arc::new(reading.machine),
        recipe,
        buckets: buckets(case),
        workspace: workspace(case),
        stop: option("stop").is_some(),
    };
    let mut script = script(case)?;
    let played = play(setup, &mut script)?;
    let mut sections = vec![("history".to_string(), history(&played, ExecutionId::ROOT))];
    if option("children").is_some() {
        let children = played.simulation.executions().filter(|(_, execution)| execution.role != Role::Root);
        let texts: Vec<String> = children.map(|(id, _)| history(&played, id)).collect();
        sections.push(("children".to_string(), texts.join("\n\n")));
        let runs: Vec<String> =
            played.simulation.map_runs().iter().map(|run| run.describe("").to_string()).collect();
        sections.push(("map runs".to_string(), runs.join("\n")));
    }
    sections.push(("outcome".to_string(), outcome(&played, kind)));
    Ok(sections)
}

/// The answers as the responses of a mock file, each for the state of the same name.
pub fn script(case: &Case) -> Result<simulator::mocks::Script, String> {
    let answers =
        json::parse(case.get("answers").unwrap_or("{}")).map_err(|error| format!("answers: {error}"))?;
    let states = answers.as_object().ok_or("answers must be an object")?;
    let names: Object = states.keys().map(|name| (name.clone(), Value::from(name.clone()))).collect();
    let cases = Object::from([("TestCases", Value::from(Object::from([("case", Value::from(names))])))]);
    let file = Object::from([
        ("StateMachines", Value::from(Object::from([("case", Value::from(cases))]))),
        ("MockedResponses", answers.clone()),
    ]);
    let reading = simulator::mocks::read(&json::pretty(&file.into()));
    match reading.problems.first() {
        Some(problem) => Err(format!("answers: {}", problem.message)),
        None => reading.file.script(None, None).map_err(|unknown| unknown.message),
    }
}

fn buckets(case: &Case) -> Buckets {
    let mut buckets = Buckets::default();
    for (name, text) in &case.sections {
        if let Some((bucket, key)) = name.strip_prefix("s3://").and_then(|place| place.split_once('/')) {
            buckets.put(bucket, key, text.clone().into_bytes());
        }
    }
    buckets
}

/// The workflows of the sections `workflow NAME`.
fn workspace(case: &Case) -> Vec<Workflow> {
    let named = case.sections.iter().filter_map(|(name, text)| Some((name.strip_prefix("workflow ")?, text)));
    let workflow = |(name, text): (&str, &String)| {
        let format = if text.trim_start().starts_with('{') { Format::Json } else { Format::Yaml };
        let machine = asl::read_text(text, format, MachineType::Standard).machine;
        Workflow { name: name.into(), machine: Arc::new(machine) }
    };
    named.map(workflow).collect()
}

/// A line for each event: seconds, id, previous id, type, details.
fn history(played: &Played, id: ExecutionId) -> String {
    let Some(execution) = played.simulation.execution(id) else { return String::new() };
    let start = played.simulation.root().run.recipe().map_or(0, |recipe| recipe.start.0);
    let mut writer = engine::history::Writer::new(&execution.machine);
    let mut lines = Vec::new();
    for event in execution.events.iter().filter(|event| event.is_visible()) {
        let details = writer.details(event).map(|(_, details)| shown(&details)).unwrap_or_default();
        let seconds = (event.time.0 - start) as f64 / 1000.0;
        let line =
            format!("{seconds:>6.1} {:>3} ←{:<3} {} {details}", event.id.0, event.previous.0, event.name());
        lines.push(line.trim_end().to_string());
    }
    lines.join("\n")
}

/// The details without what is always the same.
fn shown(details: &Object) -> String {
    const SAME: [&str; 6] =
        ["inputDetails", "outputDetails", "assignedVariablesDetails", "roleArn", "region", "mapRunArn"];
    let parts =
        details.iter().filter(|(key, _)| !SAME.contains(&key.as_str())).map(|(key, value)| match value {
            Value::String(text) => format!("{key}={text}"),
            value => format!("{key}={}", json::compact(value)),
        });
    parts.collect::<Vec<_>>().join(" ")
}

fn outcome(played: &Played, kind: MachineType) -> String {
    let mut text = played.status.to_string();
    for (name, value) in [("output", &played.output), ("error", &played.error), ("cause", &played.cause)] {
        if !value.is_null() {
            text.push_str(&format!("\n{name} {}", json::compact(value)));
        }
    }
    if kind == MachineType::Express {
        let billing = simulator::express::billing(played.simulation.root(), 0);
        text.push_str(&format!("\nbilled {} ms, {} MB", billing.milliseconds, billing.megabytes));
    }
    for (bucket, objects) in &played.simulation.buckets().buckets {
        for (key, body) in
            objects.objects.iter().filter(|(key, _)| key.contains("manifest") || key.contains("_0."))
        {
            text.push_str(&format!("\ns3://{bucket}/{key} {}", String::from_utf8_lossy(body)));
        }
    }
    text
}
