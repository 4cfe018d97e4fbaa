//! `stepwise run`: one execution, from its definition, input and mocks.

mod outcome;
mod print;
mod setup;

use clap::Args;
use engine::Failure;
use engine::history::Level;
use json::Value;
use simulator::{Progress, Simulation, Waiting};

use crate::out;

pub use setup::{World, context_object, machine_type, tells_names, time};

/// Run a workflow once, in virtual time.
///
/// A line is printed for each event, and the outcome at the end. Waits and retries take no real time.
///
/// Tasks are answered by mocks: a MockConfigFile.json as Step Functions Local reads it.
/// A Lambda function that fails once and then answers:
///
///   { "StateMachines": { "orders": { "TestCases": { "retry": { "Charge Card": "ChargeRetried" } } } },
///     "MockedResponses": { "ChargeRetried": {
///       "0": { "Throw": { "Error": "Lambda.TooManyRequestsException", "Cause": "slow down" } },
///       "1-2": { "Return": { "StatusCode": 200, "Payload": { "charged": true } } } } } }
///
///   stepwise run orders.asl.json --input '{"orderId": 7}' --mocks mocks.json#retry
///
/// Beside Return and Throw, an answer may have DelaySeconds (virtual time until it comes), HeartbeatSeconds,
/// NoAnswer, Submitted and WorkerName; a response may have ByIteration and ByInput.
/// --strict refuses these, since Step Functions Local does not know them.
///
/// What people and the service can do meanwhile: --stop-after stops it, --redrive goes on with it when it did not succeed.
///
/// Exit status: 0 the execution succeeded; 1 it failed, timed out or was aborted; 2 the call was wrong.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Run {
    /// The definition, in JSON or YAML; `-` reads it from standard input.
    definition: String,
    #[command(flatten)]
    world: World,
    /// Stop it so many seconds after its start, as StopExecution does.
    #[arg(long, value_name = "SECONDS")]
    stop_after: Option<u64>,
    /// Redrive it up to N times while it does not succeed, as RedriveExecution does; mocks go on counting.
    #[arg(long, value_name = "N", default_value_t = 0)]
    redrive: u32,
    /// With --json, also the events that a log group gets at this level: ALL, ERROR, FATAL or OFF.
    #[arg(long, value_name = "LEVEL", value_parser = level, requires = "json")]
    log_level: Option<Level>,
    /// Log events with the data of the execution.
    #[arg(long, requires = "log_level")]
    log_data: bool,
    /// With --json, leave nothing out: also the histories of child and nested executions. Else: print all details of each event.
    #[arg(long)]
    history: bool,
    /// Print one JSON object: status, output, error, cause, and history as GetExecutionHistory gives it.
    #[arg(long)]
    json: bool,
}

impl Run {
    /// True when the execution succeeded.
    pub fn execute(&self) -> Result<bool, String> {
        let (mut simulation, mut host, size) = self.world.begin(&self.definition)?;
        let before = simulation.buckets().clone();
        let mut printer = print::Printer::new(self.history);
        if let Some(seconds) = self.stop_after {
            let time = simulation.now().after_seconds(seconds);
            simulation.pass_until(host.as_mut(), time);
            if !simulation.root().run.is_over() {
                simulation.stop_at(Failure::default(), time).map_err(|refusal| refusal.to_string())?;
            }
        }
        let mut redrives = 0;
        loop {
            let progress = simulation.advance(host.as_mut(), 1_000);
            if !self.json {
                printer.print(&simulation);
            }
            match progress {
                Progress::Working => {}
                Progress::Waiting => return Err(unanswered(&simulation)),
                Progress::Over if redrives < self.redrive && !has_succeeded(&simulation) => {
                    redrives += 1;
                    simulation.redrive().map_err(|refusal| format!("--redrive: {refusal}"))?;
                }
                Progress::Over => break,
            }
        }
        if self.json {
            let mut outcome = outcome::outcome(&simulation, size, self.history);
            let written = outcome::written(&before, simulation.buckets());
            if !written.is_empty() {
                outcome.insert("writtenObjects", Value::from(written));
            }
            if let Some(level) = self.log_level {
                let root = simulation.root();
                let log = engine::history::log_events(&root.machine, &root.events, level, self.log_data);
                outcome.insert("logEvents", Value::from(log));
            }
            out::line(json::pretty(&outcome.into()));
        } else {
            print::outcome(&simulation);
            print::written(&outcome::written(&before, simulation.buckets()));
        }
        Ok(has_succeeded(&simulation))
    }
}

fn has_succeeded(simulation: &Simulation) -> bool {
    matches!(simulation.root().run.status, engine::Status::Succeeded(_))
}

fn level(text: &str) -> Result<Level, String> {
    match text.to_ascii_uppercase().as_str() {
        "ALL" => Ok(Level::All),
        "ERROR" => Ok(Level::Error),
        "FATAL" => Ok(Level::Fatal),
        "OFF" => Ok(Level::Off),
        _ => Err("the levels are ALL, ERROR, FATAL and OFF".to_string()),
    }
}

/// Which task nobody answers, and what to do about it.
fn unanswered(simulation: &Simulation) -> String {
    let open: Vec<String> = simulation
        .requests()
        .map(|open| match open.waiting {
            Waiting::Unknown | Waiting::Person | Waiting::Handler => {
                let request = &open.request;
                format!(
                    "the state '{}' calls {} and no mock answers it\n  with {}\n  Give it one: --mocks FILE#Case with \
                     {{\"StateMachines\": {{\"M\": {{\"TestCases\": {{\"Case\": {{\"{}\": \"Answer\"}}}}}}}}, \
                     \"MockedResponses\": {{\"Answer\": {{\"0\": {{\"Return\": …}}}}}}}}",
                    request.state,
                    request.call.arn,
                    json::compact(&request.call.parameters),
                    request.state,
                )
            }
        })
        .collect();
    open.join("\n")
}
