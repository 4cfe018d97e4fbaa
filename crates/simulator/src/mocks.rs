//! Mocks as data: which answers the tasks of a workflow get.
//!
//! The format is `MockConfigFile.json` of Step Functions Local: `StateMachines` → `TestCases` → state → response,
//! and `MockedResponses` with the answers to a state's first, second… invocation, each a `Return` or a `Throw`.
//! A callback's answer is what SendTaskSuccess or SendTaskFailure would bring, an activity's what its worker says,
//! that of a `.sync` task what the job ends with.
//!
//! Our own additions, which `read` lists as extensions, so that a strict caller can refuse them:
//! - `DelaySeconds` beside `Return` or `Throw`: virtual time until the answer comes.
//! - `HeartbeatSeconds`: until then, a heartbeat is sent this often.
//! - `NoAnswer: true`: no answer ever comes; only a timeout ends the task.
//! - `Submitted`: what a `.sync` or `.waitForTaskToken` request itself returns (the output of TaskSubmitted).
//! - `WorkerName`: who works on an activity.
//! - `ByIteration` in a response: answers for one iteration, like `{"2": {"0": …}, "0.1": {"0": …}}`,
//!   the indexes of nested Maps from the outside in, joined by a point.
//! - `ByInput` in a response: `[{"Input": {…}, "Answers": {"0": …}}]`, for tasks whose input has all that `Input` says.
//!
//! Answers are counted by state, and within `ByIteration` and `ByInput` separately for each entry;
//! after its last answer a mock goes on giving that one.

mod read;
mod script;
mod write;

use json::{Text, Value};

pub use read::{Extension, Problem, Reading, read};
pub use script::{Script, UnknownCase};

/// A whole mock file, in the order of its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MockFile {
    pub machines: Vec<MachineMocks>,
    pub responses: Vec<Response>,
}

/// The test cases of one state machine.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MachineMocks {
    pub name: Text,
    pub cases: Vec<TestCase>,
}

/// Which states of a machine are mocked by which responses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TestCase {
    pub name: Text,
    /// State, response.
    pub states: Vec<(Text, Text)>,
}

/// A named set of answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Response {
    pub name: Text,
    pub answers: Vec<Numbered>,
    /// Map indexes from the outside in.
    pub by_iteration: Vec<(Vec<usize>, Vec<Numbered>)>,
    /// What the task's input must contain.
    pub by_input: Vec<(Value, Vec<Numbered>)>,
}

/// The answer to some invocations, counted from 0: `"0"` or `"1-2"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbered {
    pub first: u32,
    pub last: u32,
    pub answer: Answer,
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub outcome: Outcome,
    /// Milliseconds of virtual time until it comes.
    pub delay: u64,
    /// A heartbeat every so many milliseconds until then.
    pub heartbeat: Option<u64>,
    pub submitted: Option<Value>,
    pub worker: Option<Text>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Return(Value),
    /// Both may be missing, as in SendTaskFailure.
    Throw {
        error: Option<Text>,
        cause: Option<Text>,
    },
    NoAnswer,
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Answer {
        Answer { outcome, delay: 0, heartbeat: None, submitted: None, worker: None }
    }
}

impl MockFile {
    pub fn response(&self, name: &str) -> Option<&Response> {
        self.responses.iter().find(|response| response.name == name)
    }
}
