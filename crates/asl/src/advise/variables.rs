//! Variables that are read before anything assigns them, and those that nobody reads.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use json::Text;
use jsonata::{Dialect, Subject};

use super::{Adviser, nearest};
use crate::find;
use crate::graph::assignments;
use crate::read::Place;
use crate::{
    Code, Kind, Leaf, Mode, Next, Range, ScopeId, Severity, State, StateId, Template, assigned_names,
};

/// One mention of a variable.
pub(crate) struct Read<'a> {
    state: StateId,
    field: String,
    name: &'a Text,
    /// Where in the expression; none in a path.
    part: Option<core::ops::Range<usize>>,
}

const TITLE: &str = "Remove the variable";

/// A set of variables, one bit each.
type Set = Vec<u64>;

impl<'a> Adviser<'a> {
    /// Notes the variables that are read somewhere in a state.
    pub fn reads_of(&mut self, state: &State, place: &Place<'_>, leaf: Leaf<'a>) {
        let mut add = |name: &'a Text, part: Option<core::ops::Range<usize>>| {
            self.reads.push(Read { state: state.id, field: place.field(), name, part });
        };
        match leaf {
            Leaf::Path(_) | Leaf::Call(_) => leaf.variables(&mut |name| add(name, None)),
            Leaf::Expression(expression) => {
                for reference in expression.references() {
                    match &reference.subject {
                        Subject::Variable { name, .. } if name != "states" => {
                            add(name, Some(reference.range.clone()));
                        }
                        Subject::Variable { .. }
                        | Subject::Function { .. }
                        | Subject::Name(_)
                        | Subject::Context
                        | Subject::Root => {}
                    }
                }
            }
        }
    }

    pub fn variables(&mut self) {
        let machine = self.machine;
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for state in &machine.states {
            for name in assigned_names(state) {
                let next = names.len();
                names.entry(name).or_insert(next);
            }
        }
        let reads = core::mem::take(&mut self.reads);
        if reads.is_empty() && names.is_empty() {
            return;
        }
        let before = self.before(&names);
        let mut is_read: BTreeMap<&str, ()> = BTreeMap::new();
        for read in &reads {
            let name = read.name;
            is_read.insert(name, ());
            let state = machine.state(read.state);
            match names.get(name.as_str()) {
                Some(index) if has(&before[read.state.0 as usize], *index) => {}
                Some(_) => {
                    let message = format!(
                        "Nothing assigns '${name}' before this state. A variable can be read from the next state on after it has been assigned."
                    );
                    let range = self.range_of(state, &read.field, read.part.as_ref());
                    let code = Code::VariableNotAssigned;
                    self.about_range(Severity::Info, code, message, state, &read.field, range, None);
                }
                None => self.never_assigned(state, read, &names),
            }
        }
        if self.is_whole {
            machine.states.iter().for_each(|state| self.never_read(state, &is_read));
        }
    }

    /// A part of the expression in a field, or the whole field.
    pub fn range_of(&self, state: &State, field: &str, part: Option<&core::ops::Range<usize>>) -> Range {
        let Some(found) = self.field(state, field) else { return state.name_range };
        let (Some(part), Some(text)) = (part, found.node.as_text()) else { return found.node.range };
        let inner = text.strip_prefix("{%").unwrap_or(text);
        let start = text.len() - inner.trim_start().len();
        let part = Range::new(start + part.start, start + part.end);
        self.tree.source_range(self.text(), found.node.range, part)
    }

    fn never_assigned(&mut self, state: &State, read: &Read<'_>, names: &BTreeMap<&str, usize>) {
        let (field, name) = (read.field.as_str(), read.name);
        let functions =
            Dialect::Service.functions().map(|(function, _)| function).filter(|_| state.is_jsonata());
        let is_called = self.is_called(state, field, name);
        let near = match (name.as_str(), is_called) {
            ("eval", true) => Some("parse"),
            (_, true) => nearest(name, functions),
            (_, false) => nearest(name, names.keys().copied()),
        };
        let message = match near {
            Some(near) if is_called => {
                format!("No function of the service is called '${name}'. Did you mean '${near}'?")
            }
            None if is_called => {
                format!("No function of the service is called '${name}': calling it fails with T1006.")
            }
            Some(near) => format!("Nothing assigns '${name}'. Did you mean '${near}'?"),
            None => format!("Nothing assigns '${name}': reading it fails."),
        };
        let fix = near.and_then(|near| {
            let found = self.field(state, field)?;
            let text = found.node.as_text()?;
            self.replace(found, &text.replace(&format!("${name}"), &format!("${near}")))
        });
        let code = if is_called { Code::UnknownFunction } else { Code::VariableNotAssigned };
        let range = self.range_of(state, &read.field, read.part.as_ref());
        self.about_range(Severity::Info, code, message, state, field, range, fix);
    }

    /// Whether an expression calls what has this name.
    fn is_called(&self, state: &State, field: &str, name: &Text) -> bool {
        let Some(text) = self.field(state, field).and_then(|found| found.node.as_text()) else {
            return false;
        };
        let call = format!("${name}");
        text.match_indices(call.as_str()).any(|(at, _)| text[at + call.len()..].trim_start().starts_with('('))
    }

    fn never_read(&mut self, state: &State, is_read: &BTreeMap<&str, ()>) {
        for (place, template) in assignments(state) {
            for name in template.keys().into_iter().filter(|name| !is_read.contains_key(*name)) {
                let (field, member) = find::key(self.tree, state, &place, name);
                let is_only = self.field(state, &place).is_some_and(|found| found.node.members().len() == 1);
                // Without its only variable the whole Assign goes.
                let fix = match (member, place.rsplit_once('/')) {
                    (Some(_), Some((parent, own))) if is_only => self.remove(state, parent, own, TITLE),
                    (Some(_), None) if is_only => self.remove(state, "", &place, TITLE),
                    (Some(member), _) => self.remove(state, &place, &member.key, TITLE),
                    (None, _) => None,
                };
                let range = member.map_or(state.name_range, |member| member.key_range);
                let message = format!("Nothing reads the variable '${name}'.");
                self.about_range(Severity::Hint, Code::VariableNotRead, message, state, &field, range, fix);
            }
        }
    }

    /// For each state the variables that some way to it has assigned.
    fn before(&self, names: &BTreeMap<&str, usize>) -> Vec<Set> {
        let machine = self.machine;
        let empty = vec![0_u64; names.len().div_ceil(64)];
        let mut before = vec![empty.clone(); machine.states.len()];
        let mut is_reached = vec![false; machine.states.len()];
        let keys = |template: &Option<Template>| {
            let mut set = empty.clone();
            for index in template.iter().flat_map(Template::keys).filter_map(|key| names.get(key)) {
                set[index / 64] |= 1 << (index % 64);
            }
            set
        };
        // A scope stands behind the one around it in the list, so the state around a scope is done when its turn comes.
        for (index, scope) in machine.scopes.iter().enumerate() {
            let outer = match scope.owner.map(|owner| machine.state(owner)) {
                Some(owner) if !is_distributed(owner) => before[owner.id.0 as usize].clone(),
                Some(_) | None => empty.clone(),
            };
            // States that nothing leads to are taken to start with what is outside: they have their own diagnostics.
            let starts = scope.start.iter().filter_map(|start| start.state);
            let mut open: Vec<(StateId, Set)> = starts.map(|id| (id, outer.clone())).collect();
            for state in machine.states_of(ScopeId(index as u32)) {
                union(&mut before[state.id.0 as usize], &outer);
            }
            while let Some((id, set)) = open.pop() {
                let place = id.0 as usize;
                let grew = union(&mut before[place], &set);
                if !grew && is_reached[place] {
                    continue;
                }
                is_reached[place] = true;
                let state = machine.state(id);
                let mut go = |target: Option<StateId>, assigned: Set| {
                    if let Some(target) = target {
                        let mut set = before[place].clone();
                        union(&mut set, &assigned);
                        open.push((target, set));
                    }
                };
                if let Next::To(target) = &state.next {
                    go(target.state, keys(&state.assign));
                }
                if let Kind::Choice(choice) = &state.kind {
                    for rule in &choice.rules {
                        go(rule.next.as_ref().and_then(|next| next.state), keys(&rule.assign));
                    }
                    go(choice.default.as_ref().and_then(|default| default.state), keys(&state.assign));
                }
                for catcher in &state.catch {
                    go(catcher.next.as_ref().and_then(|next| next.state), keys(&catcher.assign));
                }
            }
        }
        before
    }
}

fn is_distributed(state: &State) -> bool {
    matches!(&state.kind, Kind::Map(map) if matches!(map.mode, Mode::Distributed(_)))
}

fn has(set: &Set, index: usize) -> bool {
    set[index / 64] & (1 << (index % 64)) != 0
}

/// Adds a set; whether that changed anything.
fn union(set: &mut Set, other: &Set) -> bool {
    let mut grew = false;
    for (word, other) in set.iter_mut().zip(other) {
        grew |= *other & !*word != 0;
        *word |= other;
    }
    grew
}
