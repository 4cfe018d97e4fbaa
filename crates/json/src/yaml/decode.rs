//! From places in a decoded YAML scalar back to places in the source.

use crate::tree::Range;

/// See [`crate::Tree::source_offset`]. Works for all five styles; a tag or anchor before the scalar may lie in the range.
pub(crate) fn source_offset(text: &str, range: Range, offset: usize) -> usize {
    let literal = range.of(text);
    let start = content(literal);
    let at = match literal[start..].chars().next() {
        Some('"') => double(literal, start + 1, offset),
        Some('\'') => {
            flowing(
                literal,
                start + 1,
                offset,
                |rest| {
                    if rest.starts_with("''") { Some((2, 1)) } else { None }
                },
            )
        }
        Some('|') => block(literal, start, offset, false),
        Some('>') => block(literal, start, offset, true),
        Some(_) | None => flowing(literal, start, offset, |_| None),
    };
    range.start + at.min(literal.len())
}

/// Where the scalar begins behind tags and anchors.
fn content(literal: &str) -> usize {
    let mut at = 0;
    while literal[at..].starts_with(['!', '&']) {
        let rest = &literal[at..];
        let Some(length) = rest.find(char::is_whitespace) else {
            return at;
        };
        at += length;
        at += literal[at..].len() - literal[at..].trim_start().len();
    }
    at
}

fn double(literal: &str, start: usize, offset: usize) -> usize {
    flowing(literal, start, offset, |rest| {
        let mut letters = rest.strip_prefix('\\')?.chars();
        let letter = letters.next()?;
        let code = |digits: usize| {
            let code = rest.get(2..2 + digits).and_then(|digits| u32::from_str_radix(digits, 16).ok());
            let character = code.and_then(char::from_u32).unwrap_or('\u{fffd}');
            Some((2 + digits, character.len_utf8()))
        };
        match letter {
            'x' => code(2),
            'u' => code(4),
            'U' => code(8),
            'N' | '_' => Some((2, 2)),
            'L' | 'P' => Some((2, 3)),
            '\r' | '\n' => {
                // A break behind a backslash goes, with the blanks of the next line.
                let rest = &rest[1..];
                Some((1 + rest.len() - rest.trim_start().len(), 0))
            }
            other => Some((1 + other.len_utf8(), 1)),
        }
    })
}

/// Walks along a scalar whose line breaks are folded. `escape` reads an escape: bytes of source, bytes decoded.
fn flowing(
    literal: &str,
    start: usize,
    offset: usize,
    escape: impl Fn(&str) -> Option<(usize, usize)>,
) -> usize {
    let mut at = start;
    let mut decoded = 0;
    while decoded < offset && at < literal.len() {
        let rest = &literal[at..];
        if let Some((source, bytes)) = escape(rest) {
            at += source;
            decoded += bytes;
            continue;
        }
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let breaks = rest[..blank].bytes().filter(|byte| *byte == b'\n').count();
        if breaks > 0 {
            at += blank;
            decoded += if breaks == 1 { 1 } else { breaks - 1 };
            continue;
        }
        let length = rest.chars().next().map_or(1, char::len_utf8);
        at += length;
        decoded += length;
    }
    at
}

/// Walks along the lines of a block scalar.
fn block(literal: &str, start: usize, offset: usize, folded: bool) -> usize {
    let header = &literal[start..literal[start..].find('\n').map_or(literal.len(), |end| start + end)];
    let mut at = (start + header.len() + 1).min(literal.len());
    let is_blank = |line: &str| line.trim_matches([' ', '\t', '\r']).is_empty();
    let indentation = literal[at..]
        .split('\n')
        .find(|line| !is_blank(line))
        .map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
    let mut decoded = 0;
    // Whether the line before may be folded into this one; lines that are indented further may not.
    let mut foldable = false;
    let mut blanks = 0;
    let mut is_first = true;
    for line in literal[at..].split('\n') {
        let content = line.strip_suffix('\r').unwrap_or(line);
        let strip = indentation.min(content.len() - content.trim_start_matches(' ').len());
        let inner = &content[strip..];
        if folded && is_blank(line) {
            blanks += 1;
            at += line.len() + 1;
            continue;
        }
        if folded {
            let folds = foldable && !inner.starts_with([' ', '\t']);
            let broken = usize::from(!is_first);
            decoded += if folds && blanks > 0 { blanks } else { blanks + broken };
            foldable = !inner.starts_with([' ', '\t']);
            blanks = 0;
        }
        is_first = false;
        if decoded + inner.len() >= offset {
            return at + strip + offset.saturating_sub(decoded);
        }
        decoded += inner.len() + usize::from(!folded);
        at += line.len() + 1;
    }
    literal.len()
}
