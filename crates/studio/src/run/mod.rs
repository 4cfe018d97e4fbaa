//! The Run screen: an input, the picture with what each state came to, the events, and what one step did.

mod controls;
mod events;
mod inbox;
mod line;
mod progress;
mod session;
mod step;

use leptos::prelude::*;

use crate::picture::{Picture, PictureView};
use crate::shell::{Panel, Resizer, Side, Tabs};
use crate::studio::Studio;
use controls::Controls;
use events::Events;
use inbox::{Inbox, Logs};
use step::StepDetails;

use session::Phase;
pub use session::{Session, Start, function_name};

#[component]
pub fn RunScreen() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let statuses = Memo::new(move |_| session.progress.read().statuses());
    let picture = Picture {
        scene: studio.scene.into(),
        selection: studio.selection.into(),
        statuses: statuses.into(),
        is_stale: studio.is_broken.into(),
        viewport: studio.viewport,
        room: RwSignal::new(canvas::Size::default()),
    };
    let tab = RwSignal::new(0);
    let names = Signal::derive(move || {
        let asked = session.requests.read().len();
        let inbox = if asked > 0 { format!("Inbox {asked}") } else { String::from("Inbox") };
        vec![
            format!("Events {}", session.visible.read().len()),
            inbox,
            format!("Logs {}", session.logs.read().len()),
        ]
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
                <PictureView
                    picture
                    label="The workflow and how far it is"
                    on_press=press
                />
                <div class="run-panel">
                    <Controls />
                    <Tabs label="What happened" names chosen=tab />
                    {move || match tab.get() {
                        0 => view! { <Events /> }.into_any(),
                        1 => view! { <Inbox /> }.into_any(),
                        _ => view! { <Logs /> }.into_any(),
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
            (_, Status::Succeeded(output)) => ("ok", "Succeeded", output.to_string()),
            (_, Status::Failed(failure)) => ("fail", "Failed", line::sentence(&failure)),
            (_, Status::TimedOut(failure)) => ("fail", "Timed out", line::sentence(&failure)),
            (_, Status::Aborted(_)) => ("fail", "Aborted", String::new()),
            (Phase::Waiting, _) => {
                ("wait", "Waiting", String::from("A task waits for your answer: see the inbox."))
            }
            (_, Status::Running | Status::Blank) => ("run", "Running", String::new()),
        };
        Some(view! {
            <div class="outcome" role="status">
                <span class=format!("status-dot {class}")></span>
                <strong>{word}</strong>
                <span class="grow mono">{detail}</span>
            </div>
        })
    }
}
