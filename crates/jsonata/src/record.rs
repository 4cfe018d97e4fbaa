//! Objects inside of an evaluation.

use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use json::Text;

use crate::item::{self, Item};
use crate::node::Key;
use crate::order::{arranged, indices_first};
use crate::texts::Texts;

/// An object. Cloning shares; only a transform changes one, and only its own copies.
#[derive(Clone, Debug)]
pub(crate) enum Record {
    Shared(json::Object),
    Own(Rc<Own>),
}

#[derive(Debug, Default)]
pub(crate) struct Own {
    members: RefCell<Members>,
    /// Of the deepest member; changes by a transform below are not noticed.
    depth: Cell<usize>,
}

/// Members in the order they came: a few in a row, many with an index.
#[derive(Debug, Clone)]
pub(crate) enum Members {
    Few(Vec<(Text, Item)>),
    Many { keys: Texts, items: Vec<Item> },
}

pub(crate) const FEW: usize = 8;

impl Default for Members {
    fn default() -> Members {
        Members::Few(Vec::new())
    }
}

impl Members {
    pub fn len(&self) -> usize {
        match self {
            Members::Few(members) => members.len(),
            Members::Many { items, .. } => items.len(),
        }
    }

    pub fn get(&self, key: &str) -> Option<&Item> {
        match self {
            Members::Few(members) => {
                members.iter().find(|(name, _)| name.as_str() == key).map(|(_, item)| item)
            }
            Members::Many { keys, items } => keys.place(key).and_then(|index| items.get(index)),
        }
    }

    pub fn at(&self, index: usize) -> Option<(&Text, &Item)> {
        match self {
            Members::Few(members) => members.get(index).map(|(key, item)| (key, item)),
            Members::Many { keys, items } => keys.at(index).zip(items.get(index)),
        }
    }

    pub fn insert(&mut self, key: Text, item: Item) {
        match self {
            Members::Few(members) => {
                if let Some((_, old)) = members.iter_mut().find(|(name, _)| *name == key) {
                    *old = item;
                } else if members.len() < FEW {
                    members.push((key, item));
                } else {
                    let mut keys = Texts::default();
                    let mut items = Vec::with_capacity(members.len() * 2);
                    for (key, item) in core::mem::take(members) {
                        keys.insert(&key);
                        items.push(item);
                    }
                    keys.insert(&key);
                    items.push(item);
                    *self = Members::Many { keys, items };
                }
            }
            Members::Many { keys, items } => match keys.insert(&key) {
                (index, false) => items[index] = item,
                (_, true) => items.push(item),
            },
        }
    }

    /// So many members at most, with keys that are not there yet.
    pub fn with_room(count: usize) -> Members {
        Members::Few(Vec::with_capacity(count))
    }

    /// Adds a member whose key is not there yet, to fewer than `FEW`.
    pub fn push(&mut self, key: Text, item: Item) {
        match self {
            Members::Few(members) => members.push((key, item)),
            Members::Many { .. } => self.insert(key, item),
        }
    }

    fn remove(&mut self, key: &str) {
        match self {
            Members::Few(members) => members.retain(|(name, _)| name.as_str() != key),
            Members::Many { keys, items } => {
                if let Some(index) = keys.remove(key) {
                    items.remove(index);
                }
            }
        }
    }

    fn depth(&self) -> usize {
        (0..self.len()).filter_map(|index| self.at(index)).map(|(_, item)| item.depth()).max().unwrap_or(0)
    }

    fn into_entries(self) -> Vec<(Text, Item)> {
        match self {
            Members::Few(members) => members,
            Members::Many { keys, items } => keys.iter().cloned().zip(items).collect(),
        }
    }

    fn into_items(self) -> Vec<Item> {
        match self {
            Members::Few(members) => members.into_iter().map(|(_, item)| item).collect(),
            Members::Many { items, .. } => items,
        }
    }
}

impl Record {
    pub fn new(members: Members) -> Record {
        let depth = Cell::new(members.depth());
        Record::Own(Rc::new(Own { members: RefCell::new(members), depth }))
    }

