//! JSONata 2.0.6 as the service speaks it: its extra functions, its limits, its messages.
//!
//! Knows nothing of states or executions, reads no clock and draws no random number: a host supplies both, and regular expressions.
#![no_std]

extern crate alloc;

mod expression;

mod error;
mod hash;
mod host;
mod random;
mod reference;

pub use error::Error;
pub use expression::{Dialect, Expression, Outcome};
pub use hash::{Algorithm, hash};
pub use host::{Bindings, Flags, Host, Match, NoBindings, Regex};
pub use random::{JavaRandom, uuid};
pub use reference::{Reference, Subject};
