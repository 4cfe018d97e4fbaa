//! Why a command cannot be done, for people.

use std::fmt;

use json::edit::Untouchable;
use json::{Range, Text};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The text has a mistake; it is mended in Code mode first.
    Broken(Range),
    /// No state has this name.
    NoState(Text),
    /// Several states have this name: which one is meant is not sure.
    Ambiguous(Text),
    /// The arrow cannot be taken away: its state must have one.
    NeedsArrow { what: &'static str },
    /// The scope, list item or field is not there.
    NotThere(String),
    /// Another state has this name already.
    NameTaken(Text),
    /// A name must be between 1 and 80 characters.
    BadName(Text),
    /// Nothing is selected.
    Nothing,
    /// The states are not all in the same scope.
    SeveralScopes,
    /// A state would be put into itself.
    IntoItself(Text),
    /// States behind one that ends the flow would never be reached.
    CutsOff { state: Text, rest: Text },
    /// The flow only reaches the place through the states that would be moved there.
    OnlyThrough { state: Text, through: Text },
    /// An arrow cannot lead out of a Parallel or Map, or into one.
    CrossesBorder(Text),
    /// A state of this type has no such arrow or field.
    NotForType { state: Text, kind: Text, what: &'static str },
    /// Only `Next` may become an end.
    NoEnd,
    /// What was pasted or typed is no part of a definition.
    NotAsl(String),
    /// More than one arrow leads into what should become one state, or out of it.
    SeveralWays { into: bool },
    /// The states inside would be lost.
    LosesStates(Text),
    /// Only a Parallel with one branch and a Map can be taken apart.
    NotUnwrappable(Text),
    /// The value comes from a YAML alias, a merge key or a tag.
    Shared(Range),
    /// What would go holds a YAML anchor that other parts of the text use.
    Anchored,
    /// The change would make the text unreadable.
    WouldBreak(String),
    /// Comments of the text would be lost.
    Comments,
    /// Why a state cannot be converted to JSONata for sure.
    Unsure { state: Text, what: String },
    /// The edits do not fit the text: it has changed since they were planned.
    Conflict(Range),
}

impl From<Untouchable> for Refusal {
    fn from(untouchable: Untouchable) -> Refusal {
        Refusal::Shared(untouchable.0)
    }
}

/// A sentence for people.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Broken(_) => f.write_str("The text has a mistake. Mend it in Code first; the picture is an older one."),
            Refusal::NoState(name) => write!(f, "There is no state “{name}”."),
            Refusal::Ambiguous(name) => write!(f, "Several states are called “{name}”; names are unique in a workflow. Rename one of them in Code first."),
            Refusal::NeedsArrow { what } => write!(f, "The flow must {what} here. Drag the head of the arrow to another state instead."),
            Refusal::NotThere(what) => write!(f, "There is no {what}."),
            Refusal::NameTaken(name) => write!(f, "Another state is called “{name}”; names are unique in a workflow."),
            Refusal::BadName(name) if name.is_empty() => f.write_str("A state needs a name."),
            Refusal::BadName(_) => f.write_str("A state's name has at most 80 characters."),
            Refusal::Nothing => f.write_str("Select a state first."),
            Refusal::SeveralScopes => f.write_str("These states are not on the same level; select states that stand beside each other."),
            Refusal::IntoItself(name) => write!(f, "“{name}” cannot be put into itself."),
            Refusal::CutsOff { state, rest } => {
                write!(f, "The flow would end at “{state}”, and “{rest}” behind it would never be reached. Put it at an end, on a choice rule or on a catcher.")
            }
            Refusal::OnlyThrough { state, through } => write!(f, "“{state}” is only reached through “{through}”, so “{through}” cannot stand behind it."),
            Refusal::CrossesBorder(name) => {
                write!(f, "An arrow cannot cross the border of a Parallel or Map: “{name}” stands on another level.")
            }
            Refusal::NotForType { state, kind, what } => write!(f, "“{state}” is a {kind} state, which has no {what}."),
            Refusal::NoEnd => f.write_str("Only the arrow to the next state can become an end; a rule, a default and a catcher lead to a state."),
            Refusal::NotAsl(why) => write!(f, "This is no part of a definition: {why}"),
            Refusal::SeveralWays { into: true } => f.write_str("Arrows lead to more than one of these states, so they cannot become one."),
            Refusal::SeveralWays { into: false } => f.write_str("These states lead on to more than one other state, so they cannot become one."),
            Refusal::LosesStates(name) => write!(f, "“{name}” has states inside, which would be lost; take it apart or empty it first."),
            Refusal::NotUnwrappable(name) => write!(f, "“{name}” cannot be taken apart: only a Map, or a Parallel with one branch and no Retry, can."),
            Refusal::Shared(_) => f.write_str("This part of the text is shared by a YAML alias or made by a tag; change it in Code."),
            Refusal::Anchored => f.write_str("Other parts of the text use a YAML anchor that stands in this one; change it in Code."),
            Refusal::WouldBreak(why) => write!(f, "This would make the text unreadable: {why}"),
            Refusal::Comments => f.write_str("The comments in the text would be lost."),
            Refusal::Unsure { state, what } => write!(f, "“{state}” cannot be converted for sure: {what}"),
            Refusal::Conflict(_) => f.write_str("The text has changed in the meantime; try again."),
        }
    }
}

impl std::error::Error for Refusal {}
