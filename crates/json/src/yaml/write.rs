//! Values into YAML text, in block style.

use alloc::string::String;

use super::is_plain;
use crate::edit::Style;
use crate::{Text, Value};

/// The YAML text of a value with two blanks per level, ending with a line break.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    block(&mut out, value, 0, &Style::default());
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// Writes a value that begins where `out` ends, at `column`; its further lines begin there too. No line break at the end.
pub(crate) fn block(out: &mut String, value: &Value, column: usize, style: &Style) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&crate::compact(value)),
        Value::String(text) => string(out, text, column),
        Value::Array(array) if array.is_empty() => out.push_str("[]"),
        Value::Object(object) if object.is_empty() => out.push_str("{}"),
        Value::Array(array) => {
            for (index, item) in array.iter().enumerate() {
                if index > 0 {
                    line(out, column);
                }
                out.push_str("- ");
                block(out, item, column + 2, style);
            }
        }
        Value::Object(object) => {
            for (index, (key, value)) in object.iter().enumerate() {
                if index > 0 {
                    line(out, column);
                }
                out.push_str(&write_scalar(key));
                out.push(':');
                member(out, value, column, style);
            }
        }
    }
}

/// Writes the value of a member whose key and colon end `out` and whose key stands at `column`.
fn member(out: &mut String, value: &Value, column: usize, style: &Style) {
    let inner = match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
        Value::String(_) => {
            out.push(' ');
            block(out, value, column + style.unit.len(), style);
            return;
        }
        Value::Array(array) if array.is_empty() => None,
        Value::Object(object) if object.is_empty() => None,
        Value::Array(_) if !style.dashes_in => Some(column),
        Value::Array(_) | Value::Object(_) => Some(column + style.unit.len()),
    };
    match inner {
        Some(column) => {
            line(out, column);
            block(out, value, column, style);
        }
        None => {
            out.push(' ');
            block(out, value, column, style);
        }
    }
}

/// A string on one line: plain where that is safe, else in double quotes.
pub fn write_scalar(text: &Text) -> String {
    if is_plain(text) {
        return String::from(text.as_str());
    }
    if !text.contains(['\'', '\\']) && !text.chars().any(char::is_control) && text.contains('"') {
        return alloc::format!("'{text}'");
    }
    crate::compact(&Value::String(text.clone()))
}

/// A string in the best style: a literal block for several lines, else one line. `column` is where the lines of a block go.
fn string(out: &mut String, text: &Text, column: usize) {
    let fits_block = text.contains('\n')
        && !text.starts_with([' ', '\n', '\t'])
        && !text.chars().any(|character| character.is_control() && character != '\n')
        && !text.split('\n').any(|line| line.ends_with([' ', '\t']) || line.starts_with('\t'))
        && !text.contains(['\u{feff}', '\u{85}', '\u{2028}', '\u{2029}'])
        && !text.ends_with("\n\n")
        && column > 0;
    if !fits_block {
        out.push_str(&write_scalar(text));
        return;
    }
    let (body, header) = match text.strip_suffix('\n') {
        Some(body) => (body, "|"),
        None => (text.as_str(), "|-"),
    };
    out.push_str(header);
    for part in body.split('\n') {
        if part.is_empty() {
            out.push('\n');
        } else {
            line(out, column);
            out.push_str(part);
        }
    }
}

fn line(out: &mut String, column: usize) {
    out.push('\n');
    out.extend(core::iter::repeat_n(' ', column));
}
