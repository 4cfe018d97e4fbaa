//! One state: what all types share, and what each type has alone.

use alloc::boxed::Box;
use alloc::vec::Vec;

use json::{Text, Value};

use crate::{
    Catcher, Choice, Map, Parallel, QueryLanguage, Range, ResultPath, Retrier, ScopeId, Selection, StateId,
    Target, Task, Template, Wait,
};

/// A state with all its fields. Fields that its type or its query language does not have are empty.
#[derive(Clone, Debug)]
pub struct State {
    pub id: StateId,
    pub name: Text,
    pub scope: ScopeId,
    pub comment: Option<Text>,
    /// Its own, or the machine's.
    pub query_language: QueryLanguage,
    /// The state's object in the text.
    pub range: Range,
    /// The state's name in the text, with its quotes.
    pub name_range: Range,

    /// JSONPath, in the order of their use.
    pub input_path: Selection,
    /// `Parameters`; of a Map, see `Map::item_selector`.
    pub parameters: Option<Template>,
    pub result_selector: Option<Template>,
    pub result_path: ResultPath,
    pub output_path: Selection,

    /// JSONata: what a Task or Parallel is given.
    pub arguments: Option<Template>,
    /// JSONata: what the state gives on.
    pub output: Option<Template>,

    /// Variables in the order of the text (an object), in both languages.
    pub assign: Option<Template>,

    pub next: Next,
    pub retry: Vec<Retrier>,
    pub catch: Vec<Catcher>,
    pub kind: Kind,
}

/// Where a state goes when it is done.
#[derive(Clone, Debug)]
pub enum Next {
    To(Target),
    End,
    /// The type of the state needs `Next` or `End`, and the text has neither.
    Missing,
    /// Choice, Succeed and Fail have neither.
    None,
}

/// The type of a state, with its own fields.
#[derive(Clone, Debug)]
pub enum Kind {
    Pass(Pass),
    Task(Task),
    Choice(Choice),
    Wait(Wait),
    Succeed,
    Fail(Fail),
    Parallel(Parallel),
    Map(Box<Map>),
    /// A type that does not exist; empty when `Type` is missing.
    Unknown(Text),
}

#[derive(Clone, Debug, Default)]
pub struct Pass {
    /// Taken as it stands, even where keys end in `.$`.
    pub result: Option<Value>,
}

/// Both parts: a literal string, a path or an intrinsic call (from `ErrorPath`, `CausePath`), or an expression.
#[derive(Clone, Debug, Default)]
pub struct Fail {
    pub error: Option<Template>,
    pub cause: Option<Template>,
}

impl State {
    pub(crate) fn has_variables_or_jsonata(&self) -> bool {
        let of_rules =
            self.choice().is_some_and(|choice| choice.rules.iter().any(|rule| rule.assign.is_some()));
        self.is_jsonata()
            || self.assign.is_some()
            || self.catch.iter().any(|catcher| catcher.assign.is_some())
            || of_rules
    }

    fn choice(&self) -> Option<&Choice> {
        match &self.kind {
            Kind::Choice(choice) => Some(choice),
            Kind::Pass(_)
            | Kind::Task(_)
            | Kind::Wait(_)
            | Kind::Succeed
            | Kind::Fail(_)
            | Kind::Parallel(_)
            | Kind::Map(_)
            | Kind::Unknown(_) => None,
        }
    }

    /// All arrows out of the state, in the order in which they are drawn: next, rules, default, catchers.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        let next = match &self.next {
            Next::To(target) => Some(target),
            Next::End | Next::Missing | Next::None => None,
        };
        let choice = self.choice();
        let rules =
            choice.into_iter().flat_map(|choice| choice.rules.iter().filter_map(|rule| rule.next.as_ref()));
        let default = choice.and_then(|choice| choice.default.as_ref());
        let catch = self.catch.iter().filter_map(|catcher| catcher.next.as_ref());
        next.into_iter().chain(rules).chain(default).chain(catch)
    }

    /// Whether an execution of the scope may end here: `End`, Succeed, Fail.
    pub fn is_terminal(&self) -> bool {
        (matches!(self.next, Next::End) && !matches!(&self.kind, Kind::Unknown(name) if name.is_empty()))
            || matches!(self.kind, Kind::Succeed | Kind::Fail(_))
    }

    pub fn is_jsonata(&self) -> bool {
        self.query_language == QueryLanguage::Jsonata
    }
}

impl Kind {
    /// As `Type` writes it.
    pub fn name(&self) -> &str {
        match self {
            Kind::Pass(_) => "Pass",
            Kind::Task(_) => "Task",
            Kind::Choice(_) => "Choice",
            Kind::Wait(_) => "Wait",
            Kind::Succeed => "Succeed",
            Kind::Fail(_) => "Fail",
            Kind::Parallel(_) => "Parallel",
            Kind::Map(_) => "Map",
            Kind::Unknown(name) => name,
        }
    }
}
