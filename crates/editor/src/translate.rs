//! States from JSONPath to JSONata, where it is sure that they mean the same.
//!
//! What only fails differently (a path that finds nothing) counts as the same; what could give another value is refused with the reason.
//! `States.Format` is taken to be given texts, whole numbers and truth values: objects it writes as Java does, which JSONata cannot.

mod condition;
mod expression;

use json::tree::child_pointer;
use json::{Object, Text, Value};

use crate::Refusal;
use crate::draft::{Draft, Outcome};
use crate::field::write;

use expression::{Val, as_field, count, merged, path, template, text_or_call};

/// Why something cannot be converted for sure.
pub struct Unsure(pub String);

pub type Sure<T> = Result<T, Unsure>;

/// Converts states that are in JSONPath; others stay as they are.
pub fn to_jsonata(draft: &mut Draft<'_>, states: &[Text]) -> Outcome {
    if states.is_empty() {
        return Err(Refusal::Nothing);
    }
    let is_machine_jsonata = draft.is_jsonata(None);
    for name in states {
        let state = draft.state(name)?;
        if draft.is_jsonata(Some(state)) {
            continue;
        }
        let pointer = state.pointer.clone();
        let value = draft.node(&pointer)?.to_value();
        let Some(old) = value.as_object() else { continue };
        let converted = convert(old, is_machine_jsonata)
            .map_err(|Unsure(what)| Refusal::Unsure { state: name.clone(), what })?;
        write(draft, &pointer, &Value::Object(converted))?;
    }
    Ok(())
}

/// Sets the language of a state or of the machine. Their meaning must not change:
/// states that would get another language with the machine's keep theirs by name, or are converted.
pub fn set_language(draft: &mut Draft<'_>, state: Option<&Text>, is_jsonata: bool) -> Outcome {
    if let Some(name) = state {
        let has_content = draft.is_jsonata(Some(draft.state(name)?)) != is_jsonata;
        if has_content && is_jsonata {
            return to_jsonata(draft, std::slice::from_ref(name));
        }
        let pointer = draft.state(name)?.pointer.clone();
        if draft.is_jsonata(None) == is_jsonata {
            return draft.remove(&pointer, "QueryLanguage");
        }
        return draft.set(&pointer, "QueryLanguage", language(is_jsonata));
    }
    if draft.is_jsonata(None) == is_jsonata {
        return Ok(());
    }
    let states: Vec<Text> = draft.skeleton().states.iter().map(|state| state.name.clone()).collect();
    if is_jsonata {
        // Below a machine in JSONata no state may be in JSONPath.
        if !states.is_empty() {
            to_jsonata(draft, &states)?;
        }
        draft.set("", "QueryLanguage", language(true))?;
        for name in &states {
            let pointer = draft.state(name)?.pointer.clone();
            draft.remove(&pointer, "QueryLanguage")?;
        }
        return Ok(());
    }
    for name in &states {
        let pointer = draft.state(name)?.pointer.clone();
        if !draft.has(&child_pointer(&pointer, "QueryLanguage")) {
            draft.set(&pointer, "QueryLanguage", language(true))?;
        }
    }
    draft.remove("", "QueryLanguage")
}

fn language(is_jsonata: bool) -> &'static str {
    if is_jsonata { "JSONata" } else { "JSONPath" }
}

