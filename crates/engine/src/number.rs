//! Numbers as the fields of states take them.

use json::{Number, Value};

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

/// The whole part of a number: what an expression may give where a field wants an integer.
pub(crate) fn truncated(value: &Value) -> Option<i64> {
    match value {
        Value::Number(Number::Integer(number)) => Some(*number),
        // The cast cuts towards zero and stops at the ends.
        Value::Number(Number::Double(number)) => Some(*number as i64),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Any number, also one that stands in a string.
pub(crate) fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => Some(number.as_f64()),
        Value::String(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
