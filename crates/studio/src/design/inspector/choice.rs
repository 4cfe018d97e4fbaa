//! The rules of a Choice: conditions with And, Or and Not, in their order.

use editor::Command;
use json::{Object, Text, Value};
use leptos::prelude::*;

use super::Form;
use super::control::{JsonControl, TargetControl, shown, siblings};
use crate::shell::Icon;
use crate::studio::Studio;

/// The comparisons, as the language names them; those with a `Path` form compare with another value of the data.
const COMPARISONS: &[&str] = &[
    "StringEquals",
    "StringEqualsPath",
    "StringLessThan",
    "StringLessThanPath",
    "StringGreaterThan",
    "StringGreaterThanPath",
    "StringLessThanEquals",
    "StringLessThanEqualsPath",
    "StringGreaterThanEquals",
    "StringGreaterThanEqualsPath",
    "StringMatches",
    "NumericEquals",
    "NumericEqualsPath",
    "NumericLessThan",
    "NumericLessThanPath",
    "NumericGreaterThan",
    "NumericGreaterThanPath",
    "NumericLessThanEquals",
    "NumericLessThanEqualsPath",
    "NumericGreaterThanEquals",
    "NumericGreaterThanEqualsPath",
    "BooleanEquals",
    "BooleanEqualsPath",
    "TimestampEquals",
    "TimestampEqualsPath",
    "TimestampLessThan",
    "TimestampLessThanPath",
    "TimestampGreaterThan",
    "TimestampGreaterThanPath",
    "TimestampLessThanEquals",
    "TimestampLessThanEqualsPath",
    "TimestampGreaterThanEquals",
    "TimestampGreaterThanEqualsPath",
    "IsNull",
    "IsPresent",
    "IsNumeric",
    "IsString",
    "IsBoolean",
    "IsTimestamp",
];

#[component]
pub fn ChoiceForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let count = Memo::new(move |_| {
        form.get("/Choices").and_then(|rules| rules.as_array().map(json::Array::len)).unwrap_or(0)
    });
    let add = move |_| {
        let next = siblings(studio, form).into_iter().next().unwrap_or_default();
        let rule = if form.is_jsonata.get_untracked() {
            Object::from([
                ("Condition", Value::from("{% $states.input.value = 1 %}")),
                ("Next", Value::from(next)),
            ])
        } else {
            Object::from([
                ("Variable", Value::from("$.value")),
                ("NumericEquals", Value::from(1)),
                ("Next", Value::from(next)),
            ])
        };
        let state = Some(form.name.get_value());
        let index = count.get_untracked();
        studio.perform(&Command::InsertItem {
            state,
            path: String::from("/Choices"),
            index,
            value: rule.into(),
        });
    };
    view! {
        <h3 class="group-title">"Rules: the first that is met decides"</h3>
        {move || (0..count.get()).map(|index| view! { <Rule form index count=count.get() /> }).collect_view()}
        <div class="actions">
            <button class="button small" on:click=add>
                {Icon::Add.view(12)}
                "Add a rule"
            </button>
        </div>
    }
}

