//! The state that a form is about: what stands in its text, what is wrong with it, and how a field is changed.

use asl::{Diagnostic, Severity};
use editor::Command;
use json::tree::Node;
use json::{Object, Range, Text, Value};
use leptos::prelude::*;

use crate::studio::Studio;

/// A state that is edited. Copied into every field.
#[derive(Clone, Copy)]
pub struct Form {
    pub name: StoredValue<Text>,
    /// The state's object as it stands in the text.
    pub value: Memo<Value>,
    pub kind: Memo<String>,
    pub is_jsonata: Memo<bool>,
}

/// What is said about a field, and how bad it is.
pub type Problem = (Severity, String);

impl Form {
    pub fn of(studio: Studio, name: Text) -> Form {
        let name = StoredValue::new(name);
        let state = move || {
            let present = studio.present.get();
            let id = name.with_value(|name| present.machine().find(name))?;
            Some((present, id))
        };
        Form {
            name,
            value: Memo::new(move |_| {
                let value = state().and_then(|(present, id)| {
                    let range = present.machine().state(id).range;
                    node_of(&present.tree, range).map(Node::to_value)
                });
                value.unwrap_or_else(|| Value::from(Object::new()))
            }),
            kind: Memo::new(move |_| {
                state()
                    .map(|(present, id)| present.machine().state(id).kind.name().to_string())
                    .unwrap_or_default()
            }),
            is_jsonata: Memo::new(move |_| {
                state().is_some_and(|(present, id)| present.machine().state(id).is_jsonata())
            }),
        }
    }

    /// What stands at a path of the state: a JSON Pointer inside it.
    pub fn get(self, path: &str) -> Option<Value> {
        find(&self.value.read(), path).cloned()
    }

    pub fn has(self, path: &str) -> bool {
        find(&self.value.read(), path).is_some()
    }

    /// What stands at a path, as one types it into a line.
    pub fn text(self, path: &str) -> String {
        find(&self.value.read(), path).map(shown).unwrap_or_default()
    }

    pub fn get_untracked(self, path: &str) -> Option<Value> {
        find(&self.value.read_untracked(), path).cloned()
    }

    /// How many items a list has.
    pub fn count(self, path: &str) -> usize {
        find(&self.value.read(), path).and_then(Value::as_array).map_or(0, json::Array::len)
    }

