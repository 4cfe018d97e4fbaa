//! The edge of a side panel: drag it, or move it with the arrow keys.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Which panel the edge belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// Narrowest and widest, in pixels.
const LEAST: f64 = 200.0;
const MOST: f64 = 640.0;

impl Side {
    fn property(self) -> &'static str {
        match self {
            Side::Left => "--left",
            Side::Right => "--right",
        }
    }

    fn usual(self) -> f64 {
        match self {
            Side::Left => 256.0,
            Side::Right => 344.0,
        }
    }
}

#[component]
pub fn Resizer(side: Side, #[prop(into)] label: String) -> impl IntoView {
    let width = RwSignal::new(side.usual());
    let from = StoredValue::new(None::<(f64, f64)>);
    let set = move |wanted: f64| {
        let wanted = wanted.clamp(LEAST, MOST);
        width.set(wanted);
        if let Some(root) =
            document().document_element().and_then(|root| root.dyn_into::<web_sys::HtmlElement>().ok())
        {
            // Fails only for a property name that is no name.
            let _ = root.style().set_property(side.property(), &format!("{wanted}px"));
        }
    };
    let towards = move |pixels: f64| match side {
        Side::Left => pixels,
        Side::Right => -pixels,
    };
    view! {
        <div
            class="resizer"
            class:left=side == Side::Left
            class:right=side == Side::Right
            role="separator"
            aria-orientation="vertical"
            aria-label=label
            aria-valuenow=move || width.get().round().to_string()
            aria-valuemin=LEAST.to_string()
            aria-valuemax=MOST.to_string()
            tabindex="0"
            title="Drag, or press ← and →; double-click for the usual width"
            on:pointerdown=move |event| {
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                if let Some(target) = target {
                    // Without capture the drag merely ends at the edge of the page.
                    let _ = target.set_pointer_capture(event.pointer_id());
                }
                from.set_value(Some((f64::from(event.client_x()), width.get_untracked())));
            }
            on:pointermove=move |event| {
                if let Some((x, start)) = from.get_value() {
                    set(start + towards(f64::from(event.client_x()) - x));
                }
            }
            on:pointerup=move |_| from.set_value(None)
            on:pointercancel=move |_| from.set_value(None)
            on:dblclick=move |_| set(side.usual())
            on:keydown=move |event| {
                let step = match event.key().as_str() {
                    "ArrowLeft" => -16.0,
                    "ArrowRight" => 16.0,
                    _ => return,
                };
                event.prevent_default();
                set(width.get_untracked() + towards(step));
            }
        ></div>
    }
}
