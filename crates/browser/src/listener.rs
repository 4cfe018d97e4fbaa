//! Something that is listened to, as long as the listener is kept.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Listens to an event of the page until it is dropped.
#[derive(Debug)]
pub struct Listener {
    target: web_sys::EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    /// Calls `act` at each event of this name.
    pub(crate) fn new(
        target: web_sys::EventTarget,
        name: &'static str,
        act: impl FnMut(web_sys::Event) + 'static,
    ) -> Option<Listener> {
        let closure = Closure::new(act);
        target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()).ok()?;
        Some(Listener { target, name, closure })
    }

    /// Listens for as long as the page lives.
    pub fn keep(self) {
        std::mem::forget(self);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        // Nobody listens any longer, whatever comes of it.
        self.target.remove_event_listener_with_callback(self.name, function).ok();
    }
}
