//! What the engine will bring soon.

use asl::Machine;
use engine::{Event, EventId, Failure, Item, Refusal, Run, Time};
use json::Value;

pub fn item_input(_: &Machine, _: &Run, _: EventId, item: &Item, _: &str, _: Time) -> Result<Value, Failure> {
    Ok(item.value.clone())
}

pub fn redrive(_: &Machine, _: &Run, _: Time) -> Result<Event, Refusal> {
    Err(Refusal::Over)
}

pub fn events(_: &Machine, _: &[Event]) -> Vec<Value> {
    Vec::new()
}
