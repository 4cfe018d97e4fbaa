//! What may stand at a place: each case is a text with a bar where the cursor is, and labels that must or must not be offered.

use asl::{MachineType, complete, read};
use json::tree::{Format, parse_tree};

/// The labels offered at the bar, and what has been typed of them.
fn labels(marked: &str, format: Format) -> (Vec<String>, String) {
    let offset = marked.find('|').expect("a case has a bar");
    let text = marked.replacen('|', "", 1);
    let tree = parse_tree(&text, format);
    let reading = read(&text, &tree, MachineType::Standard);
    let completions = complete(&text, &tree, &reading, offset);
    let range = completions.range;
    assert_eq!(range.end, offset, "{marked}");
    let typed = text.get(range.start..range.end).expect("the range lies in the text").to_string();
    (completions.items.into_iter().map(|item| item.label).collect(), typed)
}

fn check(marked: &str, typed: &str, offered: &[&str], not_offered: &[&str]) {
    let (labels, found) = labels(marked, Format::Json);
    assert_eq!(found, typed, "{marked}");
    for label in offered {
        assert!(labels.iter().any(|found| found == label), "{marked}: no {label} in {labels:?}");
    }
    for label in not_offered {
        assert!(labels.iter().all(|found| found != label), "{marked}: {label} is offered");
    }
}

#[test]
fn fields_follow_the_type_and_the_language() {
    check(r#"{"StartAt": "A", "Sta|": {}}"#, "Sta", &["States", "TimeoutSeconds"], &["StartAt"]);
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "R|": 1}}}"#,
        "R",
        &["Resource", "Retry", "ResultPath"],
        &["Result", "Arguments", "Output"],
    );
    check(
        r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "O|": 1}}}"#,
        "O",
        &["Output", "Assign"],
        &["OutputPath", "Parameters"],
    );
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Retry": [{"Er|": []}]}}}"#,
        "Er",
        &["ErrorEquals", "BackoffRate"],
        &["Next"],
    );
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [{"Variable": "$.a", "Num|": 1}]}}}"#,
        "Num",
        &["NumericEquals", "Next"],
        &["Condition"],
    );
}

#[test]
fn values_follow_the_field() {
    check(
        r#"{"StartAt": "|", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Succeed"}}}"#,
        "",
        &["A", "B"],
        &[],
    );
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "|"}, "B": {"Type": "Succeed"}}}"#,
        "",
        &["B"],
        &["A"],
    );
    check(r#"{"StartAt": "A", "States": {"A": {"Type": "Ta|"}}}"#, "Ta", &["Task", "Map"], &[]);
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn|"}}}"#,
        "arn",
        &["arn:aws:states:::lambda:invoke", "arn:aws:states:::sqs:sendMessage.waitForTaskToken"],
        &["arn:aws:states:::lambda:invoke.sync"],
    );
    check(
        r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Catch": [{"ErrorEquals": ["States.|"]}]}}}"#,
        "States.",
        &["States.ALL", "States.Timeout"],
        &[],
    );
    check(
        r#"{"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": [{"StartAt": "|", "States": {"X": {"Type": "Succeed"}}}]}}}"#,
        "",
        &["X"],
        &["P"],
    );
}

#[test]
fn paths_and_expressions_know_their_names() {
    let state = |inner: &str| {
        format!(
            r#"{{"StartAt": "A", "States": {{"A": {{"Type": "Pass", "Assign": {{"total": 1}}, {inner}, "End": true}}}}}}"#
        )
    };
    check(&state(r#""Parameters": {"a.$": "$$.Exec|"}"#), "Exec", &["Execution", "State"], &["Id"]);
    check(&state(r#""Parameters": {"a.$": "$$.Execution.|"}"#), "", &["Id", "StartTime"], &["Execution"]);
    check(&state(r#""Parameters": {"a.$": "States.For|"}"#), "States.For", &["States.Format", "$total"], &[]);
    check(&state(r#""Parameters": {"a.$": "States.Format('{}', $|)"}"#), "$", &["$total", "$$"], &[]);
    let jsonata = |inner: &str| {
        format!(
            r#"{{"QueryLanguage": "JSONata", "StartAt": "A", "States": {{"A": {{"Type": "Task", "Resource": "x", {inner}, "End": true}}}}}}"#
        )
    };
    check(&jsonata(r#""Output": "{% $states.| %}""#), "", &["input", "result", "context"], &["errorOutput"]);
    check(&jsonata(r#""Arguments": "{% $states.| %}""#), "", &["input", "context"], &["result"]);
    check(&jsonata(r#""Output": "{% $states.context.Execution.| %}""#), "", &["Id"], &[]);
    check(&jsonata(r#""Output": "{% $su| %}""#), "$su", &["$sum", "$states"], &[]);
}

#[test]
fn yaml_is_known_too() {
    let (labels, typed) = labels("StartAt: A\nStates:\n  A:\n    Type: Ta|\n", Format::Yaml);
    assert_eq!(typed, "Ta");
    assert!(labels.iter().any(|label| label == "Task"), "{labels:?}");
}

/// Every place of a text can be asked about.
#[test]
fn no_place_panics() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [{"Variable": "$.ä", "StringEquals": "ö"}], "Default": "B"}, "B": {"Type": "Task", "Retry": [{"ErrorEquals": [""]}], "#;
    for end in 0..=text.len() {
        let Some(text) = text.get(..end) else { continue };
        for format in [Format::Json, Format::Yaml] {
            let tree = parse_tree(text, format);
            let reading = read(text, &tree, MachineType::Standard);
            for offset in 0..=text.len() {
                let range = complete(text, &tree, &reading, offset).range;
                assert!(text.get(range.start..range.end).is_some());
            }
        }
    }
}
