//! The document and its commands: plans of text edits, rules, undo, palette, clipboard.
//!
//! Draws nothing and runs nothing.
