//! The controls that fields are edited with: lines, numbers, JSON, and what is wrong with a field beside it.

use asl::Severity;
use browser::Language;
use json::tree::Format;
use json::{Value, pretty};
use leptos::prelude::*;

use super::completion::completion;
use super::form::{Form, Problem, escape};
use crate::shell::{CodeField, Icon};
use crate::studio::Studio;

/// How a line is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As it stands.
    Text,
    /// A path, a name or an expression: monospaced; `null` is the value null.
    Code,
    /// A number, or an expression or placeholder as text.
    Number,
}

/// A line; an empty one removes the field.
#[component]
pub fn LineControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
    reading: Reading,
    /// The id of a list of suggestions.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let text = Signal::derive(move || path.with_value(|path| form.text(path)));
    let commit = move |value| path.with_value(|path| form.set(studio, path, value));
    view! {
        <div class="field">
            <label class="field">
                {label}
                <Line reading text commit list />
            </label>
            <Hint hint />
            <Problems form path />
        </div>
    }
}

/// The input of a line, without its label.
#[component]
pub fn Line(
    reading: Reading,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] commit: Callback<Option<Value>>,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional_no_strip)] list: Option<&'static str>,
) -> impl IntoView {
    let is_mono = reading != Reading::Text;
    view! {
        <input
            class="input"
            class:mono=is_mono
            spellcheck="false"
            aria-label=label
            list=list
            prop:value=move || text.get()
            on:change=move |event| commit.run(read(reading, &event_target_value(&event)))
        />
    }
}

/// What a line means.
fn read(reading: Reading, text: &str) -> Option<Value> {
    match (reading, text.trim()) {
        (_, "") => None,
        (Reading::Code, "null") => Some(Value::Null),
        (Reading::Number, typed) => match json::parse(typed) {
            Ok(Value::Number(number)) => Some(Value::Number(number)),
            Ok(_) | Err(_) => Some(Value::from(typed)),
        },
        (Reading::Text | Reading::Code, _) => Some(Value::from(text)),
    }
}

/// Any JSON, in a small code editor with completion; taken over when one leaves it.
#[component]
pub fn JsonControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
) -> impl IntoView {
    let path = StoredValue::new(path);
    let is_open = RwSignal::new(path.with_value(|path| untrack(|| form.has(path))));
    // A field that appears in the text is shown, whoever wrote it.
    let is_shown = Memo::new(move |_| is_open.get() || path.with_value(|path| form.has(path)));
    let label = StoredValue::new(label);
    view! {
        <div class="field">
            {move || if is_shown.get() {
                view! {
                    <span>{label.get_value()}</span>
                    <JsonEditor form path label=label.get_value() />
                }.into_any()
            } else {
                view! {
                    <button class="button small add-field" on:click=move |_| is_open.set(true)>
                        {Icon::Add.view(12)}
                        {label.get_value()}
                    </button>
                }.into_any()
            }}
            <Hint hint />
            <Problems form path />
        </div>
    }
}

/// The editor of a field in JSON. A bare `{% … %}` is taken as the expression it is.
#[component]
pub fn JsonEditor(
    form: Form,
    path: StoredValue<String>,
    label: String,
    /// What to do with a new value, when it is not simply set.
    #[prop(optional, into)]
    commit: Option<Callback<Option<Value>>>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let draft = StoredValue::new(None::<String>);
    let problem = RwSignal::new(None::<String>);
    let text = Signal::derive(move || {
        path.with_value(|path| form.get(path)).map(|value| pretty(&value)).unwrap_or_default()
    });
    let read = |text: &str| match text.trim() {
        "" => Ok(None),
        text if text.starts_with("{%") && text.ends_with("%}") => Ok(Some(Value::from(text))),
        text => json::parse(text).map(Some),
    };
    let change = move |text: String| {
        problem.set(
            read(&text)
                .err()
                .map(|error| format!("This is not JSON, so the text keeps the old value: {error}.")),
        );
        draft.set_value(Some(text));
    };
    let leave = move |_: ()| {
        let Some(Ok(value)) = draft.get_value().map(|text| read(&text)) else { return };
        draft.set_value(None);
        match commit {
            Some(commit) => commit.run(value),
            None => path.with_value(|path| form.set(studio, path, value)),
        }
    };
    let complete = completion(studio, form, path);
    view! {
        <CodeField language=Language::Json label text slim=true complete on_change=change on_blur=leave />
        {move || problem.get().map(|problem| view! { <span class="notice bad">{problem}</span> })}
    }
}

/// Members of an object that no control shows: they stay as they are and can be changed as JSON.
#[component]
pub fn Others(
    form: Form,
    /// Where the object stands; nothing is the state.
    #[prop(into)]
    base: String,
    #[prop(into)] known: Signal<Vec<String>>,
) -> impl IntoView {
    let title = match base.rsplit('/').next() {
        Some(name) if name.parse::<usize>().is_err() && !name.is_empty() => format!("Other fields of {name}"),
        Some(_) | None => String::from("Other fields"),
    };
    let base = StoredValue::new(base);
    let others = Memo::new(move |_| {
        let known = known.read();
        let object = base.with_value(|base| form.get(base));
        let names = object.as_ref().and_then(Value::as_object).into_iter().flat_map(|object| object.keys());
        names
            .filter(|name| !known.iter().any(|known| name.as_str() == known))
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !others.read().is_empty()>
            <h3 class="group-title">{title.clone()}</h3>
            {move || {
                let other = |name: String| {
                    let path = base.with_value(|base| format!("{base}/{}", escape(&name)));
                    view! { <JsonControl form path label=name hint="" /> }
                };
                others.get().into_iter().map(other).collect_view()
            }}
        </Show>
    }
}

/// Names of members that a form shows; each that ends in a star also with that ending in a path form.
pub fn known(names: &[&str]) -> Signal<Vec<String>> {
    let mut known = Vec::new();
    for name in names {
        match name.strip_suffix('*') {
            Some(name) => known.extend([name.to_string(), format!("{name}Path"), format!("{name}.$")]),
            None => known.push(name.to_string()),
        }
    }
    Signal::stored(known)
}

#[component]
pub fn Hint(hint: &'static str) -> impl IntoView {
    (!hint.is_empty()).then(|| view! { <span class="hint">{hint}</span> })
}

/// What is wrong with a field, beside it.
#[component]
pub fn Problems(form: Form, path: StoredValue<String>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    move || notices(path.with_value(|path| form.problems(studio, path)))
}

/// What is wrong with an object itself, such as a member that it lacks.
#[component]
pub fn OwnProblems(form: Form, path: &'static str) -> impl IntoView {
    let studio = expect_context::<Studio>();
    move || notices(form.own_problems(studio, path))
}

/// Problems as they stand beside a field.
pub fn notices(problems: Vec<Problem>) -> impl IntoView {
    problems
        .into_iter()
        .map(|(severity, message)| {
            let class = match severity {
                Severity::Error => "notice bad",
                Severity::Warning => "notice",
                Severity::Info | Severity::Hint => "notice quiet",
            };
            view! { <span class=class>{message}</span> }
        })
        .collect_view()
}

/// The language of the definition in the code editor.
pub fn language(studio: Studio) -> Language {
    match studio.document.read_untracked().format() {
        Format::Json => Language::Json,
        Format::Yaml => Language::Yaml,
    }
}
