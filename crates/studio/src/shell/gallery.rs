//! What can be opened: the workflows on this device, and examples.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dialog::Dialog;
use super::icon::Icon;
use crate::example::EXAMPLES;
use crate::kept::{self, Listed};
use crate::studio::{Studio, Workflow};

#[component]
pub fn Gallery(open: RwSignal<bool>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <Dialog open=open on_close=move |()| open.set(false) title="Open a workflow" wide=true>
            <div class="body">
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
                                            studio.open_new(Workflow::from(example));
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
