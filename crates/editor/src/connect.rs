//! Arrows: leading one somewhere else, making one, taking one away.

use json::edit::{Content, TextEdit};
use json::tree::child_pointer;
use json::{Object, Text, Value};

use crate::draft::{Draft, Outcome};
use crate::skeleton::{Skeleton, State};
use crate::{Refusal, ScopeName, Slot, Target};

/// Leads an arrow to another state, to the end, or nowhere.
pub fn connect(draft: &mut Draft<'_>, slot: &Slot, target: &Target) -> Outcome {
    crate::rule::check_connect(draft.skeleton(), slot, target)?;
    point(draft, slot, target)
}

/// Writes a target into a slot. What the rules say is the caller's business.
pub fn point(draft: &mut Draft<'_>, slot: &Slot, target: &Target) -> Outcome {
    match slot {
        Slot::Start(scope) => point_start(draft, scope, target),
        Slot::Next(state) => point_next(draft, state, target),
        Slot::Rule(state, index) => {
            let pointer = format!("{}/Choices/{index}", draft.state(state)?.pointer);
            point_field(draft, &pointer, "Next", target)
        }
        Slot::Default(state) => {
            let pointer = draft.state(state)?.pointer.clone();
            point_field(draft, &pointer, "Default", target)
        }
        Slot::Catch(state, index) => point_catch(draft, state, *index, target),
        Slot::NewBranch(state) => Err(no_such(draft.state(state)?, "arrow of that kind")),
        Slot::NewRule(state) => {
            let is_jsonata = draft.is_jsonata(Some(draft.state(state)?));
            let rule = new_rule(is_jsonata, target);
            let pointer = draft.state(state)?.pointer.clone();
            append(draft, &pointer, "Choices", rule)
        }
        Slot::NewCatch(state) => {
            let pointer = draft.state(state)?.pointer.clone();
            let catcher = Value::Object(with_target(
                [("ErrorEquals", Value::from(vec![Value::from("States.ALL")]))].into_iter().collect(),
                target,
            ));
            append(draft, &pointer, "Catch", catcher)
        }
    }
}

/// The state an arrow leads to now, if any.
pub fn target_of(skeleton: &Skeleton, slot: &Slot) -> Result<Option<Text>, Refusal> {
    match slot {
        Slot::Start(scope) => {
            // A Map whose processor is still missing has no scope, but may get one.
            Ok(skeleton.scope_named(scope).and_then(|scope| scope.start.clone()))
        }
        Slot::Next(state) | Slot::Rule(state, _) | Slot::Default(state) | Slot::Catch(state, _) => {
            Ok(skeleton.find(state)?.target(slot).cloned())
        }
        Slot::NewBranch(state) | Slot::NewRule(state) | Slot::NewCatch(state) => {
            skeleton.find(state)?;
            Ok(None)
        }
    }
}

/// A rule that still wants a condition of its own.
pub fn new_rule(is_jsonata: bool, target: &Target) -> Value {
    let condition: Object = if is_jsonata {
        [("Condition", Value::from("{% $states.input.value = true %}"))].into_iter().collect()
    } else {
        [("Variable", Value::from("$.value")), ("BooleanEquals", Value::Bool(true))].into_iter().collect()
    };
    Value::Object(with_target(condition, target))
}

/// Puts an item at the end of a list, which is made when it is missing.
pub fn append(draft: &mut Draft<'_>, pointer: &str, key: &str, item: Value) -> Outcome {
    let list = child_pointer(pointer, key);
    match draft.tree().find(&list) {
        Some(node) if node.is_array() => {
            let count = node.items().len();
            draft.insert_item(&list, count, item)
        }
        Some(_) | None => draft.set(pointer, key, Value::from(vec![item])),
    }
}

