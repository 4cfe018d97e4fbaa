//! State data as JSON text, each made once while it passes from event to event.

use alloc::string::String;

use json::{Object, Text, Value};

use super::sink::quote;

#[derive(Clone, Debug)]
pub(super) struct Texts {
    /// The execution's input with the text that the caller wrote.
    original: Option<Known>,
    /// What was written last: the same value often stands in several events, one after the other.
    recent: [Option<Known>; 4],
    next: usize,
    /// `{"truncated": false}`
    pub whole: Value,
}

#[derive(Clone, Debug)]
struct Known {
    value: Value,
    text: Text,
    /// The text as a JSON string; empty until somebody wants it.
    quoted: String,
}

impl Texts {
    pub fn new() -> Texts {
        let whole = Value::Object(Object::from([("truncated", Value::from(false))]));
        Texts { original: None, recent: [None, None, None, None], next: 0, whole }
    }

    /// From now on this value is written as the caller wrote it.
    pub fn keep(&mut self, value: &Value, text: &Text) {
        self.original = Some(Known { value: value.clone(), text: text.clone(), quoted: String::new() });
    }

    pub fn of(&mut self, value: &Value) -> &Text {
        &self.known(value).text
    }

    /// The text in quotes, with escapes.
    pub fn quoted(&mut self, value: &Value) -> &str {
        let known = self.known(value);
        if known.quoted.is_empty() {
            known.quoted.reserve(known.text.size());
            quote(&mut known.quoted, &known.text);
        }
        &known.quoted
    }

    fn known(&mut self, value: &Value) -> &mut Known {
        let is_original = self.original.as_ref().is_some_and(|known| known.value.is_same(value));
        let place = self
            .recent
            .iter()
            .position(|known| known.as_ref().is_some_and(|known| known.value.is_same(value)));
        if is_original && let Some(known) = &mut self.original {
            return known;
        }
        let place = match place {
            Some(place) => place,
            None => {
                self.next = (self.next + 1) % self.recent.len();
                self.next
            }
        };
        let slot = &mut self.recent[place];
        if slot.as_ref().is_none_or(|known| !known.value.is_same(value)) {
            *slot = None;
        }
        slot.get_or_insert_with(|| Known {
            value: value.clone(),
            text: Text::from(json::compact(value)),
            quoted: String::new(),
        })
    }
}
