//! The collection of things to insert: actions, flow, patterns. What it holds is data, in the folder `palette` beside `src`.

use std::borrow::Cow;
use std::sync::OnceLock;

use asl::QueryLanguage;
use canvas::Icon;
use json::{Object, Text, Value};

use crate::Fragment;

/// Everything that can be inserted, in the order in which it is shown.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    pub entries: Vec<Entry>,
}

/// One thing to insert.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Stays the same between versions: `lambda:invoke`, `aws-sdk:s3:putObject`, `Choice`, `Human approval`.
    pub id: String,
    pub group: Group,
    pub name: String,
    /// The service it belongs to; empty for flow and patterns.
    pub service: String,
    pub icon: Icon,
    /// What it does, in a sentence; may be empty.
    pub about: String,
    /// What people also search for.
    words: String,
    source: Source,
}

/// The tabs of the browser; calls through the AWS SDK stand behind the other actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Action,
    Sdk,
    Flow,
    Pattern,
}

#[derive(Clone, Debug)]
enum Source {
    /// A Task; arguments are written in JSONata, with nothing but paths as expressions.
    Task { resource: String, fields: Value },
    /// A state or several, in both languages.
    Written { jsonpath: Value, jsonata: Value },
}

/// The collection, read once.
pub fn palette() -> &'static Palette {
    static PALETTE: OnceLock<Palette> = OnceLock::new();
    PALETTE.get_or_init(|| {
        let mut entries = Vec::new();
        actions(&mut entries);
        written(include_str!("../palette/flow.json"), Group::Flow, &mut entries);
        written(include_str!("../palette/patterns.json"), Group::Pattern, &mut entries);
        sdk(&mut entries);
        Palette { entries }
    })
}

impl Palette {
    /// What an id stands for: something of the collection, or a call through the AWS SDK that the collection does not list.
    pub fn entry(&self, id: &str) -> Option<Cow<'_, Entry>> {
        let known = self.entries.iter().find(|entry| entry.id == id);
        known.map(Cow::Borrowed).or_else(|| self.named(id).map(Cow::Owned))
    }

    /// A call through the AWS SDK by its name: the service has more of them than any list.
    /// `aws-sdk:s3:getBucketAcl`, its whole resource, `s3:getBucketAcl`, and `s3 getBucketAcl` for services of the list.
    fn named(&self, name: &str) -> Option<Entry> {
        let name = name.trim().trim_start_matches("arn:aws:states:::");
        let (service, action) = name.trim_start_matches("aws-sdk:").split_once([':', '.', ' '])?;
        let is_name =
            |part: &str| part.len() > 1 && part.chars().all(|letter| letter.is_ascii_alphanumeric());
        let service = service.to_lowercase();
        let mut letters = action.chars();
        let first = letters.next().filter(|letter| letter.is_ascii_alphabetic())?;
        let rest = letters.as_str();
        let prefix = format!("aws-sdk:{service}:");
        let listed = self.entries.iter().find(|entry| entry.id.starts_with(&prefix));
        let is_sure =
            name.contains(':') || listed.is_some() && rest.chars().any(|letter| letter.is_uppercase());
        if !is_name(&service) || !is_name(action) || !is_sure {
            return None;
        }
        let action = format!("{}{rest}", first.to_ascii_lowercase());
        let id = format!("{prefix}{action}");
        if self.entries.iter().any(|entry| entry.id == id) {
            return None;
        }
        let title = listed.map_or_else(|| service.clone(), |entry| entry.service.clone());
        let icon = listed.map_or(Icon::Sdk, |entry| entry.icon);
        Some(sdk_entry(&service, &title, icon, String::new(), &action))
    }

    pub fn of(&self, group: Group) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.group == group)
    }

    /// The entries that have all words of a query, the best first. An empty query gives all in their order.
    pub fn search(&self, query: &str) -> Vec<Cow<'_, Entry>> {
        let named = self.named(query);
        let query = query.to_lowercase();
        let words: Vec<&str> =
            query.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut found: Vec<(u32, &Entry)> =
            self.entries.iter().filter_map(|entry| Some((entry.rank(&words)?, entry))).collect();
        // Stable: what ranks the same stays in order.
        found.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        found.into_iter().map(|(_, entry)| Cow::Borrowed(entry)).chain(named.map(Cow::Owned)).collect()
    }
}

