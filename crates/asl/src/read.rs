//! A tree read into a machine, with what is to say about it.
//!
//! Reading never fails, and it is one walk: what is read is checked where it stands.
//! The order of the diagnostics is that of the service: the shape of everything first;
//! only where that is right, the arrows between states.

mod place;

mod document;
mod state;
mod text;

mod choice;
mod explain;
mod map;
mod resource;
mod retry;
mod task;

pub mod fields;
mod setting;
mod template;

pub use template::unsupported;

use alloc::string::String;
use alloc::vec::Vec;

use json::edit::Pen;
use json::tree::{Format, Node, Step, Tree, parse_tree};
use json::{Lookup, Text, Value};

use crate::advise::advise;
use crate::graph;
use crate::{Code, Diagnostic, Fix, Machine, MachineType, Range, Severity, SourcePath, StateId};

pub(crate) use document::first_character;
pub(crate) use fields::{Language, fields_of};
pub(crate) use place::Place;
pub(crate) use resource::may_be_sdk;
pub(crate) use setting::Bounds;

/// A machine and what is to say about it.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub machine: Machine,
    /// First as the service gives them, in its order; then ours, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// Whether the service would take the definition.
    pub fn is_valid(&self) -> bool {
        !self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// What is to say about a state, without the states inside of it.
    pub fn of_state(&self, state: StateId) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(move |diagnostic| diagnostic.state == Some(state))
    }

    /// What is to say about a field of a state and all inside of it: `of_field(id, "Retry[0]")`.
    pub fn of_field<'r>(&'r self, state: StateId, field: &str) -> impl Iterator<Item = &'r Diagnostic> {
        let location = self.machine.location(state) + "/" + field;
        self.of_state(state).filter(move |diagnostic| {
            let rest = diagnostic.location.as_deref().and_then(|found| found.strip_prefix(location.as_str()));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '[']))
        })
    }
}

/// Reads a definition. `text` is what `tree` was read from.
pub fn read(text: &str, tree: &Tree, machine_type: MachineType) -> Reading {
    let mut reader = Reader::new(text, tree, machine_type);
    reader.document();
    reader.finish()
}

/// Reads a definition, and looks at its paths with an input that an execution may have.
pub fn read_with(text: &str, tree: &Tree, machine_type: MachineType, example: &Value) -> Reading {
    let mut reader = Reader::new(text, tree, machine_type);
    reader.example = Some(example);
    reader.document();
    reader.finish()
}

/// Reads a definition from its text.
pub fn read_text(text: &str, format: Format, machine_type: MachineType) -> Reading {
    read(text, &parse_tree(text, format), machine_type)
}

/// What the walk carries along.
pub(crate) struct Reader<'t> {
    pub text: &'t str,
    pub tree: &'t Tree,
    /// Plans fixes.
    pub pen: Pen<'t>,
    pub machine: Machine,
    pub diagnostics: Vec<Diagnostic>,
    /// What is to say beyond the service, found on the way.
    notes: Vec<Diagnostic>,
    /// How deep in the tree the place of each diagnostic is.
    depths: Vec<usize>,
    /// The state being read.
    pub state: Option<StateId>,
    /// Whether the state being read says JSONPath in a JSONata machine: then nothing is said about the language of its fields.
    pub is_downgraded: bool,
    /// The fields that `$states` has in what is being read.
    pub states_fields: &'static [&'static str],
    /// An input that an execution may have.
    pub example: Option<&'t Value>,
    /// The paths read so far: most stand in a definition many times.
    paths: Lookup<SourcePath>,
}

/// What `$states` has everywhere.
pub(crate) const STATES_FIELDS: &[&str] = &["input", "context"];
/// What `$states` has once the work of a Task, Parallel or Map is done.
pub(crate) const STATES_FIELDS_OF_RESULT: &[&str] = &["input", "context", "result"];
/// What `$states` has in a catcher.
pub(crate) const STATES_FIELDS_OF_ERROR: &[&str] = &["input", "context", "errorOutput"];

impl<'t> Reader<'t> {
    fn new(text: &'t str, tree: &'t Tree, machine_type: MachineType) -> Reader<'t> {
        let mut machine = Machine::default();
        machine.machine_type = machine_type;
        Reader {
            text,
            tree,
            pen: Pen::new(text, tree),
            machine,
            diagnostics: Vec::new(),
            notes: Vec::new(),
            depths: Vec::new(),
            state: None,
            is_downgraded: false,
            states_fields: STATES_FIELDS,
            example: None,
            paths: Lookup::new(),
        }
    }

    /// Reads a path, each distinct one once.
    pub fn source_path(&mut self, text: &Text) -> SourcePath {
        if let Some(path) = self.paths.get(text) {
            return path.clone();
        }
        let path = SourcePath::parse(text);
        self.paths.note(text, path.clone());
        path
    }

    fn finish(mut self) -> Reading {
        let syntax = self.syntax();
        if !syntax.is_empty() {
            return Reading { machine: self.machine, diagnostics: syntax };
        }
        self.sort();
        let is_shaped = !self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        self.diagnostics.extend(graph::check(&self.machine, &self.pen, is_shaped));
        let is_whole = !self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
        self.diagnostics.extend(advise(&self.machine, &self.pen, self.example, is_whole, self.notes));
        Reading { machine: self.machine, diagnostics: self.diagnostics }
    }

    /// The walk reads what belongs together; the service speaks from top to bottom,
    /// and of an object as a whole before it speaks of what is inside.
    fn sort(&mut self) {
        let tree = self.tree;
        let diagnostics = core::mem::take(&mut self.diagnostics);
        let mut keyed: Vec<_> = diagnostics
            .into_iter()
            .zip(&self.depths)
            .map(|(diagnostic, depth)| {
                let at = diagnostic.range.start;
                let begin = match depth.checked_sub(1) {
                    Some(index) => tree.at(at).get(index).map_or(at, Step::start),
                    None => 0,
                };
                ((begin, at), diagnostic)
            })
            .collect();
        keyed.sort_by_key(|(key, _)| *key);
        self.diagnostics = keyed.into_iter().map(|(_, diagnostic)| diagnostic).collect();
    }

    /// Adds an error of the service about the value at a place.
    pub fn error(&mut self, code: Code, message: impl Into<String>, place: &Place<'_>, range: Range) {
        self.say(Severity::Error, code, message, place, range, None);
    }

    /// The most common error: the value does not have the shape it must have.
    pub fn refuse(&mut self, message: impl Into<String>, place: &Place<'_>, range: Range) {
        self.error(Code::SchemaValidationFailed, message, place, range);
    }

    pub fn say(
        &mut self,
        severity: Severity,
        code: Code,
        message: impl Into<String>,
        place: &Place<'_>,
        range: Range,
        fix: Option<Fix>,
    ) {
        let (message, location) = (message.into(), Some(place.location()));
        self.depths.push(place.depth());
        self.diagnostics.push(Diagnostic {
            severity,
            code,
            message,
            location,
            range,
            state: self.state,
            fix,
        });
    }

    /// The place in the text of a part of a decoded string.
    pub fn part(&self, node: &Node, start: usize, end: usize) -> Range {
        self.tree.source_range(self.text, node.range, Range::new(start, end))
    }
}
