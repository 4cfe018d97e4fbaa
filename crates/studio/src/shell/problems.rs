//! The problems panel: what is to say about the definition, by state, with a search and with fixes.

use asl::{Diagnostic, Severity};
use json::Text;
use leptos::prelude::*;

use super::icon::Icon;
use crate::studio::{Mode, Studio};

/// A diagnostic with the name of its state, as the panel lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub found: Diagnostic,
    pub state: Option<Text>,
}

/// So many rows are made at first, and more when one comes near their end.
const PAGE: usize = 60;

/// All problems, by state in the order of the definition; those of the machine itself first.
pub fn problems(studio: Studio) -> Vec<Problem> {
    studio.with_reading(|reading| {
        let mut list: Vec<Problem> = reading
            .diagnostics
            .iter()
            .map(|found| Problem {
                found: found.clone(),
                state: found.state.map(|state| reading.machine.state(state).name.clone()),
            })
            .collect();
        list.sort_by_key(|problem| (problem.found.state, problem.found.severity));
        list
    })
}

/// Goes to the next problem behind the current one, or the one before it.
pub fn step(studio: Studio, forward: bool) {
    let list = untrack(|| problems(studio));
    if list.is_empty() {
        return studio.say("No problems.");
    }
    let now = studio.problem.get_untracked();
    let next = match (now, forward) {
        (None, true) => 0,
        (None, false) => list.len() - 1,
        (Some(now), true) => (now + 1) % list.len(),
        (Some(now), false) => (now + list.len() - 1).min(2 * list.len()) % list.len(),
    };
    show(studio, next, &list[next]);
}

/// The place in the list of what keeps the service from taking the definition: the first error, as the service tells it.
pub fn first_error(studio: Studio) -> Option<(usize, Problem)> {
    let list = untrack(|| problems(studio));
    let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
    let first =
        untrack(|| studio.with_reading(|reading| reading.diagnostics.iter().find(is_error).cloned()))?;
    list.into_iter().enumerate().find(|(_, problem)| problem.found == first)
}

/// Goes to a problem by its place in the list, wherever one is.
pub fn go(studio: Studio, at: usize) {
    let list = untrack(|| problems(studio));
    let Some(problem) = list.get(at) else { return studio.say("This problem is gone.") };
    if studio.mode.get_untracked() != Mode::Design {
        studio.mode.set(Mode::Code);
    }
    show(studio, at, problem);
}

fn show(studio: Studio, at: usize, problem: &Problem) {
    studio.problem.set(Some(at));
    studio.are_problems_open.set(true);
    studio.select(problem.state.as_deref());
    studio.goto.set(Some(problem.found.range.start..problem.found.range.end));
}

