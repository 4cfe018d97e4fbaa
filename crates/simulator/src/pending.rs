//! What the engine will bring soon.

use asl::Machine;
use engine::{Event, Refusal, Run, Time};

pub fn redrive(_: &Machine, _: &Run, _: Time) -> Result<Event, Refusal> {
    Err(Refusal::Over)
}
