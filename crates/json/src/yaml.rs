//! YAML text into the same tree as JSON.
//!
//! The events come from `saphyr-parser`; this file puts them together and finds the places that the events leave out
//! (where a dash stands, where a block scalar's header begins, where a missing value would go).
//! Aliases and merge keys are resolved: what they bring in keeps the places of what they name.
//! CloudFormation's short tags become the objects they stand for: `!Sub x` reads as `{"Fn::Sub": "x"}`.

mod decode;
mod scalar;
mod write;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput, Tag};

use crate::Text;
use crate::tree::{Format, MAX_DEPTH, Member, Node, NodeKind, Problem, ProblemKind, Range, Tree};

pub(crate) use decode::source_offset;
pub use scalar::is_plain;
pub(crate) use write::block;
pub use write::{write, write_scalar};

/// How many nodes aliases may bring in altogether: a short text can otherwise name billions.
const MAX_EXPANDED: usize = 200_000;

/// How often broken lines are left out to read the rest.
const MAX_REPAIRS: usize = 8;

/// Reads a YAML text. Where the parser gives up, the broken line is left out and the rest read all the same.
pub(crate) fn read(text: &str) -> Tree {
    let mut reading = read_once(text);
    let Some(first) = reading.failure.take() else {
        return reading.tree;
    };
    let mut problems = alloc::vec![first.problem];
    let mut patched = Cow::Borrowed(text);
    let mut place = first.place;
    let repairs = MAX_REPAIRS.min(8_000_000 / text.len().max(1));
    for _ in 0..repairs {
        let mut best: Option<(usize, String, Reading)> = None;
        for line in suspects(&patched, place) {
            let attempt = blank(&patched, line);
            let outcome = read_once(&attempt);
            let reached = outcome.failure.as_ref().map_or(usize::MAX, |failure| failure.place);
            if reached > place && best.as_ref().is_none_or(|(best, _, _)| reached > *best) {
                best = Some((reached, attempt, outcome));
            }
        }
        let Some((reached, attempt, outcome)) = best else {
            break;
        };
        patched = Cow::Owned(attempt);
        place = reached;
        reading = outcome;
        match reading.failure.take() {
            Some(failure) => problems.push(failure.problem),
            None => break,
        }
    }
    let mut tree = reading.tree;
    tree.problems.retain(|problem| problem.kind != ProblemKind::Empty);
    tree.problems.extend(problems);
    tree.problems.sort_by_key(|problem| problem.range.start);
    tree
}

/// What one pass gives.
struct Reading {
    tree: Tree,
    failure: Option<Failure>,
}

/// Why a pass ended early.
struct Failure {
    problem: Problem,
    /// How far it came.
    place: usize,
}

/// The lines that may be to blame when the parser gives up at `place`: that line, and the one before it with something in it.
fn suspects(text: &str, place: usize) -> Vec<Range> {
    let mut lines = Vec::new();
    let mut place = place.min(text.len());
    for _ in 0..2 {
        let start = text[..place].rfind('\n').map_or(0, |at| at + 1);
        let end = text[place..].find('\n').map_or(text.len(), |at| place + at);
        let range = Range::new(start, end);
        if !range.of(text).trim().is_empty() {
            lines.push(range);
        }
        let before = text[..start].trim_end();
        if before.is_empty() {
            break;
        }
        place = before.len();
        while !text.is_char_boundary(place) {
            place -= 1;
        }
    }
    lines
}

/// The text with a line overwritten by blanks, every other byte in its place.
fn blank(text: &str, line: Range) -> String {
    let mut result = String::with_capacity(text.len());
    result.push_str(&text[..line.start]);
    result.extend(line.of(text).bytes().map(|byte| if byte == b'\r' { '\r' } else { ' ' }));
    result.push_str(&text[line.end..]);
    result
}

