//! Finding definitions in other texts.

use asl::MachineType;
use exchange::{Definition, Finding, find};
use json::tree::{Format, Range};

fn definitions(text: &str) -> Vec<Definition> {
    match find(text, None) {
        Finding::Definitions(definitions) => definitions,
        Finding::History | Finding::MockFile | Finding::Elsewhere(_) | Finding::Nothing => Vec::new(),
    }
}

#[track_caller]
fn only(text: &str) -> Definition {
    let mut definitions = definitions(text);
    assert_eq!(definitions.len(), 1, "{text}");
    definitions.remove(0)
}

/// The text at the place of the node that a JSON Pointer names.
#[track_caller]
fn place(text: &str, definition: &Definition, pointer: &str) -> String {
    let node = definition.tree.find(pointer).expect(pointer);
    let Range { start, end } = definition.locate(node.range);
    text[start..end].to_string()
}

const SAM: &str = r#"
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: {Type: AWS::Lambda::Function}
  Order:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      # what it does
      Definition:
        StartAt: First   # begins here
        States:
          First:
            Type: Task
            Resource: !GetAtt Fn.Arn
            Next: Second
          Second: {Type: Succeed}
      DefinitionSubstitutions:
        Table: !Ref Items
        Limit: 5
"#;

#[test]
fn an_object_in_a_template() {
    let definition = only(SAM);
    assert_eq!(definition.name.as_deref(), Some("Order"));
    assert_eq!(definition.machine_type, Some(MachineType::Express));
    assert_eq!(definition.at, "/Resources/Order/Properties/Definition");
    assert_eq!(definition.substitutions.len(), 2);
    assert_eq!(definition.substitutions[0], ("Table".into(), "${Items}".into()));
    assert_eq!(definition.substitutions[1], ("Limit".into(), "5".into()));
    assert_eq!(place(SAM, &definition, "/States/First/Next"), "Second");
    assert_eq!(place(SAM, &definition, "/States/First/Resource"), "!GetAtt Fn.Arn");
    assert_eq!(
        definition.tree.find("/States/First/Resource").and_then(|node| node.as_text()).expect("a text"),
        &"${Fn.Arn}"
    );
    // Functions of the template mean nothing outside of it, so the text is written anew.
    assert_eq!(definition.format, Format::Yaml);
    assert!(definition.text.starts_with("StartAt: First\nStates:\n"), "{}", definition.text);
    assert!(definition.text.contains("Resource: \"${Fn.Arn}\""), "{}", definition.text);
}

#[test]
fn an_object_without_functions_keeps_its_own_text() {
    let text = SAM.replace("!GetAtt Fn.Arn", "arn:aws:lambda:us-east-1:123456789012:function:f");
    let definition = only(&text);
    assert!(
        definition.text.starts_with("StartAt: First   # begins here\nStates:\n  First:\n"),
        "{}",
        definition.text
    );
}

#[test]
fn several_machines_and_files_elsewhere() {
    let text = r#"{"Resources": {
        "A": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"StateMachineType": "STANDARD", "Definition":
            {"StartAt": "X", "States": {"X": {"Type": "Succeed"}}}}},
        "B": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": "{\"StartAt\":\"\\u0058\",\"States\":{\"X\":{\"Type\":\"Succeed\"}}}"}},
        "C": {"Type": "AWS::Serverless::StateMachine", "Properties": {"DefinitionUri": "c.asl.json"}}
    }}"#;
    let found = definitions(text);
    let names: Vec<&str> = found.iter().filter_map(|definition| definition.name.as_deref()).collect();
    assert_eq!(names, ["A", "B"]);
    assert_eq!(found[0].machine_type, Some(MachineType::Standard));
    assert_eq!(place(text, &found[0], "/States/X/Type"), "\"Succeed\"");
    assert_eq!(found[1].at, "/Resources/B/Properties/DefinitionString");
    assert_eq!(place(text, &found[1], "/States/X/Type"), r#"\"Succeed\""#);
    assert_eq!(place(text, &found[1], "/StartAt"), r#"\"\\u0058\""#);
    let alone = r#"{"Resources": {"C": {"Type": "AWS::Serverless::StateMachine", "Properties": {"DefinitionUri": "c.asl.json"}}}}"#;
    assert!(matches!(find(alone, None), Finding::Elsewhere(files) if files == ["c.asl.json"]));
}

#[test]
fn a_text_in_yaml_with_substitutions() {
    let text = r#"
Resources:
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        {
          "StartAt": "Wait",
          "States": {

            "Wait": {"Type": "Wait", "Seconds": ${Delay}, "Next": "Call"},
            "Call": {"Type": "Task", "Resource": "${Fn.Arn}", "Comment": "${!Kept}", "End": true}
          }
        }
"#;
    let definition = only(text);
    assert!(definition.tree.is_clean());
    assert_eq!(definition.format, Format::Json);
    assert_eq!(place(text, &definition, "/States/Wait/Seconds"), "${Delay}");
    assert_eq!(place(text, &definition, "/States/Wait/Next"), "\"Call\"");
    assert_eq!(place(text, &definition, "/States/Call/Resource"), "\"${Fn.Arn}\"");
    assert_eq!(place(text, &definition, "/States/Call/End"), "true");
    assert!(definition.text.contains(r#""Seconds": "${Delay}""#), "{}", definition.text);
    assert!(definition.text.contains(r#""Comment": "${Kept}""#), "{}", definition.text);
}

#[test]
fn a_text_that_is_joined() {
    let text = r#"{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": {"Fn::Join": ["\n", [
        "{\"StartAt\": \"A\",",
        "\"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \"", {"Fn::GetAtt": ["Fn", "Arn"]}, "\", \"End\": true}}}"
    ]]}}}}}"#;
    let joined = text.replace(r#"["\n", ["#, r#"["", ["#);
    let definition = only(&joined);
    assert!(definition.tree.is_clean(), "{}", definition.text);
    assert_eq!(place(&joined, &definition, "/States/A/End"), "true");
    assert_eq!(
        definition.tree.find("/States/A/Resource").and_then(|node| node.as_text()).expect("a text"),
        &"${Fn.Arn}"
    );
}

