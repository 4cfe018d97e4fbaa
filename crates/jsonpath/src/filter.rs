//! Filters: `[?(@.price > 10 && @.kind == 'book')]`.
//!
//! Conditions are cut at `&&` and `||` wherever they stand, and parentheses group nothing: that is how Jayway 2.0.0 reads them.
//! Literals are texts, which are compared with numbers as numbers.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::cmp::Ordering;

use json::{Number, Text, Value};

use crate::compile::{compile, error, trim};
use crate::java::java_text;
use crate::path::{ParseError, Path};
use crate::pattern::Pattern;
use crate::read::{self, Members, ReadError};

/// Alternatives, each a list of criteria that must all hold.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    alternatives: Vec<Vec<Criterion>>,
}

#[derive(Clone, Debug)]
enum Criterion {
    /// `@.name`: there is something that is not null.
    Present(Path),
    /// `!@.name`.
    Absent(Path),
    Compare(Operand, Operator, Operand),
}

#[derive(Clone, Debug)]
enum Operand {
    Path(Path),
    /// A literal, quoted or not.
    Text(Text),
    Pattern(Pattern),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    GreaterOrEqual,
    LessOrEqual,
    NotEqual,
    Less,
    Greater,
    Matches,
}

/// In the order in which Jayway looks for them; the first that occurs anywhere in the criterion is it.
const OPERATORS: [(&str, Operator); 7] = [
    ("==", Operator::Equal),
    (">=", Operator::GreaterOrEqual),
    ("<=", Operator::LessOrEqual),
    ("!=", Operator::NotEqual),
    ("<", Operator::Less),
    (">", Operator::Greater),
    ("=~", Operator::Matches),
];

/// Reads the filter of a fragment in brackets whose `?` stands at `mark`; `position` is where the fragment starts in the path.
pub(crate) fn parse(
    fragment: &str,
    mark: usize,
    position: usize,
    depth: usize,
) -> Result<Filter, ParseError> {
    let start = fragment[..mark].rfind('[').unwrap_or(0);
    let end = bounds(fragment, start).map_err(|message| error(message, position))?;
    let text = trim(&fragment[start..end]);
    let whole = text;
    let text = match text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        Some(text) => trim(text),
        None => {
            return Err(error(&format!("Filter must start with '[' and end with ']'. {whole}"), position));
        }
    };
    let Some(text) = text.strip_prefix('?').map(trim) else {
        return Err(error(&format!("Filter must start with '[?' and end with ']'. {text}"), position));
    };
    let text = match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(text) => trim(text),
        None => {
            return Err(error(&format!("Filter must start with '[?(' and end with ')]'. {text}"), position));
        }
    };
    let place = |part: &str| position + (part.as_ptr() as usize).saturating_sub(fragment.as_ptr() as usize);
    let invalid = || error(&format!("Invalid operators {text}"), place(text));
    let mut criteria = Vec::new();
    let mut operators = Vec::new();
    for piece in pieces(text) {
        match trim(piece) {
            operator @ ("&&" | "||") => operators.push(operator),
            piece => {
                let Some(clean) = clean(piece) else {
                    return Err(error("The filter has an empty condition", place(piece)));
                };
                criteria.push(criterion(clean, place(clean), depth)?);
            }
        }
    }
    let mut alternatives = alloc::vec![alloc::vec![criteria.pop().ok_or_else(invalid)?]];
    while let Some(operator) = operators.pop() {
        let criterion = criteria.pop().ok_or_else(invalid)?;
        match alternatives.last_mut() {
            Some(last) if operator == "&&" => last.push(criterion),
            _ => alternatives.push(alloc::vec![criterion]),
        }
    }
    if !criteria.is_empty() {
        return Err(invalid());
    }
    Ok(Filter { alternatives })
}

/// The end of the filter that starts at `start`: the first `]` outside of quotations and parentheses.
fn bounds(fragment: &str, start: usize) -> Result<usize, &'static str> {
    let mut brackets = 0;
    let mut parentheses = 0;
    let mut quoted = false;
    let mut before = b' ';
    for (at, byte) in fragment.bytes().enumerate().skip(start) {
        match byte {
            b'(' if !quoted => parentheses += 1,
            b')' if !quoted => parentheses -= 1,
            b'[' if !quoted => brackets += 1,
            b']' if !quoted => {
                brackets -= 1;
                if parentheses == 0 {
                    return match brackets {
                        0 => Ok(at + 1),
                        _ => Err("Filter brackets are not balanced"),
                    };
                }
            }
            b'\'' if before != b'\\' => quoted = !quoted,
            _ => {}
        }
        before = byte;
    }
    Err("Filter brackets are not balanced")
}

