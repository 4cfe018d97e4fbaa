//! From a machine to its picture.

use std::collections::{BTreeMap, BTreeSet};

use asl::{Machine, StateId};

use crate::grid::Grid;
use crate::{Direction, Hue, Icon, Node, NodeId, Rect, Scene, Shape, Size};

/// The size of a state's card.
pub const NODE_WIDTH: f64 = 232.0;
pub const NODE_HEIGHT: f64 = 56.0;

/// The height of a container's header.
pub const HEADER: f64 = 38.0;

/// What may be chosen about a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub direction: Direction,
    /// The Parallel and Map states that are shown closed.
    pub collapsed: BTreeSet<StateId>,
}

/// Draws a machine. Broken ones too: what has no place in the flow stands beside it.
pub fn layout(machine: &Machine, options: &Options) -> Scene {
    let mut nodes = Vec::new();
    let mut y = 0.0;
    for state in machine.states_of(asl::ScopeId::TOP) {
        nodes.push(Node {
            id: NodeId::State(state.id),
            rect: Rect::new(0.0, y, NODE_WIDTH, NODE_HEIGHT),
            parent: None,
            depth: 0,
            shape: Shape::Card,
            icon: Icon::Task,
            hue: Hue::Task,
            title: state.name.clone(),
            subtitle: String::new(),
            marks: Vec::new(),
        });
        y += NODE_HEIGHT + 34.0;
    }
    let size = Size { width: NODE_WIDTH, height: y };
    let places: BTreeMap<NodeId, usize> =
        nodes.iter().enumerate().map(|(place, node)| (node.id, place)).collect();
    let grid = Grid::new(size, &nodes, &[]);
    Scene { direction: options.direction, size, nodes, edges: Vec::new(), grid, places }
}
