//! `stepwise run` and `stepwise replay` as a user calls them.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use json::Value;

const ORDER: &str = r#"{"StartAt": "Charge", "States": {
    "Charge": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:charge",
        "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 2, "MaxAttempts": 3, "BackoffRate": 2}], "End": true}}}"#;

const MOCKS: &str = r#"{"StateMachines": {"order": {"TestCases": {
    "Third": {"Charge": "ThirdTime"}, "Never": {"Charge": "NeverWorks"}, "Slow": {"Charge": "Slow"}}}},
  "MockedResponses": {
    "ThirdTime": {"0-1": {"Throw": {"Error": "Declined", "Cause": "later"}}, "2": {"Return": {"charged": true}}},
    "NeverWorks": {"0-3": {"Throw": {"Error": "Declined", "Cause": "no"}}},
    "Slow": {"0": {"Return": 1, "DelaySeconds": 3}}}}"#;

/// A folder of its own for each test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("stepwise-cli-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a temporary folder");
        let folder = Folder(path);
        folder.write("order.asl.json", ORDER);
        folder.write("mocks.json", MOCKS);
        folder
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn call(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_stepwise"))
            .args(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        // A command that reads nothing closes its input early.
        let _ = child.stdin.take().expect("an input").write_all(input.as_bytes());
        child.wait_with_output().expect("the command ends")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn outcome(output: &Output) -> Value {
    json::parse(&text(&output.stdout)).expect("one JSON object")
}

#[test]
fn exit_status_says_how_it_went() {
    let folder = Folder::new("status");
    let run = |case: &str| folder.call(&["run", "order.asl.json", "--mocks", case], "");
    assert_eq!(run("mocks.json#Third").status.code(), Some(0));
    assert_eq!(run("mocks.json#Never").status.code(), Some(1));
    assert_eq!(run("mocks.json#Gone").status.code(), Some(2));
    assert_eq!(folder.call(&["run", "nowhere.json"], "").status.code(), Some(2));
    assert_eq!(folder.call(&["run"], "").status.code(), Some(2));
}

#[test]
fn a_line_for_each_event_and_the_outcome() {
    let folder = Folder::new("lines");
    let output = folder.call(&["run", "order.asl.json", "--mocks", "mocks.json#Third"], "");
    let text = text(&output.stdout);
    assert!(text.contains("+6.000s") && text.contains("LambdaFunctionSucceeded"), "{text}");
    assert!(text.contains("SUCCEEDED\n{\n  \"charged\": true\n}"), "{text}");
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
}

#[test]
fn json_has_the_shape_of_the_service() {
    let folder = Folder::new("json");
    folder.write("context.json", r#"{"stateMachineName": "order", "roleArn": "arn:aws:iam::1:role/r", "startTime": "2024-05-01T00:00:00Z"}"#);
    let arguments = [
        "run",
        "order.asl.json",
        "--mocks",
        "mocks.json#Third",
        "--context",
        "context.json",
        "--json",
        "--input",
        r#"{ "id": 7 }"#,
    ];
    let outcome = outcome(&folder.call(&arguments, ""));
    assert_eq!(outcome.get("status").and_then(Value::as_str), Some("SUCCEEDED"));
    assert_eq!(outcome.get("output").map(json::compact).as_deref(), Some(r#"{"charged":true}"#));
    assert_eq!(outcome.get("error"), Some(&Value::Null));
    let events = outcome.get("history").and_then(|history| history.get("events")).expect("events");
    let first =
        events.at(0).and_then(|event| event.get("executionStartedEventDetails")).expect("the first event");
    assert_eq!(
        first.get("input").and_then(Value::as_str),
        Some(r#"{ "id": 7 }"#),
        "the caller's text, untouched"
    );
    assert_eq!(first.get("roleArn").and_then(Value::as_str), Some("arn:aws:iam::1:role/r"));
    assert_eq!(
        events.at(0).and_then(|event| event.get("timestamp")).and_then(Value::as_f64),
        Some(1_714_521_600.0)
    );
}

#[test]
fn the_definition_may_come_from_standard_input_in_yaml() {
    let folder = Folder::new("stdin");
    let yaml = "StartAt: A\nStates:\n  A: {Type: Succeed}\n";
    let output = folder.call(&["run", "-", "--input", "7", "--json"], yaml);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(outcome(&output).get("output"), Some(&Value::from(7)));
}

#[test]
fn an_unmocked_task_is_named_with_what_to_do() {
    let folder = Folder::new("unmocked");
    let output = folder.call(&["run", "order.asl.json"], "");
    assert_eq!(output.status.code(), Some(2));
    let text = text(&output.stderr);
    assert!(text.contains("'Charge'") && text.contains("--mocks"), "{text}");
}

#[test]
fn strict_refuses_additions() {
    let folder = Folder::new("strict");
    let slow = ["run", "order.asl.json", "--mocks", "mocks.json#Slow"];
    assert_eq!(folder.call(&slow, "").status.code(), Some(0));
    let output = folder.call(&[slow.as_slice(), &["--strict"]].concat(), "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("mocks.json:6:33: DelaySeconds"), "{}", text(&output.stderr));
}

#[test]
fn an_invalid_definition_is_refused_with_its_places() {
    let folder = Folder::new("invalid");
    folder.write("wrong.json", r#"{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}"#);
    let output = folder.call(&["run", "wrong.json"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("wrong.json:1:"), "{}", text(&output.stderr));
}

#[test]
fn buckets_are_directories() {
    let folder = Folder::new("bucket");
    folder.write("data/in/rows.csv", "id\n1\n2\n");
    folder.write(
        "map.yaml",
        "StartAt: M\nStates:\n  M:\n    Type: Map\n    ItemReader:\n      Resource: arn:aws:states:::s3:getObject\n      \
         ReaderConfig: {InputType: CSV, CSVHeaderLocation: FIRST_ROW}\n      Parameters: {Bucket: b, Key: in/rows.csv}\n    \
         ItemProcessor:\n      ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}\n      StartAt: P\n      \
         States: {P: {Type: Pass, End: true}}\n    End: true\n",
    );
    let output = folder.call(&["run", "map.yaml", "--bucket", "b=data", "--json"], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let outcome = outcome(&output);
    assert_eq!(outcome.get("output").map(json::compact).as_deref(), Some(r#"[{"id":"1"},{"id":"2"}]"#));
    assert!(outcome.get("mapRuns").is_some());
}

#[test]
fn replay_names_the_first_difference() {
    let folder = Folder::new("replay");
    for case in ["Third", "Never", "Slow"] {
        let mocks = format!("mocks.json#{case}");
        let output = folder.call(&["run", "order.asl.json", "--mocks", &mocks, "--json", "--seed", "3"], "");
        folder.write("history.json", &text(&output.stdout));
        let output = folder.call(&["replay", "history.json", "--definition", "order.asl.json"], "");
        assert_eq!(output.status.code(), Some(0), "{case}: {}", text(&output.stdout));
    }
    let output = folder.call(&["run", "order.asl.json", "--mocks", "mocks.json#Third", "--json"], "");
    folder.write("history.json", &text(&output.stdout));
    folder.write("other.json", &ORDER.replace("\"IntervalSeconds\": 2", "\"IntervalSeconds\": 5"));
    let output = folder.call(&["replay", "history.json", "--definition", "other.json"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stdout).starts_with("Event 6 (LambdaFunctionScheduled): it happened at"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn names_that_the_context_leaves_open_follow_those_it_tells() {
    let folder = Folder::new("context-names");
    folder.write("p.json", r#"{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}"#);
    let context = |text: &str| {
        folder.write("context.json", text);
        let output = folder.call(&["run", "p.json", "--context", "context.json", "--json"], "");
        (output.status.code(), text_of_context(&outcome(&output)))
    };
    let of_machine =
        r#"{"stateMachineArn": "arn:aws:states:eu-west-1:999988887777:stateMachine:Foo", "roleArn": null}"#;
    assert_eq!(
        context(of_machine),
        (
            Some(0),
            "arn:aws:states:eu-west-1:999988887777:stateMachine:Foo \
             arn:aws:states:eu-west-1:999988887777:execution:Foo:execution \
             arn:aws:iam::999988887777:role/role-Foo"
                .to_string()
        )
    );
    let of_execution = r#"{"executionArn": "arn:aws:states:eu-west-1:999988887777:execution:Foo:seven"}"#;
    assert_eq!(
        context(of_execution).1,
        "arn:aws:states:eu-west-1:999988887777:stateMachine:Foo \
         arn:aws:states:eu-west-1:999988887777:execution:Foo:seven \
         arn:aws:iam::999988887777:role/role-Foo"
    );
}

fn text_of_context(outcome: &Value) -> String {
    let part = |name: &str| outcome.get("context")?.get(name)?.as_str().map(str::to_string);
    ["stateMachineArn", "executionArn", "roleArn"]
        .iter()
        .filter_map(|name| part(name))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_context_that_makes_no_sense_is_refused() {
    let folder = Folder::new("context-wrong");
    let call = |context: &str| {
        folder.write("context.json", context);
        let output = folder
            .call(&["run", "order.asl.json", "--mocks", "mocks.json#Third", "--context", "context.json"], "");
        (output.status.code(), text(&output.stderr))
    };
    for (context, said) in [
        (r#"{"startTime": 3}"#, "startTime must be a string, but is 3"),
        (r#"{"startTime": "yesterday"}"#, "startTime: 'yesterday' is no time"),
        ("[]", "an object is needed"),
    ] {
        let (status, message) = call(context);
        assert_eq!(status, Some(2), "{context}");
        assert!(message.contains(said), "{message}");
    }
    let (status, message) = call(r#"{"executionname": "x"}"#);
    assert_eq!(status, Some(0));
    assert!(message.contains("'executionname' is unknown and has no effect"), "{message}");
}

#[test]
fn standard_input_is_read_for_one_thing_only() {
    let folder = Folder::new("stdin-twice");
    let output = folder.call(&["run", "-", "--input", "-"], ORDER);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("cannot both be standard input"));
}

#[test]
fn a_mark_of_byte_order_is_passed_over() {
    let folder = Folder::new("byte-order");
    folder.write(
        "p.json",
        "\u{feff}{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}",
    );
    folder.write("input.json", "\u{feff}{\"a\": 1}");
    let output = folder.call(&["run", "p.json", "--input", "input.json", "--json"], "");
    assert_eq!(outcome(&output).get("output"), json::parse("{\"a\": 1}").ok().as_ref());
}

#[test]
fn tasks_that_beat_fall_silent_or_are_stopped_replay() {
    let folder = Folder::new("beats");
    let answers = [
        r#"{"Return": 1, "DelaySeconds": 12, "HeartbeatSeconds": 2}"#,
        r#"{"NoAnswer": true, "DelaySeconds": 7, "HeartbeatSeconds": 3}"#,
        r#"{"NoAnswer": true, "DelaySeconds": 90, "HeartbeatSeconds": 3}"#,
        r#"{"NoAnswer": true}"#,
        r#"{"Throw": {"Error": "States.Timeout"}}"#,
    ];
    let resources = [
        "arn:aws:states:us-east-1:123456789012:activity:paint",
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "arn:aws:states:::ecs:runTask.sync",
    ];
    for (resource, answer, stop) in resources.iter().flat_map(|resource| {
        answers.iter().flat_map(move |answer| ["", "4"].map(|stop| (resource, answer, stop)))
    }) {
        let definition = format!(
            r#"{{"StartAt": "A", "States": {{"A": {{"Type": "Task", "Resource": "{resource}", "Parameters": {{"QueueUrl": "q", "TaskDefinition": "t", "MessageBody.$": "$$.Task.Token"}},
                "TimeoutSeconds": 30, "HeartbeatSeconds": 5, "End": true}}}}}}"#
        );
        let definition = match resource.contains("activity") {
            true => definition.replace(r#""Parameters": {"QueueUrl": "q", "TaskDefinition": "t", "MessageBody.$": "$$.Task.Token"},"#, ""),
            false => definition,
        };
        folder.write("beats.json", &definition);
        folder.write(
            "beats.mocks.json",
            &format!(
                r#"{{"StateMachines": {{"m": {{"TestCases": {{"c": {{"A": "a"}}}}}}}}, "MockedResponses": {{"a": {{"0": {answer}}}}}}}"#
            ),
        );
        let mut arguments = vec!["run", "beats.json", "--mocks", "beats.mocks.json", "--json"];
        if !stop.is_empty() {
            arguments.extend(["--stop-after", stop]);
        }
        let output = folder.call(&arguments, "");
        assert_ne!(output.status.code(), Some(2), "{}", text(&output.stderr));
        folder.write("history.json", &text(&output.stdout));
        let replayed = folder.call(&["replay", "history.json", "--definition", "beats.json"], "");
        let told = text(&replayed.stdout);
        assert_eq!(replayed.status.code(), Some(0), "{resource} {answer} {stop}: {told}");
    }
}

#[test]
fn a_replay_takes_the_type_from_the_history() {
    let folder = Folder::new("express-replay");
    folder.write(
        "wait.json",
        r#"{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 600, "End": true}}}"#,
    );
    let output = folder.call(&["run", "wait.json", "--type", "EXPRESS", "--json"], "");
    assert_eq!(outcome(&output).get("status").and_then(Value::as_str), Some("TIMED_OUT"));
    folder.write("history.json", &text(&output.stdout));
    let replayed = folder.call(&["replay", "history.json", "--definition", "wait.json"], "");
    assert_eq!(replayed.status.code(), Some(0), "{}", text(&replayed.stdout));
}

#[test]
fn an_execution_is_stopped_and_redriven_and_replays() {
    let folder = Folder::new("redrive");
    let run = |more: &[&str]| {
        let mut arguments = vec!["run", "order.asl.json", "--json"];
        arguments.extend(more);
        let output = folder.call(&arguments, "");
        folder.write("history.json", &text(&output.stdout));
        let replayed = folder.call(&["replay", "history.json", "--definition", "order.asl.json"], "");
        assert_eq!(replayed.status.code(), Some(0), "{}", text(&replayed.stdout));
        let outcome = outcome(&output);
        let events =
            outcome.get("history").and_then(|history| history.get("events")).and_then(Value::as_array);
        let count = |name: &str| {
            let of_type = |event: &&Value| event.get("type").and_then(Value::as_str) == Some(name);
            events.into_iter().flatten().filter(of_type).count()
        };
        (output.status.code(), count("ExecutionAborted"), count("ExecutionRedriven"))
    };
    // The answer takes three seconds: stopped after one, the second attempt finds no further answer, so it is asked anew.
    folder.write(
        "twice.json",
        r#"{"StateMachines": {"order": {"TestCases": {"Twice": {"Charge": "Twice"}}}},
            "MockedResponses": {"Twice": {"0": {"Return": 1, "DelaySeconds": 3}, "1": {"Return": 2}}}}"#,
    );
    assert_eq!(run(&["--mocks", "twice.json", "--stop-after", "1"]), (Some(1), 1, 0));
    assert_eq!(run(&["--mocks", "twice.json", "--stop-after", "1", "--redrive", "1"]), (Some(0), 1, 1));
    assert_eq!(run(&["--mocks", "twice.json", "--stop-after", "9", "--redrive", "1"]), (Some(0), 0, 0));
}

#[test]
fn log_events_come_at_their_level() {
    let folder = Folder::new("log-events");
    folder.write("f.json", r#"{"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E"}}}"#);
    let log = |more: &[&str]| {
        let mut arguments = vec!["run", "f.json", "--type", "EXPRESS", "--json", "--log-level"];
        arguments.extend(more);
        let outcome = outcome(&folder.call(&arguments, ""));
        let events = outcome.get("logEvents").and_then(Value::as_array).cloned().unwrap_or_default();
        let shown = |event: &Value| {
            let name = event.get("type").and_then(Value::as_str).unwrap_or_default().to_string();
            let has_data = event.get("details").is_some_and(|details| details.get("input").is_some());
            if has_data { format!("{name}+data") } else { name }
        };
        events.iter().map(shown).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(log(&["OFF"]), "");
    assert_eq!(log(&["FATAL"]), "ExecutionFailed");
    assert_eq!(log(&["ERROR"]), "FailStateEntered ExecutionFailed");
    assert_eq!(log(&["ALL", "--log-data"]), "ExecutionStarted+data FailStateEntered+data ExecutionFailed");
}

#[test]
fn what_a_result_writer_writes_is_shown() {
    let folder = Folder::new("written");
    folder.write(
        "map.json",
        r#"{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
            "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}},
            "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "out", "Prefix": "p"},
                "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"}}}}}"#,
    );
    folder.write("out/kept.txt", "as it was");
    let call = |more: &[&str]| {
        let mut arguments = vec!["run", "map.json", "--input", "[1, 2]", "--bucket", "out=out"];
        arguments.extend(more);
        folder.call(&arguments, "")
    };
    let outcome = outcome(&call(&["--json"]));
    let written = outcome.get("writtenObjects").and_then(Value::as_object).cloned().unwrap_or_default();
    let ends: Vec<&str> = written.keys().filter_map(|key| key.rsplit('/').next()).collect();
    assert_eq!(ends, ["SUCCEEDED_0.jsonl", "manifest.json"]);
    assert!(written.values().any(|text| text.as_str() == Some("1\n2")), "{written:?}");
    assert!(text(&call(&[]).stdout).contains("SUCCEEDED_0.jsonl, 3 bytes"));
}

#[test]
fn paths_find_the_input_in_the_context_too() {
    let folder = Folder::new("eval-context");
    let eval = |more: &[&str]| {
        let mut arguments = vec!["eval", "--input", r#"{"a": 7}"#, "--json"];
        arguments.extend(more);
        text(&folder.call(&arguments, "").stdout).trim().to_string()
    };
    assert_eq!(eval(&["--jsonpath", "$$.Execution.Input.a"]), r#"{"result":7}"#);
    assert_eq!(eval(&["--intrinsic", "States.Array($$.Execution.Input.a)"]), r#"{"result":[7]}"#);
    assert_eq!(eval(&["--jsonpath", "$$.x", "--context", r#"{"x": 1}"#]), r#"{"result":1}"#);
    let names =
        r#"{"stateMachineName": "orders", "executionName": "o-1", "startTime": "2024-05-01T00:00:00Z"}"#;
    let format = "States.Format('{} {} {}', $$.StateMachine.Name, $$.Execution.Name, $$.Execution.Input.a)";
    assert_eq!(eval(&["--intrinsic", format, "--context", names]), r#"{"result":"orders o-1 7"}"#);
    assert_eq!(eval(&["--intrinsic", format]), r#"{"result":"workflow execution 7"}"#);
    assert_eq!(
        eval(&["--jsonata", "$states.context.Execution.StartTime", "--context", names]),
        r#"{"result":"2024-05-01T00:00:00.000Z"}"#
    );
}
