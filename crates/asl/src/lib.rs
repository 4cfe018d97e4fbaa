//! The Amazon States Language: text read into a machine, payload templates, intrinsic functions, diagnostics.
//!
//! Runs nothing: it says what a definition means and what is wrong with it.
//! Knows no events and no clock; whoever evaluates a template brings the data.
#![no_std]

extern crate alloc;

mod machine;

mod state;

mod choice;
mod map;
mod task;
mod wait;

mod retry;

mod path;
mod template;

pub mod intrinsic;

mod context;
mod integration;
mod timestamp;

mod read;

mod diagnostic;
mod find;
mod graph;
mod syntax;

mod evaluate;
mod visit;

mod advise;
mod complete;

pub use choice::{Choice, Comparison, Condition, Operand, Order, Rule, Test, TypeTest, matches_pattern};
pub use complete::{Completion, CompletionKind, Completions, complete};
pub use diagnostic::{Code, Diagnostic, Fix, Severity, refusal};
pub use evaluate::{Failure, Field, Surroundings, kind};
pub use graph::assigned_names;
pub use integration::{OPTIMIZED, Optimized};
pub use intrinsic::Call;
pub use json::tree::Range;
pub use machine::{Machine, MachineType, QueryLanguage, Scope, ScopeId, StateId, Target};
pub use map::{
    CsvHeaders, InputType, ItemBatcher, ItemReader, Items, Map, Mode, OutputType, Parallel, ReaderConfig,
    ResultWriter, Transformation,
};
pub use path::{ResultPath, Selection, Source, SourcePath};
pub use read::{Reading, fields, read, read_text, read_with, unsupported};
pub use retry::{Catcher, Jitter, Retrier};
pub use state::{Fail, Kind, Next, Pass, State};
pub use syntax::{SyntaxError, syntax_error};
pub use task::{Integration, Pattern, Resource, Task};
pub use template::{Broken, Setting, Template};
pub use timestamp::Timestamp;
pub use wait::Wait;

pub(crate) use visit::{Leaf, Stage};