#[test]
fn what_the_service_answers() {
    let text = r#"{"stateMachineArn": "arn", "name": "Hello", "type": "EXPRESS", "definition": "{\n  \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}\n}"}"#;
    let definition = only(text);
    assert_eq!(definition.name.as_deref(), Some("Hello"));
    assert_eq!(definition.machine_type, Some(MachineType::Express));
    assert_eq!(definition.text, "{\n  \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}\n}");
    assert_eq!(place(text, &definition, "/StartAt"), r#"\"A\""#);
    let trail = format!(r#"{{"eventName": "CreateStateMachine", "requestParameters": {text}}}"#);
    assert_eq!(only(&trail).at, "/requestParameters/definition");
}

#[test]
fn the_serverless_framework() {
    let text = "stepFunctions:\n  stateMachines:\n    hello:\n      name: Hello\n      type: EXPRESS\n      definition:\n        StartAt: A\n        States:\n          A: {Type: Succeed}\n";
    let definition = only(text);
    assert_eq!(definition.at, "/stepFunctions/stateMachines/hello/definition");
    assert_eq!(definition.text, "StartAt: A\nStates:\n  A: {Type: Succeed}\n");
}

#[test]
fn definitions_alone() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
    let definition = only(text);
    assert_eq!((definition.text.as_str(), definition.at.as_str()), (text, ""));
    assert_eq!(only("StartAt: A\nStates: {A: {Type: Succeed}}").format, Format::Yaml);
    let broken = r#"{"StartAt": "A", "States": {"A": {"Type": "Succ"#;
    assert_eq!(only(broken).text, broken);
    let placeholder = r#"{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": ${S}, "End": true}}}"#;
    let definition = only(placeholder);
    assert!(definition.tree.is_clean());
    assert_eq!(place(placeholder, &definition, "/States/A/Seconds"), "${S}");
    assert_eq!(place(placeholder, &definition, "/States/A/End"), "true");
}

#[test]
fn definitions_in_pages_and_programs() {
    let page = "# Hello\n\n```json\n{\n  \"StartAt\": \"A\",\n  \"States\": {\"A\": {\"Type\": \"Succeed\"}}\n}\n```\n\n```yaml\nStartAt: B\nStates:\n  B: {Type: Succeed}\n```\n";
    let found = definitions(page);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].at, "line 4");
    assert_eq!(place(page, &found[0], "/StartAt"), "\"A\"");
    assert_eq!(place(page, &found[1], "/StartAt"), "B");
    let terraform = "resource \"aws_sfn_state_machine\" \"m\" {\n  definition = <<EOF\n{\n  \"StartAt\": \"A\",\n  \"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \"${aws_lambda_function.f.arn}\", \"TimeoutSeconds\": ${var.t}, \"End\": true}}\n}\nEOF\n}\n";
    let definition = only(terraform);
    assert_eq!(place(terraform, &definition, "/States/A/TimeoutSeconds"), "${var.t}");
}

#[test]
fn other_things() {
    assert!(matches!(find(r#"{"events": [{"id": 1, "type": "ExecutionStarted"}]}"#, None), Finding::History));
    assert!(matches!(find(r#"{"StateMachines": {}, "MockedResponses": {}}"#, None), Finding::MockFile));
    for nothing in
        ["", "hello", "{}", "[1,2]", r#"{"definition": 5}"#, "StartAt", "{{{ StartAt", "```\nStartAt"]
    {
        assert!(matches!(find(nothing, None), Finding::Nothing), "{nothing}");
    }
}

#[test]
fn random_texts_never_panic_and_places_stay_inside() {
    const PIECES: [&str; 26] = [
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "StartAt",
        "States",
        "Resources",
        "Type",
        "Properties",
        "DefinitionString",
        "AWS::StepFunctions::StateMachine",
        "${",
        "}",
        "\n",
        "  ",
        "\\",
        "|",
        "!Sub ",
        "é",
        "Fn::Join",
        "```",
        "- ",
        "'",
    ];
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |limit: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % limit as u64) as usize
    };
    for round in 0..6_000 {
        let mut text = String::new();
        match round % 3 {
            0 => text.push_str(SAM),
            1 => text.push_str("{\"Resources\":{\"M\":{\"Type\":\"AWS::StepFunctions::StateMachine\",\"Properties\":{\"DefinitionString\":{\"Fn::Sub\":\"{\\\"StartAt\\\":\\\"A\\\",\\\"States\\\":{\\\"A\\\":{\\\"Seconds\\\":${X}}}}\"}}}}}"),
            _ => {}
        }
        for _ in 0..below(12) {
            let mut at = below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, PIECES[below(PIECES.len())]);
        }
        for definition in definitions(&text) {
            for problem in &definition.tree.problems {
                let range = definition.locate(problem.range);
                assert!(range.start <= range.end && range.end <= text.len(), "{range:?} in {text}");
            }
            if let Some(root) = &definition.tree.root {
                let range = definition.locate(root.range);
                assert!(text.get(range.start..range.end).is_some(), "{range:?} in {text}");
            }
        }
    }
}
