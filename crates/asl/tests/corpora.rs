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

/// Where a tool's own test says something else than we do, and why. The service's word counts, then its documentation.
const DISAGREEMENTS: &[(&str, &str)] = &[
    (
        "asl-validator--valid-map-with-item-batcher-jsonata",
        "the service refuses JSONPath in a JSONata machine (recorded)",
    ),
    (
        "asl-validator--valid-task-intrisic-function",
        "Resource is an object of CloudFormation; the service wants a string",
    ),
    ("asl-validator--valid-task-timeout-jsonata", "the ARN of a service that Step Functions cannot call"),
    ("aslls--json-documentSucceedFailTerminalState", "the service refuses state names that occur twice"),
    ("aslls--yaml-documentSucceedFailTerminalState", "the service refuses state names that occur twice"),
    ("aslls--json-documentTaskInvalidArn", "the service refuses a Resource that is no ARN"),
    ("aslls--yaml-documentTaskInvalidArn", "the service refuses a Resource that is no ARN"),
    (
        "aslls--yaml-documentTaskValidVariableSubstitution",
        "'$variableName' is no ARN, and no placeholder of CloudFormation either",
    ),
    ("aslls--json-documentTaskJSONata", "$states.result does not exist in a Catch"),
    ("aslls--yaml-documentValidResultSelectorIntrinsicFunction", "arguments without commas between them"),
    (
        "statelint--states-array-intrinsic-functions",
        "the service refuses a Resource that is no ARN ('foo:bar')",
    ),
    ("statelint--states-array-invocation", "the service refuses a Resource that is no ARN ('foo:bar')"),
    (
        "statelint--states-hash-intrinsic-functions",
        "the service refuses a Resource that is no ARN ('foo:bar')",
    ),
    (
        "statelint--states-json-intrinsic-functions",
        "the service refuses a Resource that is no ARN ('foo:bar')",
    ),
    (
        "statelint--states-jsontostring-invocation",
        "the service refuses a Resource that is no ARN ('foo:bar')",
    ),
    (
        "statelint--states-stringtojson-invocation",
        "the service refuses a Resource that is no ARN ('foo:bar')",
    ),
    ("statelint--task-with-credentials", "the service refuses a Resource that is no ARN ('foo:bar')"),
    ("statelint--task-with-dynamic-timeouts", "the service refuses a Resource that is no ARN ('foo:bar')"),
    ("statelint--task-with-resultpath", "the service refuses a Resource that is no ARN ('foo:bar')"),
    ("statelint--succeed-with-comment-in-catcher", "the service refuses lambda:invoke without Parameters"),
    (
        "asl-validator--invalid-jsonata-surround-syntax-no-open",
        "text that only ends in %} is literal (recorded for blanks around)",
    ),
    ("asl-validator--invalid-math-add", "a string where MathAdd wants a number fails when it runs"),
    ("aslls--json-documentMapResultWriterMissingOutputType", "the documentation gives OutputType a default"),
    ("cfnlint--Valid-string-json-2", "Resource is a placeholder that the template fills in"),
];

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
                let case = name.trim_end_matches(".json");
                match DISAGREEMENTS.iter().find(|(known, _)| *known == case) {
                    Some((_, reason)) => println!("{case}: {reason}"),
                    None => differing.push(format!("{name} [{rule}]: {first}")),
                }
            }
        }
    }
    println!("{count} opinions of tools");
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing.join("\n"));
}

/// Published definitions that the service would refuse, and why.
const REFUSED: &[(&str, &str)] = &[
    (
        "aws-doc-sdk-examples-javav2-usecases-workflow-multiple-channels-README",
        "Resource is a placeholder for the reader, or has a blank around",
    ),
    (
        "aws-doc-sdk-examples-resources-sample-files-chat-sfn-state-machine",
        "Resource is a placeholder of another template language",
    ),
    ("devguide-doc-source-sample-project-job-poller", "an ARN without its service"),
    ("sfwc-human-task-reminder-statemachine-statemachine", "Seconds is a string"),
    ("sfwc-shared-fallback-state-jsonata-statemachine-statemachine", "QueryLanguage stands among the states"),
    (
        "step-functions-agent-docs-BATCH-ORCHESTRATOR-AGENT-DESIGN",
        "a sketch: names of functions instead of ARNs",
    ),
    (
        "step-functions-agent-docs-MODULAR-ARCHITECTURE",
        "a fragment: JSONata fields without QueryLanguage, no Next",
    ),
    (
        "step-functions-agent-stacks-agents-step-functions-generator-unified-llm-py",
        "a fragment: JSONata fields without QueryLanguage",
    ),
    (
        "step-functions-agent-stacks-agents-step-functions-generator-unified-llm-py-2",
        "a fragment: JSONata fields without QueryLanguage",
    ),
    ("step-functions-agent-stacks-agents-agent-core-wrapper-stack-py", "States.Default does not exist"),
    (
        "step-functions-agent-stacks-agents-hybrid-agent-stack-py",
        "States.Default and States.ArrayConcat do not exist",
    ),
    (
        "step-functions-agent-stacks-agents-legacy-broadband-checker-structured-v2-stack-py",
        "braces doubled by the Python text it comes from",
    ),
    (
        "step-functions-agent-step-functions-dynamic-sql-agent-template",
        "Items is a placeholder of another template language",
    ),
    ("step-functions-agent-step-functions-supervisor-agent-flow-template", "an empty rule in Choices"),
    ("step-functions-agent-step-functions-supervisor-with-agentcore", "Arguments on a Map"),
    ("step-functions-agent-step-functions-web-search-agent", "States.Default does not exist"),
    ("workshop-content-module-5-step-4-index-pt", "blanks for the learner to fill in"),
];

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
            let case = name.trim_end_matches(".json");
            if !REFUSED.iter().any(|(known, _)| *known == case) {
                found.push(format!("{name} ({kind}): {error}"));
            }
        }
    }
    println!("{count} real definitions, of which the service would refuse {}", REFUSED.len());
    assert!(found.is_empty(), "{} errors:\n{}", found.len(), found.join("\n"));
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
