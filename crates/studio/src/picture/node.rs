//! One node: a state's card, a container with its header, or a pill.

use canvas::{Mark, Node, NodeId, Shape};
use json::Text;
use leptos::prelude::*;

use super::double::{Doubles, Identity};
use super::{Picture, Status, edge};
use crate::shell::{Icon, look};
use crate::studio::Studio;

/// What a view of a node stands for, from one scene to the next.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    State(Identity),
    Other(NodeId),
}

impl Subject {
    pub fn of(node: &Node, doubles: &Doubles) -> Subject {
        match node.id {
            NodeId::State(state) => Subject::State(doubles.identity(state, &node.title)),
            id => Subject::Other(id),
        }
    }
}

/// The node of a subject, in whichever scene is shown: when the scene changes, it moves and is not built anew.
#[component]
pub fn NodeView(
    picture: Picture,
    doubles: Memo<Doubles>,
    subject: Subject,
    on_press: Callback<Option<String>>,
) -> impl IntoView {
    let studio = expect_context::<Studio>();
    let node = Memo::new_with_compare(
        move |_| {
            let id = match &subject {
                Subject::State(identity) => picture
                    .with_machine(studio, |machine| doubles.read().find(machine, identity))
                    .map(NodeId::State),
                Subject::Other(id) => Some(*id),
            };
            let scene = picture.scene.read();
            id.and_then(|id| scene.find(id)).cloned().unwrap_or_else(gone)
        },
        |old, new| match (old, new) {
            (Some(old), Some(new)) => !is_same(old, new),
            (None, None) => false,
            (None, Some(_)) | (Some(_), None) => true,
        },
    );
    let shape = Memo::new(move |_| node.read().shape);
    move || match shape.get() {
        Shape::Pill => plain(node, "pill").into_any(),
        Shape::Lane => plain(node, "lane").into_any(),
        Shape::Hole => plain(node, "hole").into_any(),
        Shape::Ghost => plain(node, "ghost").into_any(),
        Shape::Card | Shape::Container | Shape::Stack(_) => {
            view! { <StateView picture node on_press /> }.into_any()
        }
    }
}

/// A node without buttons: a word at a place.
fn plain(node: Memo<Node>, class: &'static str) -> impl IntoView {
    view! {
        <div class=class style=move || edge::place(node.read().rect)>
            {move || node.read().title.to_string()}
        </div>
    }
}

#[component]
fn StateView(picture: Picture, node: Memo<Node>, on_press: Callback<Option<String>>) -> impl IntoView {
    let status = Memo::new(move |_| match node.read().id {
        NodeId::State(state) => picture.statuses.read().get(&state).copied(),
        NodeId::Start
        | NodeId::End(_)
        | NodeId::Scope(_)
        | NodeId::Empty(_)
        | NodeId::Hollow(_)
        | NodeId::Missing(..) => None,
    });
    let studio = expect_context::<Studio>();
    let ailing = Memo::new(move |_| match node.read().id {
        NodeId::State(_) if picture.foreign.read().is_some() => None,
        NodeId::State(state) => studio.ailing.read().get(&state).cloned(),
        NodeId::Start
        | NodeId::End(_)
        | NodeId::Scope(_)
        | NodeId::Empty(_)
        | NodeId::Hollow(_)
        | NodeId::Missing(..) => None,
    });
    let is_selected = Memo::new(move |_| {
        let node = node.read();
        picture.selection.read().iter().any(|name| *name == node.title)
    });
    let is_container = move || node.read().shape == Shape::Container;
    let classes = move || {
        let mut classes = vec!["node"];
        if is_container() {
            classes.push("container");
        }
        if matches!(node.read().shape, Shape::Stack(_)) {
            classes.push("stack");
        }
        if is_selected.get() {
            classes.push("selected");
        }
        if let Some(status) = status.get() {
            classes.push(status.class());
        }
        classes.join(" ")
    };
    let words = move || {
        let node = node.read();
        match status.get() {
            Some(status) => format!("{}, {}, {}", node.title, node.subtitle, status.word()),
            None => format!("{}, {}", node.title, node.subtitle),
        }
    };
    let heading = move || {
        let node = node.get();
        view! {
            <span class=format!("tile {}", node.hue.name())>
                <svg class="icon" width="19" height="19" viewBox="0 0 20 20" aria-hidden="true">
                    <path d=node.icon.path() />
                </svg>
            </span>
            <span class="words">
                <span class="name">{node.title.to_string()}</span>
                <span class="line">{node.subtitle.clone()}</span>
            </span>
            <span class="marks">{node.marks.iter().map(mark).collect_view()}</span>
        }
    };
    view! {
        <button
            class=classes
            style=move || edge::place(node.read().rect)
            data-state=move || node.read().title.to_string()
            aria-label=words
            aria-pressed=move || is_selected.get().to_string()
            tabindex="-1"
            on:click=move |event: web_sys::MouseEvent| {
                // A press by pointer is told by the picture; this one came from a key or a reader.
                if event.detail() == 0 {
                    on_press.run(Some(node.read_untracked().title.to_string()));
                }
            }
        >
            <span class=move || if is_container() { "heading" } else { "inside" }>{heading}</span>
            {move || status.get().map(Status::mark)}
            {move || ailing.get().map(|(severity, message)| {
                let (class, icon, word) = look(severity);
                view! {
                    <span class=format!("ailing {class}") title=message>
                        {icon.view(12)}
                        <span class="hidden-word">{word}</span>
                    </span>
                }
            })}
        </button>
    }
}

/// A small sign with its word as a tooltip.
fn mark(mark: &Mark) -> impl IntoView + use<> {
    let (icon, word, title) = match mark {
        Mark::Retries(count) => {
            (Some(Icon::Retry), count.to_string(), format!("Tries again up to {count} times"))
        }
        Mark::Timeout => (Some(Icon::Clock), String::new(), String::from("Has a time limit")),
        Mark::Jsonata => (None, String::from("JSONata"), String::from("Speaks JSONata")),
        Mark::Variables => (None, String::from("x ="), String::from("Sets variables")),
    };
    view! { <span title=title>{icon.map(|icon| icon.view(13))} {word}</span> }
}

/// Whether two nodes look the same at the same place.
fn is_same(one: &Node, other: &Node) -> bool {
    one.id == other.id
        && one.rect == other.rect
        && one.shape == other.shape
        && one.title == other.title
        && one.subtitle == other.subtitle
        && one.icon == other.icon
        && one.hue == other.hue
        && one.marks == other.marks
}

/// What stands for a node in the moment in which it has left the scene and its view has not yet.
fn gone() -> Node {
    Node {
        id: NodeId::Start,
        rect: canvas::Rect::default(),
        parent: None,
        depth: 0,
        shape: Shape::Lane,
        icon: canvas::Icon::default(),
        hue: canvas::Hue::Neutral,
        title: Text::default(),
        subtitle: String::new(),
        marks: Vec::new(),
    }
}
