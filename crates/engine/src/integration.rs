//! What the service checks of an integration's parameters before it calls anything.

use alloc::format;

use asl::Integration;
use json::Value;

use crate::turn::{Trouble, Turn};

/// Recorded: API Gateway wants every header to be a list of texts.
pub(crate) fn check(turn: &Turn<'_>, integration: &Integration, parameters: &Value) -> Result<(), Trouble> {
    if !integration.is("apigateway", "invoke") {
        return Ok(());
    }
    let Some(headers) = parameters.get("Headers") else { return Ok(()) };
    let is_valid =
        headers.as_object().is_some_and(|headers| headers.values().all(|value| value.as_array().is_some()));
    if is_valid {
        return Ok(());
    }
    Err(turn.fatal(format!(
        "The Parameters '{}' could not be used to start the Task: [The value of the field 'Headers' has an invalid format]",
        json::compact(parameters)
    )))
}
