//! Functions on arrays that call nothing back.

use alloc::string::String;
use alloc::vec::Vec;

use json::Text;

use super::items;
use crate::error::Fault;
use crate::evaluate::Evaluator;
use crate::item::Item;
use crate::list::List;
use crate::texts::Texts;

pub(super) fn count(item: &Item) -> Result<Item, Fault> {
    Ok(Item::Number(match item {
        Item::Undefined => 0.0,
        Item::Array(list) => list.len() as f64,
        Item::Tuples(tuples) => tuples.len() as f64,
        _ => 1.0,
    }))
}

pub(super) fn append(evaluator: &mut Evaluator<'_>, first: Item, second: Item) -> Result<Item, Fault> {
    if first.is_undefined() {
        return Ok(second);
    }
    if second.is_undefined() {
        return Ok(first);
    }
    let length = |item: &Item| match item {
        Item::Array(list) => list.len(),
        _ => 1,
    };
    evaluator.reserve(length(&first) + length(&second))?;
    let mut all = match first {
        Item::Array(list) => list.into_vec(),
        item => alloc::vec![item],
    };
    match second {
        Item::Array(list) => all.extend(list.iter()),
        item => all.push(item),
    }
    evaluator.array_of(all)
}

pub(super) fn zip(evaluator: &mut Evaluator<'_>, arguments: &[Item]) -> Result<Item, Fault> {
    let length = arguments.iter().map(|argument| match argument {
        Item::Array(list) => list.len(),
        _ => 0,
    });
    let length = length.min().unwrap_or(0);
    evaluator.reserve(length.saturating_mul(arguments.len() + 1))?;
    let mut rows = Vec::with_capacity(length);
    for index in 0..length {
        let row = arguments
            .iter()
            .map(|argument| match argument {
                Item::Array(list) => list.get(index).unwrap_or_default(),
                _ => Item::Undefined,
            })
            .collect();
        rows.push(evaluator.array_of(row)?);
    }
    evaluator.array_of(rows)
}

pub(super) fn reverse(evaluator: &mut Evaluator<'_>, item: Item) -> Result<Item, Fault> {
    match item {
        Item::Array(list) if list.len() > 1 => {
            let mut reversed = list.into_vec();
            reversed.reverse();
            evaluator.array_of(reversed)
        }
        item => Ok(item),
    }
}

pub(super) fn shuffle(evaluator: &mut Evaluator<'_>, item: Item) -> Result<Item, Fault> {
    match item {
        Item::Array(list) if list.len() > 1 => {
            let mut shuffled: Vec<Item> = Vec::with_capacity(list.len());
            for (index, item) in list.iter().enumerate() {
                let place = libm::floor(evaluator.host.random() * (index + 1) as f64) as usize;
                shuffled.push(item);
                shuffled.swap(index, place.min(index));
            }
            evaluator.array_of(shuffled)
        }
        item => Ok(item),
    }
}

/// Each value once, at its first place: by a set of texts that stand for the values.
pub(super) fn distinct(evaluator: &mut Evaluator<'_>, item: Item) -> Result<Item, Fault> {
    let list = match item {
        Item::Array(list) if list.len() > 1 => list,
        item => return Ok(item),
    };
    evaluator.charge(list.len() * 8)?;
    let mut texts = Texts::default();
    let mut known = Texts::default();
    let mut unknown: Vec<Item> = Vec::new();
    let mut results = Vec::new();
    for item in list.iter() {
        if let Item::Text(text) = &item {
            if texts.insert(text).1 {
                results.push(item);
            }
            continue;
        }
        let mut key = String::new();
        if item.canonical(&mut key) {
            if known.insert(&Text::from(key)).1 {
                results.push(item);
            }
        } else if !unknown.iter().any(|other| other.is_equal(&item)) {
            unknown.push(item.clone());
            results.push(item);
        }
    }
    match list.sequence {
        true => evaluator.sequence(results),
        false => evaluator.array_of(results),
    }
}

/// A list for what a function of the user is given as its third argument.
pub(super) fn whole(item: &Item) -> Item {
    match item {
        Item::Array(_) => item.clone(),
        item => Item::Array(List::plain(items(item))),
    }
}
