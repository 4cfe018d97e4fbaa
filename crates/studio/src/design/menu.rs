//! The context menu: what can be done with what lies under the pointer.

use canvas::{EdgeKind, NodeId, Target as Under};
use editor::{Command, Slot, Wrapping};
use json::Text;
use leptos::prelude::*;

use super::board::{Board, FORM, focus_soon};
use crate::studio::Studio;

/// One line of the menu.
struct Item {
    label: String,
    key: &'static str,
    act: Box<dyn Fn() + Send + Sync>,
}

#[component]
pub fn Menu(board: Board) -> impl IntoView {
    let studio = expect_context::<Studio>();
    move || {
        let (at, on) = board.menu.get()?;
        let items = items(studio, board, on);
        let room = board.picture.room.get_untracked();
        let (x, y) = (
            at.x.min(room.width - 230.0).max(4.0),
            at.y.min(room.height - 34.0 * items.len() as f64 - 16.0).max(4.0),
        );
        focus_soon(".menu button");
        Some(view! {
            <div
                class="menu"
                role="menu"
                aria-label="What to do"
                style=format!("left: {x}px; top: {y}px")
                on:keydown=move |event| {
                    event.stop_propagation();
                    let by = match event.key().as_str() {
                        "ArrowDown" => 1,
                        "ArrowUp" => -1,
                        "Escape" => {
                            board.menu.set(None);
                            return board.focus_home();
                        }
                        _ => return,
                    };
                    event.prevent_default();
                    step(by);
                }
            >
                {items.into_iter().map(|item| {
                    let act = item.act;
                    view! {
                        <button role="menuitem" on:click=move |_| {
                            board.menu.set(None);
                            board.focus_home();
                            act();
                        }>
                            <span>{item.label}</span>
                            <kbd>{item.key}</kbd>
                        </button>
                    }
                }).collect_view()}
            </div>
        })
    }
}

/// Moves the focus among the menu's lines.
fn step(by: i32) {
    use wasm_bindgen::JsCast;
    let Ok(buttons) = document().query_selector_all(".menu button") else { return };
    let count = buttons.length() as i32;
    let active = document().active_element();
    let now = (0..count).find(|at| {
        let button = buttons.item(*at as u32);
        button.zip(active.as_ref()).is_some_and(|(button, active)| active.is_same_node(Some(&button)))
    });
    let next = (now.unwrap_or(-by) + by).rem_euclid(count.max(1));
    let button = buttons.item(next as u32).and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(button) = button {
        // Focus fails only for an element that is gone.
        let _ = button.focus();
    }
}

fn items(studio: Studio, board: Board, on: Under) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut add = |label: &str, key: &'static str, act: Box<dyn Fn() + Send + Sync>| {
        items.push(Item { label: label.to_string(), key, act });
    };
    let selection = studio.selection.get_untracked();
    match on {
        Under::Edge { from, kind } | Under::Plus { from, kind } => {
            let drawn = studio.drawn.get_untracked();
            if let Some(slot) = Slot::of_edge(drawn.machine(), from, kind) {
                let lead = slot.clone();
                let source = slot.state().cloned();
                add("Insert here…", "Insert", Box::new(move || board.inserting.set(Some(slot.clone()))));
                add("Lead to…", "C", Box::new(move || board.leading.set(Some(lead.clone()))));
                if let Some(source) = source {
                    add("Edit", "Enter", Box::new(move || open(studio, &source)));
                }
                let word = match kind {
                    EdgeKind::Rule(_) => Some("Remove this rule"),
                    EdgeKind::Catch(_) => Some("Remove this catcher"),
                    EdgeKind::Default => Some("Remove the default"),
                    EdgeKind::Next => Some("Remove this arrow"),
                    EdgeKind::Start | EdgeKind::End => None,
                };
                if let Some(word) = word {
                    add(word, "Del", Box::new(move || board.remove_edge(studio, from, kind)));
                }
            }
        }
        Under::Node(NodeId::State(_)) | Under::Handle(_) if !selection.is_empty() => {
            state_items(studio, board, &selection, &mut add);
        }
        Under::Node(NodeId::Scope(scope) | NodeId::Empty(scope)) if branch(studio, scope).is_some() => {
            if let Some((state, index)) = branch(studio, scope) {
                add(
                    "Remove this branch",
                    "",
                    Box::new(move || {
                        let path = String::from("/Branches");
                        studio.perform(&Command::RemoveItem { state: Some(state.clone()), path, index });
                    }),
                );
            }
        }
        Under::Ground | Under::Node(_) | Under::Handle(_) => {
            add("Paste", "Ctrl+V", Box::new(move || board.paste(studio)));
            add("Show all", "1", Box::new(move || board.picture.fit()));
            add("Find a state…", "Ctrl+F", Box::new(move || board.is_finding.set(true)));
        }
    }
    items
}

