//! The templates of `States.Format`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use json::Value;
use jsonpath::java_text;

/// A piece of a template: text, or a hole `{}` for the next argument.
pub enum Part {
    Text(String),
    Hole,
}

/// Cuts a template; `\{`, `\}`, `\'` and `\\` stand for the second character.
pub fn parse(template: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = template.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => match rest.next_if(|next| matches!(next, '{' | '}' | '\'' | '\\')) {
                Some(escaped) => text.push(escaped),
                None => text.push('\\'),
            },
            '{' if rest.next_if_eq(&'}').is_some() => {
                parts.push(Part::Text(core::mem::take(&mut text)));
                parts.push(Part::Hole);
            }
            '{' => {
                return Err("Invalid template in States.Format: matching '}' not found for '{'.".to_string());
            }
            '}' => {
                return Err("Invalid template in States.Format: matching '{' not found for '}'.".to_string());
            }
            character => text.push(character),
        }
    }
    parts.push(Part::Text(text));
    Ok(parts)
}

pub fn holes(parts: &[Part]) -> usize {
    parts.iter().filter(|part| matches!(part, Part::Hole)).count()
}

/// Puts the arguments into the holes, as Java prints them.
pub fn format(template: &str, arguments: &[&Value]) -> Result<Value, String> {
    let parts = parse(template)?;
    if holes(&parts) != arguments.len() {
        return Err(
            "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}."
                .to_string(),
        );
    }
    let mut arguments = arguments.iter();
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text(part) => text.push_str(&part),
            Part::Hole => text.push_str(&arguments.next().map(|value| java_text(value)).unwrap_or_default()),
        }
    }
    Ok(Value::from(text))
}
