//! The form of several states: which ones they are, and what can be done with all of them.

use json::Text;
use leptos::prelude::*;

use crate::design::board::Board;
use crate::design::menu::{Group, actions};
use crate::studio::Studio;

#[component]
pub fn ManyForm(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let names = move || studio.selection.get();
    view! {
        <div class="title">
            <div class="grow">
                <h2>{move || format!("{} states", studio.selection.read().len())}</h2>
                <small>"What is done here is done with all of them"</small>
            </div>
        </div>
        <div class="scroll form">
            {[Group::Copy, Group::Wrap, Group::Remove]
                .map(|group| view! {
                    <div class="many-actions">
                        {move || {
                            studio.selection.track();
                            let items = actions(studio, board).into_iter().filter(|item| item.group == group);
                            items.map(|item| {
                                let act = item.act;
                                view! {
                                    <button
                                        class="button"
                                        class:danger=group == Group::Remove
                                        title=match item.key { "" => item.label.clone(), key => format!("{} ({key})", item.label) }
                                        on:click=move |_| act()
                                    >
                                        {item.label.clone()}
                                    </button>
                                }
                            }).collect_view()
                        }}
                    </div>
                })
                .collect_view()}
            <h3 class="group-title">"Selected"</h3>
            <ul class="chosen">
                <For each=names key=Text::clone children=move |name| view! { <Chosen name /> } />
            </ul>
            <p class="hint">"Shift and a press adds a state to the selection or takes it out; Shift and a drag draws a frame around several."</p>
        </div>
    }
}

/// One of the selected states: pressed, it alone is selected; its cross takes it out.
#[component]
fn Chosen(name: Text) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let (alone, out) = (name.clone(), name.clone());
    let look = {
        let drawn = studio.drawn.get_untracked();
        let state = drawn.machine().find(&name).map(|id| drawn.machine().state(id).clone());
        state.map(|state| (canvas::hue(&state.kind).name(), canvas::icon(&state).path()))
    };
    view! {
        <li>
            <button class="row-item" on:click=move |_| studio.select(Some(&alone))>
                {look.map(|(hue, path)| view! {
                    <span class=format!("tile small {hue}")>
                        <svg class="icon" width="14" height="14" viewBox="0 0 20 20" aria-hidden="true"><path d=path /></svg>
                    </span>
                })}
                <span class="grow">{name.to_string()}</span>
            </button>
            <button
                class="button quiet only-icon small"
                aria-label=format!("Take {name} out of the selection")
                title="Take it out of the selection"
                on:click=move |_| studio.selection.update(|names| names.retain(|known| *known != out))
            >
                {crate::shell::Icon::Close.view(14)}
            </button>
        </li>
    }
}
