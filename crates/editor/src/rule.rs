//! What may be done: the same answers for a command and for the canvas while the user still drags.

use std::collections::BTreeSet;

use json::Text;

use crate::connect::{no_such, target_of};
use crate::draft::{Draft, Outcome};
use crate::mend::successor;
use crate::skeleton::{Scope, Skeleton, State};
use crate::{Document, Fragment, Refusal, ScopeName, Slot, Target};

/// Whether a fragment may be put into a slot.
pub fn may_insert(document: &Document, slot: &Slot, fragment: &Fragment) -> Outcome {
    check_insert(&Draft::of(document)?, slot, fragment.has_exit(), &fragment.start)
}

/// Whether states may be moved into a slot.
pub fn may_move(document: &Document, states: &[Text], slot: &Slot) -> Outcome {
    check_move(&Draft::of(document)?, states, slot)
}

/// Whether an arrow may lead to a target.
pub fn may_connect(document: &Document, slot: &Slot, target: &Target) -> Outcome {
    check_connect(&Draft::of(document)?, slot, target)
}

pub fn check_insert(draft: &Draft<'_>, slot: &Slot, has_exit: bool, first: &Text) -> Outcome {
    check_slot(draft, slot)?;
    if has_exit {
        return Ok(());
    }
    // Nothing leads on from what is put in: whatever came behind must be reached another way.
    let Some(rest) = target_of(draft, slot)? else {
        return Ok(());
    };
    let skeleton = draft.skeleton();
    let scope = skeleton.scope_named(&scope_of(draft, slot)?);
    let is_reached = scope.is_none_or(|scope| {
        !scope.states.iter().any(|place| skeleton.states[*place].name == rest)
            || reachable(skeleton, scope, Some(slot)).contains(&rest)
    });
    if is_reached { Ok(()) } else { Err(Refusal::CutsOff { state: first.clone(), rest }) }
}

pub fn check_move(draft: &Draft<'_>, states: &[Text], slot: &Slot) -> Outcome {
    check_slot(draft, slot)?;
    common_scope(draft, states)?;
    let destination = scope_of(draft, slot)?;
    for name in states {
        let is_own = slot.state() == Some(name);
        if is_own || draft.skeleton().is_inside(&destination, name) {
            return Err(Refusal::IntoItself(name.clone()));
        }
    }
    check_reached(draft, states, slot, &destination)
}

/// Refuses a place that the flow only reaches through the states that would be taken away.
fn check_reached(draft: &Draft<'_>, states: &[Text], slot: &Slot, scope: &ScopeName) -> Outcome {
    let skeleton = draft.skeleton();
    let (Some(scope), Some(source)) = (skeleton.scope_named(scope), slot.state()) else {
        return Ok(());
    };
    if !reachable(skeleton, scope, None).contains(source) {
        return Ok(());
    }
    // The scope as it will be: an arrow to a state that goes leads to where the flow goes on behind it.
    let onward = |target: &Text| {
        if states.contains(target) { successor(skeleton, states, target) } else { Some(target.clone()) }
    };
    let mut reached: BTreeSet<Text> = BTreeSet::new();
    let mut open: Vec<Text> = scope.start.iter().filter_map(onward).collect();
    while let Some(name) = open.pop() {
        if let Some(state) = skeleton.state(&name).filter(|state| skeleton.scope_of(state).name == scope.name)
            && reached.insert(name.clone())
        {
            open.extend(state.arrows.iter().filter_map(|arrow| onward(&arrow.target)));
        }
    }
    let through = states.first().filter(|_| !reached.contains(source));
    match through {
        Some(through) if !reached.is_empty() => {
            Err(Refusal::OnlyThrough { state: source.clone(), through: through.clone() })
        }
        Some(_) | None => Ok(()),
    }
}

pub fn check_connect(draft: &Draft<'_>, slot: &Slot, target: &Target) -> Outcome {
    check_slot(draft, slot)?;
    match target {
        Target::Nothing => Ok(()),
        Target::End => match slot {
            Slot::Next(_) => Ok(()),
            Slot::Start(_)
            | Slot::Rule(..)
            | Slot::Default(_)
            | Slot::Catch(..)
            | Slot::NewBranch(_)
            | Slot::NewRule(_)
            | Slot::NewCatch(_) => Err(Refusal::NoEnd),
        },
        Target::State(name) => {
            let state = draft.state(name)?;
            let scope = &draft.skeleton().scope_of(state).name;
            if *scope == scope_of(draft, slot)? { Ok(()) } else { Err(Refusal::CrossesBorder(name.clone())) }
        }
    }
}

