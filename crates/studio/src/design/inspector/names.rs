//! A list of names in one line, separated by commas.

use json::Value;
use leptos::prelude::*;

use super::control::{Hint, Problems};
use super::form::{Form, shown};
use crate::studio::Studio;

#[component]
pub fn NamesControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
    /// The id of a list of suggestions.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let text = move || {
        let names = path.with_value(|path| form.get(path));
        let names = names.as_ref().and_then(Value::as_array);
        names.into_iter().flatten().map(shown).collect::<Vec<_>>().join(", ")
    };
    let change = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let names = text.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty()).map(Value::from);
        path.with_value(|path| form.set(studio, path, Some(names.collect())));
    };
    view! {
        <div class="field">
            <label class="field">
                {label}
                <input class="input mono" spellcheck="false" list=list prop:value=text on:change=change />
            </label>
            <Hint hint />
            <Problems form path />
        </div>
    }
}
