//! The machine itself and its scopes.

use alloc::format;
use alloc::vec::Vec;

use json::tree::{Node, NodeKind};
use json::{Lookup, Text};

use super::{Bounds, Place, Reader, fields};
use crate::{Code, Kind, Next, QueryLanguage, Range, Scope, ScopeId, StateId, Target};

impl Reader<'_> {
    /// Reads everything.
    pub fn document(&mut self) {
        let Some(root) = &self.tree.root else {
            return;
        };
        let NodeKind::Object(members) = &root.kind else {
            return;
        };
        let place = Place::ROOT;
        self.allow(members, &fields::MACHINE, QueryLanguage::JsonPath, &place);
        self.machine.comment = root.get("Comment").and_then(Node::as_text).cloned();
        if let Some(node) = root.get("Version") {
            self.machine.version = self.one_of(node, &["1.0"], &place.member("Version")).cloned();
        }
        if let Some(node) = root.get("QueryLanguage") {
            self.machine.query_language = self.query_language(node, &place.member("QueryLanguage"));
        }
        if let Some(node) = root.get("TimeoutSeconds") {
            let bounds = Bounds::whole(1, 99_999_999);
            self.machine.timeout_seconds = self.whole(node, bounds, &place.member("TimeoutSeconds"));
        }
        self.machine.scopes.clear();
        self.scope(root, None, &place);
    }

    /// The language a value names. Whatever is there and is not exactly `JSONPath` counts as JSONata, as for the service.
    pub fn query_language(&mut self, node: &Node, place: &Place<'_>) -> QueryLanguage {
        self.one_of(node, &["JSONPath", "JSONata"], place);
        match node.as_text() {
            Some(text) if text == "JSONPath" => QueryLanguage::JsonPath,
            Some(_) | None => QueryLanguage::Jsonata,
        }
    }

    /// Reads an object with `StartAt` and `States`, and all that is inside.
    pub fn scope(&mut self, node: &Node, owner: Option<StateId>, place: &Place<'_>) -> ScopeId {
        let id = ScopeId(self.machine.scopes.len() as u32);
        self.machine.scopes.push(Scope { start: None, states: Vec::new(), owner, range: node.range });
        self.require(node, &["States", "StartAt"], place, self.head(node));
        let start = node.get("StartAt").and_then(|start| self.target(start, &place.member("StartAt")));
        let mut states = Vec::new();
        if let Some(list) = node.get("States") {
            let place = place.member("States");
            match &list.kind {
                NodeKind::Object(members) => {
                    if members.is_empty() {
                        self.refuse("Value cannot be empty", &place, list.range);
                    }
                    for member in members {
                        states.push(self.member_state(member, id, &place.member(&member.key)));
                    }
                }
                NodeKind::Null
                | NodeKind::Bool(_)
                | NodeKind::Number(_)
                | NodeKind::String(_)
                | NodeKind::Array(_)
                | NodeKind::Broken => self.expected("Object", list, &place),
            }
        }
        let scope = &mut self.machine.scopes[id.0 as usize];
        // Without `States` there is nothing to start, and nothing to say about it.
        scope.start = start.filter(|_| node.get("States").is_some());
        scope.states = states;
        self.connect(id);
        id
    }

    /// The name of a state in an arrow, not yet followed.
    pub fn target(&mut self, node: &Node, place: &Place<'_>) -> Option<Target> {
        let name = self.string(node, place)?;
        Some(Target { name: name.clone(), state: None, range: node.range })
    }

    /// Lets the arrows of a scope point to its states.
    fn connect(&mut self, id: ScopeId) {
        let machine = &mut self.machine;
        let scope = &mut machine.scopes[id.0 as usize];
        let mut names: Lookup<StateId> = Lookup::new();
        for id in &scope.states {
            names.note(&machine.states[id.0 as usize].name, *id);
        }
        let follow = |target: &mut Target| target.state = names.get(&target.name).copied();
        scope.start.as_mut().map(follow);
        for id in &scope.states {
            let state = &mut machine.states[id.0 as usize];
            if let Next::To(target) = &mut state.next {
                follow(target);
            }
            state.catch.iter_mut().filter_map(|catcher| catcher.next.as_mut()).for_each(follow);
            if let Kind::Choice(choice) = &mut state.kind {
                choice.rules.iter_mut().filter_map(|rule| rule.next.as_mut()).for_each(follow);
                choice.default.as_mut().map(follow);
            }
        }
    }

    /// What to underline when an object lacks something: its first character, or the key of the state being read.
    pub fn head(&self, node: &Node) -> Range {
        first_character(self.text, node.range)
    }

    /// Says so when a name is too long for the service.
    pub fn check_name(&mut self, name: &Text, place: &Place<'_>, range: Range) {
        if name.is_empty() {
            self.error(Code::InvalidStateName, "The state name cannot be empty", place, range);
        } else if name.chars().count() > 80 {
            let message =
                format!("The state name '{name}' exceeds the 80-character limit allowed by the service");
            self.error(Code::InvalidStateName, message, place, range);
        }
    }
}

/// The first character of a range; the range itself when it is empty.
pub fn first_character(text: &str, range: Range) -> Range {
    let length = range.of(text).chars().next().map_or(0, char::len_utf8);
    Range::new(range.start, range.start + length)
}
