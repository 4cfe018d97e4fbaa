//! Choice: rules in order, each a condition and an arrow.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use core::cmp::Ordering;

use json::{Kind, Number, Text, Value};
use jsonata::{Expression, Host};

use crate::evaluate::{Field, evaluate_expression, text};
use crate::{Broken, Failure, Range, Source, SourcePath, Surroundings, Target, Template, Timestamp};

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

impl Condition {
    /// Whether the condition is true for these data. `field` names it in messages of JSONata: `Choices[0]/Condition`.
    pub fn is_met(
        &self,
        surroundings: &Surroundings<'_>,
        field: &str,
        host: &mut dyn Host,
    ) -> Result<bool, Failure> {
        match self {
            Condition::Test(test) => test.is_met(surroundings),
            Condition::And(conditions) => {
                for condition in conditions {
                    if !condition.is_met(surroundings, field, host)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Condition::Or(conditions) => {
                for condition in conditions {
                    if condition.is_met(surroundings, field, host)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Condition::Not(condition) => Ok(!condition.is_met(surroundings, field, host)?),
            Condition::Expression(expression) => {
                let value = evaluate_expression(expression, surroundings, &Field::new(field), host)?;
                match value {
                    Value::Bool(value) => Ok(value),
                    value => Err(Failure::unexpected_type(expression, field, "boolean", &value)),
                }
            }
            Condition::Always(value) => Ok(*value),
            Condition::Broken(broken) => Err(Failure::runtime(broken.message.clone())),
        }
    }
}

impl Condition {
    /// Whether a single comparison is true, when the input at hand is enough to say so.
    #[inline]
    pub fn is_plainly_met(&self, input: &Value) -> Option<bool> {
        match self {
            Condition::Test(Test {
                variable: SourcePath { source: Source::Input(path), .. },
                comparison: Comparison::Numeric(order, Operand::Literal(right)),
            }) => {
                let left = path.find(input)?.as_number()?;
                Some(left.partial_cmp(right).is_some_and(|ordering| order.holds(ordering)))
            }
            Condition::Test(_)
            | Condition::And(_)
            | Condition::Or(_)
            | Condition::Not(_)
            | Condition::Expression(_)
            | Condition::Always(_)
            | Condition::Broken(_) => None,
        }
    }
}

impl Test {
    /// Compares; a value of another type is not an error, it just does not match.
    pub fn is_met(&self, surroundings: &Surroundings<'_>) -> Result<bool, Failure> {
        let variable = self.variable.look(surroundings);
        if let Comparison::Is(TypeTest::Present, expected) = self.comparison {
            return Ok(variable.is_ok() == expected);
        }
        let variable = variable.map_err(|_| missing(&self.variable))?;
        let variable = variable.as_ref();
        match &self.comparison {
            Comparison::String(order, operand) => {
                let operand = operand.read(surroundings)?;
                let (Some(left), Some(right)) = (text(variable), text(&operand)) else { return Ok(false) };
                Ok(order.holds(left.cmp_utf16(right)))
            }
            Comparison::Numeric(order, operand) => {
                let right = match operand {
                    Operand::Literal(number) => Some(*number),
                    Operand::Path(path) => {
                        path.look(surroundings).map_err(|_| missing(path))?.as_number().copied()
                    }
                };
                let (Some(left), Some(right)) = (variable.as_number(), right) else { return Ok(false) };
                Ok(left.partial_cmp(&right).is_some_and(|ordering| order.holds(ordering)))
            }
            Comparison::Timestamp(order, operand) => {
                let operand = operand.read(surroundings)?;
                let (Some(left), Some(right)) = (timestamp(variable), timestamp(&operand)) else {
                    return Ok(false);
                };
                Ok(order.holds(left.cmp(&right)))
            }
            Comparison::BooleanEquals(operand) => {
                let operand = operand.read(surroundings)?;
                let (Value::Bool(left), Value::Bool(right)) = (variable, &operand) else { return Ok(false) };
                Ok(left == right)
            }
            Comparison::StringMatches(pattern) => {
                Ok(text(variable).is_some_and(|variable| matches_pattern(pattern, variable)))
            }
            Comparison::Is(test, expected) => Ok(test.holds(variable) == *expected),
        }
    }
}

impl<T: Clone + Into<Value>> Operand<T> {
    fn read(&self, surroundings: &Surroundings<'_>) -> Result<Value, Failure> {
        match self {
            Operand::Literal(value) => Ok(value.clone().into()),
            Operand::Path(path) => path.read(surroundings).map_err(|_| missing(path)),
        }
    }
}

fn missing(path: &SourcePath) -> Failure {
    Failure::runtime(format!(
        "Invalid path '{}': The choice state's condition path references an invalid value.",
        path.text
    ))
}

fn timestamp(value: &Value) -> Option<Timestamp> {
    Timestamp::parse(text(value)?)
}

impl Comparison {
    /// The field that states it: `NumericEqualsPath`.
    pub fn name(&self) -> String {
        let path = |is_path: bool| if is_path { "Path" } else { "" };
        match self {
            Comparison::String(order, operand) => {
                format!("String{}{}", order.name(), path(operand.is_path()))
            }
            Comparison::Numeric(order, operand) => {
                format!("Numeric{}{}", order.name(), path(operand.is_path()))
            }
            Comparison::Timestamp(order, operand) => {
                format!("Timestamp{}{}", order.name(), path(operand.is_path()))
            }
            Comparison::BooleanEquals(operand) => format!("BooleanEquals{}", path(operand.is_path())),
            Comparison::StringMatches(_) => "StringMatches".to_string(),
            Comparison::Is(test, _) => format!("Is{}", test.name()),
        }
    }
}

impl<T> Operand<T> {
    fn is_path(&self) -> bool {
        match self {
            Operand::Literal(_) => false,
            Operand::Path(_) => true,
        }
    }
}

impl Order {
    pub fn name(self) -> &'static str {
        match self {
            Order::Equals => "Equals",
            Order::LessThan => "LessThan",
            Order::GreaterThan => "GreaterThan",
            Order::LessThanEquals => "LessThanEquals",
            Order::GreaterThanEquals => "GreaterThanEquals",
        }
    }

    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Order::Equals => ordering.is_eq(),
            Order::LessThan => ordering.is_lt(),
            Order::GreaterThan => ordering.is_gt(),
            Order::LessThanEquals => ordering.is_le(),
            Order::GreaterThanEquals => ordering.is_ge(),
        }
    }
}

impl TypeTest {
    pub fn name(self) -> &'static str {
        match self {
            TypeTest::Null => "Null",
            TypeTest::Present => "Present",
            TypeTest::Numeric => "Numeric",
            TypeTest::String => "String",
            TypeTest::Boolean => "Boolean",
            TypeTest::Timestamp => "Timestamp",
        }
    }

