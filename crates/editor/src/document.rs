//! The text of a workflow and what is computed from it.

use std::sync::{Arc, OnceLock};

use asl::{Machine, MachineType, Reading};
use json::edit::{Conflict, TextEdit};
use json::{Format, Text, Tree, Value, parse_tree};

use crate::history::{Entry, History, Step};
use crate::skeleton::Skeleton;
use crate::{Command, Refusal};

/// A workflow's text with its history. Everything else follows from the text.
#[derive(Clone, Debug)]
pub struct Document {
    present: Arc<Snapshot>,
    /// The last text that was whole.
    drawn: Arc<Snapshot>,
    history: History,
}

/// A text and what it means; never changes, so it may be handed around.
#[derive(Debug)]
pub struct Snapshot {
    pub text: String,
    pub format: Format,
    pub machine_type: MachineType,
    /// An input that an execution may have: the paths are looked at with it.
    pub example: Option<Value>,
    pub tree: Arc<Tree>,
    reading: OnceLock<Reading>,
    skeleton: OnceLock<Skeleton>,
}

/// One change of the text, as it goes into the undo list.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What people read behind “Undo”.
    pub name: String,
    pub edits: Vec<TextEdit>,
    /// The format of the text afterwards, when it becomes another one.
    pub format: Option<Format>,
    /// Joins this change to the one before it, if that has the same group.
    pub group: Option<Group>,
    /// What is selected before and after.
    pub before: Selection,
    pub after: Selection,
}

/// Changes that belong together, such as letters typed one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What is being changed: the text as such, or a field.
    pub subject: String,
    /// When, in milliseconds of any clock; a pause of more than a second begins a new entry.
    pub millis: f64,
}

/// What is selected: states by name, and a part of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub states: Vec<Text>,
    pub caret: Option<json::Range>,
}

impl Snapshot {
    fn new(text: String, format: Format, machine_type: MachineType, example: Option<Value>) -> Snapshot {
        let tree = Arc::new(parse_tree(&text, format));
        Snapshot::of(text, format, machine_type, example, tree)
    }

    /// The same text, understood in another way.
    fn seen_as(&self, machine_type: MachineType, example: Option<Value>) -> Snapshot {
        Snapshot::of(self.text.clone(), self.format, machine_type, example, self.tree.clone())
    }

    fn of(
        text: String,
        format: Format,
        machine_type: MachineType,
        example: Option<Value>,
        tree: Arc<Tree>,
    ) -> Snapshot {
        Snapshot {
            text,
            format,
            machine_type,
            example,
            tree,
            reading: OnceLock::new(),
            skeleton: OnceLock::new(),
        }
    }

    /// The machine and the diagnostics, computed when first asked for.
    pub fn reading(&self) -> &Reading {
        self.reading.get_or_init(|| match &self.example {
            Some(example) => asl::read_with(&self.text, &self.tree, self.machine_type, example),
            None => asl::read(&self.text, &self.tree, self.machine_type),
        })
    }

    pub fn machine(&self) -> &Machine {
        &self.reading().machine
    }

    /// What the rules ask again and again while somebody drags.
    pub(crate) fn skeleton(&self) -> &Skeleton {
        self.skeleton.get_or_init(|| Skeleton::of(&self.tree))
    }

    /// Whether both are one text as one type of workflow, so that their pictures are the same.
    pub fn has_picture_of(&self, other: &Snapshot) -> bool {
        Arc::ptr_eq(&self.tree, &other.tree) && self.machine_type == other.machine_type
    }

    /// Whether nothing of the text was left out in reading it, so that its picture is the picture of all of it.
    pub fn is_whole(&self) -> bool {
        self.tree.is_whole()
    }
}

impl Document {
    pub fn new(text: impl Into<String>, format: Format, machine_type: MachineType) -> Document {
        let present = Arc::new(Snapshot::new(text.into(), format, machine_type, None));
        Document { drawn: present.clone(), present, history: History::default() }
    }

    pub fn text(&self) -> &str {
        &self.present.text
    }

    pub fn format(&self) -> Format {
        self.present.format
    }

    pub fn machine_type(&self) -> MachineType {
        self.present.machine_type
    }

