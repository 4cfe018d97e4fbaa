//! Stop an execution from outside.

use crate::{Event, EventId, Failure, FrameId, Kind, Refusal, Run, Time};

/// The event that ends a run as StopExecution does; error and cause may be missing.
pub fn stop(run: &Run, failure: Failure, now: Time) -> Result<Event, Refusal> {
    if run.is_over() {
        return Err(Refusal::Over);
    }
    // Recorded: the event points to nothing.
    Ok(run.event(FrameId(0), EventId(0), Kind::ExecutionAborted(failure), now))
}
