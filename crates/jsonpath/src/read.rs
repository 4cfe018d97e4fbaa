//! A path applied to a value.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use json::{Array, Object, Text, Value};

use crate::java::java_text;
use crate::path::{Path, Step};

/// How many values one reading may look at. Paths with several `..` can ask for more than any payload holds.
const MOST_VISITS: usize = 2_000_000;

/// Why a path cannot be read from a value. The text is Jayway's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is nothing at this place.
    Missing(String),
    /// The path cannot be applied to a value of this shape.
    Unfit(String),
}

/// Whether members that a step with several names does not find are left out or an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Members {
    Optional,
    Required,
}

/// Reads `path` from `value`; `root` is the whole document, for the filters.
pub(crate) fn read(path: &Path, value: &Value, root: &Value, members: Members) -> Result<Value, ReadError> {
    let mut reading = Reading { root, members, found: Vec::new(), quiet: 0, visits: 0 };
    reading.step(path.steps(), 0, &Trail::Root, value)?;
    if !path.is_definite() {
        return Ok(Value::Array(Array::from(reading.found)));
    }
    match reading.found.into_iter().next() {
        Some(found) => Ok(found),
        None => Err(ReadError::Missing(format!("No results for path: {path}"))),
    }
}

struct Reading<'a> {
    root: &'a Value,
    members: Members,
    found: Vec<Value>,
    /// Above 0 nobody will see the text of a missing value.
    quiet: usize,
    visits: usize,
}

/// The way from the root to a value, for messages; it lives on the stack.
enum Trail<'a> {
    Root,
    Member(&'a Trail<'a>, &'a str),
    Item(&'a Trail<'a>, i64),
}

