//! Payload templates and values that may be computed.

use alloc::string::String;
use alloc::vec::Vec;

use json::{Text, Value};
use jsonata::Expression;

use crate::{Call, SourcePath};

/// A value with parts that are computed: `"key.$": "$.path"` in JSONPath, `"{% expression %}"` in JSONata.
#[derive(Clone, Debug)]
pub enum Template {
    /// Nothing in it is computed.
    Literal(Value),
    /// Keys in the order of the text, without `.$`.
    Object(Vec<(Text, Template)>),
    Array(Vec<Template>),
    /// JSONPath.
    Path(SourcePath),
    /// JSONPath: an intrinsic function.
    Call(Call),
    /// JSONata: the text between `{%` and `%}`, trimmed, as the service's messages show it.
    Expression(Expression),
    /// What stands there cannot be computed.
    Broken(Broken),
}

/// A field that is literal, or read from a path (`TimeoutSecondsPath`), or an expression.
#[derive(Clone, Debug)]
pub enum Setting<T> {
    Literal(T),
    Path(SourcePath),
    Expression(Expression),
    Broken(Broken),
}

/// A text that cannot be read as what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub text: Text,
    /// Why, in the words of the parser.
    pub message: String,
}

impl Template {
    /// The keys of an object, without `.$`; none for anything else.
    pub fn keys(&self) -> Vec<&str> {
        match self {
            Template::Object(members) => members.iter().map(|(key, _)| key.as_str()).collect(),
            Template::Literal(Value::Object(object)) => object.keys().map(Text::as_str).collect(),
            Template::Literal(_)
            | Template::Array(_)
            | Template::Path(_)
            | Template::Call(_)
            | Template::Expression(_)
            | Template::Broken(_) => Vec::new(),
        }
    }

    /// The least bytes that the value can have as compact JSON: what is computed counts as nothing.
    pub fn least_size(&self) -> usize {
        match self {
            Template::Literal(value) => value.size(),
            Template::Object(members) => {
                2 + members.iter().map(|(key, value)| key.size() + 2 + value.least_size()).sum::<usize>()
            }
            Template::Array(items) => 2 + items.iter().map(|item| 1 + item.least_size()).sum::<usize>(),
            Template::Path(_) | Template::Call(_) | Template::Expression(_) | Template::Broken(_) => 0,
        }
    }
}
