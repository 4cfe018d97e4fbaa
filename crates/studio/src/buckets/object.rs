//! One object of a bucket: its key and its text, to look at, to write and to change.

use leptos::prelude::*;

use super::size;
use crate::shell::Dialog;
use crate::studio::Studio;

/// Text beyond this many bytes is not edited here.
const LONG: usize = 1024 * 1024;

/// The object that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Under which key it is kept; nothing for a new one.
    key: Option<String>,
    content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    Text(String),
    /// Not text, or too much of it: its size.
    Bytes(usize),
}

impl Opened {
    pub fn new() -> Opened {
        Opened { key: None, content: Content::Text(String::new()) }
    }

    pub fn of(key: &str, body: &[u8]) -> Opened {
        let content = match std::str::from_utf8(body) {
            Ok(text) if body.len() <= LONG => Content::Text(text.to_string()),
            Ok(_) | Err(_) => Content::Bytes(body.len()),
        };
        Opened { key: Some(key.to_string()), content }
    }
}

#[component]
pub fn ObjectDialog(name: StoredValue<String>, opened: RwSignal<Option<Opened>>) -> impl IntoView {
    let open = Signal::derive(move || opened.read().is_some());
    let title = Signal::derive(move || match &*opened.read() {
        Some(Opened { key: Some(key), .. }) => key.clone(),
        Some(Opened { key: None, .. }) | None => String::from("New object"),
    });
    view! {
        <Dialog open on_close=move |()| opened.set(None) title wide=true>
            {move || opened.get().map(|object| match object.content {
                Content::Bytes(bytes) => view! {
                    <div class="body">
                        <p>{format!("This object has {} and is not shown here. Download it to look at it.", size(bytes))}</p>
                    </div>
                }.into_any(),
                Content::Text(text) => view! { <ObjectForm name opened key=object.key text /> }.into_any(),
            })}
        </Dialog>
    }
}

#[component]
fn ObjectForm(
    name: StoredValue<String>,
    opened: RwSignal<Option<Opened>>,
    key: Option<String>,
    text: String,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let old = StoredValue::new(key.clone());
    let key = RwSignal::new(key.unwrap_or_default());
    let text = RwSignal::new(text);
    let fault = move || match key.read().len() {
        0 => Some("An object needs a key, such as data/orders.csv."),
        1..=1024 => None,
        _ => Some("A key has at most 1,024 bytes."),
    };
    let save = move |_| {
        let (key, text) = (key.get_untracked(), text.get_untracked());
        studio.buckets.update(|buckets| {
            name.with_value(|name| {
                // Under another key it is the same object, moved.
                let moved = old.get_value().filter(|old| *old != key);
                if let (Some(old), Some(bucket)) = (moved, buckets.buckets.get_mut(name)) {
                    bucket.objects.remove(&old);
                }
                buckets.put(name, &key, text.into_bytes());
            });
        });
        opened.set(None);
    };
    view! {
        <div class="body">
            <label class="field">
                "Key"
                <input
                    class="input mono"
                    placeholder="data/orders.csv"
                    prop:value=move || key.get()
                    on:input=move |event| key.set(event_target_value(&event))
                />
            </label>
            <label class="field">
                "Content"
                <textarea
                    class="input mono"
                    rows="16"
                    spellcheck="false"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
            </label>
        </div>
        <footer>
            <span class="hint grow">{move || fault().map_or_else(|| size(text.read().len()), str::to_string)}</span>
            <button class="button" on:click=move |_| opened.set(None)>
                "Cancel"
            </button>
            <button class="button primary" disabled=move || fault().is_some() on:click=save>
                "Save the object"
            </button>
        </footer>
    }
}
