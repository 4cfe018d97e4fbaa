//! Putting data into templates, paths and settings.
//!
//! The data come from whoever runs the machine; a failure says its sentence as the service does,
//! without "An error occurred while executing the state …", which needs to know the execution.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use json::{Kind, Object, Text, Value};
use jsonata::{Bindings, Expression, Host, Outcome, Subject};

use crate::{Broken, Call, ResultPath, Selection, Setting, Source, SourcePath, Template};

/// What a template or path sees.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// JSONPath: `$`, the state's effective input, or its result where that is selected from.
    pub input: &'a Value,
    /// The text of the input when a caller wrote it: messages show it so. None: they show it compactly.
    pub text: Option<&'a Text>,
    /// JSONPath: `$$`, the context object; asked only where something looks at it.
    pub context: &'a dyn Fn() -> Value,
    /// JSONata: `$states`, with `input`, and `result` or `errorOutput` where there is one; asked only where something looks at it.
    /// It must have `context` as well when asked with true, and may leave it out when asked with false.
    pub states: &'a dyn Fn(bool) -> Value,
    /// Both languages: the workflow's variables, by names without `$`.
    pub variables: &'a dyn Bindings,
}

/// Why a field could not be computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The name of the error: `States.QueryEvaluationError`, `States.Runtime`…
    pub error: &'static str,
    /// The service's sentence.
    pub cause: String,
    /// The field as the event EvaluationFailed has it (`Output/v`); JSONata only.
    pub location: Option<String>,
}

/// The name of a field within a state, as messages write it: `Output/v`, `Output[0]`, `Choices[1]/Output`.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    parent: Option<&'a Field<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> Field<'a> {
    /// A field of the state; the name may be a path itself.
    pub fn new(name: &'a str) -> Field<'a> {
        Field { parent: None, step: Step::Name(name) }
    }

    fn member(&'a self, name: &'a str) -> Field<'a> {
        Field { parent: Some(self), step: Step::Name(name) }
    }

    fn item(&'a self, index: usize) -> Field<'a> {
        Field { parent: Some(self), step: Step::Index(index) }
    }

    /// How messages about paths name it: the key alone, with `.$` where the definition has that.
    fn key(&self) -> String {
        match (self.step, self.parent) {
            (Step::Name(name), None) => name.to_string(),
            (Step::Name(name), Some(_)) => format!("{name}.$"),
            (Step::Index(_), Some(parent)) => parent.key(),
            (Step::Index(_), None) => String::new(),
        }
    }
}

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match (self.step, self.parent) {
            (Step::Name(name), None) => f.write_str(name),
            (Step::Name(name), Some(_)) => write!(f, "/{name}"),
            (Step::Index(index), _) => write!(f, "[{index}]"),
        }
    }
}

impl Surroundings<'_> {
    /// The input as messages show it.
    pub(crate) fn input_text(&self) -> String {
        self.text.map_or_else(|| json::compact(self.input), |text| text.to_string())
    }
}

impl Template {
    /// The value with everything computed.
    pub fn evaluate(
        &self,
        surroundings: &Surroundings<'_>,
        field: &str,
        host: &mut dyn Host,
    ) -> Result<Value, Failure> {
        self.fill(surroundings, &Field::new(field), host)
    }

    fn fill(
        &self,
        surroundings: &Surroundings<'_>,
        field: &Field<'_>,
        host: &mut dyn Host,
    ) -> Result<Value, Failure> {
        match self {
            Template::Literal(value) => Ok(value.clone()),
            Template::Object(members) => {
                let members = members.iter().map(|(key, template)| {
                    let value = template.fill(surroundings, &field.member(key), host)?;
                    Ok((key.clone(), value))
                });
                Object::try_of(members).map(Value::Object)
            }
            Template::Array(items) => {
                let fill =
                    |(index, item): (usize, &Template)| item.fill(surroundings, &field.item(index), host);
                items.iter().enumerate().map(fill).collect::<Result<Vec<_>, _>>().map(Value::from_iter)
            }
            Template::Path(path) => match path.read(surroundings) {
                Ok(value) => Ok(value),
                // Seen: a member of a template that looks behind the end of an array is null.
                Err(_) if field.parent.is_some() && path.is_past_end(surroundings) => Ok(Value::Null),
                Err(_) => Err(Failure::not_found(path, field, surroundings)),
            },
            Template::Call(call) => evaluate_call(call, surroundings, field, host),
            Template::Expression(expression) => evaluate_expression(expression, surroundings, field, host),
            Template::Broken(broken) => Err(Failure::broken(broken, field)),
        }
    }
}

