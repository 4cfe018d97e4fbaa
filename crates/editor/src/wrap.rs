//! Putting states into a Parallel, a Map or a try with a catcher, and taking such a state apart again.

use json::edit::Content;
use json::tree::child_pointer;
use json::{Object, Text, Value};

use crate::clipboard::entry;
use crate::connect::{append, point};
use crate::draft::{Draft, Outcome};
use crate::relocate::taken;
use crate::rule::common_scope;
use crate::skeleton::Arrow;
use crate::{Refusal, ScopeName, Slot, Target};

/// What states are put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// The first branch of a Parallel.
    Parallel,
    /// The processor of a Map.
    Map,
    /// The only branch of a Parallel with a catcher for every error.
    Try,
}

/// Puts states of one scope into a new state that takes their place in the flow. Gives its name.
pub fn wrap(draft: &mut Draft<'_>, states: &[Text], wrapping: Wrapping) -> Result<Text, Refusal> {
    let scope_name = common_scope(draft.skeleton(), states)?;
    let start = entry(draft, states)?;
    let border = border(draft, states, &start)?;
    let is_jsonata = draft.is_jsonata(None);
    let name = draft.skeleton().free_name(wrapping.name(), &[]);
    let members = taken(draft, states)?;
    let scope = draft.scope(&scope_name)?.clone();
    let container = child_pointer(&scope.pointer, "States");
    let place = states.iter().filter_map(|state| draft.place(&container, state)).min().unwrap_or(0);
    let handler = draft.skeleton().free_name("Handle error", std::slice::from_ref(&name));

    // Whoever led in now leads to the new state, still under the old arrows.
    let mut inward: Vec<(String, Value)> =
        border.inward.iter().map(|arrow| (arrow.pointer.clone(), Value::from(name.clone()))).collect();
    if scope.start.as_ref().is_some_and(|start| states.contains(start)) {
        inward.push((child_pointer(&scope.pointer, "StartAt"), Value::from(name.clone())));
    }
    draft.replace_all(&inward)?;
    for state in states {
        draft.remove(&container, state)?;
    }
    let wrapped = wrapper(wrapping, &start, &border, &handler, is_jsonata);
    let leads_to_handler = crate::fragment::targets(&wrapped).any(|target| handler == target);
    draft.insert(&container, place, &name, wrapped)?;
    if leads_to_handler {
        let failure = [("Type", "Fail"), ("Error", "Failed"), ("Cause", "One of the steps failed.")];
        let failure: Object = failure.into_iter().map(|(key, text)| (key, Value::from(text))).collect();
        draft.insert(&container, place + 1, &handler, Value::Object(failure))?;
    }
    let inner = match wrapping {
        Wrapping::Parallel | Wrapping::Try => ScopeName::Branch(name.clone(), 0),
        Wrapping::Map => ScopeName::Items(name.clone()),
    };
    let pointer = child_pointer(&draft.scope(&inner)?.pointer, "States");
    draft.insert_all(&pointer, 0, &members)?;
    close(draft, &inner, states)?;
    Ok(name)
}

/// Takes a Map, or a Parallel with one branch, apart: its states take its place in the flow. Gives their names.
pub fn unwrap(draft: &mut Draft<'_>, name: &Text) -> Result<Vec<Text>, Refusal> {
    let not = || Refusal::NotUnwrappable(name.clone());
    let state = draft.state(name)?.clone();
    let ([scope], false) = (state.scopes.as_slice(), draft.has(&child_pointer(&state.pointer, "Retry")))
    else {
        return Err(not());
    };
    let inner = draft.skeleton().scopes[*scope].clone();
    let names: Vec<Text> = draft.skeleton().states_of(&inner).map(|state| state.name.clone()).collect();
    let start = inner.start.clone().filter(|start| names.contains(start)).ok_or_else(not)?;
    let members = taken(draft, &names)?;
    let rest = state.target(&Slot::Next(name.clone())).cloned();
    let catchers = draft.node(&state.pointer)?.get("Catch").map(|node| node.to_value());
    let outer = draft.skeleton().scope_of(&state).clone();
    let container = child_pointer(&outer.pointer, "States");
    let place = draft.place(&container, name).unwrap_or(0);

    let mut inward: Vec<(String, Value)> = draft
        .skeleton()
        .states_of(&outer)
        .flat_map(|state| &state.arrows)
        .filter(|arrow| arrow.target == *name)
        .map(|arrow| (arrow.pointer.clone(), Value::from(start.clone())))
        .collect();
    if outer.start.as_ref() == Some(name) {
        inward.push((child_pointer(&outer.pointer, "StartAt"), Value::from(start.clone())));
    }
    // The state's own arrows go with it.
    let own = format!("{}/", state.pointer);
    inward.retain(|(pointer, _)| !pointer.starts_with(&own));
    draft.replace_all(&inward)?;
    draft.remove(&container, name)?;
    draft.insert_all(&container, place, &members)?;
    for inner in &names {
        let state = draft.state(inner)?;
        let (pointer, has_catch) = (state.pointer.clone(), state.has_catch());
        let ends = state.has_next() && state.target(&Slot::Next(inner.clone())).is_none();
        let succeeds = state.kind == "Succeed";
        if let Some(rest) = &rest {
            // What ended the branch now leads on.
            if succeeds {
                draft.set(&pointer, "Type", "Pass")?;
            }
            if ends || succeeds {
                point(draft, &Slot::Next(inner.clone()), &Target::State(rest.clone()))?;
            }
        }
        for catcher in catchers.iter().flat_map(|list| list.as_array()).flatten().filter(|_| has_catch) {
            append(draft, &pointer, "Catch", catcher.clone())?;
        }
    }
    Ok(names)
}

