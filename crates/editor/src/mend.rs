//! What removing states breaks: the arrows that led to them.

use std::collections::BTreeMap;

use json::{Text, Value};

use crate::connect::point;
use crate::draft::{Draft, Outcome};
use crate::skeleton::{Scope, Skeleton};
use crate::{Slot, Target};

/// What becomes of the states that leave their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// They are no longer in the scope.
    Gone,
    /// They come back into the same scope, so rules and catchers may go on leading to them.
    Moved,
}

/// Leads every arrow to one of `gone` to where the flow went on behind it. All of `gone` stand in `scope`, and still do.
pub fn mend(draft: &mut Draft<'_>, scope: &Scope, gone: &[Text], leaving: Leaving) -> Outcome {
    let skeleton = draft.skeleton();
    let onward: BTreeMap<&Text, Option<Text>> =
        gone.iter().map(|name| (name, successor(skeleton, gone, name))).collect();
    let mut replacements: Vec<(String, Value)> = Vec::new();
    let mut loose: Vec<Slot> = Vec::new();
    for state in skeleton.states_of(scope).filter(|state| !gone.contains(&state.name)) {
        for arrow in &state.arrows {
            match onward.get(&arrow.target) {
                // An arrow back to its own state would never end.
                Some(Some(target)) if *target != state.name => {
                    replacements.push((arrow.pointer.clone(), Value::from(target.clone())));
                }
                Some(_) if leaving == Leaving::Moved && !matches!(arrow.slot, Slot::Next(_)) => {}
                Some(_) => loose.push(arrow.slot.clone()),
                None => {}
            }
        }
    }
    let start = scope.start.as_ref().filter(|start| gone.contains(start));
    let new_start = start.map(|start| {
        let first = skeleton.states_of(scope).find(|state| !gone.contains(&state.name));
        onward.get(start).cloned().flatten().or_else(|| first.map(|state| state.name.clone()))
    });
    draft.replace_all(&replacements)?;
    // From behind, so that the places of catchers stay right.
    for slot in loose.iter().rev() {
        let target = match slot {
            Slot::Next(_) => Target::End,
            Slot::Start(_)
            | Slot::Rule(..)
            | Slot::Default(_)
            | Slot::Catch(..)
            | Slot::NewBranch(_)
            | Slot::NewRule(_)
            | Slot::NewCatch(_) => Target::Nothing,
        };
        point(draft, slot, &target)?;
    }
    if let Some(new_start) = new_start {
        let target = new_start.map_or(Target::Nothing, Target::State);
        point(draft, &Slot::Start(scope.name.clone()), &target)?;
    }
    Ok(())
}

/// The first state behind one that stays; nothing when the flow ended there or only came back.
pub fn successor(skeleton: &Skeleton, gone: &[Text], name: &Text) -> Option<Text> {
    let mut name = name.clone();
    // A way through the states that go is no longer than their number.
    for _ in 0..=gone.len() {
        name = skeleton.state(&name)?.successor()?.clone();
        if !gone.contains(&name) {
            return Some(name);
        }
    }
    None
}
