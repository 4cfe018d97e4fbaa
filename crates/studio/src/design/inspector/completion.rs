//! Completion in the small editors: what may stand in a field is asked of the language, with the field's text in its place in the definition.

use std::rc::Rc;

use browser::Completions;
use json::tree::{Format, parse_tree};
use json::{Object, Value, compact};
use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::form::{Form, node_of};
use crate::code::item;
use crate::shell::Complete;
use crate::studio::Studio;

/// Stands where the field's own text goes.
const MARK: &str = "@@the-text-that-is-edited@@";

/// Answers for the field at a path of the state.
pub fn completion(studio: Studio, form: Form, path: StoredValue<String>) -> SendWrapper<Complete> {
    let complete: Complete = Rc::new(move |text, offset| {
        let path = path.try_get_value()?;
        let (before, after) = around(studio, form, &path)?;
        let whole = format!("{before}{text}{after}");
        let tree = parse_tree(&whole, Format::Json);
        let machine_type = studio.present.get_untracked().machine_type;
        let reading = asl::read(&whole, &tree, machine_type);
        let found = asl::complete(&whole, &tree, &reading, before.len() + offset);
        let from = found.range.start.checked_sub(before.len())?;
        (!found.items.is_empty())
            .then(|| Completions { from, items: found.items.into_iter().map(item).collect() })
    });
    SendWrapper::new(complete)
}

/// The definition in JSON, before and after the field.
fn around(studio: Studio, form: Form, path: &str) -> Option<(String, String)> {
    let present = studio.present.get_untracked();
    let id = form.name.with_value(|name| present.machine().find(name))?;
    let node = node_of(&present.tree, present.machine().state(id).range)?;
    let pointer = format!("{}{path}", present.tree.pointer_of(node)?);
    let root = present.tree.root.as_ref()?.to_value();
    let parts: Vec<String> =
        pointer.split('/').skip(1).map(|part| part.replace("~1", "/").replace("~0", "~")).collect();
    let text = compact(&marked(&root, &parts));
    let (before, after) = text.split_once(&format!("\"{MARK}\""))?;
    Some((before.to_string(), after.to_string()))
}

/// A value with the mark at a place; objects on the way are made when they are missing.
fn marked(value: &Value, parts: &[String]) -> Value {
    let Some((part, rest)) = parts.split_first() else { return Value::from(MARK) };
    if let Value::Array(items) = value {
        let at = part.parse::<usize>().ok();
        let item = |(index, item): (usize, &Value)| match Some(index) == at {
            true => marked(item, rest),
            false => item.clone(),
        };
        return items.iter().enumerate().map(item).collect();
    }
    let mut object = value.as_object().cloned().unwrap_or_else(Object::new);
    let inner = object.get(part).map_or_else(|| marked(&Value::Null, rest), |inner| marked(inner, rest));
    object.insert(part.as_str(), inner);
    object.into()
}
