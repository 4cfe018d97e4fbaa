//! A path: its text, and the steps it consists of.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use json::{Text, Value};

use crate::compile::compile;
use crate::filter::Filter;
use crate::read::{self, ReadError};

/// A JSONPath such as `$.order.items[*].price`. Cheap to clone.
#[derive(Clone)]
pub struct Path {
    parts: Arc<Parts>,
}

struct Parts {
    text: Text,
    steps: Vec<Step>,
    /// See [`Path::fixed_prefix`].
    prefix: Vec<Segment>,
    definite: bool,
    /// Whether it starts at the document (`$`) and not at the item of a filter (`@`).
    absolute: bool,
}

/// One step of a path, after the `$`.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// `.name` or `['name']`.
    Member(Text),
    /// `['a','b']`: an object of several members; also the empty list that a broken quotation yields.
    Members(Vec<Text>),
    /// `[3]`; never finds anything below 0.
    Index(i32),
    /// `[1,2]`.
    Indexes(Vec<i32>),
    /// `[(@.length-1)]`: the number is added to the length.
    FromEnd(i32),
    /// `[2:]`.
    SliceFrom(i32),
    /// `[:2]`.
    SliceTo(i32),
    /// `[2:4]`.
    Slice(i32, i32),
    /// `[*]` or `.*`.
    Every,
    /// `..`: the next step is tried everywhere below.
    Scan,
    /// `[?(…)]`.
    Filter(Filter),
    /// A `$` in the middle of a path: changes nothing but the words of errors.
    Root,
}

impl Step {
    pub(crate) fn is_definite(&self) -> bool {
        match self {
            Step::Member(_) | Step::Members(_) | Step::Index(_) | Step::FromEnd(_) | Step::Root => true,
            Step::Indexes(_)
            | Step::SliceFrom(_)
            | Step::SliceTo(_)
            | Step::Slice(..)
            | Step::Every
            | Step::Scan
            | Step::Filter(_) => false,
        }
    }

    /// The name or the index, of a step that stands for exactly one place.
    #[inline]
    pub(crate) fn plain(&self) -> Option<Plain<'_>> {
        match self {
            Step::Member(name) => Some(Plain::Name(name)),
            Step::Index(index) => usize::try_from(*index).ok().map(Plain::Index),
            Step::Members(_)
            | Step::Indexes(_)
            | Step::FromEnd(_)
            | Step::SliceFrom(_)
            | Step::SliceTo(_)
            | Step::Slice(..)
            | Step::Every
            | Step::Scan
            | Step::Filter(_)
            | Step::Root => None,
        }
    }

    /// What a name or an index leads to; nothing where it leads nowhere, and for steps of another kind.
    #[inline]
    pub(crate) fn follow<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        match self.plain()? {
            Plain::Name(name) => value.get(name),
            Plain::Index(index) => value.at(index),
        }
    }
}

/// A step that stands for exactly one place.
pub(crate) enum Plain<'a> {
    Name(&'a Text),
    Index(usize),
}

/// Why a text is not a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    pub message: String,
    /// Where in the text, in bytes.
    pub position: usize,
}

impl Path {
    /// Reads a path. A text without `$` in front is taken as if it had `$.` there.
    pub fn parse(text: &str) -> Result<Path, ParseError> {
        compile(text, 0)
    }

    /// The path `$`.
    pub fn root() -> Path {
        Path::new("$", Vec::new(), true)
    }

    pub(crate) fn new(text: &str, steps: Vec<Step>, absolute: bool) -> Path {
        let definite = steps.iter().all(Step::is_definite);
        let prefix = steps.iter().map_while(|step| step.plain().map(Segment::from)).collect();
        Path { parts: Arc::new(Parts { text: Text::from(text), steps, prefix, definite, absolute }) }
    }

    /// The text it was read from.
    pub fn as_str(&self) -> &str {
        &self.parts.text
    }

    /// Whether it stands for one value; otherwise reading always gives an array.
    pub fn is_definite(&self) -> bool {
        self.parts.definite
    }

    /// Whether it is `$` alone.
    pub fn is_root(&self) -> bool {
        self.parts.absolute && self.parts.steps.is_empty()
    }

    /// Whether it may stand where the language asks for a reference path: names and single indexes only.
    pub fn is_reference(&self) -> bool {
        self.parts.text.starts_with('$') && self.parts.steps.iter().all(|step| step.plain().is_some())
    }

    /// What the path finds in `value`: one value if it is definite, otherwise an array, also of one or none.
    ///
    /// Found values are shared with `value`, never copied.
    pub fn read(&self, value: &Value) -> Result<Value, ReadError> {
        match self.find(value) {
            Some(found) => Ok(found.clone()),
            None => read::read(self, value, value, read::Members::Optional),
        }
    }

    /// What a plain path (names, indexes) finds; nothing also for paths that are not plain.
    #[inline]
    pub fn find<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        walk(&self.parts.steps, value)
    }

    /// Whether a plain path ends in an index behind the last item of an array that is there.
    pub fn is_past_end(&self, value: &Value) -> bool {
        let Some((Step::Index(index), before)) = self.parts.steps.split_last() else { return false };
        walk(before, value)
            .and_then(Value::as_array)
            .is_some_and(|array| usize::try_from(*index).is_ok_and(|index| index >= array.len()))
    }

    /// The names and indexes from the start up to the first step of another kind: the part whose place in a value is certain.
    pub fn fixed_prefix(&self) -> &[Segment] {
        &self.parts.prefix
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.parts.steps
    }

    pub(crate) fn is_absolute(&self) -> bool {
        self.parts.absolute
    }
}

/// What names and indexes lead to; nothing where one leads nowhere, or where a step is of another kind.
#[inline]
fn walk<'a>(steps: &[Step], value: &'a Value) -> Option<&'a Value> {
    steps.iter().try_fold(value, |found, step| step.follow(found))
}

/// A name or an index, as steps of plain paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    Name(Text),
    Index(usize),
}

impl From<Plain<'_>> for Segment {
    fn from(step: Plain<'_>) -> Segment {
        match step {
            Plain::Name(name) => Segment::Name(name.clone()),
            Plain::Index(index) => Segment::Index(index),
        }
    }
}

impl PartialEq for Path {
    fn eq(&self, other: &Path) -> bool {
        self.parts.text == other.parts.text
    }
}

impl Eq for Path {}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({self})")
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for ParseError {}
