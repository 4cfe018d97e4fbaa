//! Reference paths: the places where a state puts its result.

use alloc::format;
use alloc::string::String;
use core::fmt;

use json::{Object, Value};

use crate::path::{ParseError, Path, Step};

/// A path of names and single indexes, so that it stands for exactly one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferencePath {
    path: Path,
}

/// Why a value cannot be put at a place: what stands in the way is neither missing nor an object (for a name) or long enough an array (for an index).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InsertError {
    pub message: String,
}

impl ReferencePath {
    pub fn parse(text: &str) -> Result<ReferencePath, ParseError> {
        let path = Path::parse(text)?;
        match ReferencePath::new(path) {
            Some(path) => Ok(path),
            None => Err(ParseError { message: "Value is not a Reference Path".into(), position: 0 }),
        }
    }

    /// The path as a reference path, if it is one.
    pub fn new(path: Path) -> Option<ReferencePath> {
        path.is_reference().then_some(ReferencePath { path })
    }

    /// The same place, to be read.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn as_str(&self) -> &str {
        self.path.as_str()
    }

    pub fn is_root(&self) -> bool {
        self.path.is_root()
    }

    /// `root` with `value` at this place. Objects that are missing on the way are created; an index replaces an item that is there.
    pub fn insert(&self, root: Value, value: Value) -> Result<Value, InsertError> {
        match insert(Some(&root), self.path.steps(), value) {
            Some(new) => Ok(new),
            None => Err(InsertError {
                message: format!("Unable to apply ReferencePath {} to input {}", self.as_str(), root),
            }),
        }
    }
}

/// The value that stands where `old` stood; nothing when a step does not fit.
fn insert(old: Option<&Value>, steps: &[Step], value: Value) -> Option<Value> {
    let Some((step, rest)) = steps.split_first() else {
        return Some(value);
    };
    match step {
        Step::Member(name) => {
            let mut object = match old {
                Some(Value::Object(object)) => object.clone(),
                None => Object::new(),
                Some(
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_),
                ) => {
                    return None;
                }
            };
            let new = insert(object.get(name), rest, value)?;
            object.insert(name.clone(), new);
            Some(Value::Object(object))
        }
        Step::Index(index) => {
            let mut array = old?.as_array()?.clone();
            let index = usize::try_from(*index).ok()?;
            let new = insert(Some(array.get(index)?), rest, value)?;
            array.replace(index, new);
            Some(Value::Array(array))
        }
        Step::Members(_)
        | Step::Indexes(_)
        | Step::FromEnd(_)
        | Step::SliceFrom(_)
        | Step::SliceTo(_)
        | Step::Slice(..)
        | Step::Every
        | Step::Scan
        | Step::Filter(_)
        | Step::Root => unreachable!("a reference path has only names and indexes"),
    }
}

impl fmt::Display for ReferencePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for InsertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for InsertError {}
