//! The Run screen.

use leptos::prelude::*;

#[component]
pub fn RunScreen() -> impl IntoView {
    view! { <section class="screen alone"></section> }
}
