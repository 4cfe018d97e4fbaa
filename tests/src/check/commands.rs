//! Commands of the editor: section `text` and section `command` (one on a line) give `result`, or `refusal`.
//! A text in JSON is also tried as YAML: that gives `as yaml`. After every command the text must be whole, undo must give
//! the old one to the byte, and redo the new one.
//!
//! Slots are written `start`, `start P/0`, `start M`, `next A`, `rule C/0`, `default C`, `catch T/0`, `new branch P`, `new rule C`, `new catch T`.

use asl::{MachineType, QueryLanguage};
use editor::{Command, Document, Fragment, ScopeName, Selection, Slot, Target, Wrapping};
use json::{Format, Node, Text};

use crate::case::Case;

pub fn check(case: &Case) -> Result<Vec<(String, String)>, String> {
    let text = case.get("text").ok_or("the case has no section text")?;
    let commands = case.get("command").ok_or("the case has no section command")?;
    let format = if text.starts_with(['{', '/']) || text.is_empty() { Format::Json } else { Format::Yaml };
    let mut outcome = vec![run(text, format, commands)?];
    if format == Format::Json && outcome[0].0 == "result" && json::parse(text).is_ok() {
        let value = json::parse_tree(text, format).root.as_ref().map(Node::to_value).unwrap_or_default();
        let (name, result) = run(&json::yaml::write(&value), Format::Yaml, commands)?;
        if name != "result" {
            return Err(format!("refused in YAML only: {result}"));
        }
        outcome.push((String::from("as yaml"), result));
    }
    Ok(outcome)
}

fn run(text: &str, format: Format, commands: &str) -> Result<(String, String), String> {
    let mut document = Document::new(text, format, MachineType::Standard);
    for line in commands.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(states) = line.strip_prefix("copy ") {
            return Ok(match editor::copy(&document, &names(states)) {
                Ok(copied) => (String::from("result"), copied),
                Err(refusal) => (String::from("refusal"), refusal.to_string()),
            });
        }
        let command = command(&document, line).ok_or_else(|| format!("no such command: {line}"))?;
        if let Err(refusal) = document.perform(&command, Selection::default(), 0.0) {
            return Ok((String::from("refusal"), refusal.to_string()));
        }
        if !document.snapshot().is_whole() {
            return Err(format!("{line} leaves a broken text:\n{}", document.text()));
        }
    }
    let result = document.text().to_string();
    while document.undo().is_some() {}
    if document.text() != text {
        return Err(format!("undo gives another text:\n{}", document.text()));
    }
    while document.redo().is_some() {}
    if document.text() != result {
        return Err(format!("redo gives another text:\n{}", document.text()));
    }
    Ok((String::from("result"), result))
}