/// Makes sure that a scope has its object and its `States`.
pub fn ensure_scope(draft: &mut Draft<'_>, scope: &ScopeName) -> Result<String, Refusal> {
    let pointer = match scope {
        ScopeName::Machine => {
            begin(draft)?;
            String::new()
        }
        ScopeName::Branch(..) => draft.scope(scope)?.pointer.clone(),
        ScopeName::Items(map) => {
            let pointer = draft.state(map)?.pointer.clone();
            if draft.skeleton().scope_named(scope).is_none() {
                let config = Value::Object([("Mode", Value::from("INLINE"))].into_iter().collect());
                let processor = Value::Object([("ProcessorConfig", config)].into_iter().collect());
                draft.set(&pointer, "ItemProcessor", processor)?;
            }
            draft.scope(scope)?.pointer.clone()
        }
    };
    let states = child_pointer(&pointer, "States");
    if !draft.tree().find(&states).is_some_and(|node| node.is_object()) {
        draft.set(&pointer, "States", Value::Object(Object::new()))?;
    }
    Ok(pointer)
}

/// Makes an object of a text that holds nothing yet.
fn begin(draft: &mut Draft<'_>) -> Outcome {
    match &draft.tree().root {
        Some(root) if root.is_object() => Ok(()),
        Some(root) if root.range.is_empty() => {
            let place = root.range.start;
            draft.apply(&[TextEdit::insert(place, "{}")])
        }
        Some(_) => Err(Refusal::NotAsl(String::from("the text is not an object."))),
        None => {
            let text = draft.text();
            let line = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            let edit = TextEdit::insert(text.len(), format!("{line}{{}}\n"));
            draft.apply(&[edit])
        }
    }
}

fn point_start(draft: &mut Draft<'_>, scope: &ScopeName, target: &Target) -> Outcome {
    let pointer = ensure_scope(draft, scope)?;
    match target {
        Target::State(name) => {
            if draft.has(&child_pointer(&pointer, "StartAt")) {
                return draft.set(&pointer, "StartAt", name.clone());
            }
            let place = draft.place(&pointer, "States").unwrap_or(0);
            draft.insert(&pointer, place, "StartAt", name.clone())
        }
        Target::End | Target::Nothing => draft.remove(&pointer, "StartAt"),
    }
}

fn point_next(draft: &mut Draft<'_>, name: &Text, target: &Target) -> Outcome {
    let state = draft.state(name)?;
    if !state.has_next() {
        return Err(no_such(state, "next state"));
    }
    let pointer = state.pointer.clone();
    let has_next = draft.has(&child_pointer(&pointer, "Next"));
    let has_end = draft.has(&child_pointer(&pointer, "End"));
    let (key, other, content, has_key, has_other) = match target {
        Target::State(target) => ("Next", "End", Content::from(target.clone()), has_next, has_end),
        Target::End => ("End", "Next", Content::from(true), has_end, has_next),
        Target::Nothing => {
            draft.remove(&pointer, "Next")?;
            return draft.remove(&pointer, "End");
        }
    };
    match (has_key, has_other) {
        (true, true) => {
            draft.remove(&pointer, other)?;
            draft.set(&pointer, key, content)
        }
        (false, true) => draft.exchange(&pointer, other, key, content),
        (_, false) => draft.set(&pointer, key, content),
    }
}

fn point_field(draft: &mut Draft<'_>, pointer: &str, key: &str, target: &Target) -> Outcome {
    match target {
        Target::State(name) => draft.set(pointer, key, name.clone()),
        Target::Nothing => draft.remove(pointer, key),
        Target::End => Err(Refusal::NoEnd),
    }
}

/// A catcher that leads nowhere is no catcher: it goes, and the list with the last one.
fn point_catch(draft: &mut Draft<'_>, state: &Text, index: usize, target: &Target) -> Outcome {
    let pointer = draft.state(state)?.pointer.clone();
    let list = child_pointer(&pointer, "Catch");
    match target {
        Target::State(name) => draft.set(&format!("{list}/{index}"), "Next", name.clone()),
        Target::End => Err(Refusal::NoEnd),
        Target::Nothing if draft.node(&list)?.items().len() <= 1 => draft.remove(&pointer, "Catch"),
        Target::Nothing => draft.remove_item(&list, index),
    }
}

fn with_target(mut object: Object, target: &Target) -> Object {
    match target {
        Target::State(name) => {
            object.insert("Next", Value::from(name.clone()));
        }
        Target::End | Target::Nothing => {}
    }
    object
}

pub fn no_such(state: &State, what: &'static str) -> Refusal {
    Refusal::NotForType { state: state.name.clone(), kind: state.kind.clone(), what }
}
