//! The list that opens at a “+”, the search for a state, and the list of keys.

use canvas::KEYS;
use editor::{Command, PaletteGroup, Target, palette};
use json::Text;
use leptos::prelude::*;

use super::board::{Board, focus_soon};
use crate::shell::{Dialog, Icon};
use crate::studio::Studio;

/// How many results are shown.
const MOST: usize = 40;

#[component]
pub fn Insert(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let query = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let query = query.read();
        let entries: Vec<String> = if query.trim().is_empty() {
            let flow = palette().of(PaletteGroup::Flow).chain(palette().of(PaletteGroup::Action));
            flow.map(|entry| entry.id.clone()).take(MOST).collect()
        } else {
            palette().search(&query).iter().take(MOST).map(|entry| entry.id.clone()).collect()
        };
        entries
    });
    let insert = move |id: &str| {
        let Some(slot) = board.inserting.try_update(Option::take).flatten() else { return };
        query.set(String::new());
        board.insert_entry(studio, id, slot);
        board.focus_home();
    };
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter"
            && let Some(id) = found.read_untracked().first()
        {
            event.prevent_default();
            insert(id);
        }
    };
    let is_open = Signal::derive(move || board.inserting.read().is_some());
    Effect::new(move || {
        if is_open.get() {
            focus_soon(".insert-query");
        }
    });
    view! {
        <Dialog open=is_open on_close=move |()| board.inserting.set(None) title="Insert a state">
            <div class="body">
                <label class="search-box">
                    {Icon::Search.view(14)}
                    <input
                        type="search"
                        class="insert-query"
                        placeholder="Search states and actions"
                        aria-label="Search states and actions to insert"
                        prop:value=move || query.get()
                        on:input=move |event| query.set(event_target_value(&event))
                        on:keydown=key
                    />
                </label>
                <ul class="insert-list">
                    <For each=move || found.get() key=String::clone children=move |id: String| {
                        let entry = palette().entry(&id)?;
                        let line = if entry.service.is_empty() { entry.about.clone() } else { entry.service.clone() };
                        Some(view! {
                            <li>
                                <button class="row-item" on:click=move |_| insert(&id)>
                                    <span class=format!("tile {}", super::palette::hue(&entry))>
                                        <svg class="icon" width="18" height="18" viewBox="0 0 20 20" aria-hidden="true">
                                            <path d=entry.icon.path() />
                                        </svg>
                                    </span>
                                    <span class="grow">{entry.name.clone()}<small>{line}</small></span>
                                </button>
                            </li>
                        })
                    } />
                </ul>
            </div>
        </Dialog>
        <Lead board />
        <Find board />
        <Dialog open=board.are_keys_shown on_close=move |()| board.are_keys_shown.set(false) title="Keys">
            <div class="body" tabindex="0">
                <dl class="keys">
                    {KEYS.map(|(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> }).collect_view()}
                    {OWN_KEYS.map(|(key, what)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div> }).collect_view()}
                </dl>
            </div>
        </Dialog>
    }
}

/// Keys of the page beside those of the canvas.
const OWN_KEYS: [(&str, &str); 4] = [
    ("Ctrl + Enter", "Run"),
    ("Ctrl + C, X, V", "Copy, cut and paste states as text"),
    ("F8, Shift + F8", "Next and previous problem"),
    ("Alt + 1 … 4", "Design, Code, Mocks, Run"),
];

/// Leads an arrow to a state, without a pointer.
#[component]
fn Lead(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let query = RwSignal::new(String::new());
    // Only where the arrow may lead.
    let found = Memo::new(move |_| {
        let Some(slot) = board.leading.get() else { return Vec::new() };
        let query = query.read().to_lowercase();
        let document = studio.document.read();
        let states =
            studio.drawn.read().machine().states.iter().map(|state| state.name.clone()).collect::<Vec<_>>();
        let targets = states.into_iter().map(Target::State).chain([Target::End]);
        targets
            .filter(|target| word(target).to_lowercase().contains(&query))
            .filter(|target| editor::may_connect(&document, &slot, target).is_ok())
            .take(MOST)
            .collect::<Vec<_>>()
    });
    let go = move |target: Target| {
        let Some(slot) = board.leading.try_update(Option::take).flatten() else { return };
        query.set(String::new());
        studio.perform(&Command::Connect { slot, target });
        board.focus_home();
    };
    let is_open = Signal::derive(move || board.leading.read().is_some());
    Effect::new(move || {
        if is_open.get() {
            focus_soon(".lead-query");
        }
    });
    view! {
        <Dialog open=is_open on_close=move |()| { board.leading.set(None); board.focus_home() } title="Lead the arrow to">
            <div class="body">
                <label class="search-box">
                    {Icon::Search.view(14)}
                    <input
                        type="search"
                        class="lead-query"
                        placeholder="Name of a state"
                        aria-label="Name of the state to lead to"
                        prop:value=move || query.get()
                        on:input=move |event| query.set(event_target_value(&event))
                        on:keydown=move |event| {
                            if event.key() == "Enter" && let Some(target) = found.get_untracked().into_iter().next() {
                                event.prevent_default();
                                go(target);
                            }
                        }
                    />
                </label>
                <ul class="insert-list">
                    {move || found.get().into_iter().map(|target| {
                        let shown = word(&target);
                        view! { <li><button class="row-item" on:click=move |_| go(target.clone())>{shown}</button></li> }
                    }).collect_view()}
                </ul>
            </div>
        </Dialog>
    }
}

/// A target as it is read in a list.
fn word(target: &Target) -> String {
    match target {
        Target::State(name) => name.to_string(),
        Target::End => String::from("The end"),
        Target::Nothing => String::from("Nothing"),
    }
}

/// Finds a state by its name.
#[component]
fn Find(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let query = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        let query = query.read().to_lowercase();
        let drawn = studio.drawn.read();
        let names = drawn.machine().states.iter().map(|state| state.name.clone());
        names.filter(|name| name.to_lowercase().contains(&query)).take(MOST).collect::<Vec<Text>>()
    });
    let go = move |name: Text| {
        board.is_finding.set(false);
        studio.select(Some(&name));
        board.picture.show_states(&[name]);
        board.focus_home();
    };
    let key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter"
            && let Some(name) = found.get_untracked().into_iter().next()
        {
            event.prevent_default();
            go(name);
        }
    };
    Effect::new(move || {
        if board.is_finding.get() {
            focus_soon(".find-query");
        }
    });
    view! {
        <Dialog open=board.is_finding on_close=move |()| board.is_finding.set(false) title="Find a state">
            <div class="body">
                <label class="search-box">
                    {Icon::Search.view(14)}
                    <input
                        type="search"
                        class="find-query"
                        placeholder="Name of a state"
                        aria-label="Name of a state"
                        prop:value=move || query.get()
                        on:input=move |event| query.set(event_target_value(&event))
                        on:keydown=key
                    />
                </label>
                <ul class="insert-list">
                    {move || found.get().into_iter().map(|name| {
                        let shown = name.to_string();
                        view! { <li><button class="row-item" on:click=move |_| go(name.clone())>{shown}</button></li> }
                    }).collect_view()}
                </ul>
            </div>
        </Dialog>
    }
}
