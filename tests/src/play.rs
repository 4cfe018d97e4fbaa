//! Runs a definition in the simulator, for all parts of the suite, and checks what must hold for every execution.

use std::sync::Arc;

use asl::{Machine, MachineType};
use engine::{Event, Failure, Names, Recipe, Run, Status, Time};
use json::Value;
use json::tree::{Format, parse_tree};
use simulator::bucket::Buckets;
use simulator::{Execution, Host, Progress, Setup, Simulation, Waiting, Workflow};

/// What to run.
#[derive(Debug)]
pub struct Play {
    pub machine: Arc<Machine>,
    pub recipe: Recipe,
    pub buckets: Buckets,
    /// Workflows that nested executions may start.
    pub workspace: Vec<Workflow>,
    /// Stop it when only time could bring it on.
    pub stop: bool,
}

/// How it went.
#[derive(Debug)]
pub struct Played {
    pub simulation: Simulation,
    pub status: &'static str,
    pub output: Value,
    pub error: Value,
    pub cause: Value,
    pub history: Vec<Value>,
}

/// A definition, read. What is wrong with it does not matter here: the recordings say what the service accepted.
pub fn machine(definition: &str, kind: MachineType) -> Arc<Machine> {
    Arc::new(asl::read(definition, &parse_tree(definition, Format::Json), kind).machine)
}

pub fn kind(name: Option<&str>) -> MachineType {
    match name {
        Some("EXPRESS") => MachineType::Express,
        Some(_) | None => MachineType::Standard,
    }
}

/// The names and the start time that a case's `context` gives.
pub fn recipe(context: Option<&Value>, kind: MachineType, input: Value) -> Recipe {
    let text = |name: &str| context.and_then(|context| context.get(name)).and_then(Value::as_text).cloned();
    let mut names = Names::new("case", "recorded", kind);
    if let Some(arn) = text("stateMachineArn") {
        if let Some(name) = arn.rsplit(':').next() {
            names.state_machine_name = name.into();
        }
        names.state_machine_arn = arn;
    }
    for (place, name) in [
        (&mut names.state_machine_name, "stateMachineName"),
        (&mut names.execution_arn, "executionArn"),
        (&mut names.execution_name, "executionName"),
        (&mut names.role_arn, "roleArn"),
    ] {
        if let Some(text) = text(name) {
            *place = text;
        }
    }
    let mut recipe = Recipe::new(kind, input, names);
    if let Some(start) = text("startTime").and_then(|text| time(&text)) {
        recipe.start = start;
    }
    recipe
}

pub fn time(text: &str) -> Option<Time> {
    let stamp = asl::Timestamp::parse(text)?;
    Some(Time(stamp.seconds * 1000 + i64::from(stamp.nanoseconds) / 1_000_000))
}

/// Runs to the end; an unanswered task is an error.
pub fn play(play: Play, host: &mut dyn Host) -> Result<Played, String> {
    let Play { machine, recipe, buckets, workspace, stop } = play;
    let regexes = simulator::regex;
    let setup =
        Setup { machine, recipe, buckets, workspace, regexes, at_least_once: false, kept_children: 20 };
    let mut simulation = Simulation::new(setup);
    if stop {
        simulation.settle(host);
        simulation.stop(Failure::default()).map_err(|refusal| refusal.to_string())?;
    }
    match simulation.finish(host) {
        Progress::Over => {}
        Progress::Working | Progress::Waiting => {
            let open: Vec<String> = simulation
                .requests()
                .map(|open| match open.waiting {
                    Waiting::Unknown | Waiting::Handler | Waiting::Person => open.request.state.to_string(),
                })
                .collect();
            return Err(format!("nobody answers: {}", open.join(", ")));
        }
    }
    for (id, execution) in simulation.executions() {
        check_replay(execution).map_err(|why| format!("execution {}: {why}", id.0))?;
    }
    let root = simulation.root();
    let (status, output, failure) = match &root.run.status {
        Status::Blank | Status::Running => ("RUNNING", Value::Null, None),
        Status::Succeeded(output) => ("SUCCEEDED", output.clone(), None),
        Status::Failed(failure) => ("FAILED", Value::Null, Some(failure)),
        Status::TimedOut(failure) => ("TIMED_OUT", Value::Null, Some(failure)),
        Status::Aborted(failure) => ("ABORTED", Value::Null, Some(failure)),
    };
    let error = Value::from(failure.and_then(|failure| failure.error.clone()));
    let cause = Value::from(failure.and_then(|failure| failure.cause.clone()));
    let history = root.history().as_array().map(|list| list.iter().cloned().collect()).unwrap_or_default();
    Ok(Played { status, output, error, cause, history, simulation })
}

/// Replays an execution: each event that the machine can decide, it decides again; and a run that is folded anew
/// from some beginnings of the events (all of short histories, about twenty of long ones) is the same as the one that went on.
fn check_replay(execution: &Execution) -> Result<(), String> {
    let events = &execution.events;
    if let Err(divergence) = engine::replay(&execution.machine, events, simulator::regex) {
        let engine::Divergence { at, found, decided } = *divergence;
        return Err(format!("replayed, event {at} is {found:?}, and now decided is {decided:?}"));
    }
    let every = (events.len() / 20).max(1);
    let mut run = Run::new(simulator::regex);
    for (at, event) in events.iter().enumerate() {
        if at % every == 0
            && events.len() < 2_000
            && format!("{:?}", folded(&events[..at])) != format!("{run:?}")
        {
            return Err(format!("folded anew from {at} events, the run is another"));
        }
        run.evolve(event);
    }
    Ok(())
}

fn folded(events: &[Event]) -> Run {
    let mut run = Run::new(simulator::regex);
    for event in events {
        run.evolve(event);
    }
    run
}
