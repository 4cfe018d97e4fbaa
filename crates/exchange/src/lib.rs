//! Ways in and out: links, templates of infrastructure tools, mock files, recorded histories.
//!
//! Changes no document: it says what was found in a text, and what to write.

mod find;
mod link;

pub use find::{Definition, Finding, Places, find, guess};
pub use link::{LinkError, MOST_UNPACKED, Shared, SharedBucket, SharedMock, SharedObject, pack, unpack};
