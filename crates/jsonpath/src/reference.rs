//! Reference paths: the places where a state puts its result.

use alloc::format;
use alloc::string::String;
use core::fmt;

use json::{Object, Value};

use crate::path::{ParseError, Path, Plain, Step};

/// A path of names and single indexes, so that it stands for exactly one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferencePath {
    path: Path,
}

/// Why a reference path does not fit a value, as the service says it under the name `States.ReferencePathConflict`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
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

    /// What stands at this place.
    pub fn read(&self, root: &Value) -> Result<Value, Conflict> {
        let mut found = root;
        for step in self.path.steps() {
            found = step.follow(found).ok_or_else(|| self.conflict(step, root))?;
        }
        Ok(found.clone())
    }

    /// `root` with `value` at this place. Objects that are missing on the way are created; an index replaces an item that is there.
    pub fn insert(&self, root: Value, value: Value) -> Result<Value, Conflict> {
        insert(Some(&root), self.path.steps(), value).map_err(|step| self.conflict(step, &root))
    }

    fn conflict(&self, step: &Step, root: &Value) -> Conflict {
        let message = match root {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                format!("Unable to apply ReferencePath {} to input {root}", self.as_str())
            }
            Value::Array(_) | Value::Object(_) => {
                format!("Unable to apply step \"{}\" to input {root}", Name(step))
            }
        };
        Conflict { message }
    }
}

/// The value that stands where `old` stood, or the step that does not fit.
fn insert<'a>(old: Option<&Value>, steps: &'a [Step], value: Value) -> Result<Value, &'a Step> {
    let Some((step, rest)) = steps.split_first() else {
        return Ok(value);
    };
    match step.plain().ok_or(step)? {
        Plain::Name(name) => {
            let mut object = match old {
                Some(Value::Object(object)) => object.clone(),
                None => Object::new(),
                Some(
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_),
                ) => {
                    return Err(step);
                }
            };
            let new = insert(object.get(name), rest, value)?;
            object.insert(name.clone(), new);
            Ok(Value::Object(object))
        }
        Plain::Index(index) => {
            let mut array = old.and_then(Value::as_array).ok_or(step)?.clone();
            let new = insert(Some(array.get(index).ok_or(step)?), rest, value)?;
            array.replace(index, new);
            Ok(Value::Array(array))
        }
    }
}

/// A step as messages name it.
struct Name<'a>(&'a Step);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Step::Member(name) => f.write_str(name),
            Step::Index(index) => write!(f, "[{index}]"),
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
}

impl fmt::Display for ReferencePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for Conflict {}
