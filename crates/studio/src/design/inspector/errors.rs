//! Retriers and catchers, in their order.

use editor::Command;
use json::{Object, Value};
use leptos::prelude::*;

use super::Form;
use super::control::{CodeControl, JsonControl, NumberControl, TargetControl, TextControl, WordsControl};
use crate::shell::Icon;
use crate::studio::Studio;

#[component]
pub fn ErrorsForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let count =
        move |list: &str| form.get(list).and_then(|list| list.as_array().map(json::Array::len)).unwrap_or(0);
    let retries = Memo::new(move |_| count("/Retry"));
    let catches = Memo::new(move |_| count("/Catch"));
    let add = move |list: &'static str, index: usize, value: Value| {
        let state = Some(form.name.get_value());
        studio.perform(&Command::InsertItem { state, path: list.to_string(), index, value });
    };
    view! {
        <h3 class="group-title">"Retry: the first that names the error decides"</h3>
        {move || (0..retries.get()).map(|index| view! { <Retrier form index count=retries.get() /> }).collect_view()}
        <div class="actions">
            <button class="button small" on:click=move |_| add("/Retry", retries.get_untracked(), retrier(&["States.TaskFailed"], 1))>
                {Icon::Add.view(12)}
                "Add a retrier"
            </button>
            <button class="button small" on:click=move |_| {
                studio.perform(&Command::AddUsualRetrier { state: form.name.get_value() });
            }>
                {Icon::Add.view(12)}
                "Add the usual for Lambda"
            </button>
        </div>
        <h3 class="group-title">"Catch: where it goes when retrying is over"</h3>
        {move || (0..catches.get()).map(|index| view! { <Catcher form index count=catches.get() /> }).collect_view()}
        <div class="actions">
            <button class="button small" on:click=move |_| {
                let next = super::control::siblings(studio, form).into_iter().next().unwrap_or_default();
                let catcher = Object::from([
                    ("ErrorEquals", Value::from_iter([Value::from("States.ALL")])),
                    ("Next", Value::from(next)),
                ]);
                add("/Catch", catches.get_untracked(), catcher.into());
            }>
                {Icon::Add.view(12)}
                "Add a catcher"
            </button>
        </div>
    }
}

#[component]
fn Retrier(form: Form, index: usize, count: usize) -> impl IntoView {
    let at = move |name: &str| format!("/Retry/{index}/{name}");
    let waits = move || {
        let number =
            |name: &str, usual: f64| form.get(&at(name)).and_then(|value| value.as_f64()).unwrap_or(usual);
        let (interval, rate) = (number("IntervalSeconds", 1.0), number("BackoffRate", 2.0));
        let (attempts, most) = (number("MaxAttempts", 3.0), number("MaxDelaySeconds", f64::INFINITY));
        if attempts <= 0.0 {
            return String::from("Never tries again.");
        }
        let delay = |attempt: i32| (interval * rate.powi(attempt)).min(most);
        let shown: Vec<String> =
            (0..attempts.min(5.0) as i32).map(|attempt| format!("{} s", round(delay(attempt)))).collect();
        let total: f64 = (0..attempts.min(10_000.0) as i32).map(delay).sum();
        let more = if attempts > 5.0 { ", …" } else { "" };
        format!("Waits {}{more}: gives up after {} s.", shown.join(", "), round(total))
    };
    view! {
        <div class="card">
            <Heading form list="/Retry" index count title=format!("Retry {}", index + 1) />
            <ErrorNames form path=at("ErrorEquals") />
            <div class="columns">
                <NumberControl form path=at("IntervalSeconds") label="Interval" hint="" />
                <NumberControl form path=at("MaxAttempts") label="Attempts" hint="" />
                <NumberControl form path=at("BackoffRate") label="Rate" hint="" />
            </div>
            <div class="columns">
                <NumberControl form path=at("MaxDelaySeconds") label="Longest wait" hint="" />
                <WordsControl form path=at("JitterStrategy") label="Jitter" hint="" words=&["", "NONE", "FULL"] />
            </div>
            <span class="hint">{waits}</span>
            <TextControl form path=at("Comment") label="Comment" hint="" />
        </div>
    }
}

#[component]
fn Catcher(form: Form, index: usize, count: usize) -> impl IntoView {
    let at = move |name: &str| format!("/Catch/{index}/{name}");
    view! {
        <div class="card">
            <Heading form list="/Catch" index count title=format!("Catch {}", index + 1) />
            <ErrorNames form path=at("ErrorEquals") />
            <TargetControl form path=at("Next") label="Then go to" hint="" />
            {move || if form.is_jsonata.get() {
                view! { <JsonControl form path=at("Output") label="Output" hint="$states.errorOutput has Error and Cause." /> }.into_any()
            } else {
                view! { <CodeControl form path=at("ResultPath") label="Put the error at" hint="Without it the error takes the input's place." /> }.into_any()
            }}
            <JsonControl form path=at("Assign") label="Variables" hint="" />
            <TextControl form path=at("Comment") label="Comment" hint="" />
        </div>
    }
}

/// The title of a retrier or catcher with its buttons: earlier, later, away.
#[component]
fn Heading(form: Form, list: &'static str, index: usize, count: usize, title: String) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let shift = move |to: usize| {
        let state = Some(form.name.get_value());
        studio.perform(&Command::MoveItem { state, path: list.to_string(), from: index, to });
    };
    let remove = move |_| {
        let state = Some(form.name.get_value());
        studio.perform(&Command::RemoveItem { state, path: list.to_string(), index });
    };
    view! {
        <h3>
            {title.clone()}
            <span class="actions">
                <button class="button quiet only-icon small" aria-label=format!("{title}: earlier") title="Earlier" disabled=index == 0 on:click=move |_| shift(index.saturating_sub(1))>
                    "↑"
                </button>
                <button class="button quiet only-icon small" aria-label=format!("{title}: later") title="Later" disabled={index + 1 >= count} on:click=move |_| shift(index + 1)>
                    "↓"
                </button>
                <button class="button quiet only-icon small" aria-label=format!("Remove {title}") title="Remove" on:click=remove>
                    {Icon::Remove.view(14)}
                </button>
            </span>
        </h3>
    }
}

/// Error names, one per line or separated by commas.
#[component]
fn ErrorNames(form: Form, path: String) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let text = move || {
        let names = path.with_value(|path| form.get(path));
        let names = names.as_ref().and_then(Value::as_array);
        names.into_iter().flatten().map(super::control::shown).collect::<Vec<_>>().join(", ")
    };
    let change = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let names = text.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty()).map(Value::from);
        path.with_value(|path| form.set(studio, path, Some(names.collect())));
    };
    view! {
        <div class="field">
            <label class="field">
                "Errors"
                <input class="input mono" spellcheck="false" list="error-names" prop:value=text on:change=change />
            </label>
            <datalist id="error-names">
                {["States.ALL", "States.TaskFailed", "States.Timeout", "States.Permissions", "States.DataLimitExceeded", "Lambda.ServiceException", "Lambda.TooManyRequestsException"]
                    .map(|name| view! { <option value=name></option> })
                    .collect_view()}
            </datalist>
            <super::control::Problems form path />
        </div>
    }
}

fn retrier(errors: &[&str], interval: i64) -> Value {
    Object::from([
        ("ErrorEquals", errors.iter().map(|name| Value::from(*name)).collect()),
        ("IntervalSeconds", Value::from(interval)),
        ("MaxAttempts", Value::from(3)),
        ("BackoffRate", Value::from(2)),
    ])
    .into()
}

fn round(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}
