//! An expression: read once, evaluated many times.

use alloc::string::String;
use alloc::sync::Arc;

use json::{Text, Value};

use crate::{Bindings, Error, Host, Reference};

/// Which JSONata is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// JSONata 2.0.6 itself, as its npm package does it, `$eval` included.
    Plain,
    /// As the service speaks it: its own functions, no `$eval`, its limits.
    Service,
}

/// An expression that has been read. Cheap to clone; may be sent between threads.
#[derive(Clone, Debug)]
pub struct Expression {
    program: Arc<Program>,
}

#[derive(Debug)]
struct Program {
    text: Text,
    dialect: Dialect,
}

/// What an evaluation came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Value(Value),
    /// Nothing: the path leads nowhere, the function had nothing to work on.
    Undefined,
    /// A function, which JSON cannot hold. Functions inside of objects and arrays count too in the service's dialect.
    Function,
}

impl Outcome {
    pub fn value(self) -> Option<Value> {
        match self {
            Outcome::Value(value) => Some(value),
            Outcome::Undefined | Outcome::Function => None,
        }
    }
}

impl Expression {
    /// Reads an expression (without `{%` and `%}`).
    pub fn parse(text: &str, dialect: Dialect) -> Result<Expression, Error> {
        Ok(Expression { program: Arc::new(Program { text: Text::from(text), dialect }) })
    }

    /// The text it was read from.
    pub fn text(&self) -> &Text {
        &self.program.text
    }

    pub fn dialect(&self) -> Dialect {
        self.program.dialect
    }

    /// What it refers to outside of itself, in the order of the text.
    pub fn references(&self) -> &[Reference] {
        &[]
    }

    /// Evaluates it with `input` as the context (`$`), which the service does not have.
    pub fn evaluate(
        &self,
        _input: Option<&Value>,
        _bindings: &dyn Bindings,
        _host: &mut dyn Host,
    ) -> Result<Outcome, Error> {
        Err(Error {
            code: "",
            message: String::from("evaluation is not there yet"),
            position: None,
            range: 0..0,
        })
    }
}
