//! A stride: states are entered and left without a stop, as long as they ask for nothing.
//!
//! The events are those that `decide` would give and `evolve` would put into the run, one after the other.
//! What is the same for all of them is looked at once, and what they hold is moved as little as possible.

use alloc::vec::Vec;

use asl::Machine;
use json::{Object, Value};

use crate::exit::Exit;
use crate::run::Phase;
use crate::turn::{Trouble, Turn};
use crate::{Event, FrameId, Kind, Run, Time, choice, pass, succeed};

/// `decide` and `evolve` for what comes most often: a state is entered, or one that asks for nothing is left.
///
/// Puts at most so many events behind the others, and no more than there is room for; stops where something else is to be
/// decided. `look` sees what a state is left with before the run holds it as well, and says whether to go on after it.
pub fn proceed(
    machine: &Machine,
    run: &mut Run,
    now: Time,
    events: &mut Vec<Event>,
    most: usize,
    mut look: impl FnMut(&Value, Option<&Object>) -> bool,
) {
    let now = now.max(run.now);
    // Neither changes on the way: only the end of an execution or a redrive would do that.
    if !run.is_running() || now >= run.deadline {
        return;
    }
    let Some(limit) = run.recipe().map(|recipe| recipe.limits.events) else { return };
    let end = events.len().saturating_add(most).min(events.capacity());
    while events.len() < end && run.next.0 < limit {
        let Some(id) = run.queue.front().copied() else { return };
        match run.frame(id).phase {
            Phase::Arriving => match enter(machine, run, id, now) {
                Some(event) => events.push(event),
                None => return,
            },
            Phase::Entered => {
                let Some(turn) = Turn::new(machine, run, id, now) else { return };
                if !leave(&turn, events) {
                    return;
                }
                let Some(event) = events.last() else { return };
                let Kind::StateExited { output, assigned, onward, .. } = &event.kind else { return };
                let goes_on = look(output, assigned.as_ref());
                run.passed(event);
                run.exit(id, event.id, output, assigned.as_ref(), *onward);
                if !goes_on {
                    return;
                }
            }
            Phase::Waiting
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
            | Phase::Failed { .. }
            | Phase::Ended { .. }
            | Phase::Aborted => return,
        }
    }
}

/// None for a state that cannot be entered.
#[inline]
fn enter(machine: &Machine, run: &mut Run, id: FrameId, now: Time) -> Option<Event> {
    let frame = run.frame(id);
    let state = frame.state?;
    let kind = Turn::state_type(machine.state(state))?;
    let entered = Kind::StateEntered { state, kind, input: frame.input.clone() };
    let event = run.event(id, frame.last, entered, now);
    run.passed(&event);
    run.entered(&event, kind);
    Some(event)
}

/// Puts the event of a state that is left behind the others; false, and no event, for a state that asks for something,
/// and where something goes wrong: that is decided once more, with all that it brings.
#[inline]
fn leave(turn: &Turn<'_>, events: &mut Vec<Event>) -> bool {
    match &turn.state.kind {
        asl::Kind::Pass(state) => put(turn, events, pass::pass(turn, state)),
        asl::Kind::Choice(state) => put(turn, events, choice::choose(turn, state)),
        asl::Kind::Succeed => put(turn, events, succeed::succeed(turn)),
        asl::Kind::Task(_)
        | asl::Kind::Wait(_)
        | asl::Kind::Fail(_)
        | asl::Kind::Parallel(_)
        | asl::Kind::Map(_)
        | asl::Kind::Unknown(_) => false,
    }
}

// Always inlined, once for each type of state: so the output is written once, to where it stays.
#[inline(always)]
fn put(turn: &Turn<'_>, events: &mut Vec<Event>, exit: Result<Exit, Trouble>) -> bool {
    let Ok(exit) = exit else { return false };
    events.push(turn.exited(exit));
    true
}
