//! Paths as the service reads them: JSONPath with the semantics of Jayway 2.0.0, reference paths, context paths.
//!
//! Knows nothing of states, variables or executions: whoever calls decides which value a path is read from.
//! The service uses the Java library Jayway JsonPath; its habits, also the odd ones, are kept, since workflows live with them.
#![no_std]

extern crate alloc;

mod path;

mod compile;
mod filter;
mod read;

mod reference;

mod java;
mod pattern;

pub use java::java_text;
pub use path::{ParseError, Path, Segment};
pub use read::ReadError;
pub use reference::{Conflict, ReferencePath};
