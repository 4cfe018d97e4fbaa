//! What a definition means: states in one list, scopes that hold them, arrows between them.
//!
//! A broken definition gives a machine too: what is missing or unknown says so in its type.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use json::{Lookup, Text};

use crate::{Kind, Range, State};

/// A definition, read.
#[derive(Clone, Debug)]
pub struct Machine {
    pub machine_type: MachineType,
    pub comment: Option<Text>,
    pub version: Option<Text>,
    /// The language of states that name none.
    pub query_language: QueryLanguage,
    /// How long an execution may take.
    pub timeout_seconds: Option<u64>,
    /// All states, nested ones included, in the order of the text; `StateId` is the place in this list.
    pub states: Vec<State>,
    /// All scopes; the first is the machine itself, the others belong to a Parallel or Map state.
    pub scopes: Vec<Scope>,
    /// The first state of each name.
    names: Lookup<StateId>,
}

/// Where a state stands in `Machine::states`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub u32);

/// Where a scope stands in `Machine::scopes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub u32);

impl ScopeId {
    /// The scope of the machine itself.
    pub const TOP: ScopeId = ScopeId(0);
}

/// States that may name each other: the machine itself, a branch of a Parallel, or the processor of a Map.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// None when the text has no `StartAt`.
    pub start: Option<Target>,
    /// The states in the order of the text, without those inside them.
    pub states: Vec<StateId>,
    /// The Parallel or Map around; none for the machine itself.
    pub owner: Option<StateId>,
    /// The object that has `StartAt` and `States`.
    pub range: Range,
}

/// The name of a state in an arrow.
#[derive(Clone, Debug)]
pub struct Target {
    pub name: Text,
    /// None when no state of the same scope has this name: the arrow is broken.
    pub state: Option<StateId>,
    /// The name in the text, with its quotes.
    pub range: Range,
}

/// Which kind of execution a definition is meant for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MachineType {
    #[default]
    Standard,
    Express,
}

/// The language of paths and expressions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueryLanguage {
    #[default]
    JsonPath,
    Jsonata,
}

impl QueryLanguage {
    /// As the definition writes it.
    pub fn name(self) -> &'static str {
        match self {
            QueryLanguage::JsonPath => "JSONPath",
            QueryLanguage::Jsonata => "JSONata",
        }
    }
}

impl MachineType {
    /// As the service's API writes it.
    pub fn name(self) -> &'static str {
        match self {
            MachineType::Standard => "STANDARD",
            MachineType::Express => "EXPRESS",
        }
    }
}

/// The empty machine: no states, one scope.
impl Default for Machine {
    fn default() -> Machine {
        Machine {
            machine_type: MachineType::default(),
            comment: None,
            version: None,
            query_language: QueryLanguage::default(),
            timeout_seconds: None,
            states: Vec::new(),
            scopes: alloc::vec![Scope::default()],
            names: Lookup::new(),
        }
    }
}

impl Machine {
    /// Whether it uses what the language has since November 2024.
    pub fn has_variables_or_jsonata(&self) -> bool {
        self.query_language == QueryLanguage::Jsonata
            || self.states.iter().any(State::has_variables_or_jsonata)
    }

    pub fn state(&self, id: StateId) -> &State {
        &self.states[id.0 as usize]
    }

    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    /// The state with this name, nested ones included; the first of several.
    pub fn find(&self, name: &str) -> Option<StateId> {
        self.names.get(name).copied()
    }

    /// The machine's own scope.
    pub fn top(&self) -> &Scope {
        self.scope(ScopeId::TOP)
    }

    /// The states of a scope in the order of the text.
    pub fn states_of(&self, scope: ScopeId) -> impl DoubleEndedIterator<Item = &State> {
        self.scope(scope).states.iter().map(|id| self.state(*id))
    }

    /// The scopes inside a state: the branches of a Parallel, the processor of a Map.
    pub fn scopes_in(&self, state: StateId) -> &[ScopeId] {
        match &self.state(state).kind {
            Kind::Parallel(parallel) => &parallel.branches,
            Kind::Map(map) => map.processor.as_slice(),
            Kind::Pass(_)
            | Kind::Task(_)
            | Kind::Choice(_)
            | Kind::Wait(_)
            | Kind::Succeed
            | Kind::Fail(_)
            | Kind::Unknown(_) => &[],
        }
    }

    /// The Parallel or Map that a state stands in.
    pub fn owner(&self, state: StateId) -> Option<StateId> {
        self.scope(self.state(state).scope).owner
    }

    /// The Parallel and Map states around a state, the nearest first.
    pub fn owners(&self, state: StateId) -> impl Iterator<Item = StateId> {
        core::iter::successors(self.owner(state), |id| self.owner(*id))
    }

    /// How many Parallel and Map states are around a state.
    pub fn depth(&self, state: StateId) -> usize {
        self.owners(state).count()
    }

    /// Where a state stands, as the service writes it: `/States/P/Branches[0]/States/X`.
    pub fn location(&self, state: StateId) -> String {
        let state = self.state(state);
        let mut location = self.scope_location(state.scope);
        location.push_str("/States/");
        location.push_str(&state.name);
        location
    }

    /// Where a scope stands: empty for the machine itself, `/States/P/Branches[0]`.
    pub fn scope_location(&self, scope: ScopeId) -> String {
        let Some(owner) = self.scope(scope).owner else { return String::new() };
        let mut location = self.location(owner);
        match &self.state(owner).kind {
            Kind::Parallel(parallel) => {
                let index = parallel.branches.iter().position(|branch| *branch == scope).unwrap_or(0);
                // Writing to a string cannot fail.
                let _ = write!(location, "/Branches[{index}]");
            }
            Kind::Map(map) if map.is_legacy => location.push_str("/Iterator"),
            Kind::Map(_)
            | Kind::Pass(_)
            | Kind::Task(_)
            | Kind::Choice(_)
            | Kind::Wait(_)
            | Kind::Succeed
            | Kind::Fail(_)
            | Kind::Unknown(_) => location.push_str("/ItemProcessor"),
        }
        location
    }

    /// Makes a state findable; the first of a name keeps it.
    pub fn remember(&mut self, name: &Text, id: StateId) {
        self.names.note(name, id);
    }
}
