//! The zoom buttons.

use canvas::Intent;
use leptos::prelude::*;

use super::Picture;

#[component]
pub fn Zoom(picture: Picture) -> impl IntoView {
    let zoom_by = move |factor: f64| {
        picture.show(Intent::Zoom { at: picture.middle(), factor });
    };
    let percent = move || format!("{:.0} %", picture.viewport.read().scale * 100.0);
    view! {
        <div
            class="zoom"
            role="group"
            aria-label="Zoom"
            on:pointerdown=|event| event.stop_propagation()
            on:pointerup=|event| event.stop_propagation()
        >
            <button aria-label="Zoom out" title="Zoom out (−)" on:click=move |_| zoom_by(1.0 / 1.2)>
                "−"
            </button>
            <button
                aria-label=move || format!("{}, actual size", percent())
                title="Actual size (0)"
                on:click=move |_| {
                    picture.show(Intent::ActualSize);
                }
            >
                {percent}
            </button>
            <button aria-label="Zoom in" title="Zoom in (+)" on:click=move |_| zoom_by(1.2)>
                "+"
            </button>
            <button title="Show all (1)" on:click=move |_| picture.fit()>
                "Fit"
            </button>
        </div>
    }
}
