//! What a run's events say about its states, up to any event: the fold behind the marks on the picture and the step's details.

use std::collections::BTreeMap;
use std::sync::Arc;

use asl::{Pattern, StateId};
use engine::{Event, Failure, Family, FrameId, Kind, StateType};
use json::{Object, Value};

use crate::picture::{Status, Statuses};

/// Every visit of every state, in the order in which they were entered.
///
/// It goes on from where it was: what was folded before is not looked at again.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    visits: Vec<Visit>,
    /// How many events were folded.
    upto: usize,
    /// The visit that is open in each line of states.
    open: BTreeMap<FrameId, usize>,
    /// Those that were open when the execution failed: a redrive goes on with them.
    cut_off: BTreeMap<FrameId, usize>,
    /// The visits of each state.
    of: BTreeMap<StateId, Of>,
}

/// The visits of one state, by their places, and how many of them have each status.
#[derive(Clone, Debug, Default)]
struct Of {
    visits: Vec<usize>,
    tally: [usize; WEIGHTS.len()],
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
    /// Folds the first `count` events: those that are new, or all of them again when fewer are wanted than before.
    pub fn fold(&mut self, events: &[Event], count: usize) {
        let count = count.min(events.len());
        if count < self.upto {
            *self = Progress::default();
        }
        for (place, event) in events.iter().enumerate().take(count).skip(self.upto) {
            self.follow(place, event);
        }
        self.upto = count;
    }

    /// The status of each state: the gravest of its visits.
    pub fn statuses(&self) -> Statuses {
        let gravest = |of: &Of| {
            WEIGHTS.iter().zip(of.tally).rev().find(|(_, count)| *count > 0).map(|(status, _)| *status)
        };
        let statuses = self.of.iter().filter_map(|(state, of)| Some((*state, gravest(of)?)));
        Arc::new(statuses.collect())
    }

    /// How often a state was entered.
    pub fn count(&self, state: StateId) -> usize {
        self.of.get(&state).map_or(0, |of| of.visits.len())
    }

    /// One visit of a state, the first being 0.
    pub fn visit(&self, state: StateId, index: usize) -> Option<&Visit> {
        self.visits.get(*self.of.get(&state)?.visits.get(index)?)
    }

    /// Which visit of its state an event at a place belongs to.
    pub fn visit_at(&self, state: StateId, place: usize) -> Option<usize> {
        let visits = &self.of.get(&state)?.visits;
        let after = visits.partition_point(|visit| self.visits[*visit].entered <= place);
        let before = visits[..after].iter().rposition(|visit| {
            let visit = &self.visits[*visit];
            visit.exited.is_none_or(|exited| exited >= place)
        });
        before.or(after.checked_sub(1))
    }

    /// A redrive goes on with the visits that the failure had cut off.
    fn reopen(&mut self) {
        self.open = std::mem::take(&mut self.cut_off);
        let places: Vec<usize> = self.open.values().copied().collect();
        for place in places {
            self.alter(place, |visit| {
                visit.exited = None;
                visit.failure = None;
                visit.status = Status::Running;
            });
        }
    }

    fn enter(&mut self, event: &Event, visit: Visit) {
        let place = self.visits.len();
        self.open.insert(event.frame, place);
        let of = self.of.entry(visit.state).or_default();
        of.visits.push(place);
        of.tally[weight(visit.status)] += 1;
        self.visits.push(visit);
    }

    /// Changes a visit and counts its status anew.
    fn alter(&mut self, place: usize, change: impl FnOnce(&mut Visit)) {
        let Some(visit) = self.visits.get_mut(place) else { return };
        let before = weight(visit.status);
        change(visit);
        let (state, after) = (visit.state, weight(visit.status));
        if let Some(of) = self.of.get_mut(&state).filter(|_| before != after) {
            of.tally[before] -= 1;
            of.tally[after] += 1;
        }
    }

    fn follow(&mut self, place: usize, event: &Event) {
        match &event.kind {
            Kind::StateEntered { state, kind, input } => {
                let visit = Visit {
                    state: *state,
                    entered: place,
                    exited: None,
                    // A Fail state has failed with its beginning.
                    status: if *kind == StateType::Fail { Status::Failed } else { Status::Running },
                    input: input.clone(),
                    output: None,
                    assigned: None,
                    attempts: Vec::new(),
                    failure: None,
                };
                self.enter(event, visit);
            }
            Kind::StateExited { output, assigned, .. } => self.close(event.frame, |visit| {
                visit.exited = Some(place);
                visit.output = Some(output.clone());
                visit.assigned = assigned.clone();
                visit.status = if visit.failure.is_some() { Status::Caught } else { Status::Succeeded };
            }),
            Kind::StateAborted { .. } => self.close(event.frame, |visit| {
                visit.exited = Some(place);
                visit.status = Status::Aborted;
            }),
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
            Kind::MapIterationFailed { failure, .. } => {
                self.blame(event.frame, failure);
                self.end(event.frame, place, Status::Failed);
            }
            Kind::MapIterationAborted { .. } => self.end(event.frame, place, Status::Aborted),
            Kind::ExecutionFailed(_) | Kind::ExecutionTimedOut(_) | Kind::ExecutionAborted(_) => {
                if let Kind::ExecutionFailed(failure) = &event.kind {
                    self.blame(event.frame, failure);
                }
                let open = std::mem::take(&mut self.open);
                self.cut_off = open.clone();
                for (frame, visit) in open {
                    self.open.insert(frame, visit);
                    self.end(frame, place, Status::Aborted);
                }
            }
            Kind::ExecutionRedriven { .. } => self.reopen(),
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

    /// The error that a line fails with, unless its state has one of its own.
    fn blame(&mut self, frame: FrameId, failure: &Failure) {
        self.change(frame, |visit| {
            visit.failure.get_or_insert_with(|| failure.clone());
        });
    }

    /// Ends the open visit of a line: it failed if it has an error, otherwise somebody else's end ended it.
    fn end(&mut self, frame: FrameId, place: usize, otherwise: Status) {
        self.close(frame, |visit| {
            visit.exited = Some(place);
            let has_failed = visit.failure.is_some() || visit.status == Status::Failed;
            visit.status = if has_failed { Status::Failed } else { otherwise };
        });
    }

    fn close(&mut self, frame: FrameId, change: impl FnOnce(&mut Visit)) {
        if let Some(place) = self.open.remove(&frame) {
            self.alter(place, change);
        }
    }

    fn change(&mut self, frame: FrameId, change: impl FnOnce(&mut Visit)) {
        if let Some(place) = self.open.get(&frame) {
            self.alter(*place, change);
        }
    }
}

/// Which of its visits' statuses a state shows: the one that stands last here.
const WEIGHTS: [Status; 6] =
    [Status::Succeeded, Status::Aborted, Status::Caught, Status::Failed, Status::Waiting, Status::Running];

fn weight(status: Status) -> usize {
    match status {
        Status::Succeeded => 0,
        Status::Aborted => 1,
        Status::Caught => 2,
        Status::Failed => 3,
        Status::Waiting => 4,
        Status::Running => 5,
    }
}
