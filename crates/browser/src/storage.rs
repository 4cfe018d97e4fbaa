//! Texts kept on the device by key, in the browser's database. Nothing is sent anywhere.

use std::fmt;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::sentence;

/// Why something could not be kept or found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The browser keeps nothing for this page: a private window, or the user's setting.
    Closed,
    /// There is no room left.
    Full,
    /// What is kept comes from a newer version of the studio, and is left alone.
    Newer,
    /// Anything else, in the browser's words.
    Other(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Fault::Closed => formatter
                .write_str("the browser keeps nothing for this page, so changes are lost when it is closed"),
            Fault::Full => {
                formatter.write_str("there is no room left on this device for what this page keeps")
            }
            Fault::Newer => {
                formatter.write_str("what is kept here comes from a newer Stepwise: reload the page")
            }
            Fault::Other(words) => write!(formatter, "the browser could not keep this: {words}"),
        }
    }
}

#[wasm_bindgen(module = "/js/edge/storage.js")]
extern "C" {
    #[wasm_bindgen(js_name = get, catch)]
    async fn read(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = put, catch)]
    async fn write(key: &str, text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = remove, catch)]
    async fn erase(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = keys, catch)]
    async fn find(prefix: &str) -> Result<JsValue, JsValue>;
}

/// The text under a key.
pub async fn get(key: &str) -> Result<Option<String>, Fault> {
    read(key).await.map(|text| text.as_string()).map_err(fault)
}

/// Keeps a text under a key, in place of what was there; it is kept when the future is done.
pub async fn put(key: &str, text: &str) -> Result<(), Fault> {
    write(key, text).await.map(|_| ()).map_err(fault)
}

/// Forgets what is under a key.
pub async fn delete(key: &str) -> Result<(), Fault> {
    erase(key).await.map(|_| ()).map_err(fault)
}

/// The keys that begin with a prefix, in order; an empty prefix gives all.
pub async fn list(prefix: &str) -> Result<Vec<String>, Fault> {
    let keys = find(prefix).await.map_err(fault)?;
    Ok(js_sys::Array::from(&keys).iter().filter_map(|key| key.as_string()).collect())
}

fn fault(thrown: JsValue) -> Fault {
    let name = js_sys::Reflect::get(&thrown, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("QuotaExceededError") => Fault::Full,
        Some("VersionError") => Fault::Newer,
        Some("SecurityError" | "InvalidStateError" | "ReferenceError" | "UnknownError") => Fault::Closed,
        Some(_) | None => Fault::Other(sentence(&thrown)),
    }
}
