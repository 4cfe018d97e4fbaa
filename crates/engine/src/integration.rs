//! What the service checks of an integration's parameters before it calls anything.

use alloc::format;

use asl::{Integration, Source, SourcePath, Template};
use json::{Text, Value};

use crate::turn::{Trouble, Turn};

/// Fails with what the service found, before anything is scheduled.
pub(crate) fn check(turn: &Turn<'_>, integration: &Integration, parameters: &Value) -> Result<(), Trouble> {
    let found = invalid_format(integration, parameters)
        .map(|field| format!("The value of the field '{field}' has an invalid format"))
        .or_else(|| {
            let template = turn.state.parameters.as_ref()?;
            let field = unread(template, parameters)?;
            Some(format!(
                "The value for the field '{field}' must be a valid JSONPath or a valid intrinsic function call"
            ))
        });
    match found {
        None => Ok(()),
        Some(found) => Err(turn
            .fatal(format!("The Parameters '{parameters}' could not be used to start the Task: [{found}]"))),
    }
}

/// Recorded: API Gateway wants every header to be a list of texts; parameters of queries were seen to be refused alike.
fn invalid_format(integration: &Integration, parameters: &Value) -> Option<&'static str> {
    if !integration.is("apigateway", "invoke") {
        return None;
    }
    let is_list = |value: &Value| value.as_array().is_some();
    let is_invalid = |value: &Value| !value.as_object().is_some_and(|members| members.values().all(is_list));
    ["Headers", "QueryParameters"].into_iter().find(|field| parameters.get(field).is_some_and(is_invalid))
}

/// Seen: a key of the template that still ends in `.$` once it was read is read again by the service (`token.$.$`).
fn unread<'a>(template: &'a Template, value: &Value) -> Option<&'a Text> {
    let is_path = |text: &Text| match text.starts_with("States.") {
        true => asl::Call::parse(text).is_ok(),
        false => !matches!(SourcePath::parse(text).source, Source::Broken(_)),
    };
    match template {
        Template::Object(members) => members.iter().find_map(|(key, member)| {
            let value = value.get(key)?;
            if key.ends_with(".$") && !value.as_text().is_some_and(is_path) {
                return Some(key);
            }
            unread(member, value)
        }),
        Template::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| unread(item, value.at(index)?))
        }
        Template::Literal(_)
        | Template::Path(_)
        | Template::Call(_)
        | Template::Expression(_)
        | Template::Broken(_) => None,
    }
}
