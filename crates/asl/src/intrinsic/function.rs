//! The eighteen functions.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

use json::{Number, Value};
use jsonata::{Algorithm, Host, JavaRandom};
use jsonpath::java_text;

use super::{java, template};
use crate::syntax::value_end;

/// `States.ArrayRange` makes no more items.
const LONGEST_RANGE: i64 = 1_000;

/// Texts for digests and Base64, in UTF-16 units as Java counts characters.
const LONGEST_TEXT: usize = 10_000;

/// One of the functions of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Format,
    StringToJson,
    JsonToString,
    Array,
    ArrayPartition,
    ArrayContains,
    ArrayRange,
    ArrayGetItem,
    ArrayLength,
    ArrayUnique,
    Base64Encode,
    Base64Decode,
    Hash,
    JsonMerge,
    MathRandom,
    MathAdd,
    StringSplit,
    Uuid,
}

impl Function {
    pub const ALL: [Function; 18] = [
        Function::Format,
        Function::StringToJson,
        Function::JsonToString,
        Function::Array,
        Function::ArrayPartition,
        Function::ArrayContains,
        Function::ArrayRange,
        Function::ArrayGetItem,
        Function::ArrayLength,
        Function::ArrayUnique,
        Function::Base64Encode,
        Function::Base64Decode,
        Function::Hash,
        Function::JsonMerge,
        Function::MathRandom,
        Function::MathAdd,
        Function::StringSplit,
        Function::Uuid,
    ];

    /// The function with this whole name, such as `States.Format`.
    pub fn named(name: &str) -> Option<Function> {
        Function::ALL.into_iter().find(|function| function.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Function::Format => "States.Format",
            Function::StringToJson => "States.StringToJson",
            Function::JsonToString => "States.JsonToString",
            Function::Array => "States.Array",
            Function::ArrayPartition => "States.ArrayPartition",
            Function::ArrayContains => "States.ArrayContains",
            Function::ArrayRange => "States.ArrayRange",
            Function::ArrayGetItem => "States.ArrayGetItem",
            Function::ArrayLength => "States.ArrayLength",
            Function::ArrayUnique => "States.ArrayUnique",
            Function::Base64Encode => "States.Base64Encode",
            Function::Base64Decode => "States.Base64Decode",
            Function::Hash => "States.Hash",
            Function::JsonMerge => "States.JsonMerge",
            Function::MathRandom => "States.MathRandom",
            Function::MathAdd => "States.MathAdd",
            Function::StringSplit => "States.StringSplit",
            Function::Uuid => "States.UUID",
        }
    }

