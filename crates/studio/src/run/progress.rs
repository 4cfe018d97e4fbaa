//! What a run's events say about its states, up to any event: the fold behind the marks on the picture and the step's details.

use std::collections::BTreeMap;
use std::sync::Arc;

use asl::{Pattern, StateId};
use engine::{Event, Failure, Family, FrameId, Kind};
use json::{Object, Value};

use crate::picture::{Status, Statuses};

/// Every visit of every state, in the order in which they were entered.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    pub visits: Vec<Visit>,
    /// The visit that is open in each line of states.
    open: BTreeMap<FrameId, usize>,
}

/// One time that a state was entered, and what came of it so far.
#[derive(Clone, Debug)]
pub struct Visit {
    pub state: StateId,
    /// Places in the list of events.
    pub entered: usize,
    pub exited: Option<usize>,
    pub status: Status,
    pub input: Value,
    pub output: Option<Value>,
    pub assigned: Option<Object>,
    pub attempts: Vec<Attempt>,
    /// The error that counts: of the last attempt, or of the state itself.
    pub failure: Option<Failure>,
}

/// One try of a task.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Places in the list of events.
    pub scheduled: usize,
    pub ended: Option<usize>,
    pub parameters: Value,
    pub result: Result<Option<Value>, Failure>,
}

impl Progress {
    /// Folds the first `count` events.
    pub fn of(events: &[Event], count: usize) -> Progress {
        let mut progress = Progress::default();
        for (place, event) in events.iter().take(count).enumerate() {
            progress.follow(place, event);
        }
        progress
    }

    /// The status of each state: the gravest of its visits.
    pub fn statuses(&self) -> Statuses {
        let mut statuses = BTreeMap::new();
        for visit in &self.visits {
            let status = statuses.entry(visit.state).or_insert(visit.status);
            if weight(visit.status) > weight(*status) {
                *status = visit.status;
            }
        }
        Arc::new(statuses)
    }

    /// The visits of one state.
    pub fn of_state(&self, state: StateId) -> impl DoubleEndedIterator<Item = &Visit> {
        self.visits.iter().filter(move |visit| visit.state == state)
    }

