//! The next event that a run can produce without help from outside.

use asl::Machine;

use crate::{Event, Run, Time};

/// The next event; none when the run waits for the world, or is over.
pub fn decide(_machine: &Machine, _run: &Run, _now: Time) -> Option<Event> {
    None
}