    /// How it is written, for hints: `States.ArrayPartition(array, size)`.
    pub fn signature(self) -> &'static str {
        match self {
            Function::Format => "States.Format(template, …)",
            Function::StringToJson => "States.StringToJson(text)",
            Function::JsonToString => "States.JsonToString(value)",
            Function::Array => "States.Array(…)",
            Function::ArrayPartition => "States.ArrayPartition(array, size)",
            Function::ArrayContains => "States.ArrayContains(array, value)",
            Function::ArrayRange => "States.ArrayRange(first, last, step)",
            Function::ArrayGetItem => "States.ArrayGetItem(array, index)",
            Function::ArrayLength => "States.ArrayLength(array)",
            Function::ArrayUnique => "States.ArrayUnique(array)",
            Function::Base64Encode => "States.Base64Encode(text)",
            Function::Base64Decode => "States.Base64Decode(text)",
            Function::Hash => "States.Hash(data, algorithm)",
            Function::JsonMerge => "States.JsonMerge(first, second, false)",
            Function::MathRandom => "States.MathRandom(start, end, seed?)",
            Function::MathAdd => "States.MathAdd(first, second)",
            Function::StringSplit => "States.StringSplit(text, delimiters)",
            Function::Uuid => "States.UUID()",
        }
    }

    /// Whether it always gives a string, or may (an item of an array): what `ErrorPath` and `CausePath` ask for.
    pub fn may_give_text(self) -> bool {
        match self {
            Function::Format
            | Function::JsonToString
            | Function::ArrayGetItem
            | Function::Base64Encode
            | Function::Base64Decode
            | Function::Hash
            | Function::Uuid => true,
            Function::StringToJson
            | Function::Array
            | Function::ArrayPartition
            | Function::ArrayContains
            | Function::ArrayRange
            | Function::ArrayLength
            | Function::ArrayUnique
            | Function::JsonMerge
            | Function::MathRandom
            | Function::MathAdd
            | Function::StringSplit => false,
        }
    }

    /// The least and the most arguments.
    fn bounds(self) -> (usize, usize) {
        match self {
            Function::Array => (0, usize::MAX),
            Function::Format => (1, usize::MAX),
            Function::Uuid => (0, 0),
            Function::StringToJson
            | Function::JsonToString
            | Function::ArrayLength
            | Function::ArrayUnique
            | Function::Base64Encode
            | Function::Base64Decode => (1, 1),
            Function::ArrayPartition
            | Function::ArrayContains
            | Function::ArrayGetItem
            | Function::Hash
            | Function::MathAdd
            | Function::StringSplit => (2, 2),
            Function::ArrayRange | Function::JsonMerge => (3, 3),
            Function::MathRandom => (2, 3),
        }
    }

    pub fn takes(self, count: usize) -> bool {
        let (least, most) = self.bounds();
        (least..=most).contains(&count)
    }

    /// In words: `2 arguments`.
    pub(super) fn arity(self) -> String {
        match self.bounds() {
            (0, 0) => "no arguments".to_owned(),
            (1, 1) => "1 argument".to_owned(),
            (least, usize::MAX) => format!("at least {least} argument{}", if least == 1 { "" } else { "s" }),
            (least, most) if least == most => format!("{most} arguments"),
            (least, most) => format!("{least} or {most} arguments"),
        }
    }

    /// The value for these arguments, or the reason why there is none.
    pub(super) fn apply(self, values: &[&Value], host: &mut dyn Host) -> Result<Value, String> {
        let invalid = || format!("Invalid arguments in {}", self.name());
        let result = match (self, values) {
            (Function::Format, [template, arguments @ ..]) => {
                return template::format(&java_text(template), arguments);
            }
            (Function::StringToJson, [Value::String(text)]) => return parse_json(text),
            (Function::JsonToString, [value]) => Some(Value::from(json::compact(value))),
            (Function::Array, items) => Some(items.iter().copied().cloned().collect()),
            (Function::ArrayPartition, [Value::Array(array), size]) => whole(size)
                .and_then(|size| usize::try_from(size).ok())
                .filter(|size| *size > 0)
                .map(|size| array.as_slice().chunks(size).map(|part| Value::from(part.to_vec())).collect()),
            // The service compares texts: "1" is in an array that has 1, and the order of keys counts.
            (Function::ArrayContains, [Value::Array(array), wanted]) => {
                let wanted = java_text(wanted);
                Some(Value::Bool(array.iter().any(|item| java_text(item) == wanted)))
            }
            (Function::ArrayRange, [first, last, step]) => match (whole(first), whole(last), whole(step)) {
                (Some(first), Some(last), Some(step)) => range(first, last, step),
                _ => None,
            },
            (Function::ArrayGetItem, [Value::Array(array), index]) => whole(index)
                .and_then(|index| usize::try_from(index).ok())
                .and_then(|index| match array.is_empty() {
                    // So it was seen.
                    true => Some(Value::Null),
                    false => array.get(index).cloned(),
                }),
            (Function::ArrayLength, [Value::Array(array)]) => Some(Value::from(array.len())),
            (Function::ArrayUnique, [Value::Array(array)]) => {
                Some(Value::from(java::unique(array.as_slice())))
            }
            (Function::Base64Encode, [Value::String(text)]) if fits(text) => {
                Some(Value::from(STANDARD.encode(text.as_bytes())))
            }
            (Function::Base64Decode, [Value::String(text)]) if fits(text) => Some(Value::from(decode(text))),
            (Function::Hash, [data, Value::String(algorithm)]) if !data.is_null() => {
                let text = java_text(data);
                Algorithm::parse(algorithm)
                    .filter(|_| fits(&text))
                    .map(|algorithm| Value::from(jsonata::hash(&text, algorithm)))
            }
            // Anything but true is taken as false.
            (Function::JsonMerge, [Value::Object(first), Value::Object(second), deep]) => {
                (deep.as_bool() != Some(true)).then(|| Value::Object(java::merge(first, second)))
            }
            (Function::MathRandom, [start, end]) => bounds(start, end).map(|(start, end)| {
                let size = (end - start) as f64;
                Value::from((start + (host.random() * size) as i64).clamp(start, end - 1))
            }),
            // Java's generator, as the service's results show.
            (Function::MathRandom, [start, end, seed]) => match (bounds(start, end), seed.as_number()) {
                (Some((start, end)), Some(seed)) => {
                    let mut random = JavaRandom::new(truncate(seed));
                    let offset = match i32::try_from(end - start) {
                        Ok(size) => i64::from(random.next_int(size)),
                        Err(_) => (random.next_double() * (end - start) as f64) as i64,
                    };
                    Some(Value::from(start + offset))
                }
                _ => None,
            },
            (Function::MathAdd, [first, second]) => match (rounded(first), rounded(second)) {
                (Some(first), Some(second)) => {
                    first.checked_add(second).map(|sum| Value::from(i64::from(sum)))
                }
                _ => None,
            },
            (Function::StringSplit, [Value::String(text), Value::String(delimiters)]) => {
                let pieces = text.split(|character| delimiters.contains(character));
                Some(pieces.filter(|piece| !piece.is_empty()).map(Value::from).collect())
            }
            (Function::Uuid, []) => Some(Value::from(jsonata::uuid(host))),
            (
                Function::Format
                | Function::StringToJson
                | Function::JsonToString
                | Function::ArrayPartition
                | Function::ArrayContains
                | Function::ArrayRange
                | Function::ArrayGetItem
                | Function::ArrayLength
                | Function::ArrayUnique
                | Function::Base64Encode
                | Function::Base64Decode
                | Function::Hash
                | Function::JsonMerge
                | Function::MathRandom
                | Function::MathAdd
                | Function::StringSplit
                | Function::Uuid,
                _,
            ) => None,
        };
        result.ok_or_else(invalid)
    }
}

