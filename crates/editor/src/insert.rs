//! Putting states onto an arrow: the arrow leads to the first of them, and they lead to where it led.

use json::edit::Content;
use json::tree::child_pointer;
use json::{Object, Text, Value};

use crate::connect::{ensure_scope, point, target_of};
use crate::draft::Draft;
use crate::fragment::is_exit;
use crate::rule::{check_insert, scope_of};
use crate::{Fragment, Refusal, Slot, Target};

/// Inserts a fragment. Gives the names of its states as they are now: names that are taken get a number.
pub fn insert(draft: &mut Draft<'_>, slot: &Slot, fragment: &Fragment) -> Result<Vec<Text>, Refusal> {
    if fragment.states.is_empty() {
        return Err(Refusal::Nothing);
    }
    check_insert(draft.skeleton(), slot, fragment.has_exit(), &fragment.start)?;
    let fragment = with_free_names(draft, fragment);
    let rest = target_of(draft.skeleton(), slot)?;
    let members: Vec<(Text, Content)> = fragment
        .states
        .iter()
        .map(|(name, state)| (name.clone(), Content::from(continued(state, rest.as_ref()))))
        .collect();
    let names = fragment.states.iter().map(|(name, _)| name.clone()).collect();
    put(draft, slot, &fragment.start, &members)?;
    Ok(names)
}

/// Puts states into the scope of a slot, in the order of the flow, and leads the slot to `start`.
pub fn put(
    draft: &mut Draft<'_>,
    slot: &Slot,
    start: &Text,
    members: &[(Text, Content)],
) -> Result<(), Refusal> {
    if let Slot::NewBranch(parallel) = slot {
        let pointer = draft.state(parallel)?.pointer.clone();
        let branch: Object =
            [("StartAt", Value::from(start.clone())), ("States", Value::Object(Object::new()))]
                .into_iter()
                .collect();
        crate::connect::append(draft, &pointer, "Branches", Value::Object(branch))?;
        let place = draft.state(parallel)?.scopes.len().saturating_sub(1);
        let states = format!("{pointer}/Branches/{place}/States");
        return draft.insert_all(&states, 0, members);
    }
    let scope = scope_of(draft.skeleton(), slot)?;
    let pointer = ensure_scope(draft, &scope)?;
    let states = child_pointer(&pointer, "States");
    let place = place(draft, slot, &states)?;
    draft.insert_all(&states, place, members)?;
    point(draft, slot, &Target::State(start.clone()))
}

/// Where new states go in the text: before the state that comes behind them, unless that is further up.
fn place(draft: &Draft<'_>, slot: &Slot, states: &str) -> Result<usize, Refusal> {
    let after = slot.state().and_then(|state| draft.place(states, state)).map_or(0, |place| place + 1);
    let target = target_of(draft.skeleton(), slot)?.and_then(|target| draft.place(states, &target));
    Ok(match target {
        Some(target) => target.max(after),
        None => after,
    })
}

/// A state that goes on to `rest` where it left its fragment; without a rest it ends there.
pub fn continued(state: &Value, rest: Option<&Text>) -> Value {
    let Some(object) = state.as_object().filter(|_| is_exit(state)) else {
        return state.clone();
    };
    let is_choice = object.get("Type").and_then(Value::as_str) == Some("Choice");
    match (is_choice, rest) {
        (true, None) => state.clone(),
        (true, Some(rest)) => {
            let mut choice = Object::new();
            for (key, value) in object {
                let value = match (key.as_str(), value.as_array()) {
                    ("Choices", Some(rules)) => rules.iter().map(|rule| with_next(rule, rest)).collect(),
                    (_, _) => value.clone(),
                };
                choice.insert(key.clone(), value);
            }
            if !choice.contains_key("Default") {
                choice.insert("Default", Value::from(rest.clone()));
            }
            Value::Object(choice)
        }
        (false, _) => {
            let (key, value) = match rest {
                Some(rest) => ("Next", Value::from(rest.clone())),
                None => ("End", Value::Bool(true)),
            };
            let mut changed: Object = object
                .iter()
                .map(|(known, old)| {
                    if known == "End" {
                        (Text::from(key), value.clone())
                    } else {
                        (known.clone(), old.clone())
                    }
                })
                .collect();
            if !changed.contains_key(key) {
                changed.insert(key, value);
            }
            Value::Object(changed)
        }
    }
}

fn with_next(rule: &Value, rest: &Text) -> Value {
    match rule.as_object() {
        Some(object) if !object.contains_key("Next") => {
            let mut rule = object.clone();
            rule.insert("Next", Value::from(rest.clone()));
            Value::Object(rule)
        }
        Some(_) | None => rule.clone(),
    }
}

/// The fragment with names that neither the document nor itself has twice.
pub fn with_free_names(draft: &Draft<'_>, fragment: &Fragment) -> Fragment {
    let names = fragment.names();
    let mut chosen: Vec<Text> = Vec::new();
    for name in &names {
        // What the fragment still uses further on is taken too.
        let own = names.iter().filter(|other| *other != name);
        let taken: Vec<Text> = chosen.iter().chain(own).cloned().collect();
        chosen.push(draft.skeleton().free_name(name, &taken));
    }
    fragment.renamed(&|old| {
        let place = names.iter().position(|name| name == old);
        place.map_or_else(|| Text::from(old), |place| chosen[place].clone())
    })
}
