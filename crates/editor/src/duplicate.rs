//! Doubling states: the copy stands behind the original in the flow.

use json::edit::Content;
use json::tree::child_pointer;
use json::{Text, Value};

use crate::clipboard::selected;
use crate::draft::Draft;
use crate::field::write;
use crate::insert::{continued, put, with_free_names};
use crate::relocate::taken;
use crate::rule::common_scope;
use crate::{Refusal, Slot};

/// Copies states of one scope. Gives the names of the copies.
pub fn duplicate(draft: &mut Draft<'_>, states: &[Text]) -> Result<Vec<Text>, Refusal> {
    let fragment = with_free_names(draft, &selected(draft, states)?);
    let names: Vec<Text> = fragment.states.iter().map(|(name, _)| name.clone()).collect();
    let (slot, rest) = way_out(draft, states)?;
    let meant: Vec<(Text, Value)> =
        fragment.states.iter().map(|(name, state)| (name.clone(), continued(state, rest.as_ref()))).collect();
    // The copies have the text of the originals, except where names inside would stand twice.
    let members: Vec<(Text, Content)> = taken(draft, states)?
        .into_iter()
        .zip(&meant)
        .map(|((original, content), (name, value))| match draft.skeleton().state(&original) {
            Some(state) if state.scopes.is_empty() => (name.clone(), content),
            Some(_) | None => (name.clone(), Content::from(value.clone())),
        })
        .collect();
    match slot {
        Some(slot) => put(draft, &slot, &fragment.start, &members)?,
        None => {
            // Nothing leads on from the originals: the copies stand behind them, for an arrow to come.
            let scope = draft.scope(&common_scope(draft.skeleton(), states)?)?;
            let container = child_pointer(&scope.pointer, "States");
            let last = states.iter().filter_map(|state| draft.place(&container, state)).max();
            draft.insert_all(&container, last.map_or(0, |last| last + 1), &members)?;
        }
    }
    for (name, value) in &meant {
        let pointer = draft.state(name)?.pointer.clone();
        write(draft, &pointer, value)?;
    }
    Ok(names)
}

/// The arrow by which the flow leaves a selection, and where it leads: its last `Next` or end, or the default of a Choice.
fn way_out(draft: &Draft<'_>, states: &[Text]) -> Result<(Option<Slot>, Option<Text>), Refusal> {
    let scope = draft.scope(&common_scope(draft.skeleton(), states)?)?;
    let chosen = draft.skeleton().states_of(scope).filter(|state| states.contains(&state.name));
    let mut way: (Option<Slot>, Option<Text>) = (None, None);
    for state in chosen {
        let next = Slot::Next(state.name.clone());
        let default = Slot::Default(state.name.clone());
        if state.has_next() && state.target(&next).is_none_or(|target| !states.contains(target)) {
            way = (Some(next.clone()), state.target(&next).cloned());
        } else if state.target(&default).is_some_and(|target| !states.contains(target)) {
            way = (Some(default.clone()), state.target(&default).cloned());
        }
    }
    Ok(way)
}