/// The JSON value that the text begins with; nothing but blanks is null, and a zero has no sign.
fn parse_json(text: &str) -> Result<Value, String> {
    let name = Function::StringToJson.name();
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let end = value_end(text)
        .map_err(|reason| format!("Cannot convert String to Json in {name}, caused by: {reason}"))?;
    match text[..end].trim() {
        "-0" => Ok(Value::from(0)),
        text => json::parse(text).map_err(|_| format!("Invalid arguments in {name}")),
    }
}

fn range(first: i64, last: i64, step: i64) -> Option<Value> {
    if step == 0 {
        return None;
    }
    let steps = match (last - first).signum() * step.signum() {
        -1 => return Some(Value::from(Vec::new())),
        _ => (last - first) / step,
    };
    if steps >= LONGEST_RANGE {
        return None;
    }
    Some((0..=steps).map(|index| Value::from(first + index * step)).collect())
}

/// As tolerant as the service: foreign characters are passed over, what follows a `=` is not read, missing bits do not matter.
fn decode(text: &str) -> String {
    let digits: String = text
        .chars()
        .take_while(|character| *character != '=')
        .filter_map(|character| match character {
            '-' => Some('+'),
            '_' => Some('/'),
            '+' | '/' => Some(character),
            _ => character.is_ascii_alphanumeric().then_some(character),
        })
        .collect();
    // A single digit behind the last group has too few bits for a byte.
    let whole = if digits.len() % 4 == 1 { &digits[..digits.len() - 1] } else { &digits };
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let bytes = GeneralPurpose::new(&alphabet::STANDARD, config).decode(whole).unwrap_or_default();
    String::from_utf8_lossy(&bytes).to_string()
}

fn fits(text: &str) -> bool {
    text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT
}

/// Two different bounds in order.
fn bounds(start: &Value, end: &Value) -> Option<(i64, i64)> {
    match (whole(start), whole(end)) {
        (Some(start), Some(end)) if start < end => Some((start, end)),
        _ => None,
    }
}

/// A number without its fraction, if it has 32 bits: most functions cut where MathAdd rounds.
fn whole(value: &Value) -> Option<i64> {
    let number = truncate(value.as_number()?);
    i32::try_from(number).ok().map(i64::from)
}

fn truncate(number: &Number) -> i64 {
    match number {
        Number::Integer(number) => *number,
        Number::Double(number) => *number as i64,
    }
}

/// The nearest integer of 32 bits, halves going up.
fn rounded(value: &Value) -> Option<i32> {
    let number = match value.as_number()? {
        Number::Integer(number) => *number,
        Number::Double(number) => {
            let half = *number + 0.5;
            let cut = half as i64;
            if cut as f64 > half { cut - 1 } else { cut }
        }
    };
    i32::try_from(number).ok()
}
