//! Executions as lists of events: `decide`, `evolve`, `needs`, and the history as the service writes it.
//!
//! Waits for nothing, calls nothing, reads no clock and draws no random number.
#![no_std]
