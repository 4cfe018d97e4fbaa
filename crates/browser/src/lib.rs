//! The one edge to JavaScript: mocks in a worker, clock, storage, address, files, clipboard, code editor.
//!
//! Shows nothing but the code editor, and decides nothing.
//! Knows nothing of workflows: what goes through here is text, numbers and outcomes.
//! What the browser refuses (closed storage, no clipboard) comes back as data, never as a panic.

pub mod address;
pub mod clipboard;
pub mod clock;
mod code_editor;
pub mod device;
pub mod file;
mod listener;
pub mod regex;
pub mod rescue;
mod resize;
mod sandbox;
pub mod storage;

pub use code_editor::{
    CodeEditor, Completion, CompletionKind, Completions, Language, Mark, Options, Severity,
    prepare as prepare_code_editor,
};
pub use listener::Listener;
pub use resize::Resize;
pub use sandbox::{Answer, Invocation, LogLine, Outcome, Place, Sandbox};

use wasm_bindgen::{JsCast, JsValue};

/// The window that everything here belongs to; outside of a browser there is none.
fn window() -> Option<web_sys::Window> {
    // Asked of the global object, so that the question is harmless where there is no window.
    js_sys::global().dyn_into().ok()
}

/// The sentence of whatever was thrown.
fn sentence(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => thrown.as_string().unwrap_or_else(|| format!("{thrown:?}")),
    }
}
