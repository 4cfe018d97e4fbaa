//! Payload templates in both languages, and what JSONata may refer to.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use json::tree::{Member, Node, NodeKind};
use json::{Object, Text, Value};
use jsonata::{Expression, Subject};

use super::setting::is_placeholder;
use super::{Place, Reader};
use crate::{Broken, Call, Code, QueryLanguage, Source, SourcePath, Template};

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
                    let template = self.computed(member, place);
                    templates.push((Text::from(key), template));
                }
                None => {
                    let template = self.template(&member.value, language, &place.member(&member.key));
                    templates.push((member.key.clone(), template));
                }
            }
        }
        object(templates)
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
        if let Template::Broken(_) = template
            && !is_placeholder(text)
        {
            self.not_computable(member, place);
        }
        template
    }

    /// A path or an intrinsic function, as a key with `.$`, `ErrorPath` and `CausePath` take it.
    pub fn path_or_call(&mut self, text: &Text) -> Template {
        if text.starts_with('$') {
            let path = SourcePath::parse(text);
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

    /// What an expression may not refer to when the definition is created.
    pub fn check_references(
        &mut self,
        expression: &Expression,
        node: &Node,
        start: usize,
        place: &Place<'_>,
    ) {
        for reference in expression.references() {
            let message = match &reference.subject {
                Subject::Name(name) => format!("Reference to '{name}' at the top level is not supported."),
                Subject::Context => "Reference to '$' at the top level is not supported.".to_string(),
                Subject::Root => "Reference to '$$' at the top level is not supported.".to_string(),
                Subject::Variable { name, path } if name == "states" => match path.first() {
                    Some(field) if !self.states_fields.contains(&field.as_str()) => {
                        format!("Field '$states.{field}' does not exist.")
                    }
                    Some(_) | None => continue,
                },
                Subject::Variable { .. } | Subject::Function { .. } => continue,
            };
            let range = self.part(node, start + reference.range.start, start + reference.range.end);
            self.error(Code::UnsupportedJsonataExpression, message, place, range);
        }
    }
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
