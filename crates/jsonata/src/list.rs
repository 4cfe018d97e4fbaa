//! Arrays inside of an evaluation, with what JSONata remembers about them.

use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::Cell;

use crate::item::{self, Item};

/// An array. Cloning shares; the marks belong to the handle.
#[derive(Clone, Debug)]
pub(crate) struct List {
    items: Items,
    /// A result of a path or function: one item stands for itself, none for nothing.
    pub sequence: bool,
    /// A sequence of one item stays an array (`[]`).
    pub keep: bool,
    /// Made by `[…]` as a step: not flattened.
    pub made: bool,
    /// The input of the whole expression, wrapped so that it counts as one.
    pub wrapper: bool,
}

#[derive(Clone, Debug)]
enum Items {
    Shared(json::Array),
    Own(Rc<Own>),
}

#[derive(Debug)]
struct Own {
    items: Vec<Item>,
    depth: usize,
    meter: Option<Meter>,
}

/// Counts the bytes that an evaluation holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meter(Rc<Cell<usize>>);

impl Meter {
    pub fn held(&self) -> usize {
        self.0.get()
    }

    pub fn add(&self, bytes: usize) {
        self.0.set(self.0.get().saturating_add(bytes));
    }

    pub fn give_back(&self, bytes: usize) {
        self.0.set(self.0.get().saturating_sub(bytes));
    }
}

/// Bytes that an item takes in the service's count.
pub(crate) const ITEM: usize = 12;

/// Bytes that the service counts for anything: with it, 873,782 items fit into its 10 MiB and one more does not.
pub(crate) const OVERHEAD: usize = 370;

impl List {
    fn from_items(items: Items) -> List {
        List { items, sequence: false, keep: false, made: false, wrapper: false }
    }

    pub fn shared(array: json::Array) -> List {
        List::from_items(Items::Shared(array))
    }

    pub fn plain(items: Vec<Item>) -> List {
        let depth = item::deepest(&items);
        List::from_items(Items::Own(Rc::new(Own { items, depth, meter: None })))
    }

    /// A list whose bytes are counted for as long as it lives.
    pub fn metered(items: Vec<Item>, meter: &Meter) -> List {
        let depth = item::deepest(&items);
        meter.add(items.len() * ITEM);
        List::from_items(Items::Own(Rc::new(Own { items, depth, meter: Some(meter.clone()) })))
    }

    pub fn sequence(mut self) -> List {
        self.sequence = true;
        self
    }

    pub fn len(&self) -> usize {
        match &self.items {
            Items::Shared(array) => array.len(),
            Items::Own(own) => own.items.len(),
        }
    }

    pub fn get(&self, index: usize) -> Option<Item> {
        match &self.items {
            Items::Shared(array) => array.get(index).map(Item::from),
            Items::Own(own) => own.items.get(index).cloned(),
        }
    }

    pub fn iter(&self) -> Iter<'_> {
        match &self.items {
            Items::Shared(array) => Iter::Shared(array.iter()),
            Items::Own(own) => Iter::Own(own.items.iter()),
        }
    }

    pub fn to_vec(&self) -> Vec<Item> {
        let mut items = Vec::new();
        self.append_to(&mut items);
        items
    }

    /// Puts all items behind others.
    pub fn append_to(&self, items: &mut Vec<Item>) {
        match &self.items {
            Items::Shared(array) => items.extend(array.as_slice().iter().map(Item::from)),
            Items::Own(own) => items.extend_from_slice(&own.items),
        }
    }

    pub fn depth(&self) -> usize {
        match &self.items {
            Items::Shared(array) => array.depth(),
            Items::Own(own) => own.depth + 1,
        }
    }

    /// The array of JSON when it is still one, untouched.
    pub fn as_shared(&self) -> Option<&json::Array> {
        match &self.items {
            Items::Shared(array) => Some(array),
            Items::Own(_) => None,
        }
    }

    /// The items when they are the evaluation's own.
    pub fn as_own(&self) -> Option<&[Item]> {
        match &self.items {
            Items::Shared(_) => None,
            Items::Own(own) => Some(&own.items),
        }
    }

    pub fn is_same(&self, other: &List) -> bool {
        match (&self.items, &other.items) {
            (Items::Shared(a), Items::Shared(b)) => a.is_same(b),
            (Items::Own(a), Items::Own(b)) => Rc::ptr_eq(a, b),
            (Items::Shared(_), Items::Own(_)) | (Items::Own(_), Items::Shared(_)) => false,
        }
    }

    /// The items, when nobody else holds them.
    pub fn take(self) -> Vec<Item> {
        match self.items {
            Items::Shared(_) => Vec::new(),
            Items::Own(mut own) => match Rc::get_mut(&mut own) {
                Some(own) => {
                    if let Some(meter) = own.meter.take() {
                        meter.give_back(own.items.len() * ITEM);
                    }
                    core::mem::take(&mut own.items)
                }
                None => Vec::new(),
            },
        }
    }

    /// The items, taken over when nobody else holds them, else copied.
    pub fn into_vec(self) -> Vec<Item> {
        match self.items {
            Items::Shared(array) => array.as_slice().iter().map(Item::from).collect(),
            Items::Own(own) => match Rc::try_unwrap(own) {
                Ok(mut own) => {
                    if let Some(meter) = own.meter.take() {
                        meter.give_back(own.items.len() * ITEM);
                    }
                    core::mem::take(&mut own.items)
                }
                Err(own) => own.items.clone(),
            },
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        if let Some(meter) = self.meter.take() {
            meter.give_back(self.items.len() * ITEM);
        }
        if self.depth > 0 {
            item::dismantle(core::mem::take(&mut self.items));
        }
    }
}

/// The items one after the other, made from JSON on the way where they are still JSON.
#[derive(Clone, Debug)]
pub(crate) enum Iter<'a> {
    Shared(core::slice::Iter<'a, json::Value>),
    Own(core::slice::Iter<'a, Item>),
}

impl Iterator for Iter<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        match self {
            Iter::Shared(values) => values.next().map(Item::from),
            Iter::Own(items) => items.next().cloned(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Iter::Shared(values) => values.size_hint(),
            Iter::Own(items) => items.size_hint(),
        }
    }
}
