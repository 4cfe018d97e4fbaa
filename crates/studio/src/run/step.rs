//! What one step did: its input and output, its attempts, its part of the definition.

use leptos::prelude::*;

use super::line;
use super::progress::{Attempt, Visit};
use super::session::Session;
use crate::shell::{JsonView, Tabs};
use crate::studio::Studio;

#[component]
pub fn StepDetails() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let tab = RwSignal::new(0);
    let visits = Memo::new(move |_| {
        let Some(name) = studio.chosen() else { return VisitList(Vec::new()) };
        let machine = session.machine.get();
        let state = machine.and_then(|machine| machine.find(&name));
        let progress = session.progress.get();
        VisitList(state.map(|state| progress.of_state(state).cloned().collect()).unwrap_or_default())
    });
    let chosen = RwSignal::new(None::<usize>);
    let visit = move || {
        let visits = visits.read();
        let at = chosen.get().filter(|at| *at < visits.0.len());
        visits.0.get(at.unwrap_or(visits.0.len().wrapping_sub(1))).cloned()
    };
    let names = Signal::derive(move || {
        let attempts = visit().map_or(0, |visit| visit.attempts.len());
        let attempts = if attempts > 0 { format!("Attempts {attempts}") } else { String::from("Attempts") };
        vec![String::from("Input"), String::from("Output"), attempts, String::from("Definition")]
    });
    view! {
        {move || match studio.chosen() {
            None => view! {
                <div class="empty">
                    <strong>"Choose a step"</strong>
                    "Select a state in the picture or an event below: its input, output and attempts appear here."
                </div>
            }
            .into_any(),
            Some(name) => view! {
                <div class="title">
                    <div class="grow">
                        <h2>{name.to_string()}</h2>
                        <small>{move || visit().map_or(String::from("not entered"), |visit| visit.status.word().to_string())}</small>
                    </div>
                    <Show when=move || { visits.read().0.len() > 1 }>
                        <select
                            class="input"
                            style="width: auto"
                            aria-label="Visit"
                            on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
                        >
                            {move || (0..visits.read().0.len()).map(|at| view! {
                                <option value=at.to_string() selected=move || chosen.get() == Some(at)>
                                    {format!("#{at}")}
                                </option>
                            }).collect_view()}
                        </select>
                    </Show>
                </div>
                <Tabs label="Step" names chosen=tab />
                <div class="scroll step">
                    {move || match (tab.get(), visit()) {
                        (3, _) => view! { <pre class="code" tabindex="0">{studio.chosen_text()}</pre> }.into_any(),
                        (_, None) => view! { <p class="hint">"The run has not come here."</p> }.into_any(),
                        (0, Some(visit)) => view! { <JsonView value=visit.input label="Input" /> }.into_any(),
                        (1, Some(visit)) => output(visit).into_any(),
                        (_, Some(visit)) => visit.attempts.into_iter().enumerate().map(|each| attempt(session, each)).collect_view().into_any(),
                    }}
                </div>
            }
            .into_any(),
        }}
    }
}

fn output(visit: Visit) -> impl IntoView {
    let failure = visit.failure.as_ref().map(|failure| {
        view! { <div class="notice bad">{line::sentence(failure)}</div> }
    });
    let output = match visit.output {
        Some(output) => view! { <JsonView value=output label="Output" /> }.into_any(),
        None => view! { <p class="hint">"No output: the state was not left."</p> }.into_any(),
    };
    let assigned = visit.assigned.map(|assigned| {
        view! {
            <h3 class="group-title">"Variables set"</h3>
            <JsonView value=assigned.into() label="Variables set" />
        }
    });
    view! { {failure} {output} {assigned} }
}

fn attempt(session: Session, (index, attempt): (usize, Attempt)) -> impl IntoView {
    let time = session
        .with_events(|events| Some(line::after(events.first()?.time, events.get(attempt.scheduled)?.time)))
        .flatten();
    let result = match attempt.result {
        Ok(Some(result)) => view! { <JsonView value=result label="Result" /> }.into_any(),
        Ok(None) => view! { <p class="hint">"Not answered yet."</p> }.into_any(),
        Err(failure) => view! { <div class="notice bad">{line::sentence(&failure)}</div> }.into_any(),
    };
    view! {
        <div class="card">
            <h3>{format!("Attempt {}", index + 1)} <span class="hint mono">{time}</span></h3>
            <JsonView value=attempt.parameters label="What the task was given" />
            {result}
        </div>
    }
}

/// Visits that a memo can compare.
#[derive(Clone)]
struct VisitList(Vec<Visit>);

impl PartialEq for VisitList {
    fn eq(&self, other: &VisitList) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|(one, other)| {
                one.entered == other.entered
                    && one.exited == other.exited
                    && one.status == other.status
                    && one.attempts.len() == other.attempts.len()
            })
    }
}
