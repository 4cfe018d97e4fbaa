//! Retriers and catchers, in their order.

use editor::Command;
use json::{Object, Value};
use leptos::prelude::*;

use super::assign::AssignControl;
use super::control::{JsonControl, LineControl, Others, Reading, known};
use super::either::{EitherControl, Fixed};
use super::form::Form;
use super::names::NamesControl;
use super::result::ResultPathControl;
use super::select::{TargetControl, WordsControl, siblings, words};
use crate::shell::Icon;
use crate::studio::Studio;

#[component]
pub fn ErrorsForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let retries = Memo::new(move |_| form.count("/Retry"));
    let catches = Memo::new(move |_| form.count("/Catch"));
    let add =
        move |list: &'static str, index: usize, value: Value| form.insert_item(studio, list, index, value);
    view! {
        <Show when=move || *form.kind.read() == "Task">
            <TimesForm form />
        </Show>
        <Suggestions />
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
                let next = siblings(studio, form).into_iter().next().unwrap_or_default();
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
            <NamesControl form path=at("ErrorEquals") label="Errors" hint="" list="error-names" />
            <div class="columns">
                <LineControl form path=at("IntervalSeconds") label="Interval" hint="" reading=Reading::Number />
                <LineControl form path=at("MaxAttempts") label="Attempts" hint="" reading=Reading::Number />
                <LineControl form path=at("BackoffRate") label="Rate" hint="" reading=Reading::Number />
            </div>
            <div class="columns">
                <LineControl form path=at("MaxDelaySeconds") label="Longest wait" hint="" reading=Reading::Number />
                <WordsControl form path=at("JitterStrategy") label="Jitter" hint="" choices=words(&[("", "not set: none"), ("NONE", "NONE"), ("FULL", "FULL: any wait up to it")]) />
            </div>
            <span class="hint">{waits}</span>
            <LineControl form path=at("Comment") label="Comment" hint="" reading=Reading::Text />
            <Others form base=format!("/Retry/{index}") known=known(&["ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Comment"]) />
        </div>
    }
}

#[component]
fn Catcher(form: Form, index: usize, count: usize) -> impl IntoView {
    let at = move |name: &str| format!("/Catch/{index}/{name}");
    view! {
        <div class="card">
            <Heading form list="/Catch" index count title=format!("Catch {}", index + 1) />
            <NamesControl form path=at("ErrorEquals") label="Errors" hint="" list="error-names" />
            <TargetControl form path=at("Next") label="Then go to" hint="" />
            {move || if form.is_jsonata.get() {
                view! { <JsonControl form path=at("Output") label="Output" hint="$states.errorOutput has Error and Cause." /> }.into_any()
            } else {
                view! { <ResultPathControl form path=at("ResultPath") hint="The result is the error, with Error and Cause." /> }.into_any()
            }}
            <span>"Variables"</span>
            <AssignControl form path=at("Assign") hint="" />
            <LineControl form path=at("Comment") label="Comment" hint="" reading=Reading::Text />
            {move || {
                let data = if form.is_jsonata.get() { "Output" } else { "ResultPath" };
                view! { <Others form base=format!("/Catch/{index}") known=known(&["ErrorEquals", "Next", data, "Assign", "Comment"]) /> }
            }}
        </div>
    }
}

/// The title of a retrier or catcher with its buttons: earlier, later, away.
#[component]
fn Heading(form: Form, list: &'static str, index: usize, count: usize, title: String) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let shift = move |to: usize| form.move_item(studio, list, index, to);
    let remove = move |_| form.remove_item(studio, list, index);
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

/// How long a task may take, and how often it must report.
#[component]
fn TimesForm(form: Form) -> impl IntoView {
    let number = Fixed::Line(Reading::Number);
    view! {
        <h3 class="group-title">"Time"</h3>
        <EitherControl
            form
            base=String::new()
            name="TimeoutSeconds"
            suffix="Path"
            fixed=number
            label="Timeout in seconds"
            hint="The task fails with States.Timeout when it takes longer."
        />
        <EitherControl
            form
            base=String::new()
            name="HeartbeatSeconds"
            suffix="Path"
            fixed=number
            label="Heartbeat in seconds"
            hint="A worker or a callback must report at least this often; shorter than the timeout."
        />
    }
}

/// The names that errors usually have, for every line that takes some.
#[component]
fn Suggestions() -> impl IntoView {
    const NAMES: [&str; 14] = [
        "States.ALL",
        "States.TaskFailed",
        "States.Timeout",
        "States.HeartbeatTimeout",
        "States.Permissions",
        "States.DataLimitExceeded",
        "States.BranchFailed",
        "States.ItemReaderFailed",
        "States.ResultWriterFailed",
        "States.ExceedToleratedFailureThreshold",
        "States.QueryEvaluationError",
        "Lambda.ServiceException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
    ];
    view! {
        <datalist id="error-names">
            {NAMES.map(|name| view! { <option value=name></option> }).collect_view()}
        </datalist>
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
