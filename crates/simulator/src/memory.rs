//! How much memory the data of events takes: what is shared with earlier events takes none.
//!
//! The service stores every event; we keep them all in memory, and a page has little of that.

use engine::{Failure, Kind};
use json::{Object, Value};

/// Bytes of an event's data that nobody else holds yet. Costs as much as these parts, however large the others are.
/// The sizes are those of the page, so that an execution ends in the same way everywhere.
pub(crate) fn added(kind: &Kind) -> usize {
    match kind {
        Kind::StateExited { output, assigned, .. } => left_with(output, assigned.as_ref()),
        Kind::MapIterationStarted { input: value, .. }
        | Kind::ParallelStarted { input: value, .. }
        | Kind::TaskSubmitted { output: value, .. }
        | Kind::TaskSucceeded { output: value, .. }
        | Kind::MapIterationSucceeded { output: value, .. }
        | Kind::MapSucceeded { output: value, .. }
        | Kind::MapRunSucceeded { output: value, .. }
        | Kind::ExecutionSucceeded { output: value } => own(value),
        Kind::TaskScheduled(call) => own(&call.parameters),
        Kind::ExecutionStarted { .. }
        | Kind::ExecutionFailed(_)
        | Kind::ExecutionAborted(_)
        | Kind::ExecutionTimedOut(_)
        | Kind::ExecutionRedriven { .. }
        // The state before it has told of it.
        | Kind::StateEntered { .. }
        | Kind::StateAborted { .. }
        | Kind::EvaluationFailed { .. }
        | Kind::TaskScheduleFailed(..)
        | Kind::TaskStarted { .. }
        | Kind::TaskStartFailed(..)
        | Kind::TaskSubmitFailed(..)
        | Kind::TaskFailed(..)
        | Kind::TaskTimedOut(..)
        | Kind::ParallelSucceeded { .. }
        | Kind::ParallelFailed { .. }
        | Kind::MapStarted { .. }
        | Kind::MapIterationFailed { .. }
        | Kind::MapIterationAborted { .. }
        | Kind::MapFailed { .. }
        | Kind::MapRunStarted(_)
        | Kind::MapRunFailed { .. }
        | Kind::MapRunAborted(_)
        | Kind::MapRunRedriven { .. }
        | Kind::WaitSet { .. }
        | Kind::RetrySet { .. }
        | Kind::Raised { .. }
        | Kind::Heartbeat => 0,
    }
}

/// The same, of what a state is left with.
#[inline]
pub(crate) fn left_with(output: &Value, assigned: Option<&Object>) -> usize {
    own(output) + assigned.map_or(0, |assigned| assigned.values().map(own).sum())
}

/// Why an execution cannot go on.
pub(crate) fn is_full(limit: usize) -> Failure {
    let cause = format!(
        "The events of this execution hold more than {} MiB of different data. Stepwise keeps the whole history in memory, \
         so it ends the execution here, where the service would go on. Make the values smaller, or the execution shorter.",
        limit >> 20
    );
    Failure::new("Stepwise.HistoryTooLarge", cause)
}

/// What the parts of a value take that only this value holds.
#[inline]
fn own(value: &Value) -> usize {
    let is_shared = match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => text.is_shared(),
        Value::Array(array) => array.is_shared(),
        Value::Object(object) => object.is_shared(),
    };
    match value.size() {
        _ if is_shared => 0,
        // Little ones take about this, whatever is in them.
        size @ 0..=64 => CONTAINER + 2 * size,
        _ => unshared(value),
    }
}

const ITEM: usize = 16;
const MEMBER: usize = 24;
const CONTAINER: usize = 48;

fn unshared(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => ITEM + text.len(),
        Value::Array(array) => CONTAINER + ITEM * array.len() + array.iter().map(own).sum::<usize>(),
        Value::Object(object) => CONTAINER + MEMBER * object.len() + object.values().map(own).sum::<usize>(),
    }
}
