//! A document while a command is planned: each step changes the draft's text, and in the end all steps are one list of edits.
//!
//! Steps name places by JSON Pointer, which stays right while bytes move.

use std::borrow::Cow;

use json::edit::{Content, Patch, Pen, Style, TextEdit};
use json::{Format, Node, Text, Tree, Value, parse_tree};

use crate::skeleton::{Skeleton, State};
use crate::{Document, Refusal, ScopeName};

pub struct Draft<'a> {
    first: &'a str,
    text: Cow<'a, str>,
    tree: Cow<'a, Tree>,
    skeleton: Cow<'a, Skeleton>,
    patch: Patch,
    /// The layout of the first text: what is taken out on the way still shows how it was written.
    style: Style,
}

pub type Outcome = Result<(), Refusal>;

/// Refuses a text that is not whole: in it no place is sure.
pub fn check_whole(document: &Document) -> Outcome {
    match document.tree().problems.iter().find(|problem| !problem.kind.is_notation()) {
        Some(problem) => Err(Refusal::Broken(problem.range)),
        None => Ok(()),
    }
}

impl<'a> Draft<'a> {
    /// A draft of a text that is whole; in a broken one no place is sure.
    pub fn of(document: &'a Document) -> Result<Draft<'a>, Refusal> {
        let tree = document.tree();
        check_whole(document)?;
        Ok(Draft {
            first: document.text(),
            text: Cow::Borrowed(document.text()),
            tree: Cow::Borrowed(tree),
            skeleton: Cow::Borrowed(document.snapshot().skeleton()),
            patch: Patch::default(),
            style: Style::of(document.text(), tree),
        })
    }

    /// All steps as edits of the first text. Refuses what would leave the text unreadable.
    pub fn finish(self) -> Result<Vec<TextEdit>, Refusal> {
        if let Some(problem) = self.tree.problems.iter().find(|problem| !problem.kind.is_notation()) {
            // The parser's own words are all that tells it from other mistakes.
            return Err(match problem.message().contains("anchor") {
                true => Refusal::Anchored,
                false => Refusal::WouldBreak(problem.message()),
            });
        }
        Ok(self.patch.edits(self.first, &self.text))
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    pub fn format(&self) -> Format {
        self.tree.format
    }

    pub fn skeleton(&self) -> &Skeleton {
        &self.skeleton
    }

    pub fn state(&self, name: &Text) -> Result<&State, Refusal> {
        self.skeleton.find(name)
    }

    pub fn scope(&self, name: &ScopeName) -> Result<&crate::skeleton::Scope, Refusal> {
        self.skeleton.find_scope(name)
    }

    pub fn node(&self, pointer: &str) -> Result<&Node, Refusal> {
        self.tree.find(pointer).ok_or_else(|| Refusal::NotThere(format!("“{pointer}” in the text")))
    }

    pub fn has(&self, pointer: &str) -> bool {
        self.tree.find(pointer).is_some()
    }

    /// Whether the machine itself, or a state of its own will, is in JSONata.
    pub fn is_jsonata(&self, state: Option<&State>) -> bool {
        let root = self.tree.find("/QueryLanguage").and_then(Node::as_text);
        let machine = root.is_some_and(|language| language == "JSONata");
        state.and_then(|state| state.is_jsonata).unwrap_or(machine)
    }

    /// A node's text, to be put somewhere else.
    pub fn take(&self, pointer: &str) -> Result<Content, Refusal> {
        Ok(self.pen().take(self.node(pointer)?))
    }

    /// Gives a member of the object at a pointer a value. One that has it already keeps its text.
    pub fn set(&mut self, pointer: &str, key: &str, content: impl Into<Content>) -> Outcome {
        let node = self.node(pointer)?;
        let content = content.into();
        let is_same = |old: &Node| json::compact(&old.to_value()) == json::compact(&content.value);
        if node.get(key).is_some_and(is_same) {
            return Ok(());
        }
        let edits = match self.place_for(pointer, node, key) {
            Some(place) => self.pen().insert_member(node, place, key, &content)?,
            None => self.pen().set_member(node, key, &content)?,
        };
        self.apply(&edits)
    }

    /// Where a new field of a state or a scope reads best: before the arrow, before the start. Nothing means last, or in its old place.
    fn place_for(&self, pointer: &str, node: &Node, key: &str) -> Option<usize> {
        let is_arrow = matches!(key, "Next" | "End" | "Default" | "StartAt" | "States");
        if is_arrow || node.member(key).is_some() {
            return None;
        }
        let before: &[&str] = if self.skeleton.states.iter().any(|state| state.pointer == pointer) {
            &["Next", "End"]
        } else if self.skeleton.scopes.iter().any(|scope| scope.pointer == pointer) {
            &["StartAt", "States"]
        } else {
            return None;
        };
        node.members().iter().position(|member| before.contains(&member.key.as_str()))
    }

    /// Puts a new member before the one at `index`, or last.
    pub fn insert(&mut self, pointer: &str, index: usize, key: &str, content: impl Into<Content>) -> Outcome {
        let edits = self.pen().insert_member(self.node(pointer)?, index, key, &content.into())?;
        self.apply(&edits)
    }

    /// Puts several new members before the one at `index`, or last.
    pub fn insert_all(&mut self, pointer: &str, index: usize, members: &[(Text, Content)]) -> Outcome {
        let Some(((key, content), rest)) = members.split_first() else {
            return Ok(());
        };
        self.insert(pointer, index, key, content.clone())?;
        // The others go where the first one now stands, in one step.
        let node = self.node(pointer)?;
        let pen = self.pen();
        let mut edits = Vec::new();
        for (key, content) in rest {
            edits.extend(pen.insert_member(node, index + 1, key, content)?);
        }
        self.apply(&edits)
    }

    /// Removes a member, all of them if the key stands there more than once; nothing happens when there is none.
    pub fn remove(&mut self, pointer: &str, key: &str) -> Outcome {
        while let Some(index) = self.place(pointer, key) {
            let edits = self.pen().remove_member(self.node(pointer)?, index)?;
            self.apply(&edits)?;
        }
        Ok(())
    }

    /// Puts a member with another key and value in the place of one.
    pub fn exchange(
        &mut self,
        pointer: &str,
        key: &str,
        new_key: &str,
        content: impl Into<Content>,
    ) -> Outcome {
        let node = self.node(pointer)?;
        let missing = || Refusal::NotThere(format!("“{key}” in the text"));
        let member = node.member(key).ok_or_else(missing)?;
        let pen = self.pen();
        let mut edits = pen.replace(&member.value, &content.into())?;
        edits.extend(pen.rename_member(member, new_key)?);
        self.apply(&edits)
    }

    pub fn rename_key(&mut self, pointer: &str, key: &str, new_key: &str) -> Outcome {
        let node = self.node(pointer)?;
        let missing = || Refusal::NotThere(format!("“{key}” in the text"));
        let edits = self.pen().rename_member(node.member(key).ok_or_else(missing)?, new_key)?;
        self.apply(&edits)
    }

    pub fn replace(&mut self, pointer: &str, content: impl Into<Content>) -> Outcome {
        let edits = self.pen().replace(self.node(pointer)?, &content.into())?;
        self.apply(&edits)
    }

    /// Replaces many values in one step; none may lie inside another.
    pub fn replace_all(&mut self, replacements: &[(String, Value)]) -> Outcome {
        let pen = self.pen();
        let mut edits = Vec::new();
        for (pointer, value) in replacements {
            edits.extend(pen.replace(self.node(pointer)?, &Content::from(value.clone()))?);
        }
        self.apply(&edits)
    }

    pub fn insert_item(&mut self, pointer: &str, index: usize, content: impl Into<Content>) -> Outcome {
        let edits = self.pen().insert_item(self.node(pointer)?, index, &content.into())?;
        self.apply(&edits)
    }

    pub fn remove_item(&mut self, pointer: &str, index: usize) -> Outcome {
        let edits = self.pen().remove_item(self.node(pointer)?, index)?;
        self.apply(&edits)
    }

    /// Where the last member with a key stands in its object.
    pub fn place(&self, pointer: &str, key: &str) -> Option<usize> {
        self.tree.find(pointer)?.members().iter().rposition(|member| member.key == key)
    }

    /// Changes the draft's text.
    pub fn apply(&mut self, edits: &[TextEdit]) -> Outcome {
        if edits.is_empty() {
            return Ok(());
        }
        let mut text = self.text.to_string();
        json::edit::apply(&mut text, edits).map_err(|conflict| Refusal::Conflict(conflict.0))?;
        self.patch.extend(edits);
        let tree = parse_tree(&text, self.tree.format);
        self.skeleton = Cow::Owned(Skeleton::of(&tree));
        self.text = Cow::Owned(text);
        self.tree = Cow::Owned(tree);
        Ok(())
    }

    pub fn pen(&self) -> Pen<'_> {
        Pen::with_style(&self.text, &self.tree, self.style.clone())
    }
}
