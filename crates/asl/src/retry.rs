//! Retriers and catchers.

use alloc::vec::Vec;

use json::Text;

use crate::{Range, ResultPath, Target, Template};

/// One entry of `Retry`, with the service's defaults where the text says nothing.
#[derive(Clone, Debug)]
pub struct Retrier {
    pub error_equals: Vec<Text>,
    /// 1 by default.
    pub interval_seconds: u64,
    /// 3 by default; 0 means no retry.
    pub max_attempts: u64,
    /// 2 by default.
    pub backoff_rate: f64,
    /// An upper bound for one delay.
    pub max_delay_seconds: Option<u64>,
    pub jitter: Jitter,
    pub comment: Option<Text>,
    pub range: Range,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Jitter {
    #[default]
    None,
    /// Anything between 0 and the delay, with the same likelihood.
    Full,
}

/// One entry of `Catch`.
#[derive(Clone, Debug)]
pub struct Catcher {
    pub error_equals: Vec<Text>,
    /// None when the text has no `Next`.
    pub next: Option<Target>,
    /// JSONPath: where the error output goes in the state's input.
    pub result_path: ResultPath,
    /// JSONata: what goes on instead of the error output.
    pub output: Option<Template>,
    pub assign: Option<Template>,
    pub comment: Option<Text>,
    pub range: Range,
}

impl Retrier {
    /// Whether the retrier is for this error.
    pub fn matches(&self, error: &str) -> bool {
        matches(&self.error_equals, error)
    }
}

impl Catcher {
    /// Whether the catcher is for this error.
    pub fn matches(&self, error: &str) -> bool {
        matches(&self.error_equals, error)
    }
}

/// Whether a list of names is for an error. `States.ALL` is for every one but `States.Runtime`, which nothing is for;
/// `States.TaskFailed` is for every one but `States.Timeout`.
fn matches(names: &[Text], error: &str) -> bool {
    if error == "States.Runtime" {
        return false;
    }
    names.iter().any(|name| match name.as_str() {
        "States.ALL" => true,
        "States.TaskFailed" => error != "States.Timeout",
        name => name == error,
    })
}
