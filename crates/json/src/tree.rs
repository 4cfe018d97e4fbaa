//! A text as a tree that knows its places, and what is wrong with the text.
//!
//! Reading never fails: whatever a person has typed so far gives a tree and a list of problems.
//! The tree holds no text of its own beyond the decoded strings; places are byte offsets into the text it was read from.

mod decode;
mod problem;
mod read;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::{Number, Text, Value};

pub use problem::{Container, Problem, ProblemKind};
pub(crate) use read::number;

/// Containers that lie deeper than this are not read: they become [`NodeKind::Broken`], with a problem.
pub const MAX_DEPTH: usize = 256;

/// A part of a text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    pub start: usize,
    /// The first byte behind it.
    pub end: usize,
}

/// The two notations of a definition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Json,
    Yaml,
}

/// What a text says.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub format: Format,
    /// Nothing when the text holds nothing but blanks and comments.
    pub root: Option<Node>,
    /// In the order of their places.
    pub problems: Vec<Problem>,
}

/// A value in its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// With quotes and brackets.
    pub range: Range,
    pub kind: NodeKind,
}

#[derive(Clone, Debug)]
pub enum NodeKind {
    Null,
    Bool(bool),
    Number(Number),
    String(Text),
    Array(Vec<Node>),
    Object(Vec<Member>),
    /// Missing or unreadable; a problem says why.
    Broken,
}

/// A key with its value. Keys may stand twice in an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// From the key's first byte to the value's last.
    pub range: Range,
    pub key: Text,
    /// With quotes.
    pub key_range: Range,
    pub value: Node,
}

/// One step from a container to what it holds.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    Member(&'a Member),
    Item(usize, &'a Node),
}

/// Reads any text.
pub fn parse_tree(text: &str, format: Format) -> Tree {
    match format {
        Format::Json => read::read(text),
        Format::Yaml => crate::yaml::read(text),
    }
}

impl Tree {
    /// Whether the text is right to the last character, by the strict rules of its format.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether nothing was left out in reading: all that is wrong is notation, such as comments and trailing commas in JSON.
    pub fn is_whole(&self) -> bool {
        self.problems.iter().all(|problem| problem.kind.is_notation())
    }

    /// The way from the root to the innermost node around an offset, outermost step first; empty at the root itself.
    /// An offset in a key belongs to its member.
    pub fn at(&self, offset: usize) -> Vec<Step<'_>> {
        let mut steps = Vec::new();
        let mut node = match &self.root {
            Some(root) if root.range.touches(offset) => root,
            Some(_) | None => return steps,
        };
        while let Some(step) = node.step_at(offset) {
            steps.push(step);
            node = step.node();
        }
        steps
    }

    /// The node that a JSON Pointer (RFC 6901) names; the last of equal keys.
    pub fn find(&self, pointer: &str) -> Option<&Node> {
        let mut node = self.root.as_ref()?;
        if pointer.is_empty() {
            return Some(node);
        }
        for name in pointer.strip_prefix('/')?.split('/') {
            let name = name.replace("~1", "/").replace("~0", "~");
            node = match &node.kind {
                NodeKind::Object(_) => node.get(&name)?,
                NodeKind::Array(items) => items.get(name.parse::<usize>().ok()?)?,
                NodeKind::Null
                | NodeKind::Bool(_)
                | NodeKind::Number(_)
                | NodeKind::String(_)
                | NodeKind::Broken => return None,
            };
        }
        Some(node)
    }

    /// The JSON Pointer of the innermost node around an offset.
    pub fn pointer_at(&self, offset: usize) -> String {
        pointer(&self.at(offset))
    }

    /// The JSON Pointer of a node of this tree.
    pub fn pointer_of(&self, node: &Node) -> Option<String> {
        let steps = self.steps_to(node)?;
        Some(pointer(&steps))
    }

    /// The way from the root to a node of this tree.
    pub fn steps_to(&self, node: &Node) -> Option<Vec<Step<'_>>> {
        let mut steps = Vec::new();
        let mut current = self.root.as_ref()?;
        while !core::ptr::eq(current, node) {
            let step = current.step_at(node.range.start)?;
            steps.push(step);
            current = step.node();
        }
        Some(steps)
    }

    /// The place in the source of byte `offset` of the decoded string whose literal (with quotes) stands at `range`.
    /// `text` is the text this tree was read from.
    pub fn source_offset(&self, text: &str, range: Range, offset: usize) -> usize {
        decode::source_offset(text, self.format, range, offset)
    }

    /// The range in the source of a part of a decoded string, see [`Tree::source_offset`].
    pub fn source_range(&self, text: &str, range: Range, part: Range) -> Range {
        Range::new(self.source_offset(text, range, part.start), self.source_offset(text, range, part.end))
    }
}

