//! Choice: rules in order, each a condition and an arrow.

use alloc::boxed::Box;
use alloc::vec::Vec;

use json::{Number, Text};

use jsonata::Expression;

use crate::{Broken, Range, SourcePath, Target, Template};

#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub rules: Vec<Rule>,
    pub default: Option<Target>,
}

/// One entry of `Choices`.
#[derive(Clone, Debug)]
pub struct Rule {
    pub condition: Condition,
    /// None when the text has no `Next`.
    pub next: Option<Target>,
    pub assign: Option<Template>,
    /// JSONata only.
    pub output: Option<Template>,
    pub comment: Option<Text>,
    pub range: Range,
}

/// What must be true for a rule to match.
#[derive(Clone, Debug)]
pub enum Condition {
    /// JSONPath: one of the 39 comparisons.
    Test(Test),
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    /// JSONata: an expression that must give a boolean.
    Expression(Expression),
    /// JSONata: `true` or `false` itself.
    Always(bool),
    /// The text has no condition, or one that cannot be read.
    Broken(Broken),
}

/// A comparison of what `Variable` points to.
#[derive(Clone, Debug)]
pub struct Test {
    pub variable: SourcePath,
    pub comparison: Comparison,
}

/// The 39 comparisons of the language: five orders of strings, numbers and timestamps, and one of booleans,
/// each with a literal or a path (32), `StringMatches`, and six tests of type.
#[derive(Clone, Debug)]
pub enum Comparison {
    String(Order, Operand<Text>),
    Numeric(Order, Operand<Number>),
    Timestamp(Order, Operand<Text>),
    BooleanEquals(Operand<bool>),
    /// A pattern with `*`; a backslash makes a star literal.
    StringMatches(Text),
    /// Whether the test has this outcome.
    Is(TypeTest, bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Equals,
    LessThan,
    GreaterThan,
    LessThanEquals,
    GreaterThanEquals,
}

#[derive(Clone, Debug)]
pub enum Operand<T> {
    Literal(T),
    Path(SourcePath),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeTest {
    Null,
    Present,
    Numeric,
    String,
    Boolean,
    Timestamp,
}