fn read_once(text: &str) -> Reading {
    let mut builder = Builder {
        text,
        places: Places::new(text),
        parser: Parser::new_from_str(text),
        at: 0,
        depth: 0,
        anchors: BTreeMap::new(),
        expanded: 0,
        problems: Vec::new(),
        failure: None,
    };
    let root = builder.document();
    if root.is_none() && builder.failure.is_none() {
        builder.problems.push(Problem::new(Range::at(text.trim_end().len()), ProblemKind::Empty));
    }
    let tree = Tree { format: Format::Yaml, root, problems: builder.problems };
    Reading { tree, failure: builder.failure }
}

/// From the parser's counting of characters to bytes.
enum Places {
    /// Every character is one byte.
    Same,
    Table(Vec<usize>),
}

impl Places {
    fn new(text: &str) -> Places {
        if text.is_ascii() {
            return Places::Same;
        }
        let mut table: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        table.push(text.len());
        Places::Table(table)
    }

    fn byte(&self, character: usize, length: usize) -> usize {
        match self {
            Places::Same => character.min(length),
            Places::Table(table) => table.get(character).copied().unwrap_or(length),
        }
    }
}

struct Builder<'a> {
    text: &'a str,
    places: Places,
    parser: Parser<'a, StrInput<'a>>,
    /// Everything before this place is behind us.
    at: usize,
    depth: usize,
    /// What each anchor names, with the number of its nodes and its depth.
    anchors: BTreeMap<usize, Node>,
    /// How many nodes aliases have brought in so far.
    expanded: usize,
    problems: Vec<Problem>,
    failure: Option<Failure>,
}

impl<'a> Builder<'a> {
    /// The first document of the stream.
    fn document(&mut self) -> Option<Node> {
        loop {
            let (event, range) = self.next()?;
            match event {
                Event::Nothing | Event::StreamStart => {}
                Event::DocumentStart(true) => self.at = self.at.max(range.end),
                Event::DocumentStart(false) => self.at = self.at.max(range.start),
                Event::StreamEnd | Event::DocumentEnd => return None,
                Event::Alias(_)
                | Event::Scalar(..)
                | Event::SequenceStart(..)
                | Event::SequenceEnd
                | Event::MappingStart(..)
                | Event::MappingEnd => {
                    if matches!(&event, Event::Scalar(value, ScalarStyle::Plain, 0, None) if value.is_empty())
                    {
                        return None;
                    }
                    let root = self.node(event, range);
                    self.rest();
                    return Some(root);
                }
            }
        }
    }

    /// Complains of a second document.
    fn rest(&mut self) {
        while let Some((event, range)) = self.next() {
            if matches!(event, Event::DocumentStart(_)) {
                let end = self.text.trim_end().len().max(range.start);
                self.problems.push(Problem::new(Range::new(range.start, end), ProblemKind::AfterEnd));
                return;
            }
        }
    }

    /// The next event; nothing when the text has ended or cannot be read further.
    fn next(&mut self) -> Option<(Event<'a>, Range)> {
        if self.failure.is_some() {
            return None;
        }
        let length = self.text.len();
        match self.parser.next()? {
            Ok((event, span)) => {
                let start = self.places.byte(span.start.index(), length);
                let end = self.places.byte(span.end.index(), length);
                Some((event, Range::new(start, end.max(start))))
            }
            Err(error) => {
                let place = self.places.byte(error.marker().index(), length);
                let end = self.text[place..].find('\n').map_or(length, |at| place + at);
                let kind = ProblemKind::Yaml(sentence(error.info()));
                let problem = Problem::new(Range::new(place, end), kind);
                self.failure = Some(Failure { problem, place });
                None
            }
        }
    }

