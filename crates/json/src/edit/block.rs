//! Edits in YAML's block style, where indentation is structure.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::TextEdit;
use super::content::Content;
use super::pen::Pen;
use super::style::{
    column, comment_end, lead_start, line_end, line_start, next_line, skip_blanks, starts_line,
};
use crate::Text;
use crate::tree::{Format, Node, Range, Step};

/// Puts a member or an item before the one at `index`, or last, into a container that has some.
pub(super) fn insert(
    pen: &Pen<'_>,
    container: &Node,
    index: usize,
    key: Option<&str>,
    content: &Content,
) -> TextEdit {
    let text = pen.text;
    let newline = pen.style().newline();
    let entries = entries(pen, container);
    let column = entries.first().map_or(0, |first| column(text, first.start));
    let indent = " ".repeat(column);
    let entry = entry(pen, column, key, content);
    match entries.get(index) {
        Some(next) if starts_line(text, next.start) => {
            let limit = limit(pen, container, &entries, index);
            let place = lead_start(text, Format::Yaml, next.start, limit);
            TextEdit::insert(place, format!("{indent}{entry}{newline}"))
        }
        Some(next) => TextEdit::insert(next.start, format!("{entry}{newline}{indent}")),
        None => {
            let end = entries.last().map_or(container.range.end, |last| last.end);
            let place = comment_end(text, Format::Yaml, end);
            TextEdit::insert(place, format!("{newline}{indent}{entry}"))
        }
    }
}

/// Removes the member or item at `index` of several, with the comment lines above it.
pub(super) fn remove(pen: &Pen<'_>, container: &Node, index: usize) -> TextEdit {
    let text = pen.text;
    let entries = entries(pen, container);
    let entry = entries[index];
    if !starts_line(text, entry.start)
        && let Some(next) = entries.get(index + 1)
    {
        // The first one stands behind a dash, which the next one takes over.
        return TextEdit::remove(Range::new(entry.start, next.start));
    }
    let limit = limit(pen, container, &entries, index);
    let mut start = lead_start(text, Format::Yaml, entry.start, limit);
    let end = next_line(text, line_end(text, comment_end(text, Format::Yaml, entry.end)));
    if end == text.len() && !text.ends_with('\n') {
        // The last line of the text takes the line break before it along.
        start = text[..start]
            .strip_suffix('\n')
            .map_or(start, |text| text.strip_suffix('\r').unwrap_or(text).len());
    }
    TextEdit::remove(Range::new(start, end))
}

/// Puts something else in the place of a node.
/// A comment behind the node goes behind the first line of what takes several: behind the last it could become part of a text.
pub(super) fn replace(pen: &Pen<'_>, node: &Node, content: &Content) -> TextEdit {
    with_comment(pen, exchange(pen, node, content))
}

fn with_comment(pen: &Pen<'_>, mut edit: TextEdit) -> TextEdit {
    let end = line_end(pen.text, edit.range.end);
    let tail = Range::new(edit.range.end, end).of(pen.text).trim_end();
    let is_comment = tail.is_empty() || comment_end(pen.text, Format::Yaml, edit.range.end) == end;
    if let Some(first) = edit.text.find(['\r', '\n'])
        && is_comment
        && edit.range.end < end
    {
        edit.text.insert_str(first, tail);
        edit.range.end = end;
    }
    edit
}

fn exchange(pen: &Pen<'_>, node: &Node, content: &Content) -> TextEdit {
    let text = pen.text;
    let steps = pen.tree.steps_to(node).unwrap_or_default();
    let (gap, outer) = match steps.last() {
        None => {
            let written = content.block(pen.style(), 0, 0);
            return TextEdit::replace(node.range, pen.style().finish(written));
        }
        Some(Step::Member(member)) => {
            let colon = skip_blanks(text, Format::Yaml, member.key_range.end);
            let start = if text[colon..].starts_with(':') { colon + 1 } else { member.key_range.end };
            (Range::new(start.min(node.range.start), node.range.start), column(text, member.range.start))
        }
        Some(Step::Item(..)) => {
            // Blanks behind the dash, possibly none when the item is empty.
            let dash = text[..node.range.start].rfind('-').unwrap_or(node.range.start);
            let gap = Range::new((dash + 1).min(node.range.start), node.range.start);
            let outer = column(text, dash);
            if !content.is_block() || !gap.of(text).trim().is_empty() || gap.of(text).contains('\n') {
                (gap, outer)
            } else {
                let blank = if gap.is_empty() { " " } else { "" };
                let at = outer + 1 + gap.len().max(1);
                let written = content.block(pen.style(), at, outer);
                return TextEdit::replace(node.range, pen.style().finish(format!("{blank}{written}")));
            }
        }
    };
    if !content.is_block() {
        if let Some(old) = node.as_text()
            && let Some(new) = one_line(content)
            && !old.contains('\n')
            && !node.range.of(text).contains('\n')
        {
            return TextEdit::replace(node.range, pen.string(node.range, &new));
        }
        let written = pen.style().finish(content.block(pen.style(), outer + pen.style().unit.len(), outer));
        if gap.of(text).trim().is_empty() {
            return TextEdit::replace(Range::new(gap.start, node.range.end), format!(" {written}"));
        }
        let blank = if gap.of(text).ends_with([' ', '\n']) { "" } else { " " };
        return TextEdit::replace(node.range, format!("{blank}{written}"));
    }
    let is_member = matches!(steps.last(), Some(Step::Member(_)));
    let further_in =
        if content.is_list() && is_member && !pen.style().dashes_in { 0 } else { pen.style().unit.len() };
    let newline = pen.style().newline();
    if gap.of(text).trim().is_empty() {
        let at = outer + further_in;
        let written = pen.style().finish(content.block(pen.style(), at, outer));
        let range = Range::new(gap.start, node.range.end);
        return TextEdit::replace(range, format!("{newline}{}{written}", " ".repeat(at)));
    }
    // A comment or an anchor stands between: the block goes on the next line, or stays where a block was.
    if gap.of(text).contains('\n') {
        let at = column(text, node.range.start);
        return TextEdit::replace(node.range, pen.style().finish(content.block(pen.style(), at, outer)));
    }
    let at = outer + further_in;
    let written = pen.style().finish(content.block(pen.style(), at, outer));
    TextEdit::replace(node.range, format!("{newline}{}{written}", " ".repeat(at)))
}

