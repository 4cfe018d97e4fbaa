//! The problems panel: what is to say about the definition, by state, with a search and with fixes.

use std::hash::{DefaultHasher, Hash, Hasher};

use asl::{Diagnostic, Severity};
use json::Text;
use leptos::prelude::*;

use super::icon::Icon;
use super::{Heights, Rows};
use crate::studio::{Mode, Studio};

/// A diagnostic with the name of its state, as the panel lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub found: Diagnostic,
    pub state: Option<Text>,
}

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
        let wanted = all.iter().enumerate().filter(|(_, problem)| is_wanted(problem));
        let mut last = None;
        let lines = wanted.map(|(at, problem)| {
            let is_first = last.replace(problem.state.clone()).as_ref() != Some(&problem.state);
            Line { at, problem: problem.clone(), is_first }
        });
        lines.collect::<Vec<_>>()
    });
    let count = Signal::derive(move || list.read().len());
    let heights = Memo::new(move |_| list.read().iter().map(Line::height).collect());
    let shown = Signal::derive(move || {
        let now = studio.problem.get()?;
        list.read().iter().position(|line| line.at == now)
    });
    let row = move |index: usize| {
        let line = Memo::new(move |_| list.read().get(index).cloned());
        move || line.get().map(|line| view! { <Row line index count /> })
    };
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
                        on:input=move |event| query.set(event_target_value(&event))
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
            <Show
                when=move || { count.get() > 0 }
                fallback=move || {
                    let words = move || match all.read().is_empty() {
                        true => "Nothing to mend: the service would take this definition.",
                        false => "No problem has these words.",
                    };
                    view! { <p class="empty">{words}</p> }
                }
            >
                <Rows label="Problems" count heights=Heights::Own(heights.into()) shown role="list" class="problem-list" row />
            </Show>
        </section>
    }
}

/// A problem as a line of the list.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    /// The place in the list of all problems.
    at: usize,
    problem: Problem,
    /// Whether it is the first one of its state, and has the heading.
    is_first: bool,
}

impl Line {
    /// What tells its height from that of others, and a guess until it has been seen.
    fn height(&self) -> (u64, f64) {
        let found = &self.problem.found;
        let title = found.fix.as_ref().map(|fix| &fix.title);
        let mut hasher = DefaultHasher::new();
        (&found.message, found.code.name(), title, self.is_first).hash(&mut hasher);
        let lines = 1 + found.message.len() / 150;
        let heading = if self.is_first { 33.0 } else { 0.0 };
        (hasher.finish(), heading + 29.0 + 21.0 * lines as f64)
    }
}

#[component]
fn Row(line: Line, index: usize, count: Signal<usize>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let Line { at, problem, is_first } = line;
    let (class, icon, word) = look(problem.found.severity);
    let message = problem.found.message;
    let code = problem.found.code.name();
    let heading = is_first.then(|| problem.state.as_deref().unwrap_or("State machine").to_string());
    let is_current = move || (studio.problem.get() == Some(at)).to_string();
    view! {
        <div role="listitem" aria-posinset=(index + 1).to_string() aria-setsize=move || count.get().to_string()>
            {heading.map(|name| view! { <h3 class="group-title">{name}</h3> })}
            <div class="problem">
                <button class="row-item" aria-current=is_current on:click=move |_| go(studio, at)>
                    <span class=format!("sign {class}")>{icon.view(14)}<span class="hidden-word">{word}</span></span>
                    <span class="grow">{message}<small class="mono">{code}</small></span>
                </button>
                {problem.found.fix.map(|fix| {
                    let title = fix.title.clone();
                    view! {
                        <button class="button small" on:click=move |_| studio.mend(&fix)>{title}</button>
                    }
                })}
            </div>
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
