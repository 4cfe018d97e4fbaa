//! The Code screen.

use leptos::prelude::*;

#[component]
pub fn CodeScreen() -> impl IntoView {
    view! { <section class="screen alone"></section> }
}
