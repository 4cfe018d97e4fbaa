//! A dialog that stands above the page: Escape and the cross close it, focus stays inside and goes back.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::icon::Icon;

/// Shows `children` in a dialog while `open` is true; `on_close` is told when the user wants it gone.
#[component]
pub fn Dialog(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] wide: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    // The browser keeps whether a dialog is shown as modal; this hands it our signal and writes none.
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only for a dialog that is shown already.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class="sheet"
            class:wide=wide
            node_ref=node
            aria-label=move || title.get()
            on:close=move |_| on_close.run(())
            on:click=move |event| {
                let outside = node.get().is_some_and(|dialog| {
                    event.target().is_some_and(|target| {
                        target.dyn_ref::<web_sys::Node>().is_some_and(|target| dialog.is_same_node(Some(target)))
                    })
                });
                if outside {
                    on_close.run(());
                }
            }
        >
            <Show when=move || open.get()>
                <header>
                    <h2>{move || title.get()}</h2>
                    <button
                        class="button quiet only-icon"
                        aria-label="Close"
                        title="Close (Esc)"
                        on:click=move |_| on_close.run(())
                    >
                        {Icon::Close.view(16)}
                    </button>
                </header>
                {children()}
            </Show>
        </dialog>
    }
}
