//! The text as a whole: another text, a tidier one, the other format.

use json::edit::{TextEdit, difference};
use json::tree::{ProblemKind, parse_tree};
use json::{Format, Node, NodeKind, Range, Tree};

use crate::{Document, Refusal};

/// The smallest edit that makes the text another one. The text may be anything.
pub fn set_text(document: &Document, text: &str) -> Vec<TextEdit> {
    difference(document.text(), text).into_iter().collect()
}

/// The format of a new text, where somebody has put YAML in the place of JSON or the other way round.
/// A text that cannot be read as the other format is one of this document's with mistakes in it.
pub fn other_format(document: &Document, text: &str) -> Option<Format> {
    let begins =
        |text: &str, signs: &[char]| text.trim_start_matches('\u{feff}').trim_start().starts_with(signs);
    let other = match document.format() {
        // A quote or a comment is what is left of JSON whose first bracket is gone.
        Format::Json if !begins(text, &['{', '[', '"', '/']) => Format::Yaml,
        Format::Yaml if begins(text, &['{']) && !begins(document.text(), &['{']) => Format::Json,
        Format::Json | Format::Yaml => return None,
    };
    let tree = parse_tree(text, other);
    (tree.is_clean() && tree.root.as_ref().is_some_and(Node::is_object)).then_some(other)
}

/// Lays the text out evenly, two blanks per level; order, comments and values stay.
pub fn tidy(document: &Document) -> Result<Vec<TextEdit>, Refusal> {
    let tree = whole(document)?;
    let Some(root) = &tree.root else {
        return Ok(Vec::new());
    };
    let text = match document.format() {
        Format::Json if tree.is_clean() => tidy_json(document.text(), root),
        Format::Json => return Err(first_problem(tree)),
        Format::Yaml if has_comments(document) => return Err(Refusal::Comments),
        Format::Yaml => json::yaml::write(&root.to_value()),
    };
    Ok(set_text(document, &text))
}

/// The same definition in the other format. Comments are lost, see [`has_comments`].
pub fn convert(document: &Document, format: Format) -> Result<Vec<TextEdit>, Refusal> {
    let tree = whole(document)?;
    let value = tree.root.as_ref().map(Node::to_value).unwrap_or_default();
    if format == document.format() {
        return Ok(Vec::new());
    }
    let text = match format {
        Format::Json => format!("{}\n", json::pretty(&value)),
        Format::Yaml => json::yaml::write(&value),
    };
    Ok(set_text(document, &text))
}

/// Whether the text has comments, which a conversion to the other format loses.
pub fn has_comments(document: &Document) -> bool {
    match document.format() {
        Format::Json => document.tree().problems.iter().any(|problem| problem.kind == ProblemKind::Comment),
        Format::Yaml => {
            let mut strings = Vec::new();
            if let Some(root) = &document.tree().root {
                scalars(root, &mut strings);
            }
            comment_marks(document.text())
                .any(|place| !strings.iter().any(|range| range.contains(Range::at(place))))
        }
    }
}

fn whole(document: &Document) -> Result<&Tree, Refusal> {
    let tree = document.tree();
    match tree.problems.iter().find(|problem| !problem.kind.is_notation()) {
        Some(problem) => Err(Refusal::Broken(problem.range)),
        None => Ok(tree),
    }
}

fn first_problem(tree: &Tree) -> Refusal {
    match tree.problems.first() {
        Some(problem) if problem.kind == ProblemKind::Comment => Refusal::Comments,
        Some(problem) => Refusal::Broken(problem.range),
        None => Refusal::Nothing,
    }
}

/// Every scalar keeps its own text, so that numbers stay as they were written; duplicate keys stay too.
fn tidy_json(text: &str, root: &Node) -> String {
    let mut out = String::with_capacity(text.len());
    lay_out(text, root, 0, &mut out);
    out.push('\n');
    out
}

fn lay_out(text: &str, node: &Node, level: usize, out: &mut String) {
    let line = |out: &mut String, level: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(level));
    };
    match &node.kind {
        NodeKind::Array(items) if !items.is_empty() => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                line(out, level + 1);
                lay_out(text, item, level + 1, out);
            }
            line(out, level);
            out.push(']');
        }
        NodeKind::Object(members) if !members.is_empty() => {
            out.push('{');
            for (index, member) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                line(out, level + 1);
                out.push_str(member.key_range.of(text));
                out.push_str(": ");
                lay_out(text, &member.value, level + 1, out);
            }
            line(out, level);
            out.push('}');
        }
        NodeKind::Array(_) => out.push_str("[]"),
        NodeKind::Object(_) => out.push_str("{}"),
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::String(_) | NodeKind::Broken => {
            out.push_str(node.range.of(text));
        }
    }
}

/// Where a comment may begin in YAML: a `#` at the beginning of the text or behind a blank.
fn comment_marks(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices('#')
        .map(|(place, _)| place)
        .filter(|place| text[..*place].chars().next_back().is_none_or(char::is_whitespace))
}

/// The ranges of all scalars and keys, in which a `#` is a letter.
fn scalars(node: &Node, ranges: &mut Vec<Range>) {
    match &node.kind {
        NodeKind::Array(items) => items.iter().for_each(|item| scalars(item, ranges)),
        NodeKind::Object(members) => {
            for member in members {
                ranges.push(member.key_range);
                scalars(&member.value, ranges);
            }
        }
        NodeKind::Null | NodeKind::Bool(_) | NodeKind::Number(_) | NodeKind::String(_) | NodeKind::Broken => {
            ranges.push(node.range);
        }
    }
}
