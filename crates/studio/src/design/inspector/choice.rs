//! The rules of a Choice: conditions with And, Or and Not, in their order.

use json::{Object, Text, Value};
use leptos::prelude::*;

use super::assign::AssignControl;
use super::control::{JsonControl, LineControl, Others, OwnProblems, Reading, known};
use super::form::{Form, shown};
use super::select::{Select, TargetControl, siblings};
use crate::shell::Icon;
use crate::studio::Studio;

/// The comparisons by what they compare, as the language names them;
/// those with a `Path` form compare with another value of the data.
const COMPARISONS: [(&str, &[&str]); 5] = [
    (
        "Numbers",
        &[
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
        ],
    ),
    (
        "Texts",
        &[
            "StringEquals",
            "StringEqualsPath",
            "StringMatches",
            "StringLessThan",
            "StringLessThanPath",
            "StringGreaterThan",
            "StringGreaterThanPath",
            "StringLessThanEquals",
            "StringLessThanEqualsPath",
            "StringGreaterThanEquals",
            "StringGreaterThanEqualsPath",
        ],
    ),
    ("True or false", &["BooleanEquals", "BooleanEqualsPath"]),
    (
        "Moments",
        &[
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
        ],
    ),
    ("Kinds", &["IsPresent", "IsNull", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp"]),
];

/// Whether a member of a rule is what is tested, and not what follows from it.
fn is_test(key: &str) -> bool {
    matches!(key, "And" | "Or" | "Not" | "Variable") || is_comparison(key)
}

fn is_comparison(key: &str) -> bool {
    COMPARISONS.iter().any(|(_, names)| names.contains(&key))
}

#[component]
pub fn ChoiceForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let count = Memo::new(move |_| form.count("/Choices"));
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
        form.insert_item(studio, "/Choices", count.get_untracked(), rule.into());
    };
    view! {
        <h3 class="group-title">"Rules: the first that is met decides"</h3>
        <OwnProblems form path="/Choices" />
        {move || (0..count.get()).map(|index| view! { <Rule form index count=count.get() /> }).collect_view()}
        <div class="actions">
            <button class="button small" on:click=add>
                {Icon::Add.view(12)}
                "Add a rule"
            </button>
        </div>
        <TargetControl form path=String::from("/Default") label="Default" hint="Where it goes when no rule is met; without it that is the error States.NoChoiceMatched." />
    }
}

#[component]
fn Rule(form: Form, index: usize, count: usize) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let at = move |name: &str| format!("/Choices/{index}/{name}");
    let is_raw = RwSignal::new(false);
    let shift = move |to: usize| form.move_item(studio, "/Choices", index, to);
    let remove = move |_| form.remove_item(studio, "/Choices", index);
    let title = format!("Rule {}", index + 1);
    let others = move || {
        let mut names: Vec<&str> = vec!["Next", "Assign", "Comment"];
        if form.is_jsonata.get() {
            names.extend(["Condition", "Output"]);
        } else {
            names.extend(["Variable", "And", "Or", "Not"]);
            names.extend(COMPARISONS.iter().flat_map(|(_, names)| names.iter()));
        }
        view! { <Others form base=format!("/Choices/{index}") known=known(&names) /> }
    };
    view! {
        <div class="card">
            <h3>
                {title.clone()}
                <span class="actions">
                    <button class="button quiet small" aria-label=format!("{title} as JSON") aria-pressed=move || is_raw.get().to_string() on:click=move |_| is_raw.update(|is_raw| *is_raw = !*is_raw)>
                        "JSON"
                    </button>
                    <button class="button quiet only-icon small" aria-label=format!("{title}: earlier") title="Earlier" disabled=index == 0 on:click=move |_| shift(index.saturating_sub(1))>"↑"</button>
                    <button class="button quiet only-icon small" aria-label=format!("{title}: later") title="Later" disabled={index + 1 >= count} on:click=move |_| shift(index + 1)>"↓"</button>
                    <button class="button quiet only-icon small" aria-label=format!("Remove {title}") title="Remove" on:click=remove>{Icon::Remove.view(14)}</button>
                </span>
            </h3>
            {move || if is_raw.get() {
                view! { <JsonControl form path=format!("/Choices/{index}") label="The rule as JSON" hint="" /> }.into_any()
            } else {
                view! {
                    {if form.is_jsonata.get() {
                        view! { <LineControl form path=at("Condition") label="Condition" hint="An expression in {% %} that gives true or false." reading=Reading::Code /> }.into_any()
                    } else {
                        view! { <Condition form path=format!("/Choices/{index}") /> }.into_any()
                    }}
                    <TargetControl form path=at("Next") label="Then go to" hint="" />
                    <Show when=move || form.is_jsonata.get()>
                        <JsonControl form path=at("Output") label="Output" hint="" />
                    </Show>
                    <AssignControl form path=at("Assign") hint="" />
                    <LineControl form path=at("Comment") label="Comment" hint="" reading=Reading::Text />
                    {others}
                    {move || form.own_problems(studio, &format!("/Choices/{index}")).into_iter().map(|(_, message)| view! { <span class="notice bad">{message}</span> }).collect_view()}
                }.into_any()
            }}
        </div>
    }
}

