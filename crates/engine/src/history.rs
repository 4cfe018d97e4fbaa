//! The history of an execution as the service writes it: what GetExecutionHistory answers.

mod log;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use asl::{Machine, StateId};
use json::{Array, Object, Text, Value};

use crate::{Call, Event, Failure, Family, Kind, Recipe};

pub use log::{Level, log_events};

/// Turns events into the service's. State data are text there, as on the wire; the caller's input keeps its own text.
#[derive(Clone, Debug)]
pub struct Writer<'a> {
    machine: &'a Machine,
    /// The execution's input and the text that the caller wrote.
    original: Option<(Value, Text)>,
    /// What was written last: the same value often stands in several events one after the other.
    recent: Vec<(Value, Text)>,
    /// Keys and type names, made once and shared by all events.
    words: BTreeMap<&'static str, Text>,
    /// `{"truncated": false}`
    whole: Value,
}

/// All visible events: the member `events` of GetExecutionHistory's answer.
pub fn events(machine: &Machine, events: &[Event]) -> Value {
    let mut writer = Writer::new(machine);
    Value::Array(events.iter().filter_map(|event| writer.write(event)).collect::<Array>())
}

impl<'a> Writer<'a> {
    pub fn new(machine: &'a Machine) -> Writer<'a> {
        let whole = Value::Object(Object::from([("truncated", Value::from(false))]));
        Writer { machine, original: None, recent: Vec::new(), words: BTreeMap::new(), whole }
    }

    /// The event as the service writes it; none when it writes no such event. Events come in their order, the first one first.
    pub fn write(&mut self, event: &Event) -> Option<Value> {
        if !event.is_visible() {
            return None;
        }
        let details = self.details(event).map(|(name, details)| (self.word(name), Value::Object(details)));
        let members = [
            (self.word("timestamp"), Value::from(event.time.0 as f64 / 1000.0)),
            (self.word("type"), Value::String(self.word(event.name()))),
            (self.word("id"), Value::from(event.id.0)),
            (self.word("previousEventId"), Value::from(event.previous.0)),
        ];
        Some(Value::Object(members.into_iter().chain(details).collect()))
    }

    /// The name and content of the details; none for types that have none.
    pub fn details(&mut self, event: &Event) -> Option<(&'static str, Object)> {
        let details = match &event.kind {
            Kind::ExecutionStarted { recipe, .. } => ("executionStartedEventDetails", self.started(recipe)),
            Kind::ExecutionSucceeded { output } => {
                let mut details = Object::new();
                self.put(&mut details, "output", output);
                ("executionSucceededEventDetails", details)
            }
            Kind::ExecutionFailed(failure) => ("executionFailedEventDetails", failed(failure)),
            Kind::ExecutionAborted(failure) => ("executionAbortedEventDetails", failed(failure)),
            Kind::ExecutionTimedOut(failure) => ("executionTimedOutEventDetails", failed(failure)),
            Kind::ExecutionRedriven { count, .. } => {
                ("executionRedrivenEventDetails", Object::from([("redriveCount", Value::from(*count))]))
            }
            Kind::StateEntered { state, input, .. } => {
                let mut details = Object::new();
                self.put(&mut details, "input", input);
                details.insert(self.word("name"), self.name(*state));
                ("stateEnteredEventDetails", details)
            }
            Kind::StateExited { state, output, assigned, .. } => {
                let mut details = Object::new();
                if let Some(assigned) = assigned {
                    let texts: Object =
                        assigned.iter().map(|(name, value)| (name.clone(), self.text(value))).collect();
                    details.insert("assignedVariables", Value::Object(texts));
                    details.insert("assignedVariablesDetails", self.whole.clone());
                }
                details.insert(self.word("name"), self.name(*state));
                self.put(&mut details, "output", output);
                ("stateExitedEventDetails", details)
            }
            Kind::EvaluationFailed { state, failure, location } => {
                let mut details = failed(failure);
                if let Some(location) = location {
                    details.insert("location", Value::String(location.clone()));
                }
                details.insert("state", self.name(*state));
                ("evaluationFailedEventDetails", details)
            }
            Kind::TaskScheduled(call) => self.scheduled(call),
            Kind::TaskStarted { call, worker } => match call.family {
                Family::Lambda => return None,
                Family::Activity => {
                    let name = worker.clone().map(|name| ("workerName", Value::String(name)));
                    ("activityStartedEventDetails", name.into_iter().collect())
                }
                Family::Integration => ("taskStartedEventDetails", resource(call)),
            },
            Kind::TaskSubmitted { call, output } => {
                let mut details = Object::new();
                self.put(&mut details, "output", output);
                add_resource(&mut details, call);
                ("taskSubmittedEventDetails", details)
            }
            Kind::TaskSucceeded { call, output } => {
                let mut details = Object::new();
                self.put(&mut details, "output", output);
                match call.family {
                    Family::Lambda => ("lambdaFunctionSucceededEventDetails", details),
                    Family::Activity => ("activitySucceededEventDetails", details),
                    Family::Integration => {
                        add_resource(&mut details, call);
                        ("taskSucceededEventDetails", details)
                    }
                }
            }
            Kind::TaskFailed(call, failure) => {
                let name = match call.family {
                    Family::Lambda => "lambdaFunctionFailedEventDetails",
                    Family::Activity => "activityFailedEventDetails",
                    Family::Integration => "taskFailedEventDetails",
                };
                (name, unsuccessful(call, failure))
            }
            Kind::TaskTimedOut(call, failure) => {
                let name = match call.family {
                    Family::Lambda => "lambdaFunctionTimedOutEventDetails",
                    Family::Activity => "activityTimedOutEventDetails",
                    Family::Integration => "taskTimedOutEventDetails",
                };
                (name, unsuccessful(call, failure))
            }
            Kind::TaskScheduleFailed(call, failure) => {
                let name = match call.family {
                    Family::Lambda => "lambdaFunctionScheduleFailedEventDetails",
                    Family::Activity => "activityScheduleFailedEventDetails",
                    Family::Integration => "taskStartFailedEventDetails",
                };
                (name, unsuccessful(call, failure))
            }
            Kind::TaskStartFailed(call, failure) => {
                let name = match call.family {
                    Family::Lambda => "lambdaFunctionStartFailedEventDetails",
                    Family::Activity => "activityScheduleFailedEventDetails",
                    Family::Integration => "taskStartFailedEventDetails",
                };
                (name, unsuccessful(call, failure))
            }
            Kind::TaskSubmitFailed(call, failure) => {
                ("taskSubmitFailedEventDetails", unsuccessful(call, failure))
            }
            Kind::MapStarted { length, .. } => {
                ("mapStateStartedEventDetails", Object::from([("length", Value::from(*length))]))
            }
            Kind::MapIterationStarted { state, index, .. } => {
                ("mapIterationStartedEventDetails", self.iteration(*state, *index))
            }
            Kind::MapIterationSucceeded { state, index, .. } => {
                ("mapIterationSucceededEventDetails", self.iteration(*state, *index))
            }
            Kind::MapIterationFailed { state, index, .. } => {
                ("mapIterationFailedEventDetails", self.iteration(*state, *index))
            }
            Kind::MapIterationAborted { state, index } => {
                ("mapIterationAbortedEventDetails", self.iteration(*state, *index))
            }
            Kind::MapRunStarted(run) => {
                ("mapRunStartedEventDetails", Object::from([("mapRunArn", Value::String(run.arn.clone()))]))
            }
            Kind::MapRunFailed { failure, .. } => ("mapRunFailedEventDetails", failed(failure)),
            Kind::MapRunRedriven { run, count } => {
                let details =
                    [("mapRunArn", Value::String(run.arn.clone())), ("redriveCount", Value::from(*count))];
                ("mapRunRedrivenEventDetails", Object::from(details))
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
            | Kind::Heartbeat => return None,
        };
        Some(details)
    }

    fn started(&mut self, recipe: &Recipe) -> Object {
        if let Some(text) = &recipe.input_text {
            self.original = Some((recipe.input.clone(), text.clone()));
        }
        let mut details = Object::new();
        self.put(&mut details, "input", &recipe.input);
        details.insert("roleArn", Value::String(recipe.names.role_arn.clone()));
        details
    }

    fn scheduled(&mut self, call: &Call) -> (&'static str, Object) {
        let mut details = Object::new();
        if let Some(seconds) = call.heartbeat_seconds.filter(|_| call.family != Family::Lambda) {
            details.insert("heartbeatInSeconds", Value::from(seconds as i64));
        }
        let name = match call.family {
            Family::Lambda | Family::Activity => {
                self.put(&mut details, "input", &call.parameters);
                details.insert("resource", Value::String(call.resource.clone()));
                match call.family {
                    Family::Lambda => "lambdaFunctionScheduledEventDetails",
                    Family::Activity | Family::Integration => "activityScheduledEventDetails",
                }
            }
            Family::Integration => {
                let parameters = self.text(&call.parameters);
                details.insert("parameters", parameters);
                details.insert("region", Value::String(call.region.clone()));
                add_resource(&mut details, call);
                "taskScheduledEventDetails"
            }
        };
        if let Some(role) = &call.role_arn {
            details.insert(
                "taskCredentials",
                Value::Object(Object::from([("roleArn", Value::String(role.clone()))])),
            );
        }
        if let Some(seconds) = call.timeout_seconds {
            details.insert("timeoutInSeconds", Value::from(seconds as i64));
        }
        (name, details)
    }

    fn iteration(&mut self, state: StateId, index: u32) -> Object {
        Object::from([(self.word("index"), Value::from(index)), (self.word("name"), self.name(state))])
    }

    fn word(&mut self, word: &'static str) -> Text {
        self.words.entry(word).or_insert_with(|| Text::from(word)).clone()
    }

    fn name(&self, state: StateId) -> Value {
        Value::String(self.machine.state(state).name.clone())
    }

    /// A value as text, and that it is all there.
    fn put(&mut self, details: &mut Object, key: &'static str, value: &Value) {
        let text = self.text(value);
        details.insert(self.word(key), text);
        let whole = self.whole.clone();
        details.insert(self.word(if key == "input" { "inputDetails" } else { "outputDetails" }), whole);
    }

    fn text(&mut self, value: &Value) -> Value {
        if let Some((original, text)) = &self.original
            && original.is_same(value)
        {
            return Value::String(text.clone());
        }
        if let Some((_, text)) = self.recent.iter().find(|(recent, _)| recent.is_same(value)) {
            return Value::String(text.clone());
        }
        let text = Text::from(json::compact(value));
        if self.recent.len() == 4 {
            self.recent.remove(0);
        }
        self.recent.push((value.clone(), text.clone()));
        Value::String(text)
    }
}

fn failed(failure: &Failure) -> Object {
    let mut details = Object::new();
    if let Some(cause) = &failure.cause {
        details.insert("cause", Value::String(cause.clone()));
    }
    if let Some(error) = &failure.error {
        details.insert("error", Value::String(error.clone()));
    }
    details
}

/// What failed, and for an integration where.
fn unsuccessful(call: &Call, failure: &Failure) -> Object {
    let mut details = failed(failure);
    match call.family {
        Family::Integration => add_resource(&mut details, call),
        Family::Lambda | Family::Activity => {}
    }
    details
}

fn resource(call: &Call) -> Object {
    let mut details = Object::new();
    add_resource(&mut details, call);
    details
}

fn add_resource(details: &mut Object, call: &Call) {
    details.insert("resource", Value::String(call.resource.clone()));
    details.insert("resourceType", Value::String(call.resource_type.clone()));
}