#[component]
fn Rule(form: Form, index: usize, count: usize) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let at = move |name: &str| format!("/Choices/{index}/{name}");
    let is_raw = RwSignal::new(false);
    let shift = move |to: usize| {
        let state = Some(form.name.get_value());
        studio.perform(&Command::MoveItem { state, path: String::from("/Choices"), from: index, to });
    };
    let remove = move |_| {
        let state = Some(form.name.get_value());
        studio.perform(&Command::RemoveItem { state, path: String::from("/Choices"), index });
    };
    let title = format!("Rule {}", index + 1);
    view! {
        <div class="card">
            <h3>
                {title.clone()}
                <span class="actions">
                    <button class="button quiet small" aria-pressed=move || is_raw.get().to_string() on:click=move |_| is_raw.update(|is_raw| *is_raw = !*is_raw)>
                        "JSON"
                    </button>
                    <button class="button quiet only-icon small" aria-label=format!("{title}: earlier") title="Earlier" disabled=index == 0 on:click=move |_| shift(index.saturating_sub(1))>"↑"</button>
                    <button class="button quiet only-icon small" aria-label=format!("{title}: later") title="Later" disabled={index + 1 >= count} on:click=move |_| shift(index + 1)>"↓"</button>
                    <button class="button quiet only-icon small" aria-label=format!("Remove {title}") title="Remove" on:click=remove>{Icon::Remove.view(14)}</button>
                </span>
            </h3>
            {move || if is_raw.get() {
                view! { <JsonControl form path=format!("/Choices/{index}") label="The rule as JSON" hint="" /> }.into_any()
            } else if form.is_jsonata.get() {
                view! {
                    <super::control::CodeControl form path=at("Condition") label="Condition" hint="An expression in {% %} that gives true or false." />
                    <TargetControl form path=at("Next") label="Then go to" hint="" />
                    <JsonControl form path=at("Output") label="Output" hint="" />
                    <JsonControl form path=at("Assign") label="Variables" hint="" />
                }.into_any()
            } else {
                view! {
                    <Condition form path=format!("/Choices/{index}") depth=0 />
                    <TargetControl form path=at("Next") label="Then go to" hint="" />
                    <JsonControl form path=at("Assign") label="Variables" hint="" />
                }.into_any()
            }}
        </div>
    }
}

