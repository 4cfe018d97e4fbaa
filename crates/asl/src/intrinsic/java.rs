//! The order in which Java's hash tables give their contents back.
//!
//! `States.ArrayUnique` and `States.JsonMerge` of the service show it: the results were seen in the order of `HashSet` and `HashMap`.

use alloc::vec::Vec;

use json::{Number, Object, Value};

/// A hash table without its values: places of entries, in the order of their buckets.
struct Table {
    buckets: Vec<Vec<Entry>>,
    count: usize,
}

struct Entry {
    hash: u32,
    place: usize,
}

impl Table {
    /// A table for at least `capacity` entries, counted as Java does.
    fn new(capacity: usize) -> Table {
        let mut buckets = Vec::new();
        buckets.resize_with(capacity.max(1).next_power_of_two(), Vec::new);
        Table { buckets, count: 0 }
    }

    /// The entries whose hash may be this one.
    fn bucket(&self, hash: u32) -> &[Entry] {
        &self.buckets[hash as usize & (self.buckets.len() - 1)]
    }

    fn insert(&mut self, hash: u32, place: usize) {
        let mask = self.buckets.len() - 1;
        self.buckets[hash as usize & mask].push(Entry { hash, place });
        self.count += 1;
        if self.count * 4 > self.buckets.len() * 3 {
            self.grow();
        }
    }

    /// Entries keep their order within the two buckets into which each is split.
    fn grow(&mut self) {
        let mut table = Table::new(self.buckets.len() * 2);
        let mask = table.buckets.len() - 1;
        for entry in self.buckets.drain(..).flatten() {
            table.buckets[entry.hash as usize & mask].push(entry);
        }
        self.buckets = table.buckets;
    }

    fn places(self) -> impl Iterator<Item = usize> {
        self.buckets.into_iter().flatten().map(|entry| entry.place)
    }
}

/// The different values among `values`, as `new HashSet<>(values)` holds them. `1` and `1.0` are different for Java.
pub fn unique(values: &[Value]) -> Vec<Value> {
    let mut table = Table::new((values.len() * 4 / 3 + 1).max(16));
    for (place, value) in values.iter().enumerate() {
        let hash = spread(hash(value));
        let known = table
            .bucket(hash)
            .iter()
            .any(|entry| entry.hash == hash && is_equal(&values[entry.place], value));
        if !known {
            table.insert(hash, place);
        }
    }
    table.places().map(|place| values[place].clone()).collect()
}

/// The members of both, those of `second` before those of `first`, as a `HashMap` of the first with all of the second holds them.
pub fn merge(first: &Object, second: &Object) -> Object {
    let mut merged = first.clone();
    for (key, value) in second {
        merged.insert(key.clone(), value.clone());
    }
    let start = if first.is_empty() { second } else { first };
    let mut table = Table::new(start.len() * 4 / 3 + 1);
    for (place, key) in merged.keys().enumerate() {
        table.insert(spread(text_hash(key)), place);
    }
    table
        .places()
        .filter_map(|place| merged.at(place).map(|(key, value)| (key.clone(), value.clone())))
        .collect()
}

/// `equals` of Java: integers and doubles are never equal.
fn is_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(Number::Integer(one)), Value::Number(Number::Integer(other))) => one == other,
        (Value::Number(Number::Double(one)), Value::Number(Number::Double(other))) => {
            one.to_bits() == other.to_bits()
        }
        (Value::Number(_), Value::Number(_)) => false,
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| is_equal(one, other)))
        }
        (one, other) => one == other,
    }
}

fn spread(hash: u32) -> u32 {
    hash ^ hash >> 16
}

/// `hashCode` of what the service's JSON reader makes of a value.
fn hash(value: &Value) -> u32 {
    match value {
        Value::Null => 0,
        Value::Bool(true) => 1231,
        Value::Bool(false) => 1237,
        Value::Number(Number::Integer(number)) => match i32::try_from(*number) {
            Ok(small) => small as u32,
            Err(_) => (number ^ ((*number as u64) >> 32) as i64) as u32,
        },
        Value::Number(Number::Double(number)) => {
            let bits = number.to_bits();
            (bits ^ bits >> 32) as u32
        }
        Value::String(text) => text_hash(text),
        Value::Array(array) => {
            array.iter().fold(1, |sum: u32, item| sum.wrapping_mul(31).wrapping_add(hash(item)))
        }
        Value::Object(object) => {
            object.iter().fold(0, |sum: u32, (key, member)| sum.wrapping_add(text_hash(key) ^ hash(member)))
        }
    }
}

fn text_hash(text: &str) -> u32 {
    text.encode_utf16().fold(0, |sum: u32, unit| sum.wrapping_mul(31).wrapping_add(u32::from(unit)))
}
