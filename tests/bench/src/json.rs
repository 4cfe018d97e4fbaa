//! JSON text read into values and written again.

use wasm_bindgen::prelude::wasm_bindgen;

/// Reads a text and writes it compactly, as often as told; gives the length of the last text.
#[wasm_bindgen(js_name = jsonRoundTrips)]
pub fn round_trips(text: &str, times: u32) -> usize {
    (0..times).fold(0, |_, _| json::parse(text).map_or(0, |value| json::compact(&value).len()))
}
