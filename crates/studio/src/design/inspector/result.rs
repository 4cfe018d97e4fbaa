//! Where in the input a result is put: `ResultPath`.

use json::Value;
use leptos::prelude::*;

use super::control::{Hint, Line, Problems, Reading};
use super::form::Form;
use super::select::{Select, words};
use crate::studio::Studio;

#[component]
pub fn ResultPathControl(form: Form, path: String, hint: &'static str) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let now = Signal::derive(move || {
        let way = match path.with_value(|path| form.get(path)) {
            None => "replace",
            Some(Value::String(text)) if text == "$" => "replace",
            Some(Value::Null) => "discard",
            Some(_) => "combine",
        };
        way.to_string()
    });
    let set = move |value: Option<Value>| path.with_value(|path| form.set(studio, path, value));
    let choose = move |way: String| match way.as_str() {
        "discard" => set(Some(Value::Null)),
        "combine" => set(Some(Value::from("$.result"))),
        _ => set(None),
    };
    let text = Signal::derive(move || path.with_value(|path| form.text(path)));
    let choices = words(&[
        ("replace", "takes the place of the input"),
        ("combine", "is put into the input"),
        ("discard", "is dropped, the input goes on"),
    ]);
    view! {
        <div class="field">
            <Select label="ResultPath: the result" choices now on_choose=choose />
            <Show when=move || now.get() == "combine">
                <Line reading=Reading::Code text label="ResultPath" commit=set />
            </Show>
            <Hint hint />
            <Problems form path />
        </div>
    }
}
