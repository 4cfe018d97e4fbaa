//! Many edits, one after the other, as one list of edits of the first text.

use alloc::string::String;
use alloc::vec::Vec;

use super::TextEdit;
use crate::tree::Range;

/// What has changed between a first text and the present one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// In order, never touching each other.
    hunks: Vec<Hunk>,
}

/// A part of the first text and what stands in its place now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hunk {
    old: Range,
    new: Range,
}

impl Patch {
    pub fn is_empty(&self) -> bool {
        self.hunks.is_empty()
    }

    /// Adds edits of the present text. They must fit it, as [`super::apply`] has checked.
    pub fn extend(&mut self, edits: &[TextEdit]) {
        let mut edits: Vec<&TextEdit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut edits = edits.into_iter().peekable();
        let mut known = core::mem::take(&mut self.hunks).into_iter().peekable();
        // How far the present text has moved against the first one, and the next text against the present one.
        let mut before = 0isize;
        let mut after = 0isize;
        loop {
            let hunk_start = known.peek().map(|hunk| hunk.new.start);
            let edit_start = edits.peek().map(|edit| edit.range.start);
            let start = match (hunk_start, edit_start) {
                (Some(hunk), Some(edit)) => hunk.min(edit),
                (Some(start), None) | (None, Some(start)) => start,
                (None, None) => return,
            };
            let mut end = start;
            let old_start = shift(start, -before);
            let new_start = shift(start, after);
            // Whatever touches becomes one hunk.
            loop {
                if let Some(hunk) = known.next_if(|hunk| hunk.new.start <= end) {
                    end = end.max(hunk.new.end);
                    before += hunk.new.len() as isize - hunk.old.len() as isize;
                    continue;
                }
                match edits.next_if(|edit| edit.range.start <= end) {
                    Some(edit) => {
                        end = end.max(edit.range.end);
                        after += edit.text.len() as isize - edit.range.len() as isize;
                    }
                    None => break,
                }
            }
            let old = Range::new(old_start, shift(end, -before));
            let new = Range::new(new_start, shift(end, after));
            self.hunks.push(Hunk { old, new });
        }
    }

    /// The edits that lead from the first text, `old`, to the present one, `new`; what is the same at both ends of a hunk is left out.
    pub fn edits(&self, old: &str, new: &str) -> Vec<TextEdit> {
        self.hunks
            .iter()
            .map(|hunk| trim(old, hunk.old, hunk.new.of(new)))
            .filter(|edit| !edit.range.is_empty() || !edit.text.is_empty())
            .collect()
    }
}

/// The smallest single edit that makes `new` of `old`; nothing when they are the same.
pub fn difference(old: &str, new: &str) -> Option<TextEdit> {
    let edit = trim(old, Range::new(0, old.len()), new);
    if edit.range.is_empty() && edit.text.is_empty() { None } else { Some(edit) }
}

/// An edit without what its range and its text have in common at either end.
fn trim(old: &str, range: Range, new: &str) -> TextEdit {
    let replaced = range.of(old);
    let mut head: usize = replaced.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
    while !replaced.is_char_boundary(head) || !new.is_char_boundary(head) {
        head -= 1;
    }
    let (old_rest, new_rest) = (&replaced[head..], &new[head..]);
    let mut tail: usize =
        old_rest.bytes().rev().zip(new_rest.bytes().rev()).take_while(|(old, new)| old == new).count();
    while !old_rest.is_char_boundary(old_rest.len() - tail)
        || !new_rest.is_char_boundary(new_rest.len() - tail)
    {
        tail -= 1;
    }
    let text = String::from(&new_rest[..new_rest.len() - tail]);
    TextEdit { range: Range::new(range.start + head, range.end - tail), text }
}

fn shift(place: usize, by: isize) -> usize {
    place.saturating_add_signed(by)
}
