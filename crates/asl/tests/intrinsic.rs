//! Intrinsic functions: what the service was recorded to answer, and own cases.

use std::path::PathBuf;
use std::sync::Arc;

use asl::{Call, Surroundings};
use json::{Object, Value};
use jsonata::{Flags, Host, Regex};

struct Chance(f64);

impl Host for Chance {
    fn now_millis(&mut self) -> i64 {
        0
    }

    fn random(&mut self) -> f64 {
        self.0
    }

    fn regex(&mut self, _: &str, _: Flags) -> Result<Arc<dyn Regex>, String> {
        Err("intrinsic functions know no regular expressions".to_string())
    }
}

/// The value, or the service's sentence.
fn evaluate(call: &str, input: &Value, context: &Value) -> Result<Value, String> {
    let call = Call::parse(call).map_err(|error| format!("at {}: {error}", error.position))?;
    let variables: Object =
        [("name", Value::from("value")), ("list", [1, 2].map(Value::from).into_iter().collect())]
            .into_iter()
            .collect();
    let surroundings = Surroundings {
        input,
        text: None,
        context: &|| context.clone(),
        states: &|_| Value::Null,
        variables: &variables,
    };
    call.evaluate(&surroundings, &mut Chance(0.5)).map_err(|failure| {
        assert_eq!(failure.error, "States.Runtime");
        failure.to_string()
    })
}

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

/// The context object of a recorded case, as far as functions look at it.
fn context(case: &Value, input: &Value) -> Value {
    let text =
        |name: &str| case.get("context").and_then(|context| context.get(name)).cloned().unwrap_or_default();
    let execution: Object = [
        ("Id", text("executionArn")),
        ("Input", input.clone()),
        ("StartTime", text("startTime")),
        ("Name", text("executionName")),
        ("RoleArn", text("roleArn")),
    ]
    .into_iter()
    .collect();
    let machine: Object =
        [("Id", text("stateMachineArn")), ("Name", text("stateMachineName"))].into_iter().collect();
    let context: Object =
        [("Execution", Value::from(execution)), ("StateMachine", Value::from(machine))].into_iter().collect();
    Value::from(context)
}

const ANY: &str = "«any»";

#[test]
fn recorded() {
    let mut count = 0;
    let mut missing = 0;
    for name in [
        "array",
        "generic",
        "hash_calculations",
        "json_manipulation",
        "math_operations",
        "string_operations",
        "unique_id_generation",
    ] {
        let Some(file) = shared(&format!("conformance/functions/intrinsic_functions__{name}.json")) else {
            return;
        };
        for row in file.get("table").and_then(Value::as_array).expect("a table") {
            let expression = row.get("expression").and_then(Value::as_str).expect("an expression");
            if row.get("language").and_then(Value::as_str) != Some("JSONPath")
                || !expression.starts_with("States.")
            {
                continue;
            }
            let input = row.get("input").expect("an input");
            let case = row.get("case").and_then(Value::as_str).expect("a case");
            // Not every recording of a row is in the shared data; only the context object needs it.
            let case = shared(&format!("conformance/{case}"));
            if case.is_none() && expression.contains("$$") {
                missing += 1;
                continue;
            }
            let case = case.unwrap_or_default();
            let found = evaluate(expression, input, &context(&case, input)).expect(expression);
            let expected = row.get("output").expect("an output");
            assert!(
                expected.as_str() == Some(ANY) || found == *expected,
                "{expression} on {input}: {found}, not {expected}"
            );
            count += 1;
        }
    }
    eprintln!("{count} rows are right; {missing} were not run, because their recording is not there");
    assert!(count > 100, "only {count} rows were found");
}

/// `expected` is the JSON of the value.
#[track_caller]
fn gives(call: &str, input: &str, expected: &str) {
    let input = json::parse(input).expect("the input is JSON");
    let found = evaluate(call, &input, &context(&Value::Null, &input)).expect(call);
    assert_eq!(json::compact(&found), expected, "{call}");
}

