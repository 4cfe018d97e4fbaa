//! The answers of Jayway 2.0.0 in the shared data, and the service's own where they are plain paths.

use std::path::PathBuf;

use json::Value;
use jsonpath::{Path, ReadError};

fn shared(name: &str) -> Option<Value> {
    let root = std::env::var("STEPWISE_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    match std::fs::read_to_string(root.join(name)) {
        Ok(text) => Some(json::parse(&text).expect("the shared data is JSON")),
        Err(_) => {
            eprintln!("NOT RUN: {name} of the shared data is not there");
            None
        }
    }
}

/// Paths that cannot be parsed have Java's class names around the sentence; a few sentences are Java's own.
fn check(case: &Value, document: &Value) -> Result<(), String> {
    let text = case.get("path").and_then(Value::as_str).expect("a path");
    let wanted = case.get("error").and_then(Value::as_str);
    let path = match (Path::parse(text), wanted) {
        (Ok(path), _) => path,
        (Err(error), Some(wanted)) => {
            let sentence = wanted.rsplit("Exception: ").next().unwrap_or_default();
            let javas_own = wanted.contains("java.lang.");
            let parsing = wanted.contains("com.jayway.jsonpath.InvalidPathException: ") || javas_own;
            return match parsing && (javas_own || error.message == sentence) {
                true => Ok(()),
                false => Err(format!("{text}: {error}, not {wanted}")),
            };
        }
        (Err(error), None) => return Err(format!("{text}: {error}")),
    };
    let definite = case.get("definite");
    let expected = definite.or(case.get("indefinite"));
    match (path.read(document), expected, wanted) {
        (Ok(found), Some(expected), _) if found == *expected && path.is_definite() == definite.is_some() => {
            Ok(())
        }
        (Err(error), None, Some(wanted)) => {
            let class = match error {
                ReadError::Missing(_) => "PathNotFoundException",
                ReadError::Unfit(_) => "InvalidPathException",
            };
            match format!("{class}: {error}") == wanted {
                true => Ok(()),
                false => Err(format!("{text}: {class}: {error}, not {wanted}")),
            }
        }
        (found, ..) => Err(format!("{text}: {found:?}, definite {}", path.is_definite())),
    }
}

#[test]
fn jayway() {
    let Some(golden) = shared("reference/jsonpath/golden.json") else { return };
    let document = golden.get("document").expect("a document");
    let cases = golden.get("paths").and_then(Value::as_array).expect("paths");
    assert_eq!(cases.len(), 99);
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(case, document).err()).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Rows of the service whose expression is a plain path; its errors say which path, not why.
#[test]
fn service() {
    let mut count = 0;
    for name in ["base__base", "scenarios__base_scenarios", "assign__assign_reference_variables"] {
        let Some(file) = shared(&format!("conformance/functions/{name}.json")) else { return };
        let rows = file.get("table").and_then(Value::as_array).expect("a table");
        for row in rows {
            let text = row.get("expression").and_then(Value::as_str).expect("an expression");
            let language = row.get("language").and_then(Value::as_str);
            if language != Some("JSONPath") || !text.starts_with('$') || text.starts_with("$$") {
                continue;
            }
            if text[1..].starts_with(char::is_alphabetic) {
                continue; // A variable: the states language's business.
            }
            let input = row.get("input").expect("an input");
            let found = Path::parse(text)
                .map_err(|error| error.message)
                .and_then(|path| path.read(input).map_err(|error| error.to_string()));
            assert_eq!(found.ok().as_ref(), row.get("output"), "{text}");
            count += 1;
        }
    }
    assert!(count >= 15, "only {count} rows were found");
}
