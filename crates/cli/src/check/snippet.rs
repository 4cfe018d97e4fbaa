//! A diagnostic with the line it is about, as compilers show it.

use std::fmt::Write;

use asl::{Diagnostic, Severity};
use unicode_width::UnicodeWidthChar;

use super::Checked;

/// How wide a line of source may be shown.
const WIDTH: usize = 110;

/// Where an offset is: line and column from 1, in characters.
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let offset = offset.min(text.len());
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line, before[start..].chars().count() + 1)
}

/// The lines for one diagnostic.
pub fn snippet(checked: &Checked, diagnostic: &Diagnostic, colours: bool) -> String {
    let paint = |code: &str, text: &str| {
        if colours { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_string() }
    };
    let colour = match diagnostic.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Info => "1;36",
        Severity::Hint => "1;32",
    };
    let severity = diagnostic.severity.name().to_lowercase();
    let head = paint(colour, &format!("{severity}[{}]", diagnostic.code.name()));
    let message = paint("1", &format!(": {}", one_line(&diagnostic.message)));
    let (line, column) = position(&checked.text, diagnostic.range.start);
    let place = format!("{}:{line}:{column}", checked.file.display());
    let location = match &diagnostic.location {
        // The service's parser puts the text itself here.
        Some(location) if location.starts_with("[Source: ") => String::new(),
        Some(location) => format!("  {location}"),
        None => String::new(),
    };
    let number = line.to_string();
    let margin = " ".repeat(number.len());
    let bar = paint("1;34", "|");
    let arrow = paint("1;34", "-->");
    let mut output = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(output, "{head}{message}\n{margin}{arrow} {place}{location}");
    if let Some((shown, start, length)) = source_line(&checked.text, diagnostic) {
        let carets = paint(colour, &"^".repeat(length));
        let blank = " ".repeat(start);
        let _ = writeln!(
            output,
            "{margin} {bar}\n{} {bar} {shown}\n{margin} {bar} {blank}{carets}",
            paint("1;34", &number)
        );
    }
    if let Some(fix) = &diagnostic.fix {
        let _ = writeln!(output, "{margin} {} help: {}", paint("1;34", "="), fix.title);
    }
    output
}

/// A message without the copy of the text that the service puts behind it, and with its line breaks shown.
fn one_line(message: &str) -> String {
    let end = message.find("\n at [Source: ").unwrap_or(message.len());
    message[..end].replace('\n', "\\n").chars().map(plain).collect()
}

/// How many columns of a terminal characters take.
fn columns(characters: &[char]) -> usize {
    characters.iter().map(|character| character.width().unwrap_or(0)).sum()
}

/// The line of a diagnostic, cut to a width, with the place and the length of what to underline, in columns.
fn source_line(text: &str, diagnostic: &Diagnostic) -> Option<(String, usize, usize)> {
    let range = diagnostic.range;
    let start = text.get(..range.start)?.rfind('\n').map_or(0, |end| end + 1);
    let end = text.get(range.start..)?.find('\n').map_or(text.len(), |length| range.start + length);
    let line: Vec<char> = text.get(start..end)?.trim_end_matches('\r').chars().map(plain).collect();
    let from = text.get(start..range.start)?.chars().count();
    let marked = text.get(range.start..range.end.clamp(range.start, end))?.chars().count();
    let length = marked.min(line.len().saturating_sub(from)).max(1);
    let part = |start: usize, end: usize| line.get(start..end.min(line.len())).unwrap_or_default();
    let (blank, marked) = (part(0, from), part(from, from + length));
    if line.len() <= WIDTH {
        return Some((line.iter().collect(), columns(blank), columns(marked).max(1)));
    }
    let first = from.saturating_sub(WIDTH / 3).min(line.len().saturating_sub(WIDTH));
    let last = (first + WIDTH).min(line.len());
    let mut shown: String = line[first..last].iter().collect();
    let mut at = columns(part(first, from));
    if first > 0 {
        shown.insert(0, '…');
        at += 1;
    }
    if last < line.len() {
        shown.push('…');
    }
    Some((shown, at, columns(part(from, (from + length).min(last))).max(1)))
}

/// Characters that would move the rest of the line stand for themselves as a blank.
fn plain(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}
