//! The history of an execution as the service writes it: what GetExecutionHistory answers.

mod log;

mod sink;
mod texts;

use alloc::string::String;

use asl::{Machine, StateId};
use json::{Array, Object, Text, Value};

use crate::{Call, Event, Failure, Family, Kind, Time};

use sink::{Line, Members, Ordinal, Sink, push_number};
use texts::Texts;

pub use log::{Level, log_events};

/// Turns events into the service's. State data are text there, as on the wire; the caller's input keeps its own text.
#[derive(Clone, Debug)]
pub struct Writer<'a> {
    machine: &'a Machine,
    texts: Texts,
    /// The last timestamp, and how its events begin: many come at the same time.
    stamp: (Time, String),
    id: Ordinal,
    previous: Ordinal,
}

/// About the bytes of an event with little data.
const USUAL_LENGTH: usize = 256;

/// All visible events: the member `events` of GetExecutionHistory's answer.
pub fn events(machine: &Machine, events: &[Event]) -> Value {
    let mut writer = Writer::new(machine);
    Value::Array(events.iter().filter_map(|event| writer.write(event)).collect::<Array>())
}

/// The same as JSON text, much faster.
// Not inlined: callers are compiled for size, and what is inlined into them would be too.
#[inline(never)]
pub fn text(machine: &Machine, events: &[Event]) -> String {
    let mut writer = Writer::new(machine);
    let mut out = String::with_capacity(events.len() * USUAL_LENGTH);
    out.push('[');
    for event in events {
        let length = out.len();
        if length > 1 {
            out.push(',');
        }
        if !writer.write_text(event, &mut out) {
            out.truncate(length);
        }
    }
    out.push(']');
    out
}

