//! The Mocks screen.

use leptos::prelude::*;

#[component]
pub fn MocksScreen() -> impl IntoView {
    view! { <section class="screen alone"></section> }
}
