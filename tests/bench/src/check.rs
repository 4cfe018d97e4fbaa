//! Definitions read and checked.

use asl::{MachineType, read_text};
use json::tree::Format;
use wasm_bindgen::prelude::wasm_bindgen;

/// Parses, reads and checks a definition; gives the number of diagnostics.
#[wasm_bindgen(js_name = checkDefinition)]
pub fn check(text: &str) -> usize {
    read_text(text, Format::Json, MachineType::Standard).diagnostics.len()
}

/// The number of errors among them: what the service would refuse.
#[wasm_bindgen(js_name = countErrors)]
pub fn count_errors(text: &str) -> usize {
    let reading = read_text(text, Format::Json, MachineType::Standard);
    reading.diagnostics.iter().filter(|diagnostic| diagnostic.severity == asl::Severity::Error).count()
}