impl fmt::Display for Trail<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut steps = Vec::new();
        let mut trail = self;
        loop {
            steps.push(trail);
            trail = match trail {
                Trail::Root => break,
                Trail::Member(parent, _) | Trail::Item(parent, _) => parent,
            };
        }
        for step in steps.into_iter().rev() {
            match step {
                Trail::Root => f.write_char('$')?,
                Trail::Member(_, name) => write!(f, "['{name}']")?,
                Trail::Item(_, index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl Reading<'_> {
    /// Applies the steps from `at` on to `value`.
    fn step(&mut self, steps: &[Step], at: usize, trail: &Trail, value: &Value) -> Result<(), ReadError> {
        self.visits += 1;
        if self.visits > MOST_VISITS {
            return Err(ReadError::Unfit(format!("The path looks at more than {MOST_VISITS} values")));
        }
        let Some(step) = steps.get(at) else {
            self.found.push(value.clone());
            return Ok(());
        };
        match step {
            Step::Root => self.step(steps, at + 1, &Trail::Root, value),
            Step::Member(name) => match value {
                Value::Object(object) => self.member(steps, at, trail, object, name),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                    self.missing(|| format!("Property ['{name}'] not found in path {trail}"))
                }
            },
            Step::Members(names) => self.several(steps, at, trail, value, names),
            Step::Every => self.every(steps, at, trail, value),
            Step::Filter(filter) => match value {
                Value::Object(_) => match filter.accepts(value, self.root)? {
                    true => self.step(steps, at + 1, trail, value),
                    false => Ok(()),
                },
                Value::Array(array) => {
                    for (index, item) in array.iter().enumerate() {
                        if filter.accepts(item, self.root)? {
                            self.step(steps, at + 1, &Trail::Item(trail, index as i64), item)?;
                        }
                    }
                    Ok(())
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                    let value = java_text(value);
                    let step = Fragments(&steps[at..]);
                    Err(ReadError::Unfit(format!(
                        "Filter: {step} can not be applied to primitives. Current context is: {value}"
                    )))
                }
            },
            Step::Scan => self.scan(steps, at + 1, trail, value),
            Step::Index(_)
            | Step::Indexes(_)
            | Step::FromEnd(_)
            | Step::SliceFrom(_)
            | Step::SliceTo(_)
            | Step::Slice(..) => self.items(steps, at, trail, value),
        }
    }

    fn missing(&self, message: impl FnOnce() -> String) -> Result<(), ReadError> {
        match self.quiet {
            0 => Err(ReadError::Missing(message())),
            _ => Err(ReadError::Missing(String::new())),
        }
    }

    /// A member that is missing before the end of the path is an error only if the path is definite from the step before it on.
    fn member(
        &mut self,
        steps: &[Step],
        at: usize,
        trail: &Trail,
        object: &Object,
        name: &Text,
    ) -> Result<(), ReadError> {
        let here = Trail::Member(trail, name);
        match object.get(name) {
            Some(member) => self.step(steps, at + 1, &here, member),
            None if at + 1 == steps.len() => self.missing(|| format!("No results for path: {here}")),
            None if steps[at.saturating_sub(1)..].iter().all(Step::is_definite) => {
                self.missing(|| format!("Missing property in path {here}"))
            }
            None => Ok(()),
        }
    }

    fn several(
        &mut self,
        steps: &[Step],
        at: usize,
        trail: &Trail,
        value: &Value,
        names: &[Text],
    ) -> Result<(), ReadError> {
        let fragment = Fragments(&steps[at..=at]);
        let Value::Object(object) = value else {
            return self.missing(|| format!("Property {fragment} not found in path {trail}"));
        };
        if at + 1 < steps.len() {
            return Err(ReadError::Unfit(format!(
                "Multi properties can only be used as path leafs: {trail}{fragment}"
            )));
        }
        let mut merged = Object::new();
        for name in names {
            match object.get(name) {
                Some(member) => {
                    merged.insert(name.clone(), member.clone());
                }
                None if self.members == Members::Required => {
                    return self.missing(|| format!("Missing property in path {trail}{fragment}"));
                }
                None => {}
            }
        }
        self.found.push(Value::Object(merged));
        Ok(())
    }

    /// Items of arrays that lack what follows are passed over; members of objects are not forgiven.
    fn every(&mut self, steps: &[Step], at: usize, trail: &Trail, value: &Value) -> Result<(), ReadError> {
        match value {
            Value::Object(object) => {
                for (key, member) in object {
                    self.step(steps, at + 1, &Trail::Member(trail, key), member)?;
                }
            }
            Value::Array(array) => {
                self.quiet += 1;
                for (index, item) in array.iter().enumerate() {
                    match self.step(steps, at + 1, &Trail::Item(trail, index as i64), item) {
                        Ok(()) | Err(ReadError::Missing(_)) => {}
                        Err(error @ ReadError::Unfit(_)) => {
                            self.quiet -= 1;
                            return Err(error);
                        }
                    }
                }
                self.quiet -= 1;
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        Ok(())
    }

    fn items(&mut self, steps: &[Step], at: usize, trail: &Trail, value: &Value) -> Result<(), ReadError> {
        let array = match value {
            Value::Array(array) => array,
            Value::Null => return self.missing(|| format!("The path {trail} is null")),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                let value = java_text(value);
                let step = Fragments(&steps[at..]);
                return Err(ReadError::Unfit(format!(
                    "Filter: {step} can only be applied to arrays. Current context is: {value}"
                )));
            }
        };
        let length = array.len() as i64;
        let (from, to) = match &steps[at] {
            Step::Index(index) => return self.item(steps, at, trail, array, i64::from(*index)),
            Step::FromEnd(offset) => {
                return self.item(steps, at, trail, array, length + i64::from(*offset));
            }
            Step::Indexes(indexes) => {
                for index in indexes {
                    self.item(steps, at, trail, array, i64::from(*index))?;
                }
                return Ok(());
            }
            Step::SliceFrom(from) if *from < 0 => ((length + i64::from(*from)).max(0), length),
            Step::SliceFrom(from) => (i64::from(*from), length),
            Step::SliceTo(to) if *to < 0 => (0, length + i64::from(*to)),
            Step::SliceTo(to) => (0, length.min(i64::from(*to))),
            // An empty array is never out of bounds.
            Step::Slice(..) if length == 0 => (0, 0),
            Step::Slice(from, to) => (i64::from(*from), length.min(i64::from(*to))),
            Step::Member(_) | Step::Members(_) | Step::Every | Step::Scan | Step::Filter(_) | Step::Root => {
                unreachable!("only steps with numbers come here")
            }
        };
        for index in from..to {
            self.item(steps, at, trail, array, index)?;
        }
        Ok(())
    }

    fn item(
        &mut self,
        steps: &[Step],
        at: usize,
        trail: &Trail,
        array: &Array,
        index: i64,
    ) -> Result<(), ReadError> {
        let here = Trail::Item(trail, index);
        match usize::try_from(index).ok().and_then(|index| array.get(index)) {
            Some(item) => self.step(steps, at + 1, &here, item),
            None => self.missing(|| format!("Index out of bounds when evaluating path {here}")),
        }
    }

    /// Tries the step at `at` on `value` and on everything below it.
    fn scan(&mut self, steps: &[Step], at: usize, trail: &Trail, value: &Value) -> Result<(), ReadError> {
        self.visits += 1;
        let Some(step) = steps.get(at) else {
            return Ok(());
        };
        match value {
            Value::Object(object) => {
                let fits = match step {
                    Step::Member(name) => object.contains_key(name),
                    Step::Members(names) => names.iter().all(|name| object.contains_key(name)),
                    Step::Every => true,
                    Step::Filter(filter) => filter.accepts(value, self.root)?,
                    Step::Index(_)
                    | Step::Indexes(_)
                    | Step::FromEnd(_)
                    | Step::SliceFrom(_)
                    | Step::SliceTo(_)
                    | Step::Slice(..)
                    | Step::Scan
                    | Step::Root => false,
                };
                if fits {
                    self.step(steps, at, trail, value)?;
                }
                for (key, member) in object {
                    self.scan(steps, at, &Trail::Member(trail, key), member)?;
                }
            }
            Value::Array(array) => {
                let fits = match step {
                    Step::Every
                    | Step::Index(_)
                    | Step::Indexes(_)
                    | Step::FromEnd(_)
                    | Step::SliceFrom(_)
                    | Step::SliceTo(_)
                    | Step::Slice(..) => true,
                    Step::Filter(filter) => filter.accepts(value, self.root)?,
                    Step::Member(_) | Step::Members(_) | Step::Scan | Step::Root => false,
                };
                // With more steps to come, the items take them, whatever the step itself would have chosen.
                if fits && at + 1 == steps.len() {
                    self.step(steps, at, trail, value)?;
                } else if fits {
                    for (index, item) in array.iter().enumerate() {
                        self.step(steps, at + 1, &Trail::Item(trail, index as i64), item)?;
                    }
                }
                for (index, item) in array.iter().enumerate() {
                    self.scan(steps, at, &Trail::Item(trail, index as i64), item)?;
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        Ok(())
    }
}

/// Steps as Jayway prints them.
struct Fragments<'a>(&'a [Step]);

impl fmt::Display for Fragments<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in self.0 {
            match step {
                Step::Member(name) => write!(f, "['{name}']")?,
                Step::Members(names) => {
                    f.write_char('[')?;
                    for (index, name) in names.iter().enumerate() {
                        let comma = if index > 0 { ", " } else { "" };
                        write!(f, "{comma}'{name}'")?;
                    }
                    f.write_char(']')?;
                }
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Indexes(indexes) => {
                    f.write_char('[')?;
                    for (place, index) in indexes.iter().enumerate() {
                        let comma = if place > 0 { "," } else { "" };
                        write!(f, "{comma}{index}")?;
                    }
                    f.write_char(']')?;
                }
                Step::FromEnd(offset) => write!(f, "[@.size(){offset}]")?,
                Step::SliceFrom(from) => write!(f, "[{from}:]")?,
                Step::SliceTo(to) => write!(f, "[:{to}]")?,
                Step::Slice(from, to) => write!(f, "[{from}:{to}]")?,
                Step::Every => f.write_str("[*]")?,
                Step::Scan => f.write_str("..")?,
                Step::Filter(_) => f.write_str("[?]")?,
                Step::Root => f.write_char('$')?,
            }
        }
        Ok(())
    }
}

impl ReadError {
    /// Whether there simply was nothing, as opposed to a path that does not fit the value.
    pub fn is_missing(&self) -> bool {
        match self {
            ReadError::Missing(_) => true,
            ReadError::Unfit(_) => false,
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Missing(message) | ReadError::Unfit(message) => f.write_str(message),
        }
    }
}

impl core::error::Error for ReadError {}
