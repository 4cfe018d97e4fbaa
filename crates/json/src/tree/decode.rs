//! From places in a decoded string back to places in the source.

use super::{Format, Range};

/// An escape of a JSON string.
pub(super) struct Escape {
    /// What it stands for; nothing when it is wrong. A lone surrogate stands for U+FFFD.
    pub character: Option<char>,
    /// Bytes of source, at least one, ending at the boundary of a character.
    pub length: usize,
}

/// Reads the escape whose backslash stands at `at`.
pub(super) fn escape(text: &str, at: usize) -> Escape {
    let rest = &text[at + 1..];
    let simple = |character| Escape { character: Some(character), length: 2 };
    match rest.chars().next() {
        Some('"') => simple('"'),
        Some('\\') => simple('\\'),
        Some('/') => simple('/'),
        Some('b') => simple('\u{8}'),
        Some('f') => simple('\u{c}'),
        Some('n') => simple('\n'),
        Some('r') => simple('\r'),
        Some('t') => simple('\t'),
        Some('u') => match unit(rest) {
            None => Escape { character: None, length: 2 },
            Some(high @ 0xd800..0xdc00) => match rest[5..].strip_prefix('\\').and_then(unit) {
                Some(low @ 0xdc00..0xe000) => {
                    let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                    Escape { character: char::from_u32(code), length: 12 }
                }
                Some(_) | None => Escape { character: Some('\u{fffd}'), length: 6 },
            },
            Some(code) => Escape { character: Some(char::from_u32(code).unwrap_or('\u{fffd}')), length: 6 },
        },
        Some('\n' | '\r') | None => Escape { character: None, length: 1 },
        Some(other) => Escape { character: None, length: 1 + other.len_utf8() },
    }
}

/// The four hexadecimal digits behind a `u`.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

/// See [`super::Tree::source_offset`].
pub(super) fn source_offset(text: &str, format: Format, range: Range, offset: usize) -> usize {
    match format {
        Format::Json => quoted(text, range, offset),
        Format::Yaml => crate::yaml::source_offset(text, range, offset),
    }
}

/// Walks along a JSON string until `offset` bytes are decoded.
fn quoted(text: &str, range: Range, offset: usize) -> usize {
    let literal = range.of(text);
    let mut at = literal.chars().next().map_or(0, char::len_utf8);
    let mut decoded = 0;
    while decoded < offset && at < literal.len() {
        if !literal[at..].starts_with('\\') {
            let length = literal[at..].chars().next().map_or(1, char::len_utf8);
            decoded += length;
            at += length;
            continue;
        }
        let escape = escape(literal, at);
        decoded += escape.character.map_or(escape.length, char::len_utf8);
        at += escape.length;
    }
    // Never behind the closing quote.
    range.start + at.min(literal.len())
}
