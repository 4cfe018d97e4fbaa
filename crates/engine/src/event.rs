//! What happened in an execution: one event for each that the service would write, and four that only we need.
//!
//! Values are shared, and text is made only when the history is written.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use asl::{MachineType, OutputType, Pattern, ScopeId, StateId, Transformation};
use json::{Object, Text, Value};

use crate::{Recipe, Time, sentence};

/// One event of an execution.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Counted from 1. An event that the service does not show has the id of the one before it.
    pub id: EventId,
    /// `previousEventId` of the history.
    pub previous: EventId,
    pub time: Time,
    /// The branch or iteration that it belongs to.
    pub frame: FrameId,
    pub kind: Kind,
}

/// An event is moved from hand to hand some times, and only up to this size that is done without a call in wasm.
#[cfg(target_arch = "wasm32")]
const _: () = assert!(size_of::<Event>() <= 64, "what is rare in an event belongs behind an Arc");

/// The place of an event in the history; 0 is before all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

/// A line of states that runs on its own: the execution itself, a branch of a Parallel, an iteration of a Map.
/// The number may be taken again when the line has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u32);

/// What happened.
///
/// The service's 62 types are these with their `StateType` or `Family`: `StateEntered` of a Pass is `PassStateEntered`,
/// `TaskScheduled` of a function is `LambdaFunctionScheduled`; see `Kind::name`.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// The recipe, the state to begin with (none when the arrow is broken), and when time is up.
    ExecutionStarted {
        recipe: Arc<Recipe>,
        first: Option<StateId>,
        deadline: Time,
    },
    ExecutionSucceeded {
        output: Value,
    },
    ExecutionFailed(Failure),
    ExecutionAborted(Failure),
    ExecutionTimedOut(Failure),
    ExecutionRedriven {
        count: u32,
        deadline: Time,
    },

    StateEntered {
        state: StateId,
        kind: StateType,
        input: Value,
    },
    StateExited {
        state: StateId,
        kind: StateType,
        output: Value,
        assigned: Option<Object>,
        onward: Onward,
    },
    StateAborted {
        state: StateId,
        kind: StateType,
    },
    EvaluationFailed {
        state: StateId,
        failure: Failure,
        location: Option<Arc<Text>>,
    },

    TaskScheduled(Arc<Call>),
    TaskScheduleFailed(Arc<Call>, Failure),
    TaskStarted {
        call: Arc<Call>,
        worker: Option<Text>,
    },
    TaskStartFailed(Arc<Call>, Failure),
    TaskSubmitted {
        call: Arc<Call>,
        output: Value,
    },
    TaskSubmitFailed(Arc<Call>, Failure),
    TaskSucceeded {
        call: Arc<Call>,
        output: Value,
    },
    TaskFailed(Arc<Call>, Failure),
    TaskTimedOut(Arc<Call>, Failure),

    /// The branches' input stands beside the event for us.
    ParallelStarted {
        state: StateId,
        input: Value,
        branches: Arc<[(ScopeId, Option<StateId>)]>,
    },
    ParallelSucceeded {
        state: StateId,
    },
    ParallelFailed {
        state: StateId,
        failure: Failure,
    },

    /// `start` is none for a distributed Map, whose items the Map Run has.
    MapStarted {
        state: StateId,
        length: u32,
        start: Option<Arc<MapStart>>,
    },
    MapIterationStarted {
        state: StateId,
        index: u32,
        input: Value,
        /// Where its item is.
        start: Arc<MapStart>,
        first: Option<StateId>,
    },
    MapIterationSucceeded {
        state: StateId,
        index: u32,
        output: Value,
    },
    MapIterationFailed {
        state: StateId,
        index: u32,
        failure: Failure,
    },
    MapIterationAborted {
        state: StateId,
        index: u32,
    },
    MapSucceeded {
        state: StateId,
        output: Value,
    },
    MapFailed {
        state: StateId,
        failure: Failure,
    },

    MapRunStarted(Arc<MapRun>),
    MapRunSucceeded {
        run: Arc<MapRun>,
        output: Value,
    },
    MapRunFailed {
        run: Arc<MapRun>,
        failure: Failure,
    },
    MapRunAborted(Arc<MapRun>),
    MapRunRedriven {
        run: Arc<MapRun>,
        count: u32,
    },

    /// Not shown: a Wait knows until when.
    WaitSet {
        until: Time,
    },
    /// Not shown: a retrier was chosen; the work begins again at this time.
    RetrySet {
        retrier: u32,
        until: Time,
    },
    /// Not shown: a state or a branch failed, and what is around it must deal with the error.
    Raised {
        failure: Failure,
    },
    /// Not shown: a worker says that it still lives.
    Heartbeat,
}

