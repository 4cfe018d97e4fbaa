//! Time: stop, step back and forward, and a slider over all events.

use asl::MachineType;
use engine::Status;
use leptos::prelude::*;

use super::line;
use super::session::Phase;
use crate::shell::Icon;
use crate::studio::Studio;

#[component]
pub fn Controls() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    // Positions count visible events; 0 is before the first.
    let last = move || session.length();
    let position = Memo::new(move |_| session.position());
    let go = move |wanted: usize| session.go_to(wanted);
    let time = move || {
        let at = position.get().checked_sub(1);
        let place = at.and_then(|at| session.with_trail(|trail| trail.visible().get(at).copied()));
        session
            .with_events(|events| Some(line::after(events.first()?.time, events.get(place?)?.time)))
            .flatten()
            .unwrap_or_default()
    };
    let is_redrivable = move || {
        session.phase.get() == Phase::Over
            && session
                .with_simulation(|simulation| {
                    let is_standard = simulation.setup().recipe.kind == MachineType::Standard;
                    is_standard && !matches!(simulation.root().run.status, Status::Succeeded(_))
                })
                .unwrap_or(false)
    };
    let button = move |icon: Icon, name: &'static str, to: fn(usize, usize) -> usize| {
        view! {
            <button
                class="button only-icon"
                aria-label=name
                title=name
                disabled=move || last() == 0
                on:click=move |_| go(to(position.get_untracked(), untrack(last)))
            >
                {icon.view(15)}
            </button>
        }
    };
    view! {
        <div class="run-controls" role="group" aria-label="Time">
            {button(Icon::First, "To the start", |_, _| 0)}
            {button(Icon::Back, "One event back", |at, _| at.saturating_sub(1))}
            {button(Icon::Forward, "One event on", |at, last| (at + 1).min(last))}
            {button(Icon::Last, "To the end", |_, last| last)}
            <input
                type="range"
                class="track"
                aria-label="Event"
                min="0"
                max=move || last().to_string()
                prop:value=move || position.get().to_string()
                on:input=move |event| go(event_target_value(&event).parse().unwrap_or(0))
            />
            <span class="mono">{move || format!("event {} / {}", position.get(), last())}</span>
            <span class="badge wide-only virtual">{move || format!("virtual {}", time())}</span>
            <button class="button small narrow-only" on:click=move |_| studio.is_left_open.set(true)>
                "Input"
            </button>
            <button
                class="button only-icon"
                aria-label="Download the history"
                title="Download the history, as GetExecutionHistory gives it"
                disabled=move || last() == 0
                on:click=move |_| {
                    if let Some(history) = session.history() {
                        let text = json::pretty(&json::Object::from([("events", history)]).into());
                        browser::file::download("history.json", "application/json", text.as_bytes());
                    }
                }
            >
                {Icon::Download.view(15)}
            </button>
            <Show when=is_redrivable>
                <button
                    class="button"
                    aria-label="Redrive"
                    title="Goes on from the unsuccessful steps; results of successful ones are kept"
                    on:click=move |_| {
                        if let Err(reason) = session.redrive() {
                            studio.warn(reason);
                        }
                    }
                >
                    {Icon::Retry.view(14)}
                    <span class="word">"Redrive"</span>
                </button>
            </Show>
            <Show when=move || matches!(session.phase.get(), Phase::Running | Phase::Waiting)>
                <button class="button danger" aria-label="Stop" on:click=move |_| session.stop()>
                    {Icon::Stop.view(14)}
                    <span class="word">"Stop"</span>
                </button>
            </Show>
        </div>
    }
}
