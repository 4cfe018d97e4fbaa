//! The undo list: edits and their inverses, nothing as large as the text.

use json::Format;
use json::edit::TextEdit;

use crate::document::{Group, Selection};

/// How long a pause may be within a group, in milliseconds.
const PAUSE: f64 = 1_000.0;

/// How many entries are kept.
const LIMIT: usize = 1_000;

#[derive(Clone, Debug, Default)]
pub struct History {
    entries: Vec<Entry>,
    /// How many entries are done; those behind it can be done again.
    done: usize,
}

/// What one undo takes back.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: String,
    pub group: Option<Group>,
    /// In the order in which they happened.
    pub steps: Vec<Step>,
    pub before: Selection,
    pub after: Selection,
}

#[derive(Clone, Debug)]
pub struct Step {
    pub forward: Vec<TextEdit>,
    pub inverse: Vec<TextEdit>,
    pub format_before: Format,
    pub format_after: Format,
}

impl History {
    /// Adds an entry, or joins it to the last one; what could be done again no longer can.
    pub fn push(&mut self, entry: Entry) {
        self.entries.truncate(self.done);
        if let Some(last) = self.entries.last_mut()
            && belongs(last, &entry)
        {
            last.steps.extend(entry.steps);
            last.after = entry.after;
            last.group = entry.group;
            return;
        }
        self.entries.push(entry);
        if self.entries.len() > LIMIT {
            self.entries.remove(0);
        }
        self.done = self.entries.len();
    }

    /// Steps before the last entry that is done.
    pub fn back(&mut self) -> Option<&Entry> {
        self.done = self.done.checked_sub(1)?;
        self.entries.get(self.done)
    }

    /// Steps behind the first entry that is not done.
    pub fn forward(&mut self) -> Option<&Entry> {
        let entry = self.entries.get(self.done)?;
        self.done += 1;
        Some(entry)
    }

    pub fn undo_name(&self) -> Option<&str> {
        self.entries.get(self.done.checked_sub(1)?).map(|entry| entry.name.as_str())
    }

    pub fn redo_name(&self) -> Option<&str> {
        self.entries.get(self.done).map(|entry| entry.name.as_str())
    }
}

/// Whether two entries are of one group without a pause between them; typing must also go on where it was.
fn belongs(last: &Entry, next: &Entry) -> bool {
    let (Some(before), Some(after)) = (&last.group, &next.group) else {
        return false;
    };
    before.subject == after.subject && (after.millis - before.millis).abs() <= PAUSE && touches(last, next)
}

fn touches(last: &Entry, next: &Entry) -> bool {
    let (Some(before), Some(after)) = (last.steps.last(), next.steps.first()) else {
        return false;
    };
    after.forward.iter().all(|edit| {
        before
            .inverse
            .iter()
            .any(|known| known.range.touches(edit.range.start) || known.range.touches(edit.range.end))
    })
}