    /// Puts a node together from its first event on.
    fn node(&mut self, event: Event<'a>, range: Range) -> Node {
        if matches!(&event, Event::Scalar(value, ScalarStyle::Plain, 0, None) if value.is_empty()) {
            return Node { range: Range::at(self.at), kind: NodeKind::Null };
        }
        self.skip_blanks();
        let before = self.at;
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let start = self.skip_properties(&tag);
                if value.is_empty() && style == ScalarStyle::Plain {
                    // Nothing stands behind the tag or the anchor.
                    self.at = self.text[..self.at].trim_end().len().max(before);
                }
                let node = self.scalar(&value, style, tag.as_deref(), Range::new(self.at, range.end));
                self.finish(node, start, anchor, tag)
            }
            Event::SequenceStart(anchor, tag) => {
                let start = self.skip_properties(&tag);
                let node = self.sequence();
                self.finish(node, start, anchor, tag)
            }
            Event::MappingStart(anchor, tag) => {
                let start = self.skip_properties(&tag);
                let node = self.mapping();
                self.finish(node, start, anchor, tag)
            }
            Event::Alias(anchor) => {
                self.at = range.end.max(before);
                self.alias(anchor, range)
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::SequenceEnd
            | Event::MappingEnd => Node { range: Range::at(before), kind: NodeKind::Broken },
        }
    }

    /// Gives a node its tag and its name.
    fn finish(&mut self, node: Node, start: Option<Range>, anchor: usize, tag: Option<Cow<'a, Tag>>) -> Node {
        let node = match (start, tag.as_deref()) {
            (Some(tag_range), Some(tag)) => tagged(node, tag_range, tag),
            (_, _) => node,
        };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        node
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, tag: Option<&Tag>, range: Range) -> Node {
        let range = match style {
            ScalarStyle::Plain if value.is_empty() => Range::at(self.at),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                // The event takes along the blanks and the comment behind the closing quote.
                Range::new(range.start, range.start + quoted(range.of(self.text)))
            }
            ScalarStyle::Plain => {
                // Between brackets the event may take a blank along.
                Range::new(range.start, range.start + range.of(self.text).trim_end().len())
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                // The event ends where the next token begins: blank lines behind the last one with content are not ours.
                let literal = range.of(self.text);
                let content = literal.trim_end();
                let line =
                    literal[content.len()..].find(['\n', '\r']).unwrap_or(literal.len() - content.len());
                Range::new(range.start, range.start + content.len() + line)
            }
        };
        let range = Range::new(range.start, range.end.max(range.start));
        self.at = self.at.max(range.end);
        let kind = match style {
            ScalarStyle::Plain if tag.is_none_or(|tag| is_core(tag) && tag.suffix != "str") => {
                scalar::resolve(value)
            }
            ScalarStyle::Plain
            | ScalarStyle::SingleQuoted
            | ScalarStyle::DoubleQuoted
            | ScalarStyle::Literal
            | ScalarStyle::Folded => NodeKind::String(Text::from(value)),
        };
        Node { range, kind }
    }

    fn sequence(&mut self) -> Node {
        let start = self.at;
        let flow = self.text[start..].starts_with('[');
        if flow {
            self.at += 1;
        }
        self.depth += 1;
        let mut items: Vec<Node> = Vec::new();
        let mut end = self.at;
        while let Some((event, range)) = self.next() {
            if event == Event::SequenceEnd {
                if flow {
                    end = self.close(']').unwrap_or(range.end).max(end);
                }
                break;
            }
            self.skip_blanks();
            self.skip_indicator(if flow { ',' } else { '-' });
            let item = self.limited(event, range);
            end = end.max(item.range.end).max(self.at);
            items.push(item);
        }
        self.depth -= 1;
        self.at = self.at.max(end);
        Node { range: Range::new(start, end), kind: NodeKind::Array(items) }
    }

    fn mapping(&mut self) -> Node {
        let start = self.at;
        let flow = self.text[start..].starts_with('{');
        if flow {
            self.at += 1;
        }
        self.depth += 1;
        let mut members: Vec<Member> = Vec::new();
        let mut merged: Vec<Member> = Vec::new();
        let mut end = self.at;
        while let Some((event, range)) = self.next() {
            if event == Event::MappingEnd {
                if flow {
                    end = self.close('}').unwrap_or(range.end).max(end);
                }
                break;
            }
            self.skip_blanks();
            if flow {
                self.skip_indicator(',');
                self.skip_blanks();
            }
            self.skip_indicator('?');
            let is_merge = matches!(&event, Event::Scalar(value, ScalarStyle::Plain, _, _) if value == "<<");
            let plain = match &event {
                Event::Scalar(value, ..) => Some(Text::from(value.as_ref())),
                _ => None,
            };
            let key_node = self.limited(event, range);
            let key = match plain {
                Some(key) => key,
                None => Text::from(key_node.to_value().to_string()),
            };
            let key_range = key_node.range;
            self.skip_blanks();
            self.skip_indicator(':');
            let after = self.at;
            let value = match self.next() {
                Some((event, range)) => self.limited(event, range),
                None => Node { range: Range::at(after), kind: NodeKind::Broken },
            };
            let member_end = value.range.end.max(key_range.end);
            end = end.max(member_end);
            let range = Range::new(key_range.start, member_end);
            if is_merge && (value.is_object() || value.is_array()) {
                merged.extend(merge(&value, range, key_range));
            } else {
                members.push(Member { range, key, key_range, value });
            }
        }
        // Members of its own go before merged ones, and the first merged before the later.
        for member in merged {
            if members.iter().all(|known| known.key != member.key) {
                let place = members.partition_point(|known| known.range.start <= member.range.start);
                members.insert(place, member);
            }
        }
        self.depth -= 1;
        self.at = self.at.max(end);
        Node { range: Range::new(start, end), kind: NodeKind::Object(members) }
    }

    /// Goes behind a closing bracket, with a comma before it; the event's own place is that of the comma.
    fn close(&mut self, bracket: char) -> Option<usize> {
        self.skip_blanks();
        self.skip_indicator(',');
        self.skip_blanks();
        if !self.text[self.at..].starts_with(bracket) {
            return None;
        }
        self.at += 1;
        Some(self.at)
    }

    /// A node, or a broken one when it would lie too deep.
    fn limited(&mut self, event: Event<'a>, range: Range) -> Node {
        let is_container = matches!(event, Event::SequenceStart(..) | Event::MappingStart(..));
        if !is_container || self.depth < MAX_DEPTH {
            return self.node(event, range);
        }
        let mut open = 1usize;
        let mut end = range.end;
        while open > 0 {
            let Some((event, range)) = self.next() else {
                break;
            };
            match event {
                Event::SequenceStart(..) | Event::MappingStart(..) => open += 1,
                Event::SequenceEnd | Event::MappingEnd => open -= 1,
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_)
                | Event::DocumentEnd
                | Event::Alias(_)
                | Event::Scalar(..) => {}
            }
            end = end.max(range.end);
        }
        let range = Range::new(range.start.max(self.at), end.max(self.at));
        self.at = range.end;
        self.problems.push(Problem::new(range, ProblemKind::TooDeep));
        Node { range, kind: NodeKind::Broken }
    }

    /// What an alias names, at the alias's own place.
    fn alias(&mut self, anchor: usize, range: Range) -> Node {
        let named = self.anchors.get(&anchor).map(|node| (node.kind.clone(), measure(node)));
        let Some((kind, (count, depth))) = named else {
            let sentence = Box::from("This alias names nothing that is already complete.");
            self.problems.push(Problem::new(range, ProblemKind::Yaml(sentence)));
            return Node { range, kind: NodeKind::Broken };
        };
        self.expanded += count;
        if self.expanded > MAX_EXPANDED || self.depth + depth > MAX_DEPTH {
            self.problems.push(Problem::new(range, ProblemKind::TooDeep));
            return Node { range, kind: NodeKind::Broken };
        }
        Node { range, kind }
    }

    /// Goes behind tag and anchor. Gives the tag's place, when there is one.
    fn skip_properties(&mut self, tag: &Option<Cow<'a, Tag>>) -> Option<Range> {
        let mut place = None;
        loop {
            self.skip_blanks();
            let rest = &self.text[self.at..];
            let length = rest.find([' ', '\t', '\n', '\r']).unwrap_or(rest.len());
            match rest.chars().next() {
                Some('!') if tag.is_some() => {
                    // A tag in a flow container ends before what ends the item.
                    let length = rest[..length].find([',', ']', '}']).unwrap_or(length);
                    place = Some(Range::new(self.at, self.at + length));
                    self.at += length;
                }
                Some('&') => self.at += rest[..length].find([',', ']', '}']).unwrap_or(length),
                Some(_) | None => return place,
            }
        }
    }

    /// Goes behind an indicator that stands here and is one.
    fn skip_indicator(&mut self, indicator: char) {
        let mut rest = self.text[self.at..].chars();
        if rest.next() != Some(indicator) {
            return;
        }
        let alone = rest.next().is_none_or(|next| next.is_whitespace() || "[]{},\"'".contains(next));
        if alone || indicator == ',' || indicator == ':' {
            self.at += 1;
        }
    }

    /// Goes behind blanks and comments.
    fn skip_blanks(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r', '\u{feff}']);
            let blank = rest.len() - trimmed.len();
            let begins = blank > 0 || self.at == 0 || self.text[..self.at].ends_with(['\n', ' ', '\t', '\r']);
            self.at += blank;
            if !begins || !trimmed.starts_with('#') {
                return;
            }
            self.at += trimmed.find('\n').unwrap_or(trimmed.len());
        }
    }
}

