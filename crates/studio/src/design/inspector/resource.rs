//! What a task calls: the resource, how it is waited for, and the function of a Lambda task or the parameters of another one.

use editor::palette;
use json::{Object, Value};
use leptos::prelude::*;

use super::control::{JsonControl, LineControl, Reading};
use super::either::{EitherControl, Fixed};
use super::form::Form;
use super::http::HttpForm;
use super::select::{Choices, Select, words};
use crate::studio::Studio;

#[component]
pub fn ResourceForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let resource = Memo::new(move |_| form.text("/Resource"));
    let is_integration = move || resource.read().starts_with("arn:aws:states:::");
    let is_of = move |action: &str| {
        let resource = resource.read();
        let bare = resource.trim_start_matches("arn:aws:states:::");
        bare.strip_prefix(action).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let is_invoke = Memo::new(move |_| is_of("lambda:invoke"));
    let is_http = Memo::new(move |_| is_of("http:invoke"));
    let pattern = move || {
        let resource = resource.read();
        [".sync:2", ".sync", ".waitForTaskToken"]
            .into_iter()
            .find(|suffix| resource.ends_with(suffix))
            .unwrap_or("")
            .to_string()
    };
    let api = move || {
        let resource = resource.get();
        let bare = resource.trim_start_matches("arn:aws:states:::").trim_end_matches(&pattern()).to_string();
        palette().entry(&bare).map(|entry| format!("{} · {}", entry.service, entry.name))
    };
    let set_pattern = move |wanted: String| {
        let resource = resource.get_untracked();
        let bare = resource.trim_end_matches(&untrack(pattern)).to_string();
        form.set(studio, "/Resource", Some(Value::from(format!("{bare}{wanted}"))));
    };
    let patterns = Signal::derive(move || {
        let resource = resource.get();
        let bare = resource.trim_start_matches("arn:aws:states:::").trim_end_matches(&pattern()).to_string();
        let fits = |suffix: &str| has_pattern(&bare, suffix);
        PATTERNS
            .iter()
            .filter(|(suffix, _)| fits(suffix))
            .map(|(suffix, words)| (suffix.to_string(), words.to_string()))
            .collect::<Choices>()
    });
    view! {
        <LineControl form path=String::from("/Resource") label="Resource" hint="" reading=Reading::Code />
        <span class="hint">
            {move || api().unwrap_or_else(|| String::from("The ARN of a function, an activity or a service's action."))}
        </span>
        <Show when=is_integration>
            <Select label="Integration pattern" choices=patterns now=Signal::derive(pattern) on_choose=set_pattern />
            <TokenHint form />
        </Show>
        <Show when=move || is_invoke.get()>
            {move || view! {
                <EitherControl
                    form
                    base=form.arguments().to_string()
                    name="FunctionName"
                    suffix=".$"
                    fixed=Fixed::Line(Reading::Code)
                    label="Lambda function"
                    hint="Its name or ARN; functions that have a mock are offered."
                    list="function-names"
                />
            }}
            <FunctionNames />
            <PayloadField form />
        </Show>
        <Show when=move || is_http.get()>
            <HttpForm form />
        </Show>
        <Show when=move || is_integration() && !is_invoke.get() && !is_http.get()>
            {move || view! {
                <JsonControl form path=form.arguments().to_string() label="API parameters" hint="What the action is called with; Ctrl+Space offers what may stand there." />
            }}
        </Show>
    }
}

/// How a task may be waited for, by what stands behind the action.
const PATTERNS: [(&str, &str); 4] = [
    ("", "Request and response"),
    (".sync", "Wait for the task to complete (.sync)"),
    (".sync:2", "Wait for the task to complete, output as JSON (.sync:2)"),
    (".waitForTaskToken", "Wait for a callback with the task token"),
];

/// Whether the service has the pattern for an action such as `sqs:sendMessage`; of unknown actions it may have any.
fn has_pattern(action: &str, suffix: &str) -> bool {
    if action.starts_with("aws-sdk:") {
        return matches!(suffix, "" | ".waitForTaskToken");
    }
    let Some((service, name)) = action.split_once(':') else { return true };
    let Some(known) = asl::OPTIMIZED.iter().find(|known| known.service == service && known.action == name)
    else {
        return true;
    };
    match suffix {
        ".sync" => known.has_sync,
        ".sync:2" => known.has_sync && service == "states",
        ".waitForTaskToken" => known.has_token,
        _ => true,
    }
}

/// The functions that have a handler, for the line that takes one.
#[component]
fn FunctionNames() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let names = move || {
        let details = studio.details.read();
        let functions = details.mocks.iter().filter(|mock| !mock.key.contains(':'));
        functions.map(|mock| view! { <option value=mock.key.clone()></option> }).collect_view()
    };
    view! { <datalist id="function-names">{names}</datalist> }
}

/// A callback needs its token somewhere in what is sent.
#[component]
fn TokenHint(form: Form) -> impl IntoView {
    let is_missing = Memo::new(move |_| {
        let waits = form.text("/Resource").ends_with(".waitForTaskToken");
        let sent = form.get(form.arguments()).map(|value| value.to_string()).unwrap_or_default();
        waits && !sent.contains("Task.Token")
    });
    let token = move || {
        if form.is_jsonata.get() { "{% $states.context.Task.Token %}" } else { "$$.Task.Token" }
    };
    view! {
        <Show when=move || is_missing.get()>
            <span class="notice">
                {move || format!("Nothing that is sent holds the token. Pass {} on, so that somebody can answer.", token())}
            </span>
        </Show>
    }
}

/// What the function gets: the state's input, something of one's own, or nothing.
#[component]
fn PayloadField(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let paths = move || match form.is_jsonata.get() {
        true => ("Payload", "{% $states.input %}"),
        false => ("Payload.$", "$"),
    };
    let now = Signal::derive(move || {
        let (key, input) = paths();
        let base = form.arguments();
        let way = match (form.get(&format!("{base}/{key}")), form.has(&format!("{base}/Payload"))) {
            (Some(Value::String(text)), _) if text == input => "input",
            (None, false) => "none",
            (Some(_), _) | (None, true) => "own",
        };
        way.to_string()
    });
    let choose = move |way: String| {
        let (key, input) = untrack(paths);
        let base = untrack(|| form.arguments());
        form.change(studio, base, |arguments| {
            let old = ["Payload", "Payload.$"].into_iter().find(|key| arguments.contains_key(key));
            let new = match way.as_str() {
                "input" => Some((key, Value::from(input))),
                "none" => None,
                _ => Some(("Payload", Object::new().into())),
            };
            put(arguments, old, new);
        });
    };
    let choices =
        words(&[("input", "The state's input"), ("own", "Something of one's own"), ("none", "Nothing")]);
    view! {
        <Select label="Payload" choices now on_choose=choose />
        <Show when=move || now.get() == "own">
            {move || view! {
                <EitherControl form base=form.arguments().to_string() name="Payload" suffix=".$" fixed=Fixed::Json label="Payload as JSON" hint="" />
            }}
        </Show>
    }
}

/// Puts a member into the place of another; without a new one the old one goes, without an old one it comes last.
fn put(object: &mut Object, old: Option<&str>, new: Option<(&str, Value)>) {
    let Some(old) = old else {
        if let Some((key, value)) = new {
            object.insert(key, value);
        }
        return;
    };
    let kept = object.iter().filter_map(|(key, value)| match (key == old, &new) {
        (true, Some((key, value))) => Some((json::Text::from(*key), value.clone())),
        (true, None) => None,
        (false, _) => Some((key.clone(), value.clone())),
    });
    *object = kept.collect();
}
