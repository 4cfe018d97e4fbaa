//! Fields of states and of the machine: a form changes only the text of what it changes.

use json::edit::Content;
use json::tree::child_pointer;
use json::{Node, Object, Text, Value};

use crate::Refusal;
use crate::draft::{Draft, Outcome};

/// Gives a field a value, or removes it. `path` is a JSON Pointer inside the state, or inside the machine when no state is named;
/// objects and lists on the way are made when they are missing.
pub fn set_field(draft: &mut Draft<'_>, state: Option<&Text>, path: &str, value: Option<&Value>) -> Outcome {
    let pointer = pointer_of(draft, state, path)?;
    match value {
        Some(value) => {
            make_way(draft, &pointer)?;
            write(draft, &pointer, value)
        }
        None => erase(draft, &pointer),
    }
}

/// Puts an item into a list, which is made when it is missing.
pub fn insert_item(
    draft: &mut Draft<'_>,
    state: Option<&Text>,
    path: &str,
    index: usize,
    value: &Value,
) -> Outcome {
    let pointer = pointer_of(draft, state, path)?;
    make_way(draft, &pointer)?;
    if !draft.tree().find(&pointer).is_some_and(Node::is_array) {
        return write(draft, &pointer, &Value::from(vec![value.clone()]));
    }
    draft.insert_item(&pointer, index, value.clone())
}

/// Removes an item from a list, and the list with its last item where an empty one means nothing.
pub fn remove_item(draft: &mut Draft<'_>, state: Option<&Text>, path: &str, index: usize) -> Outcome {
    let pointer = pointer_of(draft, state, path)?;
    let is_last = draft.node(&pointer)?.items().len() == 1;
    if is_last && index == 0 && (path.ends_with("/Retry") || path.ends_with("/Catch")) {
        return erase(draft, &pointer);
    }
    draft.remove_item(&pointer, index)
}

/// Moves an item within its list; `to` is its place afterwards.
pub fn move_item(draft: &mut Draft<'_>, state: Option<&Text>, path: &str, from: usize, to: usize) -> Outcome {
    let pointer = pointer_of(draft, state, path)?;
    let count = draft.node(&pointer)?.items().len();
    if from >= count || to >= count {
        return Err(Refusal::NotThere(format!("item {} in {path}", from.max(to) + 1)));
    }
    if from == to {
        return Ok(());
    }
    let content = draft.take(&format!("{pointer}/{from}"))?;
    draft.remove_item(&pointer, from)?;
    draft.insert_item(&pointer, to, content)
}

/// Replaces the text of a whole state by another one, which must be an object in the format of the document.
pub fn set_definition(draft: &mut Draft<'_>, state: &Text, text: &str) -> Outcome {
    let pointer = draft.state(state)?.pointer.clone();
    let content = Content::read(text, draft.format()).map_err(|problem| {
        // An anchor outside of the state makes it unreadable alone: that is no mistake of the new text.
        let node = draft.node(&pointer);
        match node.ok().filter(|node| Content::read(node.range.of(draft.text()), draft.format()).is_err()) {
            Some(node) => Refusal::Shared(node.range),
            None => Refusal::WouldBreak(problem.message()),
        }
    })?;
    if content.value.as_object().is_none() {
        return Err(Refusal::NotAsl(String::from("a state is an object.")));
    }
    draft.replace(&pointer, content)
}

/// The text of a state, as it would stand alone.
pub fn definition(document: &crate::Document, state: &Text) -> Result<String, Refusal> {
    let draft = Draft::of(document)?;
    let pointer = &draft.state(state)?.pointer;
    Ok(draft.take(pointer)?.alone())
}

/// Where a field stands in the text.
pub fn pointer_of(draft: &Draft<'_>, state: Option<&Text>, path: &str) -> Result<String, Refusal> {
    if !path.is_empty() && !path.starts_with('/') {
        return Err(Refusal::NotThere(format!("field “{path}”")));
    }
    match state {
        Some(state) => Ok(format!("{}{path}", draft.state(state)?.pointer)),
        None => Ok(String::from(path)),
    }
}

/// Makes a value equal to another one by touching only what differs. The node may be missing when its parent is there.
pub fn write(draft: &mut Draft<'_>, pointer: &str, value: &Value) -> Outcome {
    let Some(node) = draft.tree().find(pointer) else {
        let (parent, key) = split(pointer);
        if draft.node(&parent)?.is_array() {
            let end = draft.node(&parent)?.items().len();
            return draft.insert_item(&parent, end, value.clone());
        }
        return draft.set(&parent, &key, value.clone());
    };
    let old = node.to_value();
    if json::compact(&old) == json::compact(value) {
        return Ok(());
    }
    match (&old, value) {
        (Value::Object(old), Value::Object(new)) if !old.is_empty() && !new.is_empty() => {
            write_object(draft, pointer, old, new)
        }
        (Value::Array(old), Value::Array(new)) if !old.is_empty() && !new.is_empty() => {
            write_list(draft, pointer, old.as_slice(), new.as_slice())
        }
        (_, _) => draft.replace(pointer, value.clone()),
    }
}

