//! The system's clipboard, as text. A refusal is a sentence for the user.

use wasm_bindgen_futures::JsFuture;

use crate::{sentence, window};

/// Puts a text on the clipboard; browsers allow it in answer to a click or key.
pub async fn write(text: &str) -> Result<(), String> {
    let clipboard = clipboard()?;
    JsFuture::from(clipboard.write_text(text)).await.map(|_| ()).map_err(|thrown| sentence(&thrown))
}

/// The text on the clipboard; the browser may ask the user first.
pub async fn read() -> Result<String, String> {
    let clipboard = clipboard()?;
    let text = JsFuture::from(clipboard.read_text()).await.map_err(|thrown| sentence(&thrown))?;
    Ok(text.as_string().unwrap_or_default())
}

fn clipboard() -> Result<web_sys::Clipboard, String> {
    let window = window().ok_or("there is no clipboard here")?;
    // Pages that are not served securely have none, whatever the types say.
    match js_sys::Reflect::get(&window.navigator(), &"clipboard".into()) {
        Ok(found) if !found.is_undefined() => Ok(window.navigator().clipboard()),
        Ok(_) | Err(_) => {
            Err("the browser gives this page no clipboard: it must be served by https or from this machine"
                .into())
        }
    }
}
