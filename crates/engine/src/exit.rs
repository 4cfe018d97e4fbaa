//! How a state is left: what becomes of its result, which variables are set, where the line goes.

use alloc::format;
use alloc::string::String;

use asl::{Rule, Template};
use json::{Object, Value};

use crate::turn::{Given, Trouble, Turn};
use crate::{Event, Onward, limits};

/// With a result, through all the fields that shape it, to `Next`.
pub(crate) fn leave(turn: &Turn<'_>, result: Value) -> Result<Event, Trouble> {
    let state = turn.state;
    let given = Given { here: Some(&result), result: Some(&result), ..Given::default() };
    let assigned = assign(turn, state.assign.as_ref(), || String::from("Assign"), given)?;
    let output = if state.is_jsonata() {
        match &state.output {
            Some(template) => turn.fill(template, "Output", given)?,
            None => result,
        }
    } else {
        let result = match &state.result_selector {
            Some(template) => turn.fill(template, "ResultSelector", given)?,
            None => result,
        };
        let merged = match &state.result_path {
            asl::ResultPath::Whole => result,
            path => path.apply(turn.frame.input.clone(), result).map_err(|failure| turn.trouble(failure))?,
        };
        match &state.output_path {
            asl::Selection::Whole => merged,
            path => turn.selected(path, &merged)?,
        }
    };
    finish(turn, output, assigned, turn.onward()?)
}

/// Without a result: what came in goes on.
pub(crate) fn pass_on(turn: &Turn<'_>, input: &Value) -> Result<Event, Trouble> {
    let onward = turn.onward()?;
    by_default(turn, input, onward)
}

/// What came in goes on, by the state's own `Assign` and `Output`, to a place that the state chose.
pub(crate) fn by_default(turn: &Turn<'_>, input: &Value, onward: Onward) -> Result<Event, Trouble> {
    let given = Given { here: Some(input), ..Given::default() };
    let assigned = assign(turn, turn.state.assign.as_ref(), || String::from("Assign"), given)?;
    let output = by_state(turn, input, given)?;
    finish(turn, output, assigned, onward)
}

/// The same, by the `Assign` and `Output` of a rule; the state's `Output` stands in for a missing one.
pub(crate) fn by_rule(
    turn: &Turn<'_>,
    rule: &Rule,
    index: usize,
    input: &Value,
    onward: Onward,
) -> Result<Event, Trouble> {
    let given = Given { here: Some(input), ..Given::default() };
    let assigned = assign(turn, rule.assign.as_ref(), || format!("Choices[{index}]/Assign"), given)?;
    let output = match &rule.output {
        Some(template) => turn.fill(template, &format!("Choices[{index}]/Output"), given)?,
        None => by_state(turn, input, given)?,
    };
    finish(turn, output, assigned, onward)
}

#[inline]
fn by_state(turn: &Turn<'_>, input: &Value, given: Given<'_>) -> Result<Value, Trouble> {
    match &turn.state.output {
        Some(template) => turn.fill(template, "Output", given),
        None => turn.selected(&turn.state.output_path, input),
    }
}

/// The variables that an `Assign` sets; none when it sets nothing.
pub(crate) fn assign(
    turn: &Turn<'_>,
    template: Option<&Template>,
    field: impl FnOnce() -> String,
    given: Given<'_>,
) -> Result<Option<Object>, Trouble> {
    let Some(template) = template else { return Ok(None) };
    match turn.fill(template, &field(), given)? {
        Value::Object(object) if object.is_empty() => Ok(None),
        Value::Object(object) => {
            limits::variables(turn, &object)?;
            Ok(Some(object))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Ok(None),
    }
}

/// The event, unless the output is too large.
#[inline]
pub(crate) fn finish(
    turn: &Turn<'_>,
    output: Value,
    assigned: Option<Object>,
    onward: Onward,
) -> Result<Event, Trouble> {
    limits::output(turn, &output)?;
    Ok(turn.exited(output, assigned, onward))
}
