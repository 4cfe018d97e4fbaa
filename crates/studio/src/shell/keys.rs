//! The keys that work on every screen.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use super::problems;
use crate::studio::{Mode, Studio};

/// Listens for as long as the page is open.
pub fn listen(studio: Studio) {
    let listener = window_event_listener(ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key();
        let key = event.key();
        let is_typing = is_typing(&event);
        match key.as_str() {
            "Enter" if has_command => studio.run(),
            "F8" => problems::step(studio, !event.shift_key()),
            "z" | "Z" if has_command && !is_typing => match event.shift_key() {
                true => studio.redo(),
                false => studio.undo(),
            },
            "y" if has_command && !is_typing => studio.redo(),
            "Escape" if studio.are_problems_open.get_untracked() && !is_typing => {
                studio.are_problems_open.set(false);
            }
            "1" | "2" | "3" | "4" if event.alt_key() => {
                let place = key.parse::<usize>().unwrap_or(1) - 1;
                studio.mode.set(Mode::ALL[place]);
            }
            "/" if !is_typing => {
                if studio.mode.get_untracked() != Mode::Design {
                    return;
                }
                studio.left_tab.set(0);
                request_animation_frame(|| {
                    let field = document().query_selector(".palette-search input").ok().flatten();
                    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok())
                    {
                        // Focus fails only for an element that is gone.
                        let _ = field.focus();
                    }
                });
            }
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

/// Whether the key goes into a field or the code editor.
fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        target.closest("input, textarea, select, [contenteditable=true], .cm-editor").ok().flatten().is_some()
    })
}
