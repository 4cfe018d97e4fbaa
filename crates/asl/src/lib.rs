//! The Amazon States Language: text read into a machine, payload templates, intrinsic functions, diagnostics.
//!
//! Runs nothing: it says what a definition means and what is wrong with it.
#![no_std]
