//! What may be done: the same answers for a command and for the canvas while the user still drags.

use json::Text;

use crate::connect::{no_such, target_of};
use crate::draft::{Outcome, check_whole};
use crate::mend::successor;
use crate::skeleton::{Scope, Skeleton};
use crate::{Document, Fragment, Refusal, ScopeName, Slot, Target};

/// Whether a fragment may be put into a slot.
pub fn may_insert(document: &Document, slot: &Slot, fragment: &Fragment) -> Outcome {
    check_whole(document)?;
    check_insert(document.snapshot().skeleton(), slot, fragment.has_exit(), &fragment.start)
}

/// Whether states may be moved into a slot.
pub fn may_move(document: &Document, states: &[Text], slot: &Slot) -> Outcome {
    check_whole(document)?;
    check_move(document.snapshot().skeleton(), states, slot)
}

/// Whether an arrow may lead to a target.
pub fn may_connect(document: &Document, slot: &Slot, target: &Target) -> Outcome {
    check_whole(document)?;
    check_connect(document.snapshot().skeleton(), slot, target)
}

pub fn check_insert(skeleton: &Skeleton, slot: &Slot, has_exit: bool, first: &Text) -> Outcome {
    check_slot(skeleton, slot)?;
    if has_exit {
        return Ok(());
    }
    // Nothing leads on from what is put in: whatever came behind must be reached another way.
    let Some(rest) = target_of(skeleton, slot)? else {
        return Ok(());
    };
    let scope = skeleton.scope_named(&scope_of(skeleton, slot)?);
    let is_reached = scope.is_none_or(|scope| {
        skeleton.place_in(scope, &rest).is_some_and(|place| reachable(skeleton, scope, Some(slot))[place])
    });
    if is_reached { Ok(()) } else { Err(Refusal::CutsOff { state: first.clone(), rest }) }
}

pub fn check_move(skeleton: &Skeleton, states: &[Text], slot: &Slot) -> Outcome {
    check_slot(skeleton, slot)?;
    common_scope(skeleton, states)?;
    let destination = scope_of(skeleton, slot)?;
    for name in states {
        let is_own = slot.state() == Some(name);
        if is_own || skeleton.is_inside(&destination, name) {
            return Err(Refusal::IntoItself(name.clone()));
        }
    }
    check_reached(skeleton, states, slot, &destination)
}

/// Refuses a place that the flow only reaches through the states that would be taken away.
fn check_reached(skeleton: &Skeleton, states: &[Text], slot: &Slot, scope: &ScopeName) -> Outcome {
    let (Some(scope), Some(source)) = (skeleton.scope_named(scope), slot.state()) else {
        return Ok(());
    };
    let Some(source_place) = skeleton.place_in(scope, source) else {
        return Ok(());
    };
    if !reachable(skeleton, scope, None)[source_place] {
        return Ok(());
    }
    // The scope as it will be: an arrow to a state that goes leads to where the flow goes on behind it.
    let is_leaving = |place: usize| states.contains(&skeleton.states[place].name);
    let onward = |place: usize| {
        if !is_leaving(place) {
            return Some(place);
        }
        let name = successor(skeleton, states, &skeleton.states[place].name)?;
        skeleton.place_in(scope, &name)
    };
    let mut reached = vec![false; skeleton.states.len()];
    let start = scope.start.as_ref().and_then(|start| skeleton.place_in(scope, start));
    let mut open: Vec<usize> = start.and_then(onward).into_iter().collect();
    let is_empty = open.is_empty();
    while let Some(place) = open.pop() {
        if !std::mem::replace(&mut reached[place], true) {
            let arrows = &skeleton.states[place].arrows;
            open.extend(arrows.iter().filter_map(|arrow| onward(arrow.place?)));
        }
    }
    match states.first().filter(|_| !reached[source_place] && !is_empty) {
        Some(through) => Err(Refusal::OnlyThrough { state: source.clone(), through: through.clone() }),
        None => Ok(()),
    }
}

pub fn check_connect(skeleton: &Skeleton, slot: &Slot, target: &Target) -> Outcome {
    check_slot(skeleton, slot)?;
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
            // A name that other scopes have too means the state of this one.
            let scope = skeleton.scope_named(&scope_of(skeleton, slot)?);
            if scope.is_some_and(|scope| skeleton.place_in(scope, name).is_some()) {
                return Ok(());
            }
            skeleton.find(name)?;
            Err(Refusal::CrossesBorder(name.clone()))
        }
    }
}

