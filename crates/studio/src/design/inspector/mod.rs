//! The form of the selected state: what it is, its data, its errors, its own text.
//!
//! Every field changes only the text it must, and shows what is wrong with it beside it.

mod branches;
mod choice;
mod control;
mod errors;
mod field;
mod fields;
mod resource;

use editor::Command;
use json::{Object, Text, Value};
use leptos::prelude::*;

use crate::shell::{CodeField, Tabs};
use crate::studio::Studio;
use branches::BranchesForm;
use choice::ChoiceForm;
use errors::ErrorsForm;
use field::FieldView;
use fields::{Tab, fields};
use resource::ResourceForm;

/// The state that a form is about. Copied into every field.
#[derive(Clone, Copy)]
pub struct Form {
    pub name: StoredValue<Text>,
    /// The state's object as it stands in the text.
    pub value: Memo<Value>,
    pub kind: Memo<String>,
    pub is_jsonata: Memo<bool>,
}

impl Form {
    fn of(studio: Studio, name: Text) -> Form {
        let name = StoredValue::new(name);
        let state = move || {
            let present = studio.present.get();
            let id = name.with_value(|name| present.machine().find(name))?;
            Some((present, id))
        };
        Form {
            name,
            value: Memo::new(move |_| {
                state()
                    .and_then(|(present, id)| {
                        let range = present.machine().state(id).range;
                        let path = present.tree.at(range.start);
                        path.iter()
                            .map(|step| step.node())
                            .find(|node| node.range == range)
                            .map(|node| node.to_value())
                    })
                    .unwrap_or_else(|| Value::from(Object::new()))
            }),
            kind: Memo::new(move |_| {
                state()
                    .map(|(present, id)| present.machine().state(id).kind.name().to_string())
                    .unwrap_or_default()
            }),
            is_jsonata: Memo::new(move |_| {
                state().is_some_and(|(present, id)| present.machine().state(id).is_jsonata())
            }),
        }
    }

    /// What stands at a path of the state.
    pub fn get(self, path: &str) -> Option<Value> {
        find(&self.value.read(), path).cloned()
    }

    /// Sets a field, or removes it.
    pub fn set(self, studio: Studio, path: &str, value: Option<Value>) {
        if self.get_untracked(path) == value {
            return;
        }
        let state = Some(self.name.get_value());
        studio.perform(&Command::SetField { state, path: path.to_string(), value });
    }

    fn get_untracked(self, path: &str) -> Option<Value> {
        find(&self.value.read_untracked(), path).cloned()
    }

    /// What is said about the text of a field.
    pub fn problems(self, studio: Studio, path: &str) -> Vec<(asl::Severity, String)> {
        let present = studio.present.get();
        let Some(id) = self.name.with_value(|name| present.machine().find(name)) else { return Vec::new() };
        let range = present.machine().state(id).range;
        let node = present.tree.at(range.start);
        let node = node.iter().map(|step| step.node()).find(|node| node.range == range);
        let Some(field) = node.and_then(|node| descend(node, path)) else { return Vec::new() };
        let found = present.reading().diagnostics.iter();
        found
            .filter(|found| found.state == Some(id) && field.range.contains(found.range))
            .map(|found| (found.severity, found.message.clone()))
            .collect()
    }
}

/// The value at a JSON Pointer.
fn find<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('/').skip(1).try_fold(value, |value, part| match value {
        Value::Array(array) => array.get(part.parse().ok()?),
        Value::Object(object) => object.get(&unescape(part)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    })
}

fn descend<'a>(node: &'a json::tree::Node, path: &str) -> Option<&'a json::tree::Node> {
    path.split('/').skip(1).try_fold(node, |node, part| match node.is_array() {
        true => node.item(part.parse().ok()?),
        false => node.get(&unescape(part)),
    })
}

fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

