//! What an evaluation works on: JSON, functions, and nothing.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use json::{Text, Value};

use crate::error::{Detail, Fault};
use crate::frame::Frame;
use crate::function::Function;
use crate::list::List;
use crate::number;
use crate::order::order_by;
use crate::record::{Members, Record};

/// A value of an evaluation.
#[derive(Clone, Debug, Default)]
pub(crate) enum Item {
    #[default]
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Text),
    Array(List),
    Object(Record),
    Function(Rc<Function>),
    /// The stream of a path with `@`, `#` or `%`.
    Tuples(Rc<Vec<Tuple>>),
}

/// One item on its way through a path, with what was named on the way.
#[derive(Clone, Debug)]
pub(crate) struct Tuple {
    pub item: Item,
    pub names: Vec<(Name, Item)>,
}

/// A variable's name as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name(pub u32);

impl Tuple {
    pub fn name(&mut self, name: Name, item: Item) {
        match self.names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = item,
            None => self.names.push((name, item)),
        }
    }
}

impl From<&Value> for Item {
    fn from(value: &Value) -> Item {
        Item::of(value)
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Item {
        Item::Text(Text::from(text))
    }
}

impl From<String> for Item {
    fn from(text: String) -> Item {
        Item::Text(Text::from(text))
    }
}

impl Item {
    /// `From`, for the places that are worth a copy of the code.
    #[inline(always)]
    pub fn of(value: &Value) -> Item {
        match value {
            Value::Null => Item::Null,
            Value::Bool(value) => Item::Bool(*value),
            Value::Number(number) => Item::Number(number.as_f64()),
            Value::String(text) => Item::Text(text.clone()),
            Value::Array(array) => Item::Array(List::shared(array.clone())),
            Value::Object(object) => Item::Object(Record::Shared(object.clone())),
        }
    }

    #[inline(always)]
    pub fn is_undefined(&self) -> bool {
        matches!(self, Item::Undefined)
    }

    pub fn is_function(&self) -> bool {
        matches!(self, Item::Function(_))
    }