    fn holds(self, value: &Value) -> bool {
        match self {
            TypeTest::Present => true,
            TypeTest::Null => value.kind() == Kind::Null,
            TypeTest::Numeric => value.kind() == Kind::Number,
            TypeTest::String => value.kind() == Kind::String,
            TypeTest::Boolean => value.kind() == Kind::Boolean,
            TypeTest::Timestamp => timestamp(value).is_some(),
        }
    }
}

/// Whether a text fits a pattern in which `*` stands for any characters, and `\` makes the next character literal.
///
/// Takes time in proportion to the product of the lengths at worst: only the last star is ever moved on,
/// since an earlier one that took more could not help where a later one fails.
pub fn matches_pattern(pattern: &str, text: &str) -> bool {
    let pattern = units(pattern);
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some(None) => {
                star = Some((at, read));
                at += 1;
            }
            Some(Some(unit)) if *unit == text[read] => {
                at += 1;
                read += 1;
            }
            Some(Some(_)) | None => match star {
                Some((place, taken)) => {
                    star = Some((place, taken + 1));
                    at = place + 1;
                    read = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(Option::is_none)
}

/// The characters of a pattern; nothing for a star.
fn units(pattern: &str) -> Vec<Option<char>> {
    let mut units = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '*' => units.push(None),
            '\\' => units.push(Some(characters.next().unwrap_or('\\'))),
            character => units.push(Some(character)),
        }
    }
    units
}
