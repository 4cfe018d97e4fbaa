//! A side panel: beside the picture where there is room, a sheet above it where there is not.

use leptos::prelude::*;

use super::icon::Icon;
use super::resizer::Side;

/// `is_open` counts only where the panel is a sheet.
#[component]
pub fn Panel(
    side: Side,
    #[prop(into)] label: String,
    is_open: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let name = label.clone();
    view! {
        <aside
            class="panel"
            class:left=side == Side::Left
            class:right=side == Side::Right
            class:closed=move || !is_open.get()
            aria-label=label
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    is_open.set(false);
                }
            }
        >
            <div class="sheet-bar">
                <strong>{name}</strong>
                <button
                    class="button quiet only-icon"
                    aria-label="Close this panel"
                    title="Close (Esc)"
                    on:click=move |_| is_open.set(false)
                >
                    {Icon::Close.view(16)}
                </button>
            </div>
            {children()}
        </aside>
    }
}
