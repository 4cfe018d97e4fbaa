//! The studio: a Leptos app that shows what the other crates compute and passes on what the user does.

fn main() {}
