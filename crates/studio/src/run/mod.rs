//! The Run screen: an input, the picture with what each state came to, the events, and what one step did.

mod controls;
mod events;
mod executions;
mod inbox;
mod line;
mod log;
mod map_run;
mod progress;
mod session;
mod step;
mod trail;
mod whole;

use leptos::prelude::*;

use crate::picture::{Picture, PictureView};
use crate::shell::{Panel, Resizer, Side, Tabs, status_mark};
use crate::studio::Studio;
use controls::Controls;
use events::Events;
use executions::{Executions, WhichExecution};
use inbox::{Inbox, Logs};
use log::{LogGroup, SyncResult};
use step::StepDetails;

use session::Phase;
pub use session::{Session, Start, function_name};

use crate::studio::Shared;

#[component]
pub fn RunScreen() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let statuses = Memo::new(move |_| session.with_progress(progress::Progress::statuses));
    // An execution of another workflow has a picture of its own.
    let scene = Memo::new(move |_| match session.foreign.get() {
        None => studio.scene.get(),
        Some(machine) => {
            let options = canvas::Options { direction: studio.direction.get(), ..canvas::Options::default() };
            Shared::new(canvas::layout(&machine, &options))
        }
    });
    let picture = Picture {
        scene: scene.into(),
        foreign: session.foreign.into(),
        selection: studio.selection.into(),
        arrow: Signal::stored(None),
        statuses: statuses.into(),
        is_stale: studio.is_broken.into(),
        viewport: studio.viewport,
        room: RwSignal::new(canvas::Size::default()),
    };
    let chosen = RwSignal::new(0);
    let is_express = Memo::new(move |_| {
        session.phase.track();
        session
            .with_execution(|execution| {
                execution.run.recipe().is_some_and(|recipe| recipe.kind == asl::MachineType::Express)
            })
            .unwrap_or(false)
    });
    let parts = Memo::new(move |_| {
        let mut parts = vec![Part::Events, Part::Inbox, Part::Logs];
        if is_express.get() {
            parts.extend([Part::LogGroup, Part::Result]);
        }
        if executions::count(session) > 0 {
            parts.push(Part::Executions);
        }
        parts
    });
    let part = Memo::new(move |_| parts.read().get(chosen.get()).copied().unwrap_or(Part::Events));
    let names = Signal::derive(move || {
        let name = |part: &Part| match part {
            Part::Events => format!("Events {}", session.length()),
            Part::Inbox => match session.requests.read().len() {
                0 => String::from("Inbox"),
                asked => format!("Inbox {asked}"),
            },
            Part::Logs => format!("Logs {}", session.logs.read().len()),
            Part::LogGroup => String::from("Log group"),
            Part::Result => String::from("Result"),
            Part::Executions => format!("Executions {}", executions::count(session)),
        };
        parts.read().iter().map(name).collect::<Vec<_>>()
    });
    let press = move |name: Option<String>| {
        studio.is_inspector_open.set(name.is_some());
        studio.select(name.as_deref());
    };
    view! {
        <section class="screen" aria-label="Run">
            <Panel side=Side::Left label="Input" is_open=studio.is_left_open>
                <StartPanel />
            </Panel>
            <div class="middle">
                <Outcome />
                <WhichExecution />
                <PictureView
                    picture
                    label="The workflow and how far it is"
                    on_press=press
                />
                <div class="run-panel">
                    <Controls />
                    <Tabs label="What happened" names chosen />
                    {move || match part.get() {
                        Part::Events => view! { <Events /> }.into_any(),
                        Part::Inbox => view! { <Inbox /> }.into_any(),
                        Part::Logs => view! { <Logs /> }.into_any(),
                        Part::LogGroup => view! { <LogGroup /> }.into_any(),
                        Part::Result => view! { <SyncResult /> }.into_any(),
                        Part::Executions => view! { <Executions /> }.into_any(),
                    }}
                </div>
            </div>
            <Panel side=Side::Right label="Step" is_open=studio.is_inspector_open>
                <StepDetails />
            </Panel>
            <Resizer side=Side::Left label="Width of the input panel" />
            <Resizer side=Side::Right label="Width of the step panel" />
        </section>
    }
}

