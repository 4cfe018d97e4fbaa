//! The document and its commands: plans of text edits, rules, undo, palette, clipboard.
//!
//! Draws nothing and runs nothing. A command is planned against the document as it is and gives text edits or a refusal;
//! only [`Document::apply`] changes the text.

mod document;
mod history;

mod command;
mod refusal;
mod slot;

mod draft;
mod fragment;
mod skeleton;

mod intent;
mod rule;

mod palette;

mod branch;
mod clipboard;
mod connect;
mod duplicate;
mod field;
mod insert;
mod kind;
mod mend;
mod notation;
mod relocate;
mod remove;
mod rename;
mod retry;
mod translate;
mod wrap;

pub use clipboard::copy;
pub use command::{Command, plan};
pub use document::{Change, Document, Group, Selection, Snapshot};
pub use field::definition;
pub use fragment::Fragment;
pub use intent::Answers;
pub use notation::has_comments;
pub use palette::{Entry, Group as PaletteGroup, Palette, palette};
pub use refusal::Refusal;
pub use rule::{may_connect, may_insert, may_move};
pub use slot::{ScopeName, Slot, Target};
pub use wrap::Wrapping;
