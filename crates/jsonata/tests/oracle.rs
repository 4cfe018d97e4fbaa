//! Thousands of generated expressions, here and in the npm package: value, code, message and position have to be the same.
//!
//! Runs where Node and the package are (`STEPWISE_JSONATA` names its folder; else that of the benchmarks), and says so where not.
//! `ORACLE_COUNT` and `ORACLE_SEED` change how many and which.

mod support;

#[path = "oracle/generate.rs"]
mod generate;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;

use json::{Object, Value};
use jsonata::{Dialect, Outcome};
use support::{evaluate, on_small_stack, read, shared};

#[test]
fn generated_expressions() {
    let count = number("ORACLE_COUNT", 4000);
    let seed = number("ORACLE_SEED", 1);
    let cases = generate::cases(seed, count as usize);
    compare("generated", cases);
}

/// The expressions of the shared cases, and broken ones made of them.
#[test]
fn shared_expressions() {
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
        .filter(|path| !path.ends_with("datasets.json"))
        .collect();
    files.sort();
    let mut cases = Vec::new();
    let mut chance = generate::Chance::new(number("ORACLE_SEED", 1));
    for file in files {
        let document = read(&file);
        for row in document.get("table").unwrap_or(&document).as_array().expect("a table").iter() {
            if row.get("depth").is_some() || row.get("bindings").is_some() {
                continue;
            }
            let text = row.get("expression").and_then(Value::as_str).expect("an expression").to_string();
            let input = match row.get("dataset").and_then(Value::as_str) {
                Some(name) => datasets.get(name).cloned(),
                None => row.get("data").cloned(),
            };
            let input = input.unwrap_or(Value::Null);
            if ["$random", "$shuffle", "$now", "$millis"].iter().any(|name| text.contains(name)) {
                continue;
            }
            let broken = generate::broken(&mut chance, &text);
            cases.push((text, input.clone()));
            if !broken.contains("$formatNumber") {
                cases.push((broken, input));
            }
        }
    }
    compare("shared", cases);
}

/// The written cases of the plain language: what stands in them is what the package gives.
#[test]
fn written_cases() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases = Vec::new();
    for name in ["plain.txt", "regex.txt"] {
        let text = std::fs::read_to_string(folder.join(name)).expect("the file can be read");
        for paragraph in text.trim().split("\n\n").filter(|paragraph| !paragraph.starts_with('#')) {
            let mut expression = Vec::new();
            let mut input = Value::Null;
            let mut bound = false;
            for line in paragraph.lines() {
                match line.strip_prefix("on ") {
                    Some(text) => input = json::parse(text).expect("the input is JSON"),
                    None if line.starts_with("is ") || line.starts_with("fails ") => {}
                    None => {
                        bound |= line.starts_with("with ");
                        expression.push(line);
                    }
                }
            }
            if !bound {
                cases.push((expression.join("\n"), input));
            }
        }
    }
    assert!(cases.len() > 150, "the cases are there");
    compare("written", cases);
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The folder of the package, if it is anywhere.
fn package() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let places = [
        std::env::var_os("STEPWISE_JSONATA").map(PathBuf::from),
        Some(root.join("tests/bench/node_modules/jsonata")),
    ];
    places.into_iter().flatten().find(|place| place.join("package.json").is_file())
}

fn compare(name: &str, cases: Vec<(String, Value)>) {
    let Some(package) = package() else {
        println!("skipped: the npm package jsonata@2.0.6 is not there");
        return;
    };
    let folder = std::env::temp_dir().join(format!("stepwise-oracle-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the cases");
    let (asked, answered) = (folder.join("cases"), folder.join("answers"));
    let mut lines = String::new();
    for (text, input) in &cases {
        let case: Object =
            [("text", Value::from(text.as_str())), ("input", input.clone())].into_iter().collect();
        let _ = writeln!(lines, "{}", Value::from(case));
    }
    std::fs::write(&asked, lines).expect("the cases can be written");
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/oracle.mjs");
    let status =
        Command::new("node").env("TZ", "UTC").arg(script).arg(package).arg(&asked).arg(&answered).status();
    let Ok(status) = status else {
        println!("skipped: Node is not there");
        return;
    };
    assert!(status.success(), "the oracle ran to its end");
    let answers = std::fs::read_to_string(&answered).expect("the answers can be read");
    let _ = std::fs::remove_dir_all(&folder);
    let answers: Vec<String> = answers.lines().map(String::from).collect();
    assert_eq!(answers.len(), cases.len(), "an answer for each case");
    let name = name.to_string();
    on_small_stack(move || {
        let mut differences = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for ((text, input), answer) in cases.iter().zip(&answers) {
            let told = json::parse(answer).expect("an answer is JSON");
            let theirs = told.get("answer").cloned().unwrap_or_default();
            if let Some(place) = std::env::var_os("ORACLE_TRACE") {
                std::fs::write(place, text).expect("the trace can be written");
            }
            let ours = answer_of(text, input);
            if ours == theirs {
                continue;
            }
            match generate::reason(text, input, &ours, &theirs, told.get("inOrder")) {
                Some(reason) => *known.entry(reason).or_insert(0) += 1,
                None => differences.push(format!("{text}\n  on {input}\n  ours   {ours}\n  theirs {theirs}")),
            }
        }
        let count: usize = known.values().sum();
        println!("{name}: {} compared, {count} known differences, {} others", cases.len(), differences.len());
        for (reason, count) in known {
            println!("  {count} × {reason}");
        }
        for difference in differences.iter().take(number("ORACLE_SHOW", 20) as usize) {
            println!("{difference}");
        }
        assert!(differences.is_empty(), "{} differences", differences.len());
    });
}

fn answer_of(text: &str, input: &Value) -> Value {
    let (key, value) = match evaluate(text, Dialect::Plain, Some(input), &Object::new()) {
        Ok(Outcome::Value(value)) => ("result", value),
        Ok(Outcome::Undefined) => ("undefined", Value::Bool(true)),
        Ok(Outcome::Function) => ("function", Value::Bool(true)),
        Err(error) => {
            let members: Object = [
                ("code", Value::from(error.code)),
                ("message", Value::from(error.message)),
                ("position", Value::from(error.position)),
            ]
            .into_iter()
            .collect();
            ("error", Value::from(members))
        }
    };
    Value::from([(key, value)].into_iter().collect::<Object>())
}
