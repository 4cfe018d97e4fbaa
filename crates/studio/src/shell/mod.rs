//! The frame around every screen: header, footer, dialogs, messages.

mod code_field;
mod dialog;
mod footer;
mod gallery;
mod header;
mod icon;
mod json_view;
mod keys;
mod picker;
mod problems;
mod resizer;
mod rows;
mod share;
mod sheet;
mod tabs;
mod toast;

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::code::CodeScreen;
use crate::design::DesignScreen;
use crate::kept;
use crate::mocks::MocksScreen;
use crate::run::RunScreen;
use crate::studio::{Mode, Studio};

pub use code_field::{CodeField, CodeHandle, Complete};
pub use dialog::Dialog;
pub use footer::plural;
pub use icon::{Icon, status_mark};
pub use json_view::JsonView;
pub use picker::{Card, Picker, SearchBox};
pub use problems::{first_error, look};
pub use resizer::{Resizer, Side};
pub use rows::{Heights, Rows};
pub use sheet::Panel;
pub use tabs::Tabs;
pub use toast::Toast;

/// Puts the studio into the page, in the place of the loading words.
pub fn mount() {
    let Some(place) = document().get_element_by_id("app") else { return };
    place.set_inner_html("");
    if let Ok(place) = place.dyn_into() {
        mount_to(place, || view! { <Frame /> }).forget();
    }
}

#[component]
fn Frame() -> impl IntoView {
    let studio = Studio::new();
    provide_context(studio);
    kept::keep_on(studio);
    kept::keep_buckets_on(studio);
    keys::listen(studio);
    begin(studio);
    view! {
        <div class="studio">
            <header::Header />
            <main style="display: contents">
                {move || match studio.mode.get() {
                    Mode::Design => view! { <DesignScreen /> }.into_any(),
                    Mode::Code => view! { <CodeScreen /> }.into_any(),
                    Mode::Mocks => view! { <MocksScreen /> }.into_any(),
                    Mode::Run => view! { <RunScreen /> }.into_any(),
                }}
            </main>
            <Show when=move || studio.are_problems_open.get()>
                <problems::ProblemsPanel />
            </Show>
            <footer::Footer />
            <toast::Toasts />
            <share::ShareDialogs />
        </div>
    }
}

/// Opens what the address holds, or else what was open last; a new visitor has the first example.
fn begin(studio: Studio) {
    let skips = browser::rescue::skips_last_work();
    if share::receive(studio) || skips {
        return;
    }
    spawn_local(async move {
        match kept::last().await {
            // Somebody who began to work meanwhile is not interrupted.
            Some(Ok((id, workflow))) if studio.keeping.get_untracked() == kept::Keeping::Untouched => {
                studio.open_kept(id, workflow);
            }
            Some(Err(reason)) => {
                studio.warn(format!("The workflow of last time could not be opened: {reason}."))
            }
            Some(Ok(_)) | None => {}
        }
    });
}
