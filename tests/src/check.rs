//! One function per feature: from the sections of a plain-text case to the sections that came out.

pub mod commands;
pub mod executions;
pub mod mocks;
pub mod simulations;
pub mod translations;
