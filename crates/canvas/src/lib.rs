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

mod viewport;

mod glide;
mod walk;
mod zone;

mod gesture;
mod keyboard;

mod picture;
mod svg;
mod theme;

pub use describe::{hue, icon, subtitle};
pub use geometry::{Point, Rect, Size};
pub use gesture::{
    Button, Connection, Drag, Gesture, Handle, Held, Input, Intent, Load, Pointer, Press, Rules, Target,
    World, handles, target,
};
pub use glide::{Frame, GLIDE_MILLIS, Glide};
pub use icon::Icon;
pub use keyboard::{KEYS, Key};
pub use layout::{HEADER, LABEL_HEIGHT, NODE_HEIGHT, NODE_WIDTH, Options, PILL_HEIGHT, PILL_WIDTH, layout};
pub use measure::{bold_width, fit, fit_bold, width};
pub use picture::{NodeNames, picture};
pub use scene::{
    CORNER, Direction, Edge, EdgeKind, Hit, Hue, Label, Mark, Node, NodeId, REACH, Scene, Shape, Visible,
    path,
};
pub use svg::{Look, Status, svg};
pub use theme::{DARK, LIGHT, Theme};
pub use viewport::{LEAST_SCALE, MOST_SCALE, Minimap, Viewport};
pub use walk::{Step, walk};
pub use wording::{catcher as catcher_label, rule as rule_label};
pub use zone::{BAR, Place, ZONE_REACH, Zone, plus, zone_at, zones};
