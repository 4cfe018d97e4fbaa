//! The shared cases of the plain language, and the rows of the service's functions.

mod support;

use json::{Object, Value};
use jsonata::{Dialect, Limits, Outcome};
use support::{evaluate, evaluate_within, on_small_stack, read, shared};

/// Cases that come out differently, with the reason. Every other case has to pass.
const DIFFERENT: [(&str, &str); 0] = [];

#[test]
fn plain_cases() {
    on_small_stack(|| {
        let Some(shared) = shared() else {
            println!("skipped: the shared conformance cases are not there");
            return;
        };
        let folder = shared.join("conformance/jsonata");
        let datasets = read(&folder.join("datasets.json"));
        let datasets = datasets.get("datasets").unwrap_or(&datasets).clone();
        let mut files: Vec<_> = std::fs::read_dir(&folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        let (mut passed, mut failures) = (0, Vec::new());
        for file in files {
            if file.ends_with("datasets.json") {
                continue;
            }
            let document = read(&file);
            let rows = document.get("table").unwrap_or(&document).clone();
            for row in rows.as_array().expect("a table").iter() {
                let name = format!(
                    "{}/{}",
                    file.file_stem().expect("a name").to_string_lossy(),
                    row.get("case").and_then(Value::as_str).unwrap_or("?")
                );
                match check(row, &datasets) {
                    Ok(()) => passed += 1,
                    Err(problem) => failures.push(format!("{name}: {problem}")),
                }
            }
        }
        let unexpected: Vec<_> = failures
            .iter()
            .filter(|failure| !DIFFERENT.iter().any(|(name, _)| failure.starts_with(&format!("{name}:"))))
            .collect();
        println!("{passed} cases pass, {} fail", failures.len());
        for failure in &unexpected {
            println!("{failure}");
        }
        assert!(unexpected.is_empty(), "{} cases fail", unexpected.len());
    });
}

fn check(row: &Value, datasets: &Value) -> Result<(), String> {
    let text = row.get("expression").and_then(Value::as_str).expect("an expression");
    let input = match row.get("dataset").and_then(Value::as_str) {
        Some(name) => datasets.get(name).cloned(),
        None => row.get("data").cloned(),
    };
    let bindings = row.get("bindings").and_then(Value::as_object).cloned().unwrap_or_default();
    // The suite bounds a few runaway functions by the depth of evaluations.
    let depth = row.get("depth").and_then(Value::as_i64);
    let limits = depth.map(|depth| Limits { depth: depth as usize, ..Limits::PLAIN });
    let result = evaluate_within(text, Dialect::Plain, limits, input.as_ref(), &bindings);
    let shown = match &result {
        Ok(Outcome::Value(value)) => value.to_string(),
        Ok(other) => format!("{other:?}"),
        Err(error) => format!("{error} at {:?}", error.position),
    };
    let fine = if let Some(expected) = row.get("result") {
        match &result {
            Ok(Outcome::Value(value)) => match row.get("unordered") {
                Some(_) => sorted(value) == sorted(expected),
                None => value == expected,
            },
            _ => false,
        }
    } else if row.get("undefined").is_some() {
        matches!(result, Ok(Outcome::Undefined | Outcome::Function))
    } else {
        let code = row.get("error").and_then(Value::as_str).unwrap_or("?");
        match &result {
            Err(error) => error.code == code,
            Ok(_) => false,
        }
    };
    match fine {
        true => Ok(()),
        false => Err(format!("{text}\n    gave {shown}\n    wanted {row}")),
    }
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(array) => {
            let mut items: Vec<Value> = array.iter().map(sorted).collect();
            items.sort_by_key(Value::to_string);
            Value::from(items)
        }
        value => value.clone(),
    }
}

/// The rows of `functions` that are JSONata.
#[test]
fn service_functions() {
    let Some(shared) = shared() else {
        println!("skipped: the shared conformance cases are not there");
        return;
    };
    let folder = shared.join("conformance/functions");
    let mut failures = Vec::new();
    let mut passed = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder is there") {
        let document = read(&entry.expect("an entry").path());
        for row in document.get("table").and_then(Value::as_array).expect("a table").iter() {
            if row.get("language").and_then(Value::as_str) != Some("JSONata") {
                continue;
            }
            let written = row.get("expression").and_then(Value::as_str).expect("an expression");
            let Some(text) = written.strip_prefix("{%").and_then(|text| text.strip_suffix("%}")) else {
                continue;
            };
            let states: Object =
                [("input", row.get("input").cloned().unwrap_or_default())].into_iter().collect();
            let bindings: Object = [("states", Value::from(states))].into_iter().collect();
            let result = evaluate(text.trim(), Dialect::Service, None, &bindings);
            let fine = match (&result, row.get("output")) {
                (Ok(Outcome::Value(value)), Some(expected)) => matches(expected, value),
                (Err(error), None) => {
                    let cause = row.get("cause").and_then(Value::as_str).unwrap_or("");
                    cause.ends_with(&format!("threw an error during evaluation{}", error.cause()))
                }
                (Ok(Outcome::Undefined), None) => row
                    .get("cause")
                    .and_then(Value::as_str)
                    .is_some_and(|cause| cause.ends_with("(undefined).")),
                _ => false,
            };
            match fine {
                true => passed += 1,
                false => failures.push(format!("{text}: gave {result:?}, wanted {row}")),
            }
        }
    }
    println!("{passed} rows pass");
    assert!(failures.is_empty(), "{} rows fail:\n{}", failures.len(), failures.join("\n"));
    assert!(passed > 0, "there are JSONata rows");
}

fn matches(expected: &Value, value: &Value) -> bool {
    match (expected, value) {
        (Value::String(text), _) if text == "«any»" => true,
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| matches(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| matches(a, b)))
        }
        (a, b) => a == b,
    }
}
