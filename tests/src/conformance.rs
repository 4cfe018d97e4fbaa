//! Recordings of the real service.

pub mod execution;

pub mod choice;
pub mod express;
pub mod functions;
pub mod logs;
pub mod mocking;

mod recorded;
mod unsupported;
