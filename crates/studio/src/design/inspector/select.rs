//! A list of which one is chosen: words, states of the scope, where the flow goes on.

use editor::{Command, Slot, Target};
use json::{Text, Value};
use leptos::prelude::*;

use super::control::{Hint, Problems};
use super::form::Form;
use crate::studio::Studio;

/// What can be chosen: a value, and the words for it.
pub type Choices = Vec<(String, String)>;

/// More choices than this are written only when they are needed.
const MANY: usize = 100;

/// A list with a label. What is set and not in the list is shown as it is.
#[component]
pub fn Select(
    #[prop(into)] label: String,
    #[prop(into)] choices: Signal<Choices>,
    #[prop(into)] now: Signal<String>,
    #[prop(into)] on_choose: Callback<String>,
    #[prop(optional, into)] hint: &'static str,
) -> impl IntoView {
    // Where there are very many, all of them are written only when somebody is about to choose.
    let is_asked = RwSignal::new(false);
    let options = move || {
        let now = now.get();
        let mut choices = choices.get();
        if choices.len() > MANY && !is_asked.get() {
            choices.retain(|(value, _)| *value == now);
        }
        if !choices.iter().any(|(value, _)| *value == now) {
            let words = if now.is_empty() { String::from("choose…") } else { now.clone() };
            choices.insert(0, (now.clone(), words));
        }
        let option = |(value, words): (String, String)| {
            let is_now = value == now;
            view! { <option value=value selected=is_now>{words}</option> }
        };
        choices.into_iter().map(option).collect_view()
    };
    let choose = move |event: web_sys::Event| {
        on_choose.run(event_target_value(&event));
        // What was refused is not shown as if it had been done.
        let select = event_target::<web_sys::HtmlSelectElement>(&event);
        if let Some(now) = now.try_get_untracked() {
            select.set_value(&now);
        }
    };
    view! {
        <label class="field">
            {label}
            <select
                class="input"
                on:change=choose
                on:pointerdown=move |_| is_asked.set(true)
                on:focus=move |_| is_asked.set(true)
            >
                {options}
            </select>
        </label>
        <Hint hint />
    }
}

/// The words of a list of constants; the empty one stands for an absent field.
pub fn words(list: &[(&str, &str)]) -> Signal<Choices> {
    Signal::stored(list.iter().map(|(value, words)| (value.to_string(), words.to_string())).collect())
}

/// One of a few words; the empty one removes the field.
#[component]
pub fn WordsControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
    #[prop(into)] choices: Signal<Choices>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let now = Signal::derive(move || path.with_value(|path| form.text(path)));
    let choose = move |word: String| {
        let value = (!word.is_empty()).then(|| Value::from(word));
        path.with_value(|path| form.set(studio, path, value));
    };
    view! {
        <div class="field">
            <Select label choices now on_choose=choose hint />
            <Problems form path />
        </div>
    }
}

/// A state of the scope, in any field that names one.
#[component]
pub fn TargetControl(
    form: Form,
    path: String,
    #[prop(into)] label: String,
    hint: &'static str,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let choices = Signal::derive(move || {
        let none = (String::new(), String::from("none"));
        std::iter::once(none).chain(siblings(studio, form).into_iter().map(twice)).collect::<Choices>()
    });
    view! { <WordsControl form path label hint choices /> }
}

/// Where the state goes: another state of its scope, or the end.
#[component]
pub fn NextControl(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let now = Signal::derive(move || match (form.has("/Next"), form.has("/End")) {
        (true, _) => form.text("/Next"),
        (false, true) => String::from(END),
        (false, false) => String::new(),
    });
    let choices = Signal::derive(move || {
        let end = (String::from(END), String::from("Go to the end"));
        std::iter::once(end).chain(siblings(studio, form).into_iter().map(twice)).collect::<Choices>()
    });
    let choose = move |chosen: String| {
        let target = match chosen.as_str() {
            END => Target::End,
            "" => Target::Nothing,
            name => Target::State(Text::from(name)),
        };
        studio.perform(&Command::Connect { slot: Slot::Next(form.name.get_value()), target });
    };
    view! {
        <div class="field">
            <Select label="Next state" choices now on_choose=choose />
            <Problems form path=StoredValue::new(String::from("/Next")) />
            <Problems form path=StoredValue::new(String::from("/End")) />
        </div>
    }
}

/// What stands for the end in a list of states; no state can have this name, as it is no name the service takes.
const END: &str = "\u{1}end";

fn twice(name: String) -> (String, String) {
    (name.clone(), name)
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
