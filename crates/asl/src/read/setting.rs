//! Single values: numbers, names, switches, paths.

use alloc::format;
use alloc::string::{String, ToString};

use json::tree::{Member, Node, NodeKind};
use json::{Number, Text};
use jsonata::{Dialect, Expression};
use jsonpath::ReferencePath;

use super::{Language, Place, Reader, fields};
use crate::advise::nearest;
use crate::{
    Broken, Code, Fix, QueryLanguage, Range, ResultPath, Selection, Setting, Severity, Source, SourcePath,
};

/// Bounds of a number, both allowed.
#[derive(Clone, Copy)]
pub struct Bounds {
    pub minimum: f64,
    pub maximum: f64,
    pub is_whole: bool,
}

impl Bounds {
    pub const fn whole(minimum: u32, maximum: u32) -> Bounds {
        Bounds { minimum: minimum as f64, maximum: maximum as f64, is_whole: true }
    }

    pub const fn at_least(minimum: f64) -> Bounds {
        Bounds { minimum, maximum: f64::INFINITY, is_whole: false }
    }
}

impl Reader<'_> {
    /// Says which members an object may not have, by the list of those it may.
    pub fn allow(
        &mut self,
        members: &[Member],
        allowed: &[fields::Field],
        language: QueryLanguage,
        place: &Place<'_>,
    ) {
        for member in members {
            match allowed.iter().find(|field| member.key == field.name) {
                None => self.unknown_field(member, members, allowed, place),
                Some(field) => self.check_language(member, field.language, language, place),
            }
        }
    }

    pub fn check_language(
        &mut self,
        member: &Member,
        field: Language,
        language: QueryLanguage,
        place: &Place<'_>,
    ) {
        if self.is_downgraded {
            return;
        }
        let other = match (field, language) {
            (Language::JsonPath, QueryLanguage::Jsonata) => QueryLanguage::JsonPath,
            (Language::Jsonata, QueryLanguage::JsonPath) => QueryLanguage::Jsonata,
            (Language::Both, _)
            | (Language::JsonPath, QueryLanguage::JsonPath)
            | (Language::Jsonata, QueryLanguage::Jsonata) => return,
        };
        let message = format!(
            "The QueryLanguage is set to '{}', but field '{}' is only supported for the '{}' QueryLanguage",
            language.name(),
            member.key,
            other.name()
        );
        self.refuse(message, place, member.key_range);
    }

    /// A field that the object may not have; a fix when one that it may have is spelled nearly so.
    pub fn unknown_field(
        &mut self,
        member: &Member,
        members: &[Member],
        allowed: &[fields::Field],
        place: &Place<'_>,
    ) {
        self.unknown_name(member, members, allowed.iter().map(|field| field.name), place);
    }

    /// The same by names alone.
    pub fn unknown_name<'c>(
        &mut self,
        member: &Member,
        members: &[Member],
        allowed: impl IntoIterator<Item = &'c str>,
        place: &Place<'_>,
    ) {
        let message = format!("Field '{}' is not supported", member.key);
        let has = |name: &str| members.iter().any(|other| other.key == name);
        // Of these two there may be only one.
        let is_free = |name: &&str| match *name {
            "Next" | "End" => !has("Next") && !has("End"),
            name => !has(name),
        };
        let near = nearest(&member.key, allowed.into_iter().filter(is_free));
        let fix = near.and_then(|near| self.rename_fix(member, near));
        self.say(Severity::Error, Code::SchemaValidationFailed, message, place, member.key_range, fix);
    }

    /// Says which fields an object must have and has not. `range` is what to underline.
    pub fn require(&mut self, node: &Node, names: &[&str], place: &Place<'_>, range: Range) {
        let missing: alloc::vec::Vec<&str> =
            names.iter().copied().filter(|name| node.member(name).is_none()).collect();
        if !missing.is_empty() {
            self.refuse(format!("These fields are required: [{}]", missing.join(", ")), place, range);
        }
    }

    /// Says so when an object has more than one of these fields.
    pub fn only_one(&mut self, node: &Node, names: &[&str], place: &Place<'_>) {
        let mut found = node.members().iter().filter(|member| names.contains(&member.key.as_str()));
        let first = found.next();
        let second = found.find(|member| first.is_some_and(|first| first.key != member.key));
        if let Some(second) = second {
            let message = format!("There should only be one of the following fields: [{}]", names.join(", "));
            self.refuse(message, place, second.key_range);
        }
    }

    /// Says so when an object has none of these fields, or several.
    pub fn exactly_one(&mut self, node: &Node, names: &[&str], place: &Place<'_>, range: Range) {
        if node.members().iter().any(|member| names.contains(&member.key.as_str())) {
            self.only_one(node, names, place);
        } else {
            let message =
                format!("This object should have only one of the following fields: [{}]", names.join(", "));
            self.refuse(message, place, range);
        }
    }

    pub fn expected(&mut self, kind: &str, node: &Node, place: &Place<'_>) {
        let is_open = node.as_text().is_some_and(|text| is_placeholder(text));
        if !node.is_broken() && !is_open {
            self.refuse(format!("Expected value of type {kind}"), place, node.range);
        }
    }

    pub fn string<'n>(&mut self, node: &'n Node, place: &Place<'_>) -> Option<&'n Text> {
        let text = node.as_text();
        if text.is_none() {
            self.expected("String", node, place);
        }
        text
    }

    pub fn boolean(&mut self, node: &Node, place: &Place<'_>) -> Option<bool> {
        match node.kind {
            NodeKind::Bool(value) => Some(value),
            NodeKind::Null
            | NodeKind::Number(_)
            | NodeKind::String(_)
            | NodeKind::Array(_)
            | NodeKind::Object(_)
            | NodeKind::Broken => {
                self.expected("Boolean", node, place);
                None
            }
        }
    }

    /// A string out of a list.
    pub fn one_of<'n>(&mut self, node: &'n Node, values: &[&str], place: &Place<'_>) -> Option<&'n Text> {
        let Some(text) = node.as_text() else {
            // Seen so for QueryLanguage, which is a list of values like the others.
            self.expected("[STRING]", node, place);
            return None;
        };
        if values.contains(&text.as_str()) {
            return Some(text);
        }
        if is_placeholder(text) {
            return None;
        }
        let message = format!("Value should be one of the following: [{}]", values.join(", "));
        let fix = self.change_fix(node, text, values);
        self.say(Severity::Error, Code::SchemaValidationFailed, message, place, node.range, fix);
        None
    }

    /// A fix that puts the value in which a text was probably meant to be in its place.
    pub fn change_fix(&self, node: &Node, text: &str, values: &[&str]) -> Option<Fix> {
        let near = nearest(text, values.iter().copied())?;
        let plan = self.pen.plan_replace(node, near).ok()?;
        Some(Fix { title: format!("Change to '{near}'"), plan })
    }

    pub fn number(&mut self, node: &Node, bounds: Bounds, place: &Place<'_>) -> Option<Number> {
        let NodeKind::Number(number) = node.kind else {
            self.expected(if bounds.is_whole { "Integer" } else { "Number" }, node, place);
            return None;
        };
        let value = number.as_f64();
        if bounds.is_whole && value as i64 as f64 != value {
            self.expected("Integer", node, place);
            return None;
        }
        if value < bounds.minimum {
            self.refuse(format!("Minimum value is {}", bounds.minimum), place, node.range);
            return None;
        }
        if value > bounds.maximum {
            self.refuse(format!("Maximum value is {}", bounds.maximum), place, node.range);
            return None;
        }
        Some(number)
    }

    pub fn whole(&mut self, node: &Node, bounds: Bounds, place: &Place<'_>) -> Option<u64> {
        self.number(node, bounds, place).map(|number| number.as_f64() as u64)
    }

    /// A number, an expression where the language has them, or the `…Path` field beside it.
    pub fn numeric_setting(
        &mut self,
        node: &Node,
        name: &str,
        path_name: &str,
        bounds: Bounds,
        language: QueryLanguage,
        place: &Place<'_>,
    ) -> Option<Setting<Number>> {
        if let Some(member) = node.member(name) {
            let (value, place) = (&member.value, place.member(name));
            if language == QueryLanguage::JsonPath {
                self.warn_no_path(member, &place);
            }
            if let Some(text) = value.as_text()
                && language == QueryLanguage::Jsonata
                && text.starts_with("{%")
            {
                return self.expression(value, text, &place).map(|expression| match expression {
                    Ok(expression) => Setting::Expression(expression),
                    Err(broken) => Setting::Broken(broken),
                });
            }
            if value.as_text().is_some_and(|text| is_placeholder(text)) {
                return None;
            }
            return self.number(value, bounds, &place).map(Setting::Literal);
        }
        let value = node.get(path_name)?;
        let place = place.member(path_name);
        let text = self.string(value, &place)?;
        Some(Setting::Path(self.path(value, text, &place)))
    }

    /// A text between `{%` and `%}`; none when it is not one.
    pub fn expression(
        &mut self,
        node: &Node,
        text: &Text,
        place: &Place<'_>,
    ) -> Option<Result<Expression, Broken>> {
        let inner = text.strip_prefix("{%")?;
        let Some(inner) = inner.strip_suffix("%}") else {
            self.refuse("JSONata string must start with {% and end with %}", place, node.range);
            return Some(Err(Broken {
                text: text.clone(),
                message: "the closing %} is missing".to_string(),
            }));
        };
        let trimmed = inner.trim();
        let start = 2 + (inner.len() - inner.trim_start().len());
        match Expression::parse(trimmed, Dialect::Service) {
            Ok(expression) => {
                self.check_references(&expression, node, start, place);
                Some(Ok(expression))
            }
            Err(error) => {
                let range = self.part(node, start + error.range.start, start + error.range.end);
                let range = if range.is_empty() { node.range } else { range };
                if is_placeholder(trimmed) {
                    return Some(Err(Broken { text: Text::from(trimmed), message: error.message }));
                }
                self.error(Code::InvalidJsonataExpression, error.message.clone(), place, range);
                Some(Err(Broken { text: Text::from(trimmed), message: error.message }))
            }
        }
    }

    /// A path of a JSONPath state.
    pub fn path(&mut self, node: &Node, text: &Text, place: &Place<'_>) -> SourcePath {
        let path = self.source_path(text);
        if let Source::Broken(_) = path.source
            && !is_placeholder(text)
        {
            self.refuse("Value must be a valid JSONPath.", place, node.range);
        }
        path
    }

    /// A path that names exactly one value, as `Variable` and the comparisons with a path do.
    pub fn reference(&mut self, node: &Node, text: &Text, place: &Place<'_>) -> SourcePath {
        let path = self.source_path(text);
        let message = match &path.source {
            Source::Broken(_) if !text.starts_with('$') => {
                "Value is not a Reference Path: Reference path didn't start with '$'"
            }
            Source::Broken(_) => "Value is not a Reference Path",
            Source::Input(inner) | Source::Context(inner) | Source::Variable { path: inner, .. } => {
                if inner.is_reference() || inner.is_root() {
                    return path;
                }
                "Value is not a Reference Path"
            }
        };
        if !is_placeholder(text) {
            self.refuse(message, place, node.range);
        }
        path
    }

    /// `InputPath` or `OutputPath`: a path or null.
    pub fn selection(&mut self, state: &Node, name: &str, place: &Place<'_>) -> Selection {
        let Some(node) = state.get(name) else { return Selection::Whole };
        let place = place.member(name);
        match &node.kind {
            NodeKind::Null => Selection::Nothing,
            NodeKind::String(text) if text == "$" => Selection::Whole,
            NodeKind::String(text) => Selection::Path(self.path(node, text, &place)),
            NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::Array(_)
            | NodeKind::Object(_)
            | NodeKind::Broken => {
                self.expected("String", node, &place);
                Selection::Whole
            }
        }
    }

    /// `ResultPath` of a state or a catcher: a reference path or null.
    pub fn result_path(&mut self, node: &Node, place: &Place<'_>) -> ResultPath {
        let Some(node) = node.get("ResultPath") else { return ResultPath::Whole };
        let place = place.member("ResultPath");
        match &node.kind {
            NodeKind::Null => ResultPath::Discard,
            NodeKind::String(text) if text == "$" => ResultPath::Whole,
            NodeKind::String(text) => match own_reference(self.source_path(text).source) {
                Ok(path) => ResultPath::Path { text: text.clone(), path },
                Err(message) => {
                    if !is_placeholder(text) {
                        let message = if text.starts_with('$') {
                            "Value is not a Reference Path"
                        } else {
                            "Value must be a valid JSONPath."
                        };
                        self.refuse(message, &place, node.range);
                    }
                    ResultPath::Broken(Broken { text: text.clone(), message })
                }
            },
            NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::Array(_)
            | NodeKind::Object(_)
            | NodeKind::Broken => {
                self.expected("String", node, &place);
                ResultPath::Whole
            }
        }
    }
}

/// A reference path into the state's own input: neither the context object nor a variable can be written to.
fn own_reference(source: Source) -> Result<ReferencePath, String> {
    match source {
        Source::Input(path) => ReferencePath::new(path).ok_or_else(|| "not a reference path".to_string()),
        Source::Context(_) | Source::Variable { .. } => Err("not a path into the input".to_string()),
        Source::Broken(broken) => Err(broken.message),
    }
}

/// Whether a template will put something else here before the service sees the text: `${Name}`.
pub fn is_placeholder(text: &str) -> bool {
    text.contains("${")
}