/// An error with its cause, as states see it. Either may be missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Failure {
    pub error: Option<Text>,
    pub cause: Option<Text>,
}

/// The eight types of states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateType {
    Pass,
    Task,
    Choice,
    Wait,
    Succeed,
    Fail,
    Parallel,
    Map,
}

/// Where a line of states goes when a state is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    To(StateId),
    End,
}

/// The three families of tasks in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// A function by its own ARN: `LambdaFunction…`.
    Lambda,
    /// `Activity…`.
    Activity,
    /// `arn:aws:states:::…`: `Task…`.
    Integration,
}

/// What a Task state asks of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub state: StateId,
    pub family: Family,
    /// The whole `Resource` of the definition.
    pub arn: Text,
    /// As the history shows it: `invoke`, `sendMessage.waitForTaskToken`, or the ARN of a function or activity.
    pub resource: Text,
    /// `lambda`, `aws-sdk:s3`; empty for functions and activities.
    pub resource_type: Text,
    pub pattern: Pattern,
    pub region: Text,
    pub parameters: Value,
    pub timeout_seconds: Option<u64>,
    pub heartbeat_seconds: Option<u64>,
    pub role_arn: Option<Text>,
    /// Of `.waitForTaskToken`, `.sync` and activities.
    pub token: Option<Text>,
    /// How often the state was tried before, in this visit.
    pub retry_count: u32,
    /// The iterations around it, from the outside in.
    pub iterations: Vec<u32>,
}

/// What an inline Map begins with; every iteration's event holds it.
#[derive(Clone, Debug)]
pub struct MapStart {
    /// The effective input, for `ItemSelector`.
    pub input: Value,
    pub items: Vec<Item>,
    /// At least 1.
    pub concurrency: u32,
}

/// An item of a Map, as the context object shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub index: u32,
    /// When the items are the members of an object.
    pub key: Option<Text>,
    pub value: Value,
    /// `STATE_DATA`, or the object that a reader took it from.
    pub source: Text,
}

/// What a distributed Map asks of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct MapRun {
    pub state: StateId,
    pub arn: Text,
    /// `Label`, or what the service would make up.
    pub label: Text,
    /// The states of the child executions.
    pub scope: ScopeId,
    pub child_type: MachineType,
    /// The effective input, for `ItemSelector`; see `item_input`.
    pub input: Value,
    pub items: MapItems,
    /// 0 is no limit.
    pub max_concurrency: u64,
    pub tolerated_count: Option<u64>,
    /// From 0 to 100.
    pub tolerated_percentage: Option<f64>,
    pub batch: Option<Batch>,
    pub writer: Option<Writer>,
    pub iterations: Vec<u32>,
}

/// Where a distributed Map's items come from.
#[derive(Clone, Debug, PartialEq)]
pub enum MapItems {
    /// From the state's data.
    Here(Vec<Item>),
    /// From a bucket.
    Reader(Reader),
}

/// `ItemReader`, with its fields evaluated. Its formats stand in the machine's `asl::ItemReader`.
#[derive(Clone, Debug, PartialEq)]
pub struct Reader {
    /// `arn:aws:states:::s3:getObject`.
    pub resource: Text,
    /// `Bucket`, `Key`, `Prefix`…
    pub parameters: Value,
    /// As given, also when negative: the reader says what is wrong.
    pub max_items: Option<i64>,
    pub items_pointer: Option<Text>,
}

