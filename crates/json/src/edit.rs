//! Edits of text: planned against a tree, applied all at once, undone by their inverses.

mod pen;

mod content;
mod plan;
mod style;

mod block;
mod bracket;
mod patch;

use alloc::string::String;
use alloc::vec::Vec;

use crate::tree::Range;

pub use content::Content;
pub use patch::{Patch, difference};
pub use pen::{Edits, Pen, Untouchable};
pub use plan::Plan;
pub use style::Style;

/// Puts `text` in the place of `range`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    pub range: Range,
    pub text: String,
}

/// Two edits touch the same bytes, or one lies outside of the text or splits a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict(pub Range);

impl TextEdit {
    pub fn replace(range: Range, text: impl Into<String>) -> TextEdit {
        TextEdit { range, text: text.into() }
    }

    pub fn insert(offset: usize, text: impl Into<String>) -> TextEdit {
        TextEdit { range: Range::at(offset), text: text.into() }
    }

    pub fn remove(range: Range) -> TextEdit {
        TextEdit { range, text: String::new() }
    }
}

/// Applies edits whose ranges all mean `text` as it is, in any order; insertions at the same place keep theirs.
/// Gives the edits that lead back, whose ranges mean the new text.
pub fn apply(text: &mut String, edits: &[TextEdit]) -> Result<Vec<TextEdit>, Conflict> {
    let mut order: Vec<&TextEdit> = edits.iter().collect();
    order.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut end = 0;
    for edit in &order {
        let Range { start, end: edit_end } = edit.range;
        if start < end || edit_end < start || text.get(start..edit_end).is_none() {
            return Err(Conflict(edit.range));
        }
        end = edit_end;
    }
    let mut inverse = Vec::with_capacity(order.len());
    let mut result =
        String::with_capacity(text.len() + order.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut from = 0;
    for edit in order {
        result.push_str(&text[from..edit.range.start]);
        let start = result.len();
        result.push_str(&edit.text);
        inverse.push(TextEdit::replace(Range::new(start, result.len()), edit.range.of(text)));
        from = edit.range.end;
    }
    result.push_str(&text[from..]);
    *text = result;
    Ok(inverse)
}
