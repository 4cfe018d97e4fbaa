//! The query language of a state: changing it converts what is written, where that is sure, and says why not where it is not.

use asl::QueryLanguage;
use editor::Command;
use json::Value;
use leptos::prelude::*;

use super::control::Problems;
use super::form::Form;
use super::select::{Select, words};
use crate::studio::Studio;

#[component]
pub fn LanguageControl(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    // The language that was asked for, and why the state was not converted.
    let refused = RwSignal::new(None::<(QueryLanguage, String)>);
    let now =
        Signal::derive(move || String::from(if form.is_jsonata.get() { "JSONata" } else { "JSONPath" }));
    let convert = move |language: QueryLanguage| {
        let command = Command::SetLanguage { state: Some(form.name.get_value()), language };
        let plan = studio.document.with_untracked(|document| editor::plan(document, &command));
        match plan {
            Err(refusal) => refused.set(Some((language, refusal.to_string()))),
            Ok(_) => {
                refused.set(None);
                studio.perform(&command);
            }
        }
    };
    let choose = move |name: String| {
        let is_jsonata = name == "JSONata";
        if is_jsonata == form.is_jsonata.get_untracked() {
            return;
        }
        let left = untrack(|| form.expressions());
        if is_jsonata || left.is_empty() {
            let language = if is_jsonata { QueryLanguage::Jsonata } else { QueryLanguage::JsonPath };
            return convert(language);
        }
        let why = format!(
            "There is no sure way from JSONata back to JSONPath. These fields must be written anew by hand: {}.",
            left.join(", ")
        );
        refused.set(Some((QueryLanguage::JsonPath, why)));
    };
    let force = move |language: QueryLanguage| {
        refused.set(None);
        form.set(studio, "/QueryLanguage", Some(Value::from(language.name())));
    };
    let choices = words(&[("JSONPath", "JSONPath"), ("JSONata", "JSONata")]);
    view! {
        <div class="field">
            <Select label="Query language" choices now on_choose=choose />
            <span class="hint">
                {move || if form.has("/QueryLanguage") { "Said by the state itself. " } else { "That of the state machine. " }}
                "Changing to JSONata converts the fields where that is sure."
            </span>
            {move || refused.get().map(|(language, why)| view! {
                <div class="notice" role="status">
                    <p>{why}</p>
                    <div class="actions">
                        <button class="button small" on:click=move |_| force(language)>
                            "Change the language only"
                        </button>
                        <button class="button quiet small" on:click=move |_| refused.set(None)>
                            "Leave it"
                        </button>
                    </div>
                </div>
            })}
            <Problems form path=StoredValue::new(String::from("/QueryLanguage")) />
        </div>
    }
}

impl Form {
    /// The fields of the state that mean something in JSONata only.
    fn expressions(self) -> Vec<String> {
        let value = self.value.read();
        let members = value.as_object().into_iter().flatten();
        members
            .filter(|(key, value)| match key.as_str() {
                "Arguments" | "Output" | "Items" => true,
                // What is inside has a language of its own.
                "ItemProcessor" | "Iterator" | "Branches" => false,
                _ => value.to_string().contains("{%"),
            })
            .map(|(key, _)| key.to_string())
            .collect()
    }
}