fn state_items(
    studio: Studio,
    board: Board,
    selection: &[Text],
    add: &mut impl FnMut(&str, &'static str, Box<dyn Fn() + Send + Sync>),
) {
    let states = selection.to_vec();
    let drawn = studio.drawn.get_untracked();
    let machine = drawn.machine();
    if let [name] = selection {
        let (edited, rename) = (name.clone(), name.clone());
        add("Edit", "Enter", Box::new(move || open(studio, &edited)));
        add("Rename", "F2", Box::new(move || board.renaming.set(Some(rename.clone()))));
        if let Some(id) = machine.find(name) {
            match &machine.state(id).kind {
                asl::Kind::Choice(_) => {
                    let state = name.clone();
                    add(
                        "Add a rule",
                        "",
                        Box::new(move || {
                            studio.perform(&Command::AddRule { state: state.clone() });
                        }),
                    );
                }
                asl::Kind::Parallel(_) => {
                    let state = name.clone();
                    add(
                        "Add a branch…",
                        "",
                        Box::new(move || {
                            board.inserting.set(Some(Slot::NewBranch(state.clone())));
                        }),
                    );
                }
                _ => {}
            }
            if !machine.scopes_in(id).is_empty() {
                let fold = name.clone();
                let word = if studio.folded.read_untracked().contains(name) { "Unfold" } else { "Fold" };
                add(word, "Space", Box::new(move || studio.fold(fold.clone())));
                let state = name.clone();
                add(
                    "Take apart",
                    "",
                    Box::new(move || {
                        studio.perform(&Command::Unwrap { state: state.clone() });
                    }),
                );
            }
        }
    }
    let is_jsonpath = |name: &Text| machine.find(name).is_some_and(|id| !machine.state(id).is_jsonata());
    if states.iter().any(is_jsonpath) {
        let converted = states.clone();
        add(
            "Convert to JSONata",
            "",
            Box::new(move || {
                studio.perform(&Command::ToJsonata { states: converted.clone() });
            }),
        );
    }
    let duplicate = states.clone();
    add(
        "Duplicate",
        "Ctrl+D",
        Box::new(move || {
            studio.perform(&Command::Duplicate { states: duplicate.clone() });
        }),
    );
    add("Copy", "Ctrl+C", Box::new(move || board.copy(studio)));
    for (label, wrapping) in [
        ("Wrap in Parallel", Wrapping::Parallel),
        ("Wrap in Map", Wrapping::Map),
        ("Try with Catch", Wrapping::Try),
    ] {
        let wrapped = states.clone();
        add(
            label,
            "",
            Box::new(move || {
                studio.perform(&Command::Wrap { states: wrapped.clone(), wrapping });
            }),
        );
    }
    add(
        "Delete",
        "Del",
        Box::new(move || {
            studio.perform(&Command::Remove { states: states.clone() });
        }),
    );
}

/// Shows the form of a state.
fn open(studio: Studio, name: &Text) {
    studio.select(Some(name));
    studio.is_inspector_open.set(true);
    focus_soon(FORM);
}

/// The Parallel that a scope is a branch of, and which one it is.
fn branch(studio: Studio, scope: asl::ScopeId) -> Option<(Text, usize)> {
    let drawn = studio.drawn.get_untracked();
    let machine = drawn.machine();
    let owner = machine.scope(scope).owner?;
    match &machine.state(owner).kind {
        asl::Kind::Parallel(parallel) => {
            let index = parallel.branches.iter().position(|branch| *branch == scope)?;
            Some((machine.state(owner).name.clone(), index))
        }
        _ => None,
    }
}
