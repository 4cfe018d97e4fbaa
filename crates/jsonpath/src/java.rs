//! Values into text as Java's `toString` writes maps and lists.

use alloc::string::String;
use core::fmt::Write;

use json::Value;

/// The text of a value as Java prints it: strings without quotes, objects as `{a=1, b=[x, y]}`.
///
/// `States.Format` of the service shows objects this way, and so do messages about paths.
pub fn java_text(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value);
    out
}

fn write(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => {
            // Writing into a string cannot fail.
            let _ = write!(out, "{number}");
        }
        Value::String(text) => out.push_str(text),
        Value::Array(array) => {
            out.push('[');
            for (index, item) in array.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write(out, item);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (index, (key, member)) in object.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                out.push_str(key);
                out.push('=');
                write(out, member);
            }
            out.push('}');
        }
    }
}
