//! One edge: its line and its arrowhead.

use std::collections::BTreeMap;

use canvas::{EdgeKind, NodeId, Point, Rect, Scene};
use leptos::prelude::*;

use super::Picture;
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
    pub fn places(scene: &Scene) -> Places {
        (0..scene.edges.len()).filter_map(|place| Some((Line::of(scene, place)?, place))).collect()
    }

    pub fn of(scene: &Scene, place: usize) -> Option<Line> {
        let edge = scene.edges.get(place)?;
        Some(Line { from: name(scene, edge.from), to: name(scene, edge.to), kind: edge.kind })
    }
}

/// A state's name; what has none is called by what it belongs to.
fn name(scene: &Scene, id: NodeId) -> String {
    match id {
        NodeId::State(_) => scene.find(id).map(|node| node.title.to_string()).unwrap_or_default(),
        NodeId::End(state) => format!("\u{1}end {}", name(scene, NodeId::State(state))),
        id => format!("\u{1}{id:?}"),
    }
}

/// An arrow that moves with its ends.
#[component]
pub fn EdgeView(picture: Picture, places: Memo<Shared<Places>>, line: Line) -> impl IntoView {
    let class = if line.kind.is_catch() { "catch" } else { "" };
    let points = Memo::new(move |_| {
        let scene = picture.scene.read();
        let edge = places.read().get(&line).and_then(|place| scene.edges.get(*place));
        edge.map(|edge| edge.points.clone()).unwrap_or_default()
    });
    view! {
        <path class=class style=move || format!("d: path(\"{}\")", canvas::path(&points.read())) d=move || canvas::path(&points.read()) />
        <path class=format!("arrow {class}") style=move || format!("d: path(\"{}\")", arrow(&points.read())) d=move || arrow(&points.read()) />
    }
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
