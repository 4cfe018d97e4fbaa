//! Functions that call functions.

use alloc::vec::Vec;

use super::arrays::whole;
use crate::error::{Fault, unread};
use crate::evaluate::{Callback, Evaluator, Role, truth};
use crate::item::{self, Item};
use crate::order::{arranged, order};
use crate::record::Members;

/// How many arguments a function takes that is called for so many items; what is no function takes none.
/// Partial application may leave the function out, where JavaScript stumbles at the first item.
fn arity(function: &Item, items: usize) -> Result<usize, Fault> {
    match function {
        Item::Function(function) => Ok(function.arity()),
        Item::Undefined if items > 0 => Err(unread("arity")),
        _ => Ok(0),
    }
}

/// Calls a function with one, two or three arguments: as many as it declares, but at least the first.
fn call(
    evaluator: &mut Evaluator<'_>,
    callback: &mut Callback<'_>,
    arity: usize,
    first: Item,
    second: impl FnOnce() -> Item,
    third: &Item,
) -> Result<Item, Fault> {
    match arity {
        0 | 1 => evaluator.call_back(callback, &mut [first]),
        2 => evaluator.call_back(callback, &mut [first, second()]),
        _ => evaluator.call_back(callback, &mut [first, second(), third.clone()]),
    }
}

pub(super) fn map(evaluator: &mut Evaluator<'_>, list: &Item, function: &Item) -> Result<Item, Fault> {
    let all = whole(list);
    let Item::Array(list) = &all else { return Ok(Item::Undefined) };
    let arity = arity(function, list.len())?;
    let mut callback = Callback::new(function, Role::Function);
    let mut results = Vec::with_capacity(list.len());
    let mut index = 0.0;
    for item in list.iter() {
        let result = call(evaluator, &mut callback, arity, item, || Item::Number(index), &all)?;
        if !result.is_undefined() {
            results.push(result);
        }
        index += 1.0;
    }
    evaluator.sequence(results)
}

pub(super) fn filter(evaluator: &mut Evaluator<'_>, list: &Item, function: &Item) -> Result<Item, Fault> {
    let all = whole(list);
    let Item::Array(list) = &all else { return Ok(Item::Undefined) };
    let arity = arity(function, list.len())?;
    let mut callback = Callback::new(function, Role::Function);
    let mut results = Vec::new();
    let mut index = 0.0;
    for item in list.iter() {
        let verdict = call(evaluator, &mut callback, arity, item.clone(), || Item::Number(index), &all)?;
        if truth(&verdict)? {
            results.push(item);
        }
        index += 1.0;
    }
    evaluator.sequence(results)
}

pub(super) fn single(evaluator: &mut Evaluator<'_>, list: &Item, function: &Item) -> Result<Item, Fault> {
    let all = whole(list);
    let arity = arity(function, 0)?;
    let Item::Array(list) = &all else { return Ok(Item::Undefined) };
    let mut callback = Callback::new(function, Role::Function);
    let mut found = None;
    for (index, item) in list.iter().enumerate() {
        let fits = match function {
            Item::Undefined => true,
            _ => {
                let index = || Item::Number(index as f64);
                truth(&call(evaluator, &mut callback, arity, item.clone(), index, &all)?)?
            }
        };
        if fits {
            if found.is_some() {
                return Err(Fault::new("D3138").index(index));
            }
            found = Some(item);
        }
    }
    found.ok_or_else(|| Fault::new("D3139"))
}

pub(super) fn reduce(
    evaluator: &mut Evaluator<'_>,
    list: &Item,
    function: &Item,
    start: Item,
) -> Result<Item, Fault> {
    let arity = arity(function, 1)?;
    if arity < 2 {
        return Err(Fault::new("D3050").index(1));
    }
    let all = whole(list);
    let Item::Array(list) = &all else { return Ok(Item::Undefined) };
    let mut callback = Callback::new(function, Role::Function);
    let mut result = start;
    let mut first = 0;
    if result.is_undefined() && list.len() > 0 {
        result = list.get(0).unwrap_or_default();
        first = 1;
    }
    for (index, item) in list.iter().enumerate().skip(first) {
        let list = if arity >= 4 { all.clone() } else { Item::Undefined };
        let mut arguments = [result, item, Item::Number(index as f64), list];
        result = evaluator.call_back(&mut callback, &mut arguments[..arity.min(4)])?;
    }
    Ok(result)
}

pub(super) fn each(evaluator: &mut Evaluator<'_>, object: &Item, function: &Item) -> Result<Item, Fault> {
    let mut results = Vec::new();
    if let Item::Object(record) = object {
        let arity = arity(function, record.len())?;
        let mut callback = Callback::new(function, Role::Function);
        for (key, item) in record.entries() {
            let result = call(evaluator, &mut callback, arity, item, || Item::Text(key), object)?;
            if !result.is_undefined() {
                results.push(result);
            }
        }
    }
    evaluator.sequence(results)
}

pub(super) fn sift(evaluator: &mut Evaluator<'_>, object: &Item, function: &Item) -> Result<Item, Fault> {
    let mut members = Members::default();
    if let Item::Object(record) = object {
        let arity = arity(function, record.len())?;
        let mut callback = Callback::new(function, Role::Function);
        for (key, item) in record.entries() {
            let name = key.clone();
            let verdict = call(evaluator, &mut callback, arity, item.clone(), || Item::Text(name), object)?;
            if truth(&verdict)? {
                members.insert(key, item);
            }
        }
    }
    match members.len() {
        0 => Ok(Item::Undefined),
        _ => evaluator.object(members),
    }
}

pub(super) fn sort(evaluator: &mut Evaluator<'_>, list: Item, comparator: &Item) -> Result<Item, Fault> {
    let list = match list {
        Item::Array(list) if list.len() > 1 => list,
        other => return Ok(other),
    };
    let items = list.into_vec();
    evaluator.charge(items.len() * 16)?;
    let order = match comparator {
        Item::Undefined => natural_order(&items)?,
        comparator => {
            let mut callback = Callback::new(comparator, Role::Comparator);
            order(items.len(), &mut |a, b| {
                let mut arguments = [items[a].clone(), items[b].clone()];
                Ok(is_truthy(&evaluator.call_back(&mut callback, &mut arguments)?))
            })?
        }
    };
    evaluator.array_of(arranged(items, order))
}

fn natural_order(items: &[Item]) -> Result<Vec<usize>, Fault> {
    let mut numbers = true;
    for item in items {
        if !item.is_numeric()? {
            numbers = false;
            break;
        }
    }
    let texts = items.iter().all(|item| item.as_text().is_some());
    if !numbers && !texts {
        return Err(Fault::new("D3070").index(1));
    }
    order(items.len(), &mut |a, b| {
        Ok(match (&items[a], &items[b]) {
            (Item::Number(a), Item::Number(b)) => a > b,
            (Item::Text(a), Item::Text(b)) => item::compare_texts(a, b).is_gt(),
            _ => false,
        })
    })
}

/// What JavaScript takes for true.
fn is_truthy(item: &Item) -> bool {
    match item {
        Item::Undefined | Item::Null => false,
        Item::Bool(value) => *value,
        Item::Number(number) => *number != 0.0 && !number.is_nan(),
        Item::Text(text) => !text.is_empty(),
        Item::Array(_) | Item::Object(_) | Item::Function(_) | Item::Tuples(_) => true,
    }
}
