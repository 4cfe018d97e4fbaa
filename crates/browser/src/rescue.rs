//! What happens when the program panics: a plain message, the text of the work, and ways back.
//!
//! The message is made by JavaScript alone, since nothing of ours can be trusted to run any longer.

use std::panic;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/js/edge/rescue.js")]
extern "C" {
    #[wasm_bindgen(js_name = remember)]
    fn keep(names: Vec<String>, texts: Vec<String>);
    #[wasm_bindgen(js_name = watch)]
    fn watch_traps();
    fn show(message: &str);
    #[wasm_bindgen(js_name = takeSkip)]
    fn take_skip() -> bool;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn log(message: &str);
}

/// Shows the message in place of a dead page, from now on, whenever something panics.
pub fn watch() {
    panic::set_hook(Box::new(|info| {
        let message = info.to_string();
        log(&message);
        show(&message);
    }));
    watch_traps();
}

/// Panics, so that one can see what a panic looks like: `wasmBindings.fireDrill()` in the browser's console.
#[wasm_bindgen(js_name = fireDrill)]
pub fn fire_drill() {
    panic!("this is a drill");
}

/// What to offer for copying and download should something panic: files by name and text.
/// To be called at every change of the work.
pub fn remember<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) {
    let (names, texts) = files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).unzip();
    keep(names, texts);
}

/// Whether the user chose “Open without my last work” after a panic; asked again, it is false.
pub fn skips_last_work() -> bool {
    take_skip()
}
