//! The studio: a Leptos app that shows what the other crates compute and passes on what the user does.
//!
//! Decides nothing about the language, the layout or an execution; JavaScript is behind `browser`.

mod studio;

mod buckets;
mod code;
mod design;
mod example;
mod kept;
mod mocks;
mod picture;
mod run;
mod shell;
mod workspace;

fn main() {
    browser::rescue::watch();
    shell::mount();
}
