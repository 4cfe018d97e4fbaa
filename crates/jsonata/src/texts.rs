//! Texts, each once, in the order they came, found by hash.

use json::{Object, Text, Value};

/// A set of texts with places. The keys of an object are such a set, so it is one, whose values say nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts(Object);

impl Texts {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn at(&self, place: usize) -> Option<&Text> {
        self.0.at(place).map(|(text, _)| text)
    }

    pub fn place(&self, text: &str) -> Option<usize> {
        self.0.position(text)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Text> {
        self.0.keys()
    }

    /// Adds a text that is not there yet. Gives its place, and whether it is new.
    pub fn insert(&mut self, text: &Text) -> (usize, bool) {
        match self.place(text) {
            Some(place) => (place, false),
            None => {
                self.0.insert(text.clone(), Value::Null);
                (self.len() - 1, true)
            }
        }
    }

    /// Takes a text away, and gives the place that it had; the others keep their order.
    pub fn remove(&mut self, text: &str) -> Option<usize> {
        let place = self.place(text)?;
        self.0.remove(text);
        Some(place)
    }
}
