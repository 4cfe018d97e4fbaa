//! Parallel: Entered → Started → (the branches) → Succeeded → Exited; or → (branches aborted) → Failed.

use alloc::sync::Arc;

use asl::Parallel;

use crate::turn::{Given, Trouble, Turn};
use crate::{Event, Kind, limits};

/// Every branch begins with the same input.
pub(crate) fn start(turn: &Turn<'_>, state: &Parallel) -> Result<Event, Trouble> {
    let input = turn.arguments(&Given::default())?;
    limits::output(turn, &input)?;
    let first = |scope| turn.machine.scope(scope).start.as_ref().and_then(|target| target.state);
    let branches: Arc<[_]> = state.branches.iter().map(|scope| (*scope, first(*scope))).collect();
    Ok(turn.event(Kind::ParallelStarted { state: turn.state.id, input, branches }))
}
