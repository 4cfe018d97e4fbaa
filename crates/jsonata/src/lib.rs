//! JSONata 2.0.6 as the service speaks it: its extra functions, its limits, its messages.
//!
//! Knows nothing of states or executions, reads no clock and draws no random number: a host supplies both, and regular expressions.
#![no_std]
