//! The footer: what is true of the whole workflow, in a line.

use leptos::prelude::*;

#[component]
pub fn Footer() -> impl IntoView {
    view! { <footer class="bottom"></footer> }
}
