//! Where a reader is in a definition, written as the service writes locations.

use alloc::string::{String, ToString};
use core::fmt;

/// The way from the root to a value; lives on the stack of the reader, and becomes text only when something is to say.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    /// A key, and what a message puts behind it: `.$`, `Path`.
    Member(&'a str, &'static str),
    Item(usize),
}

impl<'a> Place<'a> {
    pub const ROOT: Place<'static> = Place { parent: None, step: Step::Root };

    pub fn member(&'a self, key: &'a str) -> Place<'a> {
        self.suffixed(key, "")
    }

    /// A member whose key ends in something that the name of the field leaves out.
    pub fn suffixed(&'a self, key: &'a str, suffix: &'static str) -> Place<'a> {
        Place { parent: Some(self), step: Step::Member(key, suffix) }
    }

    pub fn item(&'a self, index: usize) -> Place<'a> {
        Place { parent: Some(self), step: Step::Item(index) }
    }

    /// `/States/X/Choices[0]/Next`; the root is `/`.
    pub fn location(&self) -> String {
        match self.step {
            Step::Root => "/".to_string(),
            Step::Member(..) | Step::Item(_) => self.to_string(),
        }
    }

    /// The name of a field of a state, for a place that begins at the state: `Choices[0]/Next`.
    pub fn field(&self) -> String {
        let mut field = self.to_string();
        if field.starts_with('/') {
            field.remove(0);
        }
        field
    }

    /// How many steps it is from the root.
    pub fn depth(&self) -> usize {
        self.parent.map_or(0, |parent| parent.depth() + 1)
    }

    /// The container this stands in.
    pub fn parent(&self) -> Option<&'a Place<'a>> {
        self.parent
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Member(key, suffix) => {
                f.write_str("/")?;
                f.write_str(key)?;
                f.write_str(suffix)
            }
            Step::Item(index) => write!(f, "[{index}]"),
        }
    }
}
