//! Short words that appear, can be read out, and go.

use leptos::prelude::*;

use super::icon::Icon;
use super::problems;
use crate::studio::Studio;

/// A message to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub id: u32,
    pub text: String,
    pub is_bad: bool,
    /// The problem it is about, by its place in the list: one can go there.
    pub problem: Option<usize>,
}

/// The messages that stand now, newest last.
#[component]
pub fn Toasts() -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || studio.toasts.get() key=|toast| toast.id let:toast>
                <div class="toast" class:bad=toast.is_bad>
                    <span>{toast.text}</span>
                    {toast.problem.map(|at| {
                        let show = move |_| {
                            studio.dismiss(toast.id);
                            problems::go(studio, at);
                        };
                        view! { <button class="button small" on:click=show>"Show it"</button> }
                    })}
                    <button
                        class="button quiet only-icon small"
                        aria-label="Dismiss"
                        title="Dismiss"
                        on:click=move |_| studio.dismiss(toast.id)
                    >
                        {Icon::Close.view(14)}
                    </button>
                </div>
            </For>
        </div>
    }
}
