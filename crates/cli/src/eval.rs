//! `stepwise eval`: one expression, path or intrinsic function, evaluated as the service does.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use asl::{Call, Code, Source, SourcePath, Surroundings};
use clap::Args;
use json::{Object, Value};
use jsonata::{Dialect, Error, Expression, Flags, Host, Outcome, Regex};

use crate::run::{context_object, tells_names};
use crate::{file, out};

/// Evaluate one expression, path or intrinsic function.
///
///   stepwise eval --jsonata '$sum($states.input.prices)' --input '{"prices": [1, 2, 3]}'
///   stepwise eval --jsonata '$sum(prices)' --plain --input order.json
///   stepwise eval --jsonpath '$.items[?(@.price > 10)].id' --input order.json
///   stepwise eval --intrinsic "States.Format('Hello {}', $.name)" --input '{"name": "Ada"}'
///
/// In JSONata as the service speaks it the input is $states.input; with --plain it is the context, as in JSONata 2.0.6 itself.
/// What the service refuses when a definition is created is refused with its codes, such as UNSUPPORTED_JSONATA_EXPRESSION.
/// In paths and intrinsic functions the input is $, the context object $$, and a variable $name.
///
/// Exit status: 0 there is a result; 1 the evaluation failed; 2 the call was wrong; 3 the result is undefined.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Eval {
    #[command(flatten)]
    what: What,
    /// JSON, or the name of a file with JSON; `-` is standard input. Without it {}, and with --plain nothing at all.
    #[arg(long, value_name = "FILE|JSON", allow_hyphen_values = true)]
    input: Option<String>,
    /// The workflow's variables: an object, as JSON or in a file. A member "states" adds to $states: {"states": {"result": …}}.
    #[arg(long, value_name = "FILE|JSON", default_value = "{}")]
    bindings: String,
    /// The context object ($states.context or $$), as JSON or in a file; or what `stepwise run --context` takes.
    /// Without it, it is that of an execution with this input.
    #[arg(long, value_name = "FILE|JSON")]
    context: Option<String>,
    /// JSONata 2.0.6 itself, with the input as the context and with $eval.
    #[arg(long, requires = "jsonata")]
    plain: bool,
    /// The seed of random numbers and identifiers; otherwise each call has its own.
    #[arg(long)]
    seed: Option<u64>,
    /// Print one JSON object: {"result": …}, {"undefined": true} or {"error": {"code", "message", "position"}}.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct What {
    /// An expression, with or without {% and %}.
    #[arg(long, value_name = "EXPRESSION", allow_hyphen_values = true)]
    jsonata: Option<String>,
    /// A path, such as $.orders[*].id
    #[arg(long, value_name = "PATH")]
    jsonpath: Option<String>,
    /// A call, such as States.UUID()
    #[arg(long, value_name = "CALL")]
    intrinsic: Option<String>,
}

/// Why there is no result.
struct Refusal {
    code: String,
    message: String,
    /// In UTF-16 units, as JSONata counts.
    position: Option<usize>,
}

impl Eval {
    /// The exit status.
    pub fn execute(&self) -> Result<u8, String> {
        let given = self.input.as_deref().map(|text| value("--input", text)).transpose()?;
        let Value::Object(bindings) = value("--bindings", &self.bindings)? else {
            return Err("--bindings must be an object: {\"name\": value}".to_string());
        };
        let input = given.clone().unwrap_or_else(|| Object::new().into());
        let context = match self.context.as_ref().map(|text| value("--context", text)).transpose()? {
            Some(names) if tells_names(&names) => context_object(&names, input.clone())?,
            Some(context) => context,
            None => context_object(&Value::Null, input.clone())?,
        };
        let mut outside = Outside::new(self.seed);
        let outcome = match (&self.what.jsonata, &self.what.jsonpath, &self.what.intrinsic) {
            (Some(text), _, _) if self.plain => {
                expression(text, Dialect::Plain, given.as_ref(), &bindings, &mut outside)
            }
            (Some(text), _, _) => {
                let mut states = [("input", input), ("context", context)].into_iter().collect::<Object>();
                let mut bindings = bindings;
                // Where a state has them, `result` and `errorOutput` come with the variables.
                if let Some(Value::Object(more)) = bindings.get("states") {
                    more.iter().for_each(|(name, value)| {
                        states.insert(name.clone(), value.clone());
                    });
                }
                bindings.insert("states", Value::Object(states));
                expression(text, Dialect::Service, None, &bindings, &mut outside)
            }
            (None, Some(text), _) => path(text, &input, &context, &bindings),
            (None, None, Some(text)) => call(text, &input, &context, &bindings, &mut outside),
            (None, None, None) => {
                return Err("one of --jsonata, --jsonpath, --intrinsic is needed".to_string());
            }
        };
        Ok(self.print(outcome))
    }