/// `ItemBatcher`, with its fields evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    pub max_items: Option<u64>,
    pub max_bytes: Option<u64>,
    pub input: Option<Value>,
}

/// `ResultWriter`, with its fields evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Writer {
    /// None: nothing is exported, the results are only formed.
    pub resource: Option<Text>,
    /// `Bucket`, `Prefix`.
    pub parameters: Value,
    pub transformation: Option<Transformation>,
    pub output_type: Option<OutputType>,
}

/// Iterations share it: comparing their events must not compare all items each time.
impl PartialEq for MapStart {
    fn eq(&self, other: &MapStart) -> bool {
        core::ptr::eq(self, other)
            || self.concurrency == other.concurrency && self.input == other.input && self.items == other.items
    }
}

impl Item {
    /// What an iteration begins with when nothing else is said: the value; of an object's member, the key as well.
    pub fn to_input(&self) -> Value {
        match &self.key {
            None => self.value.clone(),
            Some(key) => {
                let members = [("Key", Value::String(key.clone())), ("Value", self.value.clone())];
                Value::Object(Object::from(members))
            }
        }
    }
}

impl Event {
    /// Whether the service would write this event.
    pub fn is_visible(&self) -> bool {
        self.kind.is_visible()
    }

    /// The type of the event in the history: `PassStateEntered`.
    pub fn name(&self) -> &'static str {
        self.kind.name()
    }
}

impl Kind {
    pub fn is_visible(&self) -> bool {
        !matches!(self, Kind::WaitSet { .. } | Kind::RetrySet { .. } | Kind::Raised { .. } | Kind::Heartbeat)
    }

    /// Whether the execution is over with this event.
    pub fn is_end(&self) -> bool {
        matches!(
            self,
            Kind::ExecutionSucceeded { .. }
                | Kind::ExecutionFailed(_)
                | Kind::ExecutionAborted(_)
                | Kind::ExecutionTimedOut(_)
        )
    }