/// A state's fields in JSONata.
fn convert(old: &Object, is_machine_jsonata: bool) -> Sure<Object> {
    let kind = old.get("Type").and_then(Value::as_str).unwrap_or("");
    let input = match old.get("InputPath") {
        None => String::from("$states.input"),
        Some(Value::Null) => String::from("{}"),
        Some(Value::String(text)) => path(text, "$states.input")?,
        Some(_) => return Err(Unsure(String::from("its InputPath is no path."))),
    };
    let is_filtered = old.contains_key("InputPath");
    let works = matches!(kind, "Task" | "Parallel" | "Map");
    let shaping = ["ResultPath", "ResultSelector", "OutputPath", "Result"];
    let changes_output = shaping.iter().any(|key| old.contains_key(key))
        || (is_filtered && !works)
        || (kind == "Pass" && old.contains_key("Parameters"));
    let mut new = Object::new();
    for (key, value) in old {
        let shapes = shaping.contains(&key.as_str()) || (kind == "Pass" && key == "Parameters");
        if shapes && kind != "Fail" {
            // What it gives on stands where the first field that shapes it stood.
            new.insert("Output", Value::Null);
        }
        match (key.as_str(), kind) {
            (
                "QueryLanguage" | "InputPath" | "OutputPath" | "ResultPath" | "ResultSelector" | "Result",
                _,
            ) => {}
            ("Parameters", "Pass") => {}
            ("Parameters", "Map") => {
                new.insert("ItemSelector", template(value, &input)?);
            }
            ("Parameters", _) => {
                new.insert("Arguments", template(value, &input)?);
            }
            ("ItemSelector" | "Credentials", _) => {
                new.insert(key.clone(), template(value, &input)?);
            }
            ("ItemsPath", _) => {
                new.insert("Items", as_field(&path_of(value, &input)?));
            }
            ("ItemReader" | "ResultWriter" | "ItemBatcher", _) => {
                new.insert(key.clone(), settings(value, &input)?);
            }
            ("ErrorPath" | "CausePath", _) => {
                let text = value.as_str().ok_or_else(|| Unsure(format!("its {key} is no text.")))?;
                new.insert(&key[..key.len() - 4], as_field(&text_or_call(text, &input)?));
            }
            ("Choices", "Choice") => {
                let rules =
                    value.as_array().ok_or_else(|| Unsure(String::from("its Choices are no list.")))?;
                let output = if is_filtered || old.contains_key("OutputPath") {
                    Some(flow(old, kind, &input)?)
                } else {
                    None
                };
                let rules: Sure<Vec<Value>> =
                    rules.iter().map(|rule| rule_of(rule, &input, output.as_ref())).collect();
                new.insert("Choices", Value::from(rules?));
            }
            ("Catch", _) => {
                let catchers =
                    value.as_array().ok_or_else(|| Unsure(String::from("its Catch is no list.")))?;
                let catchers: Sure<Vec<Value>> = catchers.iter().map(catcher).collect();
                new.insert("Catch", Value::from(catchers?));
            }
            ("Assign", _) => {
                new.insert(
                    "Assign",
                    assign(value, if kind == "Choice" { Some(input.as_str()) } else { None })?,
                );
            }
            (name, _)
                if (name.starts_with("Tolerated") || name == "MaxConcurrencyPath")
                    && name.ends_with("Path") =>
            {
                new.insert(&name[..name.len() - 4], count(&path_of(value, &input)?));
            }
            (name, _) if name.ends_with("Path") && value.as_str().is_some() => {
                new.insert(&name[..name.len() - 4], as_field(&path_of(value, &input)?));
            }
            (_, _) => {
                new.insert(key.clone(), value.clone());
            }
        }
        if key == "Type" && !is_machine_jsonata {
            new.insert("QueryLanguage", Value::from("JSONata"));
        }
    }
    let has_arguments = new.contains_key("Arguments") || kind == "Map";
    if works && is_filtered && !has_arguments {
        new.insert("Arguments", as_field(&input));
    }
    if kind == "Map" && !new.contains_key("Items") && !new.contains_key("ItemReader") && is_filtered {
        new.insert("Items", as_field(&input));
    }
    if changes_output && kind != "Fail" {
        new.insert("Output", flow(old, kind, &input)?);
    }
    Ok(in_order(new))
}