    pub fn len(&self) -> usize {
        match self {
            Record::Shared(object) => object.len(),
            Record::Own(own) => own.members.borrow().len(),
        }
    }

    pub fn get(&self, key: &str) -> Option<Item> {
        match self {
            Record::Shared(object) => object.get(key).map(Item::from),
            Record::Own(own) => own.members.borrow().get(key).cloned(),
        }
    }

    /// What a step of this name leads to.
    #[inline]
    pub fn member(&self, key: &Key) -> Option<Item> {
        match self {
            Record::Shared(object) => key.of(object).map(Item::from),
            Record::Own(own) => own.members.borrow().get(&key.text).cloned(),
        }
    }

    /// Sets a member of one's own record; others cannot be changed.
    pub fn set(&self, key: Text, item: Item) {
        match self {
            Record::Shared(_) => {}
            Record::Own(own) => {
                own.depth.set(own.depth.get().max(item.depth()));
                own.members.borrow_mut().insert(key, item);
            }
        }
    }

    /// Removes a member of one's own record; others cannot be changed.
    pub fn remove(&self, key: &str) {
        match self {
            Record::Shared(_) => {}
            Record::Own(own) => own.members.borrow_mut().remove(key),
        }
    }

    /// The members in the order of JavaScript: keys that look like indices first, in their order.
    pub fn entries(&self) -> Vec<(Text, Item)> {
        let entries: Vec<(Text, Item)> = match self {
            Record::Shared(object) => {
                object.iter().map(|(key, value)| (key.clone(), Item::from(value))).collect()
            }
            Record::Own(own) => {
                let members = own.members.borrow();
                (0..members.len())
                    .filter_map(|index| members.at(index))
                    .map(|(key, item)| (key.clone(), item.clone()))
                    .collect()
            }
        };
        in_order(entries)
    }

    /// The members as `entries`, taken over when nobody else holds them.
    pub fn into_entries(mut self) -> Vec<(Text, Item)> {
        if let Record::Own(own) = &mut self
            && let Some(own) = Rc::get_mut(own)
        {
            return in_order(core::mem::take(own.members.get_mut()).into_entries());
        }
        self.entries()
    }

    pub fn depth(&self) -> usize {
        match self {
            Record::Shared(object) => object.depth(),
            Record::Own(own) => own.depth.get() + 1,
        }
    }

    pub fn is_same(&self, other: &Record) -> bool {
        match (self, other) {
            (Record::Shared(a), Record::Shared(b)) => a.is_same(b),
            (Record::Own(a), Record::Own(b)) => Rc::ptr_eq(a, b),
            (Record::Shared(_), Record::Own(_)) | (Record::Own(_), Record::Shared(_)) => false,
        }
    }

    /// The items, when nobody else holds them.
    pub fn take(self) -> Vec<Item> {
        match self {
            Record::Shared(_) => Vec::new(),
            Record::Own(mut own) => match Rc::get_mut(&mut own) {
                Some(own) => core::mem::take(own.members.get_mut()).into_items(),
                None => Vec::new(),
            },
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let members = self.members.get_mut();
        let nested =
            (0..members.len()).filter_map(|index| members.at(index)).any(|(_, item)| item.is_nested());
        if nested {
            item::dismantle(core::mem::take(members).into_items());
        }
    }
}

/// Members in the order of JavaScript. Mostly no key looks like an index.
fn in_order(members: Vec<(Text, Item)>) -> Vec<(Text, Item)> {
    if members.iter().all(|(key, _)| !key.as_bytes().first().is_some_and(u8::is_ascii_digit)) {
        return members;
    }
    match indices_first(members.len(), &|place| array_index(&members[place].0)) {
        Some(order) => arranged(members, order),
        None => members,
    }
}

/// The number of a key like `12`, as JavaScript arrays have them.
pub(crate) fn array_index(key: &str) -> Option<u32> {
    let bytes = key.as_bytes();
    if !bytes.first()?.is_ascii_digit() || bytes.len() > 10 || (bytes[0] == b'0' && bytes.len() > 1) {
        return None;
    }
    key.parse::<u32>().ok().filter(|index| *index != u32::MAX)
}
