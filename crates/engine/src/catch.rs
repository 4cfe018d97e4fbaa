//! Catchers: an error becomes data, and the state is left after all.

use asl::Catcher;

use crate::turn::{Given, Trouble, Turn};
use crate::{Event, Failure, exit, retry};

/// The first catcher for the error has the say.
pub(crate) fn handle(turn: &Turn<'_>, failure: &Failure) -> Result<Event, Trouble> {
    let mut catchers = turn.state.catch.iter().enumerate();
    match catchers.find(|(_, catcher)| {
        retry::is_for(turn, &catcher.error_equals, failure, |error| catcher.matches(error))
    }) {
        Some((index, catcher)) => caught(turn, failure, catcher, index),
        None => Ok(retry::unhandled(turn, failure)),
    }
}

/// The state's own `ResultPath`, `Output` and `OutputPath` have no part in it.
fn caught(turn: &Turn<'_>, failure: &Failure, catcher: &Catcher, index: usize) -> Result<Event, Trouble> {
    let onward = turn.target(catcher.next.as_ref())?;
    let error = failure.to_value();
    let given = &Given { here: Some(&error), error: Some(&error), ..Given::default() };
    let field = |name| alloc::format!("Catch[{index}]/{name}");
    let assigned = exit::assign(turn, catcher.assign.as_ref(), || field("Assign"), given)?;
    let output = match &catcher.output {
        Some(template) => turn.fill(template, &field("Output"), given)?,
        None if turn.state.is_jsonata() => error,
        None => catcher
            .result_path
            .apply(turn.frame.input.clone(), error)
            .map_err(|failure| turn.trouble(failure))?,
    };
    Ok(turn.exited(exit::finish(turn, output, assigned, onward)?))
}