#[component]
pub fn ProblemsPanel() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let query = RwSignal::new(String::new());
    let all = Memo::new(move |_| problems(studio));
    let list = Memo::new(move |_| {
        let query = query.read().to_lowercase();
        let all = all.read();
        let is_wanted = |problem: &Problem| {
            let state = problem.state.as_deref().unwrap_or_default();
            [&problem.found.message, problem.found.code.name(), state]
                .iter()
                .any(|text| text.to_lowercase().contains(&query))
        };
        all.iter()
            .enumerate()
            .filter(|(_, problem)| is_wanted(problem))
            .map(|(at, problem)| (at, problem.clone()))
            .collect::<Vec<_>>()
    });
    // The list grows as one scrolls to its end, so that thousands of problems cost no more than those one looks at.
    let limit = RwSignal::new(PAGE);
    let shown = Memo::new(move |_| {
        // The problem that one has gone to is always there.
        let current = studio.problem.get();
        let list = list.read();
        let place = list.iter().position(|(at, _)| Some(*at) == current).map_or(0, |place| place + PAGE / 2);
        list[..list.len().min(limit.get().max(place))].to_vec()
    });
    let grow = move |event: web_sys::Event| {
        let element = event_target::<web_sys::HtmlElement>(&event);
        let below = element.scroll_height() - element.scroll_top() - element.client_height();
        if below < 600 && limit.get_untracked() < list.read_untracked().len() {
            limit.update(|limit| *limit += PAGE);
        }
    };
    let scroller = NodeRef::<leptos::html::Div>::new();
    // Going through the problems by keys, one wants to see where one is: this is done to the page, and nothing follows from it.
    Effect::new(move || {
        if studio.problem.get().is_none() {
            return;
        }
        request_animation_frame(move || {
            let Some(list) = scroller.get_untracked() else { return };
            if let Ok(Some(row)) = list.query_selector("[aria-current=true]") {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                row.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    });
    view! {
        <section class="problems" aria-label="Problems">
            <div class="bar">
                <h2>"Problems"</h2>
                <label class="search-box">
                    {Icon::Search.view(14)}
                    <input
                        type="search"
                        placeholder="Search problems"
                        aria-label="Search problems"
                        prop:value=move || query.get()
                        on:input=move |event| {
                            limit.set(PAGE);
                            query.set(event_target_value(&event));
                        }
                    />
                </label>
                <button class="button small" title="Previous problem (Shift+F8)" on:click=move |_| step(studio, false)>
                    "Previous"
                </button>
                <button class="button small" title="Next problem (F8)" on:click=move |_| step(studio, true)>
                    "Next"
                </button>
                <button
                    class="button quiet only-icon"
                    aria-label="Close the problems"
                    title="Close (Esc)"
                    on:click=move |_| studio.are_problems_open.set(false)
                >
                    {Icon::Close.view(16)}
                </button>
            </div>
            // A list that scrolls can be reached by keys.
            <div class="problem-list" tabindex="0" node_ref=scroller on:scroll=grow>
                {move || {
                    let mut last = None::<Option<Text>>;
                    let list = shown.get();
                    if list.is_empty() {
                        let words = if all.read().is_empty() {
                            "Nothing to mend: the service would take this definition."
                        } else {
                            "No problem has these words."
                        };
                        return view! { <p class="empty">{words}</p> }.into_any();
                    }
                    list.into_iter()
                        .map(|(at, problem)| {
                            let heading = (last.as_ref() != Some(&problem.state)).then(|| {
                                let name = problem.state.as_deref().unwrap_or("State machine").to_string();
                                view! { <h3 class="group-title">{name}</h3> }
                            });
                            last = Some(problem.state.clone());
                            view! { {heading} <Row at problem /> }
                        })
                        .collect_view()
                        .into_any()
                }}
            </div>
        </section>
    }
}

#[component]
fn Row(at: usize, problem: Problem) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let (class, icon, word) = look(problem.found.severity);
    let fix = problem.found.fix.clone();
    let message = problem.found.message.clone();
    let code = problem.found.code.name();
    let is_current = move || (studio.problem.get() == Some(at)).to_string();
    view! {
        <div class="problem">
            <button class="row-item" aria-current=is_current on:click=move |_| go(studio, at)>
                <span class=format!("sign {class}")>{icon.view(14)}<span class="hidden-word">{word}</span></span>
                <span class="grow">{message}<small class="mono">{code}</small></span>
            </button>
            {fix.map(|fix| {
                let title = fix.title.clone();
                view! {
                    <button class="button small" on:click=move |_| studio.mend(&fix)>{title}</button>
                }
            })}
        </div>
    }
}

/// How a severity looks: class, sign and word.
pub fn look(severity: Severity) -> (&'static str, Icon, &'static str) {
    match severity {
        Severity::Error => ("error", Icon::Cross, "Error: "),
        Severity::Warning => ("warning", Icon::Warning, "Warning: "),
        Severity::Info => ("info", Icon::Info, "Remark: "),
        Severity::Hint => ("hint", Icon::Bulb, "Hint: "),
    }
}
