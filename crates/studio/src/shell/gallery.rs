//! The gallery: example workflows to open.

use leptos::prelude::*;

use super::dialog::Dialog;
use crate::example::EXAMPLES;
use crate::studio::{Studio, Workflow};

#[component]
pub fn Gallery(open: RwSignal<bool>) -> impl IntoView {
    let studio = expect_context::<Studio>();
    view! {
        <Dialog open=open title="Open a workflow" wide=true>
            <div class="body">
                <p class="hint">"Examples come with mocks and an input: open one and press Run."</p>
                <ul class="gallery">
                    {EXAMPLES
                        .iter()
                        .map(|example| {
                            view! {
                                <li>
                                    <button
                                        class="row-item"
                                        on:click=move |_| {
                                            studio.workflow.set(Workflow::from(example));
                                            studio.selection.set(None);
                                            open.set(false);
                                        }
                                    >
                                        <span class="grow">
                                            {example.title}
                                            <small>{example.summary}</small>
                                        </span>
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
