//! Paths, templates and intrinsic calls as JSONata.

use asl::intrinsic::{Argument, Call, Function};
use asl::{Source, SourcePath};
use json::{Object, Text, Value};
use jsonpath::{Path, Segment};

use super::{Sure, Unsure};

/// A value of JSONata: an expression, or a value with expressions in it.
pub enum Val {
    Expression(String),
    Template(Value),
}

impl Val {
    pub fn into_value(self) -> Value {
        match self {
            Val::Expression(expression) => as_field(&expression),
            Val::Template(value) => value,
        }
    }

    pub fn into_expression(self) -> Sure<String> {
        match self {
            Val::Expression(expression) => Ok(expression),
            Val::Template(value) => constructed(&value),
        }
    }
}

/// An expression as the value of a field.
pub fn as_field(expression: &str) -> Value {
    if expression == "{}" {
        return Value::Object(Object::new());
    }
    Value::from(format!("{{% {expression} %}}"))
}

/// A path as an expression; `root` stands for `$`.
pub fn path(text: &str, root: &str) -> Sure<String> {
    source(&SourcePath::parse(&Text::from(text)), root)
}

/// A path or an intrinsic call.
pub fn text_or_call(text: &str, root: &str) -> Sure<String> {
    if text.starts_with("States.") {
        let parsed = Call::parse(text).map_err(|_| Unsure(format!("{text} is no call.")))?;
        return call(&parsed, root);
    }
    path(text, root)
}

/// A payload template: keys lose their `.$`, and their paths become expressions.
pub fn template(value: &Value, root: &str) -> Sure<Value> {
    match value {
        Value::Object(object) => {
            let mut new = Object::new();
            for (key, value) in object {
                match (key.strip_suffix(".$"), value.as_str()) {
                    (Some(key), Some(text)) => new.insert(key, as_field(&text_or_call(text, root)?)),
                    (Some(_), None) => return Err(Unsure(format!("“{key}” has no path."))),
                    (None, _) => new.insert(key.clone(), template(value, root)?),
                };
            }
            Ok(Value::Object(new))
        }
        Value::Array(items) => {
            let items: Sure<Vec<Value>> = items.iter().map(|item| template(item, root)).collect();
            Ok(Value::from(items?))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => literal(value),
    }
}

/// A value that must stay what it is: nothing in it may look like an expression.
pub fn literal(value: &Value) -> Sure<Value> {
    if json::compact(value).contains("{%") {
        return Err(Unsure(String::from("a text in it would become an expression.")));
    }
    Ok(value.clone())
}

/// The input with something put into it where a reference path says.
pub fn merged(reference: &str, inner: &Val) -> Sure<String> {
    let no = || Unsure(format!("the path {reference} is not one of names."));
    let parsed = Path::parse(reference).map_err(|_| no())?;
    if !parsed.is_reference() || !reference.starts_with('$') {
        return Err(no());
    }
    let inner = match inner {
        Val::Expression(expression) => expression.clone(),
        Val::Template(value) => constructed(value)?,
    };
    let mut bases = vec![String::from("$states.input")];
    let mut names = Vec::new();
    for segment in parsed.fixed_prefix() {
        let Segment::Name(name) = segment else {
            return Err(no());
        };
        let base = format!("{}{}", bases[bases.len() - 1], step(name)?);
        bases.push(base);
        names.push(name.clone());
    }
    let mut expression = inner;
    for (base, name) in bases.iter().zip(&names).rev() {
        let key = json::compact(&Value::from(name.clone()));
        expression = format!("$merge([{base}, {{{key}: {expression}}}])");
    }
    Ok(expression)
}

pub fn source(path: &SourcePath, root: &str) -> Sure<String> {
    match &path.source {
        Source::Input(inner) => segments(root, inner, &path.text),
        Source::Context(inner) => segments("$states.context", inner, &path.text),
        Source::Variable { name, path: inner } => segments(&format!("${name}"), inner, &path.text),
        Source::Broken(_) => Err(Unsure(format!("{} is no path.", path.text))),
    }
}

fn segments(root: &str, path: &Path, text: &Text) -> Sure<String> {
    if !path.is_definite() || !(path.is_root() || path.is_reference()) {
        return Err(Unsure(format!("the path {text} is more than names and places.")));
    }
    let mut expression = String::from(root);
    for segment in path.fixed_prefix() {
        match segment {
            Segment::Name(name) => expression.push_str(&step(name)?),
            Segment::Index(index) => expression.push_str(&format!("[{index}]")),
        }
    }
    Ok(expression)
}

fn step(name: &str) -> Sure<String> {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let is_word = name.chars().all(is_letter) && !name.starts_with(|letter: char| letter.is_ascii_digit());
    if is_word
        && !name.is_empty()
        && !matches!(name, "and" | "or" | "in" | "true" | "false" | "null" | "function")
    {
        return Ok(format!(".{name}"));
    }
    if name.contains('`') {
        return Err(Unsure(format!("the name {name} cannot be written in JSONata.")));
    }
    Ok(format!(".`{name}`"))
}

/// A value with expressions in it as one expression.
fn constructed(value: &Value) -> Sure<String> {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(json::compact(value)),
        Value::String(text) => match text.strip_prefix("{%").and_then(|text| text.strip_suffix("%}")) {
            Some(expression) => Ok(String::from(expression.trim())),
            None => Ok(json::compact(value)),
        },
        Value::Array(items) => {
            if json::compact(value).contains("{%") {
                // JSONata would put the items of an inner list into the outer one.
                return Err(Unsure(String::from("a list with paths in it would become flat.")));
            }
            let items: Sure<Vec<String>> = items.iter().map(constructed).collect();
            Ok(format!("[{}]", items?.join(", ")))
        }
        Value::Object(object) => {
            let members: Sure<Vec<String>> = object
                .iter()
                .map(|(key, value)| {
                    Ok(format!("{}: {}", json::compact(&Value::from(key.clone())), constructed(value)?))
                })
                .collect();
            Ok(format!("{{{}}}", members?.join(", ")))
        }
    }
}

