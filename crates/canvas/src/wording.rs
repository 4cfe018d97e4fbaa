//! What pills on edges say: conditions of rules as a person would say them, names of errors.

use asl::{Catcher, Comparison, Condition, Operand, Order, Rule, SourcePath, Test, TypeTest};

/// The condition of a rule in words: `amount > 1000`, `status is "ok"`.
pub fn rule(rule: &Rule) -> String {
    condition(&rule.condition, Place::Alone)
}

/// The errors of a catcher.
pub fn catcher(catcher: &Catcher) -> String {
    let names: Vec<&str> = catcher.error_equals.iter().map(|name| name.as_str()).collect();
    if names.is_empty() { String::from("no error") } else { names.join(", ") }
}

/// Where a condition stands, which decides about brackets.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Alone,
    InAnd,
    InOr,
    InNot,
}

fn condition(condition: &Condition, place: Place) -> String {
    match condition {
        Condition::Test(one) => test(one),
        Condition::And(parts) => joined(parts, " and ", Place::InAnd, place == Place::InNot),
        Condition::Or(parts) => {
            joined(parts, " or ", Place::InOr, place == Place::InNot || place == Place::InAnd)
        }
        Condition::Not(inner) => negated(inner),
        Condition::Expression(expression) => {
            expression.text().replace("$states.input.", "").replace(['\n', '\r'], " ")
        }
        Condition::Always(true) => String::from("always"),
        Condition::Always(false) => String::from("never"),
        Condition::Broken(_) => String::from("unreadable condition"),
    }
}

fn joined(parts: &[Condition], word: &str, place: Place, is_bracketed: bool) -> String {
    let inner: Vec<String> = parts.iter().map(|part| condition(part, place)).collect();
    let text = inner.join(word);
    if is_bracketed && parts.len() > 1 { format!("({text})") } else { text }
}

fn negated(inner: &Condition) -> String {
    match inner {
        Condition::Test(Test { variable, comparison: Comparison::Is(kind, outcome) }) => {
            test(&Test { variable: variable.clone(), comparison: Comparison::Is(*kind, !outcome) })
        }
        Condition::Test(Test {
            variable,
            comparison: Comparison::BooleanEquals(Operand::Literal(outcome)),
        }) => format!("{}{}", if *outcome { "not " } else { "" }, path(variable)),
        Condition::Test(Test { variable, comparison: Comparison::String(Order::Equals, operand) }) => {
            format!("{} is not {}", path(variable), quoted(operand))
        }
        Condition::Test(_)
        | Condition::And(_)
        | Condition::Or(_)
        | Condition::Not(_)
        | Condition::Expression(_)
        | Condition::Always(_)
        | Condition::Broken(_) => format!("not {}", condition(inner, Place::InNot)),
    }
}

fn test(test: &Test) -> String {
    let variable = path(&test.variable);
    match &test.comparison {
        Comparison::String(order, operand) => match order {
            Order::Equals => format!("{variable} is {}", quoted(operand)),
            Order::LessThan | Order::GreaterThan | Order::LessThanEquals | Order::GreaterThanEquals => {
                format!("{variable} {} {}", sign(*order), quoted(operand))
            }
        },
        Comparison::Numeric(order, operand) => {
            let operand = match operand {
                Operand::Literal(number) => number.to_string(),
                Operand::Path(other) => path(other),
            };
            format!("{variable} {} {operand}", sign(*order))
        }
        Comparison::Timestamp(order, operand) => {
            let operand = match operand {
                Operand::Literal(moment) => moment.to_string(),
                Operand::Path(other) => path(other),
            };
            let word = match order {
                Order::Equals => "is at",
                Order::LessThan => "is before",
                Order::GreaterThan => "is after",
                Order::LessThanEquals => "is not after",
                Order::GreaterThanEquals => "is not before",
            };
            format!("{variable} {word} {operand}")
        }
        Comparison::BooleanEquals(Operand::Literal(true)) => variable,
        Comparison::BooleanEquals(Operand::Literal(false)) => format!("not {variable}"),
        Comparison::BooleanEquals(Operand::Path(other)) => format!("{variable} = {}", path(other)),
        Comparison::StringMatches(pattern) => format!("{variable} like \"{pattern}\""),
        Comparison::Is(kind, outcome) => {
            let word = match kind {
                TypeTest::Null => "null",
                TypeTest::Present => "there",
                TypeTest::Numeric => "a number",
                TypeTest::String => "a string",
                TypeTest::Boolean => "a boolean",
                TypeTest::Timestamp => "a timestamp",
            };
            format!("{variable} is {}{word}", if *outcome { "" } else { "not " })
        }
    }
}

fn sign(order: Order) -> &'static str {
    match order {
        Order::Equals => "=",
        Order::LessThan => "<",
        Order::GreaterThan => ">",
        Order::LessThanEquals => "≤",
        Order::GreaterThanEquals => "≥",
    }
}

fn quoted(operand: &Operand<json::Text>) -> String {
    match operand {
        Operand::Literal(text) => format!("\"{text}\""),
        Operand::Path(other) => path(other),
    }
}

/// A path without its beginning: `$.order.amount` is `order.amount`.
fn path(path: &SourcePath) -> String {
    match path.text.strip_prefix("$.") {
        Some(rest) => rest.to_owned(),
        None if path.text.as_str() == "$" => String::from("input"),
        None => path.text.to_string(),
    }
}
