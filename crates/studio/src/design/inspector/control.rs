//! The controls that fields are edited with.

use asl::Severity;
use browser::Language;
use editor::{Command, Slot, Target};
use json::tree::Format;
use json::{Text, Value, pretty};
use leptos::prelude::*;

use super::Form;
use crate::shell::CodeField;
use crate::studio::Studio;

/// A line of text; an empty one removes the field.
#[component]
pub fn TextControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
) -> impl IntoView {
    view! { <Line form path label hint mono=false /> }
}

/// A path, a name or an expression; `null` is the value null, an empty line removes the field.
#[component]
pub fn CodeControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
) -> impl IntoView {
    view! { <Line form path label hint mono=true /> }
}

#[component]
fn Line(form: Form, path: String, label: String, hint: &'static str, mono: bool) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let text = move || path.with_value(|path| form.get(path)).map(|value| shown(&value)).unwrap_or_default();
    let change = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let value = match text.as_str() {
            "" => None,
            "null" if mono => Some(Value::Null),
            text => Some(Value::from(text)),
        };
        path.with_value(|path| form.set(studio, path, value));
    };
    view! {
        <div class="field">
            <label class="field">
                {label}
                <input class="input" class:mono=mono spellcheck="false" prop:value=text on:change=change />
            </label>
            <Hint hint />
            <Problems form path />
        </div>
    }
}

/// A number; in JSONata also an expression.
#[component]
pub fn NumberControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let text = move || path.with_value(|path| form.get(path)).map(|value| shown(&value)).unwrap_or_default();
    let change = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let value = match text.trim() {
            "" => None,
            text => match json::parse(text) {
                Ok(Value::Number(number)) => Some(Value::Number(number)),
                Ok(_) | Err(_) => Some(Value::from(text)),
            },
        };
        path.with_value(|path| form.set(studio, path, value));
    };
    view! {
        <div class="field">
            <label class="field">
                {label}
                <input class="input" inputmode="numeric" prop:value=text on:change=change />
            </label>
            <Hint hint />
            <Problems form path />
        </div>
    }
}

/// Any JSON, in a small code editor; taken over when one leaves it.
#[component]
pub fn JsonControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let draft = StoredValue::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let text = Signal::derive(move || {
        path.with_value(|path| form.get(path)).map(|value| pretty(&value)).unwrap_or_default()
    });
    let is_open = RwSignal::new(!text.get_untracked().is_empty());
    let change = move |text: String| {
        problem.set(match text.trim() {
            "" => None,
            text => json::parse(text).err().map(|error| format!("This is not JSON: {error}.")),
        });
        draft.set_value(Some(text));
    };
    let commit = move |_: ()| {
        let Some(text) = draft.get_value() else { return };
        let value = match text.trim() {
            "" => None,
            text => match json::parse(text) {
                Ok(value) => Some(value),
                Err(_) => return,
            },
        };
        draft.set_value(None);
        path.with_value(|path| form.set(studio, path, value));
    };
    let name = label.clone();
    let opened = label.clone();
    view! {
        <div class="field">
            {move || if is_open.get() {
                view! {
                    <span>{name.clone()}</span>
                    <CodeField language=Language::Json label=name.clone() text slim=true on_change=change on_blur=commit />
                }.into_any()
            } else {
                view! {
                    <button class="button small add-field" on:click=move |_| is_open.set(true)>
                        {crate::shell::Icon::Add.view(12)}
                        {opened.clone()}
                    </button>
                }.into_any()
            }}
            <Hint hint />
            {move || problem.get().map(|problem| view! { <span class="notice bad">{problem}</span> })}
            <Problems form path />
        </div>
    }
}