/// `reason` is what follows the text of the call in the service's sentence.
#[track_caller]
fn misses(call: &str, input: &str, reason: &str) {
    let input = json::parse(input).expect("the input is JSON");
    let found = evaluate(call, &input, &context(&Value::Null, &input)).expect_err(call);
    assert_eq!(found, format!("The function '{call}' had the following error: {reason}"));
}

/// `reason` is what follows the text of the call in the service's other sentence.
#[track_caller]
fn fails(call: &str, input: &str, reason: &str) {
    let input = json::parse(input).expect("the input is JSON");
    let found = evaluate(call, &input, &context(&Value::Null, &input)).expect_err(call);
    let beginning = "There was an error while evaluating the intrinsic function:";
    assert_eq!(found, format!("{beginning} {call}. {reason}"));
}

#[track_caller]
fn refused(call: &str, message: &str, position: usize) {
    let error = Call::parse(call).expect_err(call);
    assert_eq!((error.message.as_str(), error.position), (message, position), "{call}");
}

#[test]
fn arguments() {
    gives(
        "States.Array(42, true, null, 'hello', -1.5, 2e3, false)",
        "{}",
        r#"[42,true,null,"hello",-1.5,2000.0,false]"#,
    );
    gives("States.Array( $.a , $.b )", r#"{"a":1,"b":2}"#, "[1,2]");
    gives("States.Array($$.Execution.Input.a, $name, $list[1])", r#"{"a":1}"#, r#"[1,"value",2]"#);
    gives(
        "States.Array($['a,b'], $.c[?(@.d == ')')], $.c[(@.length-1)].d)",
        r#"{"a,b":1,"c":[{"d":")"}]}"#,
        r#"[1,[{"d":")"}],")"]"#,
    );
    gives(r"States.Array('it\'s', '\{\}', '\\', 'é,)(')", "{}", r#"["it's","{}","\\","é,)("]"#);
    gives("  States.Array(States.Array())  ", "{}", "[[]]");
}

#[test]
fn what_is_not_a_call() {
    refused("$.a", "An intrinsic function such as States.Format(…) was expected here", 0);
    refused("States.Default(1)", "There is no intrinsic function States.Default", 0);
    refused("States.Array", "A ( was expected after States.Array", 12);
    refused("States.Array(", "An argument is missing here", 13);
    refused("States.Array(1", "The closing ) is missing", 14);
    refused("States.Array(1 2)", "A comma or a ) was expected here", 15);
    refused("States.Array(1,)", "An argument is missing here", 15);
    refused("States.Array(1) x", "Nothing may follow the closing parenthesis of an intrinsic function", 16);
    refused("States.Array('a)", "The closing quote ' is missing", 16);
    refused(r"States.Array('a\nb')", r"Only \', \{, \} and \\ may follow a backslash here", 15);
    refused("States.Array(\"a\")", "Texts in intrinsic functions stand between single quotes: 'text'", 13);
    refused(
        "States.Array([1])",
        "An argument must be a 'text', a number, true, false, null, a path or an intrinsic function",
        13,
    );
    refused("States.Array(1.)", "1. is not a number", 13);
    refused("States.Array($.a $.b)", "The path $.a $.b is not valid: Space not allowed in path", 13);
    let nested = |depth: usize| format!("{}1{}", "States.Array(".repeat(depth), ")".repeat(depth));
    assert!(Call::parse(&nested(10)).is_ok());
    assert_eq!(
        Call::parse(&nested(11)).expect_err("too deep").message,
        "At most 10 intrinsic functions may stand inside each other"
    );
}

#[test]
fn format() {
    gives("States.Format('Hello {}', $.name)", r#"{"name":"Ada"}"#, r#""Hello Ada""#);
    gives("States.Format($.template, 1)", r#"{"template":"n = {}"}"#, r#""n = 1""#);
    gives(r"States.Format('\{{}\}, it\'s {}', 1, null)", "{}", r#""{1}, it's null""#);
    gives(
        "States.Format('{}', States.StringToJson($.text))",
        r#"{"text":"{\"a\": [1]}"}"#,
        r#""{\"a\":[1]}""#,
    );
    gives(
        "States.Format('{}', $.a)",
        r#"{"a":{"b":["x",null],"c":{"d":1.5}}}"#,
        r#""{b=[x, null], c={d=1.5}}""#,
    );
    gives("States.Format('none')", "{}", r#""none""#);
    let count = "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.";
    fails("States.Format('{} {}', 1)", "{}", count);
    fails("States.Format('{}', 1, 2)", "{}", count);
    fails("States.Format($.a, 1)", r#"{"a":1}"#, count);
    gives("States.Format($.a)", r#"{"a":1}"#, r#""1""#);
    fails(
        "States.Format('{', 1)",
        "{}",
        "Invalid template in States.Format: matching '}' not found for '{'.",
    );
    fails("States.Format('}')", "{}", "Invalid template in States.Format: matching '{' not found for '}'.");
}

#[test]
fn what_is_missing_is_named() {
    misses(
        "States.Format('{}', $.nope)",
        r#"{"other":1}"#,
        "The JsonPath argument for the field '$.nope' could not be found in the input '{\"other\":1}'",
    );
    misses(
        "States.Array(1, States.ArrayLength($$.nope))",
        "{}",
        "The JsonPath argument for the field '$$.nope' could not be found in the input '{}'",
    );
    misses(
        "States.Array($nope)",
        "{}",
        "The JsonPath argument for the field '$nope' could not be found in the input '{}'",
    );
}

#[test]
fn numbers_of_arguments_are_counted_when_it_runs() {
    for call in ["States.Hash()", "States.Hash('a')", "States.Hash('a', 'MD5', 1)"] {
        fails(call, "{}", "Invalid arguments in States.Hash");
    }
    let problems = |call: &str| -> Vec<String> {
        Call::parse(call)
            .expect(call)
            .problems()
            .into_iter()
            .map(|problem| format!("{} {}", problem.position, problem.message))
            .collect()
    };
    assert_eq!(problems("States.MathAdd(1, 2)"), Vec::<String>::new());
    assert_eq!(
        problems("States.Array(States.MathAdd(1), States.UUID(1), States.MathRandom(1))"),
        [
            "13 States.MathAdd takes 2 arguments, but here 1 is given",
            "32 States.UUID takes no arguments, but here 1 is given",
            "48 States.MathRandom takes 2 or 3 arguments, but here 1 is given",
        ]
    );
    assert_eq!(
        problems("States.Format('{} {}', 1)"),
        [
            "0 This call always fails: the text of States.Format has 2 {}, but 1 argument follows. Each {} takes one argument."
        ]
    );
}

#[test]
fn arrays() {
    gives("States.ArrayPartition($, 4)", "[1,2,3,4,5,6,7,8,9]", "[[1,2,3,4],[5,6,7,8],[9]]");
    gives("States.ArrayPartition($, 2.6)", "[1,2,3]", "[[1,2],[3]]");
    gives("States.ArrayPartition($, 2147483647)", "[1]", "[[1]]");
    for size in ["0", "-1", "0.6", "'2'", "null"] {
        fails(
            &format!("States.ArrayPartition($, {size})"),
            "[1]",
            "Invalid arguments in States.ArrayPartition",
        );
    }
    gives("States.ArrayRange(1, 9, 2)", "{}", "[1,3,5,7,9]");
    gives("States.ArrayRange(5, 1, -2)", "{}", "[5,3,1]");
    gives("States.ArrayRange(3, 3, -1)", "{}", "[3]");
    gives("States.ArrayRange(5, 1, 1)", "{}", "[]");
    gives("States.ArrayRange(1, 5, -1)", "{}", "[]");
    gives("States.ArrayRange(1.6, 1.4, 1)", "{}", "[1]");
    gives("States.ArrayRange(5.4, -0.6, -2.4)", "{}", "[5,3,1]");
    gives("States.ArrayLength(States.ArrayRange(1000, 1, -1))", "{}", "1000");
    for range in [
        "1, 1001, 1",
        "1, 10, 0",
        "1, 10, 0.49",
        "'a', 5, 1",
        "-2147483648, 2147483647, 1",
        "3000000000, 1, 1",
    ] {
        fails(&format!("States.ArrayRange({range})"), "{}", "Invalid arguments in States.ArrayRange");
    }
    gives("States.ArrayGetItem($, 1.2)", "[10,20,30]", "20");
    gives("States.ArrayGetItem($, 999)", "[]", "null");
    for index in ["3", "-1", "'1'"] {
        fails(
            &format!("States.ArrayGetItem($, {index})"),
            "[10,20,30]",
            "Invalid arguments in States.ArrayGetItem",
        );
    }
    gives("States.ArrayContains($, null)", "[1,null]", "true");
    gives("States.ArrayContains($, true)", r#"["true"]"#, "true");
    gives("States.ArrayContains($, 1)", r#"["01",1.0]"#, "false");
    gives("States.ArrayContains($.a, $.b)", r#"{"a":[{"x":1,"y":2}],"b":{"y":2,"x":1}}"#, "false");
    fails("States.ArrayLength($)", "{}", "Invalid arguments in States.ArrayLength");
}

/// Compared with a Java virtual machine: `new HashSet<>(list)`.
#[test]
fn unique_items_come_in_the_order_of_a_hash_table() {
    gives("States.ArrayUnique($)", "[1,2,3,3,3,3,4]", "[1,2,3,4]");
    gives("States.ArrayUnique($)", "[true,false,true,false]", "[false,true]");
    gives("States.ArrayUnique($)", "[[1,2],[1,2],[2,1]]", "[[2,1],[1,2]]");
    gives("States.ArrayUnique($)", r#"[1,"1",1,"01"]"#, r#"[1,"1","01"]"#);
    gives("States.ArrayUnique($)", r#"[{"a":1,"b":2},{"b":2,"a":1}]"#, r#"[{"a":1,"b":2}]"#);
    gives(
        "States.ArrayUnique($)",
        r#"["z","alpha","beta","gamma",5,1000,-3,1.5,true,null,["a",1],{"k":1},9007199254740991,"beta",17,33,49]"#,
        r#"[null,9007199254740991,["a",1],33,-3,5,1000,{"k":1},true,17,49,"alpha",1.5,"z","beta","gamma"]"#,
    );
}

#[test]
fn json() {
    gives("States.StringToJson($)", r#"" {\"a\":1} ""#, r#"{"a":1}"#);
    gives("States.StringToJson('-0')", "{}", "0");
    gives("States.StringToJson('1 2')", "{}", "1");
    let place = |column: u32| {
        format!(
            "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: {column}]"
        )
    };
    for (text, reason, column) in [
        (
            "{bad json}",
            "Unexpected character ('b' (code 98)): was expecting double-quote to start field name",
            2,
        ),
        (
            "undefined",
            "Unrecognized token 'undefined': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
            10,
        ),
    ] {
        let input = json::compact(&Value::from(text));
        let reason = format!(
            "Cannot convert String to Json in States.StringToJson, caused by: {reason}\n at {}",
            place(column)
        );
        fails("States.StringToJson($)", &input, &reason);
    }
    let reason = format!(
        "Cannot convert String to Json in States.StringToJson, caused by: Unexpected end-of-input: expected close marker for Object (start marker at {})\n at {}",
        place(1),
        place(7)
    );
    fails("States.StringToJson($)", r#""{\"a\":1""#, &reason);
    for value in ["123", "null", "{}"] {
        fails("States.StringToJson($)", value, "Invalid arguments in States.StringToJson");
    }
    gives(
        "States.JsonMerge($.a, $.b, false)",
        r#"{"a":{"x":{"p":1},"y":2},"b":{"x":{"q":2}}}"#,
        r#"{"x":{"q":2},"y":2}"#,
    );
    gives("States.JsonMerge($.a, $.b, 'false')", r#"{"a":{},"b":{"x":1}}"#, r#"{"x":1}"#);
    fails("States.JsonMerge($.a, $.a, true)", r#"{"a":{}}"#, "Invalid arguments in States.JsonMerge");
    fails("States.JsonMerge($.a, null, false)", r#"{"a":{}}"#, "Invalid arguments in States.JsonMerge");
}

#[test]
fn math() {
    gives("States.MathAdd(2147483646, 1)", "{}", "2147483647");
    gives("States.MathAdd(-0.5, -1.5)", "{}", "-1");
    for numbers in
        ["2147483647, 1", "-2147483648, -1", "3000000000, 1", "'1', 2", "true, 1", "null, 1", "1e309, 1"]
    {
        fails(&format!("States.MathAdd({numbers})"), "{}", "Invalid arguments in States.MathAdd");
    }
    gives("States.MathRandom(1, 10)", "{}", "5");
    gives("States.MathRandom(1.6, 5.4)", "{}", "3");
    gives("States.MathRandom(0, 999, 3)", "{}", "239");
    // What the service gave.
    for (arguments, number) in [
        ("1, 100, 42", "63"),
        ("1, 1000, 1", "106"),
        ("1, 1000, 2", "806"),
        ("1, 10, -10", "1"),
        ("2147483640, 2147483647, 1", "2147483644"),
    ] {
        gives(&format!("States.MathRandom({arguments})"), "{}", number);
    }
    for bounds in ["1, 1", "10, 5", "1.4, 1.6", "'a', 10", "1, 10, 'seed'", "1, 10, null"] {
        fails(&format!("States.MathRandom({bounds})"), "{}", "Invalid arguments in States.MathRandom");
    }
}

#[test]
fn texts() {
    gives("States.StringSplit('1+2,3.4', '.+,')", "{}", r#"["1","2","3","4"]"#);
    gives("States.StringSplit('abc', '')", "{}", r#"["abc"]"#);
    gives("States.StringSplit('', ',')", "{}", "[]");
    fails("States.StringSplit($, ',')", "null", "Invalid arguments in States.StringSplit");
    gives("States.Base64Encode('✓')", "{}", r#""4pyT""#);
    gives("States.Base64Decode('4pyT')", "{}", r#""✓""#);
    gives("States.Base64Decode(' YWJjZA== ')", "{}", r#""abcd""#);
    gives("States.Base64Decode('abc')", "{}", r#""i�""#);
    gives("States.Base64Decode('ab==cd')", "{}", r#""i""#);
    gives("States.Hash('hello', 'SHA-1')", "{}", r#""aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d""#);
    gives("States.Hash(123, 'MD5')", "{}", r#""202cb962ac59075b964b07152d234b70""#);
    fails("States.Hash('a', 'sha-256')", "{}", "Invalid arguments in States.Hash");
    fails("States.Hash('a', 123)", "{}", "Invalid arguments in States.Hash");
    let long = |length: usize| format!("\"{}\"", "a".repeat(length));
    for call in ["States.Base64Encode($)", "States.Base64Decode($)", "States.Hash($, 'MD5')"] {
        let input = json::parse(&long(10_000)).expect("JSON");
        assert!(evaluate(call, &input, &Value::Null).is_ok(), "{call}");
        let input = json::parse(&long(10_001)).expect("JSON");
        assert!(evaluate(call, &input, &Value::Null).is_err(), "{call}");
    }
    gives("States.UUID()", "{}", r#""80000000-8000-4000-8000-000080000000""#);
}

#[test]
fn random_texts_never_panic() {
    const PIECES: [&str; 22] = [
        "States.",
        "Format",
        "Array",
        "MathAdd",
        "(",
        ")",
        ",",
        "'",
        "\\",
        "{}",
        "$",
        "$.a",
        "$$",
        "[",
        "]",
        "1",
        "-",
        "e9",
        "é",
        " ",
        "null",
        "States.Array(",
    ];
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut below = |limit: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % limit as u64) as usize
    };
    let input = Value::Null;
    for _ in 0..40_000 {
        let mut text = String::from("States.Array(");
        for _ in 0..below(14) {
            text.push_str(PIECES[below(PIECES.len())]);
        }
        match Call::parse(&text) {
            // Whether it has a value does not matter here.
            Ok(_) => drop(evaluate(&text, &input, &input)),
            Err(error) => assert!(error.position <= text.len(), "{text}"),
        }
    }
}