    pub fn as_text(&self) -> Option<&Text> {
        match self {
            Item::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this is a number that counts as one: infinities do not, and are refused.
    pub fn is_numeric(&self) -> Result<bool, Fault> {
        match self {
            Item::Number(number) if number.is_infinite() => {
                Err(Fault::new("D1001").value(Detail::plain("null")))
            }
            Item::Number(number) => Ok(!number.is_nan()),
            _ => Ok(false),
        }
    }

    /// The letter of signatures.
    pub fn symbol(&self) -> char {
        match self {
            Item::Undefined => 'm',
            Item::Null => 'l',
            Item::Bool(_) => 'b',
            Item::Number(_) => 'n',
            Item::Text(_) => 's',
            Item::Array(_) | Item::Tuples(_) => 'a',
            Item::Object(_) => 'o',
            Item::Function(_) => 'f',
        }
    }

    pub fn depth(&self) -> usize {
        match self {
            Item::Array(list) => list.depth(),
            Item::Object(record) => record.depth(),
            Item::Function(_) | Item::Tuples(_) => 1,
            Item::Undefined | Item::Null | Item::Bool(_) | Item::Number(_) | Item::Text(_) => 0,
        }
    }

    /// Whether dropping this may drop other items.
    pub fn is_nested(&self) -> bool {
        match self {
            Item::Array(list) => list.as_shared().is_none(),
            Item::Object(record) => matches!(record, Record::Own(_)),
            Item::Function(_) | Item::Tuples(_) => true,
            Item::Undefined | Item::Null | Item::Bool(_) | Item::Number(_) | Item::Text(_) => false,
        }
    }

    /// As messages show it.
    #[cold]
    pub fn detail(&self) -> Detail {
        match self {
            Item::Undefined | Item::Function(_) => Detail::plain("undefined"),
            item => {
                let mut out = String::new();
                crate::text::stringify(&mut out, item, None, false, 0).ok();
                Detail(out)
            }
        }
    }

    /// `===` for scalars, by contents for arrays and objects.
    pub fn is_equal(&self, other: &Item) -> bool {
        match (self, other) {
            (Item::Undefined, Item::Undefined) | (Item::Null, Item::Null) => true,
            (Item::Bool(a), Item::Bool(b)) => a == b,
            (Item::Number(a), Item::Number(b)) => a == b,
            (Item::Text(a), Item::Text(b)) => a == b,
            (Item::Array(a), Item::Array(b)) => {
                a.is_same(b) || (a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.is_equal(&b)))
            }
            (Item::Object(a), Item::Object(b)) => {
                a.is_same(b)
                    || (a.len() == b.len()
                        && a.entries()
                            .iter()
                            .all(|(key, item)| b.get(key).is_some_and(|b| item.is_equal(&b))))
            }
            (Item::Object(record), Item::Array(list)) | (Item::Array(list), Item::Object(record)) => {
                // JavaScript compares the own names, and an array has `length` beside its indices.
                let _ = (record, list);
                false
            }
            (Item::Function(a), Item::Function(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// `===`: arrays and objects only when they are the same one.
    pub fn is_identical(&self, other: &Item) -> bool {
        match (self, other) {
            (Item::Array(a), Item::Array(b)) => a.is_same(b),
            (Item::Object(a), Item::Object(b)) => a.is_same(b),
            (a, b) => a.is_equal(b),
        }
    }

    /// JSON, or nothing for what JSON cannot hold at the top. `odd` is told of functions and numbers without JSON.
    pub fn into_value(self, odd: &mut Odd) -> Option<Value> {
        Some(match self {
            Item::Undefined => return None,
            Item::Null => Value::Null,
            Item::Bool(value) => Value::Bool(value),
            Item::Number(number) if number.is_finite() => {
                Value::Number(json::Number::from_javascript(number))
            }
            Item::Number(number) => {
                odd.infinite = true;
                match odd.infinities_as_text {
                    true => Value::from(number::to_text(number)),
                    false => Value::Null,
                }
            }
            Item::Text(text) => Value::String(crate::text::well_formed(text)),
            Item::Array(list) => match list.as_shared() {
                Some(array) => Value::Array(array.clone()),
                None => values(list.into_vec(), odd),
            },
            Item::Object(Record::Shared(object)) => Value::Object(object),
            Item::Object(record) => {
                let mut members = Vec::with_capacity(record.len());
                for (key, item) in record.into_entries() {
                    if let Some(value) = item.into_value(odd) {
                        members.push((crate::text::well_formed(key), value));
                    }
                }
                Value::Object(members.into())
            }
            Item::Function(_) => {
                odd.function = true;
                return None;
            }
            Item::Tuples(tuples) => values(tuples.iter().map(|tuple| tuple.item.clone()).collect(), odd),
        })
    }

    /// A text that two items share exactly if they are equal; nothing for what only `is_equal` can compare.
    pub fn canonical(&self, out: &mut String) -> bool {
        use core::fmt::Write;
        match self {
            Item::Undefined | Item::Function(_) | Item::Tuples(_) => false,
            Item::Null => {
                out.push('N');
                true
            }
            Item::Bool(value) => {
                out.push(if *value { 'T' } else { 'F' });
                true
            }
            Item::Number(number) if number.is_nan() => false,
            Item::Number(number) => {
                let number = if *number == 0.0 { 0.0 } else { *number };
                write!(out, "#{:x}", number.to_bits()).is_ok()
            }
            Item::Text(text) => write!(out, "\"{}:{}", text.len(), text.as_str()).is_ok(),
            Item::Array(list) => {
                out.push('[');
                let fine = list.iter().all(|item| item.canonical(out));
                out.push(']');
                fine
            }
            Item::Object(record) => {
                let entries = record.entries();
                let order = order_by(entries.len(), |place| &entries[place].0);
                out.push('{');
                let fine = order.into_iter().map(|place| &entries[place]).all(|(key, item)| {
                    write!(out, "{}:{}", key.len(), key.as_str()).is_ok() && item.canonical(out)
                });
                out.push('}');
                fine
            }
        }
    }
}

/// Items as an array of JSON, with null for what JSON has not.
fn values(items: Vec<Item>, odd: &mut Odd) -> Value {
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        values.push(item.into_value(odd).unwrap_or(Value::Null));
    }
    Value::from(values)
}

/// What a conversion to JSON met on the way.
#[derive(Debug, Default)]
pub(crate) struct Odd {
    pub infinities_as_text: bool,
    pub infinite: bool,
    pub function: bool,
}

/// The order of JavaScript's `<` on texts: by UTF-16 units.
pub(crate) fn compare_texts(a: &Text, b: &Text) -> Ordering {
    match a.is_ascii() && b.is_ascii() {
        true => a.as_str().cmp(b.as_str()),
        false => crate::text::units(a).cmp(crate::text::units(b)),
    }
}

#[inline(never)]
pub(crate) fn deepest(items: &[Item]) -> usize {
    let mut deepest = 0;
    for item in items {
        // Most are none of these, and need no call.
        if matches!(item, Item::Array(_) | Item::Object(_) | Item::Function(_) | Item::Tuples(_)) {
            deepest = deepest.max(item.depth());
        }
    }
    deepest
}

/// An object of its own from pairs; the last of two with the same key wins.
pub(crate) fn record<const N: usize>(pairs: [(&str, Item); N]) -> Item {
    let mut members = Members::default();
    for (key, item) in pairs {
        members.insert(Text::from(key), item);
    }
    Item::Object(Record::new(members))
}

/// Drops items without recursion, as far as nobody else holds them: closures can form chains of any length.
pub(crate) fn dismantle(mut items: Vec<Item>) {
    while let Some(item) = items.pop() {
        if !item.is_nested() {
            continue;
        }
        match item {
            Item::Array(list) => items.extend(list.take()),
            Item::Object(record) => items.extend(record.take()),
            Item::Function(mut function) => {
                if let Some(function) = Rc::get_mut(&mut function) {
                    function.dismantle(&mut items);
                }
            }
            Item::Tuples(mut tuples) => {
                if let Some(tuples) = Rc::get_mut(&mut tuples) {
                    for tuple in core::mem::take(tuples) {
                        items.push(tuple.item);
                        items.extend(tuple.names.into_iter().map(|(_, item)| item));
                    }
                }
            }
            Item::Undefined | Item::Null | Item::Bool(_) | Item::Number(_) | Item::Text(_) => {}
        }
    }
}

/// Takes a chain of frames apart, as far as nobody else holds them.
pub(crate) fn dismantle_frames(frame: Option<Rc<Frame>>, items: &mut Vec<Item>) {
    let mut next = frame;
    while let Some(mut frame) = next {
        next = match Rc::get_mut(&mut frame) {
            Some(frame) => frame.take(items),
            None => None,
        };
    }
}
