//! What an expression needs from outside: variables, time, chance and regular expressions.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

use json::{Text, Value};

/// The variables that an expression sees beside its own, by their names without `$`.
pub trait Bindings {
    /// The value of a variable; nothing for one that there is not. Asked once per variable and evaluation.
    fn get(&self, name: &str) -> Option<Value>;
}

/// No variables at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoBindings;

impl Bindings for NoBindings {
    fn get(&self, _name: &str) -> Option<Value> {
        None
    }
}

/// The members of an object as variables.
impl Bindings for json::Object {
    fn get(&self, name: &str) -> Option<Value> {
        json::Object::get(self, name).cloned()
    }
}

/// What changes from call to call and is therefore supplied by the host.
pub trait Host {
    /// Milliseconds since 1970 in UTC: `$now()` and `$millis()`. Asked once in an evaluation.
    fn now_millis(&mut self) -> i64;

    /// A number from 0 up to but without 1: `$random()`, `$shuffle()`, `$uuid()`.
    fn random(&mut self) -> f64;

    /// Makes a regular expression of JavaScript, without Unicode mode; the error is the engine's message.
    /// Asked once per literal and evaluation: a host keeps what it made if making is slow.
    fn regex(&mut self, pattern: &str, flags: Flags) -> Result<Arc<dyn Regex>, String>;
}

/// The two flags that JSONata knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flags {
    /// `i`: letters of both cases are the same.
    pub ignore_case: bool,
    /// `m`: `^` and `$` match at line ends too.
    pub multiline: bool,
}

/// A compiled regular expression with the semantics of JavaScript's `RegExp` and its flag `g`.
pub trait Regex {
    /// The first `limit` matches in order. A match of nothing is the last one given: JSONata refuses it, and nobody looks further.
    fn find(&self, text: &str, limit: usize) -> Vec<Match>;
}

/// One match in a text. Engines that count in UTF-16 units convert: places here are bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The bytes of the match.
    pub range: Range<usize>,
    /// What the groups caught; nothing for a group that took no part.
    pub groups: Vec<Option<Text>>,
}
