//! Whoever answers tasks: mocks, handlers in JavaScript, a person.

use std::sync::Arc;

use engine::{Call, EventId};
use json::{Text, Value};

use crate::mocks::{Answer, Script};
use crate::simulation::ExecutionId;

/// A task that waits for an answer.
#[derive(Clone, Debug)]
pub struct Request {
    pub id: RequestId,
    pub execution: ExecutionId,
    /// The event that scheduled the task.
    pub task: EventId,
    pub state: Text,
    /// Resource, parameters, token, timeouts, retry count and Map iterations.
    pub call: Arc<Call>,
    /// How often this state asked before, in the whole simulation.
    pub invocation: u32,
}

/// Names a request, in the order in which they came up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// What a host says when it is asked.
#[derive(Clone, Debug)]
pub enum Reply {
    Answer(Answer),
    /// The answer is being computed and comes with `Simulation::answer`; until then the clock stands still.
    Later,
    /// A person will answer, with `Simulation::answer`; the clock stands still until they do, or let time pass.
    Person,
    /// The host knows nothing of this task: a workflow of the workspace may answer, else it waits as for a person, marked as unknown.
    Unknown,
}

/// Answers tasks.
pub trait Host {
    fn ask(&mut self, request: &Request) -> Reply;
}

/// A script answers what it knows.
impl Host for Script {
    fn ask(&mut self, request: &Request) -> Reply {
        let iterations: Vec<usize> = request.call.iterations.iter().map(|index| *index as usize).collect();
        match self.next(&request.state, &iterations, &request.call.parameters) {
            Some(answer) => Reply::Answer(answer),
            None => Reply::Unknown,
        }
    }
}

/// Leaves every task to a person.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Host for Nobody {
    fn ask(&mut self, _request: &Request) -> Reply {
        Reply::Person
    }
}

impl Request {
    /// The Payload that a Lambda function gets as its event: of `lambda:invoke` the member, of a function's ARN all.
    pub fn payload(&self) -> Value {
        match self.is_invoke() {
            true => {
                self.call.parameters.get("Payload").cloned().unwrap_or_else(|| json::Object::new().into())
            }
            false => self.call.parameters.clone(),
        }
    }

    /// The function that is called: its name or ARN; nothing for other tasks.
    pub fn function(&self) -> Option<&str> {
        match self.call.family {
            engine::Family::Lambda => Some(&self.call.arn),
            engine::Family::Activity => None,
            engine::Family::Integration if self.is_invoke() => {
                self.call.parameters.get("FunctionName").and_then(Value::as_str)
            }
            engine::Family::Integration => None,
        }
    }

    /// Whether this is `lambda:invoke`, in one of its forms.
    pub fn is_invoke(&self) -> bool {
        self.call.family == engine::Family::Integration && self.call.resource_type == "lambda"
    }
}