    /// The service's name for this type of event; for those that it does not have, ours.
    pub fn name(&self) -> &'static str {
        use Family::{Activity, Integration, Lambda};
        use StateType as S;
        match self {
            Kind::ExecutionStarted { .. } => "ExecutionStarted",
            Kind::ExecutionSucceeded { .. } => "ExecutionSucceeded",
            Kind::ExecutionFailed(_) => "ExecutionFailed",
            Kind::ExecutionAborted(_) => "ExecutionAborted",
            Kind::ExecutionTimedOut(_) => "ExecutionTimedOut",
            Kind::ExecutionRedriven { .. } => "ExecutionRedriven",
            Kind::StateEntered { kind, .. } => match kind {
                S::Pass => "PassStateEntered",
                S::Task => "TaskStateEntered",
                S::Choice => "ChoiceStateEntered",
                S::Wait => "WaitStateEntered",
                S::Succeed => "SucceedStateEntered",
                S::Fail => "FailStateEntered",
                S::Parallel => "ParallelStateEntered",
                S::Map => "MapStateEntered",
            },
            Kind::StateExited { kind, .. } => match kind {
                S::Pass => "PassStateExited",
                S::Task => "TaskStateExited",
                S::Choice => "ChoiceStateExited",
                S::Wait => "WaitStateExited",
                S::Succeed => "SucceedStateExited",
                S::Fail => "FailStateExited",
                S::Parallel => "ParallelStateExited",
                S::Map => "MapStateExited",
            },
            Kind::StateAborted { kind, .. } => match kind {
                S::Task => "TaskStateAborted",
                S::Wait => "WaitStateAborted",
                S::Parallel => "ParallelStateAborted",
                S::Map => "MapStateAborted",
                S::Pass | S::Choice | S::Succeed | S::Fail => {
                    unreachable!("these states are left in the turn in which they are entered")
                }
            },
            Kind::EvaluationFailed { .. } => "EvaluationFailed",
            Kind::TaskScheduled(call) => match call.family {
                Lambda => "LambdaFunctionScheduled",
                Activity => "ActivityScheduled",
                Integration => "TaskScheduled",
            },
            Kind::TaskScheduleFailed(call, _) => match call.family {
                Lambda => "LambdaFunctionScheduleFailed",
                Activity => "ActivityScheduleFailed",
                Integration => "TaskStartFailed",
            },
            Kind::TaskStarted { call, .. } => match call.family {
                Lambda => "LambdaFunctionStarted",
                Activity => "ActivityStarted",
                Integration => "TaskStarted",
            },
            Kind::TaskStartFailed(call, _) => match call.family {
                Lambda => "LambdaFunctionStartFailed",
                Activity => "ActivityScheduleFailed",
                Integration => "TaskStartFailed",
            },
            Kind::TaskSubmitted { .. } => "TaskSubmitted",
            Kind::TaskSubmitFailed(..) => "TaskSubmitFailed",
            Kind::TaskSucceeded { call, .. } => match call.family {
                Lambda => "LambdaFunctionSucceeded",
                Activity => "ActivitySucceeded",
                Integration => "TaskSucceeded",
            },
            Kind::TaskFailed(call, _) => match call.family {
                Lambda => "LambdaFunctionFailed",
                Activity => "ActivityFailed",
                Integration => "TaskFailed",
            },
            Kind::TaskTimedOut(call, _) => match call.family {
                Lambda => "LambdaFunctionTimedOut",
                Activity => "ActivityTimedOut",
                Integration => "TaskTimedOut",
            },
            Kind::ParallelStarted { .. } => "ParallelStateStarted",
            Kind::ParallelSucceeded { .. } => "ParallelStateSucceeded",
            Kind::ParallelFailed { .. } => "ParallelStateFailed",
            Kind::MapStarted { .. } => "MapStateStarted",
            Kind::MapIterationStarted { .. } => "MapIterationStarted",
            Kind::MapIterationSucceeded { .. } => "MapIterationSucceeded",
            Kind::MapIterationFailed { .. } => "MapIterationFailed",
            Kind::MapIterationAborted { .. } => "MapIterationAborted",
            Kind::MapSucceeded { .. } => "MapStateSucceeded",
            Kind::MapFailed { .. } => "MapStateFailed",
            Kind::MapRunStarted(_) => "MapRunStarted",
            Kind::MapRunSucceeded { .. } => "MapRunSucceeded",
            Kind::MapRunFailed { .. } => "MapRunFailed",
            Kind::MapRunAborted(_) => "MapRunAborted",
            Kind::MapRunRedriven { .. } => "MapRunRedriven",
            Kind::WaitSet { .. } => "(WaitSet)",
            Kind::RetrySet { .. } => "(RetrySet)",
            Kind::Raised { .. } => "(Raised)",
            Kind::Heartbeat => "(Heartbeat)",
        }
    }
}

impl Failure {
    pub fn new(error: impl Into<Text>, cause: impl Into<Text>) -> Failure {
        Failure { error: Some(error.into()), cause: Some(cause.into()) }
    }

    /// An error without a cause.
    pub fn named(error: impl Into<Text>) -> Failure {
        Failure { error: Some(error.into()), cause: None }
    }

    /// The name that retriers and catchers look for.
    pub fn name(&self) -> &str {
        match &self.error {
            Some(error) => error,
            None => "",
        }
    }

    /// The error output, which a catcher passes on. What is missing is null.
    pub fn to_value(&self) -> Value {
        let part = |text: &Option<Text>| text.clone().map_or(Value::Null, Value::String);
        // Seen in outputs of real executions: a timeout, which has no cause in its event, has an empty one here.
        let cause = match (&self.error, &self.cause) {
            (Some(error), None) if error == sentence::TIMEOUT => Value::from(""),
            (_, cause) => part(cause),
        };
        Value::Object(Object::from([("Error", part(&self.error)), ("Cause", cause)]))
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
