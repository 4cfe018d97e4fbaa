//! Numbers as the fields of states take them.

use alloc::format;

use json::{Number, Value};
use jsonata::Expression;

use crate::turn::{Trouble, Turn};

/// A whole number, also one that stands in a string, as the service takes those from paths.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(Number::Integer(number)) => Some(*number),
        Value::String(text) => text.parse().ok(),
        Value::Number(Number::Double(_))
        | Value::Null
        | Value::Bool(_)
        | Value::Array(_)
        | Value::Object(_) => None,
    }
}

/// The whole number that an expression gave for a field such as `ItemReader/ReaderConfig/MaxItems`.
///
/// Expressions are held to the types of JSON, so a text is no number; fractions are rounded down,
/// as the developer guide says of fields that take whole numbers only.
pub(crate) fn evaluated(
    turn: &Turn<'_>,
    expression: &Expression,
    field: &str,
    value: &Value,
) -> Result<i64, Trouble> {
    let Some(number) = value.as_number() else {
        return Err(turn.trouble(asl::Failure::unexpected_type(expression, field, "number", value)));
    };
    let unfitting = || {
        let name = last(field);
        let reason = format!("The {name} field cannot be parsed as an integer: {}", json::compact(value));
        turn.evaluation(reason, Some(field))
    };
    rounded_down(*number).ok_or_else(unfitting)
}

/// The largest whole number that is not above this one, where it is one that can be counted with.
fn rounded_down(number: Number) -> Option<i64> {
    match number {
        Number::Integer(number) => Some(number),
        Number::Double(number) => {
            let whole = number as i64;
            let whole = if (whole as f64) > number { whole - 1 } else { whole };
            ((whole as f64) <= number && number - (whole as f64) < 1.0).then_some(whole)
        }
    }
}

/// The same for a number of seconds.
pub(crate) fn evaluated_seconds(
    turn: &Turn<'_>,
    expression: &Expression,
    field: &str,
    value: &Value,
) -> Result<u64, Trouble> {
    let seconds = evaluated(turn, expression, field, value)?;
    let most = 99_999_999;
    u64::try_from(seconds).ok().filter(|seconds| *seconds <= most).ok_or_else(|| {
        turn.evaluation(format!("{field} must be between 0 and {most} but was: {seconds}"), Some(field))
    })
}

/// The field itself, without those around it.
pub(crate) fn last(field: &str) -> &str {
    field.rsplit('/').next().unwrap_or(field)
}

/// Any number, also one that stands in a string.
pub(crate) fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(number.as_f64()),
        Value::String(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
