//! The world around an execution: virtual clock, mocks, callbacks, buckets, child executions, test cases.
//!
//! Decides nothing about order, data flow or errors: that is the engine.

pub mod mocks;

pub mod bucket;
