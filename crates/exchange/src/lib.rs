//! Ways in and out: links, and definitions inside the templates of infrastructure tools.
//!
//! Changes no document: it says what was found in a text, and what to write.

mod find;
mod link;

pub use find::{Definition, Finding, Places, find, guess};
pub use link::{LinkError, MOST_UNPACKED, Shared, SharedBucket, SharedMock, SharedObject, pack, unpack};
