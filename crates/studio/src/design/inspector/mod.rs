//! The form of the selected state: what it is, its data, its errors, its own text.
//!
//! Every field changes only the text it must, and shows what is wrong with it beside it.

mod form;

mod control;
mod either;
mod names;
mod select;

mod completion;

mod assign;
mod branches;
mod choice;
mod errors;
mod http;
mod language;
mod many;
mod map;
mod reader;
mod resource;
mod result;
mod wait;
mod writer;

mod field;
mod fields;

use editor::Command;
use json::{Text, Value};
use leptos::prelude::*;

use super::board::Board;
use crate::shell::{CodeField, Tabs};
use crate::studio::Studio;
use assign::AssignControl;
use branches::BranchesForm;
use choice::ChoiceForm;
use control::{LineControl, Others, OwnProblems, Reading};
use either::{EitherControl, Fixed};
use errors::ErrorsForm;
use field::FieldView;
use form::Form;
use language::LanguageControl;
use many::ManyForm;
use map::MapForm;
use resource::ResourceForm;
use select::NextControl;
use wait::WaitForm;

#[component]
pub fn Inspector(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let chosen = Memo::new(move |_| studio.chosen());
    let count = Memo::new(move |_| studio.selection.read().len());
    move || match (chosen.get(), count.get()) {
        (Some(name), _) => view! { <StateForm name /> }.into_any(),
        (None, 0) => view! { <MachineForm /> }.into_any(),
        (None, _) => view! { <ManyForm board /> }.into_any(),
    }
}

#[component]
fn StateForm(name: Text) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let form = Form::of(studio, name.clone());
    let tab = studio.inspector_tab;
    // The tab that was chosen stays for the next state, when that has it.
    let parts = Memo::new(move |_| parts(&form.kind.read()));
    let names =
        Signal::derive(move || parts.read().iter().map(|part| part.name().to_string()).collect::<Vec<_>>());
    let part = Memo::new(move |_| {
        let parts = parts.read();
        parts.get(tab.get()).copied().unwrap_or(Part::Definition)
    });
    let shown = name.to_string();
    let look = Memo::new(move |_| {
        let id = form.name.with_value(|name| studio.drawn.read().machine().find(name))?;
        studio.scene.read().state(id).map(|node| (node.hue.name(), node.icon.path()))
    });
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
            <OwnProblems form path="" />
            {move || match part.get() {
                Part::Setup => view! { <SetupForm form /> }.into_any(),
                Part::Data => view! { <DataForm form /> }.into_any(),
                Part::Variables => view! {
                    <p class="hint">
                        {move || match form.is_jsonata.get() {
                            true => "Set for the states that follow, beside the output. $states.input and $states.result are at hand.",
                            false => "Set for the states that follow, beside the output. $ is the result of the work, or the state's input.",
                        }}
                    </p>
                    <AssignControl form path=String::from("/Assign") hint="Used as $name in the states that follow." />
                }.into_any(),
                Part::Errors => view! { <ErrorsForm form /> }.into_any(),
                Part::Definition => view! { <DefinitionForm form /> }.into_any(),
            }}
        </div>
    }
}

/// The tabs of a state's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Setup,
    Data,
    Variables,
    Errors,
    Definition,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::Setup => "Setup",
            Part::Data => "Data",
            Part::Variables => "Variables",
            Part::Errors => "Errors",
            Part::Definition => "Definition",
        }
    }
}

/// The tabs that a type of state has.
fn parts(kind: &str) -> Vec<Part> {
    match kind {
        "Task" | "Parallel" | "Map" => {
            vec![Part::Setup, Part::Data, Part::Variables, Part::Errors, Part::Definition]
        }
        "Succeed" => vec![Part::Setup, Part::Data, Part::Definition],
        "Fail" => vec![Part::Setup, Part::Definition],
        _ => vec![Part::Setup, Part::Data, Part::Variables, Part::Definition],
    }
}