fn command(document: &Document, line: &str) -> Option<Command> {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    Some(match verb {
        "insert" if rest.starts_with("item ") => {
            let (state, path, index, value) = item(rest)?;
            Command::InsertItem { state, path, index, value: json::parse(value).ok()? }
        }
        "remove" if rest.starts_with("item ") => {
            let (state, path, index, _) = item(rest)?;
            Command::RemoveItem { state, path, index }
        }
        "move" if rest.starts_with("item ") => {
            let (state, path, from, to) = item(rest)?;
            Command::MoveItem { state, path, from, to: to.parse().ok()? }
        }
        "insert" => {
            let (what, place) = rest.rsplit_once(" at ")?;
            let language = match document.tree().find("/QueryLanguage").and_then(Node::as_text) {
                Some(language) if language == "JSONata" => QueryLanguage::Jsonata,
                Some(_) | None => QueryLanguage::JsonPath,
            };
            let fragment = match editor::palette().entry(what) {
                Some(entry) => entry.fragment(language),
                None => Fragment::read(what).ok()?,
            };
            Command::Insert { slot: slot(place)?, fragment }
        }
        "move" => {
            let (states, place) = rest.rsplit_once(" to ")?;
            Command::Move { states: names(states), slot: slot(place)? }
        }
        "remove" => Command::Remove { states: names(rest) },
        "duplicate" => Command::Duplicate { states: names(rest) },
        "wrap" => {
            let (states, wrapping) = rest.rsplit_once(" in ")?;
            let wrapping = match wrapping {
                "Parallel" => Wrapping::Parallel,
                "Map" => Wrapping::Map,
                "Try" => Wrapping::Try,
                _ => return None,
            };
            Command::Wrap { states: names(states), wrapping }
        }
        "unwrap" => Command::Unwrap { state: Text::from(rest) },
        "rename" => {
            let (state, name) = rest.split_once(" to ")?;
            Command::Rename { state: Text::from(state), name: Text::from(name) }
        }
        "connect" => {
            let (place, target) = rest.rsplit_once(" to ")?;
            let target = match target {
                "end" => Target::End,
                "nothing" => Target::Nothing,
                name => Target::State(Text::from(name)),
            };
            Command::Connect { slot: slot(place)?, target }
        }
        "add" => match rest.split_once(' ')? {
            ("branch", state) => Command::AddBranch { state: Text::from(state) },
            ("rule", state) => Command::AddRule { state: Text::from(state) },
            ("retrier", state) => Command::AddUsualRetrier { state: Text::from(state) },
            _ => return None,
        },
        "set" => {
            let (state, path, value) = field(rest)?;
            Command::SetField { state, path, value: Some(json::parse(value).ok()?) }
        }
        "unset" => {
            let (state, path, _) = field(rest)?;
            Command::SetField { state, path, value: None }
        }
        "kind" => {
            let (state, kind) = rest.rsplit_once(' ')?;
            Command::SetKind { state: Text::from(state), kind: Text::from(kind) }
        }
        "definition" => {
            let (state, text) = rest.split_once(' ')?;
            let text = text.replace("\\n", "\n");
            // The same text for both formats.
            let text = match document.format() {
                Format::Json => text,
                Format::Yaml => json::yaml::write(&json::parse(&text).ok()?),
            };
            Command::SetDefinition { state: Text::from(state), text }
        }
        "text" => Command::SetText { text: rest.replace("\\n", "\n") },
        "jsonata" => Command::ToJsonata { states: names(rest) },
        "language" => {
            let (state, language) = rest.rsplit_once(' ')?;
            let language =
                if language == "JSONata" { QueryLanguage::Jsonata } else { QueryLanguage::JsonPath };
            Command::SetLanguage {
                state: if state == "-" { None } else { Some(Text::from(state)) },
                language,
            }
        }
        "tidy" => Command::Tidy,
        "convert" => Command::Convert { format: if rest == "yaml" { Format::Yaml } else { Format::Json } },
        _ => return None,
    })
}

/// `A, B`
fn names(list: &str) -> Vec<Text> {
    list.split(", ").map(Text::from).collect()
}

fn slot(text: &str) -> Option<Slot> {
    if text == "start" {
        return Some(Slot::Start(ScopeName::Machine));
    }
    let (kind, rest) = text.split_once(' ')?;
    let indexed = || {
        let (name, index) = rest.rsplit_once('/')?;
        Some((Text::from(name), index.parse::<usize>().ok()?))
    };
    Some(match kind {
        "start" => match indexed() {
            Some((name, index)) => Slot::Start(ScopeName::Branch(name, index)),
            None => Slot::Start(ScopeName::Items(Text::from(rest))),
        },
        "next" => Slot::Next(Text::from(rest)),
        "rule" => indexed().map(|(name, index)| Slot::Rule(name, index))?,
        "default" => Slot::Default(Text::from(rest)),
        "catch" => indexed().map(|(name, index)| Slot::Catch(name, index))?,
        "new" => match rest.split_once(' ')? {
            ("branch", name) => Slot::NewBranch(Text::from(name)),
            ("rule", name) => Slot::NewRule(Text::from(name)),
            ("catch", name) => Slot::NewCatch(Text::from(name)),
            _ => return None,
        },
        _ => return None,
    })
}

/// `A /path value`, or `- /path value` for the machine.
fn field(rest: &str) -> Option<(Option<Text>, String, &str)> {
    let (state, rest) = rest.split_once(" /")?;
    let (path, value) = rest.split_once(' ').unwrap_or((rest, ""));
    let state = if state == "-" { None } else { Some(Text::from(state)) };
    Some((state, format!("/{path}"), value))
}

/// `item A /path 0 value`
fn item(rest: &str) -> Option<(Option<Text>, String, usize, &str)> {
    let (state, path, rest) = field(rest.strip_prefix("item ")?)?;
    let (index, value) = rest.split_once(' ').unwrap_or((rest, ""));
    Some((state, path, index.parse().ok()?, value))
}