    /// Where the arguments of a task, a reader or a writer stand, by the language.
    pub fn arguments(self) -> &'static str {
        if self.is_jsonata.get() { "/Arguments" } else { "/Parameters" }
    }

    /// Sets a field, or removes it.
    pub fn set(self, studio: Studio, path: &str, value: Option<Value>) {
        if self.get_untracked(path) == value {
            return;
        }
        let state = Some(self.name.get_value());
        studio.perform(&Command::SetField { state, path: path.to_string(), value });
    }

    /// Changes several members of an object at once, so that it is one entry of the undo list.
    pub fn change(self, studio: Studio, path: &str, change: impl FnOnce(&mut Object)) {
        let old = self.get_untracked(path);
        let mut object = old.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
        change(&mut object);
        self.set(studio, path, Some(object.into()));
    }

    /// Puts one member into the place of another, or sets it where there is neither.
    pub fn swap(self, studio: Studio, path: &str, from: &str, to: &str, value: Value) {
        let holds = |key: &str| self.get_untracked(&format!("{path}/{}", escape(key))).is_some();
        if !holds(from) || holds(to) {
            if holds(from) {
                return self.change(studio, path, |object| {
                    object.remove(from);
                    object.insert(to, value);
                });
            }
            return self.set(studio, &format!("{path}/{}", escape(to)), Some(value));
        }
        self.change(studio, path, |object| put_in_place(object, from, to, value));
    }

    pub fn insert_item(self, studio: Studio, path: &str, index: usize, value: Value) {
        let state = Some(self.name.get_value());
        studio.perform(&Command::InsertItem { state, path: path.to_string(), index, value });
    }

    pub fn remove_item(self, studio: Studio, path: &str, index: usize) {
        let state = Some(self.name.get_value());
        studio.perform(&Command::RemoveItem { state, path: path.to_string(), index });
    }

    pub fn move_item(self, studio: Studio, path: &str, from: usize, to: usize) {
        let state = Some(self.name.get_value());
        studio.perform(&Command::MoveItem { state, path: path.to_string(), from, to });
    }

    /// All that is said about a field and what is inside it.
    pub fn problems(self, studio: Studio, path: &str) -> Vec<Problem> {
        self.said(studio, path, |_| true)
    }

    /// What is said about a field itself, and not about a part of it; of the state when the path is empty.
    pub fn own_problems(self, studio: Studio, path: &str) -> Vec<Problem> {
        self.said(studio, path, |node| !is_about_part(node.0, node.1))
    }

    fn said(self, studio: Studio, path: &str, counts: impl Fn((&Node, Range)) -> bool) -> Vec<Problem> {
        let present = studio.present.get();
        let Some(id) = self.name.with_value(|name| present.machine().find(name)) else { return Vec::new() };
        let Some(state) = node_of(&present.tree, present.machine().state(id).range) else {
            return Vec::new();
        };
        let Some((key, node)) = descend(state, path) else { return Vec::new() };
        let is_here = |found: &&Diagnostic| {
            path.is_empty()
                || node.range.contains(found.range)
                || key.is_some_and(|key| key.contains(found.range))
        };
        let found = present.reading().diagnostics.iter().filter(|found| found.state == Some(id));
        found
            .filter(is_here)
            .filter(|found| counts((node, found.range)))
            .map(|found| (found.severity, found.message.clone()))
            .collect()
    }
}

/// A value as one types it into a line: strings without quotes.
pub fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}

/// The same where any JSON may be typed: a string that would be read as something else keeps its quotes.
pub fn shown_json(value: &Value) -> String {
    match value.as_str() {
        Some(text) if json::parse(text).is_err() && !text.is_empty() => text.to_string(),
        Some(_) | None => json::compact(value),
    }
}

/// What was typed where any JSON may be: what is no JSON is a string.
pub fn typed_json(text: &str) -> Value {
    json::parse(text).unwrap_or_else(|_| Value::from(text))
}

/// A key as a JSON Pointer writes it.
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

/// Gives a member another name and value where it stands.
fn put_in_place(object: &mut Object, from: &str, to: &str, value: Value) {
    let rename = |(key, old): (&Text, &Value)| match key == from {
        true => (Text::from(to), value.clone()),
        false => (key.clone(), old.clone()),
    };
    *object = object.iter().map(rename).collect();
}

/// The value at a JSON Pointer.
fn find<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('/').skip(1).try_fold(value, |value, part| match value {
        Value::Array(array) => array.get(part.parse().ok()?),
        Value::Object(object) => object.get(&unescape(part)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

/// The node that has this very range.
pub fn node_of(tree: &json::tree::Tree, range: Range) -> Option<&Node> {
    tree.at(range.start).iter().map(|step| step.node()).find(|node| node.range == range)
}

/// The node at a JSON Pointer, and where its key stands.
fn descend<'a>(node: &'a Node, path: &str) -> Option<(Option<Range>, &'a Node)> {
    path.split('/').skip(1).try_fold((None, node), |(_, node), part| match node.is_array() {
        true => Some((None, node.item(part.parse().ok()?)?)),
        false => {
            let member = node.member(&unescape(part))?;
            Some((Some(member.key_range), &member.value))
        }
    })
}

/// Whether a place of the text is in a member or an item of a node.
fn is_about_part(node: &Node, place: Range) -> bool {
    let is_member =
        |member: &json::tree::Member| member.key_range.contains(place) || member.value.range.contains(place);
    node.members().iter().any(is_member) || node.items().iter().any(|item| item.range.contains(place))
}
