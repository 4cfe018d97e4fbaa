//! Comparing what came out with a recording: wildcards, and one level of JSON text.
//!
//! The rules are those of the recordings' own README; nothing here knows what an execution is.

use json::{Object, Value};

/// The whole value that stands for anything present; inside a longer text it stands for any run of characters.
pub const ANY: &str = "«any»";

/// The first place where a value is not what the pattern says.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Like `history[3].stateEnteredEventDetails.input`.
    pub place: String,
    pub expected: String,
    pub found: String,
}

/// Nothing when `value` matches `pattern`, else where it first does not.
pub fn difference(pattern: &Value, value: &Value, place: &str) -> Option<Difference> {
    match (pattern, value) {
        (Value::String(text), _) if text.as_str() == ANY => None,
        (Value::String(text), Value::String(found)) if text.contains(ANY) && is_like(text, found) => None,
        (Value::Object(wanted), Value::Object(found)) => object_difference(wanted, found, place),
        (Value::Array(wanted), Value::Array(found)) => {
            let pairs = wanted.iter().zip(found.iter()).enumerate();
            let inner =
                pairs.filter_map(|(index, (a, b))| difference(a, b, &format!("{place}[{index}]"))).next();
            let length = (wanted.len() != found.len()).then(|| Difference {
                place: format!("{place}.length"),
                expected: wanted.len().to_string(),
                found: found.len().to_string(),
            });
            inner.or(length)
        }
        (pattern, value) if pattern == value => None,
        (pattern, value) => Some(Difference {
            place: place.to_string(),
            expected: shown(Some(pattern)),
            found: shown(Some(value)),
        }),
    }
}

/// Whether `value` matches `pattern`.
pub fn is_match(pattern: &Value, value: &Value) -> bool {
    difference(pattern, value, "").is_none()
}

fn object_difference(wanted: &Object, found: &Object, place: &str) -> Option<Difference> {
    for (key, pattern) in wanted {
        let place = format!("{place}.{key}");
        match found.get(key) {
            Some(value) => {
                if let Some(difference) = difference(pattern, value, &place) {
                    return Some(difference);
                }
            }
            None => {
                return Some(Difference { place, expected: shown(Some(pattern)), found: shown(None) });
            }
        }
    }
    let extra = found.iter().find(|(key, _)| !wanted.contains_key(key))?;
    Some(Difference {
        place: format!("{place}.{}", extra.0),
        expected: shown(None),
        found: shown(Some(extra.1)),
    })
}

/// Whether a text matches one with wildcards in it.
fn is_like(pattern: &str, text: &str) -> bool {
    let mut pieces: Vec<&str> = pattern.split(ANY).collect();
    let last = pieces.pop().unwrap_or_default();
    let first = if pieces.is_empty() { return last == text } else { pieces.remove(0) };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

fn shown(value: Option<&Value>) -> String {
    match value {
        Some(value) => json::compact(value),
        None => "(nothing)".to_string(),
    }
}

/// An event of ours as the recorder would have kept it: the JSON texts inside its details are parsed once, timestamps are left out.
pub fn recorded(event: &Value) -> Value {
    let Some(event) = event.as_object() else { return event.clone() };
    let members = event.iter().filter(|(key, _)| key.as_str() != "timestamp");
    members
        .map(|(key, value)| match value {
            Value::Object(details) if key.ends_with("Details") => (key.clone(), Value::from(parsed(details))),
            value => (key.clone(), value.clone()),
        })
        .collect::<Object>()
        .into()
}

/// Details with their JSON texts parsed once.
pub fn parsed(details: &Object) -> Object {
    details
        .iter()
        .map(|(key, value)| {
            let value = match key.as_str() {
                "input" | "output" | "parameters" => text_parsed(value, false),
                "assignedVariables" => match value {
                    Value::Object(variables) => variables
                        .iter()
                        .map(|(name, value)| (name.clone(), text_parsed(value, false)))
                        .collect::<Object>()
                        .into(),
                    value => value.clone(),
                },
                _ => text_parsed(value, true),
            };
            (key.clone(), value)
        })
        .collect()
}

/// The JSON value of a text; the text itself when it has none, or is no object and only objects count.
fn text_parsed(value: &Value, objects_only: bool) -> Value {
    match value.as_str() {
        Some(text) if !objects_only || text.starts_with('{') => {
            json::parse(text).unwrap_or_else(|_| value.clone())
        }
        _ => value.clone(),
    }
}

/// Compares a `cause`, `output` or the like that may be a text on one side and its JSON value on the other.
pub fn text_difference(pattern: &Value, value: &Value, place: &str) -> Option<Difference> {
    let direct = difference(pattern, value, place)?;
    let parsed = text_parsed(value, true);
    if is_match(pattern, &parsed) { None } else { Some(direct) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        json::parse(text).expect("the test's own JSON")
    }

    #[test]
    fn wildcards_stand_for_values_and_for_runs_of_characters() {
        assert!(is_match(&value(r#"{"a":"«any»"}"#), &value(r#"{"a":[1,2]}"#)));
        assert!(!is_match(&value(r#"{"a":"«any»"}"#), &value("{}")));
        assert!(is_match(&value(r#""x«any»y«any»z""#), &value(r#""x1y2z""#)));
        assert!(!is_match(&value(r#""x«any»y""#), &value(r#""x1y2""#)));
        assert!(!is_match(&value(r#""«any»x""#), &value("1")));
        assert!(is_match(&value("1"), &value("1.0")));
        assert!(!is_match(&value("1"), &value("true")));
    }
}
