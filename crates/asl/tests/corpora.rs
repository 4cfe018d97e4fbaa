//! Verdicts against the corpora: the service's, and the opinions of tools.

mod shared;

use asl::{MachineType, Severity};
use json::Value;
use json::tree::Format;
use shared::{cases, machine_type, of_service, read, shared};

#[test]
fn verdicts_of_the_service() {
    let Some(shared) = shared() else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    for folder in ["corpora/valid", "corpora/invalid"] {
        for (name, case) in cases(&shared.join(folder)) {
            let authority = case.get("authority").and_then(Value::as_str).unwrap_or_default();
            if !authority.starts_with("aws") {
                continue;
            }
            count += 1;
            let raw = case.get("raw").and_then(Value::as_str).expect("a case has its text");
            let text = match case.get("definition") {
                Some(definition) if definition.as_object().is_some() => json::pretty(definition),
                _ => raw.to_string(),
            };
            let reading = asl::read_text(&text, Format::Json, machine_type(&case, "machine_type"));
            let found: Vec<String> = of_service(&reading, Severity::Error)
                .iter()
                .map(|found| {
                    let location = found.location.clone().unwrap_or_default();
                    format!("{} | {} | {location}", found.code.name(), found.message)
                })
                .collect();
            let messages = case.get("expected_messages").and_then(Value::as_array);
            let expected: Vec<String> = messages
                .into_iter()
                .flatten()
                .map(|message| {
                    let part = |key: &str| message.get(key).and_then(Value::as_str).unwrap_or("");
                    format!("{} | {} | {}", part("code"), part("message"), part("location"))
                })
                .collect();
            let is_valid = case.get("expected").and_then(Value::as_str) == Some("valid");
            let is_right = match (is_valid, expected.is_empty()) {
                (true, _) => found.is_empty(),
                (false, true) => !found.is_empty(),
                (false, false) => found == expected,
            };
            if !is_right {
                wrong.push(format!("{name}\n  expected {expected:#?}\n  found {found:#?}"));
            }
        }
    }
    println!("{count} verdicts of the service");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn opinions_of_tools() {
    let Some(shared) = shared() else { return };
    let mut differing = Vec::new();
    let mut count = 0;
    for folder in ["corpora/valid", "corpora/invalid"] {
        for (name, case) in cases(&shared.join(folder)) {
            let authority = case.get("authority").and_then(Value::as_str).unwrap_or_default().to_string();
            if authority.starts_with("aws") || authority == "json-syntax" {
                continue;
            }
            count += 1;
            let raw = case.get("raw").and_then(Value::as_str).expect("a case has its text").to_string();
            let text = match case.get("definition") {
                Some(definition) if definition.as_object().is_some() => json::pretty(definition),
                _ => raw,
            };
            let reading = asl::read_text(&text, Format::Json, machine_type(&case, "machine_type"));
            let errors = of_service(&reading, Severity::Error);
            let is_valid = case.get("expected").and_then(Value::as_str) == Some("valid");
            if errors.is_empty() != is_valid {
                let first = errors.first().map_or(String::from("no error"), |error| error.to_string());
                let rule = case.get("rule").and_then(Value::as_str).unwrap_or_default();
                differing.push(format!("{name} [{rule}]: {first}"));
            }
        }
    }
    println!("{count} opinions of tools, {} differ:\n{}", differing.len(), differing.join("\n"));
}

#[test]
fn real_definitions() {
    let Some(shared) = shared() else { return };
    let mut found = Vec::new();
    let mut count = 0;
    for (name, case) in cases(&shared.join("corpora/real")) {
        let Some(definition) = case.get("definition") else { continue };
        count += 1;
        let machine_type = match case.get("declared_type").and_then(Value::as_str) {
            Some("EXPRESS") => MachineType::Express,
            _ => MachineType::Standard,
        };
        let kind = case.get("kind").and_then(Value::as_str).unwrap_or_default();
        for error in of_service(&read(definition, machine_type), Severity::Error) {
            found.push(format!("{name} ({kind}): {error}"));
        }
    }
    println!("{count} real definitions, {} errors:\n{}", found.len(), found.join("\n"));
}

/// How often each piece of advice is given for real definitions, and that no range leaves the text.
#[test]
fn advice_for_real_definitions() {
    let Some(shared) = shared() else { return };
    let mut counts: std::collections::BTreeMap<String, (usize, String)> = std::collections::BTreeMap::new();
    for (name, case) in cases(&shared.join("corpora/real")) {
        let Some(definition) = case.get("definition") else { continue };
        let text = json::pretty(definition);
        let reading = asl::read_text(&text, Format::Json, MachineType::Standard);
        for diagnostic in &reading.diagnostics {
            assert!(text.get(diagnostic.range.start..diagnostic.range.end).is_some(), "{name}: {diagnostic}");
            if std::env::var_os("SHOW").is_some_and(|code| code.to_str() == Some(diagnostic.code.name())) {
                println!("{name}: {diagnostic}");
            }
            if diagnostic.severity > Severity::Error {
                let entry = counts.entry(diagnostic.code.name().to_string()).or_default();
                entry.0 += 1;
                entry.1 = format!("{name}: {diagnostic}");
            }
        }
    }
    for (code, (count, example)) in counts {
        println!("{code}: {count}, for example {example}");
    }
}
