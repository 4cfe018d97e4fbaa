//! One field of a form with its label, its control, its hint and its problems.

use leptos::prelude::*;

use super::Form;
use super::control::{
    CodeControl, JsonControl, NextControl, NumberControl, TargetControl, TextControl, WordsControl,
};
use super::fields::{Field, Input};

#[component]
pub fn FieldView(form: Form, field: Field) -> impl IntoView {
    let path = field.path.to_string();
    let (label, hint) = (field.label, field.hint);
    match field.input {
        Input::Text => view! { <TextControl form path label hint /> }.into_any(),
        Input::Code => view! { <CodeControl form path label hint /> }.into_any(),
        Input::Number => view! { <NumberControl form path label hint /> }.into_any(),
        Input::Json => view! { <JsonControl form path label hint /> }.into_any(),
        Input::Next => view! { <NextControl form /> }.into_any(),
        Input::Target => view! { <TargetControl form path label hint /> }.into_any(),
        Input::Words(words) => view! { <WordsControl form path label hint words /> }.into_any(),
    }
}
