//! The footer: what is true of the whole workflow, in a line.

use asl::{QueryLanguage, Severity};
use leptos::prelude::*;

use super::icon::Icon;
use super::problems::look;
use crate::studio::Studio;

/// What is counted, the worst first, with its word.
const KINDS: [(Severity, &str); 4] = [
    (Severity::Error, "error"),
    (Severity::Warning, "warning"),
    (Severity::Info, "remark"),
    (Severity::Hint, "hint"),
];

#[component]
pub fn Footer() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let counts = Memo::new(move |_| {
        studio.with_reading(|reading| {
            let count =
                |severity| reading.diagnostics.iter().filter(|found| found.severity == severity).count();
            KINDS.map(|(severity, _)| count(severity))
        })
    });
    let states = Memo::new(move |_| studio.drawn.read().machine().states.len());
    let language = Memo::new(move |_| match studio.drawn.read().machine().query_language {
        QueryLanguage::JsonPath => "JSONPath",
        QueryLanguage::Jsonata => "JSONata",
    });
    view! {
        <footer class="bottom">
            <button
                aria-expanded=move || studio.are_problems_open.get().to_string()
                title="Problems (F8 goes through them)"
                on:click=move |_| studio.are_problems_open.update(|is_open| *is_open = !*is_open)
            >
                {move || match counts.get() {
                    [0, 0, 0, 0] => view! { {Icon::Check.view(12)} <span class="word">"No problems"</span> }.into_any(),
                    counts => KINDS
                        .into_iter()
                        .zip(counts)
                        .filter(|(_, count)| *count > 0)
                        .enumerate()
                        .map(|(index, ((severity, word), count))| {
                            let (class, icon, _) = look(severity);
                            view! {
                                {(index > 0).then_some("·")}
                                <span class=format!("sign {class}")>{icon.view(12)} {count} <span class="word">" " {form(count, word)}</span></span>
                            }
                        })
                        .collect_view()
                        .into_any(),
                }}
            </button>
            <span>{move || plural(states.get(), "state")}</span>
            <span>{move || language.get()}</span>
            <span class="grow"></span>
            <span class="wide-only">"Nothing leaves this page"</span>
        </footer>
    }
}

/// So many of a thing, in words that fit the number.
pub fn plural(count: usize, word: &str) -> String {
    format!("{count} {}", form(count, word))
}

fn form(count: usize, word: &str) -> String {
    if count == 1 { word.to_string() } else { format!("{word}s") }
}
