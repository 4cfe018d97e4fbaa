//! The canvas and the commands agree: what may be dropped or connected while dragging can be done, and what may not cannot.

use std::collections::BTreeSet;

use canvas::{Direction, EdgeKind, Handle, Intent, Load, NodeId, Options, Rules};
use editor::{Answers, Document, Selection};
use json::{Format, Value};

const ORDER: &str = r#"{
  "StartAt": "Validate",
  "States": {
    "Validate": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Big?"},
    "Big?": {
      "Type": "Choice",
      "Choices": [{"Variable": "$.total", "NumericGreaterThan": 100, "Next": "Both"}],
      "Default": "Charge"
    },
    "Both": {
      "Type": "Parallel",
      "Branches": [
        {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "End": true}}},
        {"StartAt": "", "States": {}}
      ],
      "Next": "Charge"
    },
    "Charge": {
      "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Refund"}],
      "Next": "Each"
    },
    "Each": {"Type": "Map", "ItemProcessor": {"StartAt": "Item", "States": {"Item": {"Type": "Pass", "End": true}}}, "End": true},
    "Refund": {"Type": "Fail"}
  }
}"#;

fn check(text: &str, format: Format) -> (usize, usize) {
    let document = Document::new(text, format, asl::MachineType::Standard);
    let answers = Answers { document: &document };
    let machine = document.machine();
    let options = Options { direction: Direction::Down, collapsed: BTreeSet::new() };
    let scene = canvas::layout(machine, &options);
    let (mut done, mut refused) = (0, 0);
    let mut compare = |may: Result<(), String>, intent: Intent| {
        let mut copy = document.clone();
        let command = answers.command(&intent, &[]).expect("a change of the document");
        let outcome = command.and_then(|command| copy.perform(&command, Selection::default(), 0.0));
        match (&may, &outcome) {
            (Ok(()), Ok(_)) => done += 1,
            (Err(reason), Err(refusal)) => {
                assert_eq!(*reason, refusal.to_string());
                refused += 1;
            }
            // What an alias or a tag has made is only seen in the text.
            (Ok(()), Err(editor::Refusal::Shared(_))) => refused += 1,
            (_, _) => panic!("{intent:?}: while dragging {may:?}, then {outcome:?}\n{text}"),
        }
    };
    let mut loads = vec![Load::Fresh(String::from("Pass")), Load::Fresh(String::from("Fail"))];
    loads.extend(machine.states.iter().take(4).map(|state| Load::States(vec![state.id])));
    for zone in canvas::zones(&scene, machine).iter().take(40) {
        for load in &loads {
            let may = answers.may_drop(load, zone.place);
            compare(may, Intent::Drop { load: load.clone(), place: zone.place });
        }
    }
    for state in machine.states.iter().take(12) {
        for to in scene.nodes.iter().map(|node| node.id).take(12) {
            for handle in [Handle::Next(state.id), Handle::NewCatch(state.id), Handle::NewRule(state.id)] {
                if matches!(to, NodeId::State(_) | NodeId::End(_)) {
                    compare(answers.may_connect(handle, to), Intent::Connect { handle, to });
                }
            }
        }
    }
    (done, refused)
}

#[test]
fn the_order_workflow() {
    let (done, refused) = check(ORDER, Format::Json);
    assert!(done > 50 && refused > 20, "{done} done, {refused} refused");
}

#[test]
fn real_definitions() {
    let shared = std::env::var("STEPWISE_SHARED").unwrap_or_else(|_| String::from("../../../shared"));
    let Ok(files) = std::fs::read_dir(format!("{shared}/corpora/real")) else {
        eprintln!("skipped: no shared corpora at {shared}");
        return;
    };
    let mut paths: Vec<_> = files.flatten().map(|file| file.path()).collect();
    paths.sort();
    for path in paths.iter().step_by(60) {
        let case = json::parse(&std::fs::read_to_string(path).expect("readable")).expect("JSON");
        let Some(definition) = case.get("definition").filter(|value| value.size() < 8_000) else { continue };
        check(&json::pretty(definition), Format::Json);
        let raw = case.get("raw").and_then(Value::as_str).unwrap_or("");
        if case.get("raw_format").and_then(Value::as_str) == Some("yaml") && raw.len() < 8_000 {
            check(raw, Format::Yaml);
        }
    }
}

/// What an arrow that is deleted comes to.
#[test]
fn an_arrow_is_taken_away() {
    let without = |state: &str, kind: EdgeKind| {
        let mut document = Document::new(ORDER, Format::Json, asl::MachineType::Standard);
        let from = document.machine().find(state).map_or(NodeId::Start, NodeId::State);
        let intent = Intent::RemoveEdge { from, kind };
        let command =
            Answers { document: &document }.command(&intent, &[]).expect("a change of the document");
        let done = command.and_then(|command| document.perform(&command, Selection::default(), 0.0));
        done.map(|_| document.text().to_string()).map_err(|refusal| refusal.to_string())
    };
    let has = |text: &Result<String, String>, part: &str| text.as_ref().is_ok_and(|text| text.contains(part));
    let ends = without("Validate", EdgeKind::Next);
    assert!(has(&ends, r#"invoke", "End": true}"#), "the flow ends where it went on: {ends:?}");
    let ruled = without("Big?", EdgeKind::Rule(0));
    assert!(has(&ruled, r#""Choices": []"#), "the rule goes with its arrow: {ruled:?}");
    assert!(!has(&without("Big?", EdgeKind::Default), "Default"));
    assert!(!has(&without("Charge", EdgeKind::Catch(0)), "Catch"), "the last catcher takes the list along");
    assert!(without("Each", EdgeKind::End).is_err(), "a state goes on or ends");
    assert!(without("nothing", EdgeKind::Start).is_err(), "a workflow starts somewhere");
}

/// A name that two states have means neither of them for sure: none is changed in the place of the other.
#[test]
fn states_of_one_name_are_not_mistaken_for_each_other() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "P"}, "P": {"Type": "Parallel", "Next": "B",
        "Branches": [{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}]}, "B": {"Type": "Pass", "Next": "A"}}}"#;
    check(text, Format::Json);
    let document = Document::new(text, Format::Json, asl::MachineType::Standard);
    let states = &document.machine().states;
    let twins: Vec<_> =
        states.iter().filter(|state| state.name.as_str() == "A").map(|state| state.id).collect();
    let place = canvas::Place::Edge { from: NodeId::Start, kind: EdgeKind::Start };
    let answers = Answers { document: &document };
    let may = |state| answers.may_drop(&Load::States(vec![state]), place).err().unwrap_or_default();
    assert!(may(twins[0]).contains("Several states are called “A”"));
    assert!(may(twins[1]).contains("Several states are called “A”"));
    // An arrow of B names the one beside it.
    let b = document.machine().find("B").expect("B");
    assert_eq!(answers.may_connect(Handle::Next(b), NodeId::State(twins[0])), Ok(()));
}