/// `Next` and `End` last, as they were; what was added for the data before them.
fn in_order(object: Object) -> Object {
    let is_arrow = |key: &Text| key == "Next" || key == "End";
    let (arrows, fields): (Vec<_>, Vec<_>) = object.iter().partition(|(key, _)| is_arrow(key));
    fields.into_iter().chain(arrows).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// What a state gives on: its result, shaped, put into the input, and filtered.
fn flow(state: &Object, kind: &str, input: &str) -> Sure<Value> {
    let result = match kind {
        "Task" | "Parallel" | "Map" => match state.get("ResultSelector") {
            Some(selector) => Val::Template(template(selector, "$states.result")?),
            None => Val::Expression(String::from("$states.result")),
        },
        "Pass" => match (state.get("Result"), state.get("Parameters")) {
            (Some(result), _) => Val::Template(expression::literal(result)?),
            (None, Some(parameters)) => Val::Template(template(parameters, input)?),
            (None, None) => Val::Expression(String::from(input)),
        },
        _ => Val::Expression(String::from(input)),
    };
    let whole = match state.get("ResultPath") {
        None => result,
        Some(Value::Null) => Val::Expression(String::from("$states.input")),
        Some(Value::String(path)) if path == "$" => result,
        Some(Value::String(path)) => Val::Expression(merged(path, &result)?),
        Some(_) => return Err(Unsure(String::from("its ResultPath is no path."))),
    };
    match state.get("OutputPath") {
        None => Ok(whole.into_value()),
        Some(Value::Null) => Ok(Value::Object(Object::new())),
        Some(Value::String(text)) if text == "$" => Ok(whole.into_value()),
        Some(Value::String(text)) => Ok(as_field(&path(text, &whole.into_expression()?)?)),
        Some(_) => Err(Unsure(String::from("its OutputPath is no path."))),
    }
}

/// A reader, writer or batcher: Parameters become Arguments, and every `…Path` what it is the path of.
fn settings(value: &Value, input: &str) -> Sure<Value> {
    let Some(object) = value.as_object() else {
        return Ok(value.clone());
    };
    let mut new = Object::new();
    for (key, value) in object {
        match key.as_str() {
            "Parameters" => {
                new.insert("Arguments", template(value, input)?);
            }
            "BatchInput" => {
                new.insert("BatchInput", template(value, input)?);
            }
            "ReaderConfig" | "WriterConfig" => {
                new.insert(key.clone(), settings(value, input)?);
            }
            name if name.ends_with("Path") => {
                new.insert(&name[..name.len() - 4], count(&path_of(value, input)?));
            }
            _ => {
                new.insert(key.clone(), value.clone());
            }
        }
    }
    Ok(Value::Object(new))
}

fn rule_of(rule: &Value, input: &str, output: Option<&Value>) -> Sure<Value> {
    let Some(object) = rule.as_object() else {
        return Ok(rule.clone());
    };
    let mut new = Object::new();
    new.insert("Condition", as_field(&condition::condition(rule, input)?));
    for (key, value) in object {
        match key.as_str() {
            "Next" | "Comment" => {
                new.insert(key.clone(), value.clone());
            }
            "Assign" => {
                new.insert("Assign", assign(value, Some(input))?);
            }
            _ => {}
        }
    }
    if let Some(output) = output {
        new.insert("Output", output.clone());
    }
    Ok(Value::Object(new))
}

fn catcher(value: &Value) -> Sure<Value> {
    let Some(object) = value.as_object() else {
        return Ok(value.clone());
    };
    let error = Val::Expression(String::from("$states.errorOutput"));
    let mut new = Object::new();
    for (key, value) in object {
        match (key.as_str(), value) {
            ("ResultPath", Value::Null) => {
                new.insert("Output", as_field("$states.input"));
            }
            ("ResultPath", Value::String(path)) if path == "$" => {}
            ("ResultPath", Value::String(path)) => {
                new.insert("Output", as_field(&merged(path, &error)?));
            }
            ("Assign", value) => {
                new.insert("Assign", assign(value, None)?);
            }
            (_, value) => {
                new.insert(key.clone(), value.clone());
            }
        }
    }
    Ok(Value::Object(new))
}

/// Variables. What `$` means there depends on the state: without `input` only context and variables are sure.
fn assign(value: &Value, input: Option<&str>) -> Sure<Value> {
    match input {
        Some(input) => template(value, input),
        None => {
            let converted = template(value, "$unsure")?;
            if json::compact(&converted).contains("$unsure") {
                return Err(Unsure(String::from("what $ means in its Assign is not sure.")));
            }
            Ok(converted)
        }
    }
}

fn path_of(value: &Value, input: &str) -> Sure<String> {
    match value.as_str() {
        Some(text) => path(text, input),
        None => Err(Unsure(String::from("a path is no text."))),
    }
}