/// The text cut before and behind each `&&` and `||`; empty pieces are left out, except for an empty text.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < text.len() {
        let operator = text.get(at..at + 2).filter(|two| *two == "&&" || *two == "||");
        match operator {
            Some(operator) => {
                if from < at {
                    pieces.push(&text[from..at]);
                }
                pieces.push(operator);
                at += 2;
                from = at;
            }
            None => at += 1,
        }
    }
    if from < text.len() || text.is_empty() {
        pieces.push(&text[from..]);
    }
    pieces
}

/// Without the signs around a criterion; nothing if nothing is left.
fn clean(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['[', '?', '(', ' ']);
    if text.is_empty() {
        return None;
    }
    Some(text.trim_end_matches([')', ' ']))
}

fn criterion(text: &str, position: usize, depth: usize) -> Result<Criterion, ParseError> {
    let place = |part: &str| position + (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let operator =
        OPERATORS.iter().find_map(|(sign, operator)| text.find(sign).map(|at| (at, *sign, *operator)));
    let Some((at, sign, operator)) = operator else {
        let text = trim(text);
        let (path, absent) = match text.strip_prefix('!') {
            Some(path) if path.starts_with('@') => (path, true),
            _ => (text, false),
        };
        if !path.starts_with(['@', '$']) {
            let message = format!(
                "The condition '{text}' of the filter compares nothing: write a path such as @.name, or an operator"
            );
            return Err(error(&message, place(text)));
        }
        let path = definite(path, place(path), depth)?;
        return Ok(if absent { Criterion::Absent(path) } else { Criterion::Present(path) });
    };
    let left = trim(&text[..at]);
    let right = trim(&text[at + sign.len()..]);
    if right.starts_with("!@") {
        let message = "Invalid negation! Can only be used for existence check e.g [?(!@.foo)]";
        return Err(error(message, place(right)));
    }
    let left = left.strip_prefix('!').filter(|path| path.starts_with('@')).unwrap_or(left);
    Ok(Criterion::Compare(operand(left, place(left), depth)?, operator, operand(right, place(right), depth)?))
}

fn definite(text: &str, position: usize, depth: usize) -> Result<Path, ParseError> {
    let path = compile(text, depth + 1)
        .map_err(|error| ParseError { position: position + error.position, ..error })?;
    if path.is_definite() {
        return Ok(path);
    }
    Err(error(&format!("the predicate path: {text} is not definite"), position))
}

fn operand(text: &str, position: usize, depth: usize) -> Result<Operand, ParseError> {
    if text.starts_with(['$', '@']) {
        return definite(text, position, depth).map(Operand::Path);
    }
    if text.len() > 1 && text.starts_with('\'') && text.ends_with('\'') {
        return Ok(Operand::Text(Text::from(&text[1..text.len() - 1])));
    }
    let pattern = match text.strip_prefix('/') {
        Some(rest) => match rest.strip_suffix("/i") {
            Some(source) => Some((source, true)),
            None => rest.strip_suffix('/').map(|source| (source, false)),
        },
        None => None,
    };
    match pattern {
        Some((source, ignore_case)) => match Pattern::parse(source, ignore_case) {
            Ok(pattern) => Ok(Operand::Pattern(pattern)),
            Err(message) => Err(error(&message, position + 1)),
        },
        None => Ok(Operand::Text(Text::from(text))),
    }
}

impl Filter {
    /// Whether an item passes; `root` is the whole document. What a criterion misses makes it false, what does not fit is an error.
    pub(crate) fn accepts(&self, item: &Value, root: &Value) -> Result<bool, ReadError> {
        for criteria in &self.alternatives {
            let mut all = true;
            for criterion in criteria {
                if !criterion.holds(item, root)? {
                    all = false;
                    break;
                }
            }
            if all {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Criterion {
    fn holds(&self, item: &Value, root: &Value) -> Result<bool, ReadError> {
        match self {
            // Also a path from the document is read from the item here; so does Jayway.
            Criterion::Present(path) => present(path, item, root),
            Criterion::Absent(path) => Ok(!present(path, item, root)?),
            Criterion::Compare(left, operator, right) => {
                let left = match left.value(item, root)? {
                    Some(left) => left,
                    None => return Ok(false),
                };
                let right = match right.value(item, root)? {
                    Some(right) => right,
                    None => return Ok(false),
                };
                operator.holds(&left, &right)
            }
        }
    }
}

fn present(path: &Path, item: &Value, root: &Value) -> Result<bool, ReadError> {
    match read::read(path, item, root, Members::Required) {
        Ok(value) => Ok(!value.is_null()),
        Err(ReadError::Missing(_)) => Ok(false),
        Err(error @ ReadError::Unfit(_)) => Err(error),
    }
}

/// What an operand stands for on one item.
enum Side<'a> {
    Value(Value),
    Pattern(&'a Pattern),
}

impl Operand {
    /// Nothing when the path finds nothing.
    fn value(&self, item: &Value, root: &Value) -> Result<Option<Side<'_>>, ReadError> {
        match self {
            Operand::Text(text) => Ok(Some(Side::Value(Value::String(text.clone())))),
            Operand::Pattern(pattern) => Ok(Some(Side::Pattern(pattern))),
            Operand::Path(path) => {
                let start = if path.is_absolute() { root } else { item };
                match read::read(path, start, root, Members::Optional) {
                    Ok(value) => Ok(Some(Side::Value(value))),
                    Err(ReadError::Missing(_)) => Ok(None),
                    Err(error @ ReadError::Unfit(_)) => Err(error),
                }
            }
        }
    }
}

impl Operator {
    fn holds(self, left: &Side, right: &Side) -> Result<bool, ReadError> {
        if self == Operator::Matches {
            return matches(left, right);
        }
        let (left, right) = match (left, right) {
            (Side::Value(left), Side::Value(right)) => (left, right),
            (Side::Pattern(_), Side::Value(value)) | (Side::Value(value), Side::Pattern(_)) => {
                return Ok(self == Operator::NotEqual && is_nullish(value));
            }
            (Side::Pattern(_), Side::Pattern(_)) => return Ok(false),
        };
        let ordered = match self {
            Operator::Equal | Operator::NotEqual => false,
            Operator::GreaterOrEqual
            | Operator::LessOrEqual
            | Operator::Less
            | Operator::Greater
            | Operator::Matches => true,
        };
        if ordered && left.is_null() != right.is_null() {
            return Ok(false);
        }
        // Right before left, as Jayway does: a literal on the right is converted to the type of the left.
        let Some(order) = compare(right, left)? else {
            return Ok(false);
        };
        Ok(match self {
            Operator::Equal => order.is_eq(),
            Operator::NotEqual => order.is_ne(),
            Operator::Greater => order.is_lt(),
            Operator::GreaterOrEqual => order.is_le(),
            Operator::Less => order.is_gt(),
            Operator::LessOrEqual => order.is_ge(),
            Operator::Matches => unreachable!("was handled above"),
        })
    }
}

fn matches(left: &Side, right: &Side) -> Result<bool, ReadError> {
    match (left, right) {
        (Side::Pattern(pattern), Side::Value(value)) | (Side::Value(value), Side::Pattern(pattern)) => {
            Ok(!value.is_null() && pattern.matches(&java_text(value)))
        }
        (Side::Value(_), Side::Value(_)) | (Side::Pattern(_), Side::Pattern(_)) => Err(ReadError::Unfit(
            "The filter operator =~ needs a regular expression between slashes on one side".to_string(),
        )),
    }
}

/// Null, or the text `null`, which is how a literal null arrives here.
fn is_nullish(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("null")
}

/// Nothing when the two cannot be compared.
fn compare(expected: &Value, actual: &Value) -> Result<Option<Ordering>, ReadError> {
    match (is_nullish(expected), is_nullish(actual)) {
        (true, true) => return Ok(Some(Ordering::Equal)),
        (true, false) => return Ok(Some(Ordering::Less)),
        (false, true) => return Ok(Some(Ordering::Greater)),
        (false, false) => {}
    }
    Ok(match (expected, actual) {
        (Value::String(expected), Value::String(actual)) if actual.contains('\'') => {
            Some(Text::from(expected.replace("\\'", "'")).cmp_utf16(actual))
        }
        (Value::String(expected), Value::String(actual)) => Some(expected.cmp_utf16(actual)),
        (Value::Number(expected), Value::Number(actual)) => expected.partial_cmp(actual),
        (Value::String(expected), Value::Number(actual)) => match number(expected) {
            Some(expected) => expected.partial_cmp(actual),
            None => {
                return Err(ReadError::Unfit(format!(
                    "The filter compares the number {actual} with '{expected}', which is not a number"
                )));
            }
        },
        (Value::String(expected), Value::Bool(actual)) => {
            Some(expected.eq_ignore_ascii_case("true").cmp(actual))
        }
        (Value::Bool(expected), Value::Bool(actual)) => Some(expected.cmp(actual)),
        (expected, actual) => expected.is_same(actual).then_some(Ordering::Equal),
    })
}

/// A decimal number as Java's `BigDecimal` reads it.
fn number(text: &str) -> Option<Number> {
    if let Ok(integer) = text.parse::<i64>() {
        return Some(Number::Integer(integer));
    }
    let plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    if !plain || text.is_empty() {
        return None;
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Number::Double)
}
