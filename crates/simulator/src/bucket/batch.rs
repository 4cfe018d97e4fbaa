//! What an ItemBatcher makes of items: the inputs of child executions.

use json::{Array, Object, Value};

/// How items are put together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batching {
    pub max_items: Option<usize>,
    /// Bytes of a child's whole input.
    pub max_bytes: Option<usize>,
    /// Given to each child beside its items.
    pub batch_input: Option<Value>,
}

/// The inputs of the children, each with the number of items it holds.
/// An item too large for the limit of bytes has a child of its own.
pub fn batches(items: impl IntoIterator<Item = Value>, batching: &Batching) -> Vec<(Value, usize)> {
    let around = input(batching, Array::new()).size();
    let mut found = Vec::new();
    let mut batch: Vec<Value> = Vec::new();
    let mut bytes = around;
    for item in items {
        let size = item.size() + usize::from(!batch.is_empty());
        let is_full = batching.max_items.is_some_and(|most| most > 0 && batch.len() >= most)
            || batching.max_bytes.is_some_and(|most| most > 0 && bytes + size > most);
        if is_full && !batch.is_empty() {
            let full = std::mem::take(&mut batch);
            found.push((full.len(), input(batching, Array::from(full))));
            bytes = around;
        }
        bytes += item.size() + usize::from(!batch.is_empty());
        batch.push(item);
    }
    if !batch.is_empty() {
        found.push((batch.len(), input(batching, Array::from(batch))));
    }
    found.into_iter().map(|(count, input)| (input, count)).collect()
}

fn input(batching: &Batching, items: Array) -> Value {
    let mut object = Object::new();
    if let Some(value) = &batching.batch_input {
        object.insert("BatchInput", value.clone());
    }
    object.insert("Items", items.into());
    object.into()
}
