//! Payload templates in both languages, and what JSONata may refer to.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use json::tree::{Member, Node, NodeKind};
use json::{Object, Text, Value};
use jsonata::{Expression, Subject};

use super::setting::is_placeholder;
use super::{Place, Reader};
use crate::advise::nearest;
use crate::{Broken, Call, Code, Fix, QueryLanguage, Severity, Source, Template};

impl Reader<'_> {
    /// A template in the state's language.
    pub fn template(&mut self, node: &Node, language: QueryLanguage, place: &Place<'_>) -> Template {
        match &node.kind {
            NodeKind::String(text) if language == QueryLanguage::Jsonata => {
                match self.expression(node, text, place) {
                    Some(Ok(expression)) => Template::Expression(expression),
                    Some(Err(broken)) => Template::Broken(broken),
                    None => Template::Literal(Value::String(text.clone())),
                }
            }
            NodeKind::Null
            | NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::String(_)
            | NodeKind::Broken => Template::Literal(node.to_value()),
            NodeKind::Array(items) => {
                let mut templates = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    templates.push(self.template(item, language, &place.item(index)));
                }
                array(templates)
            }
            NodeKind::Object(members) => self.object_template(members, language, place),
        }
    }

    fn object_template(
        &mut self,
        members: &[Member],
        language: QueryLanguage,
        place: &Place<'_>,
    ) -> Template {
        let mut templates: Vec<(Text, Template)> = Vec::with_capacity(members.len());
        for member in members {
            let computed = match language {
                QueryLanguage::JsonPath => member.key.strip_suffix(".$"),
                QueryLanguage::Jsonata => None,
            };
            match computed {
                Some(key) => {
                    self.check_stripped(member, key, members, place);
                    let template = self.computed(member, place);
                    templates.push((Text::from(key), template));
                }
                None => {
                    if language == QueryLanguage::JsonPath {
                        self.warn_no_dollar(member, place);
                    }
                    let template = self.template(&member.value, language, &place.member(&member.key));
                    templates.push((member.key.clone(), template));
                }
            }
        }
        object(templates)
    }

    /// `a.$` gives a field named `a`: there may be no other.
    fn check_stripped(&mut self, member: &Member, key: &str, members: &[Member], place: &Place<'_>) {
        if members.iter().any(|other| other.key == key) {
            let message = format!(
                "A duplicate field will exist after renaming to strip the '.$' suffix from: {}",
                member.key
            );
            self.refuse(message, place, member.key_range);
        }
    }

    /// What stands behind a key that ends in `.$`.
    fn computed(&mut self, member: &Member, place: &Place<'_>) -> Template {
        let Some(text) = member.value.as_text() else {
            self.not_computable(member, place);
            return Template::Broken(Broken {
                text: Text::from(json::compact(&member.value.to_value())),
                message: "neither a path nor an intrinsic function".to_string(),
            });
        };
        let template = self.path_or_call(text);
        let is_wrong = match &template {
            Template::Broken(_) => true,
            Template::Call(call) => call.is_refused(),
            Template::Literal(_)
            | Template::Object(_)
            | Template::Array(_)
            | Template::Path(_)
            | Template::Expression(_) => false,
        };
        if is_wrong {
            self.explain(&member.value, text, &place.member(&member.key));
            if !is_placeholder(text) {
                self.not_computable(member, place);
            }
        }
        template
    }

    /// A path or an intrinsic function, as a key with `.$`, `ErrorPath` and `CausePath` take it.
    pub fn path_or_call(&mut self, text: &Text) -> Template {
        if text.starts_with('$') {
            let path = self.source_path(text);
            return match path.source {
                Source::Broken(broken) => Template::Broken(broken),
                Source::Input(_) | Source::Context(_) | Source::Variable { .. } => Template::Path(path),
            };
        }
        match Call::parse(text) {
            Ok(call) => Template::Call(call),
            Err(error) => Template::Broken(Broken { text: text.clone(), message: error.to_string() }),
        }
    }

    fn not_computable(&mut self, member: &Member, place: &Place<'_>) {
        let message = format!(
            "The value for the field '{}' must be a valid JSONPath or a valid intrinsic function call",
            member.key
        );
        self.refuse(message, place, member.value.range);
    }

    /// A key without `.$` whose value looks as if it should be computed.
    fn warn_no_dollar(&mut self, member: &Member, place: &Place<'_>) {
        let Some(text) = member.value.as_text() else { return };
        if !looks_like_path(text) && !looks_like_call(text) {
            return;
        }
        let key = &member.key;
        let what = if looks_like_path(text) { "a JSONPath" } else { "an intrinsic function" };
        let message = format!(
            "The value of the field '{key}' looks like {what}, but the field name does not end with '.$'"
        );
        let fix = self.rename_fix(member, &format!("{key}.$"));
        self.say(Severity::Warning, Code::NoDollar, message, &place.member(key), member.range, fix);
    }

    /// A field that takes a value as it stands, though beside it there is one that takes a path.
    pub fn warn_no_path(&mut self, member: &Member, place: &Place<'_>) {
        let Some(text) = member.value.as_text() else { return };
        if !looks_like_path(text) {
            return;
        }
        let key = &member.key;
        let message = format!(
            "The value of the field '{key}' looks like a path, but the field name does not end with 'Path'"
        );
        let fix = self.rename_fix(member, &format!("{key}Path"));
        self.say(Severity::Warning, Code::NoPath, message, place, member.range, fix);
    }

    pub fn rename_fix(&self, member: &Member, key: &str) -> Option<Fix> {
        let plan = self.pen.plan_rename(member, key).ok()?;
        Some(Fix { title: format!("Rename the field to {key}"), plan })
    }

    /// A Pass result that looks as if it should be computed.
    pub fn warn_static(&mut self, node: &Node, place: &Place<'_>) {
        match &node.kind {
            NodeKind::String(text) if looks_like_path(text) || looks_like_call(text) => {
                let message = format!(
                    "The Result of a Pass state is static: '{text}' is not evaluated. Use Parameters to compute a value."
                );
                self.say(Severity::Warning, Code::PassResultIsStatic, message, place, node.range, None);
            }
            NodeKind::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.warn_static(item, &place.item(index));
                }
            }
            NodeKind::Object(members) => {
                for member in members {
                    self.warn_static(&member.value, &place.member(&member.key));
                }
            }
            NodeKind::Null
            | NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::String(_)
            | NodeKind::Broken => {}
        }
    }

    /// The field of `$states` that was probably meant.
    fn states_fix(&self, node: &Node, subject: &Subject) -> Option<Fix> {
        let Subject::Variable { path, .. } = subject else { return None };
        let field = path.first()?;
        let near = nearest(field, self.states_fields.iter().copied())?;
        let text = node.as_text()?.replace(&format!("$states.{field}"), &format!("$states.{near}"));
        let plan = self.pen.plan_replace(node, text).ok()?;
        Some(Fix { title: format!("Change to '$states.{near}'"), plan })
    }

    /// What an expression may not refer to when the definition is created.
    pub fn check_references(
        &mut self,
        expression: &Expression,
        node: &Node,
        start: usize,
        place: &Place<'_>,
    ) {
        for reference in expression.references() {
            let is_field = &mut |field: &str| self.states_fields.contains(&field);
            let Some(message) = unsupported(&reference.subject, is_field) else { continue };
            let range = self.part(node, start + reference.range.start, start + reference.range.end);
            let fix = self.states_fix(node, &reference.subject);
            self.say(Severity::Error, Code::UnsupportedJsonataExpression, message, place, range, fix);
        }
    }
}

