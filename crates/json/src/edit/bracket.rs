//! Edits between brackets: JSON, and YAML's flow style.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::TextEdit;
use super::content::Content;
use super::pen::Pen;
use super::style::{
    comment_end, indentation, lead_start, line_end, line_start, next_line, skip_blanks, starts_line,
};
use crate::tree::{Node, Range};
use crate::{Text, Value};

/// Puts a member or an item before the one at `index`, or last.
pub(super) fn insert(
    pen: &Pen<'_>,
    container: &Node,
    index: usize,
    key: Option<&str>,
    content: &Content,
) -> Vec<TextEdit> {
    let text = pen.text;
    let children = children(container);
    let outer = indentation(text, container.range.start);
    let newline = pen.style().newline();
    let Some(last) = children.last() else {
        return alloc::vec![insert_first(pen, container, key, content)];
    };
    let neighbour = children.get(index).unwrap_or(last);
    if !starts_line(text, neighbour.start) {
        let comma = if pen.style().is_airy { ", " } else { "," };
        let child = child(pen, outer, key, content, false);
        return match children.get(index) {
            Some(next) => alloc::vec![TextEdit::insert(next.start, format!("{child}{comma}"))],
            None => {
                let place = behind_comma(pen, *last).unwrap_or(last.end);
                let comma = if place > last.end { " " } else { comma };
                alloc::vec![TextEdit::insert(place, format!("{comma}{child}"))]
            }
        };
    }
    let indent = indentation(text, neighbour.start);
    let child = child(pen, indent, key, content, true);
    if let Some(next) = children.get(index) {
        let limit = index.checked_sub(1).map_or(container.range.start + 1, |before| children[before].end);
        let place = lead_start(text, pen.tree.format, next.start, next_line(text, limit));
        return alloc::vec![TextEdit::insert(place, format!("{indent}{child},{newline}"))];
    }
    if let Some(comma) = behind_comma(pen, *last) {
        let place = comment_end(text, pen.tree.format, comma);
        return alloc::vec![TextEdit::insert(place, format!("{newline}{indent}{child}"))];
    }
    let place = comment_end(text, pen.tree.format, last.end);
    if place == last.end {
        return alloc::vec![TextEdit::insert(place, format!(",{newline}{indent}{child}"))];
    }
    alloc::vec![TextEdit::insert(last.end, ","), TextEdit::insert(place, format!("{newline}{indent}{child}"))]
}

/// Removes the member or item at `index`, with its comma and the comment lines above it.
pub(super) fn remove(pen: &Pen<'_>, container: &Node, index: usize) -> Vec<TextEdit> {
    let text = pen.text;
    let format = pen.tree.format;
    let children = children(container);
    let child = children[index];
    let comma = behind_comma(pen, child);
    let end = comma.unwrap_or(child.end);
    let own_line = starts_line(text, child.start);
    let inside = inside(text, container);
    if children.len() == 1 {
        let before = Range::new(inside.start, child.start).of(text);
        let after = Range::new(end, inside.end).of(text);
        if before.trim().is_empty() && after.trim().is_empty() {
            return alloc::vec![TextEdit::remove(inside)];
        }
        return alloc::vec![TextEdit::remove(Range::new(child.start, end))];
    }
    let limit = match index.checked_sub(1) {
        Some(before) => next_line(text, children[before].end).min(line_start(text, child.start)),
        None => next_line(text, inside.start).min(line_start(text, child.start)),
    };
    let lead = lead_start(text, format, child.start, limit);
    let tail = comment_end(text, format, end);
    let ends_line = text[tail..line_end(text, tail)].trim().is_empty();
    if let Some(next) = children.get(index + 1) {
        if own_line && ends_line {
            return alloc::vec![TextEdit::remove(Range::new(lead, next_line(text, tail)))];
        }
        if !own_line && starts_line(text, next.start) && index > 0 {
            let before = children[index - 1].end;
            return alloc::vec![TextEdit::remove(Range::new(before, child.end))];
        }
        return alloc::vec![TextEdit::remove(Range::new(child.start, next.start))];
    }
    let before = children[index - 1];
    let mut edits = Vec::new();
    if !own_line {
        let start =
            if comma.is_some() { behind_comma(pen, before).unwrap_or(before.end) } else { before.end };
        return alloc::vec![TextEdit::remove(Range::new(start, end))];
    }
    // Without a comma of its own the last one takes that of the one before it away.
    if comma.is_none()
        && let Some(comma) = behind_comma(pen, before)
    {
        edits.push(TextEdit::remove(Range::new(comma - 1, comma)));
    }
    let start =
        text[..lead].strip_suffix('\n').map_or(lead, |text| text.strip_suffix('\r').unwrap_or(text).len());
    let start = start.max(edits.last().map_or(before.end, |edit| edit.range.end));
    edits.push(TextEdit::remove(Range::new(start, tail)));
    edits
}

/// Puts the first child into an empty container.
fn insert_first(pen: &Pen<'_>, container: &Node, key: Option<&str>, content: &Content) -> TextEdit {
    let text = pen.text;
    let outer = indentation(text, container.range.start);
    let inside = inside(text, container);
    if !pen.bracket_style().is_tall {
        let child = child(pen, outer, key, content, false);
        return TextEdit::replace(inside, child);
    }
    let newline = pen.style().newline();
    let indent = format!("{outer}{}", pen.style().unit);
    let child = child(pen, &indent, key, content, true);
    if inside.of(text).trim().is_empty() {
        return TextEdit::replace(inside, format!("{newline}{indent}{child}{newline}{outer}"));
    }
    TextEdit::insert(inside.start, format!("{newline}{indent}{child}"))
}

/// The text of a member or an item; comment lines go above it where it has a line of its own.
fn child(pen: &Pen<'_>, indent: &str, key: Option<&str>, content: &Content, own_line: bool) -> String {
    let mut text = String::new();
    if own_line && key.is_some() {
        for line in content.lead() {
            text.push_str(line);
            text.push('\n');
            text.push_str(indent);
        }
    }
    if let Some(key) = key {
        text.push_str(&crate::compact(&Value::String(Text::from(key))));
        text.push_str(if pen.style().is_airy { ": " } else { ":" });
    }
    text.push_str(&content.bracket(&pen.bracket_style(), indent));
    pen.style().finish(text)
}

fn children(container: &Node) -> Vec<Range> {
    let members = container.members().iter().map(|member| member.range);
    members.chain(container.items().iter().map(|item| item.range)).collect()
}

/// What lies between the brackets.
fn inside(text: &str, container: &Node) -> Range {
    let Range { start, end } = container.range;
    let is_closed = end > start + 1 && text[..end].ends_with(['}', ']']);
    Range::new(start + 1, if is_closed { end - 1 } else { end.max(start + 1) })
}

/// The place behind the comma that follows a child; nothing when none follows.
fn behind_comma(pen: &Pen<'_>, child: Range) -> Option<usize> {
    let place = skip_blanks(pen.text, pen.tree.format, child.end);
    pen.text[place..].starts_with(',').then_some(place + 1)
}
