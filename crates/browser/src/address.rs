//! The page's address: its fragment, which never leaves the device.

use wasm_bindgen::JsValue;

use crate::{Listener, window};

/// The fragment without its `#`, as it stands in the address; empty when there is none.
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Puts another fragment into the address, without a step in the history and without telling listeners.
pub fn replace_fragment(fragment: &str) {
    let address = match fragment {
        "" => path(),
        _ => format!("{}#{fragment}", path()),
    };
    change(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
}

/// Puts another fragment into the address as a step that the browser's Back undoes.
pub fn push_fragment(fragment: &str) {
    let address = format!("{}#{fragment}", path());
    change(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&address)));
}

/// The whole address with another fragment: what a link to it would be.
pub fn link(fragment: &str) -> String {
    let origin = window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    format!("{origin}{}#{fragment}", path())
}

/// Calls `act` with the new fragment when the user changes it: by typing, by a link, by Back and Forward.
pub fn on_change(mut act: impl FnMut(String) + 'static) -> Option<Listener> {
    Listener::new(window()?.into(), "popstate", move |_| act(fragment()))
}

/// The path and query of the page.
fn path() -> String {
    let Some(window) = window() else { return String::new() };
    let location = window.location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

fn change(act: impl FnOnce(&web_sys::History) -> Result<(), JsValue>) {
    // A page in a frame that forbids it keeps its address; nothing depends on that.
    window().and_then(|window| window.history().ok()).map(|history| act(&history).ok());
}
