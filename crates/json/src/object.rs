//! A shared object that keeps the order of its keys.

use alloc::sync::Arc;
use alloc::vec::Vec;

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::{Text, Value};

/// An immutable object, shared when cloned. Changing it copies the list of members if somebody else holds it, never a value.
#[derive(Clone, Default)]
pub struct Object {
    members: Arc<Members>,
}

#[derive(Clone, Default)]
struct Members {
    map: IndexMap<Text, Value, FxBuildHasher>,
    /// Bytes of keys, colons and values, without braces and commas.
    bytes: usize,
    /// The depth of the deepest value.
    depth: usize,
}

impl Object {
    pub fn new() -> Object {
        Object::default()
    }

    pub fn len(&self) -> usize {
        self.members.map.len()
    }

    pub fn is_empty(&self) -> bool {
        self.members.map.is_empty()
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.members.map.get(key)
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.members.map.contains_key(key)
    }

    /// The place of a member in the order.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.members.map.get_index_of(key)
    }

    /// The member at a place in the order.
    pub fn at(&self, index: usize) -> Option<(&Text, &Value)> {
        self.members.map.get_index(index)
    }

    pub fn iter(&self) -> indexmap::map::Iter<'_, Text, Value> {
        self.members.map.iter()
    }

    pub fn keys(&self) -> indexmap::map::Keys<'_, Text, Value> {
        self.members.map.keys()
    }

    pub fn values(&self) -> indexmap::map::Values<'_, Text, Value> {
        self.members.map.values()
    }

    /// Bytes of the compact JSON text.
    pub fn size(&self) -> usize {
        2 + self.members.bytes + self.len().saturating_sub(1)
    }

    pub fn depth(&self) -> usize {
        1 + self.members.depth
    }

    /// Whether both share the same memory.
    pub fn is_same(&self, other: &Object) -> bool {
        Arc::ptr_eq(&self.members, &other.members)
    }

    /// Sets a member: a known key keeps its place, a new one goes last. Gives the old value back.
    pub fn insert(&mut self, key: impl Into<Text>, value: Value) -> Option<Value> {
        let key = key.into();
        let members = Arc::make_mut(&mut self.members);
        let size = key.size() + 1;
        members.bytes += value.size();
        members.depth = members.depth.max(value.depth());
        let old = members.map.insert(key, value);
        match &old {
            Some(old) => members.bytes -= old.size(),
            None => members.bytes += size,
        }
        old
    }

    /// Removes a member; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        if !self.contains_key(key) {
            return None;
        }
        let members = Arc::make_mut(&mut self.members);
        let (key, value) = members.map.shift_remove_entry(key)?;
        members.bytes -= key.size() + 1 + value.size();
        Some(value)
    }

    /// The values, when nobody else holds them.
    pub(crate) fn take(mut self) -> Vec<Value> {
        match Arc::get_mut(&mut self.members) {
            Some(members) => core::mem::take(&mut members.map).into_values().collect(),
            None => Vec::new(),
        }
    }
}

/// The last of two members with the same key wins, at the place of the first.
impl<K: Into<Text>> FromIterator<(K, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(members: I) -> Object {
        let map: IndexMap<Text, Value, FxBuildHasher> =
            members.into_iter().map(|(key, value)| (key.into(), value)).collect();
        let bytes = map.iter().map(|(key, value)| key.size() + 1 + value.size()).sum();
        let depth = map.values().map(Value::depth).max().unwrap_or(0);
        Object { members: Arc::new(Members { map, bytes, depth }) }
    }
}

impl<K: Into<Text>, const N: usize> From<[(K, Value); N]> for Object {
    fn from(members: [(K, Value); N]) -> Object {
        members.into_iter().collect()
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = (&'a Text, &'a Value);
    type IntoIter = indexmap::map::Iter<'a, Text, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Object) -> bool {
        self.is_same(other) || self.members.map == other.members.map
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
            crate::value::dismantle(core::mem::take(&mut self.map).into_values().collect());
        }
    }
}
