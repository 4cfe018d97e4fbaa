//! Everything that can be done to a document, and how it is planned.

use asl::QueryLanguage;
use json::edit::TextEdit;
use json::{Format, Text, Value};

use crate::document::Group;
use crate::draft::Draft;
use crate::{Document, Fragment, Refusal, Slot, Target, Wrapping};
use crate::{
    branch, connect, duplicate, field, insert, kind, notation, relocate, remove, rename, retry, translate,
    wrap,
};

/// A change that a person wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// From the palette, from the clipboard: puts states onto an arrow.
    Insert {
        slot: Slot,
        fragment: Fragment,
    },
    /// Takes states out of the flow and puts them onto an arrow.
    Move {
        states: Vec<Text>,
        slot: Slot,
    },
    Remove {
        states: Vec<Text>,
    },
    /// Copies states and puts the copies behind them.
    Duplicate {
        states: Vec<Text>,
    },
    /// Puts states into a new state.
    Wrap {
        states: Vec<Text>,
        wrapping: Wrapping,
    },
    /// Takes a Map or a Parallel with one branch apart.
    Unwrap {
        state: Text,
    },
    Rename {
        state: Text,
        name: Text,
    },
    /// Leads an arrow somewhere.
    Connect {
        slot: Slot,
        target: Target,
    },
    AddBranch {
        state: Text,
    },
    AddRule {
        state: Text,
    },
    /// `path` is a JSON Pointer inside the state, or inside the machine without one; no value removes the field.
    SetField {
        state: Option<Text>,
        path: String,
        value: Option<Value>,
    },
    InsertItem {
        state: Option<Text>,
        path: String,
        index: usize,
        value: Value,
    },
    RemoveItem {
        state: Option<Text>,
        path: String,
        index: usize,
    },
    /// `to` is the item's place afterwards.
    MoveItem {
        state: Option<Text>,
        path: String,
        from: usize,
        to: usize,
    },
    /// Makes a state one of another type.
    SetKind {
        state: Text,
        kind: Text,
    },
    /// Converts states from JSONPath to JSONata, where that is sure.
    ToJsonata {
        states: Vec<Text>,
    },
    /// Sets the query language of a state or of the machine; the meaning of states stays.
    SetLanguage {
        state: Option<Text>,
        language: QueryLanguage,
    },
    /// Adds the retrier for the errors of the Lambda service.
    AddUsualRetrier {
        state: Text,
    },
    /// Replaces the text of a whole state.
    SetDefinition {
        state: Text,
        text: String,
    },
    /// Makes the text another one, whatever it says.
    SetText {
        text: String,
    },
    /// Lays the text out evenly.
    Tidy,
    /// Writes the same in the other format; comments are lost.
    Convert {
        format: Format,
    },
}

/// What a command comes to.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub edits: Vec<TextEdit>,
    pub format: Option<Format>,
    /// The states to be selected afterwards; nothing leaves the selection as it is.
    pub select: Option<Vec<Text>>,
}

/// The edits that do what a command says, or why it cannot be done.
pub fn plan(document: &Document, command: &Command) -> Result<Vec<TextEdit>, Refusal> {
    plan_whole(document, command).map(|plan| plan.edits)
}

/// The edits with what goes with them.
pub fn plan_whole(document: &Document, command: &Command) -> Result<Plan, Refusal> {
    match command {
        Command::SetText { text } => {
            let edits = notation::set_text(document, text);
            return Ok(Plan { edits, format: notation::other_format(document, text), select: None });
        }
        Command::Tidy => return Ok(Plan { edits: notation::tidy(document)?, ..Plan::default() }),
        Command::Convert { format } => {
            let edits = notation::convert(document, *format)?;
            return Ok(Plan { edits, format: Some(*format), select: None });
        }
        _ => {}
    }
    let mut draft = Draft::of(document)?;
    let select = perform(&mut draft, command)?;
    Ok(Plan { edits: draft.finish()?, format: None, select })
}

/// Does the steps of a command. Gives the states to be selected afterwards.
fn perform(draft: &mut Draft<'_>, command: &Command) -> Result<Option<Vec<Text>>, Refusal> {
    match command {
        Command::Insert { slot, fragment } => return insert::insert(draft, slot, fragment).map(Some),
        Command::Move { states, slot } => relocate::relocate(draft, states, slot)?,
        Command::Remove { states } => {
            remove::remove(draft, states)?;
            return Ok(Some(Vec::new()));
        }
        Command::Duplicate { states } => return duplicate::duplicate(draft, states).map(Some),
        Command::Wrap { states, wrapping } => {
            return wrap::wrap(draft, states, *wrapping).map(|name| Some(vec![name]));
        }
        Command::Unwrap { state } => return wrap::unwrap(draft, state).map(Some),
        Command::Rename { state, name } => {
            rename::rename(draft, state, name)?;
            return Ok(Some(vec![name.clone()]));
        }
        Command::Connect { slot, target } => connect::connect(draft, slot, target)?,
        Command::AddBranch { state } => branch::add_branch(draft, state)?,
        Command::AddRule { state } => branch::add_rule(draft, state)?,
        Command::SetField { state, path, value } => {
            field::set_field(draft, state.as_ref(), path, value.as_ref())?;
        }
        Command::InsertItem { state, path, index, value } => {
            field::insert_item(draft, state.as_ref(), path, *index, value)?;
        }
        Command::RemoveItem { state, path, index } => {
            field::remove_item(draft, state.as_ref(), path, *index)?
        }
        Command::MoveItem { state, path, from, to } => {
            field::move_item(draft, state.as_ref(), path, *from, *to)?;
        }
        Command::SetKind { state, kind } => kind::set_kind(draft, state, kind)?,
        Command::ToJsonata { states } => translate::to_jsonata(draft, states)?,
        Command::SetLanguage { state, language } => {
            translate::set_language(draft, state.as_ref(), *language == QueryLanguage::Jsonata)?;
        }
        Command::AddUsualRetrier { state } => retry::add_usual_retrier(draft, state)?,
        Command::SetDefinition { state, text } => field::set_definition(draft, state, text)?,
        Command::SetText { .. } | Command::Tidy | Command::Convert { .. } => {
            unreachable!("commands on the whole text are planned without a draft")
        }
    }
    Ok(None)
}

