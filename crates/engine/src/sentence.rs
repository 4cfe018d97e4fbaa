//! The service's sentences, to the letter.

use alloc::format;
use alloc::string::String;
use core::fmt::Display;

use crate::{EventId, Failure};

pub(crate) const RUNTIME: &str = "States.Runtime";
pub(crate) const QUERY: &str = "States.QueryEvaluationError";
pub(crate) const DATA_LIMIT: &str = "States.DataLimitExceeded";
/// A reference path that does not fit; its sentence stands alone.
pub(crate) const CONFLICT: &str = "States.ReferencePathConflict";
pub(crate) const TIMEOUT: &str = "States.Timeout";
/// A Choice without a rule that matches and without `Default`.
pub(crate) const NOWHERE: &str =
    "Failed to transition out of the state. The state does not point to a next state.";

/// What stands before most sentences about a state.
pub(crate) fn in_state(name: &str, entered: EventId, rest: impl Display) -> String {
    format!(
        "An error occurred while executing the state '{name}' (entered at the event id #{entered}). {rest}"
    )
}

/// A result or output that is too large; `name` is the state's, the service's or the function's.
pub(crate) fn too_large(name: &str) -> Failure {
    Failure::new(
        DATA_LIMIT,
        format!(
            "The state/task '{name}' returned a result with a size exceeding the maximum number of bytes service limit."
        ),
    )
}

pub(crate) fn history_is_full(events: u32) -> Failure {
    Failure::new(RUNTIME, format!("The execution reached the maximum number of history events ({events})."))
}

/// Our own wording: nobody has recorded the service's.
pub(crate) fn too_many_variables(name: &str) -> Failure {
    Failure::new(
        DATA_LIMIT,
        format!(
            "The state '{name}' assigned variables with a size exceeding the maximum number of bytes service limit."
        ),
    )
}
