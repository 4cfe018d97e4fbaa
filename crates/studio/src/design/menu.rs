//! The context menu: what can be done with what lies under the pointer.

use canvas::{EdgeKind, NodeId, Target as Under};
use editor::{Command, Slot, Wrapping};
use json::Text;
use leptos::prelude::*;

use super::board::{Board, FORM, focus_soon};
use crate::studio::Studio;

/// One thing that can be done.
pub struct Item {
    pub label: String,
    pub key: &'static str,
    /// Those of one group stand together.
    pub group: Group,
    pub act: Box<dyn Fn() + Send + Sync>,
}

/// What a line of the menu is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Looking at it, and changing it in its place.
    Edit,
    /// Making more of it, and bringing it elsewhere.
    Copy,
    /// Putting something around it.
    Wrap,
    /// Taking it away.
    Remove,
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
                {
                    let mut last = None;
                    items.into_iter().map(move |item| {
                    let act = item.act;
                    let begins = last.replace(item.group).is_some_and(|last| last != item.group);
                    view! {
                        <button
                            role="menuitem"
                            class:begins=begins
                            class:danger=item.group == Group::Remove
                            on:click=move |_| {
                            board.menu.set(None);
                            board.focus_home();
                            act();
                        }>
                            <span>{item.label}</span>
                            <kbd>{item.key}</kbd>
                        </button>
                    }
                }).collect_view()
                }
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
    let selection = studio.selection.get_untracked();
    match on {
        Under::Edge { from, kind } | Under::Plus { from, kind } => {
            let drawn = studio.drawn.get_untracked();
            if let Some(slot) = Slot::of_edge(drawn.machine(), from, kind) {
                let lead = slot.clone();
                let source = slot.state().cloned();
                items.push(item(Group::Edit, "Insert here…", "Insert", move || {
                    board.inserting.set(Some(slot.clone()))
                }));
                items.push(item(Group::Edit, "Lead to…", "C", move || {
                    board.leading.set(Some(lead.clone()))
                }));
                if let Some(source) = source {
                    items.push(item(Group::Edit, "Edit", "Enter", move || open(studio, &source)));
                }
                let word = match kind {
                    EdgeKind::Rule(_) => Some("Remove this rule"),
                    EdgeKind::Catch(_) => Some("Remove this catcher"),
                    EdgeKind::Default => Some("Remove the default"),
                    EdgeKind::Next => Some("Remove this arrow"),
                    EdgeKind::Start | EdgeKind::End => None,
                };
                if let Some(word) = word {
                    items.push(item(Group::Remove, word, "Del", move || {
                        board.remove_edge(studio, from, kind)
                    }));
                }
            }
        }
        Under::Node(NodeId::State(_)) | Under::Handle(_) if !selection.is_empty() => {
            if let [name] = selection.as_slice() {
                items.extend(own_actions(studio, board, name));
            }
            items.extend(actions(studio, board));
        }
        Under::Node(NodeId::Scope(scope) | NodeId::Empty(scope)) if branch(studio, scope).is_some() => {
            if let Some((state, index)) = branch(studio, scope) {
                items.push(item(Group::Remove, "Remove this branch", "", move || {
                    let path = String::from("/Branches");
                    studio.perform(&Command::RemoveItem { state: Some(state.clone()), path, index });
                }));
            }
        }
        Under::Ground | Under::Node(_) | Under::Handle(_) => {
            items.push(item(Group::Copy, "Paste", "Ctrl+V", move || board.paste(studio)));
            items.push(item(Group::Edit, "Select all", "Ctrl+A", move || board.select_all(studio)));
            items.push(item(Group::Edit, "Show all", "1", move || board.picture.fit()));
            items.push(item(Group::Edit, "Find a state…", "Ctrl+F", move || board.is_finding.set(true)));
        }
    }
    items
}

fn item(group: Group, label: &str, key: &'static str, act: impl Fn() + Send + Sync + 'static) -> Item {
    Item { label: label.to_string(), key, group, act: Box::new(act) }
}

/// What can be done with one state alone.
fn own_actions(studio: Studio, board: Board, name: &Text) -> Vec<Item> {
    let drawn = studio.drawn.get_untracked();
    let machine = drawn.machine();
    let (edited, rename, state, folded) = (name.clone(), name.clone(), name.clone(), name.clone());
    let mut items = vec![
        item(Group::Edit, "Edit", "Enter", move || open(studio, &edited)),
        item(Group::Edit, "Rename", "F2", move || board.renaming.set(Some(rename.clone()))),
    ];
    let Some(id) = machine.find(name) else { return items };
    match &machine.state(id).kind {
        asl::Kind::Choice(_) => items.push(item(Group::Edit, "Add a rule", "", move || {
            studio.perform(&Command::AddRule { state: state.clone() });
        })),
        asl::Kind::Parallel(_) => items.push(item(Group::Edit, "Add a branch…", "", move || {
            board.inserting.set(Some(Slot::NewBranch(state.clone())));
        })),
        asl::Kind::Task(_)
        | asl::Kind::Map(_)
        | asl::Kind::Pass(_)
        | asl::Kind::Wait(_)
        | asl::Kind::Succeed
        | asl::Kind::Fail(_)
        | asl::Kind::Unknown(_) => {}
    }
    if !machine.scopes_in(id).is_empty() {
        let word = if studio.folded.read_untracked().contains(name) { "Unfold" } else { "Fold" };
        let state = name.clone();
        items.push(item(Group::Edit, word, "Space", move || studio.fold(folded.clone())));
        items.push(item(Group::Edit, "Take apart", "", move || {
            studio.perform(&Command::Unwrap { state: state.clone() });
        }));
    }
    items
}

/// What can be done with everything that is selected: the same in the menu and in the form of many.
pub fn actions(studio: Studio, board: Board) -> Vec<Item> {
    let states = studio.selection.get_untracked();
    let drawn = studio.drawn.get_untracked();
    let machine = drawn.machine();
    let (duplicate, removed, converted) = (states.clone(), states.clone(), states.clone());
    let mut items = vec![
        item(Group::Copy, "Duplicate", "Ctrl+D", move || {
            studio.perform(&Command::Duplicate { states: duplicate.clone() });
        }),
        item(Group::Copy, "Copy", "Ctrl+C", move || board.copy(studio)),
        item(Group::Copy, "Move to…", "M", move || board.is_moving.set(true)),
    ];
    for (label, wrapping) in [
        ("Wrap in Parallel", Wrapping::Parallel),
        ("Wrap in Map", Wrapping::Map),
        ("Try with Catch", Wrapping::Try),
    ] {
        let states = states.clone();
        items.push(item(Group::Wrap, label, "", move || {
            studio.perform(&Command::Wrap { states: states.clone(), wrapping });
        }));
    }
    let is_jsonpath = |name: &Text| machine.find(name).is_some_and(|id| !machine.state(id).is_jsonata());
    if states.iter().any(is_jsonpath) {
        items.push(item(Group::Wrap, "Convert to JSONata", "", move || {
            studio.perform(&Command::ToJsonata { states: converted.clone() });
        }));
    }
    items.push(item(Group::Remove, "Delete", "Del", move || {
        studio.perform(&Command::Remove { states: removed.clone() });
    }));
    items
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
