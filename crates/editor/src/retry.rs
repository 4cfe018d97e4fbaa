//! The usual retrier of a Lambda task.

use json::tree::child_pointer;
use json::{Text, Value};

use crate::connect::no_such;
use crate::draft::{Draft, Outcome};
use crate::field::insert_item;
use crate::palette::palette;

/// Puts the retrier for the errors of the Lambda service itself first in the list, unless one of them is named there already.
pub fn add_usual_retrier(draft: &mut Draft<'_>, name: &Text) -> Outcome {
    let state = draft.state(name)?;
    if !state.has_catch() {
        return Err(no_such(state, "Retry"));
    }
    let Some(retrier) = usual() else {
        return Ok(());
    };
    let pointer = child_pointer(&state.pointer, "Retry");
    let retriers = draft.tree().find(&pointer).map(|node| node.to_value()).unwrap_or_default();
    let is_there = retriers.as_array().into_iter().flatten().any(|known| {
        let errors = known.get("ErrorEquals").and_then(Value::as_array);
        errors
            .into_iter()
            .flatten()
            .any(|error| error.as_str().is_some_and(|error| error.starts_with("Lambda.")))
    });
    if is_there { Ok(()) } else { insert_item(draft, Some(name), "/Retry", 0, &retrier) }
}

/// As the collection has it.
fn usual() -> Option<Value> {
    let invoke = palette().entry("lambda:invoke")?.fragment(asl::QueryLanguage::JsonPath);
    invoke.states.first()?.1.get("Retry")?.at(0).cloned()
}
