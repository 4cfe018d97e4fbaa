//! Choice rules as conditions in JSONata. A comparison of the wrong type is false there, not an error.

use json::Value;

use super::expression::path;
use super::{Sure, Unsure};

pub fn condition(rule: &Value, input: &str) -> Sure<String> {
    let list = |value: &Value, word: &str| -> Sure<String> {
        let rules = value.as_array().ok_or_else(|| Unsure(String::from("And and Or need lists.")))?;
        let inner: Sure<Vec<String>> = rules.iter().map(|rule| condition(rule, input)).collect();
        Ok(format!("({})", inner?.join(&format!(") {word} ("))))
    };
    if let Some(value) = rule.get("And") {
        return list(value, "and");
    }
    if let Some(value) = rule.get("Or") {
        return list(value, "or");
    }
    if let Some(value) = rule.get("Not") {
        return Ok(format!("$not({})", condition(value, input)?));
    }
    let none = || Unsure(String::from("a rule has no condition."));
    let variable = rule.get("Variable").and_then(Value::as_str).ok_or_else(none)?;
    let variable = path(variable, input)?;
    let mut members = rule.as_object().into_iter().flatten();
    let test = members.find(|(key, _)| !matches!(key.as_str(), "Variable" | "Next" | "Comment" | "Assign"));
    let (operator, operand) = test.ok_or_else(none)?;
    comparison(&variable, operator, operand, input)
}

fn comparison(variable: &str, operator: &str, operand: &Value, input: &str) -> Sure<String> {
    let (operator, value, is_path) = match (operator.strip_suffix("Path"), operand.as_str()) {
        (Some(operator), Some(text)) => (operator, path(text, input)?, true),
        (Some(_), None) => return Err(Unsure(format!("{operator} has no path."))),
        (None, _) => (operator, json::compact(operand), false),
    };
    let is_true = operand.as_bool().unwrap_or(true);
    let equals = if is_true { "=" } else { "!=" };
    let of_type = |name: &str| Ok(format!("$type({variable}) {equals} \"{name}\""));
    match operator {
        "IsPresent" if is_true => return Ok(format!("$exists({variable})")),
        "IsPresent" => return Ok(format!("$not($exists({variable}))")),
        "IsNull" => return Ok(format!("{variable} {equals} null")),
        "IsNumeric" => return of_type("number"),
        "IsString" => return of_type("string"),
        "IsBoolean" => return of_type("boolean"),
        "StringMatches" => return Ok(matches(variable, operand.as_str().unwrap_or(""))),
        _ => {}
    }
    let unknown = || Unsure(format!("{operator} has no sure counterpart."));
    let (kind, order) = ["String", "Numeric", "Boolean", "Timestamp"]
        .iter()
        .find_map(|kind| Some((*kind, operator.strip_prefix(kind)?)))
        .ok_or_else(unknown)?;
    let sign = match order {
        "Equals" => "=",
        "LessThan" => "<",
        "LessThanEquals" => "<=",
        "GreaterThan" => ">",
        "GreaterThanEquals" => ">=",
        _ => return Err(unknown()),
    };
    let type_name = match kind {
        "Numeric" => "number",
        "Boolean" => "boolean",
        _ => "string",
    };
    let mut parts = Vec::new();
    let is_equality = sign == "=" && kind != "Timestamp";
    if is_path || !is_equality {
        parts.push(format!("$type({variable}) = \"{type_name}\""));
    }
    if is_path {
        parts.push(format!("$type({value}) = \"{type_name}\""));
    }
    match kind {
        "Boolean" if sign != "=" => return Err(unknown()),
        "Timestamp" => parts.push(format!("$toMillis({variable}) {sign} $toMillis({value})")),
        _ => parts.push(format!("{variable} {sign} {value}")),
    }
    Ok(parts.join(" and "))
}

/// A pattern with stars as a regular expression.
fn matches(variable: &str, pattern: &str) -> String {
    let mut regex = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '*' => regex.push_str("[\\s\\S]*"),
            '\\' => regex.extend(letters.next().into_iter().flat_map(escaped)),
            other => regex.extend(escaped(other)),
        }
    }
    format!("$type({variable}) = \"string\" and $contains({variable}, /^{regex}$/)")
}

fn escaped(letter: char) -> impl Iterator<Item = char> {
    let needs = "\\^$.|?*+()[]{}/".contains(letter);
    needs.then_some('\\').into_iter().chain([letter])
}
