//! Fail: Entered, then the error goes to whatever is around the state. There is no Exited.

use asl::{Fail, Template};
use json::{Text, Value};

use crate::turn::{Given, Trouble, Turn};
use crate::{Event, Failure, retry, turn};

pub(crate) fn fail(turn: &Turn<'_>, state: &Fail) -> Result<Event, Trouble> {
    let error = text(turn, state.error.as_ref(), "Error")?;
    let cause = text(turn, state.cause.as_ref(), "Cause")?;
    Ok(retry::unhandled(turn, &Failure { error, cause }))
}

fn text(turn: &Turn<'_>, template: Option<&Template>, field: &str) -> Result<Option<Text>, Trouble> {
    let Some(template) = template else { return Ok(None) };
    let named = match template {
        Template::Path(_) | Template::Call(_) => alloc::format!("{field}Path"),
        Template::Literal(_)
        | Template::Object(_)
        | Template::Array(_)
        | Template::Expression(_)
        | Template::Broken(_) => field.into(),
    };
    match (turn.fill(template, &named, &Given::default())?, template) {
        (Value::String(text), _) => Ok(Some(text)),
        (value, Template::Expression(expression)) => {
            Err(turn.trouble(asl::Failure::unexpected_type(expression, field, "string", &value)))
        }
        (value, _) => Ok(Some(turn::shown(&value).into())),
    }
}
