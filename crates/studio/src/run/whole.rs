//! The execution as a whole: how it ended and why, its output and its input. Shown while no step is chosen.

use engine::{Failure, Kind, Status};
use leptos::prelude::*;

use super::line;
use super::session::Session;
use crate::shell::JsonView;
use crate::studio::Studio;

#[component]
pub fn WholeExecution() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    move || {
        match session.outcome() {
        None | Some(Status::Blank) => view! {
            <div class="empty">
                <strong>"Choose a step"</strong>
                "Select a state in the picture or an event below: its input, output and attempts appear here."
            </div>
        }
        .into_any(),
        Some(status) => view! {
            <div class="title">
                <div class="grow">
                    <h2>"Execution"</h2>
                    <small>{move || length(session)}</small>
                </div>
            </div>
            <div class="scroll step">
                {end(studio, status)}
                {input(session).map(|input| view! {
                    <h3 class="group-title">"Input"</h3>
                    <JsonView value=input label="Input of the execution" />
                })}
                <p class="hint">"Select a state in the picture or an event below to see what one step did."</p>
            </div>
        }
        .into_any(),
    }
    }
}

/// What came out, or what went wrong and where.
fn end(studio: Studio, status: Status) -> Option<AnyView> {
    match status {
        Status::Succeeded(output) => Some(
            view! {
                <h3 class="group-title">"Output"</h3>
                <JsonView value=output label="Output of the execution" />
            }
            .into_any(),
        ),
        Status::Failed(failure) | Status::TimedOut(failure) | Status::Aborted(failure) => {
            let state = last_state(studio.session);
            Some(
                view! {
                    <Reason failure />
                    {state.map(|state| {
                        let words = format!("Look at {state}");
                        view! { <button class="button small" on:click=move |_| studio.select(Some(&state))>{words}</button> }
                    })}
                }
                .into_any(),
            )
        }
        Status::Blank | Status::Running => None,
    }
}

/// An error with its whole cause; a function's cause is JSON, and is shown as such below its message.
#[component]
pub fn Reason(failure: Failure) -> impl IntoView {
    let cause = failure.cause;
    let json = cause
        .as_deref()
        .and_then(|cause| json::parse(cause).ok())
        .filter(|cause| cause.as_object().is_some());
    // A cause that is JSON without a message is seen below.
    let message = cause
        .as_deref()
        .map(line::message)
        .filter(|message| json.is_none() || cause.as_deref() != Some(message));
    view! {
        <div class="notice bad">
            <strong class="mono">{failure.error.map_or(String::from("No error name"), |error| error.to_string())}</strong>
            {message.map(|message| view! { <p>{message}</p> })}
        </div>
        {json.map(|value| view! { <JsonView value label="Cause" /> })}
    }
}

/// How many events there are, and how much virtual time passed.
fn length(session: Session) -> String {
    let count = session.length();
    let span =
        session.with_events(|events| Some(line::after(events.first()?.time, events.last()?.time))).flatten();
    format!("{count} events · {}", span.unwrap_or_default())
}

fn input(session: Session) -> Option<json::Value> {
    session.with_events(|events| {
        let Kind::ExecutionStarted { recipe, .. } = &events.first()?.kind else { return None };
        Some(recipe.input.clone())
    })?
}

/// The state in which the execution was when it ended.
fn last_state(session: Session) -> Option<String> {
    let machine = session.machine.get()?;
    let id = session.with_trail(|trail| trail.state_at(trail.visible().last().copied()?))?;
    Some(machine.state(id).name.to_string())
}
