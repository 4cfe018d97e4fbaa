//! Tasks that wait for a person, and what handlers wrote.

use json::{Text, Value};
use leptos::prelude::*;
use simulator::mocks::{Answer, Outcome};

use super::line;
use super::session::Asked;
use crate::shell::JsonView;
use crate::studio::Studio;

#[component]
pub fn Inbox() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    view! {
        <div class="event-rows inbox">
            <Show
                when=move || !session.requests.read().is_empty()
                fallback=|| {
                    view! {
                        <div class="empty">
                            <strong>"Nobody waits for you"</strong>
                            "Tasks without a mock, and callbacks, appear here and take your answer; the clock stands still meanwhile."
                        </div>
                    }
                }
            >
                <div class="actions">
                    <button class="button small" on:click=move |_| session.pass_time()>
                        {move || match session.next_time() {
                            Some(_) => "Let time pass to the next timeout or wait",
                            None => "Let time pass",
                        }}
                    </button>
                </div>
                <For each=move || session.requests.get() key=|asked| asked.id let:asked>
                    <Question asked />
                </For>
            </Show>
        </div>
    }
}

/// One task, and the ways to answer it.
#[component]
fn Question(asked: Asked) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let answer = RwSignal::new(String::from("{}"));
    let problem = move || json::parse(&answer.read()).err();
    let id = asked.id;
    let has_token = asked.token.is_some();
    view! {
        <article class="card">
            <h3>
                {asked.state.clone()}
                <span class="badge">{if asked.is_for_person { "waits for an answer" } else { "has no mock" }}</span>
            </h3>
            <code>{asked.resource.clone()}</code>
            <JsonView value=asked.parameters.clone() label="What the task was given" />
            <label class="field">
                "Answer"
                <textarea
                    class="input mono"
                    rows="3"
                    aria-invalid=move || problem().is_some().to_string()
                    prop:value=move || answer.get()
                    on:input=move |event| answer.set(event_target_value(&event))
                ></textarea>
            </label>
            <div class="actions">
                <button
                    class="button primary small"
                    disabled=move || problem().is_some()
                    on:click=move |_| {
                        let value = json::parse(&answer.get_untracked()).unwrap_or(Value::Null);
                        session.answer(id, Answer::from(Outcome::Return(value)));
                    }
                >
                    "Succeed with this"
                </button>
                <button
                    class="button danger small"
                    on:click=move |_| {
                        let failure = Outcome::Throw {
                            error: Some(Text::from("Refused")),
                            cause: Some(Text::from(answer.get_untracked())),
                        };
                        session.answer(id, Answer::from(failure));
                    }
                >
                    "Fail with it as the cause"
                </button>
                <Show when=move || has_token>
                    <button class="button small" on:click=move |_| session.heartbeat(id)>
                        "Send a heartbeat"
                    </button>
                </Show>
            </div>
        </article>
    }
}

/// What handlers wrote to the console.
#[component]
pub fn Logs() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let session = studio.session;
    let start = move || session.with_events(|events| events.first().map(|event| event.time)).flatten();
    view! {
        <div class="event-rows logs" role="log">
            <Show
                when=move || !session.logs.read().is_empty()
                fallback=|| {
                    view! {
                        <div class="empty">
                            <strong>"Nothing was logged"</strong>
                            "What a handler writes with console.log appears here, with its virtual time."
                        </div>
                    }
                }
            >
                {move || {
                    let start = start().unwrap_or_default();
                    session
                        .logs
                        .get()
                        .into_iter()
                        .map(|log| {
                            view! {
                                <div class="log-line">
                                    <span class="number mono">{line::after(start, log.time)}</span>
                                    <span>{format!("{} · {}", log.state, log.function)}</span>
                                    <code>{log.line.text}</code>
                                </div>
                            }
                        })
                        .collect_view()
                }}
            </Show>
        </div>
    }
}