    fn print(&self, outcome: Result<Option<Value>, Refusal>) -> u8 {
        let one =
            |name: &str, value: Value| json::compact(&Value::Object([(name, value)].into_iter().collect()));
        match outcome {
            Ok(Some(value)) if self.json => out::line(one("result", value)),
            Ok(Some(value)) => out::line(json::pretty(&value)),
            Ok(None) => {
                match self.json {
                    true => out::line(one("undefined", Value::Bool(true))),
                    false => out::line("undefined"),
                }
                return 3;
            }
            Err(refusal) if self.json => {
                let mut error = Object::new();
                error.insert("code", Value::from(refusal.code));
                error.insert("message", Value::from(refusal.message));
                error.insert("position", Value::from(refusal.position));
                out::line(one("error", Value::Object(error)));
                return 1;
            }
            Err(Refusal { code, message, position }) => {
                let code = if code.is_empty() { code } else { format!("{code}: ") };
                let position = position.map(|position| format!(" (at {position})")).unwrap_or_default();
                eprintln!("{code}{message}{position}");
                return 1;
            }
        }
        0
    }
}

/// JSON from the command line or from a file.
fn value(option: &str, text: &str) -> Result<Value, String> {
    let trimmed = text.trim_start();
    let is_json = trimmed.starts_with(['{', '[', '"']) || json::parse(trimmed).is_ok();
    let (name, text) = match is_json {
        true => (option.to_string(), text.to_string()),
        false => (text.to_string(), file::read(text)?),
    };
    json::parse(&text).map_err(|error| format!("{name} is not JSON: {error}"))
}

fn expression(
    text: &str,
    dialect: Dialect,
    input: Option<&Value>,
    bindings: &Object,
    host: &mut dyn Host,
) -> Result<Option<Value>, Refusal> {
    let trimmed = text.trim();
    let text = trimmed.strip_prefix("{%").and_then(|text| text.strip_suffix("%}")).unwrap_or(text);
    let refuse = |error: Error| Refusal {
        code: error.code.to_string(),
        message: error.message,
        position: error.position,
    };
    // What the service refuses when a definition is created has its codes.
    let expression = Expression::parse(text, dialect).map_err(|error| match dialect {
        Dialect::Plain => refuse(error),
        Dialect::Service => {
            Refusal { code: Code::InvalidJsonataExpression.name().to_string(), ..refuse(error) }
        }
    })?;
    if dialect == Dialect::Service {
        check_references(&expression, bindings)?;
    }
    match expression.evaluate(input, bindings, host).map_err(refuse)? {
        Outcome::Value(value) => Ok(Some(value)),
        Outcome::Undefined => Ok(None),
        Outcome::Function => Err(Refusal {
            code: String::new(),
            message: "The expression returned an unsupported result type: a function, which JSON cannot hold"
                .to_string(),
            position: None,
        }),
    }
}

/// Refuses what the service refuses when a definition is created: names without a context, and fields that `$states` has not.
fn check_references(expression: &Expression, bindings: &Object) -> Result<(), Refusal> {
    let states = bindings.get("states").and_then(Value::as_object).cloned().unwrap_or_default();
    for reference in expression.references() {
        if let Some(message) = asl::unsupported(&reference.subject, &mut |field| states.contains_key(field)) {
            return Err(Refusal {
                code: Code::UnsupportedJsonataExpression.name().to_string(),
                message,
                position: Some(utf16(expression.text(), reference.range.start)),
            });
        }
    }
    Ok(())
}

fn path(text: &str, input: &Value, context: &Value, bindings: &Object) -> Result<Option<Value>, Refusal> {
    let path = SourcePath::parse(&json::Text::from(text));
    if let Source::Broken(broken) = &path.source {
        let position = jsonpath::Path::parse(text).err().map(|error| utf16(text, error.position));
        return Err(Refusal { code: "INVALID_PATH".to_string(), message: broken.message.clone(), position });
    }
    let surroundings = Surroundings {
        input,
        text: None,
        context: &|| context.clone(),
        states: &|_| Value::Null,
        variables: bindings,
    };
    let runtime = |message| Refusal { code: "States.Runtime".to_string(), message, position: None };
    path.read(&surroundings).map(Some).map_err(runtime)
}

fn call(
    text: &str,
    input: &Value,
    context: &Value,
    bindings: &Object,
    host: &mut dyn Host,
) -> Result<Option<Value>, Refusal> {
    let call = Call::parse(text).map_err(|error| Refusal {
        code: "INVALID_INTRINSIC_FUNCTION".to_string(),
        position: Some(utf16(text, error.position)),
        message: error.message,
    })?;
    let surroundings = Surroundings {
        input,
        text: None,
        context: &|| context.clone(),
        states: &|_| Value::Null,
        variables: bindings,
    };
    let runtime = |failure: asl::Failure| Refusal {
        code: failure.error.to_string(),
        message: failure.cause,
        position: None,
    };
    call.evaluate(&surroundings, host).map(Some).map_err(runtime)
}

/// A place in bytes as a place in UTF-16 units.
fn utf16(text: &str, bytes: usize) -> usize {
    text.get(..bytes).unwrap_or(text).encode_utf16().count()
}

/// The clock and the chance of this machine.
struct Outside {
    state: u64,
}

impl Outside {
    fn new(seed: Option<u64>) -> Outside {
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Outside { state: seed.unwrap_or(time.as_nanos() as u64) }
    }
}

impl Host for Outside {
    fn now_millis(&mut self) -> i64 {
        let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
    }

    /// SplitMix64: every seed is a good one.
    fn random(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ self.state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ mixed >> 31) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn regex(&mut self, pattern: &str, flags: Flags) -> Result<Arc<dyn Regex>, String> {
        simulator::regex(pattern, flags)
    }
}
