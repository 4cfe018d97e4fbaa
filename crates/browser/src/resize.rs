//! The size of an element, watched as long as the watch is kept.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Tells when an element has another size than before, whatever it comes from, until it is dropped.
#[derive(Debug)]
pub struct Resize {
    observer: web_sys::ResizeObserver,
    _closure: Closure<dyn FnMut()>,
}

impl Resize {
    /// Calls `act` soon for the first size, and then for each other one.
    pub fn of(element: &web_sys::Element, act: impl FnMut() + 'static) -> Option<Resize> {
        let closure = Closure::new(act);
        let observer = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Resize { observer, _closure: closure })
    }
}

impl Drop for Resize {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
