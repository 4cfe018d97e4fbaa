//! Pass: Entered → Exited.

use asl::Pass;

use crate::turn::{Given, Trouble, Turn};
use crate::{Event, exit};

/// The result is what the definition says, or what goes in.
pub(crate) fn pass(turn: &Turn<'_>, state: &Pass) -> Result<Event, Trouble> {
    match &state.result {
        Some(result) if !turn.state.is_jsonata() => exit::leave(turn, result.clone()),
        Some(_) | None => exit::leave(turn, turn.arguments(Given::default())?),
    }
}
