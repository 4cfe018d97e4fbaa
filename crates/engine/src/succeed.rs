//! Succeed: Entered → Exited, and the line of states is at its end.

use crate::turn::{Trouble, Turn};
use crate::{Event, exit};

pub(crate) fn succeed(turn: &Turn<'_>) -> Result<Event, Trouble> {
    let input = turn.effective_input()?;
    exit::pass_on(turn, &input)
}