/// The JSON Pointer of what a container with this pointer holds under a key or index.
pub fn child_pointer(pointer: &str, key: &str) -> String {
    alloc::format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// The JSON Pointer of a way.
pub fn pointer(steps: &[Step<'_>]) -> String {
    let mut pointer = String::new();
    for step in steps {
        pointer.push('/');
        match step {
            Step::Member(member) => pointer.push_str(&member.key.replace('~', "~0").replace('/', "~1")),
            Step::Item(index, _) => pointer.push_str(&index.to_string()),
        }
    }
    pointer
}

impl Node {
    /// The value of a member; the last one when the key stands twice, as in most readers.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// The last member with this key.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.members().iter().rev().find(|member| is_same(&member.key, key))
    }

    /// All members of an object; none for any other kind.
    pub fn members(&self) -> &[Member] {
        match &self.kind {
            NodeKind::Object(members) => members,
            NodeKind::Null
            | NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::String(_)
            | NodeKind::Array(_)
            | NodeKind::Broken => &[],
        }
    }

    /// All items of an array; none for any other kind.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            NodeKind::Array(items) => items,
            NodeKind::Null
            | NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::String(_)
            | NodeKind::Object(_)
            | NodeKind::Broken => &[],
        }
    }

    pub fn item(&self, index: usize) -> Option<&Node> {
        self.items().get(index)
    }

    /// The decoded string; nothing for any other kind.
    pub fn as_text(&self) -> Option<&Text> {
        match &self.kind {
            NodeKind::String(text) => Some(text),
            NodeKind::Null
            | NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::Array(_)
            | NodeKind::Object(_)
            | NodeKind::Broken => None,
        }
    }

    pub fn is_object(&self) -> bool {
        matches!(self.kind, NodeKind::Object(_))
    }

    pub fn is_array(&self) -> bool {
        matches!(self.kind, NodeKind::Array(_))
    }

    pub fn is_broken(&self) -> bool {
        matches!(self.kind, NodeKind::Broken)
    }

    /// The value without places; what is broken becomes null, and the last of equal keys wins.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            NodeKind::Null | NodeKind::Broken => Value::Null,
            NodeKind::Bool(value) => Value::Bool(*value),
            NodeKind::Number(number) => Value::Number(*number),
            NodeKind::String(text) => Value::String(text.clone()),
            NodeKind::Array(items) => items.iter().map(Node::to_value).collect(),
            NodeKind::Object(members) => Value::Object(
                members.iter().map(|member| (member.key.clone(), member.value.to_value())).collect(),
            ),
        }
    }

    /// The step to what lies around an offset, if any does. Children stand in the order of their places.
    fn step_at(&self, offset: usize) -> Option<Step<'_>> {
        match &self.kind {
            NodeKind::Array(items) => {
                let index = items.partition_point(|item| item.range.end < offset);
                // Between two items that touch, the one that begins here is meant.
                let index = match items.get(index + 1) {
                    Some(next) if next.range.start <= offset => index + 1,
                    Some(_) | None => index,
                };
                let item = items.get(index).filter(|item| item.range.touches(offset))?;
                Some(Step::Item(index, item))
            }
            NodeKind::Object(members) => {
                let index = members.partition_point(|member| member.range.end < offset);
                let index = match members.get(index + 1) {
                    Some(next) if next.range.start <= offset => index + 1,
                    Some(_) | None => index,
                };
                members.get(index).filter(|member| member.range.touches(offset)).map(Step::Member)
            }
            NodeKind::Null
            | NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::String(_)
            | NodeKind::Broken => None,
        }
    }
}

/// Whether two keys are equal: most that are not differ in length or in the first or last byte, which is quickly seen.
fn is_same(key: &str, other: &str) -> bool {
    let (a, b) = (key.as_bytes(), other.as_bytes());
    a.len() == b.len() && a.first() == b.first() && a.last() == b.last() && a == b
}

impl<'a> Step<'a> {
    /// Where it begins in the text: a member begins with its key.
    pub fn start(&self) -> usize {
        match self {
            Step::Member(member) => member.range.start,
            Step::Item(_, node) => node.range.start,
        }
    }

    /// The node this step leads to.
    pub fn node(&self) -> &'a Node {
        match self {
            Step::Member(member) => &member.value,
            Step::Item(_, node) => node,
        }
    }
}

impl Range {
    pub fn new(start: usize, end: usize) -> Range {
        Range { start, end }
    }

    /// The empty range at an offset.
    pub fn at(offset: usize) -> Range {
        Range { start: offset, end: offset }
    }

    pub fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    pub fn is_empty(&self) -> bool {
        self.end <= self.start
    }

    /// Whether an offset lies inside or at either end.
    pub fn touches(&self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// Whether `other` lies inside.
    pub fn contains(&self, other: Range) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The part of `text` it names; empty when it does not lie in the text.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or("")
    }
}
