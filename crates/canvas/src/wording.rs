//! What pills on edges say: conditions of rules as a person would say them, names of errors.

use asl::{Catcher, Comparison, Condition, Operand, Order, Rule, SourcePath, Test, TypeTest};

/// The condition of a rule in words: `amount > 1000`, `status is "ok"`.
pub fn rule(rule: &Rule) -> String {
    condition(&rule.condition, Place::Alone, Names::Whole)
}

/// The same, with shorter names where it would not fit otherwise: the end of a path says more than its beginning.
pub fn short_rule(rule: &Rule, fits: fn(&str) -> bool) -> String {
    let whole = condition(&rule.condition, Place::Alone, Names::Whole);
    if fits(&whole) {
        return whole;
    }
    condition(&rule.condition, Place::Alone, Names::Last)
}

/// The errors of a catcher, as many as fit.
pub fn short_catcher(catcher: &Catcher, fits: fn(&str) -> bool) -> String {
    let whole = self::catcher(catcher);
    match catcher.error_equals.as_slice() {
        [first, others @ ..] if !fits(&whole) => {
            let end = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
            let first = if fits(first) { first.to_string() } else { end(first) };
            if others.is_empty() { first } else { format!("{first} +{}", others.len()) }
        }
        [] | [_, ..] => whole,
    }
}

/// How much of a path is shown.
#[derive(Clone, Copy, PartialEq)]
enum Names {
    Whole,
    /// The last part only.
    Last,
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

fn condition(condition: &Condition, place: Place, names: Names) -> String {
    match condition {
        Condition::Test(one) => test(one, names),
        Condition::And(parts) => joined(parts, " and ", Place::InAnd, place == Place::InNot, names),
        Condition::Or(parts) => {
            joined(parts, " or ", Place::InOr, place == Place::InNot || place == Place::InAnd, names)
        }
        Condition::Not(inner) => negated(inner, names),
        Condition::Expression(expression) => {
            expression.text().replace("$states.input.", "").replace(['\n', '\r'], " ")
        }
        Condition::Always(true) => String::from("always"),
        Condition::Always(false) => String::from("never"),
        Condition::Broken(_) => String::from("unreadable condition"),
    }
}

fn joined(parts: &[Condition], word: &str, place: Place, is_bracketed: bool, names: Names) -> String {
    let inner: Vec<String> = parts.iter().map(|part| condition(part, place, names)).collect();
    let text = inner.join(word);
    if is_bracketed && parts.len() > 1 { format!("({text})") } else { text }
}

fn negated(inner: &Condition, names: Names) -> String {
    match inner {
        Condition::Test(Test { variable, comparison: Comparison::Is(kind, outcome) }) => {
            test(&Test { variable: variable.clone(), comparison: Comparison::Is(*kind, !outcome) }, names)
        }
        Condition::Test(Test {
            variable,
            comparison: Comparison::BooleanEquals(Operand::Literal(outcome)),
        }) => format!("{}{}", if *outcome { "not " } else { "" }, path(variable, names)),
        Condition::Test(Test { variable, comparison: Comparison::String(Order::Equals, operand) }) => {
            format!("{} is not {}", path(variable, names), quoted(operand, names))
        }
        Condition::Test(_)
        | Condition::And(_)
        | Condition::Or(_)
        | Condition::Not(_)
        | Condition::Expression(_)
        | Condition::Always(_)
        | Condition::Broken(_) => format!("not {}", condition(inner, Place::InNot, names)),
    }
}

fn test(test: &Test, names: Names) -> String {
    let variable = path(&test.variable, names);
    match &test.comparison {
        Comparison::String(order, operand) => match order {
            Order::Equals => format!("{variable} is {}", quoted(operand, names)),
            Order::LessThan | Order::GreaterThan | Order::LessThanEquals | Order::GreaterThanEquals => {
                format!("{variable} {} {}", sign(*order), quoted(operand, names))
            }
        },
        Comparison::Numeric(order, operand) => {
            let operand = match operand {
                Operand::Literal(number) => number.to_string(),
                Operand::Path(other) => path(other, names),
            };
            format!("{variable} {} {operand}", sign(*order))
        }
        Comparison::Timestamp(order, operand) => {
            let operand = match operand {
                Operand::Literal(moment) => moment.to_string(),
                Operand::Path(other) => path(other, names),
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
        Comparison::BooleanEquals(Operand::Path(other)) => format!("{variable} = {}", path(other, names)),
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

fn quoted(operand: &Operand<json::Text>, names: Names) -> String {
    match operand {
        Operand::Literal(text) => format!("\"{text}\""),
        Operand::Path(other) => path(other, names),
    }
}

/// A path without its beginning: `$.order.amount` is `order.amount`, or `amount` where it must be short.
fn path(path: &SourcePath, names: Names) -> String {
    let text = path.text.as_str();
    let whole = match text.strip_prefix("$.") {
        Some(rest) => rest,
        None if text == "$" => "input",
        None => text,
    };
    match names {
        Names::Whole => whole.to_owned(),
        Names::Last => match whole.rsplit_once('.') {
            Some((_, last)) if !last.is_empty() && !last.contains([')', ']', '\'']) => last.to_owned(),
            Some(_) | None => whole.to_owned(),
        },
    }
}
