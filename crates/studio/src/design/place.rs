//! Where something goes that is added without naming a place.

use asl::{Kind, Machine, Next, ScopeId, StateId};
use editor::{ScopeName, Slot};
use json::Text;

/// Behind the chosen state; without one, at the end of the flow; into an empty machine as its first state.
pub fn place_for(machine: &Machine, chosen: Option<StateId>) -> Slot {
    match chosen.or_else(|| last(machine, ScopeId::TOP)) {
        None => Slot::Start(ScopeName::Machine),
        Some(state) => behind(machine, state),
    }
}

/// A place in the flow that one can name without a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub slot: Slot,
    is_before: bool,
    /// The state whose name tells where it is.
    pub beside: Text,
}

impl Spot {
    pub fn words(&self) -> String {
        match self.is_before {
            true => format!("Before “{}”", self.beside),
            false => format!("Behind “{}”", self.beside),
        }
    }
}

/// Before the first state of each scope, and behind every state.
pub fn spots(machine: &Machine) -> Vec<Spot> {
    let mut spots = Vec::new();
    for state in &machine.states {
        let beside = state.name.clone();
        let is_first =
            machine.scope(state.scope).start.as_ref().and_then(|start| start.state) == Some(state.id);
        if is_first && let Some(scope) = ScopeName::of(machine, state.scope) {
            spots.push(Spot { slot: Slot::Start(scope), is_before: true, beside: beside.clone() });
        }
        match &state.kind {
            Kind::Succeed | Kind::Fail(_) => {}
            Kind::Choice(_) => {
                spots.push(Spot { slot: behind(machine, state.id), is_before: false, beside });
            }
            Kind::Parallel(_)
            | Kind::Map(_)
            | Kind::Pass(_)
            | Kind::Task(_)
            | Kind::Wait(_)
            | Kind::Unknown(_) => {
                spots.push(Spot { slot: Slot::Next(beside.clone()), is_before: false, beside });
            }
        }
    }
    spots
}

/// The arrow out of a state that carries the flow on.
fn behind(machine: &Machine, id: StateId) -> Slot {
    let state = machine.state(id);
    let name = || Text::clone(&state.name);
    match &state.kind {
        Kind::Choice(choice) if choice.default.is_some() => Slot::Default(name()),
        Kind::Choice(_) => Slot::NewRule(name()),
        // Nothing follows an end: what is added goes before it.
        Kind::Succeed | Kind::Fail(_) => before(machine, id),
        Kind::Map(_) if machine.scopes_in(id).iter().any(|scope| is_empty(machine, *scope)) => {
            Slot::Start(ScopeName::Items(name()))
        }
        Kind::Parallel(_) => {
            let scopes = machine.scopes_in(id);
            match scopes.iter().position(|scope| is_empty(machine, *scope)) {
                Some(branch) => Slot::Start(ScopeName::Branch(name(), branch)),
                None if scopes.is_empty() => Slot::NewBranch(name()),
                None => Slot::Next(name()),
            }
        }
        Kind::Map(_) | Kind::Pass(_) | Kind::Task(_) | Kind::Wait(_) | Kind::Unknown(_) => Slot::Next(name()),
    }
}

fn is_empty(machine: &Machine, scope: ScopeId) -> bool {
    machine.scope(scope).states.is_empty()
}

/// The first arrow into a state.
fn before(machine: &Machine, id: StateId) -> Slot {
    let scope = machine.state(id).scope;
    for state in machine.states_of(scope) {
        let leads_here = |target: &asl::Target| target.state == Some(id);
        if matches!(&state.next, Next::To(target) if leads_here(target)) {
            return Slot::Next(state.name.clone());
        }
        if let Kind::Choice(choice) = &state.kind {
            if let Some(rule) =
                choice.rules.iter().position(|rule| rule.next.as_ref().is_some_and(leads_here))
            {
                return Slot::Rule(state.name.clone(), rule);
            }
            if choice.default.as_ref().is_some_and(leads_here) {
                return Slot::Default(state.name.clone());
            }
        }
        if let Some(catcher) =
            state.catch.iter().position(|catcher| catcher.next.as_ref().is_some_and(leads_here))
        {
            return Slot::Catch(state.name.clone(), catcher);
        }
    }
    ScopeName::of(machine, scope).map_or(Slot::Start(ScopeName::Machine), Slot::Start)
}

/// The state at which the plain flow of a scope ends.
fn last(machine: &Machine, scope: ScopeId) -> Option<StateId> {
    let mut state = machine.scope(scope).start.as_ref()?.state?;
    // As many steps as there are states: a loop must not hold us.
    for _ in 0..machine.scope(scope).states.len() {
        match &machine.state(state).next {
            Next::To(target) => state = target.state?,
            Next::End | Next::Missing | Next::None => break,
        }
    }
    Some(state)
}