fn call(call: &Call, root: &str) -> Sure<String> {
    let arguments: Sure<Vec<String>> =
        call.arguments().iter().map(|argument| self::argument(argument, root)).collect();
    let arguments = arguments?;
    let unsure = || Unsure(format!("{} has no sure counterpart.", call.text()));
    let literal = |index: usize| {
        matches!(call.arguments().get(index), Some(Argument::Literal(_) | Argument::Text { .. }))
    };
    let all = arguments.join(", ");
    match (call.function(), arguments.as_slice()) {
        (Function::Format, [_, rest @ ..]) => format_call(call, rest),
        // An empty text is null there.
        (Function::StringToJson, [text]) => Ok(format!("{text} = \"\" ? null : $parse({text})")),
        (Function::ArrayPartition, [_, _]) => Ok(format!("$partition({all})")),
        (Function::ArrayRange, [_, _, _]) => Ok(format!("$range({all})")),
        (Function::ArrayContains, [list, item]) if literal(1) => Ok(format!("{item} in {list}")),
        (Function::ArrayGetItem, [list, index]) if literal(1) => Ok(format!("{list}[{index}]")),
        (Function::ArrayLength, [list]) => Ok(format!("$count({list})")),
        (Function::ArrayUnique, [list]) => Ok(format!("$distinct({list})")),
        (Function::Base64Encode, [_]) => Ok(format!("$base64encode({all})")),
        (Function::Base64Decode, [_]) => Ok(format!("$base64decode({all})")),
        (Function::Hash, [_, _]) => Ok(format!("$hash({all})")),
        (Function::JsonMerge, [first, second, _]) => Ok(format!("$merge([{first}, {second}])")),
        (Function::MathRandom, [from, to]) => Ok(format!("$floor($random() * ({to} - {from}) + {from})")),
        (Function::MathAdd, [first, second]) => Ok(format!("{} + {}", rounded(first), rounded(second))),
        (Function::Uuid, []) => Ok(String::from("$uuid()")),
        (Function::Array, _) if (0..arguments.len()).all(literal) => Ok(format!("[{all}]")),
        (
            Function::Format
            | Function::StringToJson
            | Function::JsonToString
            | Function::Array
            | Function::ArrayPartition
            | Function::ArrayContains
            | Function::ArrayRange
            | Function::ArrayGetItem
            | Function::ArrayLength
            | Function::ArrayUnique
            | Function::Base64Encode
            | Function::Base64Decode
            | Function::Hash
            | Function::JsonMerge
            | Function::MathRandom
            | Function::MathAdd
            | Function::StringSplit
            | Function::Uuid,
            _,
        ) => Err(unsure()),
    }
}

/// MathAdd rounds each of its numbers, halves up.
fn rounded(argument: &str) -> String {
    if argument.parse::<i64>().is_ok() { String::from(argument) } else { format!("$floor({argument} + 0.5)") }
}

/// A number that may also come as a text.
pub fn count(expression: &str) -> Value {
    as_field(&format!("$number({expression})"))
}

/// What is written into a text as Java writes it: `{a=1}`.
fn is_object(argument: &Argument) -> bool {
    const OBJECTS: [&str; 9] = [
        "$",
        "$$",
        "$$.Execution",
        "$$.Execution.Input",
        "$$.State",
        "$$.StateMachine",
        "$$.Task",
        "$$.Map",
        "$$.Map.Item",
    ];
    matches!(argument, Argument::Path(path, _) if OBJECTS.contains(&path.text.as_str()))
}

/// `States.Format('a {} b', $.x)` as `"a " & $string(…) & " b"`.
fn format_call(call: &Call, values: &[String]) -> Sure<String> {
    let unsure = || Unsure(format!("{} has no sure counterpart.", call.text()));
    let Some(Argument::Text { raw, .. }) = call.arguments().first() else {
        return Err(unsure());
    };
    if call.arguments().iter().any(is_object) {
        return Err(unsure());
    }
    let mut parts: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut values = values.iter();
    let mut letters = raw.chars().peekable();
    let quoted = |text: &str| json::compact(&Value::from(text));
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.push(letters.next().ok_or_else(unsure)?),
            '{' => {
                letters.next_if_eq(&'}').ok_or_else(unsure)?;
                if !text.is_empty() {
                    parts.push(quoted(&text));
                    text.clear();
                }
                let value = values.next().ok_or_else(unsure)?;
                parts.push(if value.starts_with('"') { value.clone() } else { format!("$string({value})") });
            }
            other => text.push(other),
        }
    }
    if !text.is_empty() || parts.is_empty() {
        parts.push(quoted(&text));
    }
    Ok(parts.join(" & "))
}

fn argument(argument: &Argument, root: &str) -> Sure<String> {
    match argument {
        Argument::Literal(value) => Ok(json::compact(value)),
        Argument::Text { value, .. } => Ok(json::compact(&Value::from(value.clone()))),
        Argument::Path(path, _) => source(path, root),
        Argument::Call(inner) => {
            let inner = call(inner, root)?;
            let is_plain = inner.starts_with('$') && !inner.contains(' ');
            Ok(if is_plain { inner } else { format!("({inner})") })
        }
    }
}