impl<'a> Writer<'a> {
    pub fn new(machine: &'a Machine) -> Writer<'a> {
        Writer {
            machine,
            texts: Texts::new(),
            stamp: (Time::default(), String::new()),
            id: Ordinal::default(),
            previous: Ordinal::default(),
        }
    }

    /// The event as the service writes it; none when it writes no such event. Events come in their order, the first one first.
    pub fn write(&mut self, event: &Event) -> Option<Value> {
        if !event.is_visible() {
            return None;
        }
        let mut object = Object::from([
            ("timestamp", Value::from(event.time.0 as f64 / 1000.0)),
            ("type", Value::from(event.name())),
            ("id", Value::from(event.id.0)),
            ("previousEventId", Value::from(event.previous.0)),
        ]);
        if let Some((name, details)) = self.details(event) {
            object.insert(name, Value::Object(details));
        }
        Some(Value::Object(object))
    }

    /// The same as text, at the end of `out`; false, and nothing, for an event that the service does not write.
    pub fn write_text(&mut self, event: &Event, out: &mut String) -> bool {
        if !event.is_visible() {
            return false;
        }
        if self.stamp.0 != event.time || self.stamp.1.is_empty() {
            self.stamp.0 = event.time;
            self.stamp.1.clear();
            self.stamp.1.push_str("{\"timestamp\":");
            push_seconds(&mut self.stamp.1, event.time);
            self.stamp.1.push_str(",\"type\":\"");
        }
        out.push_str(&self.stamp.1);
        out.push_str(event.name());
        out.push_str("\",\"id\":");
        out.push_str(self.id.digits(event.id.0));
        out.push_str(",\"previousEventId\":");
        out.push_str(self.previous.digits(event.previous.0));
        if let Some(name) = name(&event.kind) {
            out.push_str(",\"");
            out.push_str(name);
            out.push_str("\":{");
            self.fill(event, &mut Line { out, is_first: true });
            out.push('}');
        }
        out.push('}');
        true
    }

    /// The name and content of the details; none for types that have none.
    pub fn details(&mut self, event: &Event) -> Option<(&'static str, Object)> {
        let name = name(&event.kind)?;
        let mut members = Members { object: Object::new() };
        self.fill(event, &mut members);
        Some((name, members.object))
    }

    fn fill(&mut self, event: &Event, sink: &mut impl Sink) {
        match &event.kind {
            Kind::ExecutionStarted { recipe, .. } => {
                if let Some(text) = &recipe.input_text {
                    self.texts.keep(&recipe.input, text);
                }
                sink.data("input", &recipe.input, &mut self.texts);
                sink.text("roleArn", &recipe.names.role_arn);
            }
            Kind::ExecutionSucceeded { output } => sink.data("output", output, &mut self.texts),
            Kind::ExecutionFailed(failure)
            | Kind::ExecutionAborted(failure)
            | Kind::ExecutionTimedOut(failure)
            | Kind::MapRunFailed { failure, .. } => failed(failure, sink),
            Kind::ExecutionRedriven { count, .. } => sink.number("redriveCount", u64::from(*count)),
            Kind::StateEntered { state, input, .. } => {
                sink.data("input", input, &mut self.texts);
                sink.text("name", self.name(*state));
            }
            Kind::StateExited { state, output, assigned, .. } => {
                if let Some(assigned) = assigned {
                    sink.variables(assigned, &mut self.texts);
                }
                sink.text("name", self.name(*state));
                sink.data("output", output, &mut self.texts);
            }
            Kind::EvaluationFailed { state, failure, location } => {
                failed(failure, sink);
                if let Some(location) = location {
                    sink.text("location", location);
                }
                sink.text("state", self.name(*state));
            }
            Kind::TaskScheduled(call) => self.scheduled(call, sink),
            Kind::TaskStarted { call, worker } => match call.family {
                Family::Lambda => {}
                Family::Activity => {
                    if let Some(worker) = worker {
                        sink.text("workerName", worker);
                    }
                }
                Family::Integration => resource(call, sink),
            },
            Kind::TaskSubmitted { call, output } | Kind::TaskSucceeded { call, output } => {
                sink.data("output", output, &mut self.texts);
                resource(call, sink);
            }
            Kind::TaskFailed(call, failure)
            | Kind::TaskTimedOut(call, failure)
            | Kind::TaskScheduleFailed(call, failure)
            | Kind::TaskStartFailed(call, failure)
            | Kind::TaskSubmitFailed(call, failure) => {
                failed(failure, sink);
                resource(call, sink);
            }
            Kind::MapStarted { length, .. } => sink.number("length", u64::from(*length)),
            Kind::MapIterationStarted { state, index, .. }
            | Kind::MapIterationSucceeded { state, index, .. }
            | Kind::MapIterationFailed { state, index, .. }
            | Kind::MapIterationAborted { state, index } => {
                sink.number("index", u64::from(*index));
                sink.text("name", self.name(*state));
            }
            Kind::MapRunStarted(run) => sink.text("mapRunArn", &run.arn),
            Kind::MapRunRedriven { run, count } => {
                sink.text("mapRunArn", &run.arn);
                sink.number("redriveCount", u64::from(*count));
            }
            Kind::StateAborted { .. }
            | Kind::ParallelStarted { .. }
            | Kind::ParallelSucceeded { .. }
            | Kind::ParallelFailed { .. }
            | Kind::MapSucceeded { .. }
            | Kind::MapFailed { .. }
            | Kind::MapRunSucceeded { .. }
            | Kind::MapRunAborted(_)
            | Kind::WaitSet { .. }
            | Kind::RetrySet { .. }
            | Kind::Raised { .. }
            | Kind::Heartbeat => {}
        }
    }

    fn scheduled(&mut self, call: &Call, sink: &mut impl Sink) {
        if let Some(seconds) = call.heartbeat_seconds.filter(|_| call.family != Family::Lambda) {
            sink.number("heartbeatInSeconds", seconds);
        }
        match call.family {
            Family::Lambda | Family::Activity => {
                sink.data("input", &call.parameters, &mut self.texts);
                sink.text("resource", &call.resource);
            }
            Family::Integration => {
                sink.bare_data("parameters", &call.parameters, &mut self.texts);
                sink.text("region", &call.region);
                resource(call, sink);
            }
        }
        if let Some(role) = &call.role_arn {
            sink.role("taskCredentials", role);
        }
        if let Some(seconds) = call.timeout_seconds {
            sink.number("timeoutInSeconds", seconds);
        }
    }

    fn name(&self, state: StateId) -> &'a Text {
        &self.machine.state(state).name
    }
}

