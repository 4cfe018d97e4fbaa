//! What is measured: our crates behind small functions that take and give text, for Node and for this machine.
//!
//! Each subject is a module of its own, and its rivals and ratios stand in `NAME.bench.mjs` beside `package.json`.

pub mod check;
pub mod execution;
pub mod json;
pub mod jsonata;
pub mod layout;
