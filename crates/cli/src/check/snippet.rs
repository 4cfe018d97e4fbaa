//! A diagnostic with the line it is about, as compilers show it.

use std::fmt::Write;

use asl::{Diagnostic, Range, Severity};
use json::tree::Format;
use unicode_width::UnicodeWidthChar;

use super::Checked;

/// How wide a line of source may be shown.
const WIDTH: usize = 110;

/// Where the lines of a text begin, and how many characters stand before a place: asked for every diagnostic.
pub struct Lines<'t> {
    text: &'t str,
    /// The first byte of each line.
    starts: Vec<usize>,
    /// The characters before each block of bytes.
    marks: Vec<usize>,
}

/// Bytes of a block.
const BLOCK: usize = 256;

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Lines<'t> {
        // A byte order mark is no column of its line.
        let first = text.len() - text.trim_start_matches('\u{feff}').len();
        let starts = std::iter::once(first).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut count = 0;
        let mut marks = Vec::with_capacity(text.len() / BLOCK + 1);
        for block in text.as_bytes().chunks(BLOCK) {
            marks.push(count);
            count += characters(block);
        }
        marks.push(count);
        Lines { text, starts, marks }
    }

    /// Line and column from 1, in characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        (line, self.count(start, offset) + 1)
    }

    /// The characters between two bytes.
    fn count(&self, start: usize, end: usize) -> usize {
        self.before(end).saturating_sub(self.before(start))
    }

    fn before(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let block = offset / BLOCK;
        self.marks.get(block).copied().unwrap_or_default()
            + characters(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// The bytes of the line that an offset lies in, without its end.
    fn line(&self, offset: usize) -> Range {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let end = self.starts.get(line).map_or(self.text.len(), |next| next - 1);
        Range::new(self.starts[line - 1], end)
    }
}

/// How many characters begin in some bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// The lines for one diagnostic.
pub fn snippet(checked: &Checked, lines: &Lines<'_>, diagnostic: &Diagnostic, colours: bool) -> String {
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
    let range = seen(checked, diagnostic.range);
    let (line, column) = lines.position(range.start);
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
    if let Some((shown, start, length)) = source_line(lines, range) {
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

/// What to point at. A block scalar of YAML begins with a sign that says little: its text begins on the next line.
fn seen(checked: &Checked, range: Range) -> Range {
    let marked = range.of(&checked.text);
    if checked.tree.format != Format::Yaml || !marked.starts_with(['|', '>']) {
        return range;
    }
    let text = marked.find('\n').and_then(|end| {
        let rest = &marked[end..];
        Some(end + rest.find(|character: char| !character.is_whitespace())?)
    });
    match text {
        Some(start) => Range::new(range.start + start, range.end),
        None => range,
    }
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
fn source_line(lines: &Lines<'_>, range: Range) -> Option<(String, usize, usize)> {
    let line = lines.line(range.start);
    let text = line.of(lines.text).trim_end_matches('\r');
    let length = lines.count(line.start, line.start + text.len());
    let from = lines.count(line.start, range.start);
    let marked = lines.count(range.start, range.end.clamp(range.start, line.end));
    let marked = marked.min(length.saturating_sub(from)).max(1);
    let first = match length {
        0..=WIDTH => 0,
        _ => from.saturating_sub(WIDTH / 3).min(length - WIDTH),
    };
    // The part that is shown begins so many characters before the place itself.
    let before = text.get(..range.start.saturating_sub(line.start)).unwrap_or(text);
    let begin = match from.checked_sub(first + 1) {
        Some(back) => before.char_indices().rev().nth(back).map_or(0, |(at, _)| at),
        None => before.len(),
    };
    let part: Vec<char> = text.get(begin..)?.chars().take(WIDTH).map(plain).collect();
    let upto = |end: usize| part.get(..end.min(part.len())).unwrap_or_default();
    let at = columns(upto(from - first));
    let wide = (columns(upto(from - first + marked)) - at).max(1);
    let head = if first > 0 { "…" } else { "" };
    let tail = if first + part.len() < length { "…" } else { "" };
    let shown = format!("{head}{}{tail}", part.iter().collect::<String>());
    Some((shown, at + head.chars().count(), wide))
}

/// Characters that would move the rest of the line stand for themselves as a blank.
fn plain(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}
