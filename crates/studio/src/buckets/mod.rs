//! Buckets of the workflow: what an ItemReader reads in a run, and what a ResultWriter wrote.

use leptos::prelude::*;

use crate::studio::Studio;

/// The names of the buckets, for every line that takes one.
#[component]
pub fn BucketNames() -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <datalist id="bucket-names">
            {move || studio.buckets.read().buckets.keys().map(|name| view! { <option value=name.clone()></option> }).collect_view()}
        </datalist>
    }
}
