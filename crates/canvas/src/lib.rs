//! The picture of a workflow without a browser: layout, routes, viewport, gestures, SVG.
//!
//! Knows no DOM and changes no document: gestures end in intents, which the editor turns into commands.
