//! How long a Wait waits: one of its four forms, two in JSONata.

use json::Value;
use leptos::prelude::*;

use super::control::{Hint, Line, Problems, Reading};
use super::form::Form;
use super::select::{Choices, Select};
use crate::studio::Studio;

/// A form: its field, its words, how it is read, what it says, and what it begins with.
struct Way {
    field: &'static str,
    words: &'static str,
    reading: Reading,
    hint: &'static str,
    usual: fn() -> Value,
}

const WAYS: [Way; 4] = [
    Way {
        field: "Seconds",
        words: "a fixed time",
        reading: Reading::Number,
        hint: "Seconds, from 0 to 99,999,999.",
        usual: || Value::from(5),
    },
    Way {
        field: "Timestamp",
        words: "until a fixed moment",
        reading: Reading::Code,
        hint: "A moment such as 2030-01-31T12:00:00Z.",
        usual: || Value::from("2030-01-31T12:00:00Z"),
    },
    Way {
        field: "SecondsPath",
        words: "seconds from the data",
        reading: Reading::Code,
        hint: "The path of the number of seconds in the input.",
        usual: || Value::from("$.seconds"),
    },
    Way {
        field: "TimestampPath",
        words: "until a moment from the data",
        reading: Reading::Code,
        hint: "The path of the moment in the input.",
        usual: || Value::from("$.timestamp"),
    },
];

#[component]
pub fn WaitForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let present = Memo::new(move |_| {
        let is_set = |way: &Way| form.has(&format!("/{}", way.field));
        WAYS.iter().enumerate().filter(|(_, way)| is_set(way)).map(|(at, _)| at).collect::<Vec<_>>()
    });
    let choices = Signal::derive(move || {
        let fits = |way: &&Way| !form.is_jsonata.get() || !way.field.ends_with("Path");
        WAYS.iter()
            .filter(fits)
            .map(|way| (way.field.to_string(), way.words.to_string()))
            .collect::<Choices>()
    });
    let now = Signal::derive(move || {
        present.read().first().map(|at| WAYS[*at].field.to_string()).unwrap_or_default()
    });
    let choose = move |field: String| {
        let Some(way) = WAYS.iter().find(|way| way.field == field) else { return };
        let old = present.get_untracked().first().map(|at| WAYS[*at].field);
        form.swap(studio, "", old.unwrap_or(way.field), way.field, (way.usual)());
    };
    view! {
        <Select label="Waits" choices now on_choose=choose />
        {move || {
            let shown = present.get();
            shown.into_iter().map(|at| {
                let way = &WAYS[at];
                let path = format!("/{}", way.field);
                let text = Signal::derive({ let path = path.clone(); move || form.text(&path) });
                let commit = { let path = path.clone(); move |value: Option<Value>| form.set(studio, &path, value) };
                let hint = if form.is_jsonata.get() {
                    match way.field {
                        "Seconds" => "Seconds, from 0 to 99,999,999, or an expression in {% %} that gives them.",
                        "Timestamp" => "A moment such as 2030-01-31T12:00:00Z, or an expression in {% %} that gives one.",
                        _ => way.hint,
                    }
                } else {
                    way.hint
                };
                view! {
                    <div class="field">
                        <label class="field">
                            {way.field}
                            <Line reading=way.reading text commit />
                        </label>
                        <Hint hint />
                        <Problems form path=StoredValue::new(path) />
                    </div>
                }
            }).collect_view()
        }}
    }
}
