//! How a state is left: what becomes of its result, which variables are set, where the line goes.
//!
//! Most states have none of these fields: that is found out first, and then nothing is moved or called for them.

use alloc::format;
use alloc::string::String;

use asl::{ResultPath, Rule, Selection, State, Template};
use json::{Object, Value};

use crate::turn::{Given, Trouble, Turn};
use crate::{Onward, limits};

/// What a state is left with, and where its line goes.
#[derive(Debug)]
pub(crate) struct Exit {
    pub output: Value,
    /// Variables that are set; none when there are none.
    pub assigned: Option<Object>,
    pub onward: Onward,
}

/// With a result, through all the fields that shape it, to `Next`.
#[inline(always)]
pub(crate) fn leave(turn: &Turn<'_>, result: Value) -> Result<Exit, Trouble> {
    let state = turn.state;
    let is_whole = state.result_selector.is_none() && matches!(state.result_path, ResultPath::Whole);
    match is_whole && is_bare(state) {
        true => finish(turn, result, None, turn.onward()?),
        false => shaped(turn, result),
    }
}

fn shaped(turn: &Turn<'_>, result: Value) -> Result<Exit, Trouble> {
    let state = turn.state;
    let given = &Given { here: Some(&result), result: Some(&result), ..Given::default() };
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
            ResultPath::Whole => result,
            path => path.apply(turn.frame.input.clone(), result).map_err(|failure| turn.trouble(failure))?,
        };
        match &state.output_path {
            Selection::Whole => merged,
            path => turn.selected(path, &merged)?,
        }
    };
    finish(turn, output, assigned, turn.onward()?)
}

/// Whether the state has no field for variables or for what goes out.
#[inline(always)]
fn is_bare(state: &State) -> bool {
    state.assign.is_none() && state.output.is_none() && matches!(state.output_path, Selection::Whole)
}

/// Without a result: what came in goes on.
#[inline(always)]
pub(crate) fn pass_on(turn: &Turn<'_>, input: &Value) -> Result<Exit, Trouble> {
    let onward = turn.onward()?;
    by_default(turn, input, onward)
}

/// What came in goes on, by the state's own `Assign` and `Output`, to a place that the state chose.
#[inline(always)]
pub(crate) fn by_default(turn: &Turn<'_>, input: &Value, onward: Onward) -> Result<Exit, Trouble> {
    match is_bare(turn.state) {
        true => finish(turn, input.clone(), None, onward),
        false => by_fields(turn, input, onward),
    }
}

fn by_fields(turn: &Turn<'_>, input: &Value, onward: Onward) -> Result<Exit, Trouble> {
    let given = &Given { here: Some(input), ..Given::default() };
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
) -> Result<Exit, Trouble> {
    let given = &Given { here: Some(input), ..Given::default() };
    let assigned = assign(turn, rule.assign.as_ref(), || format!("Choices[{index}]/Assign"), given)?;
    let output = match &rule.output {
        Some(template) => turn.fill(template, &format!("Choices[{index}]/Output"), given)?,
        None => by_state(turn, input, given)?,
    };
    finish(turn, output, assigned, onward)
}

fn by_state(turn: &Turn<'_>, input: &Value, given: &Given<'_>) -> Result<Value, Trouble> {
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
    given: &Given<'_>,
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

/// What was found, unless the output is too large.
#[inline(always)]
pub(crate) fn finish(
    turn: &Turn<'_>,
    output: Value,
    assigned: Option<Object>,
    onward: Onward,
) -> Result<Exit, Trouble> {
    limits::output(turn, &output)?;
    Ok(Exit { output, assigned, onward })
}
