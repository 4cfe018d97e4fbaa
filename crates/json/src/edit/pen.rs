//! Planning edits that change one member or item and leave every other byte alone.
//!
//! A pen knows the text, its tree and its layout. Each method gives the edits for one change;
//! edits of several changes may be applied together as long as they do not touch each other.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;

use super::content::Content;
use super::style::{self, Style};
use super::{TextEdit, block, bracket};
use crate::tree::{Format, Member, Node, NodeKind, Range, Step, Tree};
use crate::{Text, Value};

/// Writes into a text.
#[derive(Debug)]
pub struct Pen<'a> {
    pub text: &'a str,
    pub tree: &'a Tree,
    /// Found out when it is needed: to do so takes a look at the whole text.
    style: OnceCell<Style>,
}

/// What cannot be changed in its place: it comes from an alias or a merge key, stands under a tag, or is not what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Untouchable(pub Range);

pub type Edits = Result<Vec<TextEdit>, Untouchable>;

impl<'a> Pen<'a> {
    pub fn new(text: &'a str, tree: &'a Tree) -> Pen<'a> {
        Pen { text, tree, style: OnceCell::new() }
    }

    /// A pen that writes in a layout one knows.
    pub fn with_style(text: &'a str, tree: &'a Tree, style: Style) -> Pen<'a> {
        Pen { text, tree, style: OnceCell::from(style) }
    }

    /// The layout of the text.
    pub fn style(&self) -> &Style {
        self.style.get_or_init(|| Style::of(self.text, self.tree))
    }

    /// Gives a member of an object a value: in its place when there is one, else as the last.
    pub fn set_member(&self, object: &Node, key: &str, content: &Content) -> Edits {
        match object.member(key) {
            Some(member) => self.replace(&member.value, content),
            None => self.insert_member(object, object.members().len(), key, content),
        }
    }

    /// Puts a new member before the one at `index`, or last.
    pub fn insert_member(&self, object: &Node, index: usize, key: &str, content: &Content) -> Edits {
        self.insert(object, index, Some(key), content)
    }

    /// Removes the member at `index`.
    pub fn remove_member(&self, object: &Node, index: usize) -> Edits {
        self.remove(object, index)
    }

    /// Gives a member another key.
    pub fn rename_member(&self, member: &Member, key: &str) -> Edits {
        self.may_rename(member)?;
        let text = self.string(member.key_range, key);
        Ok(alloc::vec![TextEdit::replace(member.key_range, text)])
    }

    /// Puts a new item before the one at `index`, or last.
    pub fn insert_item(&self, array: &Node, index: usize, content: &Content) -> Edits {
        self.insert(array, index, None, content)
    }

    /// Removes the item at `index`.
    pub fn remove_item(&self, array: &Node, index: usize) -> Edits {
        self.remove(array, index)
    }

    /// Puts something else in the place of a node.
    pub fn replace(&self, node: &Node, content: &Content) -> Edits {
        self.check(node)?;
        if self.is_bracket(node) {
            if let Value::String(text) = &content.value
                && node.as_text().is_some()
            {
                return Ok(alloc::vec![TextEdit::replace(node.range, self.string(node.range, text))]);
            }
            let indent = style::indentation(self.text, node.range.start);
            let text = self.style().finish(content.bracket(&self.bracket_style(), indent));
            return Ok(alloc::vec![TextEdit::replace(node.range, text)]);
        }
        Ok(alloc::vec![block::replace(self, node, content)])
    }

    /// A node with its text as it stands, to be put somewhere else in a text of the same format.
    pub fn take(&self, node: &Node) -> Content {
        let steps = self.tree.steps_to(node).unwrap_or_default();
        let mut tail = "";
        let (outer, lead) = match steps.last() {
            Some(Step::Member(member)) if style::starts_line(self.text, member.range.start) => {
                let start = style::line_start(self.text, member.range.start);
                let limit = self.before(&steps);
                let lead = style::lead_start(self.text, self.tree.format, start, limit);
                tail = self.beside(node);
                (style::indentation(self.text, member.range.start), Range::new(lead, start))
            }
            Some(Step::Member(member)) => {
                (style::indentation(self.text, member.range.start), Range::at(member.range.start))
            }
            Some(Step::Item(..)) | None => {
                (style::indentation(self.text, node.range.start), Range::at(node.range.start))
            }
        };
        Content::take(self.text, self.tree.format, node, outer, lead).with_lead(tail)
    }

    /// The comment at the end of the line on which a node ends, behind its comma.
    /// What else stands on that line does not belong to it.
    fn beside(&self, node: &Node) -> &'a str {
        let end = node.range.end;
        let rest = &self.text[end..style::line_end(self.text, end)];
        let comma = rest.trim_start().strip_prefix(',').map_or(end, |after| end + rest.len() - after.len());
        let comment = Range::new(comma, style::comment_end(self.text, self.tree.format, comma));
        comment.of(self.text).trim()
    }

    /// The end of what stands before the last step's node in its container.
    fn before(&self, steps: &[Step<'_>]) -> usize {
        let parent = match steps.len() {
            0 => return 0,
            1 => self.tree.root.as_ref(),
            length => Some(steps[length - 2].node()),
        };
        let Some((parent, Step::Member(member))) = parent.zip(steps.last()) else {
            return 0;
        };
        let earlier = parent.members().iter().take_while(|earlier| earlier.range.start < member.range.start);
        let outer = match steps.len().checked_sub(2).map(|outer| steps[outer]) {
            Some(Step::Member(outer)) => outer.key_range.end,
            Some(Step::Item(_, outer)) => outer.range.start,
            None => parent.range.start,
        };
        let end = earlier.last().map_or(outer, |earlier| earlier.range.end);
        style::next_line(self.text, end)
    }

    fn insert(&self, container: &Node, index: usize, key: Option<&str>, content: &Content) -> Edits {
        let fits = match key {
            Some(_) => container.is_object(),
            None => container.is_array(),
        };
        self.may_insert(container, fits)?;
        let count = container.members().len() + container.items().len();
        if count == 0 && self.tree.format == Format::Yaml && !self.is_in_flow(container) {
            let value = match key {
                Some(key) => Value::Object([(key, content.value.clone())].into_iter().collect()),
                None => Value::Array([content.value.clone()].into_iter().collect()),
            };
            let whole = match key {
                Some(key) => block::only_member(self, container, key, content),
                None => None,
            };
            return match whole {
                Some(edit) => Ok(alloc::vec![edit]),
                None => Ok(alloc::vec![block::replace(self, container, &Content::from(value))]),
            };
        }
        let index = index.min(count);
        if self.is_bracket(container) {
            return Ok(bracket::insert(self, container, index, key, content));
        }
        Ok(alloc::vec![block::insert(self, container, index, key, content)])
    }

    fn remove(&self, container: &Node, index: usize) -> Edits {
        self.may_remove(container, index)?;
        let count = container.members().len() + container.items().len();
        if self.is_bracket(container) {
            return Ok(bracket::remove(self, container, index));
        }
        if count == 1 {
            let empty = if container.is_array() {
                Value::Array(Default::default())
            } else {
                Value::Object(Default::default())
            };
            return Ok(alloc::vec![block::replace(self, container, &Content::from(empty))]);
        }
        Ok(alloc::vec![block::remove(self, container, index)])
    }

    /// Refuses to insert where nothing can be; `fits` is whether it is the right kind of container.
    pub(super) fn may_insert(&self, container: &Node, fits: bool) -> Result<(), Untouchable> {
        self.check_inside(container)?;
        let is_nothing =
            matches!(container.kind, NodeKind::Null | NodeKind::Broken) && container.range.is_empty();
        if fits || is_nothing { Ok(()) } else { Err(Untouchable(container.range)) }
    }

    pub(super) fn may_remove(&self, container: &Node, index: usize) -> Result<(), Untouchable> {
        self.check_inside(container)?;
        if let Some(member) = container.members().get(index)
            && self.is_merge(member)
        {
            return Err(Untouchable(member.range));
        }
        let count = container.members().len() + container.items().len();
        if index < count { Ok(()) } else { Err(Untouchable(container.range)) }
    }

    pub(super) fn may_rename(&self, member: &Member) -> Result<(), Untouchable> {
        if !member.range.contains(member.value.range) || self.is_merge(member) {
            return Err(Untouchable(member.range));
        }
        self.check(&member.value)
    }

    /// A string with the kind of quotes that stand at a place.
    pub(super) fn string(&self, place: Range, text: &str) -> String {
        let text = Text::from(text);
        let quoted = || crate::compact(&Value::String(text.clone()));
        if self.tree.format == Format::Json {
            return quoted();
        }
        match place.of(self.text).chars().next() {
            Some('"') => quoted(),
            Some('\'') if !text.chars().any(char::is_control) => {
                alloc::format!("'{}'", text.replace('\'', "''"))
            }
            Some(_) | None => crate::yaml::write_scalar(&text),
        }
    }

    /// Whether a node is written as in JSON.
    pub(super) fn is_bracket(&self, node: &Node) -> bool {
        let is_filled = node.members().len() + node.items().len() > 0;
        self.is_in_flow(node) || (is_filled && node.range.of(self.text).starts_with(['{', '[']))
    }

    /// The layout between brackets: inside YAML's block style everything goes on one line, since indentation counts there.
    pub(super) fn bracket_style(&self) -> Style {
        let is_flow =
            self.tree.root.as_ref().is_none_or(|root| root.range.of(self.text).starts_with(['{', '[']));
        Style { is_tall: self.style().is_tall && is_flow, ..self.style().clone() }
    }

    /// Whether a node stands inside YAML's flow brackets.
    fn is_in_flow(&self, node: &Node) -> bool {
        if self.tree.format == Format::Json {
            return true;
        }
        let steps = self.tree.steps_to(node).unwrap_or_default();
        let outer = self.tree.root.iter().chain(steps.iter().map(Step::node));
        outer
            .filter(|outer| !core::ptr::eq(*outer, node))
            .any(|outer| matches!(outer.range.of(self.text).chars().next(), Some('{' | '[')))
    }

    fn is_merge(&self, member: &Member) -> bool {
        self.tree.format == Format::Yaml && member.key_range.of(self.text) == "<<"
    }

    /// Refuses what may not be changed inside either: what a tag has made.
    fn check_inside(&self, container: &Node) -> Result<(), Untouchable> {
        self.check(container)?;
        let is_tagged = self.tree.format == Format::Yaml && container.range.of(self.text).starts_with('!');
        if is_tagged { Err(Untouchable(container.range)) } else { Ok(()) }
    }

    /// Refuses what does not stand where its parents stand, and what a tag has made.
    pub(super) fn check(&self, node: &Node) -> Result<(), Untouchable> {
        if self.tree.format == Format::Json {
            return Ok(());
        }
        let Some(steps) = self.tree.steps_to(node) else {
            return Err(Untouchable(node.range));
        };
        let mut around = self.tree.root.as_ref().map_or(Range::default(), |root| root.range);
        for step in &steps {
            let inner = step.node();
            let is_foreign = !around.contains(inner.range);
            let is_merged = matches!(step, Step::Member(member) if self.is_merge(member));
            let is_tagged =
                matches!(step, Step::Member(member) if member.key_range.of(self.text).starts_with('!'));
            let is_alias = inner.range.of(self.text).starts_with('*') && !core::ptr::eq(inner, node);
            if is_foreign || is_merged || is_tagged || is_alias {
                return Err(Untouchable(inner.range));
            }
            around = inner.range;
        }
        let is_shared =
            node.range.of(self.text).starts_with('*') && node.members().len() + node.items().len() > 0;
        if is_shared { Err(Untouchable(node.range)) } else { Ok(()) }
    }
}
