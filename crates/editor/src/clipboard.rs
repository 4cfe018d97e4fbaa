//! Copying states as plain ASL text. Pasting is [`crate::Fragment::read`] and an insertion.

use json::{Format, Text, Value};

use crate::draft::Draft;
use crate::rule::common_scope;
use crate::{Document, Fragment, Refusal};

/// The text of states of one scope, as a definition in the document's format. What leads out of the selection is left open.
pub fn copy(document: &Document, states: &[Text]) -> Result<String, Refusal> {
    let fragment = selected(&Draft::of(document)?, states)?;
    let value = fragment.to_value();
    Ok(match document.format() {
        Format::Json => json::pretty(&value),
        Format::Yaml => json::yaml::write(&value),
    })
}

/// The states as a fragment: arrows to states outside are taken off, so that it can be put anywhere.
pub fn selected(draft: &Draft<'_>, states: &[Text]) -> Result<Fragment, Refusal> {
    let scope = common_scope(draft.skeleton(), states)?;
    let scope = draft.scope(&scope)?;
    let skeleton = draft.skeleton();
    let mut members = Vec::new();
    for state in skeleton.states_of(scope).filter(|state| states.contains(&state.name)) {
        let value = draft.node(&state.pointer)?.to_value();
        members.push((state.name.clone(), closed(&value, states)));
    }
    let start = entry(draft, states)?;
    Ok(Fragment { start, states: members })
}

/// The state through which the flow enters a selection: the scope's start, one that an outside arrow leads to, or the first.
pub fn entry(draft: &Draft<'_>, states: &[Text]) -> Result<Text, Refusal> {
    let scope = draft.scope(&common_scope(draft.skeleton(), states)?)?;
    let skeleton = draft.skeleton();
    if let Some(start) = scope.start.as_ref().filter(|start| states.contains(start)) {
        return Ok(start.clone());
    }
    let outside = skeleton.states_of(scope).filter(|state| !states.contains(&state.name));
    let mut arrows = outside.flat_map(|state| &state.arrows);
    if let Some(arrow) = arrows.find(|arrow| states.contains(&arrow.target)) {
        return Ok(arrow.target.clone());
    }
    let is_inner_target = |name: &Text| {
        skeleton.states_of(scope).any(|state| {
            states.contains(&state.name)
                && state.name != *name
                && state.arrows.iter().any(|arrow| arrow.target == *name)
        })
    };
    let own: Vec<&Text> =
        skeleton.states_of(scope).map(|state| &state.name).filter(|name| states.contains(name)).collect();
    let free = own.iter().find(|name| !is_inner_target(name));
    free.or(own.first()).map(|name| Text::clone(name)).ok_or(Refusal::Nothing)
}

/// A state without arrows to states that are not in `kept`.
fn closed(state: &Value, kept: &[Text]) -> Value {
    let Some(object) = state.as_object() else {
        return state.clone();
    };
    let stays = |value: &Value| value.as_str().is_none_or(|name| kept.iter().any(|kept| kept == name));
    let mut members: Vec<(Text, Value)> = Vec::new();
    for (key, value) in object {
        match (key.as_str(), value.as_array()) {
            ("Next", _) if !stays(value) => members.push((Text::from("End"), Value::Bool(true))),
            ("Default", _) if !stays(value) => {}
            ("Choices", Some(rules)) => {
                let rules = rules.iter().map(|rule| match (rule.as_object(), rule.get("Next")) {
                    (Some(object), Some(next)) if !stays(next) => {
                        let mut rule = object.clone();
                        rule.remove("Next");
                        Value::Object(rule)
                    }
                    (_, _) => rule.clone(),
                });
                members.push((key.clone(), rules.collect()));
            }
            ("Catch", Some(catchers)) => {
                let catchers: Vec<Value> = catchers
                    .iter()
                    .filter(|catcher| catcher.get("Next").is_none_or(stays))
                    .cloned()
                    .collect();
                if !catchers.is_empty() {
                    members.push((key.clone(), Value::from(catchers)));
                }
            }
            (_, _) => members.push((key.clone(), value.clone())),
        }
    }
    Value::Object(members.into_iter().collect())
}
