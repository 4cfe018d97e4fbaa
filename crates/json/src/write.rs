//! Values into text.

use alloc::string::String;
use core::fmt::Write;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::{Number, Text, Value};

/// The compact JSON text, as the service writes it.
pub fn compact(value: &Value) -> String {
    let mut out = String::with_capacity(value.size());
    write(&mut out, value, None);
    out
}

/// The JSON text with two blanks per level, as people read it.
pub fn pretty(value: &Value) -> String {
    let mut out = String::with_capacity(value.size() * 2);
    write(&mut out, value, Some(0));
    out
}

/// `level` is the indentation, or nothing for compact text.
fn write(out: &mut String, value: &Value, level: Option<usize>) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(out, number),
        Value::String(text) => write_text(out, text),
        Value::Array(array) if array.is_empty() => out.push_str("[]"),
        Value::Array(array) => {
            out.push('[');
            for (index, item) in array.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                indent(out, level.map(|level| level + 1));
                write(out, item, level.map(|level| level + 1));
            }
            indent(out, level);
            out.push(']');
        }
        Value::Object(object) if object.is_empty() => out.push_str("{}"),
        Value::Object(object) => {
            out.push('{');
            for (index, (key, member)) in object.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                indent(out, level.map(|level| level + 1));
                write_text(out, key);
                out.push_str(if level.is_some() { ": " } else { ":" });
                write(out, member, level.map(|level| level + 1));
            }
            indent(out, level);
            out.push('}');
        }
    }
}

fn indent(out: &mut String, level: Option<usize>) {
    if let Some(level) = level {
        out.push('\n');
        for _ in 0..level {
            out.push_str("  ");
        }
    }
}

fn write_number(out: &mut String, number: &Number) {
    // Writing into a string cannot fail.
    let _ = write!(out, "{number}");
}

/// A string with quotes and the escapes that JSON demands, no others.
fn write_text(out: &mut String, text: &Text) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            0..=0x1f => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        if escape.is_empty() {
            // Writing into a string cannot fail.
            let _ = write!(out, "\\u{byte:04X}");
        } else {
            out.push_str(escape);
        }
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out.push('"');
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(Number::Integer(value)) => serializer.serialize_i64(*value),
            Value::Number(Number::Double(value)) => serializer.serialize_f64(*value),
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(array) => {
                let mut sequence = serializer.serialize_seq(Some(array.len()))?;
                for item in array {
                    sequence.serialize_element(item)?;
                }
                sequence.end()
            }
            Value::Object(object) => {
                let mut map = serializer.serialize_map(Some(object.len()))?;
                for (key, member) in object {
                    map.serialize_entry(key, member)?;
                }
                map.end()
            }
        }
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}