impl Command {
    /// What stands behind “Undo” in the menu.
    pub fn name(&self) -> String {
        let several = |verb: &str, states: &[Text]| match states {
            [state] => format!("{verb} “{state}”"),
            states => format!("{verb} {} states", states.len()),
        };
        match self {
            Command::Insert { fragment, .. } => match fragment.states.as_slice() {
                [(name, _)] => format!("Insert “{name}”"),
                states => format!("Insert {} states", states.len()),
            },
            Command::Move { states, .. } => several("Move", states),
            Command::Remove { states } => several("Delete", states),
            Command::Duplicate { states } => several("Duplicate", states),
            Command::Wrap { wrapping: Wrapping::Parallel, .. } => String::from("Wrap in a Parallel"),
            Command::Wrap { wrapping: Wrapping::Map, .. } => String::from("Wrap in a Map"),
            Command::Wrap { wrapping: Wrapping::Try, .. } => String::from("Wrap in a try"),
            Command::Unwrap { state } => format!("Take “{state}” apart"),
            Command::Rename { name, .. } => format!("Rename to “{name}”"),
            Command::Connect { target: Target::State(name), .. } => format!("Connect to “{name}”"),
            Command::Connect { target: Target::End, .. } => String::from("Connect to the end"),
            Command::Connect { target: Target::Nothing, .. } => String::from("Disconnect"),
            Command::AddBranch { .. } => String::from("Add a branch"),
            Command::AddRule { .. } => String::from("Add a rule"),
            Command::SetField { path, value: Some(_), .. } => format!("Change {}", last(path)),
            Command::SetField { path, value: None, .. } => format!("Remove {}", last(path)),
            Command::InsertItem { path, .. } => format!("Add a {}", item(path)),
            Command::RemoveItem { path, .. } => format!("Remove a {}", item(path)),
            Command::MoveItem { path, .. } => format!("Move a {}", item(path)),
            Command::SetKind { kind, .. } => format!("Change the type to {kind}"),
            Command::ToJsonata { states } => several("Convert to JSONata:", states),
            Command::SetLanguage { language, .. } => format!("Set the language to {}", language.name()),
            Command::AddUsualRetrier { .. } => String::from("Add the usual retrier"),
            Command::SetDefinition { state, .. } => format!("Edit “{state}”"),
            Command::SetText { .. } => String::from("Edit the text"),
            Command::Tidy => String::from("Format the text"),
            Command::Convert { format: Format::Json } => String::from("Convert to JSON"),
            Command::Convert { format: Format::Yaml } => String::from("Convert to YAML"),
        }
    }

    /// What changes of a form are joined by.
    pub fn group(&self, millis: f64) -> Option<Group> {
        match self {
            Command::SetField { state, path, value: Some(_) } => {
                let state = state.as_ref().map_or("", Text::as_str);
                Some(Group { subject: format!("{state}{path}"), millis })
            }
            Command::SetDefinition { state, .. } => {
                Some(Group { subject: format!("definition of {state}"), millis })
            }
            Command::SetText { .. } => Some(Group { subject: String::from("text"), millis }),
            Command::SetField { value: None, .. }
            | Command::Insert { .. }
            | Command::Move { .. }
            | Command::Remove { .. }
            | Command::Duplicate { .. }
            | Command::Wrap { .. }
            | Command::Unwrap { .. }
            | Command::SetKind { .. }
            | Command::ToJsonata { .. }
            | Command::SetLanguage { .. }
            | Command::AddUsualRetrier { .. }
            | Command::Rename { .. }
            | Command::Connect { .. }
            | Command::AddBranch { .. }
            | Command::AddRule { .. }
            | Command::InsertItem { .. }
            | Command::RemoveItem { .. }
            | Command::MoveItem { .. }
            | Command::Tidy
            | Command::Convert { .. } => None,
        }
    }
}

/// The last name of a path.
fn last(path: &str) -> String {
    let name = path.split('/').rev().find(|part| part.parse::<usize>().is_err());
    name.unwrap_or(path).replace("~1", "/").replace("~0", "~")
}

/// What an item of the list at a path is called.
fn item(path: &str) -> &'static str {
    match path.rsplit('/').next() {
        Some("Choices") => "rule",
        Some("Branches") => "branch",
        Some("Retry") => "retrier",
        Some("Catch") => "catcher",
        Some("And" | "Or") => "condition",
        Some(_) | None => "list item",
    }
}
