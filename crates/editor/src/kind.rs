//! Making a state one of another type: what fits stays, what does not goes, what is needed comes.

use asl::QueryLanguage;
use asl::fields::{self, Language, fields_of};
use json::tree::child_pointer;
use json::{Text, Value};

use crate::connect::{new_rule, point};
use crate::draft::{Draft, Outcome};
use crate::palette::palette;
use crate::rule::check_insert;
use crate::{Refusal, Slot, Target};

const KINDS: [&str; 8] = ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"];

/// Changes the type of a state.
pub fn set_kind(draft: &mut Draft<'_>, name: &Text, kind: &Text) -> Outcome {
    let state = draft.state(name)?.clone();
    if state.kind == *kind {
        return Ok(());
    }
    if !KINDS.contains(&kind.as_str()) {
        return Err(Refusal::NotThere(format!("type of state called “{kind}”")));
    }
    let has_states = state.scopes.iter().any(|scope| !draft.skeleton().scopes[*scope].states.is_empty());
    if has_states {
        return Err(Refusal::LosesStates(name.clone()));
    }
    let rest = state.successor().cloned();
    let is_final = matches!(kind.as_str(), "Succeed" | "Fail");
    if is_final && state.has_next() {
        check_insert(draft.skeleton(), &Slot::Next(name.clone()), false, name)?;
    }
    let pointer = state.pointer.clone();
    let is_jsonata = draft.is_jsonata(Some(&state));
    for field in misfits(draft, &pointer, kind, is_jsonata)? {
        draft.remove(&pointer, &field)?;
    }
    if draft.has(&child_pointer(&pointer, "Type")) {
        draft.set(&pointer, "Type", kind.clone())?;
    } else {
        draft.insert(&pointer, 0, "Type", kind.clone())?;
    }
    let target = rest.clone().map_or(Target::End, Target::State);
    match kind.as_str() {
        "Succeed" | "Fail" => {}
        "Choice" => {
            let target = rest.clone().map_or(Target::Nothing, Target::State);
            draft.set(&pointer, "Choices", Value::from(vec![new_rule(is_jsonata, &target)]))?;
            point(draft, &Slot::Default(name.clone()), &target)?;
        }
        _ => point(draft, &Slot::Next(name.clone()), &target)?,
    }
    needed(draft, &pointer, kind, is_jsonata)
}

/// The fields that a state of a type cannot have but states of another type can; what nobody knows stays.
fn misfits(draft: &Draft<'_>, pointer: &str, kind: &str, is_jsonata: bool) -> Result<Vec<Text>, Refusal> {
    let allowed = fields_of(kind).unwrap_or_default();
    let fits = |name: &Text| {
        allowed.iter().any(|field| {
            field.name == name.as_str()
                && match field.language {
                    Language::Both => true,
                    Language::JsonPath => !is_jsonata,
                    Language::Jsonata => is_jsonata,
                }
        })
    };
    let mut known = KINDS.iter().flat_map(|kind| fields_of(kind).unwrap_or_default()).chain(&fields::MACHINE);
    let mut is_known = |name: &Text| known.by_ref().any(|field| field.name == name.as_str());
    let mut misfits: Vec<Text> = Vec::new();
    for member in draft.node(pointer)?.members() {
        let is_arrow = matches!(member.key.as_str(), "Next" | "End" | "Default");
        let stays = matches!(member.key.as_str(), "Type" | "Comment" | "QueryLanguage") || fits(&member.key);
        if !stays && (is_arrow || is_known(&member.key)) {
            misfits.push(member.key.clone());
        }
    }
    Ok(misfits)
}

/// Adds the fields without which a state of this type is none.
fn needed(draft: &mut Draft<'_>, pointer: &str, kind: &str, is_jsonata: bool) -> Outcome {
    let language = if is_jsonata { QueryLanguage::Jsonata } else { QueryLanguage::JsonPath };
    let fields: &[&str] = match kind {
        "Task" => {
            if !draft.has(&child_pointer(pointer, "Resource")) {
                draft.set(pointer, "Resource", "arn:aws:states:::lambda:invoke")?;
            }
            return Ok(());
        }
        "Wait" => {
            let forms = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];
            if forms.iter().any(|form| draft.has(&child_pointer(pointer, form))) {
                return Ok(());
            }
            &["Seconds"]
        }
        "Parallel" => &["Branches"],
        "Map" => &["ItemProcessor"],
        "Fail" => &["Error", "Cause"],
        _ => &[],
    };
    let skeleton = palette().entry(kind).map(|entry| entry.fragment(language));
    let skeleton = skeleton.and_then(|fragment| fragment.states.first().map(|(_, state)| state.clone()));
    for field in fields {
        let value = skeleton.as_ref().and_then(|skeleton| skeleton.get(field));
        if let Some(value) = value
            && !draft.has(&child_pointer(pointer, field))
        {
            draft.set(pointer, field, value.clone())?;
        }
    }
    Ok(())
}