/// What the panel below the picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Events,
    Inbox,
    Logs,
    /// What an Express execution writes into its log group.
    LogGroup,
    /// What StartSyncExecution answers.
    Result,
    /// Others that this one started: Map Runs, workflows.
    Executions,
}

/// The input of the next run, and the button that starts it.
#[component]
fn StartPanel() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let problem = move || json::parse(&studio.details.read().input).err().map(|error| error.to_string());
    view! {
        <div class="scroll start">
            <label class="field">
                "Input"
                <textarea
                    class="input mono"
                    rows="14"
                    spellcheck="false"
                    aria-invalid=move || problem().is_some().to_string()
                    prop:value=move || studio.details.read().input.to_string()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        studio.details.update(|details| details.input = text.into());
                    }
                ></textarea>
                {move || problem().map(|problem| view! { <span class="notice bad">{format!("This is not JSON: {problem}.")}</span> })}
            </label>
            <button class="button primary" disabled=move || problem().is_some() on:click=move |_| studio.run()>
                {crate::shell::Icon::Play.view(14)}
                "Run"
            </button>
            <label class="field">
                "Seed"
                <input
                    class="input mono"
                    inputmode="numeric"
                    prop:value=move || studio.seed.get().to_string()
                    on:change=move |event| match event_target_value(&event).trim().parse() {
                        Ok(seed) => studio.seed.set(seed),
                        Err(_) => {
                            studio.warn("The seed is a whole number, 0 or more.");
                            studio.seed.notify();
                        }
                    }
                />
                <span class="hint">"Where chance begins: jitter, UUIDs, random numbers. The same seed gives the same run."</span>
            </label>
            <Show when=move || studio.document.read().machine_type() == asl::MachineType::Express>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || studio.details.read().at_least_once
                        on:change=move |event| {
                            let is_on = event_target_checked(&event);
                            studio.details.update(|details| details.at_least_once = is_on);
                        }
                    />
                    <span>
                        "May be delivered twice"
                        <span class="hint">" As the service warns of asynchronous Express executions; the seed decides whether it is."</span>
                    </span>
                </label>
            </Show>
        </div>
    }
}

/// How the run ended, at the top.
#[component]
fn Outcome() -> impl IntoView {
    use engine::Status;
    let studio = expect_context::<Studio>();
    let session = studio.session;
    move || {
        let phase = session.phase.get();
        let (class, word, detail) = match (phase, session.outcome()?) {
            (_, Status::Succeeded(output)) => ("ok", "Succeeded", beginning(&output)),
            (_, Status::Failed(failure)) => ("fail", "Failed", line::sentence(&failure)),
            (_, Status::TimedOut(failure)) => ("fail", "Timed out", line::sentence(&failure)),
            (_, Status::Aborted(_)) => ("fail", "Aborted", String::new()),
            (Phase::Waiting, _) => {
                ("wait", "Waiting", String::from("A task waits for your answer: see the inbox."))
            }
            (_, Status::Running | Status::Blank) => ("run", "Running", executions::progress(session)),
        };
        Some(view! {
            <div class="outcome" role="status">
                {status_mark(class)}
                <strong>{word}</strong>
                <button
                    class="grow mono"
                    title="Show the whole execution"
                    on:click=move |_| {
                        studio.select(None);
                        studio.is_inspector_open.set(true);
                    }
                >
                    {detail}
                </button>
            </div>
        })
    }
}

/// As much of an output as one line can show.
fn beginning(output: &json::Value) -> String {
    let text = output.to_string();
    match text.char_indices().nth(400) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
