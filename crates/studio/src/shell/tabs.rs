//! Tabs as the ARIA pattern has them: one stop for the Tab key, arrows move and choose.

use leptos::prelude::*;

/// A row of tabs; `names` are shown, the number of the chosen one is in `chosen`.
#[component]
pub fn Tabs(
    #[prop(into)] label: String,
    #[prop(into)] names: Signal<Vec<String>>,
    chosen: RwSignal<usize>,
) -> impl IntoView {
    let list = NodeRef::<leptos::html::Div>::new();
    let choose = move |index: usize| {
        chosen.set(index);
        request_animation_frame(move || {
            let tab = list
                .get_untracked()
                .and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten())
                .and_then(|tab| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(tab).ok());
            if let Some(tab) = tab {
                // Focus fails only for an element that is gone.
                let _ = tab.focus();
            }
        });
    };
    view! {
        <div
            class="tabs"
            role="tablist"
            aria-label=label
            node_ref=list
            on:keydown=move |event| {
                let count = names.read_untracked().len();
                let now = chosen.get_untracked();
                let next = match event.key().as_str() {
                    "ArrowRight" => (now + 1) % count.max(1),
                    "ArrowLeft" => (now + count.max(1) - 1) % count.max(1),
                    "Home" => 0,
                    "End" => count.saturating_sub(1),
                    _ => return,
                };
                event.prevent_default();
                choose(next);
            }
        >
            {move || {
                names
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(index, name)| {
                        view! {
                            <button
                                role="tab"
                                aria-selected=move || (chosen.get() == index).to_string()
                                tabindex=move || if chosen.get() == index { "0" } else { "-1" }
                                on:click=move |_| chosen.set(index)
                            >
                                {name}
                            </button>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}