    fn follow(&mut self, place: usize, event: &Event) {
        match &event.kind {
            Kind::StateEntered { state, input, .. } => {
                self.open.insert(event.frame, self.visits.len());
                self.visits.push(Visit {
                    state: *state,
                    entered: place,
                    exited: None,
                    status: Status::Running,
                    input: input.clone(),
                    output: None,
                    assigned: None,
                    attempts: Vec::new(),
                    failure: None,
                });
            }
            Kind::StateExited { output, assigned, .. } => {
                if let Some(visit) = self.close(event.frame) {
                    visit.exited = Some(place);
                    visit.output = Some(output.clone());
                    visit.assigned = assigned.clone();
                    visit.status = if visit.failure.is_some() { Status::Caught } else { Status::Succeeded };
                }
            }
            Kind::StateAborted { .. } => {
                if let Some(visit) = self.close(event.frame) {
                    visit.exited = Some(place);
                    visit.status = Status::Aborted;
                }
            }
            Kind::TaskScheduled(call) => self.change(event.frame, |visit| {
                visit.status = Status::Running;
                visit.failure = None;
                visit.attempts.push(Attempt {
                    scheduled: place,
                    ended: None,
                    parameters: call.parameters.clone(),
                    result: Ok(None),
                });
            }),
            Kind::TaskStarted { call, .. } => {
                let waits = call.family == Family::Activity;
                self.change(event.frame, |visit| {
                    visit.status = if waits { Status::Waiting } else { Status::Running };
                });
            }
            Kind::TaskSubmitted { call, .. } => {
                let waits = call.pattern == Pattern::WaitForTaskToken;
                self.change(event.frame, |visit| {
                    visit.status = if waits { Status::Waiting } else { Status::Running };
                });
            }
            Kind::TaskSucceeded { output, .. } => self.change(event.frame, |visit| {
                visit.status = Status::Running;
                if let Some(attempt) = visit.attempts.last_mut() {
                    attempt.ended = Some(place);
                    attempt.result = Ok(Some(output.clone()));
                }
            }),
            Kind::TaskScheduleFailed(_, failure)
            | Kind::TaskStartFailed(_, failure)
            | Kind::TaskSubmitFailed(_, failure)
            | Kind::TaskFailed(_, failure)
            | Kind::TaskTimedOut(_, failure) => self.change(event.frame, |visit| {
                visit.failure = Some(failure.clone());
                if let Some(attempt) = visit.attempts.last_mut() {
                    attempt.ended = Some(place);
                    attempt.result = Err(failure.clone());
                }
            }),
            Kind::EvaluationFailed { failure, .. }
            | Kind::ParallelFailed { failure, .. }
            | Kind::MapFailed { failure, .. }
            | Kind::Raised { failure } => {
                self.change(event.frame, |visit| visit.failure = Some(failure.clone()));
            }
            Kind::ParallelStarted { .. } | Kind::MapStarted { .. } => {
                self.change(event.frame, |visit| visit.failure = None);
            }
            Kind::WaitSet { .. } | Kind::RetrySet { .. } => {
                self.change(event.frame, |visit| visit.status = Status::Waiting);
            }
            Kind::MapIterationFailed { .. } | Kind::MapIterationAborted { .. } => {
                self.end(event.frame, place, Status::Aborted);
            }
            Kind::ExecutionFailed(_) | Kind::ExecutionTimedOut(_) | Kind::ExecutionAborted(_) => {
                let frames: Vec<FrameId> = self.open.keys().copied().collect();
                for frame in frames {
                    self.end(frame, place, Status::Aborted);
                }
            }
            Kind::ExecutionRedriven { .. } => {}
            Kind::ExecutionStarted { .. }
            | Kind::ExecutionSucceeded { .. }
            | Kind::ParallelSucceeded { .. }
            | Kind::MapIterationStarted { .. }
            | Kind::MapIterationSucceeded { .. }
            | Kind::MapSucceeded { .. }
            | Kind::MapRunStarted(_)
            | Kind::MapRunSucceeded { .. }
            | Kind::MapRunFailed { .. }
            | Kind::MapRunAborted(_)
            | Kind::MapRunRedriven { .. }
            | Kind::Heartbeat => {}
        }
    }

    /// Ends the open visit of a line: it failed if it has an error, otherwise somebody else's end ended it.
    fn end(&mut self, frame: FrameId, place: usize, otherwise: Status) {
        if let Some(visit) = self.close(frame) {
            visit.exited = Some(place);
            visit.status = if visit.failure.is_some() { Status::Failed } else { otherwise };
        }
    }

    fn close(&mut self, frame: FrameId) -> Option<&mut Visit> {
        let place = self.open.remove(&frame)?;
        self.visits.get_mut(place)
    }

    fn change(&mut self, frame: FrameId, change: impl FnOnce(&mut Visit)) {
        if let Some(visit) = self.open.get(&frame).and_then(|place| self.visits.get_mut(*place)) {
            change(visit);
        }
    }
}

/// Which of two statuses a state with several visits shows: the greater.
fn weight(status: Status) -> u8 {
    match status {
        Status::Succeeded => 0,
        Status::Aborted => 1,
        Status::Caught => 2,
        Status::Failed => 3,
        Status::Waiting => 4,
        Status::Running => 5,
    }
}

/// The state that an event's line of states is in: that of the last state entered there, up to the event itself.
pub fn state_at(events: &[Event], place: usize) -> Option<StateId> {
    let frame = events.get(place)?.frame;
    events[..=place].iter().rev().find_map(|event| match &event.kind {
        Kind::StateEntered { state, .. } if event.frame == frame => Some(*state),
        _ => None,
    })
}
