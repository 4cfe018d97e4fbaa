//! A JSON value in colours, cut where it is very long.

use json::{Value, pretty};
use leptos::prelude::*;

/// Text beyond this many characters is shown only on request.
const LONG: usize = 20_000;

/// One piece of JSON text and what it is.
struct Piece<'a> {
    class: &'static str,
    text: &'a str,
}

#[component]
pub fn JsonView(value: Value, #[prop(into)] label: String) -> impl IntoView {
    let text = pretty(&value);
    let is_long = text.len() > LONG;
    let whole = RwSignal::new(!is_long);
    let text = StoredValue::new(text);
    let body = move || {
        text.with_value(|text| {
            let end = if whole.get() { text.len() } else { end_of_short(text) };
            pieces(&text[..end])
                .map(|piece| view! { <span class=piece.class>{piece.text.to_string()}</span> })
                .collect_view()
        })
    };
    view! {
        <pre class="code" tabindex="0" role="region" aria-label=label>
            {body}
        </pre>
        <Show when=move || !whole.get()>
            <button class="button small" on:click=move |_| whole.set(true)>
                {format!("Show all {} KB", value.size().div_ceil(1024))}
            </button>
        </Show>
    }
}

/// Where the part of a long text ends that is shown at first.
fn end_of_short(text: &str) -> usize {
    (0..=LONG).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0)
}

/// Cuts pretty JSON text into keys, strings, numbers, words and what stands between.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (class, end) = match first {
            '"' => {
                let end = end_of_string(rest);
                (if rest[end..].starts_with(':') { "key" } else { "string" }, end)
            }
            '-' | '0'..='9' => ("number", rest.find([',', '\n', ']', '}', ' ']).unwrap_or(rest.len())),
            't' | 'f' | 'n' => ("atom", rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len())),
            _ => (
                "",
                rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_alphanumeric()).unwrap_or(rest.len()),
            ),
        };
        let (text, after) = rest.split_at(end.max(first.len_utf8()));
        rest = after;
        Some(Piece { class, text })
    })
}

/// Where a string that starts with a quote ends, its closing quote included.
fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