impl Entry {
    /// How well an entry answers a query; nothing when a word of it is missing.
    fn rank(&self, words: &[&str]) -> Option<u32> {
        let name = spaced(&self.name);
        let service = self.service.to_lowercase();
        let mut sum = 0;
        for word in words {
            let best = [
                (place(&name, word), [100, 70, 40]),
                (place(&service, word), [60, 50, 20]),
                (place(&self.words, word), [35, 30, 10]),
                (place(&self.about.to_lowercase(), word), [8, 6, 3]),
                (place(&self.id.to_lowercase(), word), [30, 20, 10]),
            ];
            sum += best.iter().filter_map(|(place, points)| Some(points[(*place)? as usize])).max()?;
        }
        let whole = words.join(" ");
        let is_service = service.trim_start_matches("aws ").trim_start_matches("amazon ") == whole;
        let group = match self.group {
            Group::Flow => 65,
            Group::Action => 60,
            Group::Pattern => 45,
            Group::Sdk => 0,
        };
        Some(sum + group + if whole == name { 50 } else { 0 } + if is_service { 80 } else { 0 })
    }

    /// The states it inserts, in a query language.
    pub fn fragment(&self, language: QueryLanguage) -> Fragment {
        match &self.source {
            Source::Task { resource, fields } => {
                Fragment::state(self.state_name(), task(resource, fields, language))
            }
            Source::Written { jsonpath, jsonata } => {
                let value = match language {
                    QueryLanguage::JsonPath => jsonpath,
                    QueryLanguage::Jsonata => jsonata,
                };
                match value.get("States") {
                    Some(_) => Fragment::from_value(value)
                        .unwrap_or_else(|_| Fragment::state("State", value.clone())),
                    None => Fragment::state(self.name.as_str(), value.clone()),
                }
            }
        }
    }

    /// A name that says something without its service beside it.
    fn state_name(&self) -> String {
        if self.group == Group::Sdk || self.name.contains(' ') {
            return self.name.clone();
        }
        let service = self.service.trim_start_matches("AWS ").trim_start_matches("Amazon ");
        format!("{service} {}", self.name)
    }
}

/// Where a word stands in a text: at its beginning (0), at that of another word (1), within one (2).
fn place(text: &str, word: &str) -> Option<u8> {
    if text.starts_with(word) {
        return Some(0);
    }
    let starts = text
        .match_indices(word)
        .any(|(at, _)| text[..at].ends_with(|letter: char| !letter.is_alphanumeric()));
    // Two letters are within too many words to mean anything there.
    match (starts, word.chars().count() > 2 && text.contains(word)) {
        (true, _) => Some(1),
        (false, true) => Some(2),
        (false, false) => None,
    }
}

/// `BatchGetItem` as `batch get item`.
fn spaced(name: &str) -> String {
    let mut text = String::new();
    let mut before = ' ';
    for letter in name.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            text.push(' ');
        }
        text.extend(letter.to_lowercase());
        before = letter;
    }
    text
}

fn actions(entries: &mut Vec<Entry>) {
    for service in list(include_str!("../palette/actions.json")) {
        for action in service.get("actions").and_then(Value::as_array).into_iter().flatten() {
            let resource = text(action, "resource");
            let resource =
                if resource.starts_with("arn:") { resource } else { format!("arn:aws:states:::{resource}") };
            entries.push(Entry {
                id: resource.trim_start_matches("arn:aws:states:::").to_string(),
                group: Group::Action,
                name: text(action, "name"),
                service: text(&service, "service"),
                icon: icon(&text(&service, "icon")),
                about: text(action, "about"),
                words: text(&service, "words"),
                source: Source::Task { resource, fields: action.clone() },
            });
        }
    }
}

fn sdk(entries: &mut Vec<Entry>) {
    for service in list(include_str!("../palette/sdk.json")) {
        for action in text(&service, "actions").split(' ') {
            let of = |key: &str| text(&service, key);
            entries.push(sdk_entry(&of("prefix"), &of("service"), icon(&of("icon")), of("words"), action));
        }
    }
}

