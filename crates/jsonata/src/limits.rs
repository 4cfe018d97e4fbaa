//! How far an expression may go before it is stopped.

use crate::error::Fault;

/// Bounds of reading and evaluating an expression. The defaults of a dialect are `Dialect::limits`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many pieces of the text may lie inside each other.
    pub nesting: usize,
    /// How many evaluations may wait for each other.
    pub depth: usize,
    /// How many evaluations there may be, with work on large values counted in.
    pub steps: u64,
    /// Bytes of all arrays and objects that an evaluation holds at a time, and of each text: 12 for an item, 2 for a character.
    pub memory: usize,
}

impl Limits {
    /// The service's, as measured: 100 evaluations deep, 10 MiB. How long it lets an expression run is not known.
    pub const SERVICE: Limits =
        Limits { nesting: 250, depth: 100, steps: 5_000_000, memory: 10 * 1024 * 1024 };

    /// As much as a stack of one mebibyte bears.
    pub const PLAIN: Limits =
        Limits { nesting: 250, depth: 450, steps: 100_000_000, memory: 1024 * 1024 * 1024 };
}

/// The code that JSONata's own tests give to what went on for too long or too deep; the service gives none.
pub(crate) const ENDLESS: &str = "U1001";

#[cold]
pub(crate) fn too_deep() -> Fault {
    Fault::new(ENDLESS).with_text(
        "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.",
    )
}

#[cold]
pub(crate) fn too_long() -> Fault {
    Fault::new(ENDLESS).with_text("Expression evaluation timeout: Check for infinite loop")
}

#[cold]
pub(crate) fn too_large() -> Fault {
    Fault::said("Expression evaluation memory limit exceeded: Check for excessive memory usage")
}
