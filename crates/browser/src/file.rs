//! Files of the user: given by download, taken by the browser's dialog.

use js_sys::Promise;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

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
    async fn take(accept: &str, multiple: bool) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = dropped)]
    fn take_dropped(transfer: &JsValue) -> Promise;
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
    let chosen = take(accept, false).await.map_err(|thrown| sentence(&thrown))?;
    Ok(files(&chosen).next())
}

/// Asks the user for files of any kind; none when they change their mind.
pub async fn open_all() -> Result<Vec<File>, String> {
    let chosen = take("", true).await.map_err(|thrown| sentence(&thrown))?;
    Ok(files(&chosen).collect())
}

/// The files that were dropped: called while the event is dealt with, read when the future is awaited.
/// `transfer` is the event's `DataTransfer`.
pub fn dropped(transfer: &JsValue) -> impl Future<Output = Result<Vec<File>, String>> + use<> {
    let taken = take_dropped(transfer);
    async move {
        let found = JsFuture::from(taken).await.map_err(|thrown| sentence(&thrown))?;
        Ok(files(&found).collect())
    }
}

fn files(found: &JsValue) -> impl Iterator<Item = File> + use<> {
    let list = js_sys::Array::from(found);
    let file = |chosen: JsValue| {
        let chosen = Chosen::from(chosen);
        File { name: chosen.name(), bytes: chosen.bytes() }
    };
    (0..list.length()).map(move |index| file(list.get(index)))
}

impl File {
    /// The file as text, when it is UTF-8; a mark of the byte order is left out.
    pub fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}