impl<T: Clone + Into<Value>> Setting<T> {
    /// The literal, what the path leads to, or what the expression gives; whether that fits is for the caller to say.
    pub fn evaluate(
        &self,
        surroundings: &Surroundings<'_>,
        field: &str,
        host: &mut dyn Host,
    ) -> Result<Value, Failure> {
        match self {
            Setting::Literal(value) => Ok(value.clone().into()),
            Setting::Path(path) => {
                path.read(surroundings).map_err(|reason| Failure::invalid_path(path, &reason))
            }
            Setting::Expression(expression) => {
                evaluate_expression(expression, surroundings, &Field::new(field), host)
            }
            Setting::Broken(broken) => Err(Failure::broken(broken, &Field::new(field))),
        }
    }
}

impl Selection {
    /// What goes on of the input: all, nothing (an empty object), or what the path leads to.
    pub fn evaluate(&self, surroundings: &Surroundings<'_>) -> Result<Value, Failure> {
        match self {
            Selection::Whole => Ok(surroundings.input.clone()),
            Selection::Nothing => Ok(Value::Object(Object::new())),
            Selection::Path(path) => {
                path.read(surroundings).map_err(|reason| Failure::invalid_path(path, &reason))
            }
        }
    }
}

impl ResultPath {
    /// The input with the result put where the path says.
    pub fn apply(&self, input: Value, result: Value) -> Result<Value, Failure> {
        match self {
            ResultPath::Whole => Ok(result),
            ResultPath::Discard => Ok(input),
            ResultPath::Path { path, .. } => path.insert(input, result).map_err(|reason| Failure {
                error: "States.ReferencePathConflict",
                cause: reason.message,
                location: None,
            }),
            ResultPath::Broken(broken) => Err(Failure::broken(broken, &Field::new("ResultPath"))),
        }
    }
}

impl SourcePath {
    /// What the path leads to; the error is the reason in the words of the path's reader.
    #[inline]
    pub fn read(&self, surroundings: &Surroundings<'_>) -> Result<Value, String> {
        if let Source::Input(path) = &self.source
            && let Some(found) = path.find(surroundings.input)
        {
            return Ok(found.clone());
        }
        self.search(surroundings)
    }

    /// The same for paths that are not plain, or lead nowhere.
    fn search(&self, surroundings: &Surroundings<'_>) -> Result<Value, String> {
        let result = match &self.source {
            Source::Input(path) => path.read(surroundings.input),
            Source::Context(path) => path.read(&(surroundings.context)()),
            Source::Variable { name, path } => match surroundings.variables.get(name) {
                Some(value) => path.read(&value),
                None => return Err(format!("No results for path: ${name}")),
            },
            Source::Broken(broken) => return Err(broken.message.clone()),
        };
        result.map_err(|error| error.to_string())
    }
}

impl SourcePath {
    /// What the path leads to, to be looked at only.
    #[inline]
    pub(crate) fn look<'a>(&self, surroundings: &Surroundings<'a>) -> Result<Cow<'a, Value>, String> {
        if let Source::Input(path) = &self.source
            && let Some(found) = path.find(surroundings.input)
        {
            return Ok(Cow::Borrowed(found));
        }
        self.search(surroundings).map(Cow::Owned)
    }

    /// Whether the path ends in an index behind the last item of an array that is there.
    fn is_past_end(&self, surroundings: &Surroundings<'_>) -> bool {
        match &self.source {
            Source::Input(path) => path.is_past_end(surroundings.input),
            Source::Context(path) => path.is_past_end(&(surroundings.context)()),
            Source::Variable { name, path } => {
                surroundings.variables.get(name).is_some_and(|value| path.is_past_end(&value))
            }
            Source::Broken(_) => false,
        }
    }
}

