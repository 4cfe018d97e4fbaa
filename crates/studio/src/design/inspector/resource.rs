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
        </Show>
    }
}
