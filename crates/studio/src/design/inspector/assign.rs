//! Variables: names and what they are set to.

use json::{Object, Value};
use leptos::prelude::*;

use super::control::{Hint, JsonControl, Problems};
use super::form::{Form, escape, shown_json, typed_json};
use crate::shell::Icon;
use crate::studio::Studio;

/// One variable as it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Variable {
    /// With `.$` when its value is taken from the data.
    key: String,
    text: String,
}

#[component]
pub fn AssignControl(form: Form, path: String, hint: &'static str) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let is_raw = RwSignal::new(false);
    let variables = Memo::new(move |_| {
        let object = path.with_value(|path| form.get(path));
        let members = object.as_ref().and_then(Value::as_object).into_iter().flatten();
        members
            .map(|(key, value)| Variable { key: key.to_string(), text: shown_json(value) })
            .collect::<Vec<_>>()
    });
    // An expression for the whole of it, or something that is no object.
    let is_list = Memo::new(move |_| {
        path.with_value(|path| form.get(path)).is_none_or(|value| value.as_object().is_some())
    });
    let add = move |_| {
        let taken = variables.get_untracked();
        let is_free = |name: &String| !taken.iter().any(|taken| taken.key.trim_end_matches(".$") == name);
        let name = (1..).map(|number| match number {
            1 => String::from("variable"),
            number => format!("variable{number}"),
        });
        let name = name.into_iter().find(is_free).unwrap_or_default();
        let (key, value) = match form.is_jsonata.get_untracked() {
            true => (name, Value::from("{% $states.input %}")),
            false => (format!("{name}.$"), Value::from("$")),
        };
        path.with_value(|path| form.set(studio, &format!("{path}/{}", escape(&key)), Some(value)));
    };
    view! {
        <div class="field assign">
            {move || if is_raw.get() || !is_list.get() {
                view! { <JsonControl form path=path.get_value() label="Variables as JSON" hint="" /> }.into_any()
            } else {
                variables.get().into_iter().map(|variable| view! { <VariableRow form path variable /> }).collect_view().into_any()
            }}
            <div class="actions">
                <button class="button small" on:click=add>
                    {Icon::Add.view(12)}
                    "Set a variable"
                </button>
                <Show when=move || !variables.read().is_empty() && is_list.get()>
                    <button class="button quiet small" aria-pressed=move || is_raw.get().to_string() on:click=move |_| is_raw.update(|is_raw| *is_raw = !*is_raw)>
                        "JSON"
                    </button>
                </Show>
            </div>
            <Hint hint />
            <Problems form path />
        </div>
    }
}

#[component]
fn VariableRow(form: Form, path: StoredValue<String>, variable: Variable) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let is_taken = variable.key.ends_with(".$");
    let name = variable.key.trim_end_matches(".$").to_string();
    let key = StoredValue::new(variable.key);
    let named = name.clone();
    let rename = move |event: web_sys::Event| {
        let wanted = event_target_value(&event);
        let wanted = if is_taken { format!("{}.$", wanted.trim()) } else { wanted.trim().to_string() };
        let old = key.get_value();
        if wanted.trim_end_matches(".$").is_empty() || wanted == old {
            return;
        }
        path.with_value(|path| {
            let value = form.get_untracked(&format!("{path}/{}", escape(&old))).unwrap_or_default();
            form.swap(studio, path, &old, &wanted, value);
        });
    };
    let set = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        // What is taken from the data is a path or a function, and these are texts.
        let value = if is_taken { Value::from(text.as_str()) } else { typed_json(&text) };
        path.with_value(|path| {
            key.with_value(|key| form.set(studio, &format!("{path}/{}", escape(key)), Some(value)));
        });
    };
    let turn = move |event: web_sys::Event| {
        let old = key.get_value();
        let bare = old.trim_end_matches(".$").to_string();
        let (wanted, value) = match event_target_value(&event).as_str() {
            "taken" => (format!("{bare}.$"), Value::from("$")),
            _ => (bare, Value::from("")),
        };
        path.with_value(|path| form.swap(studio, path, &old, &wanted, value));
    };
    let remove = move |_| {
        let old = key.get_value();
        let is_last = path.with_value(|path| {
            form.get_untracked(path).and_then(|all| all.as_object().map(Object::len)) == Some(1)
        });
        path.with_value(|path| match is_last {
            true => form.set(studio, path, None),
            false => form.set(studio, &format!("{path}/{}", escape(&old)), None),
        });
    };
    view! {
        <div class="variable">
            <input class="input mono" spellcheck="false" aria-label="Name of the variable" prop:value=name on:change=rename />
            <button class="button quiet only-icon small" aria-label=format!("Remove {named}") title="Remove" on:click=remove>
                {Icon::Remove.view(14)}
            </button>
            <div class="value">
                <Show when=move || !form.is_jsonata.get()>
                    <select class="form-switch" aria-label=format!("{named}: fixed or from the data") on:change=turn>
                        <option value="fixed" selected=!is_taken>"fixed"</option>
                        <option value="taken" selected=is_taken>"from the data"</option>
                    </select>
                </Show>
                <input class="input mono" spellcheck="false" aria-label="Value of the variable" prop:value=variable.text on:change=set />
            </div>
        </div>
    }
}
