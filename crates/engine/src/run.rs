//! A run: the state of an execution, which is the fold of its events.
//!
//! Frames stand in an arena; those that can go on by themselves stand in a queue, so that no step looks at the others.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use asl::StateId;
use json::{Object, Value};

use crate::event::Item;
use crate::{Call, Event, EventId, Failure, FrameId, Kind, MapRun, MapStart, Recipe, StateType, Time};

/// Makes regular expressions for JSONata: the language needs an engine, and the engine has none.
pub type Regexes = fn(&str, jsonata::Flags) -> Result<Arc<dyn jsonata::Regex>, String>;

/// The state of an execution.
#[derive(Clone, Debug)]
pub struct Run {
    pub status: Status,
    /// The time of the last event.
    pub now: Time,
    /// The id that the next visible event will have.
    pub(crate) next: EventId,
    pub(crate) recipe: Option<Arc<Recipe>>,
    /// The constant parts of the context object: `Execution` and `StateMachine`.
    pub(crate) execution: Value,
    pub(crate) state_machine: Value,
    pub(crate) redrives: u32,

    pub(crate) frames: Vec<Frame>,
    /// Places in `frames` that may be taken again.
    pub(crate) free: Vec<FrameId>,
    /// Frames that can go on by themselves, the next one first.
    pub(crate) queue: VecDeque<FrameId>,
    /// When something happens by itself.
    pub(crate) alarms: BTreeSet<(Time, FrameId)>,
    pub(crate) deadline: Time,
    /// When the execution was started or last redriven.
    pub(crate) began: Time,
    /// What waits for answers, by the event that scheduled it.
    pub(crate) tasks: BTreeMap<EventId, FrameId>,
    pub(crate) regexes: Regexes,
}

/// How an execution stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Before the first event.
    Blank,
    Running,
    Succeeded(Value),
    Failed(Failure),
    TimedOut(Failure),
    Aborted(Failure),
}

/// One line of states.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub parent: Option<FrameId>,
    /// Which branch or iteration of its parent it is.
    pub slot: u32,
    /// None when an arrow leads nowhere.
    pub state: Option<StateId>,
    pub kind: StateType,
    /// When and with which event the state was entered.
    pub entered: EventId,
    pub entered_at: Time,
    /// What the next event of the frame points back to.
    pub last: EventId,
    /// What `last` was before the state was entered.
    pub before: EventId,
    /// The state's raw input.
    pub input: Value,
    /// All variables that the frame sees; an inner frame begins with those of the outer one.
    pub variables: Object,
    /// The nearest Map, and which of its items it is about.
    pub item: Option<(Arc<MapStart>, u32)>,
    /// How often each retrier of the state was used.
    pub retries: Vec<u32>,
    pub retry_count: u32,
    pub phase: Phase,
    pub alarm: Option<Time>,
}

/// How far a frame is with its state.
#[derive(Clone, Debug)]
pub(crate) enum Phase {
    /// About to enter the state.
    Arriving,
    /// Entered; nothing done yet, or about to do it again.
    Entered,
    /// A Wait that has its alarm, or whose alarm has rung.
    Waiting,
    /// A retrier was chosen; its alarm is set.
    Retrying,
    Scheduled(Arc<Call>),
    Working(Work),
    /// A Parallel or inline Map whose frames run.
    Inside(Inside),
    /// A Parallel or inline Map that failed and ends the frames within, one after the other.
    Failing(Failing),
    /// A distributed Map that is about to start its Map Run.
    Distributing,
    MapRunning(MapRunning),
    /// A distributed Map whose Map Run failed and is about to be redriven.
    Redistributing(MapRunning),
    /// A distributed Map whose Map Run succeeded.
    Mapped {
        result: Value,
        started: EventId,
    },
    /// The work of the state is done; it may be left.
    Done {
        result: Value,
    },
    /// An error that retriers and catchers may deal with.
    Failed {
        failure: Failure,
        stage: Stage,
        kept: Kept,
        /// Told as a timeout, but also for those who look for States.HeartbeatTimeout.
        missed_heartbeat: bool,
        /// Of a Parallel or Map, the event before the one that said that it failed.
        before: EventId,
    },
    /// The line is at its end.
    Ended {
        output: Value,
    },
    /// Ended from outside.
    Aborted,
}

/// What a redrive of a failed state goes on with.
#[derive(Clone, Debug, Default)]
pub(crate) enum Kept {
    #[default]
    Nothing,
    /// The branches or iterations, those included that succeeded.
    Inside(Box<Inside>),
    MapRun(MapRunning),
}

/// What is still to be tried with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Retry,
    /// A Parallel or Map has said that it failed.
    Catch,
    /// A catcher of a Parallel or Map failed in its turn: it says once more that it failed.
    Again,
    /// A catcher failed in its turn.
    Outward,
}

/// A task that was started.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub call: Arc<Call>,
    /// The event that scheduled it.
    pub scheduled: EventId,
    pub progress: Progress,
    pub deadline: Option<Time>,
    pub heartbeat: Option<Time>,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// An activity that no worker has taken.
    Offered,
    Started,
    /// The request was answered; the job or the callback is still to come.
    Submitted,
}

