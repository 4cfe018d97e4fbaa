//! How a text is laid out, so that what is added looks like what is there.

use alloc::string::String;

use crate::tree::{Format, Node, Range, Tree};

/// The layout of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// The blanks or the tab of one level.
    pub unit: String,
    /// Whether lines end as in Windows.
    pub crlf: bool,
    /// Whether the text is more than one line.
    pub is_tall: bool,
    /// Whether the dashes of a YAML list stand further in than the key above them.
    pub dashes_in: bool,
    /// Whether a blank follows commas and colons.
    pub is_airy: bool,
}

impl Default for Style {
    fn default() -> Style {
        Style { unit: String::from("  "), crlf: false, is_tall: true, dashes_in: true, is_airy: true }
    }
}

impl Style {
    /// The layout of a text, as far as it shows one.
    pub fn of(text: &str, tree: &Tree) -> Style {
        let is_tall = text.trim_end().contains('\n') || tree.format == Format::Yaml || text.len() < 20;
        let mut style = Style { is_tall, crlf: text.contains("\r\n"), ..Style::default() };
        let Some(root) = &tree.root else {
            return style;
        };
        // A text of one line shows no indentation, and to look for the beginning of its line at every member takes long.
        if is_tall && let Some(unit) = unit(text, tree.format, root) {
            style.unit = unit;
        }
        if tree.format == Format::Yaml
            && let Some(dashes_in) = dashes_in(text, root)
        {
            style.dashes_in = dashes_in;
        }
        if !is_tall {
            style.is_airy = text.contains("\": ") || text.contains(", ");
        }
        style
    }

    pub fn newline(&self) -> &'static str {
        if self.crlf { "\r\n" } else { "\n" }
    }

    /// Line ends as this text has them.
    pub(super) fn finish(&self, text: String) -> String {
        if self.crlf { text.replace('\n', "\r\n") } else { text }
    }
}

/// The indentation of the first child that is indented.
fn unit(text: &str, format: Format, root: &Node) -> Option<String> {
    let mut node = root;
    // A definition shows its indentation within the first few levels.
    for _ in 0..8 {
        let outer = indentation(text, node.range.start);
        let children = node.members().iter().map(|member| (member.range, &member.value));
        for (range, child) in children {
            let own = indentation(text, range.start);
            if own.len() > outer.len() && own.starts_with(outer) {
                return Some(String::from(&own[outer.len()..]));
            }
            if format == Format::Yaml && child.is_object() {
                let inner = indentation(text, child.range.start);
                if inner.len() > own.len() && starts_line(text, child.range.start) {
                    return Some(String::from(&inner[own.len()..]));
                }
            }
        }
        node = node.members().iter().map(|member| &member.value).find(|child| child.is_object())?;
    }
    None
}

/// Whether the first list that shows it has its dashes further in than its key.
fn dashes_in(text: &str, node: &Node) -> Option<bool> {
    let children = node.members().iter().map(|member| (Some(member), &member.value));
    let children = children.chain(node.items().iter().map(|item| (None, item)));
    for (member, child) in children {
        if let Some(member) = member
            && child.is_array()
            && child.range.of(text).starts_with('-')
        {
            return Some(column(text, child.range.start) > column(text, member.range.start));
        }
        if member.is_none_or(|member| member.range.contains(child.range))
            && let Some(found) = dashes_in(text, child)
        {
            return Some(found);
        }
    }
    None
}

/// The blanks at the beginning of the line around a place.
pub(super) fn indentation(text: &str, place: usize) -> &str {
    let start = line_start(text, place);
    let line = &text[start..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Where the line around a place begins.
pub(super) fn line_start(text: &str, place: usize) -> usize {
    text[..place].rfind('\n').map_or(0, |at| at + 1)
}

/// Where the line around a place ends, before its line break.
pub(super) fn line_end(text: &str, place: usize) -> usize {
    let end = text[place..].find('\n').map_or(text.len(), |at| place + at);
    if end > place && text[..end].ends_with('\r') { end - 1 } else { end }
}

/// Where the line after a place begins; the end of the text when there is none.
pub(super) fn next_line(text: &str, place: usize) -> usize {
    text[place..].find('\n').map_or(text.len(), |at| place + at + 1)
}

/// Whether nothing but blanks stand before a place in its line.
pub(super) fn starts_line(text: &str, place: usize) -> bool {
    Range::new(line_start(text, place), place).of(text).trim_matches([' ', '\t']).is_empty()
}

/// How many characters stand before a place in its line.
pub(super) fn column(text: &str, place: usize) -> usize {
    text[line_start(text, place)..place].chars().count()
}

/// Behind blanks on the same line and a comment, if one follows there; the place itself if none does.
pub(super) fn comment_end(text: &str, format: Format, place: usize) -> usize {
    let end = line_end(text, place);
    let rest = &text[place..end];
    let trimmed = rest.trim_start_matches([' ', '\t']);
    let begins = match format {
        Format::Json => {
            trimmed.starts_with("//") || (trimmed.starts_with("/*") && trimmed.trim_end().ends_with("*/"))
        }
        Format::Yaml => trimmed.starts_with('#') && (trimmed.len() < rest.len() || place == 0),
    };
    if begins { end } else { place }
}

/// Where the comment lines directly above the line of a place begin, but not before `limit`; that line's own beginning when there are none.
pub(super) fn lead_start(text: &str, format: Format, place: usize, limit: usize) -> usize {
    let mut start = line_start(text, place);
    while start > limit {
        let above = line_start(text, start - 1);
        let line = text[above..start].trim();
        let is_comment = match format {
            Format::Json => line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/")),
            Format::Yaml => line.starts_with('#'),
        };
        if above < limit || !is_comment {
            break;
        }
        start = above;
    }
    start
}

/// Behind blanks, line breaks and comments.
pub(super) fn skip_blanks(text: &str, format: Format, mut place: usize) -> usize {
    loop {
        let rest = &text[place..];
        let trimmed = rest.trim_start();
        place += rest.len() - trimmed.len();
        let length = match format {
            Format::Json if trimmed.starts_with("//") => trimmed.find('\n').unwrap_or(trimmed.len()),
            Format::Json if trimmed.starts_with("/*") => {
                trimmed.find("*/").map_or(trimmed.len(), |end| end + 2)
            }
            Format::Yaml if trimmed.starts_with('#') => trimmed.find('\n').unwrap_or(trimmed.len()),
            Format::Json | Format::Yaml => return place,
        };
        place += length;
    }
}
