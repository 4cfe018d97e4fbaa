//! A field that has two forms: fixed, or taken from the data by another field (`SecondsPath`, `Bucket.$`).
//!
//! In JSONata there is one form, which takes expressions.

use json::Value;
use leptos::prelude::*;

use super::control::{Hint, JsonEditor, Line, Problems, Reading};
use super::form::Form;
use crate::studio::Studio;

/// How the fixed form is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixed {
    Line(Reading),
    Json,
}

#[component]
pub fn EitherControl(
    form: Form,
    /// The object that has the field; nothing is the state.
    base: String,
    name: &'static str,
    /// What the name of the other form ends in.
    suffix: &'static str,
    fixed: Fixed,
    #[prop(into)] label: String,
    hint: &'static str,
    #[prop(optional)] list: Option<&'static str>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let plain = StoredValue::new(format!("{base}/{name}"));
    let taken = StoredValue::new(format!("{base}/{name}{suffix}"));
    let base = StoredValue::new(base);
    let label = StoredValue::new(label);
    let has = move |path: StoredValue<String>| path.with_value(|path| form.has(path));
    // Chosen, but nothing typed yet: the text is changed with the first value.
    let wanted = RwSignal::new(None::<bool>);
    let shows = Memo::new(move |_| match (has(plain), has(taken), wanted.get()) {
        (true, true, _) => (true, true),
        (_, _, Some(is_taken)) => (!is_taken, is_taken),
        (_, is_taken, None) => (!is_taken, is_taken),
    });
    let has_choice = Memo::new(move |_| !form.is_jsonata.get() || has(taken));
    let commit = move |is_taken: bool| {
        move |value: Option<Value>| {
            wanted.set(None);
            let (here, there) = if is_taken { (taken, plain) } else { (plain, taken) };
            let other = format!("{name}{}", if is_taken { "" } else { suffix });
            let own = format!("{name}{}", if is_taken { suffix } else { "" });
            match value {
                Some(value) if there.with_value(|path| form.get_untracked(path).is_some()) => {
                    base.with_value(|base| form.swap(studio, base, &other, &own, value));
                }
                value => here.with_value(|path| form.set(studio, path, value)),
            }
        }
    };
    let waits = move || {
        let (is_plain, is_taken) = shows.get();
        let replaced = match (is_plain, is_taken) {
            (true, false) if has(taken) => taken,
            (false, true) if has(plain) => plain,
            _ => return None,
        };
        let now = replaced.with_value(|path| form.text(path));
        Some(view! { <span class="hint">{format!("Now it is {now}: a value here takes its place.")}</span> })
    };
    view! {
        <div class="field">
            <span class="label-row">
                <span>{label.get_value()}</span>
                <Show when=move || has_choice.get() && shows.get() != (true, true)>
                    <select
                        class="form-switch"
                        aria-label=format!("{}: fixed or from the data", label.get_value())
                        on:change=move |event| wanted.set(Some(event_target_value(&event) == "taken"))
                    >
                        <option value="fixed" selected=move || !shows.get().1>"fixed"</option>
                        <option value="taken" selected=move || shows.get().1>"from the data"</option>
                    </select>
                </Show>
            </span>
            <Show when=move || shows.get().0>
                {match fixed {
                    Fixed::Line(reading) => {
                        let text = Signal::derive(move || plain.with_value(|path| form.text(path)));
                        view! { <Line reading text label=label.get_value() list commit=commit(false) /> }.into_any()
                    }
                    Fixed::Json => {
                        let commit = Callback::new(commit(false));
                        view! { <JsonEditor form path=plain label=label.get_value() commit /> }.into_any()
                    }
                }}
            </Show>
            <Show when=move || shows.get().1>
                {
                    let text = Signal::derive(move || taken.with_value(|path| form.text(path)));
                    view! {
                        <Line reading=Reading::Code text label=format!("{}, from the data", label.get_value()) commit=commit(true) />
                        <span class="hint">{format!("{name}{suffix}: a path, a variable or a function, such as $.{}.", small(name))}</span>
                    }
                }
            </Show>
            {waits}
            <Hint hint />
            <Problems form path=plain />
            <Problems form path=taken />
        </div>
    }
}

fn small(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
