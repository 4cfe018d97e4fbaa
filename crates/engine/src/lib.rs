//! Executions as lists of events: `decide`, `evolve`, `needs`, and the history as the service writes it.
//!
//! Waits for nothing, calls nothing, reads no clock and draws no random number.
//! Knows no mocks, no buckets and no other executions: whoever drives a run answers its needs.
//!
//! ```text
//! let first = start(&machine, recipe);            // the recipe stands in the first event
//! run.evolve(&first);
//! loop {
//!     while let Some(event) = decide(&machine, &run, now) { run.evolve(&event); events.push(event); }
//!     … serve run.needs(); put answers in: let event = answer(&run, task, answer, now)?; run.evolve(&event);
//!     … or go on to run.alarm(), the next moment at which something happens by itself
//! }
//! ```
#![no_std]

extern crate alloc;

mod time;

mod event;
mod recipe;
mod run;

mod decide;
mod evolve;
mod need;
mod stride;

mod turn;

mod pass;

mod choice;
mod fail;
mod succeed;
mod task;
mod wait;

mod distributed;
mod map;
mod parallel;

mod exit;

mod catch;
mod retry;

mod integration;
mod number;

mod answer;
mod redrive;
mod replay;
mod stop;

pub mod history;

mod chance;
pub mod context;
mod limits;
mod sentence;

pub use answer::{Answer, Refusal, answer};
pub use decide::decide;
pub use distributed::item_input;
pub use event::{
    Batch, Call, Event, EventId, Failure, Family, FrameId, Item, Kind, MapItems, MapRun, MapStart, Onward,
    Reader, StateType, Writer,
};
pub use limits::Limits;
pub use need::{Need, opened};
pub use recipe::{Names, Recipe, start};
pub use redrive::redrive;
pub use replay::{Divergence, replay};
pub use run::{Regexes, Run, Status};
pub use stop::stop;
pub use stride::proceed;
pub use time::Time;
