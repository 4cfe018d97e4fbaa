//! Diagnostics against what the service was recorded to say.

mod shared;

use asl::Severity;
use json::Value;
use json::tree::Format;
use shared::{cases, machine_type, of_service, read, shared};

/// The text of a definition in a case: text that is not JSON stands under `«text»`.
fn text(definition: &Value) -> String {
    match definition.get("«text»").and_then(Value::as_str) {
        Some(text) => text.to_string(),
        None => json::pretty(definition),
    }
}

#[test]
fn diagnostics_are_those_of_validate_state_machine_definition() {
    let Some(shared) = shared() else { return };
    let mut wrong = Vec::new();
    let cases = cases(&shared.join("conformance/validation/diagnostics"));
    for (name, case) in &cases {
        let definition = case.get("definition").expect("a case has a definition");
        let reading = asl::read_text(&text(definition), Format::Json, machine_type(case, "type"));
        let found: Vec<String> =
            of_service(&reading, Severity::Warning).iter().map(|found| found.to_string()).collect();
        let expected: Vec<String> = case
            .get("diagnostics")
            .and_then(Value::as_array)
            .expect("a case has diagnostics")
            .iter()
            .map(|diagnostic| {
                let part = |key: &str| diagnostic.get(key).and_then(Value::as_str).unwrap_or("");
                let location = match diagnostic.get("location").and_then(Value::as_str) {
                    Some(location) => format!(" at {location}"),
                    None => String::new(),
                };
                format!("{} {} {}{location}", part("severity"), part("code"), part("message"))
            })
            .collect();
        if found != expected {
            wrong.push(format!("{name}\n  expected {expected:#?}\n  found {found:#?}"));
        }
    }
    println!("{} recorded diagnostics", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Refusals that are not about the definition.
const ABOUT_OTHER_THINGS: [&str; 5] = [
    "Invalid Logging Configuration",
    "State Machine Already Exists",
    "State Machine Does Not Exist",
    "Version description",
    "Log Destination",
];

#[test]
fn refusals_are_those_of_create_state_machine() {
    let Some(shared) = shared() else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, case) in cases(&shared.join("conformance/validation/rejected")) {
        let error = case.get("error").expect("a case has an error");
        let message = match error.get("Error").and_then(|error| error.get("Message")).and_then(Value::as_str)
        {
            Some(message) => message.to_string(),
            None => {
                let text = error.get("exception_value").and_then(Value::as_str).expect("an error has a text");
                text.split_once("operation: ").map_or(text, |(_, message)| message).to_string()
            }
        };
        if ABOUT_OTHER_THINGS.iter().any(|text| message.contains(text)) {
            continue;
        }
        count += 1;
        let definition = case.get("definition").expect("a case has a definition");
        let reading = asl::read_text(&text(definition), Format::Json, machine_type(&case, "type"));
        let found = asl::refusal(&reading.diagnostics).unwrap_or_default();
        if found != message {
            wrong.push(format!("{name}\n  expected {message}\n  found    {found}"));
        }
    }
    println!("{count} recorded refusals");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every definition that ran has no error.
#[test]
fn definitions_that_ran_have_no_errors() {
    let Some(shared) = shared() else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    let folders = std::fs::read_dir(shared.join("conformance")).expect("the conformance cases can be listed");
    let folders = folders.flatten().map(|entry| entry.path()).filter(|path| !path.ends_with("jsonata"));
    for (name, case) in folders.flat_map(|folder| cases(&folder)) {
        let Some(definition) = case.get("definition") else { continue };
        if case.get("expect").is_none() && case.get("logEvents").is_none() || definition.as_object().is_none()
        {
            continue;
        }
        count += 1;
        let reading = read(definition, machine_type(&case, "type"));
        for diagnostic in of_service(&reading, Severity::Error) {
            wrong.push(format!("{name}: {diagnostic}"));
        }
    }
    println!("{count} definitions that ran");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// `variableReferences` of DescribeStateMachine.
#[test]
fn variable_references_are_those_of_describe_state_machine() {
    let Some(shared) = shared() else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, case) in cases(&shared.join("conformance/api/variable_references")) {
        let steps = case.get("steps").and_then(Value::as_array).expect("a case has steps");
        let definition = steps.iter().find_map(|step| step.get("params")?.get("definition"));
        let Some(definition) = definition else { continue };
        let machine = read(definition, asl::MachineType::Standard).machine;
        let found: json::Object = machine
            .variable_references()
            .into_iter()
            .map(|(state, names)| {
                let names = names.into_iter().map(Value::String).collect::<Value>();
                (machine.state(state).name.clone(), names)
            })
            .collect();
        let found = Value::Object(found);
        for answer in steps.iter().filter_map(|step| step.get("answer")) {
            let expected = match answer.get("variableReferences") {
                Some(references) => references.clone(),
                None if answer.get("definition").is_some() => Value::Object(json::Object::new()),
                None => continue,
            };
            count += 1;
            if expected != found {
                wrong.push(format!("{name}: expected {expected}, found {found}"));
            }
        }
    }
    println!("{count} recorded answers");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
