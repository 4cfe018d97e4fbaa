//! What a task calls: the resource, how it is waited for, and the function of a Lambda task.

use editor::palette;
use json::Value;
use leptos::prelude::*;

use super::Form;
use super::control::{CodeControl, Problems, shown};
use crate::studio::Studio;

#[component]
pub fn ResourceForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let resource = move || form.get("/Resource").map(|value| shown(&value)).unwrap_or_default();
    let is_integration = move || resource().starts_with("arn:aws:states:::");
    let is_invoke = move || resource().starts_with("arn:aws:states:::lambda:invoke");
    let pattern = move || {
        let resource = resource();
        [".sync:2", ".sync", ".waitForTaskToken"]
            .into_iter()
            .find(|suffix| resource.ends_with(suffix))
            .unwrap_or("")
    };
    let api = move || {
        let resource = resource();
        let bare = resource.trim_start_matches("arn:aws:states:::").trim_end_matches(pattern()).to_string();
        palette().entry(&bare).map(|entry| format!("{} · {}", entry.service, entry.name))
    };
    let set_pattern = move |event: web_sys::Event| {
        let wanted = event_target_value(&event);
        let resource = untrack(resource);
        let bare = resource.trim_end_matches(untrack(pattern)).to_string();
        form.set(studio, "/Resource", Some(Value::from(format!("{bare}{wanted}"))));
    };
    let function =
        move || if form.is_jsonata.get() { "/Arguments/FunctionName" } else { "/Parameters/FunctionName" };
    let change = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        form.set(studio, "/Resource", (!text.is_empty()).then(|| Value::from(text)));
    };
    let path = StoredValue::new(String::from("/Resource"));
    view! {
        <div class="field">
            <label class="field">
                "Resource"
                <input class="input mono" spellcheck="false" prop:value=resource on:change=change />
            </label>
            <span class="hint">{move || api().unwrap_or_else(|| String::from("The ARN of a function, an activity or a service's action."))}</span>
            <Problems form path />
        </div>
        <Show when=is_integration>
            <label class="field">
                "Integration pattern"
                <select class="input" on:change=set_pattern>
                    <option value="" selected=move || pattern().is_empty()>"Request and response"</option>
                    <option value=".sync" selected=move || pattern() == ".sync">"Wait for the task to complete (.sync)"</option>
                    <option value=".sync:2" selected=move || pattern() == ".sync:2">"Wait for the task to complete, output as JSON (.sync:2)"</option>
                    <option value=".waitForTaskToken" selected=move || pattern() == ".waitForTaskToken">"Wait for a callback with the task token"</option>
                </select>
            </label>
        </Show>
        <Show when=is_invoke>
            <CodeControl form path=function().to_string() label="Lambda function" hint="Its name or ARN." />
            <PayloadField form />
        </Show>
    }
}

/// What the function gets: the state's input, something of one's own, or nothing.
#[component]
fn PayloadField(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let paths = move || match form.is_jsonata.get() {
        true => ("/Arguments/Payload", "/Arguments/Payload", "{% $states.input %}"),
        false => ("/Parameters/Payload", "/Parameters/Payload.$", "$"),
    };
    let choice = move || {
        let (own, computed, input) = paths();
        let written = form.get(computed);
        match (&written, form.get(own)) {
            (Some(Value::String(text)), _) if *text == input => "input",
            (None, None) => "none",
            (Some(_), _) | (None, Some(_)) => "own",
        }
    };
    let change = move |event: web_sys::Event| {
        let (own, computed, input) = untrack(paths);
        let clear = |path: &str| form.set(studio, path, None);
        match event_target_value(&event).as_str() {
            "input" => {
                if own != computed {
                    clear(own);
                }
                form.set(studio, computed, Some(Value::from(input)));
            }
            "none" => {
                clear(own);
                clear(computed);
            }
            _ => {
                if own != computed {
                    clear(computed);
                }
                form.set(studio, own, Some(json::Object::new().into()));
            }
        }
    };
    view! {
        <label class="field">
            "Payload"
            <select class="input" on:change=change>
                <option value="input" selected=move || choice() == "input">"The state's input"</option>
                <option value="own" selected=move || choice() == "own">"Something of one's own"</option>
                <option value="none" selected=move || choice() == "none">"Nothing"</option>
            </select>
        </label>
        <Show when=move || choice() == "own">
            {move || view! { <super::control::JsonControl form path=paths().0.to_string() label="Payload as JSON" hint="" /> }}
        </Show>
    }
}