/// How many bytes a quoted scalar has that a text begins with; all of it when its quote is never closed.
fn quoted(literal: &str) -> usize {
    let bytes = literal.as_bytes();
    let is_double = bytes.first() == Some(&b'"');
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            b'\\' if is_double => 2,
            b'\'' if !is_double && bytes.get(at + 1) == Some(&b'\'') => 2,
            b'"' if is_double => return at + 1,
            b'\'' if !is_double => return at + 1,
            _ => 1,
        };
    }
    literal.trim_end().len()
}

/// The members that a merge key brings in: those of a mapping, or of a list of mappings.
fn merge(value: &Node, range: Range, key_range: Range) -> Vec<Member> {
    let sources: &[Node] = match &value.kind {
        NodeKind::Array(items) => items,
        NodeKind::Null
        | NodeKind::Bool(_)
        | NodeKind::Number(_)
        | NodeKind::String(_)
        | NodeKind::Object(_)
        | NodeKind::Broken => core::slice::from_ref(value),
    };
    let mut members: Vec<Member> = Vec::new();
    for member in sources.iter().flat_map(Node::members) {
        if members.iter().all(|known| known.key != member.key) {
            let value = Node { range: value.range, kind: member.value.kind.clone() };
            members.push(Member { range, key: member.key.clone(), key_range, value });
        }
    }
    members
}

