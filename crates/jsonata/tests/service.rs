//! The functions that only the service has: what it was seen to answer.

use std::sync::Arc;

use jsonata::{Dialect, Expression, Flags, Host, NoBindings, Outcome, Regex};

struct Still;

impl Host for Still {
    fn now_millis(&mut self) -> i64 {
        0
    }

    fn random(&mut self) -> f64 {
        0.5
    }

    fn regex(&mut self, _: &str, _: Flags) -> Result<Arc<dyn Regex>, String> {
        Err("not needed here".to_string())
    }
}

/// The value as JSON, `undefined`, or what follows "threw an error during evaluation".
fn answer(expression: &str) -> String {
    let expression = Expression::parse(expression, Dialect::Service).expect(expression);
    match expression.evaluate(None, &NoBindings, &mut Still) {
        Ok(Outcome::Value(value)) => json::compact(&value).to_string(),
        Ok(Outcome::Undefined) => "undefined".to_string(),
        Ok(Outcome::Function) => "a function".to_string(),
        Err(error) => error.cause(),
    }
}

#[test]
fn answers_of_the_service() {
    let misfit = |index: u32, name: &str| {
        format!(". T0410: Argument {index} of function \"{name}\" does not match function signature")
    };
    let algorithms = "must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5";
    for (expression, expected) in [
        ("$partition([1,2,3,4,5], 2)", "[[1,2],[3,4],[5]]".to_string()),
        ("$partition([1,2,3,4,5], 2.6)", "[[1,2],[3,4],[5]]".to_string()),
        ("$partition([1,2,3])", "[[1,2,3]]".to_string()),
        ("$partition([1,2,3], 0)", "undefined".to_string()),
        ("$partition([1,2,3], -1)", ". D3137: Second argument must be zero or greater".to_string()),
        ("$partition([1,2,3], '2')", misfit(2, "partition")),
        ("$partition([1,2,3], null)", misfit(2, "partition")),
        ("$partition([1,2,3], 2, 99)", misfit(3, "partition")),
        (
            "$partition('text', 2)",
            ". T0412: Argument 1 of function \"partition\" must be an array of undefined".to_string(),
        ),
        ("$range(0, 10, 2)", "[0,2,4,6,8,10]".to_string()),
        ("$range(1.4, 5.6, 2.2)", "[1,3,5]".to_string()),
        ("$count($range(1, 1001, 1))", "1001".to_string()),
        ("$range(1, 10, 0)", "undefined".to_string()),
        ("$range(1, 10, 0.49)", "undefined".to_string()),
        ("$range(1, 5)", "undefined".to_string()),
        ("$range('a', 5, 1)", misfit(1, "range")),
        ("$range(1, 5, null)", misfit(3, "range")),
        ("$range(1, 5, 1, 99)", misfit(4, "range")),
        (
            "$hash('✓', 'SHA-256')",
            "\"1dabba21cdad44541f6b15796f8d22978fc7ea10c46aeceeeeb66c23b3ac7604\"".to_string(),
        ),
        ("$hash('x', 'UNSUPPORTED')", format!(". D3137: Hash algorithm 'UNSUPPORTED' {algorithms}")),
        ("$hash('x', 'sha-256')", format!(". D3137: Hash algorithm 'sha-256' {algorithms}")),
        ("$hash(123, 'SHA-256')", misfit(1, "hash")),
        ("$hash()", misfit(1, "hash")),
        ("$hash('x', 'SHA-256', 'extra')", misfit(3, "hash")),
        ("$parse(' {\"a\":1} ')", "{\"a\":1}".to_string()),
        ("$parse('{bad json}')", ". D3137: Invalid JSON".to_string()),
        ("$parse('')", ". D3137: Invalid JSON".to_string()),
        ("$parse()", "undefined".to_string()),
        ("$parse(123)", misfit(1, "parse")),
        ("$parse(null)", misfit(1, "parse")),
        ("$uuid('x')", misfit(1, "uuid")),
        ("$random(null)", misfit(1, "random")),
        ("$random(77, 88)", misfit(2, "random")),
        ("'text' + 5", ". T2001: The left side of the \"+\" operator must evaluate to a number".to_string()),
    ] {
        assert_eq!(answer(expression), expected, "{expression}");
    }
}
