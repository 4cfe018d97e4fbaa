//! JSON: values that clone in O(1) and keep the order of their keys.
//!
//! Knows nothing of states, paths or expressions.
//! A value knows how many bytes its compact text has and how deep it is, so that limits cost nothing to check.
#![no_std]

extern crate alloc;

mod value;

mod array;
mod lookup;
mod number;
mod object;
mod text;

mod read;
mod write;

pub mod tree;

pub mod yaml;

pub mod edit;

pub use array::Array;
pub use edit::TextEdit;
pub use lookup::Lookup;
pub use number::Number;
pub use object::Object;
pub use read::{ReadError, parse};
pub use text::Text;
pub use tree::{Format, Node, NodeKind, Range, Tree, parse_tree};
pub use value::{Kind, Value};
pub use write::{compact, pretty};
