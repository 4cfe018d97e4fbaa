//! JSONata 2.0.6 as the service speaks it: its extra functions, its limits, its messages.
//!
//! Knows nothing of states or executions, reads no clock and draws no random number: a host supplies both, and regular expressions.
//! Where it differs from its models, and why, stands in `DIFFERENCES.md`.
#![no_std]

extern crate alloc;

mod expression;

mod error;
mod hash;
mod host;
mod limits;
mod outline;
mod random;
mod reference;

mod compile;
mod node;
mod signature;
mod syntax;
mod token;

mod evaluate;
mod frame;
mod function;
mod item;
mod list;
mod order;
mod record;

mod builtin;
mod functions;
mod message;
mod number;
mod picture;
mod text;

pub use error::Error;
pub use expression::{Dialect, Expression, Outcome};
pub use hash::{Algorithm, hash};
pub use host::{Bindings, Flags, Host, Match, NoBindings, Regex};
pub use limits::Limits;
pub use outline::{Outline, Place, PlaceKind};
pub use random::{JavaRandom, uuid};
pub use reference::{Reference, Subject};
