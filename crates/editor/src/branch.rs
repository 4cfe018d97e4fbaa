//! New branches and new choice rules, still empty.

use json::{Object, Text, Value};

use crate::connect::{append, no_such, point};
use crate::draft::{Draft, Outcome};
use crate::{Slot, Target};

/// Gives a Parallel another branch with nothing in it.
pub fn add_branch(draft: &mut Draft<'_>, parallel: &Text) -> Outcome {
    let state = draft.state(parallel)?;
    if state.kind != "Parallel" {
        return Err(no_such(state, "branches"));
    }
    let pointer = state.pointer.clone();
    let branch: Object =
        [("StartAt", Value::from("")), ("States", Value::Object(Object::new()))].into_iter().collect();
    append(draft, &pointer, "Branches", Value::Object(branch))
}

/// Gives a Choice another rule, which leads where the default does.
pub fn add_rule(draft: &mut Draft<'_>, choice: &Text) -> Outcome {
    let state = draft.state(choice)?;
    if state.kind != "Choice" {
        return Err(no_such(state, "choice rules"));
    }
    let target = state.successor().cloned().map_or(Target::Nothing, Target::State);
    point(draft, &Slot::NewRule(choice.clone()), &target)
}
