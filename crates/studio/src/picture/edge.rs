//! One edge: its line and its arrowhead.

use std::collections::BTreeMap;

use canvas::{Edge, EdgeKind, NodeId, Point, Rect, Scene};
use leptos::prelude::*;

use super::Picture;
use super::double::Doubles;
use crate::studio::Shared;

/// Which arrow it is, from one scene to the next: by the names at its ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line {
    from: String,
    to: String,
    kind: EdgeKind,
}

/// Where each arrow stands in a scene.
pub type Places = BTreeMap<Line, usize>;

impl Line {
    /// The places of all arrows.
    pub fn places(scene: &Scene, doubles: &Doubles) -> Places {
        (0..scene.edges.len()).filter_map(|place| Some((Line::of(scene, doubles, place)?, place))).collect()
    }

    pub fn of(scene: &Scene, doubles: &Doubles, place: usize) -> Option<Line> {
        let edge = scene.edges.get(place)?;
        let name = |id| name(scene, doubles, id);
        Some(Line { from: name(edge.from), to: name(edge.to), kind: edge.kind })
    }
}

/// A state's name; what has none is called by what it belongs to.
fn name(scene: &Scene, doubles: &Doubles, id: NodeId) -> String {
    match id {
        NodeId::State(state) => {
            let title = scene.find(id).map(|node| node.title.clone()).unwrap_or_default();
            match doubles.identity(state, &title).double {
                0 => title.to_string(),
                double => format!("{title}\u{1}{double}"),
            }
        }
        NodeId::End(state) => format!("\u{1}end {}", name(scene, doubles, NodeId::State(state))),
        id => format!("\u{1}{id:?}"),
    }
}

/// An arrow that moves with its ends.
#[component]
pub fn EdgeView(picture: Picture, places: Memo<Shared<Places>>, line: Line) -> impl IntoView {
    let class = if line.kind.is_catch() { "catch" } else { "" };
    let (points, is_selected) = follow(picture, places, line, |edge| edge.points.clone());
    let points = Memo::new(move |_| points.get().unwrap_or_default());
    view! {
        <path class=class class:selected=is_selected style=move || format!("d: path(\"{}\")", canvas::path(&points.read())) d=move || canvas::path(&points.read()) />
        <path class=format!("arrow {class}") class:selected=is_selected style=move || format!("d: path(\"{}\")", arrow(&points.read())) d=move || arrow(&points.read()) />
    }
}

/// The pill on an arrow; nothing for arrows without one.
#[component]
pub fn LabelView(picture: Picture, places: Memo<Shared<Places>>, line: Line) -> impl IntoView {
    let is_catch = line.kind.is_catch();
    let (label, is_selected) = follow(picture, places, line, |edge| {
        edge.label.as_ref().map(|label| (label.text.clone(), label.full.clone(), label.rect))
    });
    let is_there = Memo::new(move |_| label.read().as_ref().is_some_and(Option::is_some));
    let of = move |read: &dyn Fn(&(String, String, Rect)) -> String| {
        label.read().as_ref().and_then(Option::as_ref).map(read).unwrap_or_default()
    };
    view! {
        <Show when=move || is_there.get()>
            <span
                class="edge-label"
                class:catch=is_catch
                class:selected=is_selected
                title=move || of(&|(_, full, _)| full.clone())
                style=move || of(&|(_, _, rect)| place(*rect))
            >
                {move || of(&|(text, _, _)| text.clone())}
            </span>
        </Show>
    }
}

/// What a view shows of its arrow in whichever scene is there, and whether the arrow is selected.
fn follow<T: Clone + PartialEq + Send + Sync + 'static>(
    picture: Picture,
    places: Memo<Shared<Places>>,
    line: Line,
    read: impl Fn(&Edge) -> T + Send + Sync + 'static,
) -> (Memo<Option<T>>, Memo<bool>) {
    let place = Memo::new(move |_| places.read().get(&line).copied());
    let shown =
        Memo::new(move |_| place.get().and_then(|place| picture.scene.read().edges.get(place).map(&read)));
    let is_selected = Memo::new(move |_| {
        picture.arrow.get().is_some_and(|chosen| {
            let scene = picture.scene.read();
            place
                .get()
                .and_then(|place| scene.edges.get(place))
                .is_some_and(|edge| (edge.from, edge.kind) == chosen)
        })
    });
    (shown, is_selected)
}

/// Where a box stands, as a style.
pub fn place(rect: Rect) -> String {
    format!("left: {}px; top: {}px; width: {}px; height: {}px", rect.x, rect.y, rect.width, rect.height)
}

/// A small triangle at the end of a line, in its direction.
fn arrow(points: &[Point]) -> String {
    let [.., before, end] = points else { return String::new() };
    let length = before.distance(*end).max(f64::MIN_POSITIVE);
    let (x, y) = ((end.x - before.x) / length, (end.y - before.y) / length);
    let base = Point::new(end.x - 7.0 * x, end.y - 7.0 * y);
    format!(
        "M{} {}L{} {}L{} {}Z",
        end.x,
        end.y,
        base.x - 3.5 * y,
        base.y + 3.5 * x,
        base.x + 3.5 * y,
        base.y - 3.5 * x
    )
}
