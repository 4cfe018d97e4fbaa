//! What an execution may use, as the service limits it.

use asl::MachineType;
use json::{Object, Value};

use crate::turn::{Trouble, Turn};
use crate::{Call, Event, Failure, Family, Kind, Recipe, Run, sentence};

/// The service's limits; they stand in the recipe, so that a run can be made with others.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Bytes of UTF-8 of any input, output or result.
    pub payload: usize,
    /// Events in the history of a Standard execution; the last one says that there are too many.
    pub events: u32,
    /// Bytes of one variable, and of one `Assign`.
    pub variable: usize,
    /// Bytes of all variables.
    pub variables: usize,
    /// Iterations of an inline Map that run at the same time when it sets no limit of its own.
    pub concurrency: u32,
    /// Longest time of an execution, in seconds.
    pub seconds: u64,
    /// Containers inside each other in one value.
    pub depth: usize,
    /// Not the service's: bytes of memory that the data of all events may take. The engine leaves it to who keeps them.
    pub memory: usize,
}

impl Limits {
    pub fn of(kind: MachineType) -> Limits {
        let year = 365 * 24 * 60 * 60;
        let (events, seconds) = match kind {
            MachineType::Standard => (25_000, year),
            // Express has no limit of events, but each takes at least a millisecond of the five minutes.
            MachineType::Express => (300_000, 300),
        };
        Limits {
            payload: 262_144,
            events,
            variable: 262_144,
            variables: 10_485_760,
            concurrency: 40,
            seconds,
            depth: 1000,
            memory: 512 << 20,
        }
    }
}

/// An event, unless the history is full: then the one that says so.
#[inline]
pub(crate) fn within(run: &Run, event: Event) -> Event {
    match run.recipe() {
        Some(recipe) if event.id.0 >= recipe.limits.events => full(recipe, event),
        Some(_) | None => event,
    }
}

fn full(recipe: &Recipe, event: Event) -> Event {
    if !event.is_visible() || event.kind.is_end() {
        return event;
    }
    let kind = match recipe.kind {
        MachineType::Standard => Kind::ExecutionFailed(sentence::history_is_full(recipe.limits.events)),
        MachineType::Express => Kind::ExecutionTimedOut(Failure::named(sentence::TIMEOUT)),
    };
    Event { kind, ..event }
}

/// Whether a task's result may be taken.
pub(crate) fn result(run: &Run, call: &Call, output: &Value) -> Result<(), Failure> {
    let Some(recipe) = run.recipe() else { return Ok(()) };
    if output.size() <= recipe.limits.payload {
        return Ok(());
    }
    let name = match call.family {
        Family::Lambda | Family::Activity => &call.arn,
        Family::Integration => &call.resource_type,
    };
    Err(sentence::too_large(name))
}

/// Whether a state's output, or what it gives to others, may go on.
#[inline(always)]
pub(crate) fn output(turn: &Turn<'_>, output: &Value) -> Result<(), Trouble> {
    let limits = &turn.recipe.limits;
    if output.size() <= limits.payload && output.depth() <= limits.depth {
        return Ok(());
    }
    Err(too_large(turn))
}

#[cold]
fn too_large(turn: &Turn<'_>) -> Trouble {
    Trouble::Raised(sentence::too_large(&turn.state.name))
}

/// Whether variables may be set.
pub(crate) fn variables(turn: &Turn<'_>, assigned: &Object) -> Result<(), Trouble> {
    let limits = &turn.recipe.limits;
    let held = turn.frame.variables.size();
    let too_large =
        assigned.values().any(|value| value.size() > limits.variable || value.depth() > limits.depth);
    if too_large
        || assigned.size() > limits.variable
        || held.saturating_add(assigned.size()) > limits.variables
    {
        return Err(Trouble::Raised(sentence::too_many_variables(&turn.state.name)));
    }
    Ok(())
}