/// Whether the slot is there, or may be made.
fn check_slot(draft: &Draft<'_>, slot: &Slot) -> Outcome {
    let missing = |what: &str| Err(Refusal::NotThere(String::from(what)));
    match slot {
        Slot::Start(ScopeName::Machine) => Ok(()),
        Slot::Start(scope @ ScopeName::Branch(..)) => draft.scope(scope).map(|_| ()),
        Slot::Start(ScopeName::Items(map)) => {
            let state = draft.state(map)?;
            if state.kind == "Map" { Ok(()) } else { Err(no_such(state, "processor")) }
        }
        Slot::Next(name) => {
            let state = draft.state(name)?;
            if state.has_next() { Ok(()) } else { Err(no_such(state, "next state")) }
        }
        Slot::Rule(name, index) => {
            let state = draft.state(name)?;
            if state.kind != "Choice" {
                return Err(no_such(state, "choice rules"));
            }
            if *index < state.rules { Ok(()) } else { missing("such choice rule") }
        }
        Slot::Default(name) | Slot::NewRule(name) => {
            let state = draft.state(name)?;
            if state.kind == "Choice" { Ok(()) } else { Err(no_such(state, "choice rules")) }
        }
        Slot::Catch(name, index) => {
            if *index < draft.state(name)?.catchers {
                Ok(())
            } else {
                missing("such catcher")
            }
        }
        Slot::NewCatch(name) => {
            let state = draft.state(name)?;
            if state.has_catch() { Ok(()) } else { Err(no_such(state, "Catch")) }
        }
        Slot::NewBranch(name) => {
            let state = draft.state(name)?;
            if state.kind == "Parallel" { Ok(()) } else { Err(no_such(state, "branches")) }
        }
    }
}

/// The scope in which the target of a slot stands.
pub fn scope_of(draft: &Draft<'_>, slot: &Slot) -> Result<ScopeName, Refusal> {
    match slot {
        Slot::Start(scope) => Ok(scope.clone()),
        Slot::NewBranch(parallel) => {
            let branches = draft.state(parallel)?.scopes.len();
            Ok(ScopeName::Branch(parallel.clone(), branches))
        }
        Slot::Next(state)
        | Slot::Rule(state, _)
        | Slot::Default(state)
        | Slot::Catch(state, _)
        | Slot::NewRule(state)
        | Slot::NewCatch(state) => {
            let state = draft.state(state)?;
            Ok(draft.skeleton().scope_of(state).name.clone())
        }
    }
}

/// The scope that all these states stand in.
pub fn common_scope(draft: &Draft<'_>, states: &[Text]) -> Result<ScopeName, Refusal> {
    let mut common: Option<ScopeName> = None;
    for name in states {
        let state = draft.state(name)?;
        let scope = &draft.skeleton().scope_of(state).name;
        match &common {
            Some(known) if known != scope => return Err(Refusal::SeveralScopes),
            Some(_) => {}
            None => common = Some(scope.clone()),
        }
    }
    common.ok_or(Refusal::Nothing)
}

/// The states of a scope that its start leads to, when one arrow is left out.
pub fn reachable(skeleton: &Skeleton, scope: &Scope, without: Option<&Slot>) -> BTreeSet<Text> {
    let mut reached: BTreeSet<Text> = BTreeSet::new();
    let start = Slot::Start(scope.name.clone());
    let mut open: Vec<&Text> =
        if without == Some(&start) { Vec::new() } else { scope.start.iter().collect() };
    while let Some(name) = open.pop() {
        let state: Option<&State> =
            skeleton.state(name).filter(|state| skeleton.scope_of(state).name == scope.name);
        let Some(state) = state.filter(|_| reached.insert(name.clone())) else {
            continue;
        };
        open.extend(
            state.arrows.iter().filter(|arrow| without != Some(&arrow.slot)).map(|arrow| &arrow.target),
        );
    }
    reached
}
