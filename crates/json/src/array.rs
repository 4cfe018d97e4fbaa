//! A shared array.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::Value;

/// An immutable array, shared when cloned. Changing it copies the list of items if somebody else holds it, never an item.
#[derive(Clone, Default)]
pub struct Array {
    items: Arc<Items>,
}

#[derive(Clone, Default)]
struct Items {
    values: Vec<Value>,
    /// Bytes of the items themselves, without brackets and commas.
    bytes: usize,
    /// The depth of the deepest item.
    depth: usize,
}

impl Array {
    pub fn new() -> Array {
        Array::default()
    }

    pub fn len(&self) -> usize {
        self.items.values.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.values.is_empty()
    }

    pub fn get(&self, index: usize) -> Option<&Value> {
        self.items.values.get(index)
    }

    pub fn iter(&self) -> core::slice::Iter<'_, Value> {
        self.items.values.iter()
    }

    pub fn as_slice(&self) -> &[Value] {
        &self.items.values
    }

    /// Bytes of the compact JSON text.
    pub fn size(&self) -> usize {
        2 + self.items.bytes + self.len().saturating_sub(1)
    }

    pub fn depth(&self) -> usize {
        1 + self.items.depth
    }

    /// Whether both share the same memory.
    pub fn is_same(&self, other: &Array) -> bool {
        Arc::ptr_eq(&self.items, &other.items)
    }

    /// Whether somebody else holds the same memory.
    pub fn is_shared(&self) -> bool {
        Arc::strong_count(&self.items) > 1
    }

    pub fn push(&mut self, value: Value) {
        let items = Arc::make_mut(&mut self.items);
        items.bytes += value.size();
        items.depth = items.depth.max(value.depth());
        items.values.push(value);
    }

    /// Puts `value` in the place of item `index` and gives the old one back; `None`, and no change, beyond the end.
    pub fn replace(&mut self, index: usize, value: Value) -> Option<Value> {
        if index >= self.len() {
            return None;
        }
        let items = Arc::make_mut(&mut self.items);
        items.bytes += value.size();
        items.depth = items.depth.max(value.depth());
        let old = core::mem::replace(&mut items.values[index], value);
        items.bytes -= old.size();
        Some(old)
    }
}

impl From<Vec<Value>> for Array {
    fn from(values: Vec<Value>) -> Array {
        let bytes = values.iter().map(Value::size).sum();
        let depth = values.iter().map(Value::depth).max().unwrap_or(0);
        Array { items: Arc::new(Items { values, bytes, depth }) }
    }
}

impl FromIterator<Value> for Array {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Array {
        Array::from(values.into_iter().collect::<Vec<_>>())
    }
}

impl<'a> IntoIterator for &'a Array {
    type Item = &'a Value;
    type IntoIter = core::slice::Iter<'a, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Array {
    fn eq(&self, other: &Array) -> bool {
        self.is_same(other) || self.as_slice() == other.as_slice()
    }
}

impl core::fmt::Debug for Array {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Takes deep values apart in a loop: dropping them by recursion could overflow a small stack.
impl Drop for Items {
    fn drop(&mut self) {
        if self.depth > crate::value::DEEP {
            crate::value::dismantle(core::mem::take(&mut self.values));
        }
    }
}

impl Array {
    /// The items, when nobody else holds them.
    pub(crate) fn take(mut self) -> Vec<Value> {
        match Arc::get_mut(&mut self.items) {
            Some(items) => core::mem::take(&mut items.values),
            None => Vec::new(),
        }
    }
}
