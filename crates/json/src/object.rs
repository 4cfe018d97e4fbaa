//! A shared object that keeps the order of its keys.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;

use crate::{Text, Value};

/// An immutable object, shared when cloned. Changing it copies the list of members if somebody else holds it, never a value.
#[derive(Clone, Default)]
pub struct Object {
    members: Arc<Members>,
}

/// Most objects of state data have few members: those take a single allocation and are searched from the front.
#[derive(Clone, Default)]
struct Members {
    list: SmallVec<[Member; 2]>,
    /// Places in the list by the hash of the key; none as long as the list is short.
    index: Option<Box<HashTable<u32>>>,
    /// Bytes of keys, colons and values, without braces and commas.
    bytes: usize,
    /// The depth of the deepest value.
    depth: usize,
}

type Member = (Text, Value);

/// With more members than this an object has an index.
const SHORT: usize = 8;

/// The members in order.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    list: core::slice::Iter<'a, Member>,
}

impl Object {
    pub fn new() -> Object {
        Object::default()
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.members.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.members.list.is_empty()
    }

    #[inline]
    pub fn get(&self, key: &str) -> Option<&Value> {
        let place = self.members.position(key)?;
        Some(&self.members.list[place].1)
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.members.position(key).is_some()
    }

    /// The place of a member in the order.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.members.position(key)
    }

    /// The member at a place in the order.
    #[inline(always)]
    pub fn at(&self, index: usize) -> Option<(&Text, &Value)> {
        self.members.list.get(index).map(|(key, value)| (key, value))
    }

    /// The value at a place in the order, if the key there is this one.
    pub fn value_at(&self, index: usize, key: &Text) -> Option<&Value> {
        match self.members.list.get(index) {
            Some((known, value)) if known == key => Some(value),
            Some(_) | None => None,
        }
    }

    #[inline]
    pub fn iter(&self) -> Iter<'_> {
        Iter { list: self.members.list.iter() }
    }

    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Text> + DoubleEndedIterator {
        self.members.list.iter().map(|(key, _)| key)
    }

    #[inline]
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value> + DoubleEndedIterator {
        self.members.list.iter().map(|(_, value)| value)
    }

    /// Bytes of the compact JSON text.
    #[inline]
    pub fn size(&self) -> usize {
        2 + self.members.bytes + self.len().saturating_sub(1)
    }

    #[inline]
    pub fn depth(&self) -> usize {
        1 + self.members.depth
    }

    /// Whether both share the same memory.
    #[inline]
    pub fn is_same(&self, other: &Object) -> bool {
        Arc::ptr_eq(&self.members, &other.members)
    }

    /// Whether somebody else holds the same memory.
    #[inline]
    pub fn is_shared(&self) -> bool {
        Arc::strong_count(&self.members) > 1
    }

    /// An object of members that may fail to come; the first failure ends it.
    pub fn try_of<E>(members: impl Iterator<Item = Result<(Text, Value), E>>) -> Result<Object, E> {
        // Filled where it lies: moving that many bytes is a call in wasm.
        let mut shared = Arc::new(Members::default());
        let Some(own) = Arc::get_mut(&mut shared) else { unreachable!("nobody else has it yet") };
        for member in members {
            let (key, value) = member?;
            own.insert(key, value);
        }
        Ok(Object { members: shared })
    }

    /// Sets a member: a known key keeps its place, a new one goes last. Gives the old value back.
    pub fn insert(&mut self, key: impl Into<Text>, value: Value) -> Option<Value> {
        Arc::make_mut(&mut self.members).insert(key.into(), value)
    }

    /// Removes a member; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let place = self.members.position(key)?;
        let members = Arc::make_mut(&mut self.members);
        let (key, value) = members.list.remove(place);
        members.bytes -= key.size() + 1 + value.size();
        members.put_in_order();
        Some(value)
    }

    /// The values, when nobody else holds them.
    pub(crate) fn take(mut self) -> Vec<Value> {
        match Arc::get_mut(&mut self.members) {
            Some(members) => members.take(),
            None => Vec::new(),
        }
    }
}

impl Members {
    #[inline]
    fn position(&self, key: &str) -> Option<usize> {
        let Some(index) = &self.index else {
            return self.list.iter().position(|(known, _)| known == key);
        };
        let place = index.find(hash(key), |place| self.list[*place as usize].0 == key)?;
        Some(*place as usize)
    }

    fn insert(&mut self, key: Text, value: Value) -> Option<Value> {
        self.bytes += value.size();
        self.depth = self.depth.max(value.depth());
        if !self.list.is_empty()
            && let Some(place) = self.position(&key)
        {
            let old = core::mem::replace(&mut self.list[place].1, value);
            self.bytes -= old.size();
            return Some(old);
        }
        self.bytes += key.size() + 1;
        self.list.push((key, value));
        match self.list.len() {
            0..=SHORT => {}
            length if self.index.is_none() => (0..length).for_each(|place| self.note(place)),
            length => self.note(length - 1),
        }
        None
    }

    /// Makes the index anew.
    fn put_in_order(&mut self) {
        self.index = None;
        if self.list.len() > SHORT {
            (0..self.list.len()).for_each(|place| self.note(place));
        }
    }

    /// Puts a place into the index.
    fn note(&mut self, place: usize) {
        let list = &self.list;
        let index = self.index.get_or_insert_default();
        index.insert_unique(hash(&list[place].0), place as u32, |place| hash(&list[*place as usize].0));
    }

    fn take(&mut self) -> Vec<Value> {
        core::mem::take(&mut self.list).into_iter().map(|(_, value)| value).collect()
    }
}

fn hash(key: &str) -> u64 {
    FxBuildHasher.hash_one(key)
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a Text, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.list.next().map(|(key, value)| (key, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.list.size_hint()
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.list.next_back().map(|(key, value)| (key, value))
    }
}

impl ExactSizeIterator for Iter<'_> {}

/// The last of two members with the same key wins, at the place of the first.
impl<K: Into<Text>> FromIterator<(K, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(members: I) -> Object {
        let given = members.into_iter();
        let mut members = Members::default();
        members.list.reserve(given.size_hint().0);
        let mut is_replaced = false;
        for (key, value) in given {
            is_replaced |= members.insert(key.into(), value).is_some();
        }
        if is_replaced {
            // What was replaced may have been the deepest.
            members.depth = members.list.iter().map(|(_, value)| value.depth()).max().unwrap_or(0);
        }
        Object { members: Arc::new(members) }
    }
}

impl From<Vec<(Text, Value)>> for Object {
    fn from(members: Vec<(Text, Value)>) -> Object {
        members.into_iter().collect()
    }
}

impl<K: Into<Text>, const N: usize> From<[(K, Value); N]> for Object {
    fn from(members: [(K, Value); N]) -> Object {
        members.into_iter().collect()
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = (&'a Text, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Without regard to order.
impl PartialEq for Object {
    fn eq(&self, other: &Object) -> bool {
        self.is_same(other)
            || self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl core::fmt::Debug for Object {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Takes deep values apart in a loop: dropping them by recursion could overflow a small stack.
impl Drop for Members {
    fn drop(&mut self) {
        if self.depth > crate::value::DEEP {
            crate::value::dismantle(self.take());
        }
    }
}
