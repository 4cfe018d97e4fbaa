//! One edge: its line and its arrowhead.

use canvas::{Edge, Point, Rect};
use leptos::prelude::*;

#[component]
pub fn EdgeView(edge: Edge) -> impl IntoView {
    let class = if edge.kind.is_catch() { "catch" } else { "" };
    view! {
        <path class=class d=edge.path() />
        <path class=format!("arrow {class}") d=arrow(&edge.points) />
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
