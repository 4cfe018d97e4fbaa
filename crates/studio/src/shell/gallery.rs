//! What can be opened: the workflows on this device, and examples.

use asl::MachineType;
use browser::file;
use exchange::{Finding, find};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dialog::Dialog;
use super::icon::Icon;
use crate::example::EXAMPLES;
use crate::kept::{self, Listed};
use crate::studio::{Mode, Studio, Workflow};

#[component]
pub fn Gallery(open: RwSignal<bool>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let create = move |machine_type| {
        studio.open_new(Workflow::blank(machine_type));
        studio.mode.set(Mode::Design);
        open.set(false);
    };
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title="Open a workflow" wide=true>
            <div class="body">
                <div class="actions">
                    <button class="button primary" on:click=move |_| create(MachineType::Standard)>
                        {Icon::Add.view(14)}
                        "New Standard workflow"
                    </button>
                    <button class="button" on:click=move |_| create(MachineType::Express)>
                        {Icon::Add.view(14)}
                        "New Express workflow"
                    </button>
                    <button
                        class="button"
                        title="A definition in JSON or YAML, or a template that holds one"
                        on:click=move |_| open_file(studio, open)
                    >
                        {Icon::Folder.view(14)}
                        "Open a file…"
                    </button>
                </div>
                <Own open />
                <h3 class="group-title">"Examples, with mocks and an input"</h3>
                <ul>
                    {EXAMPLES
                        .iter()
                        .map(|example| {
                            view! {
                                <li>
                                    <button
                                        class="row-item"
                                        on:click=move |_| {
                                            studio.open_example(example);
                                            open.set(false);
                                        }
                                    >
                                        <span class="grow">
                                            {example.title}
                                            <small>{example.summary}</small>
                                        </span>
                                        <span class="badge">{if example.is_express { "Express" } else { "Standard" }}</span>
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </div>
        </Dialog>
    }
}

/// The workflows on this device.
#[component]
fn Own(open: RwSignal<bool>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let listed = RwSignal::new(Ok(Vec::<Listed>::new()));
    let look = move || {
        spawn_local(async move {
            let found = kept::list().await;
            listed.try_set(found);
        });
    };
    look();
    let choose = move |id: String| {
        spawn_local(async move {
            match kept::load(&id).await {
                Ok(workflow) => {
                    studio.open_kept(id, workflow);
                    open.set(false);
                }
                Err(reason) => studio.warn(format!("This workflow could not be opened: {reason}.")),
            }
        });
    };
    let forget = move |id: String| {
        spawn_local(async move {
            match kept::delete(&id).await {
                Ok(()) => look(),
                Err(reason) => studio.warn(format!("The workflow could not be removed: {reason}.")),
            }
        });
    };
    move || {
        match listed.get() {
        Err(reason) => view! { <p class="notice">{format!("The workflows on this device cannot be listed: {reason}.")}</p> }.into_any(),
        Ok(listed) if listed.is_empty() => ().into_any(),
        Ok(listed) => view! {
            <h3 class="group-title">"On this device"</h3>
            <ul>
                {listed.into_iter().map(|entry| {
                    let (chosen, removed, name) = (entry.id.clone(), entry.id.clone(), entry.name.clone());
                    let is_open = entry.id == studio.id.get();
                    view! {
                        <li class="actions" style="flex-wrap: nowrap">
                            <button class="row-item" aria-current=is_open.to_string() on:click=move |_| choose(chosen.clone())>
                                <span class="grow">{entry.name}</span>
                                <small>{engine::Time(entry.changed_millis).to_iso()[..16].replace('T', " ")}</small>
                            </button>
                            <Show when=move || !is_open>
                                <button
                                    class="button quiet only-icon"
                                    aria-label=format!("Remove {name} from this device")
                                    title="Remove from this device"
                                    on:click={ let removed = removed.clone(); move |_| forget(removed.clone()) }
                                >
                                    {Icon::Remove.view(14)}
                                </button>
                            </Show>
                        </li>
                    }
                }).collect_view()}
            </ul>
        }.into_any(),
    }
    }
}

/// Opens a file: a definition, or the first one in a template.
fn open_file(studio: Studio, open: RwSignal<bool>) {
    spawn_local(async move {
        let file = match file::open(".json,.yaml,.yml,.asl,.template").await {
            Ok(Some(file)) => file,
            Ok(None) => return,
            Err(reason) => return studio.warn(reason),
        };
        let Some(text) = file.text() else {
            return studio.warn(format!("{} is not text in UTF-8.", file.name));
        };
        let name = file.name.split('.').next().unwrap_or("workflow").to_string();
        let workflow = match find(text, None) {
            Finding::Definitions(found) if !found.is_empty() => {
                let first = &found[0];
                if found.len() > 1 {
                    studio.say(format!(
                        "{} holds {} state machines; this is the first.",
                        file.name,
                        found.len()
                    ));
                }
                let name = first.name.as_ref().map_or(name, |found| found.to_string());
                let machine_type = first.machine_type.unwrap_or_default();
                Workflow::of(&name, machine_type, first.format, &first.text)
            }
            _ => {
                studio.say(
                    "This holds no state machine that could be recognized; the text is opened as it is.",
                );
                Workflow::of(&name, MachineType::Standard, exchange::guess(text), text)
            }
        };
        studio.open_new(workflow);
        open.set(false);
    });
}
