//! The Mocks screen: one JavaScript handler for everything that the workflow calls, and the buckets that it reads and writes.

mod needed;

use browser::Language;
use leptos::prelude::*;

use crate::buckets::{BucketRows, BucketView};
use crate::shell::{CodeField, Icon, Resizer, Side};
use crate::studio::{Mock, Studio};
pub use needed::literal;
use needed::{beginning, needed};

/// One line of the list: something that is called, something that has a handler, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    key: String,
    note: String,
    has_handler: bool,
}

#[component]
pub fn MocksScreen() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let calls = Memo::new(move |_| studio.with_reading(|reading| needed(&reading.machine)));
    let entries = Memo::new(move |_| {
        let calls = calls.read();
        let details = studio.details.read();
        let mut entries: Vec<Entry> = calls
            .iter()
            .map(|call| Entry {
                key: call.key.clone(),
                note: call.states.join(", "),
                has_handler: details.mocks.iter().any(|mock| mock.key == call.key),
            })
            .collect();
        for mock in &details.mocks {
            if !calls.iter().any(|call| call.key == mock.key) {
                entries.push(Entry {
                    key: mock.key.clone(),
                    note: String::from("not called by this workflow"),
                    has_handler: true,
                });
            }
        }
        entries
    });
    let wanted = RwSignal::new(None::<String>);
    let chosen = Memo::new(move |_| {
        let entries = entries.read();
        let wanted = wanted.get().filter(|wanted| entries.iter().any(|entry| entry.key == *wanted));
        wanted.or_else(|| entries.first().map(|entry| entry.key.clone()))
    });
    // The bucket that is open instead of a handler.
    let bucket = RwSignal::new(None::<String>);
    let add = move |key: &str| {
        let Some(call) = calls.get_untracked().into_iter().find(|call| call.key == key) else { return };
        studio.details.update(|details| {
            details.mocks.push(Mock { source: beginning(&call).into(), key: call.key });
        });
    };
    let remove = move |key: &str| {
        studio.details.update(|details| details.mocks.retain(|mock| mock.key != key));
    };
    view! {
        <section class="screen no-right" aria-label="Mocks">
            <nav class="panel left" aria-label="Handlers">
                <div class="scroll">
                    <h2 class="group-title">"Handlers"</h2>
                    {move || entries.get().into_iter().map(|entry| {
                        let key = entry.key.clone();
                        let is_chosen = { let key = key.clone(); move || (bucket.read().is_none() && chosen.get().as_ref() == Some(&key)).to_string() };
                        view! {
                            <button class="row-item" aria-current=is_chosen on:click=move |_| {
                                bucket.set(None);
                                wanted.set(Some(key.clone()));
                            }>
                                <span class="grow">
                                    {entry.key}
                                    <small>{entry.note}</small>
                                </span>
                                <Show when=move || !entry.has_handler>
                                    <span class="badge">"no mock"</span>
                                </Show>
                            </button>
                        }
                    }).collect_view()}
                    <Show when=move || entries.read().is_empty()>
                        <div class="empty">
                            <strong>"Nothing to mock"</strong>
                            "This workflow calls nothing. Add a Task state, and its handler appears here."
                        </div>
                    </Show>
                    <BucketRows chosen=bucket />
                </div>
            </nav>
            <div class="middle">
                {move || match bucket.get() {
                    Some(name) => Some(view! { <BucketView name chosen=bucket /> }.into_any()),
                    None => chosen.get().map(|key| {
                    let has_handler = entries.read().iter().any(|entry| entry.key == key && entry.has_handler);
                    if !has_handler {
                        let added = key.clone();
                        return view! {
                            <div class="empty">
                                <strong>{format!("{key} has no mock")}</strong>
                                "In a run this task waits in the inbox for your own answer. A handler in JavaScript answers at once."
                                <button class="button primary" on:click=move |_| add(&added)>
                                    {Icon::Add.view(14)}
                                    "Write a handler"
                                </button>
                            </div>
                        }.into_any();
                    }
                    let name = key.clone();
                    let removed = key.clone();
                    let changed = key.clone();
                    let text = Signal::derive({
                        let key = key.clone();
                        move || {
                            let details = studio.details.read();
                            let mock = details.mocks.iter().find(|mock| mock.key == key);
                            mock.map(|mock| mock.source.to_string()).unwrap_or_default()
                        }
                    });
                    view! {
                        <div class="bar">
                            <h2>{name}</h2>
                            <span class="hint wide-only">
                                "context.took(seconds) says how long a call takes in virtual time."
                            </span>
                            <button class="button small danger" on:click=move |_| remove(&removed)>
                                {Icon::Remove.view(14)}
                                "Remove"
                            </button>
                        </div>
                        <CodeField
                            language=Language::JavaScript
                            label=format!("Handler of {key}")
                            text
                            on_change=move |source: String| {
                                studio.details.update(|details| {
                                    if let Some(mock) = details.mocks.iter_mut().find(|mock| mock.key == changed) {
                                        mock.source = source.into();
                                    }
                                });
                            }
                        />
                    }.into_any()
                    }),
                }}
            </div>
            <Resizer side=Side::Left label="Width of the list" />
        </section>
    }
}
