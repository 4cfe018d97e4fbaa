//! What the device prefers, and small texts that must be known before the first paint.

use crate::{Listener, window};

/// Whether the device prefers dark colours.
pub fn prefers_dark() -> bool {
    matches(DARK)
}

/// Whether the device asks for less motion.
pub fn prefers_reduced_motion() -> bool {
    matches(REDUCED_MOTION)
}

/// Whether the main pointer is a finger.
pub fn has_coarse_pointer() -> bool {
    matches("(pointer: coarse)")
}

/// Whether a media query holds now.
pub fn matches(query: &str) -> bool {
    list(query).is_some_and(|list| list.matches())
}

/// Calls `act` when a media query begins or ceases to hold.
pub fn on_match(query: &str, mut act: impl FnMut(bool) + 'static) -> Option<Listener> {
    let list = list(query)?;
    let asked = list.clone();
    Listener::new(list.into(), "change", move |_| act(asked.matches()))
}

/// The query for dark colours, for [`on_match`].
pub const DARK: &str = "(prefers-color-scheme: dark)";
/// The query for less motion, for [`on_match`].
pub const REDUCED_MOTION: &str = "(prefers-reduced-motion: reduce)";

/// Sets or removes an attribute of the page's root element: `data-theme` is one.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = window().and_then(|window| window.document()?.document_element()) else { return };
    // Only a malformed name is refused, and ours are constants.
    match value {
        Some(value) => root.set_attribute(name, value).ok(),
        None => root.remove_attribute(name).ok(),
    };
}

/// Keeps a short text under a name at once; for what the page needs before it can wait for the storage.
/// Where the browser keeps nothing, nothing is kept.
pub fn set_note(name: &str, text: Option<&str>) {
    let Some(notes) = notes() else { return };
    match text {
        Some(text) => notes.set_item(name, text).ok(),
        None => notes.remove_item(name).ok(),
    };
}

/// The short text under a name.
pub fn note(name: &str) -> Option<String> {
    notes()?.get_item(name).ok()?
}

fn notes() -> Option<web_sys::Storage> {
    window()?.local_storage().ok()?
}

fn list(query: &str) -> Option<web_sys::MediaQueryList> {
    window()?.match_media(query).ok()?
}