/// Whether the slot is there, or may be made.
fn check_slot(skeleton: &Skeleton, slot: &Slot) -> Outcome {
    let missing = |what: &str| Err(Refusal::NotThere(String::from(what)));
    match slot {
        Slot::Start(ScopeName::Machine) => Ok(()),
        Slot::Start(scope @ ScopeName::Branch(..)) => skeleton.find_scope(scope).map(|_| ()),
        Slot::Start(ScopeName::Items(map)) => {
            let state = skeleton.find(map)?;
            if state.kind == "Map" { Ok(()) } else { Err(no_such(state, "processor")) }
        }
        Slot::Next(name) => {
            let state = skeleton.find(name)?;
            if state.has_next() { Ok(()) } else { Err(no_such(state, "next state")) }
        }
        Slot::Rule(name, index) => {
            let state = skeleton.find(name)?;
            if state.kind != "Choice" {
                return Err(no_such(state, "choice rules"));
            }
            if *index < state.rules { Ok(()) } else { missing("such choice rule") }
        }
        Slot::Default(name) | Slot::NewRule(name) => {
            let state = skeleton.find(name)?;
            if state.kind == "Choice" { Ok(()) } else { Err(no_such(state, "choice rules")) }
        }
        Slot::Catch(name, index) => {
            if *index < skeleton.find(name)?.catchers {
                Ok(())
            } else {
                missing("such catcher")
            }
        }
        Slot::NewCatch(name) => {
            let state = skeleton.find(name)?;
            if state.has_catch() { Ok(()) } else { Err(no_such(state, "Catch")) }
        }
        Slot::NewBranch(name) => {
            let state = skeleton.find(name)?;
            if state.kind == "Parallel" { Ok(()) } else { Err(no_such(state, "branches")) }
        }
    }
}

/// The scope in which the target of a slot stands.
pub fn scope_of(skeleton: &Skeleton, slot: &Slot) -> Result<ScopeName, Refusal> {
    match slot {
        Slot::Start(scope) => Ok(scope.clone()),
        Slot::NewBranch(parallel) => {
            let branches = skeleton.find(parallel)?.scopes.len();
            Ok(ScopeName::Branch(parallel.clone(), branches))
        }
        Slot::Next(state)
        | Slot::Rule(state, _)
        | Slot::Default(state)
        | Slot::Catch(state, _)
        | Slot::NewRule(state)
        | Slot::NewCatch(state) => {
            let state = skeleton.find(state)?;
            Ok(skeleton.scope_of(state).name.clone())
        }
    }
}

/// The scope that all these states stand in.
pub fn common_scope(skeleton: &Skeleton, states: &[Text]) -> Result<ScopeName, Refusal> {
    let mut common: Option<ScopeName> = None;
    for name in states {
        let state = skeleton.find(name)?;
        let scope = &skeleton.scope_of(state).name;
        match &common {
            Some(known) if known != scope => return Err(Refusal::SeveralScopes),
            Some(_) => {}
            None => common = Some(scope.clone()),
        }
    }
    common.ok_or(Refusal::Nothing)
}

/// Which states a scope's start leads to, when one arrow is left out; by place.
fn reachable(skeleton: &Skeleton, scope: &Scope, without: Option<&Slot>) -> Vec<bool> {
    let mut reached = vec![false; skeleton.states.len()];
    let is_cut_off = matches!(without, Some(Slot::Start(name)) if *name == scope.name);
    let start = scope.start.as_ref().filter(|_| !is_cut_off);
    let mut open: Vec<usize> = start.and_then(|start| skeleton.place_in(scope, start)).into_iter().collect();
    // Comparing slots means comparing names: only the arrows of the one state need it.
    let owner = without.and_then(Slot::state).and_then(|name| skeleton.place_in(scope, name));
    while let Some(place) = open.pop() {
        if std::mem::replace(&mut reached[place], true) {
            continue;
        }
        let arrows = skeleton.states[place].arrows.iter();
        let kept = arrows.filter(|arrow| owner != Some(place) || without != Some(&arrow.slot));
        open.extend(kept.filter_map(|arrow| arrow.place));
    }
    reached
}
