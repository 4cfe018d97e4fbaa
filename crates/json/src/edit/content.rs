//! What is written into a text: a value, or a piece of text that has been somewhere else.

use alloc::string::String;
use alloc::vec::Vec;

use super::style::{self, Style};
use crate::tree::{Format, Node, Problem, ProblemKind, Range};
use crate::{Number, Text, Value};

/// Something to be written into a text.
#[derive(Clone, Debug)]
pub struct Content {
    pub value: Value,
    source: Option<Source>,
}

/// A node's text, with the indentation of its surroundings taken off.
#[derive(Clone, Debug)]
struct Source {
    form: Form,
    lines: Vec<String>,
    /// The comment lines above the member it was the value of.
    lead: Vec<String>,
}

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// In brackets, or a JSON scalar: fits everywhere.
    Bracket,
    /// A YAML mapping or list by indentation.
    Block,
    /// A YAML scalar, tag or alias: fits into block style.
    Inline,
}

impl From<Value> for Content {
    fn from(value: Value) -> Content {
        Content { value, source: None }
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Content {
        Content::from(Value::from(text))
    }
}

impl From<Text> for Content {
    fn from(text: Text) -> Content {
        Content::from(Value::from(text))
    }
}

impl From<bool> for Content {
    fn from(value: bool) -> Content {
        Content::from(Value::Bool(value))
    }
}

impl From<Number> for Content {
    fn from(number: Number) -> Content {
        Content::from(Value::Number(number))
    }
}

impl Content {
    /// A text of its own, to be written into another one of the same format.
    pub fn read(text: &str, format: Format) -> Result<Content, Problem> {
        let tree = crate::parse_tree(text, format);
        match (tree.problems.iter().find(|problem| !problem.kind.is_notation()), &tree.root) {
            (Some(problem), _) => Err(problem.clone()),
            (None, Some(root)) => Ok(Content::take(text, format, root, "", Range::default())),
            (None, None) => Err(Problem::new(Range::default(), ProblemKind::Empty)),
        }
    }

    /// The text as it would stand alone.
    pub fn alone(&self) -> String {
        match &self.source {
            Some(source) => join(&source.lines, ""),
            None => crate::pretty(&self.value),
        }
    }

    /// A node with its own text, comments and all.
    pub(super) fn take(text: &str, format: Format, node: &Node, outer: &str, lead: Range) -> Content {
        let form = form(text, format, node);
        let literal = match form {
            // A comment behind its last line belongs to it.
            Form::Block => {
                Range::new(node.range.start, style::comment_end(text, format, node.range.end)).of(text)
            }
            Form::Bracket | Form::Inline => node.range.of(text),
        };
        let base = match form {
            Form::Block => style::column(text, node.range.start),
            Form::Bracket | Form::Inline => outer.chars().count(),
        };
        let lines = literal.split('\n').enumerate();
        let lines = lines.map(|(index, line)| {
            let line = line.strip_suffix('\r').unwrap_or(line);
            String::from(if index == 0 { line } else { unindent(line, base) })
        });
        let lead = lead.of(text).lines().map(|line| String::from(line.trim())).collect();
        Content { value: node.to_value(), source: Some(Source { form, lines: lines.collect(), lead }) }
    }

    /// With one more comment line above it. A block holds the comment behind its last line already.
    pub(super) fn with_lead(mut self, line: &str) -> Content {
        if let Some(source) =
            self.source.as_mut().filter(|source| source.form != Form::Block && !line.is_empty())
        {
            source.lead.push(String::from(line));
        }
        self
    }

    /// The comment lines that belong above it.
    pub(super) fn lead(&self) -> &[String] {
        self.source.as_ref().map_or(&[], |source| &source.lead)
    }

    /// The text in JSON or in YAML's flow style; further lines are indented by `indent`.
    pub(super) fn bracket(&self, style: &Style, indent: &str) -> String {
        match &self.source {
            Some(source) if source.form == Form::Bracket => join(&source.lines, indent),
            Some(_) | None => json(&self.value, style, indent),
        }
    }

    /// Whether the text is a YAML block that begins on a line of its own.
    pub(super) fn is_block(&self) -> bool {
        match (&self.source, &self.value) {
            (Some(source), _) => source.form == Form::Block,
            (None, Value::Array(array)) => !array.is_empty(),
            (None, Value::Object(object)) => !object.is_empty(),
            (None, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => false,
        }
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self.value, Value::Array(_))
    }

    /// The text in YAML's block style, beginning at `column`.
    /// Further lines of what is not a block are indented by `outer`, the column of the key.
    pub(super) fn block(&self, style: &Style, column: usize, outer: usize) -> String {
        let blanks = |count: usize| " ".repeat(count);
        match &self.source {
            Some(source) => match source.form {
                Form::Block => join(&source.lines, &blanks(column)),
                Form::Bracket | Form::Inline => join(&source.lines, &blanks(outer)),
            },
            None => {
                let mut out = String::new();
                crate::yaml::block(&mut out, &self.value, column, style);
                out
            }
        }
    }
}

/// How a node is written.
pub(super) fn form(text: &str, format: Format, node: &Node) -> Form {
    let is_container = node.is_array() || node.is_object();
    match (format, node.range.of(text).chars().next()) {
        (Format::Json, _) | (Format::Yaml, Some('{' | '[')) => Form::Bracket,
        (Format::Yaml, Some('!' | '*' | '&')) => Form::Inline,
        (Format::Yaml, _) if is_container => Form::Block,
        (Format::Yaml, Some('"')) => Form::Bracket,
        (Format::Yaml, _) => Form::Inline,
    }
}

fn unindent(line: &str, columns: usize) -> &str {
    let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
    &line[blank.min(columns)..]
}

fn join(lines: &[String], indent: &str) -> String {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            text.push('\n');
            if !line.is_empty() {
                text.push_str(indent);
            }
        }
        text.push_str(line);
    }
    text
}

/// The JSON text of a value, over several lines where the style has them.
fn json(value: &Value, style: &Style, indent: &str) -> String {
    if !style.is_tall {
        return if style.is_airy { airy(value) } else { crate::compact(value) };
    }
    let mut text = String::new();
    for (index, line) in crate::pretty(value).split('\n').enumerate() {
        let inner = line.trim_start_matches(' ');
        if index > 0 {
            text.push('\n');
            text.push_str(indent);
            for _ in 0..(line.len() - inner.len()) / 2 {
                text.push_str(&style.unit);
            }
        }
        text.push_str(inner);
    }
    text
}

/// One line with blanks behind commas and colons.
fn airy(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => crate::compact(value),
        Value::Array(array) => {
            let items: Vec<String> = array.iter().map(airy).collect();
            alloc::format!("[{}]", items.join(", "))
        }
        Value::Object(object) => {
            let member = |(key, value): (&Text, &Value)| {
                alloc::format!("{}: {}", crate::compact(&Value::String(key.clone())), airy(value))
            };
            let members: Vec<String> = object.iter().map(member).collect();
            alloc::format!("{{{}}}", members.join(", "))
        }
    }
}
