//! The picture of a workflow without a browser: layout, routes, viewport, gestures, SVG.
//!
//! Knows no DOM and changes no document: gestures end in intents, which the editor turns into commands.
//! The same machine with the same options always gives the same scene.

mod geometry;

mod grid;
mod scene;

mod icon;

mod layout;

pub use geometry::{Point, Rect, Size};
pub use icon::Icon;
pub use layout::{HEADER, NODE_HEIGHT, NODE_WIDTH, Options, layout};
pub use scene::{
    CORNER, Direction, Edge, EdgeKind, Hit, Hue, Label, Mark, Node, NodeId, REACH, Scene, Shape, Visible,
    path,
};
