//! Files of the user: given by download, taken by the browser's dialog.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::sentence;

/// A file that the user has chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

#[wasm_bindgen(module = "/js/edge/file.js")]
extern "C" {
    #[wasm_bindgen(js_name = download)]
    fn give(name: &str, kind: &str, bytes: &[u8]);
    #[wasm_bindgen(js_name = open, catch)]
    async fn take(accept: &str) -> Result<JsValue, JsValue>;
    type Chosen;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Chosen) -> String;
    #[wasm_bindgen(method, getter)]
    fn bytes(this: &Chosen) -> Vec<u8>;
}

/// Offers bytes as a download, with a media type such as `application/json`.
pub fn download(name: &str, kind: &str, bytes: &[u8]) {
    give(name, kind, bytes);
}

/// Asks the user for a file; `accept` lists endings (`.json,.yaml`), and none is given when they change their mind.
pub async fn open(accept: &str) -> Result<Option<File>, String> {
    let chosen = take(accept).await.map_err(|thrown| sentence(&thrown))?;
    if chosen.is_null() || chosen.is_undefined() {
        return Ok(None);
    }
    let chosen = Chosen::from(chosen);
    Ok(Some(File { name: chosen.name(), bytes: chosen.bytes() }))
}

impl File {
    /// The file as text, when it is UTF-8; a mark of the byte order is left out.
    pub fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}
