//! A host for tests, and the shared cases.

#![allow(dead_code, reason = "each test uses a part of this")]

#[path = "../../../simulator/src/regex.rs"]
mod regex;

use std::path::PathBuf;
use std::sync::Arc;

use json::{Object, Value};
use jsonata::{Dialect, Error, Expression, Flags, Host, Limits, Outcome, Regex};

/// A host whose clock stands still and whose chance is always the same.
pub struct Still {
    state: u64,
}

impl Still {
    pub fn new() -> Still {
        Still { state: 1 }
    }
}

impl Host for Still {
    fn now_millis(&mut self) -> i64 {
        1_700_000_000_123
    }

    fn random(&mut self) -> f64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.state >> 40) as f64 / (1u64 << 24) as f64
    }

    fn regex(&mut self, pattern: &str, flags: Flags) -> Result<Arc<dyn Regex>, String> {
        regex::regex(pattern, flags)
    }
}

/// Evaluates a text.
pub fn evaluate(
    text: &str,
    dialect: Dialect,
    input: Option<&Value>,
    bindings: &Object,
) -> Result<Outcome, Error> {
    evaluate_within(text, dialect, None, input, bindings)
}

/// Evaluates a text within limits other than the dialect's.
pub fn evaluate_within(
    text: &str,
    dialect: Dialect,
    limits: Option<Limits>,
    input: Option<&Value>,
    bindings: &Object,
) -> Result<Outcome, Error> {
    let expression = Expression::parse(text, dialect)?;
    let limits = limits.unwrap_or(dialect.limits());
    expression.evaluate_within(&limits, input, bindings, &mut Still::new())
}

/// Where the shared data is, if it is there.
pub fn shared() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = std::env::var_os("STEPWISE_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    if path.join("conformance").is_dir() {
        return Some(path);
    }
    // A worktree may lie one folder deeper.
    let deeper = root.join("../../shared");
    deeper.join("conformance").is_dir().then_some(deeper)
}

/// Reads a JSON file of any depth of folders.
pub fn read(path: &std::path::Path) -> Value {
    let text = std::fs::read_to_string(path).expect("the file can be read");
    // Half of a surrogate pair is no UTF-8: the expression gets it as an escape of its own.
    json::parse(&text.replace("'\\ud800'", "'\\\\ud800'")).expect("the file is JSON")
}

/// Runs on a stack of one mebibyte, as WebAssembly has it; unoptimized code needs more. `SMALL_STACK` is another size in bytes.
pub fn on_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let named = std::env::var("SMALL_STACK").ok().and_then(|size| size.parse().ok());
    let size = named.unwrap_or(if cfg!(debug_assertions) { 8 << 20 } else { 1 << 20 });
    std::thread::Builder::new()
        .stack_size(size)
        .spawn(work)
        .expect("a thread can be started")
        .join()
        .expect("the work ends well")
}