/// Makes a container of one member, with the member's own text, of one that has none.
pub(super) fn only_member(pen: &Pen<'_>, container: &Node, key: &str, content: &Content) -> Option<TextEdit> {
    let steps = pen.tree.steps_to(container)?;
    let newline = pen.style().newline();
    match steps.last() {
        None => {
            let entry = entry(pen, 0, Some(key), content);
            Some(TextEdit::replace(container.range, entry))
        }
        Some(Step::Member(member)) => {
            let start = member.key_range.end
                + Range::new(member.key_range.end, container.range.start).of(pen.text).find(':')?
                + 1;
            if !Range::new(start, container.range.start).of(pen.text).trim().is_empty() {
                return None;
            }
            let column = column(pen.text, member.range.start) + pen.style().unit.len();
            let entry = entry(pen, column, Some(key), content);
            let range = Range::new(start, container.range.end);
            Some(with_comment(
                pen,
                TextEdit::replace(range, format!("{newline}{}{entry}", " ".repeat(column))),
            ))
        }
        Some(Step::Item(..)) => None,
    }
}

/// The text of a member or an item whose first character stands at `column`.
fn entry(pen: &Pen<'_>, column: usize, key: Option<&str>, content: &Content) -> String {
    let style = pen.style();
    let mut text = String::new();
    let Some(key) = key else {
        text.push_str("- ");
        text.push_str(&content.block(style, column + 2, column));
        return style.finish(text);
    };
    for line in content.lead() {
        text.push_str(line);
        text.push('\n');
        text.push_str(&" ".repeat(column));
    }
    text.push_str(&crate::yaml::write_scalar(&Text::from(key)));
    text.push(':');
    if content.is_block() {
        let further_in = if content.is_list() && !style.dashes_in { 0 } else { style.unit.len() };
        text.push('\n');
        text.push_str(&" ".repeat(column + further_in));
        text.push_str(&content.block(style, column + further_in, column));
    } else {
        let written = content.block(style, column + style.unit.len(), column);
        if !written.is_empty() {
            text.push(' ');
            text.push_str(&written);
        }
    }
    style.finish(text)
}

/// Where comments may begin that belong to an entry: behind the entry before it, or behind the line with the container's key.
fn limit(pen: &Pen<'_>, container: &Node, entries: &[Range], index: usize) -> usize {
    let text = pen.text;
    if let Some(before) = index.checked_sub(1) {
        return next_line(text, entries[before].end);
    }
    match pen.tree.steps_to(container).unwrap_or_default().last() {
        Some(Step::Member(member)) => {
            next_line(text, member.key_range.end).min(line_start(text, entries[index].start))
        }
        // Comments at the top of the text are about all of it.
        Some(Step::Item(..)) | None => line_start(text, container.range.start),
    }
}

/// The ranges of members, or of items with their dashes.
fn entries(pen: &Pen<'_>, container: &Node) -> Vec<Range> {
    if container.is_object() {
        let mut entries: Vec<Range> = container.members().iter().map(|member| member.range).collect();
        // Several merged members share the place of one merge key.
        entries.dedup();
        return entries;
    }
    let mut place = container.range.start;
    let mut entries = Vec::new();
    for item in container.items() {
        let dash = skip_blanks(pen.text, Format::Yaml, place);
        entries.push(Range::new(dash.min(item.range.start), item.range.end));
        place = item.range.end.max(dash + 1);
    }
    entries
}

/// The string, when it fits on one line.
fn one_line(content: &Content) -> Option<Text> {
    content.value.as_str().filter(|text| !text.contains('\n')).map(Text::from)
}