/// Where the state goes: another state of its scope, or the end.
#[component]
pub fn NextControl(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let now = move || match (form.get("/Next"), form.get("/End")) {
        (Some(next), _) => shown(&next),
        (None, Some(_)) => String::from(END),
        (None, None) => String::new(),
    };
    let change = move |event: web_sys::Event| {
        let slot = Slot::Next(form.name.get_value());
        let target = match event_target_value(&event).as_str() {
            END => Target::End,
            "" => Target::Nothing,
            name => Target::State(Text::from(name)),
        };
        studio.perform(&Command::Connect { slot, target });
    };
    let path = StoredValue::new(String::from("/Next"));
    view! {
        <div class="field">
            <label class="field">
                "Next state"
                <select class="input" on:change=change>
                    <option value="" selected=move || now().is_empty()>"choose…"</option>
                    <option value=END selected=move || now() == END>"Go to the end"</option>
                    {move || {
                        let now = now();
                        siblings(studio, form).into_iter().map(|name| {
                            let is_now = name == now;
                            view! { <option value=name.clone() selected=is_now>{name.clone()}</option> }
                        }).collect_view()
                    }}
                </select>
            </label>
            <Problems form path />
        </div>
    }
}

/// What stands for the end in a list of states; no state can have this name, as it is too long.
const END: &str = "\u{1}end";

/// A state of the scope, in any field that names one.
#[component]
pub fn TargetControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let now = move || path.with_value(|path| form.get(path)).map(|value| shown(&value)).unwrap_or_default();
    let change = move |event: web_sys::Event| {
        let name = event_target_value(&event);
        let value = (!name.is_empty()).then(|| Value::from(name));
        path.with_value(|path| form.set(studio, path, value));
    };
    view! {
        <div class="field">
            <label class="field">
                {label}
                <select class="input" on:change=change>
                    <option value="" selected=move || now().is_empty()>"none"</option>
                    {move || {
                        let now = now();
                        siblings(studio, form).into_iter().map(|name| {
                            let is_now = name == now;
                            view! { <option value=name.clone() selected=is_now>{name.clone()}</option> }
                        }).collect_view()
                    }}
                </select>
            </label>
            <Hint hint />
            <Problems form path />
        </div>
    }
}

/// One of a few words; the empty one removes the field.
#[component]
pub fn WordsControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
    words: &'static [&'static str],
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let now = move || path.with_value(|path| form.get(path)).map(|value| shown(&value)).unwrap_or_default();
    let change = move |event: web_sys::Event| {
        let word = event_target_value(&event);
        let value = (!word.is_empty()).then(|| Value::from(word));
        path.with_value(|path| form.set(studio, path, value));
    };
    view! {
        <div class="field">
            <label class="field">
                {label}
                <select class="input" on:change=change>
                    {words.iter().map(|word| {
                        let shown = if word.is_empty() { "not set" } else { word };
                        view! { <option value=*word selected=move || now() == *word>{shown}</option> }
                    }).collect_view()}
                </select>
            </label>
            <Hint hint />
            <Problems form path />
        </div>
    }
}

#[component]
fn Hint(hint: &'static str) -> impl IntoView {
    (!hint.is_empty()).then(|| view! { <span class="hint">{hint}</span> })
}

/// What is wrong with a field, beside it.
#[component]
pub fn Problems(form: Form, path: StoredValue<String>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    move || {
        let problems = path.with_value(|path| form.problems(studio, path));
        problems
            .into_iter()
            .map(|(severity, message)| {
                let class = if severity == Severity::Error { "notice bad" } else { "notice" };
                view! { <span class=class>{message}</span> }
            })
            .collect_view()
    }
}

/// The names of the states in the same scope, without the state itself.
pub fn siblings(studio: Studio, form: Form) -> Vec<String> {
    let present = studio.present.get();
    let machine = present.machine();
    let Some(id) = form.name.with_value(|name| machine.find(name)) else { return Vec::new() };
    machine
        .states_of(machine.state(id).scope)
        .filter(|state| state.id != id)
        .map(|state| state.name.to_string())
        .collect()
}

/// A value as one types it into a line: strings without quotes.
pub fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}

/// The language of the definition in the code editor.
pub fn language(studio: Studio) -> Language {
    match studio.document.read_untracked().format() {
        Format::Json => Language::Json,
        Format::Yaml => Language::Yaml,
    }
}
