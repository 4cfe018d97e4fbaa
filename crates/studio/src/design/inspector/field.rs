//! One field of the form of the data with its label, its control, its hint and its problems.

use leptos::prelude::*;

use super::control::{JsonControl, LineControl, Reading};
use super::fields::{Field, Input};
use super::form::Form;
use super::result::ResultPathControl;

#[component]
pub fn FieldView(form: Form, field: Field) -> impl IntoView {
    let path = field.path.to_string();
    let (label, hint) = (field.label, field.hint);
    match field.input {
        Input::Code => view! { <LineControl form path label hint reading=Reading::Code /> }.into_any(),
        Input::Json => view! { <JsonControl form path label hint /> }.into_any(),
        Input::ResultPath => view! { <ResultPathControl form path hint /> }.into_any(),
    }
}