impl Wrapping {
    fn name(self) -> &'static str {
        match self {
            Wrapping::Parallel => "Parallel",
            Wrapping::Map => "Map",
            Wrapping::Try => "Try",
        }
    }
}

/// The arrows between a selection and the rest of its scope.
struct Border {
    inward: Vec<Arrow>,
    /// The one state that the selection leads on to, if it does not end.
    rest: Option<Text>,
    /// Catchers of the selection that lead out of it, without doubles.
    catchers: Vec<Value>,
}

fn border(draft: &Draft<'_>, states: &[Text], start: &Text) -> Result<Border, Refusal> {
    let scope = draft.scope(&common_scope(draft.skeleton(), states)?)?;
    let skeleton = draft.skeleton();
    let mut border = Border { inward: Vec::new(), rest: None, catchers: Vec::new() };
    for state in skeleton.states_of(scope) {
        let is_inside = states.contains(&state.name);
        for arrow in &state.arrows {
            let leads_inside = states.contains(&arrow.target);
            match (is_inside, leads_inside) {
                (false, true) if arrow.target == *start => border.inward.push(arrow.clone()),
                (false, true) => return Err(Refusal::SeveralWays { into: true }),
                (true, false) if matches!(arrow.slot, Slot::Catch(..)) => {
                    let pointer = arrow.pointer.trim_end_matches("/Next");
                    let catcher = draft.node(pointer)?.to_value();
                    if !border.catchers.contains(&catcher) {
                        border.catchers.push(catcher);
                    }
                }
                (true, false) => match &border.rest {
                    Some(rest) if *rest != arrow.target => return Err(Refusal::SeveralWays { into: false }),
                    Some(_) => {}
                    None => border.rest = Some(arrow.target.clone()),
                },
                (_, _) => {}
            }
        }
    }
    Ok(border)
}

/// The new state, with an empty scope that starts where the selection does.
fn wrapper(wrapping: Wrapping, start: &Text, border: &Border, handler: &Text, is_jsonata: bool) -> Value {
    let mut inner = Object::new();
    if wrapping == Wrapping::Map {
        let config = [("Mode", Value::from("INLINE"))].into_iter().collect::<Object>();
        inner.insert("ProcessorConfig", Value::Object(config));
    }
    inner.insert("StartAt", Value::from(start.clone()));
    inner.insert("States", Value::Object(Object::new()));
    let inner = Value::Object(inner);
    let mut catchers = border.catchers.clone();
    let mut state = Object::new();
    match wrapping {
        Wrapping::Parallel => {
            state.insert("Type", Value::from("Parallel"));
            state.insert("Branches", Value::from(vec![inner]));
        }
        Wrapping::Map => {
            state.insert("Type", Value::from("Map"));
            if is_jsonata {
                state.insert("Items", Value::from("{% $states.input %}"));
            }
            state.insert("ItemProcessor", inner);
        }
        Wrapping::Try => {
            state.insert("Type", Value::from("Parallel"));
            state.insert("Branches", Value::from(vec![inner]));
            // A Parallel gives a list; the only branch's output is the first of it.
            let (field, first) =
                if is_jsonata { ("Output", "{% $states.result[0] %}") } else { ("OutputPath", "$[0]") };
            state.insert(field, Value::from(first));
            let all = Value::from(vec![Value::from("States.ALL")]);
            let catches_all = catchers.iter().any(|catcher| catcher.get("ErrorEquals") == Some(&all));
            if !catches_all {
                let catcher = [("ErrorEquals", all), ("Next", Value::from(handler.clone()))];
                catchers.push(Value::Object(catcher.into_iter().collect()));
            }
        }
    }
    if !catchers.is_empty() {
        state.insert("Catch", Value::from(catchers));
    }
    match &border.rest {
        Some(rest) => state.insert("Next", Value::from(rest.clone())),
        None => state.insert("End", Value::Bool(true)),
    };
    Value::Object(state)
}

/// Ends the arrows that led out of a scope's states before they were put there.
fn close(draft: &mut Draft<'_>, scope: &ScopeName, states: &[Text]) -> Outcome {
    let mut done: Option<Text> = None;
    for name in states {
        let outward: Vec<Arrow> = draft
            .state(name)?
            .arrows
            .iter()
            .filter(|arrow| !states.contains(&arrow.target))
            .cloned()
            .collect();
        // From behind, so that the places of catchers stay right.
        for arrow in outward.iter().rev() {
            match &arrow.slot {
                Slot::Next(_) => point(draft, &arrow.slot, &Target::End)?,
                Slot::Rule(..) | Slot::Default(_) => {
                    // Neither can be an end of its own.
                    let done = match &done {
                        Some(done) => done.clone(),
                        None => {
                            let name = draft.skeleton().free_name("Done", &[]);
                            let pointer = child_pointer(&draft.scope(scope)?.pointer, "States");
                            let state: Object = [("Type", Value::from("Succeed"))].into_iter().collect();
                            draft.insert(&pointer, usize::MAX, &name, Content::from(Value::Object(state)))?;
                            done.insert(name).clone()
                        }
                    };
                    point(draft, &arrow.slot, &Target::State(done))?;
                }
                Slot::Catch(..) => point(draft, &arrow.slot, &Target::Nothing)?,
                Slot::Start(_) | Slot::NewBranch(_) | Slot::NewRule(_) | Slot::NewCatch(_) => {}
            }
        }
    }
    Ok(())
}