#[component]
pub fn Inspector() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let chosen = Memo::new(move |_| studio.chosen());
    let count = Memo::new(move |_| studio.selection.read().len());
    move || match (chosen.get(), count.get()) {
        (Some(name), _) => view! { <StateForm name /> }.into_any(),
        (None, 0) => view! { <MachineForm /> }.into_any(),
        (None, count) => view! {
            <div class="empty">
                <strong>{format!("{count} states are selected")}</strong>
                <button class="button danger" on:click=move |_| {
                    let states = studio.selection.get_untracked();
                    studio.perform(&Command::Remove { states });
                }>
                    "Delete them"
                </button>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn StateForm(name: Text) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let form = Form::of(studio, name.clone());
    let tab = studio.inspector_tab;
    let has_errors = Memo::new(move |_| matches!(form.kind.read().as_str(), "Task" | "Parallel" | "Map"));
    let names = Signal::derive(move || {
        let mut names = vec![String::from("Setup"), String::from("Data"), String::from("Definition")];
        if has_errors.get() {
            names.insert(2, String::from("Errors"));
        }
        names
    });
    let shown = name.to_string();
    let look = Memo::new(move |_| {
        let id = form.name.with_value(|name| studio.drawn.read().machine().find(name))?;
        studio.scene.read().state(id).map(|node| (node.hue.name(), node.icon.path()))
    });
    let rename = move |event: web_sys::Event| {
        let wanted = event_target_value(&event);
        let state = form.name.get_value();
        if wanted != *state {
            studio.perform(&Command::Rename { state, name: Text::from(wanted) });
        }
    };
    view! {
        <div class="title">
            {move || look.get().map(|(hue, path)| view! {
                <span class=format!("tile {hue}")>
                    <svg class="icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d=path /></svg>
                </span>
            })}
            <div class="grow">
                <h2>{shown.clone()}</h2>
                <small>{move || format!("{} · {}", form.kind.get(), if form.is_jsonata.get() { "JSONata" } else { "JSONPath" })}</small>
            </div>
            <button
                class="button quiet only-icon danger"
                aria-label=format!("Delete {shown}")
                title="Delete (Del)"
                on:click=move |_| {
                    studio.perform(&Command::Remove { states: vec![form.name.get_value()] });
                }
            >
                {crate::shell::Icon::Remove.view(16)}
            </button>
        </div>
        <Tabs label="State" names chosen=tab />
        <div class="scroll form">
            {move || match tab.get() {
                0 => view! {
                    <label class="field">
                        "State name"
                        <input class="input" maxlength="80" prop:value=name.to_string() on:change=rename />
                    </label>
                    <KindField form />
                    <Show when=move || *form.kind.read() == "Task">
                        <ResourceForm form />
                    </Show>
                    <Show when=move || *form.kind.read() == "Parallel">
                        <BranchesForm form />
                    </Show>
                    <Show when=move || *form.kind.read() == "Choice">
                        <ChoiceForm form />
                    </Show>
                    <FieldList form tab=Tab::Setup />
                }
                .into_any(),
                1 => view! { <FieldList form tab=Tab::Data /> <OtherFields form /> }.into_any(),
                2 if has_errors.get() => view! { <ErrorsForm form /> }.into_any(),
                _ => view! { <DefinitionForm form /> }.into_any(),
            }}
        </div>
    }
}

/// The type of the state; another one keeps the fields that fit.
#[component]
fn KindField(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let change = move |event: web_sys::Event| {
        let kind = Text::from(event_target_value(&event));
        studio.perform(&Command::SetKind { state: form.name.get_value(), kind });
    };
    view! {
        <label class="field">
            "Type"
            <select class="input" on:change=change>
                {["Task", "Choice", "Parallel", "Map", "Pass", "Wait", "Succeed", "Fail"]
                    .map(|kind| view! { <option value=kind selected=move || *form.kind.read() == kind>{kind}</option> })
                    .collect_view()}
            </select>
        </label>
    }
}

/// The fields of a tab, for the state's type and language.
#[component]
fn FieldList(form: Form, tab: Tab) -> impl IntoView {
    let list = Memo::new(move |_| fields(&form.kind.read(), form.is_jsonata.get(), tab));
    move || list.get().into_iter().map(|field| view! { <FieldView form field /> }).collect_view()
}

/// Fields that no form above shows: they stay as they are and can be changed as JSON.
#[component]
fn OtherFields(form: Form) -> impl IntoView {
    let others = Memo::new(move |_| {
        let known = fields::all(&form.kind.read());
        let value = form.value.read();
        let names = value.as_object().into_iter().flat_map(|object| object.keys());
        names.filter(|name| !known.contains(&name.as_str())).map(Text::to_string).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || !others.read().is_empty()>
            <h3 class="group-title">"Other fields"</h3>
            {move || {
                let other = |name: String| {
                    let path = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
                    view! { <control::JsonControl form path label=name hint="" /> }
                };
                others.get().into_iter().map(other).collect_view()
            }}
        </Show>
    }
}

/// The state's own text.
#[component]
fn DefinitionForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let draft = StoredValue::new(None::<String>);
    let text = Signal::derive(move || studio.chosen_text().unwrap_or_default());
    let language = control::language(studio);
    let commit = move |_: ()| {
        if let Some(text) = draft.get_value() {
            draft.set_value(None);
            studio.perform(&Command::SetDefinition { state: form.name.get_value(), text });
        }
    };
    view! {
        <p class="hint">"The state as it stands in the text. Changes are taken over when you leave the field."</p>
        <div class="definition-field">
            <CodeField
                language
                label="Definition of the state"
                text
                on_change=move |text: String| draft.set_value(Some(text))
                on_blur=commit
            />
        </div>
    }
}

/// What concerns the machine itself, when no state is selected.
#[component]
fn MachineForm() -> impl IntoView {
    let studio = expect_context::<Studio>();
    let root = Memo::new(move |_| {
        studio.present.read().tree.root.as_ref().map(json::tree::Node::to_value).unwrap_or_default()
    });
    let text = move |key: &'static str| {
        root.read()
            .get(key)
            .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_string))
            .unwrap_or_default()
    };
    let set = move |key: &str, value: Option<Value>| {
        studio.perform(&Command::SetField { state: None, path: format!("/{key}"), value });
    };
    let timeout = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        match text.trim() {
            "" => set("TimeoutSeconds", None),
            text => match text.parse::<i64>() {
                Ok(seconds) => set("TimeoutSeconds", Some(Value::from(seconds))),
                Err(_) => studio.warn("The timeout is a whole number of seconds."),
            },
        }
    };
    let rename = move |event: web_sys::Event| {
        let name = event_target_value(&event);
        studio.details.update(|details| details.name = name);
    };
    let retype = move |event: web_sys::Event| {
        let machine_type = match event_target_value(&event).as_str() {
            "EXPRESS" => asl::MachineType::Express,
            _ => asl::MachineType::Standard,
        };
        studio.document.update(|document| document.set_machine_type(machine_type));
    };
    let comment = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        set("Comment", (!text.is_empty()).then(|| Value::from(text)));
    };
    let query = move |event: web_sys::Event| {
        let language = match event_target_value(&event).as_str() {
            "JSONata" => asl::QueryLanguage::Jsonata,
            _ => asl::QueryLanguage::JsonPath,
        };
        studio.perform(&Command::SetLanguage { state: None, language });
    };
    view! {
        <div class="title">
            <div class="grow">
                <h2>"State machine"</h2>
                <small>"Select a state to see its form"</small>
            </div>
        </div>
        <div class="scroll form">
            <label class="field">
                "Name"
                <input class="input" maxlength="80" prop:value=move || studio.details.read().name.clone() on:change=rename />
            </label>
            <label class="field">
                "Type"
                <select class="input" on:change=retype prop:value=move || studio.document.read().machine_type().name()>
                    <option value="STANDARD">"Standard"</option>
                    <option value="EXPRESS">"Express"</option>
                </select>
            </label>
            <label class="field">
                "Query language"
                <select class="input" on:change=query prop:value=move || match text("QueryLanguage").as_str() { "JSONata" => "JSONata", _ => "JSONPath" }>
                    <option value="JSONPath">"JSONPath"</option>
                    <option value="JSONata">"JSONata"</option>
                </select>
                <span class="hint">"For states that name none of their own."</span>
            </label>
            <label class="field">
                "Comment"
                <textarea class="input" rows="3" prop:value=move || text("Comment") on:change=comment></textarea>
            </label>
            <label class="field">
                "Timeout in seconds"
                <input class="input" inputmode="numeric" prop:value=move || text("TimeoutSeconds") on:change=timeout />
                <span class="hint">"An execution that takes longer ends with States.Timeout."</span>
            </label>
        </div>
    }
}