/// How many nodes lie in a node, and how deep.
fn measure(node: &Node) -> (usize, usize) {
    let mut count = 1;
    let mut depth = 0;
    let children = node.items().iter().chain(node.members().iter().map(|member| &member.value));
    for child in children {
        let (child_count, child_depth) = measure(child);
        count += child_count;
        depth = depth.max(child_depth + 1);
    }
    (count, depth)
}

fn is_core(tag: &Tag) -> bool {
    tag.is_yaml_core_schema() || tag.handle == "!!"
}

/// A node under a tag: CloudFormation's function for a local tag, the node itself for one of YAML's own.
fn tagged(node: Node, tag_range: Range, tag: &Tag) -> Node {
    let range = Range::new(tag_range.start, node.range.end.max(tag_range.end));
    if is_core(tag) || tag.suffix.is_empty() {
        return Node { range, kind: node.kind };
    }
    let key = match tag.suffix.as_str() {
        name @ ("Ref" | "Condition") => Text::from(name),
        name => Text::from(alloc::format!("Fn::{name}")),
    };
    let member = Member { range, key, key_range: tag_range, value: node };
    Node { range, kind: NodeKind::Object(alloc::vec![member]) }
}

/// The parser's words as a sentence.
fn sentence(info: &str) -> Box<str> {
    let mut letters = info.chars();
    let mut text: String = match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::from("This is not YAML"),
    };
    if !text.ends_with('.') {
        text.push('.');
    }
    text.into_boxed_str()
}
