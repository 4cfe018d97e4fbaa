//! What an Express execution leaves: its log events by level, and the answer of a synchronous call with its bill.

use engine::history::{Level, log_events};
use json::{Value, compact};
use leptos::prelude::*;

use super::session::Phase;
use crate::shell::{Dialog, Heights, JsonView, Rows};
use crate::studio::Studio;

/// Pixels of a row; the stylesheet has the same.
const ROW: f64 = 28.0;

/// The levels with their names and what they hold.
const LEVELS: [(Level, &str, &str); 4] = [
    (Level::All, "ALL", "everything"),
    (Level::Error, "ERROR", "all failures"),
    (Level::Fatal, "FATAL", "how an execution failed"),
    (Level::Off, "OFF", "nothing"),
];

#[component]
pub fn LogGroup() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let level = RwSignal::new(Level::All);
    let with_data = RwSignal::new(true);
    let opened = RwSignal::new(None::<usize>);
    // All is computed again when the run rests, not while it writes.
    let events = Memo::new(move |_| match session.phase.get() {
        Phase::Over | Phase::Waiting => {
            let (level, with_data) = (level.get(), with_data.get());
            session
                .with_execution(|execution| {
                    log_events(&execution.machine, &execution.events, level, with_data)
                })
                .unwrap_or_default()
        }
        Phase::Idle | Phase::Running => Vec::new(),
    });
    let count = Signal::derive(move || events.read().len());
    let row = move |index: usize| {
        let event = move || events.read().get(index).cloned();
        let text = move |name: &'static str| {
            event()
                .and_then(|event| event.get(name).and_then(Value::as_str).map(str::to_string))
                .unwrap_or_default()
        };
        view! {
            <button
                class="event-row log-row"
                role="option"
                aria-selected="false"
                on:click=move |_| opened.set(Some(index))
            >
                <span class="number">{move || text("id")}</span>
                <span class="type">{move || text("type")}</span>
                <span class="mono">{move || event().and_then(|event| event.get("details").map(compact)).unwrap_or_default()}</span>
            </button>
        }
    };
    view! {
        <div class="map-run">
            <div class="map-run-head">
                <select class="input" aria-label="Log level" on:change=move |event| {
                    let name = event_target_value(&event);
                    if let Some((chosen, ..)) = LEVELS.iter().find(|(_, known, _)| *known == name) {
                        level.set(*chosen);
                    }
                }>
                    {LEVELS.map(|(own, name, words)| view! { <option value=name selected=move || level.get() == own>{format!("{name}: {words}")}</option> }).collect_view()}
                </select>
                <label class="check">
                    <input type="checkbox" prop:checked=move || with_data.get() on:change=move |event| with_data.set(event_target_checked(&event)) />
                    <span>"Include execution data"</span>
                </label>
                <span class="hint">{move || format!("{} log events", count.get())}</span>
                <button
                    class="button small"
                    disabled=move || count.get() == 0
                    on:click=move |_| {
                        let lines: Vec<String> = events.read_untracked().iter().map(compact).collect();
                        browser::file::download("log-events.jsonl", "application/json", lines.join("\n").as_bytes());
                    }
                >
                    "Download"
                </button>
            </div>
            <Show
                when=move || { count.get() > 0 }
                fallback=move || view! {
                    <div class="empty">
                        <strong>"No log events at this level"</strong>
                        {move || match session.phase.get() {
                            Phase::Running => "They are shown when the run rests.",
                            Phase::Idle | Phase::Waiting | Phase::Over => "A lower level holds more: ALL has every event.",
                        }}
                    </div>
                }
            >
                <Rows label="Log events" count heights=Heights::Even(ROW) shown=Signal::stored(None) row />
            </Show>
        </div>
        <Dialog open=Signal::derive(move || opened.get().is_some()) on_close=move |()| opened.set(None) title="Log event" wide=true>
            <div class="body">
                {move || events.read().get(opened.get()?).cloned().map(|event| view! { <JsonView value=event label="Log event" /> })}
            </div>
        </Dialog>
    }
}

/// What StartSyncExecution answers, with the bill.
#[component]
pub fn SyncResult() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    view! {
        <div class="event-rows inbox">
            {move || match session.sync_answer() {
                None => view! {
                    <div class="empty">
                        <strong>"No result yet"</strong>
                        "When the execution has ended, this is what a synchronous call answers, with what it is billed for."
                    </div>
                }.into_any(),
                Some((billing, answer)) => view! {
                    <div class="actions">
                        <span class="badge">{format!("billed for {} ms", billing.milliseconds)}</span>
                        <span class="badge">{format!("billed for {} MB", billing.megabytes)}</span>
                    </div>
                    <JsonView value=answer label="What StartSyncExecution answers" />
                }.into_any(),
            }}
        </div>
    }
}
