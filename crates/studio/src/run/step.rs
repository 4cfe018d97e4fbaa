//! What one step did: its input and output, its attempts, its part of the definition.

use leptos::prelude::*;

use super::line;
use super::progress::{Attempt, Visit};
use super::session::Session;
use super::whole::{Reason, WholeExecution};
use crate::shell::{JsonView, Tabs};
use crate::studio::Studio;

#[component]
pub fn StepDetails() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let tab = RwSignal::new(0);
    let state = Memo::new(move |_| {
        let name = studio.chosen()?;
        session.machine.get()?.find(&name)
    });
    let count = Memo::new(move |_| {
        state.get().map_or(0, |state| session.with_progress(|progress| progress.count(state)))
    });
    // The visit that one looks at, by its number; otherwise the one of the event, or the last.
    let chosen = RwSignal::new(None::<usize>);
    let at = Memo::new(move |_| {
        let last = count.get().checked_sub(1)?;
        let wanted = chosen.get().or_else(|| {
            let place = session.cursor.get()?.checked_sub(1)?;
            session.with_progress(|progress| progress.visit_at(state.get()?, place))
        });
        Some(wanted.map_or(last, |wanted| wanted.min(last)))
    });
    let visit = Memo::new(move |_| {
        let visit = session.with_progress(|progress| progress.visit(state.get()?, at.get()?).cloned());
        visit.map(VisitOf)
    });
    let visit = move || visit.get().map(|VisitOf(visit)| visit);
    let names = Signal::derive(move || {
        let attempts = visit().map_or(0, |visit| visit.attempts.len());
        let attempts = if attempts > 0 { format!("Attempts {attempts}") } else { String::from("Attempts") };
        let mut names =
            vec![String::from("Input"), String::from("Output"), attempts, String::from("Definition")];
        names.extend((session.position() > 0).then(|| String::from("Event")));
        names
    });
    view! {
        {move || match studio.chosen() {
            None => view! { <WholeExecution /> }.into_any(),
            Some(name) => view! {
                <div class="title">
                    <div class="grow">
                        <h2>{name.to_string()}</h2>
                        <small>{move || visit().map_or(String::from("not entered"), |visit| visit.status.word().to_string())}</small>
                    </div>
                    <Show when=move || { count.get() > 1 }>
                        <span class="visit">
                            <button class="button quiet only-icon small" aria-label="Earlier visit" title="Earlier visit" disabled=move || at.get() == Some(0) on:click=move |_| chosen.set(at.get_untracked().and_then(|at| at.checked_sub(1)))>
                                "↑"
                            </button>
                            <input
                                class="input mono"
                                type="number"
                                min="0"
                                max=move || count.get().saturating_sub(1).to_string()
                                aria-label="Visit"
                                prop:value=move || at.get().unwrap_or(0).to_string()
                                on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
                            />
                            <small>{move || format!("of {}", count.get())}</small>
                            <button class="button quiet only-icon small" aria-label="Later visit" title="Later visit" disabled=move || at.get().map(|at| at + 1) == Some(count.get()) on:click=move |_| chosen.set(at.get_untracked().map(|at| at + 1))>
                                "↓"
                            </button>
                        </span>
                    </Show>
                </div>
                <Tabs label="Step" names chosen=tab />
                <div class="scroll step">
                    {move || match (tab.get(), visit()) {
                        (3, _) if session.foreign.read().is_some() => view! { <p class="hint">"This state belongs to another workflow on this device: open that one to see its definition."</p> }.into_any(),
                        (3, _) => view! { <pre class="code" tabindex="0">{studio.chosen_text()}</pre> }.into_any(),
                        (4, _) => match shown_event(session) {
                            Some(event) => view! { <JsonView value=event label="The event as GetExecutionHistory gives it" /> }.into_any(),
                            None => ().into_any(),
                        },
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

/// The event that the cursor stands behind, in the service's words.
fn shown_event(session: Session) -> Option<json::Value> {
    let index = session.position().checked_sub(1)?;
    let place = session.with_trail(|trail| trail.visible().get(index).copied())?;
    session.with_execution(|execution| {
        let mut writer = engine::history::Writer::new(&execution.machine);
        // The first event holds the text of the caller's input, which later ones repeat.
        writer.write(execution.events.first()?);
        writer.write(execution.events.get(place)?)
    })?
}

fn output(visit: Visit) -> impl IntoView {
    let failure = visit.failure.map(|failure| view! { <Reason failure /> });
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
        Err(failure) => view! { <Reason failure /> }.into_any(),
    };
    view! {
        <div class="card">
            <h3>{format!("Attempt {}", index + 1)} <span class="hint mono">{time}</span></h3>
            <JsonView value=attempt.parameters label="What the task was given" />
            {result}
        </div>
    }
}

/// A visit that a memo can compare.
#[derive(Clone)]
struct VisitOf(Visit);

impl PartialEq for VisitOf {
    fn eq(&self, other: &VisitOf) -> bool {
        let (VisitOf(one), VisitOf(other)) = (self, other);
        let ended = |visit: &Visit| visit.attempts.iter().filter(|attempt| attempt.ended.is_some()).count();
        one.entered == other.entered
            && one.exited == other.exited
            && one.status == other.status
            && one.attempts.len() == other.attempts.len()
            && ended(one) == ended(other)
            && one.input.is_same(&other.input)
    }
}
