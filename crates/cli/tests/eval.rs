//! `stepwise eval`: what a script reads from it.

use std::process::Command;

/// What `--json` prints, and the exit status.
fn eval(arguments: &[&str]) -> (String, Option<i32>) {
    let program = env!("CARGO_BIN_EXE_stepwise");
    let output = Command::new(program).args(["eval", "--json"]).args(arguments).output().expect("it runs");
    (String::from_utf8_lossy(&output.stdout).trim().to_string(), output.status.code())
}

#[test]
fn what_the_service_refuses_has_its_codes() {
    for (expression, code, message) in [
        (
            "phone",
            "UNSUPPORTED_JSONATA_EXPRESSION",
            "Reference to 'phone' at the top level is not supported.",
        ),
        ("$states.foo", "UNSUPPORTED_JSONATA_EXPRESSION", "Field '$states.foo' does not exist."),
        ("1 +", "INVALID_JSONATA_EXPRESSION", "Unexpected end of expression"),
    ] {
        let (text, status) = eval(&["--jsonata", expression]);
        assert!(text.contains(code) && text.contains(message), "{expression}: {text}");
        assert_eq!(status, Some(1), "{expression}");
    }
    let given = ["--jsonata", "$states.result", "--bindings", r#"{"states":{"result":3}}"#];
    assert_eq!(eval(&given), (r#"{"result":3}"#.to_string(), Some(0)));
}

#[test]
fn an_expression_may_begin_with_a_minus() {
    assert_eq!(eval(&["--plain", "--jsonata", "- 5"]), (r#"{"result":-5}"#.to_string(), Some(0)));
}

#[test]
fn plain_jsonata_without_input_has_no_context() {
    assert_eq!(eval(&["--plain", "--jsonata", "$"]), (r#"{"undefined":true}"#.to_string(), Some(3)));
}