/// A comparison, or And, Or, Not with conditions inside.
#[component]
fn Condition(form: Form, path: String) -> AnyView {
    let studio = expect_context::<Studio>();
    let path = StoredValue::new(path);
    let here = move || path.with_value(|path| form.get(path)).unwrap_or_default();
    let operator = Memo::new(move |_| operator(&here()));
    // Only what a condition is made of is replaced; Next, Assign and Comment of the rule stay.
    let replace = move |members: Vec<(&str, Value)>| {
        let mut rule: Vec<(Text, Value)> =
            members.into_iter().map(|(key, value)| (Text::from(key), value)).collect();
        let old = untrack(here);
        let rest = old.as_object().into_iter().flatten().filter(|(key, _)| !is_test(key));
        rule.extend(rest.map(|(key, value)| (key.clone(), value.clone())));
        path.with_value(|path| form.set(studio, path, Some(rule.into_iter().collect::<Object>().into())));
    };
    let choose = move |wanted: String| {
        let (now, old) = (operator.get_untracked(), untrack(here));
        match (wanted.as_str(), now.as_str()) {
            ("And" | "Or", "And" | "Or") => {
                replace(vec![(wanted.as_str(), old.get(&now).cloned().unwrap_or_default())]);
            }
            ("And" | "Or", _) => replace(vec![(wanted.as_str(), vec![bare(&old)].into())]),
            ("Not", _) => replace(vec![("Not", bare(&old))]),
            (wanted, _) => {
                // Out of a nesting, its first comparison is what remains.
                let leaf = first_comparison(&old);
                let variable = leaf.get("Variable").cloned().unwrap_or_else(|| Value::from("$.value"));
                let operand = leaf.get(&self::operator(&leaf)).cloned();
                replace(vec![("Variable", variable), (wanted, usual(wanted, operand.as_ref()))]);
            }
        }
    };
    let add = move |_| {
        let list = path.with_value(|path| format!("{path}/{}", operator.get_untracked()));
        let value = Object::from([("Variable", Value::from("$.value")), ("NumericEquals", Value::from(1))]);
        form.insert_item(studio, &list, untrack(|| form.count(&list)), value.into());
    };
    let choices = Signal::stored(
        [("And", "And: all of them"), ("Or", "Or: any of them"), ("Not", "Not")]
            .into_iter()
            .map(|(value, words)| (value.to_string(), words.to_string()))
            .chain(
                COMPARISONS
                    .iter()
                    .flat_map(|(_, names)| names.iter())
                    .map(|name| (name.to_string(), name.to_string())),
            )
            .collect(),
    );
    // How many conditions are inside, so that typing in one does not build the others anew.
    let shape = Memo::new(move |_| {
        let operator = operator.get();
        let count = match operator.as_str() {
            "And" | "Or" => path.with_value(|path| form.count(&format!("{path}/{operator}"))),
            _ => 0,
        };
        (operator, count)
    });
    view! {
        <div class="condition">
            <Select label="Operator" choices now=Signal::derive(move || operator.get()) on_choose=choose />
            {move || {
                let (name, count) = shape.get();
                let inner = path.with_value(|path| format!("{path}/{name}"));
                match name.as_str() {
                    "And" | "Or" => {
                        let list = StoredValue::new(inner);
                        view! {
                            <div class="inner">
                                {(0..count).map(|index| view! {
                                    <Condition form path=format!("{}/{index}", list.get_value()) />
                                    <button class="button quiet small" on:click=move |_| list.with_value(|list| form.remove_item(studio, list, index))>
                                        "Remove this condition"
                                    </button>
                                }).collect_view()}
                                <button class="button small" on:click=add>"Add a condition"</button>
                            </div>
                        }.into_any()
                    }
                    "Not" => view! { <div class="inner"><Condition form path=inner /></div> }.into_any(),
                    "" => ().into_any(),
                    _ => view! { <Comparison form path operator=name /> }.into_any(),
                }
            }}
        </div>
    }
    .into_any()
}

