//! A list of events through the machine once more: what the machine decides must be what the list says.

use alloc::boxed::Box;

use asl::Machine;

use crate::{Event, Kind, Regexes, Run};

/// The first place where a list of events is not what the machine makes of it.
#[derive(Clone, Debug)]
pub struct Divergence {
    /// How many events were as they should be.
    pub at: usize,
    /// What the list has there.
    pub found: Event,
    /// What the machine decides there; none when it decides nothing, and the event is no answer either.
    pub decided: Option<Event>,
}

/// Folds the events, and compares each that the machine could have decided with what it decides.
/// Answers, and what else comes from outside, are taken as they are.
pub fn replay(machine: &Machine, events: &[Event], regexes: Regexes) -> Result<Run, Box<Divergence>> {
    let mut run = Run::new(regexes);
    for (at, event) in events.iter().enumerate() {
        if !comes_from_outside(&event.kind) {
            let decided = crate::decide(machine, &run, event.time);
            // A full history ends with the answer that it has no room for.
            let is_full = run.recipe().is_some_and(|recipe| event.id.0 == recipe.limits.events);
            let is_refused_answer = decided.is_none() && is_full && event.kind.is_end();
            if decided.as_ref() != Some(event) && !is_refused_answer {
                return Err(Box::new(Divergence { at, found: event.clone(), decided }));
            }
        }
        run.evolve(event);
    }
    Ok(run)
}

/// Whether an event is an answer, or a wish of the one who drives the run.
fn comes_from_outside(kind: &Kind) -> bool {
    match kind {
        Kind::ExecutionStarted { .. }
        | Kind::ExecutionAborted(_)
        | Kind::ExecutionRedriven { .. }
        | Kind::TaskScheduleFailed(..)
        | Kind::TaskStartFailed(..)
        | Kind::TaskSubmitted { .. }
        | Kind::TaskSubmitFailed(..)
        | Kind::TaskSucceeded { .. }
        | Kind::TaskFailed(..)
        | Kind::MapRunSucceeded { .. }
        | Kind::MapRunFailed { .. }
        | Kind::Heartbeat => true,
        Kind::TaskStarted { call, .. } => call.family == crate::Family::Activity,
        Kind::ExecutionSucceeded { .. }
        | Kind::ExecutionFailed(_)
        | Kind::ExecutionTimedOut(_)
        | Kind::StateEntered { .. }
        | Kind::StateExited { .. }
        | Kind::StateAborted { .. }
        | Kind::EvaluationFailed { .. }
        | Kind::TaskScheduled(_)
        | Kind::TaskTimedOut(..)
        | Kind::ParallelStarted { .. }
        | Kind::ParallelSucceeded { .. }
        | Kind::ParallelFailed { .. }
        | Kind::MapStarted { .. }
        | Kind::MapIterationStarted { .. }
        | Kind::MapIterationSucceeded { .. }
        | Kind::MapIterationFailed { .. }
        | Kind::MapIterationAborted { .. }
        | Kind::MapSucceeded { .. }
        | Kind::MapFailed { .. }
        | Kind::MapRunStarted(_)
        | Kind::MapRunAborted(_)
        | Kind::MapRunRedriven { .. }
        | Kind::WaitSet { .. }
        | Kind::RetrySet { .. }
        | Kind::Raised { .. } => false,
    }
}
