//! An expression: read once, evaluated many times.

use alloc::sync::Arc;
use alloc::vec::Vec;

use json::{Text, Value};

use crate::builtin::Builtin;
use crate::compile::{Program, Tables, compile};
use crate::error::Fault;
use crate::evaluate::Evaluator;
use crate::item::{Item, Odd};
use crate::{Bindings, Error, Host, Limits, Reference, limits, reference, syntax};

/// Which JSONata is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// JSONata 2.0.6 itself, as its npm package does it, `$eval` included.
    Plain,
    /// As the service speaks it: its own functions, no `$eval`, its limits.
    Service,
}

impl Dialect {
    /// How far an expression may go in this dialect.
    pub fn limits(self) -> Limits {
        match self {
            Dialect::Plain => Limits::PLAIN,
            Dialect::Service => Limits::SERVICE,
        }
    }

    /// The names of the built-in functions, without `$`, with their signatures.
    pub fn functions(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        Builtin::all(self)
    }
}

/// An expression that has been read. Cheap to clone; may be sent between threads.
#[derive(Clone, Debug)]
pub struct Expression {
    parsed: Arc<Parsed>,
}

#[derive(Debug)]
struct Parsed {
    text: Text,
    dialect: Dialect,
    program: Program,
    references: Vec<Reference>,
}

/// What an evaluation came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// JSON.
    Value(Value),
    /// Nothing: the path leads nowhere, the function had nothing to work on.
    Undefined,
    /// A function, which JSON cannot hold. Functions inside of objects and arrays count too in the service's dialect.
    Function,
}

impl Outcome {
    /// The value, if it is one.
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
        let limits = dialect.limits();
        let parsed = syntax::parse(text, &limits).and_then(|syntax| {
            let program = compile(&syntax, dialect, Tables::default(), false)?;
            let references = reference::collect(&syntax, dialect);
            Ok(Parsed { text: Text::from(text), dialect, program, references })
        });
        match parsed {
            Ok(parsed) => Ok(Expression { parsed: Arc::new(parsed) }),
            Err(fault) => Err(error(fault, text, dialect)),
        }
    }

    /// The text it was read from.
    pub fn text(&self) -> &Text {
        &self.parsed.text
    }

    /// The dialect it was read in.
    pub fn dialect(&self) -> Dialect {
        self.parsed.dialect
    }

    /// What it refers to outside of itself, in the order of the text.
    pub fn references(&self) -> &[Reference] {
        &self.parsed.references
    }

    /// Evaluates it with `input` as the context (`$`), which the service does not have.
    pub fn evaluate(
        &self,
        input: Option<&Value>,
        bindings: &dyn Bindings,
        host: &mut dyn Host,
    ) -> Result<Outcome, Error> {
        self.evaluate_within(&self.dialect().limits(), input, bindings, host)
    }

    /// Evaluates it with limits of one's own.
    pub fn evaluate_within(
        &self,
        limits: &Limits,
        input: Option<&Value>,
        bindings: &dyn Bindings,
        host: &mut dyn Host,
    ) -> Result<Outcome, Error> {
        let root = input.map_or(Item::Undefined, Item::from);
        let program = &self.parsed.program;
        let mut evaluator = Evaluator::new(self.dialect(), *limits, &program.tables, root, bindings, host);
        let result = evaluator.run(&program.root);
        let outcome = result.map(|item| outcome(item, self.dialect()));
        evaluator.finish();
        outcome.map_err(|fault| error(fault, self.text(), self.dialect()))
    }
}

/// A fault as an error. The service has no code for its limits.
fn error(fault: Fault, text: &str, dialect: Dialect) -> Error {
    let mut error = fault.into_error(text);
    if error.code == limits::ENDLESS && dialect == Dialect::Service {
        error.code = "";
    }
    error
}

/// The result as JSON. The service writes infinities as texts, and refuses functions wherever they are.
fn outcome(item: Item, dialect: Dialect) -> Outcome {
    let mut odd = Odd { infinities_as_text: dialect == Dialect::Service, ..Odd::default() };
    let is_function = item.is_function();
    let value = item.into_value(&mut odd);
    if odd.function && (dialect == Dialect::Service || is_function) {
        return Outcome::Function;
    }
    value.map_or(Outcome::Undefined, Outcome::Value)
}