fn write_object(draft: &mut Draft<'_>, pointer: &str, old: &Object, new: &Object) -> Outcome {
    let renamed = renamed(old, new);
    for key in old.keys().filter(|key| !new.contains_key(key)) {
        match renamed.iter().find(|(from, _)| from == key) {
            Some((from, to)) => draft.rename_key(pointer, from, to)?,
            None => draft.remove(pointer, key)?,
        }
    }
    let mut before: Option<&Text> = None;
    for (key, value) in new {
        let child = child_pointer(pointer, key);
        let place = before.and_then(|before| draft.place(pointer, before));
        match place {
            Some(place) if !draft.has(&child) => draft.insert(pointer, place + 1, key, value.clone())?,
            Some(_) | None => write(draft, &child, value)?,
        }
        before = Some(key);
    }
    Ok(())
}

/// Whether both are of one kind, so that one may be the other with another name.
fn is_alike(old: Option<&Value>, new: Option<&Value>) -> bool {
    old.map(Value::kind) == new.map(Value::kind)
}

/// Keys that come in the very place of keys that go: those are renamed and stay where they are.
fn renamed(old: &Object, new: &Object) -> Vec<(Text, Text)> {
    let old_keys: Vec<&Text> = old.keys().collect();
    let mut pairs: Vec<(Text, Text)> = Vec::new();
    // The place in the old object of what stands before a key in the new one.
    let mut before: Option<usize> = None;
    for key in new.keys() {
        let known = old_keys.iter().position(|old| *old == key);
        let candidate = before.map_or(0, |before| before + 1);
        match (known, old_keys.get(candidate)) {
            (Some(place), _) => before = Some(place),
            (None, Some(gone)) if !new.contains_key(gone) && is_alike(old.get(gone), new.get(key)) => {
                pairs.push((Text::clone(gone), key.clone()));
                before = Some(candidate);
            }
            (None, _) => {}
        }
    }
    pairs
}

fn write_list(draft: &mut Draft<'_>, pointer: &str, old: &[Value], new: &[Value]) -> Outcome {
    if old.len() == new.len() {
        for (index, value) in new.iter().enumerate() {
            write(draft, &format!("{pointer}/{index}"), value)?;
        }
        return Ok(());
    }
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let tail =
        old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(old, new)| old == new).count();
    for _ in head..old.len() - tail {
        draft.remove_item(pointer, head)?;
    }
    for (index, value) in new.iter().enumerate().take(new.len() - tail).skip(head) {
        draft.insert_item(pointer, index, value.clone())?;
    }
    Ok(())
}

fn erase(draft: &mut Draft<'_>, pointer: &str) -> Outcome {
    if !draft.has(pointer) {
        return Ok(());
    }
    let (parent, key) = split(pointer);
    if draft.node(&parent)?.is_array() {
        let index = key.parse().map_err(|_| Refusal::NotThere(format!("item “{key}”")))?;
        return draft.remove_item(&parent, index);
    }
    draft.remove(&parent, &key)
}

/// Makes the containers above a place that are missing.
fn make_way(draft: &mut Draft<'_>, pointer: &str) -> Outcome {
    let (parent, key) = split(pointer);
    let is_list = key.parse::<usize>().is_ok();
    match draft.tree().find(&parent) {
        Some(node) if node.is_object() || node.is_array() => Ok(()),
        Some(_) if parent.is_empty() => Err(Refusal::NotThere(String::from("object to put it into"))),
        Some(_) => draft.replace(&parent, empty(is_list)),
        None if parent.is_empty() => Err(Refusal::NotThere(String::from("object to put it into"))),
        None => {
            make_way(draft, &parent)?;
            write(draft, &parent, &empty(is_list))
        }
    }
}

fn empty(is_list: bool) -> Value {
    if is_list { Value::from(Vec::new()) } else { Value::Object(Object::new()) }
}

/// The pointer of the container, and the key or index in it.
fn split(pointer: &str) -> (String, String) {
    match pointer.rsplit_once('/') {
        Some((parent, key)) => (String::from(parent), key.replace("~1", "/").replace("~0", "~")),
        None => (String::new(), String::new()),
    }
}
