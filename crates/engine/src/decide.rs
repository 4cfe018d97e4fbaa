//! The next event that a run can produce without help from outside.
//!
//! Here, and in the files of the state types, paths are read, expressions evaluated, retriers and catchers chosen.

use asl::Machine;

use crate::run::{Abort, Phase, Stage};
use crate::turn::{Trouble, Turn};
use crate::{
    Event, Failure, FrameId, Kind, Run, StateType, Time, choice, distributed, exit, fail, limits, map,
    parallel, pass, retry, sentence, succeed, task, wait,
};

/// The next event; none when the run waits for the world or for time, or is over.
pub fn decide(machine: &Machine, run: &Run, now: Time) -> Option<Event> {
    if !run.is_running() {
        return None;
    }
    let now = now.max(run.now);
    if now >= run.deadline {
        return Some(run.event(
            FrameId(0),
            crate::EventId(0),
            Kind::ExecutionTimedOut(Failure::named(sentence::TIMEOUT)),
            now,
        ));
    }
    let id = match run.queue.front() {
        Some(id) => *id,
        None => run.alarms.first().filter(|(time, _)| *time <= now)?.1,
    };
    Some(limits::within(run, next_of_frame(machine, run, id, now)))
}

/// The next event of a frame that can go on.
fn next_of_frame(machine: &Machine, run: &Run, id: FrameId, now: Time) -> Event {
    let Some(turn) = Turn::new(machine, run, id, now) else {
        let failure = Failure::new(sentence::RUNTIME, "The field 'StartAt' names no state.");
        return run.event(id, run.frame(id).last, Kind::ExecutionFailed(failure), now);
    };
    match step(&turn) {
        Ok(event) => event,
        Err(trouble) => troubled(&turn, trouble),
    }
}

fn step(turn: &Turn<'_>) -> Result<Event, Trouble> {
    match &turn.frame.phase {
        Phase::Arriving => arrive(turn),
        Phase::Entered | Phase::Retrying => work(turn),
        Phase::Waiting => wait::leave(turn),
        Phase::Scheduled(call) => Ok(turn.event(Kind::TaskStarted { call: call.clone(), worker: None })),
        Phase::Working(working) => Ok(task::time_out(turn, working)),
        Phase::Inside(inside) => match &inside.map {
            None => Ok(turn.event(Kind::ParallelSucceeded { state: turn.state.id })),
            Some(_) => map::go_on(turn, inside),
        },
        Phase::Failing(failing) => match failing.aborts.front() {
            Some(abort) => Ok(end_inner(turn, abort)),
            None => retry::handle(turn, &failing.failure),
        },
        Phase::Distributing => distributed::start(turn),
        Phase::Redistributing(running) => {
            let (run, count) = (running.run.clone(), running.redrives + 1);
            Ok(turn.event(Kind::MapRunRedriven { run, count }))
        }
        Phase::Mapped { result, .. } => {
            Ok(turn.event(Kind::MapSucceeded { state: turn.state.id, output: result.clone() }))
        }
        Phase::Done { result } => exit::leave(turn, result.clone()).map(|exit| turn.exited(exit)),
        Phase::Failed { failure, stage, .. } => retry::go_on(turn, failure, *stage),
        Phase::Ended { output } => Ok(match (turn.frame.parent, turn.frame.slot) {
            (None, _) => turn.event(Kind::ExecutionSucceeded { output: output.clone() }),
            (Some(parent), index) => {
                let state = run_state(turn.run, parent).unwrap_or(turn.state.id);
                turn.event(Kind::MapIterationSucceeded { state, index, output: output.clone() })
            }
        }),
        Phase::MapRunning(_) | Phase::Aborted => {
            unreachable!("a frame that waits for a Map Run or has ended is neither queued nor has an alarm")
        }
    }
}

/// The state is entered.
fn arrive(turn: &Turn<'_>) -> Result<Event, Trouble> {
    let state = turn.state;
    let Some(kind) = Turn::state_type(state) else {
        return Err(turn.fatal(alloc::format!("The type '{}' does not exist.", state.kind.name())));
    };
    Ok(turn.event(Kind::StateEntered { state: state.id, kind, input: turn.frame.input.clone() }))
}

/// The state begins its work, or begins it again.
fn work(turn: &Turn<'_>) -> Result<Event, Trouble> {
    match &turn.state.kind {
        asl::Kind::Pass(state) => pass::pass(turn, state).map(|exit| turn.exited(exit)),
        asl::Kind::Task(state) => task::schedule(turn, state),
        asl::Kind::Choice(state) => choice::choose(turn, state).map(|exit| turn.exited(exit)),
        asl::Kind::Wait(state) => wait::set(turn, state),
        asl::Kind::Succeed => succeed::succeed(turn).map(|exit| turn.exited(exit)),
        asl::Kind::Fail(state) => fail::fail(turn, state),
        asl::Kind::Parallel(state) => parallel::start(turn, state),
        asl::Kind::Map(state) => map::start(turn, state),
        asl::Kind::Unknown(_) => unreachable!("a state of an unknown type is never entered"),
    }
}

/// Something inside a Parallel or Map that failed is ended.
fn end_inner(turn: &Turn<'_>, abort: &Abort) -> Event {
    let (inner, kind) = match abort {
        Abort::State(inner) => {
            let inner = *inner;
            let frame = turn.run.frame(inner);
            let state = frame.state.unwrap_or(turn.state.id);
            (inner, Kind::StateAborted { state, kind: frame.kind })
        }
        Abort::Iteration(inner) => {
            let inner = *inner;
            let frame = turn.run.frame(inner);
            let state = frame.parent.and_then(|parent| run_state(turn.run, parent)).unwrap_or(turn.state.id);
            (inner, Kind::MapIterationAborted { state, index: frame.slot })
        }
        Abort::MapRun(inner, run) => (*inner, Kind::MapRunAborted(run.clone())),
    };
    // Recorded: all of them point to the event that failed.
    turn.run.event(inner, turn.frame.last, kind, turn.now)
}

fn troubled(turn: &Turn<'_>, trouble: Trouble) -> Event {
    match trouble {
        Trouble::Evaluation { failure, location } => {
            // Recorded: the event skips StateEntered, except in a Wait.
            let is_fresh = turn.frame.last == turn.frame.entered;
            let previous = match (&turn.frame.phase, turn.frame.kind) {
                // Seen: what fails in a catcher points to where the state stood before it said that it failed.
                (Phase::Failed { stage: Stage::Catch, before, .. }, StateType::Parallel | StateType::Map) => {
                    *before
                }
                (_, StateType::Wait) => turn.frame.last,
                _ if is_fresh => turn.frame.before,
                _ => turn.frame.last,
            };
            turn.event_after(previous, Kind::EvaluationFailed { state: turn.state.id, failure, location })
        }
        Trouble::Fatal(failure) => turn.event(Kind::ExecutionFailed(failure)),
        // A Map that cannot begin an iteration first ends those that run.
        Trouble::Raised(failure) if matches!(turn.frame.phase, Phase::Inside(_)) => {
            turn.event(Kind::Raised { failure })
        }
        Trouble::Raised(failure) => match retry::handle(turn, &failure) {
            Ok(event) => event,
            // A catcher that fails in its turn is not caught again.
            Err(Trouble::Raised(failure)) => retry::unhandled(turn, &failure),
            Err(trouble) => troubled(turn, trouble),
        },
    }
}

fn run_state(run: &Run, frame: FrameId) -> Option<asl::StateId> {
    run.frame(frame).state
}
