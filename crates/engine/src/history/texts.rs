//! State data as JSON text, each made once while it passes from event to event.

use alloc::string::String;
use core::fmt::Write;

use json::{Number, Object, Text, Value};

use super::sink::{push_number, quote};

#[derive(Clone, Debug)]
pub(super) struct Texts {
    /// The execution's input with the text that the caller wrote.
    original: Option<Known>,
    /// What was written last: the same value often stands in several events, one after the other.
    recent: [Known; 4],
    next: usize,
    /// `{"truncated": false}`
    pub whole: Value,
}

/// A value with its text, in quotes or without, as far as somebody wanted it.
#[derive(Clone, Debug, Default)]
struct Known {
    value: Value,
    text: Option<Text>,
    /// Empty until somebody wants it.
    quoted: String,
}

impl Texts {
    pub fn new() -> Texts {
        let whole = Value::Object(Object::from([("truncated", Value::from(false))]));
        Texts { original: None, recent: Default::default(), next: 0, whole }
    }

    /// From now on this value is written as the caller wrote it.
    pub fn keep(&mut self, value: &Value, text: &Text) {
        self.original = Some(Known { value: value.clone(), text: Some(text.clone()), quoted: String::new() });
    }

    pub fn of(&mut self, value: &Value) -> &Text {
        let known = self.known(value);
        known.text.get_or_insert_with(|| Text::from(json::compact(value)))
    }

    /// The text in quotes, with escapes.
    pub fn quoted(&mut self, value: &Value) -> &str {
        let known = self.known(value);
        if known.quoted.is_empty() {
            match &known.text {
                Some(text) => quote(&mut known.quoted, text),
                None => {
                    known.quoted.push('"');
                    push_escaped(&mut known.quoted, value);
                    known.quoted.push('"');
                }
            }
        }
        &known.quoted
    }

    fn known(&mut self, value: &Value) -> &mut Known {
        if let Some(original) = &mut self.original
            && original.value.is_same(value)
        {
            return original;
        }
        let place = match self.recent.iter().position(|known| known.value.is_same(value)) {
            Some(place) => place,
            None => {
                self.next = (self.next + 1) % self.recent.len();
                let known = &mut self.recent[self.next];
                known.value = value.clone();
                known.text = None;
                // The memory stays for the next one.
                known.quoted.clear();
                self.next
            }
        };
        &mut self.recent[place]
    }
}

/// A value's compact JSON text, escaped once more to stand in a string.
fn push_escaped(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(Number::Integer(number)) => {
            if *number < 0 {
                out.push('-');
            }
            push_number(out, number.unsigned_abs());
        }
        // Writing into a string cannot fail.
        Value::Number(number) => drop(write!(out, "{number}")),
        Value::String(text) => push_escaped_text(out, text),
        Value::Array(array) => {
            out.push('[');
            for (index, item) in array.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                push_escaped(out, item);
            }
            out.push(']');
        }
        Value::Object(object) => {
            out.push('{');
            for (index, (key, value)) in object.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                push_escaped_text(out, key);
                out.push(':');
                push_escaped(out, value);
            }
            out.push('}');
        }
    }
}

fn push_escaped_text(out: &mut String, text: &Text) {
    // A text that is only longer by its quotes has nothing to escape.
    if text.size() == text.len() + 2 {
        out.push_str("\\\"");
        out.push_str(text);
        out.push_str("\\\"");
        return;
    }
    let mut once = String::with_capacity(text.size());
    quote(&mut once, text);
    let mut twice = String::with_capacity(2 * once.len());
    quote(&mut twice, &once);
    out.push_str(&twice[1..twice.len() - 1]);
}
