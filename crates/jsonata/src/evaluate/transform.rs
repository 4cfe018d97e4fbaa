//! `|pattern|update, delete|`: a copy of an object, with changes where the pattern points.

use alloc::rc::Rc;
use alloc::vec::Vec;

use json::Value;

use super::{DEEPEST, Env, Evaluator};
use crate::error::{Detail, Fault};
use crate::function::Function;
use crate::item::Item;
use crate::list::List;
use crate::node::{Node, Transform};
use crate::record::{Members, Record};

impl Evaluator<'_> {
    #[inline(never)]
    pub(super) fn transform(
        &mut self,
        transform: &Transform,
        object: Item,
        env: &Env,
    ) -> Result<Item, Fault> {
        if object.is_undefined() {
            return Ok(Item::Undefined);
        }
        let clone = self.variable(&transform.clone, env);
        let Item::Function(function) = &clone else {
            return Err(Fault::new("T2013").at(transform.start, transform.position));
        };
        let copy = match &**function {
            Function::Builtin(_) => copied(&object)?,
            _ => {
                let own =
                    self.apply(&Item::Function(Rc::clone(function)), alloc::vec![object], &Item::Null)?;
                copied(&own)?
            }
        };
        let matches = self.eval(&transform.pattern, &copy, env)?;
        let matches = match matches {
            Item::Undefined => Vec::new(),
            Item::Array(list) => list.into_vec(),
            item => alloc::vec![item],
        };
        for item in matches {
            self.change(transform, &item, env)?;
        }
        match depth(&copy, 0) {
            Some(_) => Ok(copy),
            None => Err(crate::limits::too_deep()),
        }
    }

    fn change(&mut self, transform: &Transform, item: &Item, env: &Env) -> Result<(), Fault> {
        let update = self.eval(&transform.update, item, env)?;
        match &update {
            Item::Undefined => {}
            Item::Object(record) => {
                for (key, value) in record.entries() {
                    match item {
                        // A copy, so that nothing can come to lie inside of itself.
                        Item::Object(object) => object.set(key, copied_deep(&value)),
                        Item::Array(_) | Item::Function(_) | Item::Tuples(_) => {}
                        scalar => return Err(no_object(scalar, &key)),
                    }
                }
            }
            Item::Function(function) if !matches!(**function, Function::Passed(_) | Function::Matcher(_)) => {
            }
            other => {
                return Err(clause_fault("T2011", &transform.update, other));
            }
        }
        let Some(delete) = &transform.delete else {
            return Ok(());
        };
        let deletions = self.eval(delete, item, env)?;
        let keys = match &deletions {
            Item::Undefined => return Ok(()),
            Item::Array(list) => list.to_vec(),
            item => alloc::vec![item.clone()],
        };
        if keys.iter().any(|key| key.as_text().is_none()) {
            return Err(clause_fault("T2012", delete, &deletions));
        }
        if let Item::Object(object) = item {
            keys.iter().filter_map(Item::as_text).for_each(|key| object.remove(key));
        }
        Ok(())
    }
}

fn clause_fault(code: &'static str, node: &Node, value: &Item) -> Fault {
    let mut fault = Fault::new(code).value(value.detail());
    fault.0.start = Some(node.start);
    fault.0.position = node.position;
    fault
}

/// JavaScript's words when a property is set on what is no object.
#[cold]
pub(super) fn no_object(item: &Item, key: &str) -> Fault {
    Fault::said(match item {
        Item::Undefined => alloc::format!("Cannot set properties of undefined (setting '{key}')"),
        Item::Null => alloc::format!("Cannot set properties of null (setting '{key}')"),
        item => {
            let kind = match item {
                Item::Text(_) => "string",
                Item::Number(_) => "number",
                _ => "boolean",
            };
            let Detail(value) = item.detail();
            let value = match item {
                Item::Text(text) => alloc::string::String::from(text.as_str()),
                _ => value,
            };
            alloc::format!("Cannot create property '{key}' on {kind} '{value}'")
        }
    })
}

/// A copy whose objects are new ones, as after writing and reading JSON.
pub(crate) fn copied(item: &Item) -> Result<Item, Fault> {
    match item {
        Item::Number(number) if !number.is_finite() => Err(Fault::new("D1001").value(Detail::plain("null"))),
        item => Ok(copied_deep(item)),
    }
}

fn copied_deep(item: &Item) -> Item {
    match item {
        Item::Array(list) => match list.as_shared() {
            Some(array) => copied_array(array),
            None => Item::Array(List::plain(list.iter().map(|item| copied_deep(&item)).collect())),
        },
        Item::Object(Record::Shared(object)) => copied_object(object),
        Item::Object(record) => {
            let mut members = Members::default();
            for (key, item) in record.entries() {
                if !item.is_undefined() {
                    members.insert(key, copied_deep(&item));
                }
            }
            Item::Object(Record::new(members))
        }
        // JSON has no functions: `$string` writes empty texts for them.
        Item::Function(_) => Item::from(""),
        Item::Number(number) => Item::Number(crate::number::round_to_15_digits(*number)),
        item => item.clone(),
    }
}

fn copied_array(array: &json::Array) -> Item {
    Item::Array(List::plain(array.iter().map(copied_value).collect()))
}

fn copied_object(object: &json::Object) -> Item {
    let mut members = Members::default();
    for (key, value) in object {
        members.insert(key.clone(), copied_value(value));
    }
    Item::Object(Record::new(members))
}

fn copied_value(value: &Value) -> Item {
    match value {
        Value::Array(array) => copied_array(array),
        Value::Object(object) => copied_object(object),
        Value::Number(number) => Item::Number(crate::number::round_to_15_digits(number.as_f64())),
        value => Item::from(value),
    }
}

/// The real depth after changes below, or nothing when it is too much.
fn depth(item: &Item, above: usize) -> Option<usize> {
    if above > DEEPEST {
        return None;
    }
    match item {
        Item::Array(list) if list.as_shared().is_none() => {
            list.iter().try_fold(0, |deepest, item| Some(deepest.max(depth(&item, above + 1)? + 1)))
        }
        Item::Object(record @ Record::Own(_)) => {
            let entries = record.entries();
            entries.iter().try_fold(0, |deepest, (_, item)| Some(deepest.max(depth(item, above + 1)? + 1)))
        }
        item => Some(item.depth()),
    }
}
