//! Where the details of an event go: into an object, or straight into text.

use alloc::string::String;

use json::{Object, Text, Value};

use super::texts::Texts;

/// Takes the members of the details, one after the other.
pub(super) trait Sink {
    fn text(&mut self, key: &'static str, text: &Text);
    fn number(&mut self, key: &'static str, number: u64);
    /// State data: JSON text, and `{"truncated": false}` under a key of its own.
    fn data(&mut self, key: &'static str, value: &Value, texts: &mut Texts);
    /// State data without the word about being all there.
    fn bare_data(&mut self, key: &'static str, value: &Value, texts: &mut Texts);
    /// Variables by name, each as JSON text.
    fn variables(&mut self, variables: &Object, texts: &mut Texts);
    /// `{"roleArn": …}`
    fn role(&mut self, key: &'static str, role: &Text);
}

/// `inputDetails` for `input`.
fn companion(key: &str) -> &'static str {
    match key {
        "input" => "inputDetails",
        _ => "outputDetails",
    }
}

/// Into an object, for those who look at single members.
pub(super) struct Members {
    pub object: Object,
}

impl Sink for Members {
    fn text(&mut self, key: &'static str, text: &Text) {
        self.object.insert(key, Value::String(text.clone()));
    }

    fn number(&mut self, key: &'static str, number: u64) {
        self.object.insert(key, Value::from(number as i64));
    }

    fn data(&mut self, key: &'static str, value: &Value, texts: &mut Texts) {
        self.bare_data(key, value, texts);
        self.object.insert(companion(key), texts.whole.clone());
    }

    fn bare_data(&mut self, key: &'static str, value: &Value, texts: &mut Texts) {
        self.object.insert(key, Value::String(texts.of(value).clone()));
    }

    fn variables(&mut self, variables: &Object, texts: &mut Texts) {
        let texts_of =
            variables.iter().map(|(name, value)| (name.clone(), Value::String(texts.of(value).clone())));
        let object = Value::Object(texts_of.collect());
        self.object.insert("assignedVariables", object);
        self.object.insert("assignedVariablesDetails", texts.whole.clone());
    }

    fn role(&mut self, key: &'static str, role: &Text) {
        self.object.insert(key, Value::Object(Object::from([("roleArn", Value::String(role.clone()))])));
    }
}

/// Straight into JSON text: for histories as a whole.
pub(super) struct Line<'a> {
    pub out: &'a mut String,
    pub is_first: bool,
}

impl Line<'_> {
    /// Inlined, and with it what calls it: keys are constants, and copying a few known bytes is no call.
    #[inline(always)]
    fn key(&mut self, key: &str) {
        self.out.push_str(if self.is_first { "\"" } else { ",\"" });
        self.is_first = false;
        self.out.push_str(key);
        self.out.push_str("\":");
    }
}

impl Sink for Line<'_> {
    #[inline(always)]
    fn text(&mut self, key: &'static str, text: &Text) {
        self.key(key);
        push_text(self.out, text);
    }

    #[inline(always)]
    fn number(&mut self, key: &'static str, number: u64) {
        self.key(key);
        push_number(self.out, number);
    }

    #[inline(always)]
    fn data(&mut self, key: &'static str, value: &Value, texts: &mut Texts) {
        self.bare_data(key, value, texts);
        self.key(companion(key));
        self.out.push_str("{\"truncated\":false}");
    }

    #[inline(always)]
    fn bare_data(&mut self, key: &'static str, value: &Value, texts: &mut Texts) {
        self.key(key);
        self.out.push_str(texts.quoted(value));
    }

    fn variables(&mut self, variables: &Object, texts: &mut Texts) {
        self.key("assignedVariables");
        self.out.push('{');
        for (index, (name, value)) in variables.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            quote(self.out, name);
            self.out.push(':');
            self.out.push_str(texts.quoted(value));
        }
        self.out.push('}');
        self.key("assignedVariablesDetails");
        self.out.push_str("{\"truncated\":false}");
    }

    fn role(&mut self, key: &'static str, role: &Text) {
        self.key(key);
        self.out.push_str("{\"roleArn\":");
        quote(self.out, role);
        self.out.push('}');
    }
}

/// A text that knows whether it has anything to escape.
fn push_text(out: &mut String, text: &Text) {
    if text.size() == text.len() + 2 {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        quote(out, text);
    }
}

/// A text as a JSON string.
pub(super) fn quote(out: &mut String, text: &str) {
    out.reserve(text.len() + 2);
    out.push('"');
    let mut start = 0;
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
        out.push_str(&text[start..at]);
        start = at + 1;
        if escape.is_empty() {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            out.push_str("\\u00");
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&text[start..]);
    out.push('"');
}

/// The digits of a number that mostly grows by one from event to event.
#[derive(Clone, Debug, Default)]
pub(super) struct Ordinal {
    number: u32,
    /// Empty before the first.
    digits: String,
}

impl Ordinal {
    pub fn digits(&mut self, number: u32) -> &str {
        let is_next =
            number == self.number.wrapping_add(1) && !number.is_multiple_of(10) && !self.digits.is_empty();
        if is_next {
            self.digits.pop();
            push_digit(&mut self.digits, number % 10);
        } else if number != self.number || self.digits.is_empty() {
            self.digits.clear();
            push_short(&mut self.digits, number);
        }
        self.number = number;
        &self.digits
    }
}

/// A number in decimal digits.
pub(super) fn push_number(out: &mut String, number: u64) {
    // Nearly all numbers are short, and short divisions are faster in wasm.
    match u32::try_from(number) {
        Ok(short) => push_short(out, short),
        Err(_) => {
            push_number(out, number / 10);
            push_digit(out, (number % 10) as u32);
        }
    }
}

fn push_short(out: &mut String, number: u32) {
    if number >= 10_000 {
        push_short(out, number / 10_000);
        let rest = number % 10_000;
        push_digit(out, rest / 1000);
        push_digit(out, rest / 100 % 10);
        push_digit(out, rest / 10 % 10);
        return push_digit(out, rest % 10);
    }
    if number >= 1000 {
        push_digit(out, number / 1000);
    }
    if number >= 100 {
        push_digit(out, number / 100 % 10);
    }
    if number >= 10 {
        push_digit(out, number / 10 % 10);
    }
    push_digit(out, number % 10);
}

#[inline(always)]
fn push_digit(out: &mut String, digit: u32) {
    out.push(char::from(b'0' + digit as u8));
}
