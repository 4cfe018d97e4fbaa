//! `stepwise check`, as a person calls it.

use std::path::PathBuf;
use std::process::{Command, Output};

fn stepwise(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_stepwise")).args(arguments).output().expect("the program runs")
}

/// A file of its own for a test.
fn file(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("stepwise-check-{}-{name}", std::process::id()));
    std::fs::write(&path, text).expect("a file can be written");
    path
}

fn check(name: &str, text: &str, arguments: &[&str]) -> (i32, String) {
    let path = file(name, text);
    let mut all = vec!["check", path.to_str().expect("the path is text")];
    all.extend(arguments);
    let output = stepwise(&all);
    let text = String::from_utf8(output.stdout).expect("the output is text");
    (
        output.status.code().expect("the program ended by itself"),
        text.replace(&path.display().to_string(), name),
    )
}

#[test]
fn a_good_definition_is_taken() {
    let (status, text) = check("good.json", r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#, &[]);
    assert_eq!((status, text.as_str()), (0, "good.json: nothing to say\n"));
}

#[test]
fn a_bad_one_is_shown_with_its_line() {
    let (status, text) = check(
        "bad.json",
        "{\"StartAt\": \"A\",\n  \"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"Beta\"},\n  \"Bta\": {\"Type\": \"Succeed\"}}}",
        &["--severity", "ERROR"],
    );
    assert_eq!(status, 1);
    let expected = "\
error[MISSING_TRANSITION_TARGET]: Missing 'Next' target: Beta
 --> bad.json:2:44  /States/A/Next
  |
2 |   \"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"Beta\"},
  |                                            ^^^^^^
  = help: Change to 'Bta'
";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn programs_get_the_answer_of_the_service_with_ranges() {
    let (status, text) = check(
        "bad.json",
        r#"{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}"#,
        &["--json", "--severity", "error"],
    );
    assert_eq!(status, 1);
    let answer = json::parse(&text).expect("the answer is JSON");
    assert_eq!(answer.get("result").and_then(json::Value::as_str), Some("FAIL"));
    assert_eq!(answer.get("truncated").and_then(json::Value::as_bool), Some(false));
    let first = answer.get("diagnostics").and_then(|list| list.at(0)).expect("there is a diagnostic");
    assert_eq!(first.get("code").and_then(json::Value::as_str), Some("MISSING_TRANSITION_TARGET"));
    assert_eq!(first.get("location").and_then(json::Value::as_str), Some("/StartAt"));
    let start = first.get("range").and_then(|range| range.get("start")).expect("it has a range");
    assert_eq!(start.get("column").and_then(json::Value::as_i64), Some(13));
}

#[test]
fn templates_are_looked_into() {
    let template = "\
Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      Type: EXPRESS
      Definition:
        StartAt: A
        States:
          A:
            Type: Task
            Resource: !GetAtt Function.Arn
            Next: B
          B:
            Type: Task
            Resource: arn:aws:states:::sqs:sendMessage.waitForTaskToken
            Parameters: {QueueUrl: q, MessageBody: b}
            End: true
";
    let (status, text) = check("template.yaml", template, &["--severity", "ERROR"]);
    assert_eq!(status, 1);
    assert!(
        text.contains("Express state machine does not support '.waitForTaskToken' service integration"),
        "{text}"
    );
    assert!(text.contains("template.yaml:15:23"), "{text}");
    assert!(text.ends_with("template.yaml (Orders): 1 error\n"), "{text}");
}

#[test]
fn fixes_are_written() {
    let path = file("fix.json", r#"{"StartAt": "A", "States": {"A": {"Type": "Pss", "End": true}}}"#);
    let output =
        stepwise(&["check", path.to_str().expect("the path is text"), "--fix", "--severity", "ERROR"]);
    assert_eq!(output.status.code(), Some(0));
    let text = std::fs::read_to_string(&path).expect("the file is there");
    assert_eq!(text, r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}"#);
}

#[test]
fn a_wrong_call_says_so() {
    assert_eq!(stepwise(&["check"]).status.code(), Some(2));
    assert_eq!(stepwise(&["check", "/no/such/file.json"]).status.code(), Some(2));
}

/// As `stepwise check … | head -1` does: the reader goes away before everything is written.
#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let states: Vec<String> = (0..5_000)
        .map(|index| format!(r#""S{index}": {{"Type": "Pass", "Next": "Nowhere{index}"}}"#))
        .collect();
    let path = file("many.json", &format!(r#"{{"StartAt": "S0", "States": {{{}}}}}"#, states.join(", ")));
    let mut child = Command::new(env!("CARGO_BIN_EXE_stepwise"))
        .args(["check", path.to_str().expect("the path is text"), "--json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
}

#[test]
fn a_file_that_cannot_be_read_keeps_nobody_from_checking_the_others() {
    let good = file("beside.json", r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#);
    let binary = file("binary.json", "");
    std::fs::write(&binary, [0xff, 0xfe, b'{']).expect("a file can be written");
    let (folder, nowhere) = (std::env::temp_dir(), PathBuf::from("/nowhere.json"));
    let names: Vec<&str> = [&binary, &folder, &nowhere, &good]
        .iter()
        .map(|path| path.to_str().expect("the path is text"))
        .collect();
    let output = stepwise(&[&["check"], &names[..]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stdout).contains("beside.json: nothing to say"));
    let errors = String::from_utf8_lossy(&output.stderr).to_string();
    for (name, reason) in names.iter().zip([
        "this is not a text in UTF-8",
        "this is a directory; name the files in it",
        "there is no such file",
    ]) {
        assert!(errors.contains(&format!("{name}: {reason}")), "{errors}");
    }
}

#[test]
fn a_mark_of_byte_order_is_no_column() {
    let (_, text) = check("mark.json", "\u{feff}{\"StartAt\": 5, \"States\": {}}", &["--severity", "ERROR"]);
    assert!(text.contains(" --> mark.json:1:13  /StartAt\n  |\n1 | {\"StartAt\": 5"), "{text}");
}

#[test]
fn fixes_keep_what_the_template_does_with_a_text() {
    let template = "\
Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: A
        States:
          A:
            Type: Task
            Resource: !Sub \"arn:${AWS::Partition}:states:::sqs:sendMesage\" # the queue
            Parameters: {QueueUrl: !Ref Queue, MessageBody: hello}
            End: true
  Other:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: NAME
";
    let other = file("other.asl.yaml", "StartAt: A\nStates:\n  A:\n    Type: Pas # pass\n    End: true\n");
    let name = other.file_name().and_then(|name| name.to_str()).expect("the file has a name");
    let template = template.replace("NAME", name);
    let path = file("sub.yaml", &template);
    let output = stepwise(&["check", path.to_str().expect("the path is text"), "--fix"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let read = |path: &PathBuf| std::fs::read_to_string(path).expect("the file is there");
    assert_eq!(read(&path), template.replace("sendMesage", "sendMessage"));
    assert!(read(&other).contains("Type: Pass # pass\n"), "{}", read(&other));
}

#[test]
fn a_partition_that_a_template_joins_in_hides_nothing() {
    let template = r#"{"Resources": {"Flow": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": {"Fn::Join": ["", [
  "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"End\": true, \"Resource\": \"arn:", {"Ref": "AWS::Partition"}, ":states:::lambda:invok\", \"Parameters\": {\"FunctionName\": \"", {"Fn::GetAtt": ["F", "Arn"]}, "\"}}}}"]]}}}}}"#;
    let (status, text) = check("cdk.json", template, &["--severity", "ERROR"]);
    assert_eq!(status, 1);
    assert!(text.contains("The resource provided arn:${AWS::Partition}:states:::lambda:invok"), "{text}");
    assert!(text.contains(" --> cdk.json:2:95  /States/A/Resource"), "{text}");
}