/// The name of an event's details; none for types that have none.
fn name(kind: &Kind) -> Option<&'static str> {
    use Family::{Activity, Integration, Lambda};
    Some(match kind {
        Kind::ExecutionStarted { .. } => "executionStartedEventDetails",
        Kind::ExecutionSucceeded { .. } => "executionSucceededEventDetails",
        Kind::ExecutionFailed(_) => "executionFailedEventDetails",
        Kind::ExecutionAborted(_) => "executionAbortedEventDetails",
        Kind::ExecutionTimedOut(_) => "executionTimedOutEventDetails",
        Kind::ExecutionRedriven { .. } => "executionRedrivenEventDetails",
        Kind::StateEntered { .. } => "stateEnteredEventDetails",
        Kind::StateExited { .. } => "stateExitedEventDetails",
        Kind::EvaluationFailed { .. } => "evaluationFailedEventDetails",
        Kind::TaskScheduled(call) => match call.family {
            Lambda => "lambdaFunctionScheduledEventDetails",
            Activity => "activityScheduledEventDetails",
            Integration => "taskScheduledEventDetails",
        },
        Kind::TaskStarted { call, .. } => match call.family {
            Lambda => return None,
            Activity => "activityStartedEventDetails",
            Integration => "taskStartedEventDetails",
        },
        Kind::TaskSubmitted { .. } => "taskSubmittedEventDetails",
        Kind::TaskSucceeded { call, .. } => match call.family {
            Lambda => "lambdaFunctionSucceededEventDetails",
            Activity => "activitySucceededEventDetails",
            Integration => "taskSucceededEventDetails",
        },
        Kind::TaskFailed(call, _) => match call.family {
            Lambda => "lambdaFunctionFailedEventDetails",
            Activity => "activityFailedEventDetails",
            Integration => "taskFailedEventDetails",
        },
        Kind::TaskTimedOut(call, _) => match call.family {
            Lambda => "lambdaFunctionTimedOutEventDetails",
            Activity => "activityTimedOutEventDetails",
            Integration => "taskTimedOutEventDetails",
        },
        Kind::TaskScheduleFailed(call, _) => match call.family {
            Lambda => "lambdaFunctionScheduleFailedEventDetails",
            Activity => "activityScheduleFailedEventDetails",
            Integration => "taskStartFailedEventDetails",
        },
        Kind::TaskStartFailed(call, _) => match call.family {
            Lambda => "lambdaFunctionStartFailedEventDetails",
            Activity => "activityScheduleFailedEventDetails",
            Integration => "taskStartFailedEventDetails",
        },
        Kind::TaskSubmitFailed(..) => "taskSubmitFailedEventDetails",
        Kind::MapStarted { .. } => "mapStateStartedEventDetails",
        Kind::MapIterationStarted { .. } => "mapIterationStartedEventDetails",
        Kind::MapIterationSucceeded { .. } => "mapIterationSucceededEventDetails",
        Kind::MapIterationFailed { .. } => "mapIterationFailedEventDetails",
        Kind::MapIterationAborted { .. } => "mapIterationAbortedEventDetails",
        Kind::MapRunStarted(_) => "mapRunStartedEventDetails",
        Kind::MapRunFailed { .. } => "mapRunFailedEventDetails",
        Kind::MapRunRedriven { .. } => "mapRunRedrivenEventDetails",
        Kind::StateAborted { .. }
        | Kind::ParallelStarted { .. }
        | Kind::ParallelSucceeded { .. }
        | Kind::ParallelFailed { .. }
        | Kind::MapSucceeded { .. }
        | Kind::MapFailed { .. }
        | Kind::MapRunSucceeded { .. }
        | Kind::MapRunAborted(_)
        | Kind::WaitSet { .. }
        | Kind::RetrySet { .. }
        | Kind::Raised { .. }
        | Kind::Heartbeat => return None,
    })
}

fn failed(failure: &Failure, sink: &mut impl Sink) {
    if let Some(cause) = &failure.cause {
        sink.text("cause", cause);
    }
    if let Some(error) = &failure.error {
        sink.text("error", error);
    }
}

/// Where an integration does its work; the other families have it in their names.
fn resource(call: &Call, sink: &mut impl Sink) {
    match call.family {
        Family::Integration => {
            sink.text("resource", &call.resource);
            sink.text("resourceType", &call.resource_type);
        }
        Family::Lambda | Family::Activity => {}
    }
}

/// Seconds since 1970 as `Number` writes them: `1.704067200123E9`.
fn push_seconds(out: &mut String, time: Time) {
    match u64::try_from(time.0) {
        Ok(millis) if millis >= 10_000_000_000 => {
            let start = out.len();
            push_number(out, millis);
            let digits = out.len() - start;
            out.insert(start + 1, '.');
            while out.ends_with('0') && out.len() > start + 3 {
                out.pop();
            }
            out.push('E');
            push_number(out, (digits - 4) as u64);
        }
        Ok(_) | Err(_) => out.push_str(&json::compact(&Value::from(time.0 as f64 / 1000.0))),
    }
}