/// Why an expression may not refer to something when the definition is created; `is_field` tells what `$states` has.
pub fn unsupported(subject: &Subject, is_field: &mut dyn FnMut(&str) -> bool) -> Option<String> {
    match subject {
        Subject::Name(name) => Some(format!("Reference to '{name}' at the top level is not supported.")),
        Subject::Context => Some("Reference to '$' at the top level is not supported.".to_string()),
        Subject::Root => Some("Reference to '$$' is not supported.".to_string()),
        Subject::Variable { name, path } if name == "states" => {
            let field = path.first()?;
            (!is_field(field)).then(|| format!("Field '$states.{field}' does not exist."))
        }
        Subject::Variable { .. } | Subject::Function { .. } => None,
    }
}

/// `$.a`, `$[0]`, `$$.Execution.Id`, or all of the input.
fn looks_like_path(text: &str) -> bool {
    text == "$" || text.starts_with("$.") || text.starts_with("$[") || text.starts_with("$$.")
}

/// `States.Format(…)`.
fn looks_like_call(text: &str) -> bool {
    text.starts_with("States.") && text.ends_with(')')
}

/// An array; a literal when nothing in it is computed.
fn array(templates: Vec<Template>) -> Template {
    if !templates.iter().all(|template| matches!(template, Template::Literal(_))) {
        return Template::Array(templates);
    }
    let values = templates.into_iter().filter_map(|template| match template {
        Template::Literal(value) => Some(value),
        Template::Object(_)
        | Template::Array(_)
        | Template::Path(_)
        | Template::Call(_)
        | Template::Expression(_)
        | Template::Broken(_) => None,
    });
    Template::Literal(Value::from_iter(values))
}

/// An object; a literal when nothing in it is computed.
fn object(templates: Vec<(Text, Template)>) -> Template {
    if !templates.iter().all(|(_, template)| matches!(template, Template::Literal(_))) {
        return Template::Object(templates);
    }
    let members = templates.into_iter().filter_map(|(key, template)| match template {
        Template::Literal(value) => Some((key, value)),
        Template::Object(_)
        | Template::Array(_)
        | Template::Path(_)
        | Template::Call(_)
        | Template::Expression(_)
        | Template::Broken(_) => None,
    });
    Template::Literal(Value::Object(Object::from_iter(members)))
}
