//! Pass: Entered → Exited.

use asl::Pass;

use crate::exit::{self, Exit};
use crate::turn::{Given, Trouble, Turn};

/// The result is what the definition says, or what goes in.
#[inline(always)]
pub(crate) fn pass(turn: &Turn<'_>, state: &Pass) -> Result<Exit, Trouble> {
    let result = match &state.result {
        Some(result) if !turn.state.is_jsonata() => result.clone(),
        Some(_) | None => turn.arguments(&Given::default())?,
    };
    exit::leave(turn, result)
}
