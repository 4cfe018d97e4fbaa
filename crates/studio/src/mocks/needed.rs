//! Which mocks a machine needs, and what a new one begins with.

use asl::{Kind, Machine, Resource, Template};
use json::Value;

use crate::run::function_name;

/// Something that a workflow calls and that a handler may stand in for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// A Lambda function's name, or `service:action`.
    pub key: String,
    pub is_lambda: bool,
    /// Whether somebody answers later, with a task token.
    pub is_callback: bool,
    /// The states that call it.
    pub states: Vec<String>,
}

/// What the machine calls, in the order of the definition. Functions that are only known at run time are left out.
pub fn needed(machine: &Machine) -> Vec<Needed> {
    let mut list: Vec<Needed> = Vec::new();
    for state in &machine.states {
        let Kind::Task(task) = &state.kind else { continue };
        let (key, is_lambda, is_callback) = match &task.resource {
            Resource::Lambda(arn) => (Some(function_name(arn).to_string()), true, false),
            Resource::Activity(arn) => (arn.rsplit(':').next().map(str::to_string), false, true),
            Resource::Integration(integration) if integration.is("lambda", "invoke") => {
                let name = state
                    .parameters
                    .as_ref()
                    .or(state.arguments.as_ref())
                    .and_then(|arguments| literal(arguments, "FunctionName"));
                let is_callback = integration.pattern == asl::Pattern::WaitForTaskToken;
                (name.map(|name| function_name(&name).to_string()), true, is_callback)
            }
            Resource::Integration(integration) => (
                Some(format!("{}:{}", integration.resource_type(), integration.action)),
                false,
                integration.pattern == asl::Pattern::WaitForTaskToken,
            ),
            Resource::Other(_) | Resource::Missing => (None, false, false),
        };
        let Some(key) = key else { continue };
        match list.iter_mut().find(|known| known.key == key) {
            Some(known) => known.states.push(state.name.to_string()),
            None => list.push(Needed { key, is_lambda, is_callback, states: vec![state.name.to_string()] }),
        }
    }
    list
}

/// A member of a template that is written out as a string.
pub fn literal(template: &Template, key: &str) -> Option<String> {
    match template {
        Template::Literal(value) => value.get(key).and_then(Value::as_str).map(str::to_string),
        Template::Object(members) => match &members.iter().find(|(name, _)| name == key)?.1 {
            Template::Literal(value) => value.as_str().map(str::to_string),
            Template::Object(_)
            | Template::Array(_)
            | Template::Path(_)
            | Template::Call(_)
            | Template::Expression(_)
            | Template::Broken(_) => None,
        },
        Template::Array(_)
        | Template::Path(_)
        | Template::Call(_)
        | Template::Expression(_)
        | Template::Broken(_) => None,
    }
}

/// A handler to begin with: it answers what one of its kind usually does.
pub fn beginning(needed: &Needed) -> String {
    let body = match needed.key.as_str() {
        _ if needed.is_callback => {
            "  // This is what comes back with the task token. Throw an error to send a failure.\n  context.took(60);\n  return { approved: true };"
        }
        _ if needed.is_lambda => "  return { ...event };",
        "dynamodb:getItem" => "  return { Item: { id: { S: \"1\" } } };",
        "sqs:sendMessage" | "sns:publish" => "  return { MessageId: crypto.randomUUID() };",
        "events:putEvents" => {
            "  return { FailedEntryCount: 0, Entries: [{ EventId: crypto.randomUUID() }] };"
        }
        "states:startExecution" => {
            "  return { ExecutionArn: \"arn:aws:states:us-east-1:123456789012:execution:child:1\", StartDate: Date.now(), Status: \"SUCCEEDED\", Output: {} };"
        }
        "http:invoke" => "  return { StatusCode: 200, StatusText: \"OK\", Headers: {}, ResponseBody: {} };",
        _ => "  return {};",
    };
    let what = match needed.is_lambda {
        true => String::new(),
        false => format!("// Answers {}: the event holds the task's parameters.\n", needed.key),
    };
    format!("{what}export async function handler(event, context) {{\n{body}\n}}\n")
}
