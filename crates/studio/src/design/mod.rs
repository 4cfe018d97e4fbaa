//! The Design screen.

use leptos::prelude::*;

#[component]
pub fn DesignScreen() -> impl IntoView {
    view! { <section class="screen alone"></section> }
}