/// The inner frames of a Parallel or inline Map.
#[derive(Clone, Debug)]
pub(crate) struct Inside {
    /// By branch or iteration; none before the start and after the end.
    pub frames: Vec<Option<FrameId>>,
    /// By branch or iteration.
    pub outputs: Vec<Option<Value>>,
    pub running: u32,
    pub ended: u32,
    /// Of a Map.
    pub map: Option<Iterations>,
}

#[derive(Clone, Debug)]
pub(crate) struct Iterations {
    pub start: Arc<MapStart>,
    /// The next item to start.
    pub next: u32,
    /// What the next `MapIterationStarted` points back to.
    pub origin: EventId,
}

#[derive(Clone, Debug)]
pub(crate) struct Failing {
    pub failure: Failure,
    /// What is to be ended, in order.
    pub aborts: VecDeque<Abort>,
    pub inside: Inside,
}

#[derive(Clone, Debug)]
pub(crate) enum Abort {
    State(FrameId),
    /// The iteration of a Map, which is a frame of its own.
    Iteration(FrameId),
    MapRun(FrameId, Arc<MapRun>),
}

#[derive(Clone, Debug)]
pub(crate) struct MapRunning {
    pub run: Arc<MapRun>,
    pub started: EventId,
    pub redrives: u32,
}

impl Frame {
    /// The nearest Map's item.
    pub fn item(&self) -> Option<&Item> {
        let (start, index) = self.item.as_ref()?;
        start.items.get(*index as usize)
    }
}

impl Run {
    /// A run before its first event.
    pub fn new(regexes: Regexes) -> Run {
        Run {
            status: Status::Blank,
            now: Time(0),
            next: EventId(1),
            recipe: None,
            execution: Value::Null,
            state_machine: Value::Null,
            redrives: 0,
            frames: Vec::new(),
            free: Vec::new(),
            queue: VecDeque::new(),
            alarms: BTreeSet::new(),
            deadline: Time(i64::MAX),
            began: Time(0),
            tasks: BTreeMap::new(),
            regexes,
        }
    }

    /// None before the first event.
    pub fn recipe(&self) -> Option<&Recipe> {
        self.recipe.as_deref()
    }

    pub(crate) fn is_running(&self) -> bool {
        match self.status {
            Status::Running => true,
            Status::Blank
            | Status::Succeeded(_)
            | Status::Failed(_)
            | Status::TimedOut(_)
            | Status::Aborted(_) => false,
        }
    }

    pub fn is_over(&self) -> bool {
        match self.status {
            Status::Blank | Status::Running => false,
            Status::Succeeded(_) | Status::Failed(_) | Status::TimedOut(_) | Status::Aborted(_) => true,
        }
    }

    /// How many visible events there are.
    pub fn length(&self) -> u32 {
        self.next.0 - 1
    }

    /// How often it was redriven.
    pub fn redrives(&self) -> u32 {
        self.redrives
    }

    /// The state of each line that is inside one, with the branches and iterations around it: for breakpoints and pictures.
    pub fn places(&self) -> impl Iterator<Item = (FrameId, StateId)> {
        self.frames.iter().enumerate().filter_map(|(index, frame)| match frame.phase {
            Phase::Ended { .. } | Phase::Aborted => None,
            Phase::Arriving
            | Phase::Entered
            | Phase::Waiting
            | Phase::Retrying
            | Phase::Scheduled(_)
            | Phase::Working(_)
            | Phase::Inside(_)
            | Phase::Failing(_)
            | Phase::Distributing
            | Phase::MapRunning(_)
            | Phase::Redistributing(_)
            | Phase::Mapped { .. }
            | Phase::Done { .. }
            | Phase::Failed { .. } => frame.state.map(|state| (FrameId(index as u32), state)),
        })
    }

    /// The variables that a line of states sees.
    pub fn variables(&self, frame: FrameId) -> Option<&Object> {
        self.frames.get(frame.0 as usize).map(|frame| &frame.variables)
    }

    /// An event that would come next in this run.
    #[inline]
    pub(crate) fn event(&self, frame: FrameId, previous: EventId, kind: Kind, now: Time) -> Event {
        let id = if kind.is_visible() { self.next } else { EventId(self.next.0 - 1) };
        Event { id, previous, time: now.max(self.now), frame, kind }
    }

    #[inline]
    pub(crate) fn frame(&self, id: FrameId) -> &Frame {
        &self.frames[id.0 as usize]
    }

    pub(crate) fn frame_mut(&mut self, id: FrameId) -> &mut Frame {
        &mut self.frames[id.0 as usize]
    }

    /// The iterations around a frame, from the outside in.
    pub(crate) fn iterations(&self, frame: FrameId) -> Vec<u32> {
        let mut slots = Vec::new();
        let mut frame = self.frame(frame);
        while let Some(parent) = frame.parent {
            let outer = self.frame(parent);
            if outer.kind == StateType::Map {
                slots.push(frame.slot);
            }
            frame = outer;
        }
        slots.reverse();
        slots
    }
}
