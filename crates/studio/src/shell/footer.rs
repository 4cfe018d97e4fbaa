//! The footer: what is true of the whole workflow, in a line.

use asl::{QueryLanguage, Severity};
use leptos::prelude::*;

use super::icon::Icon;
use crate::studio::Studio;

#[component]
pub fn Footer() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let counts = Memo::new(move |_| {
        studio.with_reading(|reading| {
            let count =
                |severity| reading.diagnostics.iter().filter(|found| found.severity == severity).count();
            let advice = count(Severity::Info) + count(Severity::Hint);
            (count(Severity::Error), count(Severity::Warning), advice)
        })
    });
    let states = Memo::new(move |_| studio.drawn.read().machine().states.len());
    let language = Memo::new(move |_| match studio.drawn.read().machine().query_language {
        QueryLanguage::JsonPath => "JSONPath",
        QueryLanguage::Jsonata => "JSONata",
    });
    let plural = |count: usize, word: &str| match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    };
    view! {
        <footer class="bottom">
            <button
                aria-expanded=move || studio.are_problems_open.get().to_string()
                title="Problems (F8 goes through them)"
                on:click=move |_| studio.are_problems_open.update(|is_open| *is_open = !*is_open)
            >
                {move || match counts.get() {
                    (0, 0, 0) => view! { {Icon::Check.view(12)} "No problems" }.into_any(),
                    (errors, warnings, advice) => view! {
                        {(errors > 0).then(|| view! { <span class="error">{Icon::Cross.view(12)} {plural(errors, "error")}</span> })}
                        {(warnings > 0).then(|| view! { <span class="warning">{Icon::Warning.view(12)} {plural(warnings, "warning")}</span> })}
                        {(advice > 0).then(|| view! { <span>{plural(advice, "hint")}</span> })}
                    }
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
