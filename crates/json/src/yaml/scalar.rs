//! What a plain scalar means: the core schema of YAML 1.2.

use alloc::string::String;

use crate::tree::NodeKind;
use crate::{Number, Text};

/// Null, a truth value, a number or a string.
pub(super) fn resolve(plain: &str) -> NodeKind {
    match plain {
        "" | "~" | "null" | "Null" | "NULL" => return NodeKind::Null,
        "true" | "True" | "TRUE" => return NodeKind::Bool(true),
        "false" | "False" | "FALSE" => return NodeKind::Bool(false),
        _ => {}
    }
    match number(plain) {
        Some(number) => NodeKind::Number(number),
        None => NodeKind::String(Text::from(plain)),
    }
}

/// Whether a string may be written without quotes and be read as the same string, in block and in flow style,
/// also by readers of YAML 1.1 (`yes`, `on`, dates).
pub fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let quoted_words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "="];
    let is_word = quoted_words.iter().any(|word| word.eq_ignore_ascii_case(text));
    let begins = match first {
        '-' | '?' | ':' => text.chars().nth(1).is_some_and(|next| !next.is_whitespace()) && text != "---",
        first => !",[]{}#&*!|>'\"%@` ".contains(first),
    };
    let looks_like_number = first.is_ascii_digit() || "+-.".contains(first);
    begins
        && !is_word
        && !looks_like_number
        && text != "<<"
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(|character| {
            ",[]{}".contains(character)
                || character.is_control()
                || "\u{feff}\u{85}\u{2028}\u{2029}".contains(character)
        })
        && matches!(resolve(text), NodeKind::String(_))
}

fn number(plain: &str) -> Option<Number> {
    if let Some(digits) = plain.strip_prefix("0x") {
        return i64::from_str_radix(unsigned(digits)?, 16).ok().map(Number::Integer);
    }
    if let Some(digits) = plain.strip_prefix("0o") {
        return i64::from_str_radix(unsigned(digits)?, 8).ok().map(Number::Integer);
    }
    let body = plain.strip_prefix(['+', '-']).unwrap_or(plain);
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (body, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (mantissa, ""),
    };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let has_digits = !whole.is_empty() || !fraction.is_empty();
    let exponent_fits = exponent.is_none_or(|exponent| !exponent.is_empty() && is_digits(exponent));
    if !has_digits || !is_digits(whole) || !is_digits(fraction) || !exponent_fits {
        return None;
    }
    let mut word = String::from(plain.strip_prefix('+').unwrap_or(plain));
    if word.ends_with('.') {
        word.push('0');
    }
    crate::tree::number(&word)
}

/// Digits without a sign, which `from_str_radix` would take.
fn unsigned(digits: &str) -> Option<&str> {
    if digits.starts_with(['+', '-']) { None } else { Some(digits) }
}
