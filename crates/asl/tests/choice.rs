//! Choice rules against the truth tables recorded from the service, and a table of our own.

mod shared;

use asl::{Kind, MachineType, Surroundings};
use json::tree::Format;
use json::{Object, Value};
use jsonata::{Flags, Host, NoBindings, Regex};
use shared::{cases, shared};

struct Nothing;

impl Host for Nothing {
    fn now_millis(&mut self) -> i64 {
        0
    }

    fn random(&mut self) -> f64 {
        0.0
    }

    fn regex(&mut self, _: &str, _: Flags) -> Result<std::sync::Arc<dyn Regex>, String> {
        Err(String::from("no regular expressions here"))
    }
}

/// Whether the rule matches the input: `true`, `false` or the sentence of the failure.
fn evaluate(rule: &Value, input: &Value) -> String {
    let mut rule = rule.as_object().expect("a rule is an object").clone();
    rule.insert("Next", Value::from("End"));
    let definition = format!(
        r#"{{"StartAt": "Check", "States": {{"Check": {{"Type": "Choice", "Choices": [{}]}}, "End": {{"Type": "Succeed"}}}}}}"#,
        json::compact(&Value::Object(rule))
    );
    let reading = asl::read_text(&definition, Format::Json, MachineType::Standard);
    let check = reading.machine.find("Check").expect("the state is there");
    let Kind::Choice(choice) = &reading.machine.state(check).kind else { panic!("not a Choice") };
    let surroundings = Surroundings {
        text: None,
        input,
        context: &|| Value::Object(Object::new()),
        states: &|_| Value::Null,
        variables: &NoBindings,
    };
    match choice.rules[0].condition.is_met(&surroundings, "Choices[0]/Condition", &mut Nothing) {
        Ok(is_met) => is_met.to_string(),
        Err(failure) => failure.cause,
    }
}

#[test]
fn comparisons_are_those_of_the_service() {
    let Some(shared) = shared() else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, case) in cases(&shared.join("conformance/choice_operators")) {
        for row in case.get("table").and_then(Value::as_array).expect("a case has a table") {
            count += 1;
            let part = |key: &str| row.get(key).expect("a row is complete");
            let expected = part("matched").as_bool().expect("matched is a boolean").to_string();
            let found = evaluate(part("choiceRule"), part("input"));
            if found != expected {
                wrong.push(format!("{name}: {row} gave {found}"));
            }
        }
    }
    println!("{count} recorded comparisons");
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// Each line: rule, input, outcome.
const TABLE: &str = r#"
{"Variable":"$.a","StringEquals":"x"} | {"a":"x"} | true
{"Variable":"$.a","StringLessThan":"b"} | {"a":"a"} | true
{"Variable":"$.a","StringLessThan":"\ue000"} | {"a":"\ud83d\ude00"} | true
{"Variable":"$.a","StringMatches":"log-*.txt"} | {"a":"log-1.txt"} | true
{"Variable":"$.a","StringMatches":"log-*.txt"} | {"a":"log-1.txt.gz"} | false
{"Variable":"$.a","StringMatches":"*a*b"} | {"a":"xxabab"} | true
{"Variable":"$.a","StringMatches":"a\\*c"} | {"a":"a*c"} | true
{"Variable":"$.a","StringMatches":"a\\*c"} | {"a":"abc"} | false
{"Variable":"$.a","StringMatches":"*"} | {"a":""} | true
{"Variable":"$.a","StringMatches":"*"} | {"a":1} | false
{"Variable":"$.a","NumericEquals":1} | {"a":1.0} | true
{"Variable":"$.a","NumericEquals":1} | {"a":"1"} | false
{"Variable":"$.a","NumericGreaterThanPath":"$.b"} | {"a":2,"b":1} | true
{"Variable":"$.a","NumericGreaterThanPath":"$.b"} | {"a":2,"b":"1"} | false
{"Variable":"$.a","TimestampEquals":"2016-03-14T01:59:00Z"} | {"a":"2016-03-14T02:59:00+01:00"} | true
{"Variable":"$.a","TimestampLessThan":"2016-03-14T01:59:00.5Z"} | {"a":"2016-03-14T01:59:00.25Z"} | true
{"Variable":"$.a","TimestampEquals":"2016-03-14T01:59:00Z"} | {"a":"2016-02-30T01:59:00Z"} | false
{"Variable":"$.a","IsPresent":true} | {"a":null} | true
{"Variable":"$.b","IsPresent":false} | {"a":null} | true
{"Variable":"$.a","IsNull":true} | {"a":null} | true
{"Variable":"$.a","IsTimestamp":true} | {"a":"2016-03-14T01:59:00Z"} | true
{"Variable":"$.a","IsTimestamp":true} | {"a":"2016-03-14"} | false
{"Variable":"$.b","IsNull":true} | {"a":1} | Invalid path '$.b': The choice state's condition path references an invalid value.
{"And":[{"Variable":"$.b","IsPresent":true},{"Variable":"$.b","NumericEquals":1}]} | {"a":1} | false
{"Or":[{"Variable":"$.a","IsPresent":true},{"Variable":"$.b","NumericEquals":1}]} | {"a":1} | true
{"Not":{"Variable":"$.a","NumericEquals":1}} | {"a":1} | false
"#;

#[test]
fn comparisons_follow_the_documentation() {
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = line.split(" | ").collect();
        let parse = |text: &str| json::parse(text).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(evaluate(&parse(parts[0]), &parse(parts[1])), parts[2], "{line}");
    }
}