/// A comparison, or And, Or, Not with conditions inside.
#[component]
fn Condition(form: Form, path: String, depth: usize) -> AnyView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let here = move || path.with_value(|path| form.get(path)).unwrap_or_default();
    let operator = Memo::new(move |_| {
        let here = here();
        let keys: Vec<Text> =
            here.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default();
        let is_operator =
            |key: &&Text| matches!(key.as_str(), "And" | "Or" | "Not") || COMPARISONS.contains(&key.as_str());
        keys.iter().find(is_operator).map(Text::to_string).unwrap_or_default()
    });
    // Only what a condition is made of is replaced; Next, Assign and Comment of the rule stay.
    let replace = move |members: Vec<(&str, Value)>| {
        let mut rule: Vec<(Text, Value)> =
            members.into_iter().map(|(key, value)| (Text::from(key), value)).collect();
        if let Some(object) = here().as_object() {
            let stays = |key: &Text| {
                key != "Variable"
                    && !matches!(key.as_str(), "And" | "Or" | "Not")
                    && !COMPARISONS.contains(&key.as_str())
            };
            rule.extend(
                object.iter().filter(|(key, _)| stays(key)).map(|(key, value)| (key.clone(), value.clone())),
            );
        }
        path.with_value(|path| form.set(studio, path, Some(rule.into_iter().collect::<Object>().into())));
    };
    let bare = move || {
        let inner = here().as_object().map(|object| {
            object
                .iter()
                .filter(|(key, _)| {
                    *key == "Variable"
                        || matches!(key.as_str(), "And" | "Or" | "Not")
                        || COMPARISONS.contains(&key.as_str())
                })
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect::<Object>()
        });
        Value::from(inner.unwrap_or_default())
    };
    let choose = move |event: web_sys::Event| {
        let wanted = event_target_value(&event);
        let now = operator.get_untracked();
        match (wanted.as_str(), now.as_str()) {
            ("And" | "Or", "And" | "Or") => {
                let inner = here().get(&now).cloned().unwrap_or_default();
                replace(vec![(wanted.as_str(), inner)]);
            }
            ("And" | "Or", _) => replace(vec![(wanted.as_str(), vec![bare()].into())]),
            ("Not", _) => replace(vec![("Not", bare())]),
            (wanted, _) => {
                let variable = here().get("Variable").cloned().unwrap_or_else(|| Value::from("$.value"));
                replace(vec![("Variable", variable), (wanted, usual(wanted, here().get(&now)))]);
            }
        }
    };
    let operand = move |event: web_sys::Event| {
        let operator = operator.get_untracked();
        let value = typed(&operator, &event_target_value(&event));
        path.with_value(|path| form.set(studio, &format!("{path}/{operator}"), Some(value)));
    };
    let variable = move |event: web_sys::Event| {
        let value = Value::from(event_target_value(&event));
        path.with_value(|path| form.set(studio, &format!("{path}/Variable"), Some(value)));
    };
    let add = move |_| {
        let operator = operator.get_untracked();
        let index = here().get(&operator).and_then(|list| list.as_array().map(json::Array::len)).unwrap_or(0);
        let value = Object::from([("Variable", Value::from("$.value")), ("NumericEquals", Value::from(1))]);
        let state = Some(form.name.get_value());
        let path = path.with_value(|path| format!("{path}/{operator}"));
        studio.perform(&Command::InsertItem { state, path, index, value: value.into() });
    };
    view! {
        <div class="condition">
            <label class="field">
                "Operator"
                <select class="input" on:change=choose>
                    {["And", "Or", "Not"].iter().chain(COMPARISONS).map(|name| view! {
                        <option value=*name selected=move || operator.get() == *name>{*name}</option>
                    }).collect_view()}
                </select>
            </label>
            {move || match operator.get().as_str() {
                name @ ("And" | "Or") => {
                    let count = here().get(name).and_then(|list| list.as_array().map(json::Array::len)).unwrap_or(0);
                    let list = path.with_value(|path| format!("{path}/{name}"));
                    let remove_list = StoredValue::new(list.clone());
                    view! {
                        <div class="inner">
                            {(0..count).map(|index| view! {
                                <Condition form path=format!("{list}/{index}") depth=depth + 1 />
                                <button class="button quiet small" on:click=move |_| {
                                    let state = Some(form.name.get_value());
                                    let path = remove_list.get_value();
                                    studio.perform(&Command::RemoveItem { state, path, index });
                                }>"Remove this condition"</button>
                            }).collect_view()}
                            <button class="button small" on:click=add>"Add a condition"</button>
                        </div>
                    }.into_any()
                }
                "Not" => {
                    let inner = path.with_value(|path| format!("{path}/Not"));
                    view! { <div class="inner"><Condition form path=inner depth=depth + 1 /></div> }.into_any()
                }
                name => {
                    let value = here().get(name).map(shown).unwrap_or_default();
                    let is_yes_no = name.starts_with("Is") || name == "BooleanEquals";
                    view! {
                        <div class="columns">
                            <label class="field">"Variable"
                                <input class="input mono" spellcheck="false" prop:value=move || here().get("Variable").map(shown).unwrap_or_default() on:change=variable />
                            </label>
                            <label class="field">"Value"
                                {if is_yes_no {
                                    view! {
                                        <select class="input" on:change=operand>
                                            <option value="true" selected=value == "true">"true"</option>
                                            <option value="false" selected=value == "false">"false"</option>
                                        </select>
                                    }.into_any()
                                } else {
                                    view! { <input class="input mono" spellcheck="false" prop:value=value on:change=operand /> }.into_any()
                                }}
                            </label>
                        </div>
                    }.into_any()
                }
            }}
        </div>
    }
    .into_any()
}

/// What a person typed, as the operator's own type.
fn typed(operator: &str, text: &str) -> Value {
    if operator.ends_with("Path") {
        return Value::from(text);
    }
    if operator.starts_with("Numeric") || operator.starts_with("Is") || operator == "BooleanEquals" {
        return json::parse(text).unwrap_or_else(|_| Value::from(text));
    }
    Value::from(text)
}

/// A value to begin with, or the old one where it fits.
fn usual(operator: &str, old: Option<&Value>) -> Value {
    let old_text = old.map(shown).unwrap_or_default();
    if operator.ends_with("Path") {
        return Value::from(if old_text.starts_with('$') { old_text } else { String::from("$.other") });
    }
    match operator {
        _ if operator.starts_with("Numeric") => match old {
            Some(Value::Number(number)) => Value::Number(*number),
            Some(_) | None => Value::from(0),
        },
        _ if operator.starts_with("Is") || operator == "BooleanEquals" => Value::Bool(true),
        _ if operator.starts_with("Timestamp") => Value::from("2030-01-01T00:00:00Z"),
        _ => Value::from(old_text),
    }
}