    pub fn tree(&self) -> &Tree {
        &self.present.tree
    }

    pub fn reading(&self) -> &Reading {
        self.present.reading()
    }

    /// The machine of the present text, however broken. For the picture, see [`Document::drawn`].
    pub fn machine(&self) -> &Machine {
        self.present.machine()
    }

    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.present
    }

    /// What the canvas shows: the present text if it is whole, else the last one that was.
    pub fn drawn(&self) -> &Arc<Snapshot> {
        &self.drawn
    }

    /// Whether the picture is that of an older text.
    pub fn is_broken(&self) -> bool {
        !Arc::ptr_eq(&self.present, &self.drawn)
    }

    /// Reads the same text as a definition of the other type. The type is a setting beside the text, so this is no entry of the history.
    pub fn set_machine_type(&mut self, machine_type: MachineType) {
        if machine_type != self.machine_type() {
            self.show(self.present.seen_as(machine_type, self.present.example.clone()));
        }
    }

    /// Looks at the same text with another input that an execution may have; this is no entry of the history either.
    pub fn set_example(&mut self, example: Option<Value>) {
        if example != self.present.example {
            self.show(self.present.seen_as(self.machine_type(), example));
        }
    }

    /// Plans a command, applies it and gives what is selected then. `now` is what is selected before,
    /// `millis` the time of any clock, by which quick changes of one field become one entry of the history.
    pub fn perform(&mut self, command: &Command, now: Selection, millis: f64) -> Result<Selection, Refusal> {
        let plan = crate::command::plan_whole(self, command)?;
        let after = Selection { states: plan.select.unwrap_or_else(|| now.states.clone()), caret: None };
        let change = Change {
            name: command.name(),
            edits: plan.edits,
            format: plan.format,
            group: command.group(millis),
            before: now,
            after: after.clone(),
        };
        self.apply(change).map_err(|Conflict(range)| Refusal::Conflict(range))?;
        Ok(after)
    }

    /// Changes the text: the only place that does. Without edits nothing happens, and nothing enters the history.
    pub fn apply(&mut self, change: Change) -> Result<(), Conflict> {
        let format = change.format.unwrap_or(self.format());
        if change.edits.is_empty() && format == self.format() {
            return Ok(());
        }
        let mut text = self.text().to_string();
        let inverse = json::edit::apply(&mut text, &change.edits)?;
        let step =
            Step { forward: change.edits, inverse, format_before: self.format(), format_after: format };
        let entry = Entry {
            name: change.name,
            group: change.group,
            steps: vec![step],
            before: change.before,
            after: change.after,
        };
        self.history.push(entry);
        self.show_text(text, format);
        Ok(())
    }

    /// Takes the last entry back, and gives what was selected before it.
    pub fn undo(&mut self) -> Option<Selection> {
        let mut text = self.text().to_string();
        let mut format = self.format();
        let entry = self.history.back()?;
        let selection = entry.before.clone();
        for step in entry.steps.iter().rev() {
            // What has been applied fits the other way round too.
            json::edit::apply(&mut text, &step.inverse).ok()?;
            format = step.format_before;
        }
        self.show_text(text, format);
        Some(selection)
    }

    /// Does the entry again that was taken back last, and gives what was selected after it.
    pub fn redo(&mut self) -> Option<Selection> {
        let mut text = self.text().to_string();
        let mut format = self.format();
        let entry = self.history.forward()?;
        let selection = entry.after.clone();
        for step in &entry.steps {
            json::edit::apply(&mut text, &step.forward).ok()?;
            format = step.format_after;
        }
        self.show_text(text, format);
        Some(selection)
    }

    /// What undo would take back.
    pub fn undo_name(&self) -> Option<&str> {
        self.history.undo_name()
    }

    /// What redo would do again.
    pub fn redo_name(&self) -> Option<&str> {
        self.history.redo_name()
    }

    fn show_text(&mut self, text: String, format: Format) {
        self.show(Snapshot::new(text, format, self.machine_type(), self.present.example.clone()));
    }

    fn show(&mut self, snapshot: Snapshot) {
        self.present = Arc::new(snapshot);
        if self.present.is_whole() {
            self.drawn = self.present.clone();
        }
    }
}
