//! Functions on objects that call nothing back, and `$type`.

use alloc::vec::Vec;

use super::items;
use crate::error::Fault;
use crate::evaluate::Evaluator;
use crate::item::Item;
use crate::order::{arranged, indices_first};
use crate::record::{Members, Record, array_index};
use crate::texts::Texts;

pub(super) fn keys(evaluator: &mut Evaluator<'_>, item: &Item) -> Result<Item, Fault> {
    let mut keys = Texts::default();
    collect_keys(item, &mut keys);
    let order = indices_first(keys.len(), &|place| array_index(keys.at(place)?));
    let keys: Vec<Item> = keys.iter().cloned().map(Item::Text).collect();
    evaluator.sequence(match order {
        Some(order) => arranged(keys, order),
        None => keys,
    })
}

fn collect_keys(item: &Item, keys: &mut Texts) {
    match item {
        Item::Array(list) => list.iter().for_each(|item| collect_keys(&item, keys)),
        Item::Object(record) => {
            for (key, _) in record.entries() {
                keys.insert(&key);
            }
        }
        _ => {}
    }
}

pub(super) fn spread(evaluator: &mut Evaluator<'_>, item: Item) -> Result<Item, Fault> {
    match item {
        Item::Array(list) => {
            let mut results = Vec::new();
            let mut any = false;
            for item in list.iter() {
                let part = spread(evaluator, item)?;
                any |= !part.is_undefined();
                crate::evaluate::push_flat(part, &mut results);
            }
            // Appending even nothing but an empty array makes a plain array of the sequence.
            match any {
                true => evaluator.array_of(results),
                false => evaluator.sequence(results),
            }
        }
        Item::Object(record) => {
            let mut results = Vec::new();
            for (key, item) in record.entries() {
                let mut members = Members::default();
                members.insert(key, item);
                results.push(Item::Object(Record::new(members)));
            }
            evaluator.sequence(results)
        }
        item => Ok(item),
    }
}

pub(super) fn merge(evaluator: &mut Evaluator<'_>, item: &Item) -> Result<Item, Fault> {
    let mut members = Members::default();
    for item in items(item) {
        if let Item::Object(record) = item {
            for (key, item) in record.entries() {
                members.insert(key, item);
            }
        }
    }
    evaluator.object(members)
}

pub(super) fn type_name(item: &Item) -> Result<Option<&'static str>, Fault> {
    item.is_numeric()?;
    Ok(Some(match item {
        Item::Undefined => return Ok(None),
        Item::Null => "null",
        Item::Bool(_) => "boolean",
        Item::Number(number) if number.is_nan() => "object",
        Item::Number(_) => "number",
        Item::Text(_) => "string",
        Item::Array(_) | Item::Tuples(_) => "array",
        Item::Object(_) => "object",
        Item::Function(_) => "function",
    }))
}