/// What the state is and where it goes.
#[component]
fn SetupForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let rename = move |event: web_sys::Event| {
        let wanted = event_target_value(&event);
        let state = form.name.get_value();
        if wanted != *state {
            studio.perform(&Command::Rename { state, name: Text::from(wanted) });
        }
    };
    let known = Signal::derive(move || fields::shown(&form.kind.read(), form.is_jsonata.get()));
    view! {
        <label class="field">
            "State name"
            <input class="input" maxlength="80" prop:value=form.name.get_value().to_string() on:change=rename />
        </label>
        <KindField form />
        {move || match form.kind.read().as_str() {
            "Task" => view! { <ResourceForm form /> <CredentialsForm form /> }.into_any(),
            "Choice" => view! { <ChoiceForm form /> }.into_any(),
            "Parallel" => view! { <BranchesForm form /> }.into_any(),
            "Map" => view! { <MapForm form /> }.into_any(),
            "Wait" => view! { <WaitForm form /> }.into_any(),
            "Fail" => view! { <FailForm form /> }.into_any(),
            _ => ().into_any(),
        }}
        <Show when=move || !matches!(form.kind.read().as_str(), "Choice" | "Succeed" | "Fail")>
            <NextControl form />
        </Show>
        <LineControl form path=String::from("/Comment") label="Comment" hint="" reading=Reading::Text />
        <LanguageControl form />
        <Others form base="" known />
        <crate::buckets::BucketNames />
    }
}

/// What comes in, what is passed on, what goes out.
#[component]
fn DataForm(form: Form) -> impl IntoView {
    let list = Memo::new(move |_| fields::data(&form.kind.read(), form.is_jsonata.get()));
    view! {
        <p class="hint">
            {move || match form.is_jsonata.get() {
                true => "An expression stands in {% %}; alone in its field it needs no quotes here. Ctrl+Space offers what may stand there.",
                false => "The data pass through these in their order. Ctrl+Space offers what may stand there.",
            }}
        </p>
        {move || list.get().into_iter().map(|field| view! { <FieldView form field /> }).collect_view()}
    }
}

/// The role of another account that a task is called with.
#[component]
fn CredentialsForm(form: Form) -> impl IntoView {
    view! {
        <EitherControl
            form
            base=String::from("/Credentials")
            name="RoleArn"
            suffix=".$"
            fixed=Fixed::Line(Reading::Code)
            label="Role of another account"
            hint="The ARN of the role that the task assumes (Credentials); nothing for the workflow's own."
        />
        <OwnProblems form path="/Credentials" />
        <Others form base="/Credentials" known=control::known(&["RoleArn*"]) />
    }
}

/// The error and the cause that the execution fails with.
#[component]
fn FailForm(form: Form) -> impl IntoView {
    view! {
        <EitherControl form base=String::new() name="Error" suffix="Path" fixed=Fixed::Line(Reading::Code) label="Error" hint="The name by which catchers know it." />
        <EitherControl form base=String::new() name="Cause" suffix="Path" fixed=Fixed::Line(Reading::Text) label="Cause" hint="A sentence for people." />
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

/// The state's own text.
#[component]
fn DefinitionForm(form: Form) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let draft = StoredValue::new(None::<String>);
    let text = Signal::derive(move || studio.chosen_text().unwrap_or_default());
    let language = control::language(studio);
    // Completion is asked with the state in a definition in JSON.
    let complete = matches!(language, browser::Language::Json)
        .then(|| completion::completion(studio, form, StoredValue::new(String::new())));
    let change = move |text: String| draft.set_value(Some(text));
    let commit = move |_: ()| {
        if let Some(text) = draft.get_value() {
            draft.set_value(None);
            studio.perform(&Command::SetDefinition { state: form.name.get_value(), text });
        }
    };
    view! {
        <p class="hint">"The state as it stands in the text. Changes are taken over when you leave the field."</p>
        <div class="definition-field">
            {match complete {
                Some(complete) => view! {
                    <CodeField language label="Definition of the state" text complete on_change=change on_blur=commit />
                }.into_any(),
                None => view! {
                    <CodeField language label="Definition of the state" text on_change=change on_blur=commit />
                }.into_any(),
            }}
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
            {move || control::notices(machine_problems(studio))}
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

/// What is said about the machine itself.
fn machine_problems(studio: Studio) -> Vec<form::Problem> {
    studio.with_reading(|reading| {
        let found = reading.diagnostics.iter().filter(|found| found.state.is_none());
        found.map(|found| (found.severity, found.message.clone())).collect()
    })
}