fn evaluate_call(
    call: &Call,
    surroundings: &Surroundings<'_>,
    _field: &Field<'_>,
    host: &mut dyn Host,
) -> Result<Value, Failure> {
    call.evaluate(surroundings, host)
}

/// Evaluates an expression for a field; nothing and a function are failures as well.
pub(crate) fn evaluate_expression(
    expression: &Expression,
    surroundings: &Surroundings<'_>,
    field: &Field<'_>,
    host: &mut dyn Host,
) -> Result<Value, Failure> {
    let text = expression.text();
    let fail = |rest: String| {
        let location = field.to_string();
        Failure {
            error: QUERY,
            cause: format!("The JSONata expression '{text}' specified for the field '{location}' {rest}"),
            location: Some(location),
        }
    };
    let names = Names { surroundings, needs_context: needs_context(expression) };
    match expression.evaluate(None, &names, host) {
        Ok(Outcome::Value(value)) => Ok(value),
        Ok(Outcome::Undefined) => Err(fail("returned nothing (undefined).".to_string())),
        Ok(Outcome::Function) => Err(fail("returned an unsupported result type.".to_string())),
        Err(error) => Err(fail(format!("threw an error during evaluation{}", error.cause()))),
    }
}

const QUERY: &str = "States.QueryEvaluationError";
const RUNTIME: &str = "States.Runtime";

/// `$states` and the workflow's variables.
struct Names<'a> {
    surroundings: &'a Surroundings<'a>,
    needs_context: bool,
}

impl Bindings for Names<'_> {
    fn get(&self, name: &str) -> Option<Value> {
        match name {
            "states" => Some((self.surroundings.states)(self.needs_context)),
            name => self.surroundings.variables.get(name),
        }
    }
}

/// Whether an expression may look at `$states.context`: it names it, or it takes `$states` as a whole.
fn needs_context(expression: &Expression) -> bool {
    expression.references().iter().any(|reference| match &reference.subject {
        Subject::Variable { name, path } => {
            name == "states" && path.first().is_none_or(|first| first == "context")
        }
        Subject::Function { .. } | Subject::Name(_) | Subject::Context | Subject::Root => false,
    })
}

impl Failure {
    /// A value whose type does not fit the field: `Expected 'array', but was 'object' for value: {…}`.
    pub fn unexpected_type(expression: &Expression, field: &str, expected: &str, value: &Value) -> Failure {
        let kind = kind(value);
        let text = expression.text();
        Failure {
            error: QUERY,
            cause: format!(
                "The JSONata expression '{text}' specified for the field '{field}' returned an unexpected result type. \
                 Expected '{expected}', but was '{kind}' for value: {}",
                json::compact(value)
            ),
            location: Some(field.to_string()),
        }
    }

    /// A failure of the state's own rules: a path that leads nowhere, a number out of range.
    pub fn runtime(cause: impl Into<String>) -> Failure {
        Failure { error: RUNTIME, cause: cause.into(), location: None }
    }

    fn invalid_path(path: &SourcePath, reason: &str) -> Failure {
        Failure::runtime(format!("Invalid path '{}' : {reason}", path.text))
    }

    fn not_found(path: &SourcePath, field: &Field<'_>, surroundings: &Surroundings<'_>) -> Failure {
        Failure::runtime(format!(
            "The JSONPath '{}' specified for the field '{}' could not be found in the input '{}'",
            path.text,
            field.key(),
            surroundings.input_text()
        ))
    }

    fn broken(broken: &Broken, field: &Field<'_>) -> Failure {
        Failure::runtime(format!(
            "The value '{}' of the field '{field}' is invalid: {}",
            broken.text, broken.message
        ))
    }
}

/// The sentence.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)
    }
}

impl fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").field("input", self.input).finish_non_exhaustive()
    }
}

/// The name of a value's type in the service's messages.
pub fn kind(value: &Value) -> &'static str {
    match value.kind() {
        Kind::Null => "null",
        Kind::Boolean => "boolean",
        Kind::Number => "number",
        Kind::String => "string",
        Kind::Array => "array",
        Kind::Object => "object",
    }
}

/// A text that stands for itself.
pub(crate) fn text(value: &Value) -> Option<&Text> {
    match value {
        Value::String(text) => Some(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
