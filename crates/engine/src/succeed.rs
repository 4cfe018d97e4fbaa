//! Succeed: Entered → Exited, and the line of states is at its end.

use crate::exit::{self, Exit};
use crate::turn::{Trouble, Turn};

pub(crate) fn succeed(turn: &Turn<'_>) -> Result<Exit, Trouble> {
    let input = turn.effective_input()?;
    exit::pass_on(turn, &input)
}
