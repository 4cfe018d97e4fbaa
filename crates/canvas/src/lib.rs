//! The picture of a workflow without a browser: layout, routes, viewport, gestures, SVG.
//!
//! Knows no DOM and changes no document: gestures end in intents, which the editor turns into commands.
//! The same machine with the same options always gives the same scene.

mod geometry;

mod grid;
mod scene;

mod icon;

mod describe;
mod measure;
mod wording;

mod layered;
mod layout;

mod svg;
mod theme;

pub use geometry::{Point, Rect, Size};
pub use icon::Icon;
pub use layout::{HEADER, LABEL_HEIGHT, NODE_HEIGHT, NODE_WIDTH, Options, PILL_HEIGHT, PILL_WIDTH, layout};
pub use measure::{bold_width, fit, fit_bold, width};
pub use scene::{
    CORNER, Direction, Edge, EdgeKind, Hit, Hue, Label, Mark, Node, NodeId, REACH, Scene, Shape, Visible,
    path,
};
pub use svg::{Look, Status, svg};
pub use theme::{DARK, LIGHT, Theme};
pub use wording::{catcher as catcher_label, rule as rule_label};
