//! What the service does not say: advice that teaches, at lower severity, with a fix where there is one.
//!
//! Nothing here keeps a definition from being created.
//! Each piece of advice is about something that can be seen in the text; where the data decide, it stays silent.

mod names;

mod cost;
mod ends;
mod errors;
mod services;
mod tasks;
mod variables;

mod context;
mod flow;
mod selector;
mod shape;

use alloc::collections::VecDeque;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use json::Value;
use json::edit::{Pen, Plan};
use json::tree::{Member, Node, NodeKind, Tree};

use crate::find::{self, Found};
use crate::{Code, Diagnostic, Fix, Machine, Range, Severity, State};

pub(crate) use errors::{ERROR_NAMES, LAMBDA_ERRORS};
pub(crate) use names::nearest;
use names::respell;

/// Advice about a machine that has been read. `example` is an input that an execution may have;
/// `is_whole` is whether the service would take it; `notes` is advice found while it was read.
pub(crate) fn advise(
    machine: &Machine,
    pen: &Pen<'_>,
    example: Option<&Value>,
    is_whole: bool,
    notes: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut adviser = Adviser {
        machine,
        tree: pen.tree,
        pen,
        example,
        is_whole,
        reads: Vec::new(),
        contexts: VecDeque::new(),
        retriers: Vec::new(),
        diagnostics: notes,
    };
    adviser.duplicate_keys();
    for state in &machine.states {
        adviser.errors(state);
        adviser.task(state);
        adviser.choice(state);
        adviser.map(state);
        adviser.sizes(state);
        adviser.calls(state);
    }
    adviser.variables();
    adviser.flow();
    adviser.endless();
    adviser.chains();
    adviser.express();
    let mut diagnostics = adviser.diagnostics;
    diagnostics.sort_by_key(|diagnostic| (diagnostic.range.start, diagnostic.range.end));
    diagnostics
}

/// With so many members it is quicker to compare each with each than to sort them.
const SHORT: usize = 24;

pub(crate) struct Adviser<'a> {
    pub machine: &'a Machine,
    pub tree: &'a Tree,
    /// Plans fixes.
    pub pen: &'a Pen<'a>,
    pub example: Option<&'a Value>,
    /// Whether there are no errors: what cannot be read may well be what uses something else.
    pub is_whole: bool,
    /// Where variables are read.
    reads: Vec<variables::Read<'a>>,
    /// Paths into the context object that cannot exist, by state.
    contexts: VecDeque<context::Astray>,
    /// What to say to functions without a retrier for some errors, and the retrier.
    retriers: Vec<(Vec<&'static str>, String, Value)>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Adviser<'a> {
    /// Adds advice about a field of a state; the whole state's name is underlined where the field is not found.
    pub fn about(
        &mut self,
        severity: Severity,
        code: Code,
        message: impl Into<String>,
        state: &State,
        field: &str,
        fix: Option<Fix>,
    ) {
        let found = self.field(state, field);
        let range = found.map_or(state.name_range, |found| found.node.range);
        self.about_range(severity, code, message, state, field, range, fix);
    }

    /// The same with a range of one's own.
    #[expect(clippy::too_many_arguments, reason = "a diagnostic has as many parts")]
    pub fn about_range(
        &mut self,
        severity: Severity,
        code: Code,
        message: impl Into<String>,
        state: &State,
        field: &str,
        range: Range,
        fix: Option<Fix>,
    ) {
        let mut location = self.machine.location(state.id);
        if !field.is_empty() {
            location.push('/');
            location.push_str(field);
        }
        let (message, location, state) = (message.into(), Some(location), Some(state.id));
        self.diagnostics.push(Diagnostic { severity, code, message, location, range, state, fix });
    }

    /// The object of a state.
    pub fn node(&self, state: &State) -> Option<&'a Node> {
        find::object(self.tree, state)
    }

    /// The value of a field, by the name that messages use: `Choices[0]/Next`, `Parameters/a.$`.
    pub fn field(&self, state: &State, field: &str) -> Option<Found<'a>> {
        find::field(self.tree, state, field)
    }

    /// A fix that removes a member of an object that a field holds.
    pub fn remove(&self, state: &State, object: &str, key: &str, title: &str) -> Option<Fix> {
        let object = self.field(state, object)?.node;
        let index = object.members().iter().position(|other| other.key == key)?;
        Some(fix(title, self.pen.plan_removal(object, index).ok()?))
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.pen.text
    }

    /// A fix that sets a member of a state.
    pub fn set(&self, state: &State, key: &str, value: Value, title: &str) -> Option<Fix> {
        let plan = self.pen.plan_set(self.node(state)?, key, value).ok()?;
        Some(fix(title, plan))
    }

    /// A fix that puts another text in the place of a string.
    pub fn replace(&self, found: Found<'_>, text: &str) -> Option<Fix> {
        let plan = self.pen.plan_replace(found.node, text).ok()?;
        Some(fix(&format!("Change to '{text}'"), plan))
    }

    /// Objects that say the same key twice: the last one counts, silently.
    fn duplicate_keys(&mut self) {
        let Some(root) = &self.tree.root else { return };
        let mut open = alloc::vec![root];
        while let Some(node) = open.pop() {
            match &node.kind {
                NodeKind::Array(items) => open.extend(items),
                NodeKind::Object(members) => {
                    self.duplicates_of(members);
                    open.extend(members.iter().map(|member| &member.value));
                }
                NodeKind::Null
                | NodeKind::Bool(_)
                | NodeKind::Number(_)
                | NodeKind::String(_)
                | NodeKind::Broken => {}
            }
        }
    }

    fn duplicates_of(&mut self, members: &'a [Member]) {
        if members.len() <= SHORT {
            let is_double = |(index, member): (usize, &Member)| {
                members[index + 1..].iter().any(|other| other.key == member.key)
            };
            if !members.iter().enumerate().any(is_double) {
                return;
            }
        }
        let mut order: Vec<&Member> = members.iter().collect();
        // The sort keeps the order of equal keys.
        order.sort_by(|a, b| a.key.cmp(&b.key));
        for pair in order.windows(2) {
            if let [first, second] = pair
                && first.key == second.key
            {
                self.duplicate(first);
            }
        }
    }

    /// A member that a later one with the same key makes void.
    fn duplicate(&mut self, member: &Member) {
        let machine = self.machine;
        // States of one name the service refuses itself.
        if machine.states.iter().any(|state| state.name_range == member.key_range) {
            return;
        }
        let state = machine.states.iter().rev().find(|state| state.range.contains(member.range));
        let plan = self.tree.at(member.range.start).iter().rev().find_map(|step| {
            let index = step.node().members().iter().position(|other| other.range == member.range)?;
            self.pen.plan_removal(step.node(), index).ok()
        });
        let key = &member.key;
        self.diagnostics.push(Diagnostic {
            severity: Severity::Info,
            code: Code::DuplicateKey,
            message: format!(
                "The key '{key}' stands twice in this object: the last one counts, this one is ignored."
            ),
            location: None,
            range: member.key_range,
            state: state.map(|state| state.id),
            fix: plan.map(|plan| fix("Remove the first one", plan)),
        });
    }
}

pub(crate) fn fix(title: &str, plan: Plan) -> Fix {
    Fix { title: title.to_string(), plan }
}