/// A call of an action through the AWS SDK.
fn sdk_entry(prefix: &str, service: &str, icon: Icon, words: String, action: &str) -> Entry {
    let id = format!("aws-sdk:{prefix}:{action}");
    let mut letters = action.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    let fields = [("arguments", Value::Object(Object::new()))].into_iter().collect();
    Entry {
        group: Group::Sdk,
        name: first.into_iter().chain(letters).collect(),
        service: service.to_string(),
        icon,
        about: String::new(),
        words,
        source: Source::Task { resource: format!("arn:aws:states:::{id}"), fields: Value::Object(fields) },
        id,
    }
}

fn written(data: &str, group: Group, entries: &mut Vec<Entry>) {
    for entry in list(data) {
        let value = |key: &str| entry.get(key).cloned().unwrap_or_default();
        entries.push(Entry {
            id: text(&entry, "name"),
            group,
            name: text(&entry, "name"),
            service: String::new(),
            icon: icon(&text(&entry, "icon")),
            about: text(&entry, "about"),
            words: text(&entry, "words"),
            source: Source::Written { jsonpath: value("jsonpath"), jsonata: value("jsonata") },
        });
    }
}

/// A Task state with the fields of an action.
fn task(resource: &str, fields: &Value, language: QueryLanguage) -> Value {
    let mut state: Object =
        [("Type", Value::from("Task")), ("Resource", Value::from(resource))].into_iter().collect();
    let arguments = fields.get("arguments").filter(|arguments| !arguments.is_null());
    let output = fields.get("output").cloned();
    match language {
        QueryLanguage::Jsonata => {
            if let Some(arguments) = arguments {
                state.insert("Arguments", arguments.clone());
            }
            if let Some(output) = output {
                state.insert("Output", output);
            }
        }
        QueryLanguage::JsonPath => {
            if let Some(arguments) = arguments {
                state.insert("Parameters", with_paths(arguments));
            }
            if let Some(path) = output.as_ref().and_then(Value::as_str).and_then(path) {
                state.insert("OutputPath", Value::from(path));
            }
        }
    }
    for (key, field) in [("timeout", "TimeoutSeconds"), ("heartbeat", "HeartbeatSeconds"), ("retry", "Retry")]
    {
        if let Some(value) = fields.get(key) {
            state.insert(field, value.clone());
        }
    }
    state.insert("End", Value::Bool(true));
    Value::Object(state)
}

/// Arguments as Parameters: `"k": "{% $states.input.a %}"` becomes `"k.$": "$.a"`.
fn with_paths(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let members = object.iter().map(|(key, value)| {
                let path = match value {
                    Value::String(text) => path(text),
                    Value::Array(items) => {
                        let paths: Option<Vec<String>> =
                            items.iter().map(|item| item.as_str().and_then(path)).collect();
                        paths
                            .filter(|paths| !paths.is_empty())
                            .map(|paths| format!("States.Array({})", paths.join(", ")))
                    }
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
                };
                match path {
                    Some(path) => (Text::from(format!("{key}.$")), Value::from(path)),
                    None => (key.clone(), with_paths(value)),
                }
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => items.iter().map(with_paths).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// The path that an expression of the collection is: of the input, the result or the context.
fn path(expression: &str) -> Option<String> {
    let inner = expression.strip_prefix("{%")?.strip_suffix("%}")?.trim();
    if let Some(rest) = inner.strip_prefix("$states.context") {
        return Some(format!("$${rest}"));
    }
    let rest = inner.strip_prefix("$states.input").or(inner.strip_prefix("$states.result"))?;
    Some(format!("${rest}"))
}

/// The collection is part of the program: what it holds is known to be right, and a test says so.
fn list(data: &str) -> Vec<Value> {
    let value = json::parse(data).unwrap_or_default();
    value.as_array().map(|array| array.as_slice().to_vec()).unwrap_or_default()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or("").to_string()
}

fn icon(name: &str) -> Icon {
    Icon::ALL.iter().copied().find(|icon| format!("{icon:?}") == name).unwrap_or_default()
}
