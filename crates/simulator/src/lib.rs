//! The world around an execution: virtual clock, mocks, callbacks, buckets, child executions, test cases.
//!
//! Decides nothing about order, data flow or errors: that is the engine.

mod host;
mod memory;
mod simulation;

pub mod mocks;

pub mod bucket;
mod mapping;

mod callback;
mod nested;

pub mod express;

mod chance;
mod default;
mod regex;

pub use host::{Host, Nobody, Reply, Request, RequestId};
pub use mapping::{Child, Counts, MapRunState, MapRunStatus, Outcome};
pub use nested::Nested;
pub use simulation::{Execution, ExecutionId, Open, Progress, Role, Setup, Simulation, Waiting, Workflow};

pub use default::wrapped;
pub use regex::regex;
