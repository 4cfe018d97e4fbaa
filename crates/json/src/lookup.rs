//! What is known under a name: found by hash, never listed, so that no order of it can be seen.

use core::fmt;
use core::hash::BuildHasher;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;

use crate::Text;

/// Values by name; the first value of a name stays.
#[derive(Clone)]
pub struct Lookup<V> {
    table: HashTable<(Text, V)>,
}

impl<V> Lookup<V> {
    pub fn new() -> Lookup<V> {
        Lookup { table: HashTable::new() }
    }

    /// What is known under a name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.table.find(hash(name), |(known, _)| known == name).map(|(_, value)| value)
    }

    /// Notes a value, unless there is one of this name.
    pub fn note(&mut self, name: &Text, value: V) {
        match self.entry(name) {
            Entry::Occupied(_) => {}
            Entry::Vacant(vacant) => {
                vacant.insert((name.clone(), value));
            }
        }
    }

    fn entry(&mut self, name: &str) -> Entry<'_, (Text, V)> {
        self.table.entry(hash(name), |(known, _)| known == name, |(known, _)| hash(known))
    }
}

impl Lookup<()> {
    /// The text that is known, shared; a new one when it is not.
    pub(crate) fn share(&mut self, text: &str) -> Text {
        self.entry(text).or_insert_with(|| (Text::from(text), ())).get().0.clone()
    }
}

fn hash(name: &str) -> u64 {
    FxBuildHasher.hash_one(name)
}

impl<V> Default for Lookup<V> {
    fn default() -> Lookup<V> {
        Lookup::new()
    }
}

impl<V> fmt::Debug for Lookup<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lookup({})", self.table.len())
    }
}
