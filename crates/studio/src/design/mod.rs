//! The Design screen: the picture, and the definition of what is selected.

use std::sync::Arc;

use leptos::prelude::*;

use crate::picture::{Picture, PictureView};
use crate::shell::{Resizer, Side};
use crate::studio::Studio;

#[component]
pub fn DesignScreen() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let picture = Picture {
        scene: studio.scene.into(),
        selection: studio.selection.into(),
        statuses: Signal::stored(Arc::default()),
        is_stale: studio.is_broken.into(),
        viewport: studio.viewport,
        room: RwSignal::new(canvas::Size::default()),
    };
    let press = move |name: Option<String>| studio.select(name.as_deref());
    view! {
        <section class="screen no-left" aria-label="Design">
            <div class="middle">
                <PictureView
                    picture
                    label="The workflow"
                    on_press=press
                />
            </div>
            <aside class="panel right" aria-label="State">
                {move || match studio.chosen() {
                    None => view! {
                        <div class="empty">
                            <strong>"Choose a state"</strong>
                            "Select a state in the picture to see its definition."
                        </div>
                    }
                    .into_any(),
                    Some(name) => view! {
                        <div class="title">
                            <div class="grow"><h2>{name.to_string()}</h2></div>
                        </div>
                        <div class="scroll">
                            <pre class="code" tabindex="0">{move || studio.chosen_text()}</pre>
                        </div>
                    }
                    .into_any(),
                }}
            </aside>
            <Resizer side=Side::Right label="Width of the state panel" />
        </section>
    }
}
