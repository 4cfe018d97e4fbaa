//! Cases in plain text: each file of `cases` has one per paragraph.
//!
//! The first line is the expression; then, each on a line of its own and where needed, `on` an input, `with` bindings;
//! then `is` a value, `is nothing`, `is a function`, or `fails` with code, position and message as they are shown.
//! A file whose name begins with `service` speaks the service's dialect. `UPDATE=1` writes down what came out.

mod support;

use std::path::PathBuf;

use json::{Object, Value};
use jsonata::{Dialect, Outcome};
use support::{evaluate, on_small_stack};

#[test]
fn cases() {
    on_small_stack(|| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
        let mut failures = Vec::new();
        let mut count = 0;
        for entry in std::fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let dialect = if name.starts_with("service") { Dialect::Service } else { Dialect::Plain };
            let text = std::fs::read_to_string(&path).expect("the file can be read");
            let mut written = Vec::new();
            for paragraph in text.trim().split("\n\n") {
                if paragraph.starts_with('#') {
                    written.push(paragraph.to_string());
                    continue;
                }
                count += 1;
                let came = check(paragraph, dialect);
                if came != paragraph.trim_end() {
                    failures.push(format!("{name}:\n{paragraph}\n-- came out as --\n{came}"));
                }
                written.push(came);
            }
            if std::env::var_os("UPDATE").is_some() {
                std::fs::write(&path, written.join("\n\n") + "\n").expect("the file can be written");
            }
        }
        println!("{count} cases");
        assert!(count > 50, "the cases are there");
        if std::env::var_os("UPDATE").is_none() {
            assert!(failures.is_empty(), "{} cases fail:\n\n{}", failures.len(), failures.join("\n\n"));
        }
    });
}

/// The paragraph as it should be written.
fn check(paragraph: &str, dialect: Dialect) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut input = None;
    let mut bindings = Object::new();
    for line in paragraph.lines() {
        if let Some(text) = line.strip_prefix("on ") {
            input = Some(json::parse(text).expect("the input is JSON"));
        } else if let Some(text) = line.strip_prefix("with ") {
            let Ok(Value::Object(object)) = json::parse(text) else {
                panic!("bindings are an object: {text}")
            };
            bindings = object;
        } else if line.starts_with("is ") || line.starts_with("fails ") {
            continue;
        }
        lines.push(line);
    }
    let expression: Vec<&str> =
        lines.iter().copied().filter(|line| !line.starts_with("on ") && !line.starts_with("with ")).collect();
    let verdict = match evaluate(&expression.join("\n"), dialect, input.as_ref(), &bindings) {
        Ok(Outcome::Value(value)) => format!("is {value}"),
        Ok(Outcome::Undefined) => String::from("is nothing"),
        Ok(Outcome::Function) => String::from("is a function"),
        Err(error) => {
            let position = error.position.map_or(String::from("-"), |position| position.to_string());
            format!(
                "fails {} at {position}: {}",
                if error.code.is_empty() { "-" } else { error.code },
                error.message
            )
        }
    };
    lines.push(&verdict);
    lines.join("\n")
}