/// What is compared, and with what.
#[component]
fn Comparison(form: Form, path: StoredValue<String>, operator: String) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let operand = StoredValue::new(path.with_value(|path| format!("{path}/{operator}")));
    let variable = StoredValue::new(path.with_value(|path| format!("{path}/Variable")));
    let is_yes_no = operator.starts_with("Is") || operator == "BooleanEquals";
    let is_path = operator.ends_with("Path");
    let value = move || operand.with_value(|path| form.text(path));
    let set = move |event: web_sys::Event| {
        let value = typed(&operator, &event_target_value(&event));
        operand.with_value(|path| form.set(studio, path, Some(value)));
    };
    let set_variable = move |event: web_sys::Event| {
        let value = Value::from(event_target_value(&event));
        variable.with_value(|path| form.set(studio, path, Some(value)));
    };
    view! {
        <div class="columns">
            <label class="field">"Variable"
                <input class="input mono" spellcheck="false" prop:value=move || variable.with_value(|path| form.text(path)) on:change=set_variable />
            </label>
            <label class="field">{if is_path { "Path" } else { "Value" }}
                {if is_yes_no {
                    view! {
                        <select class="input" on:change=set>
                            <option value="true" selected=move || value() == "true">"true"</option>
                            <option value="false" selected=move || value() == "false">"false"</option>
                        </select>
                    }.into_any()
                } else {
                    view! { <input class="input mono" spellcheck="false" prop:value=value on:change=set /> }.into_any()
                }}
            </label>
        </div>
        <super::control::Problems form path=variable />
        <super::control::Problems form path=operand />
    }
}

/// The operator of a condition; nothing when it has none.
fn operator(condition: &Value) -> String {
    let is_operator = |key: &&Text| key.as_str() != "Variable" && is_test(key);
    let mut keys = condition.as_object().into_iter().flat_map(Object::keys);
    keys.find(is_operator).map(ToString::to_string).unwrap_or_default()
}

/// A condition without what follows from it.
fn bare(condition: &Value) -> Value {
    let members = condition.as_object().into_iter().flatten();
    let tests = members.filter(|(key, _)| is_test(key));
    tests.map(|(key, value)| (key.clone(), value.clone())).collect::<Object>().into()
}

/// The comparison that stands first inside a condition, at any depth.
fn first_comparison(condition: &Value) -> Value {
    match operator(condition).as_str() {
        name @ ("And" | "Or") => {
            condition.get(name).and_then(|list| list.at(0)).map_or(Value::Null, first_comparison)
        }
        "Not" => condition.get("Not").map_or(Value::Null, first_comparison),
        _ => condition.clone(),
    }
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
