//! Where something may be dropped: on edges, before the first state, behind the last, into what is empty.
//!
//! This is geometry only; whether a drop makes sense is the editor's to say.

use asl::{Kind, Machine, Next, ScopeId, State, StateId};

use crate::{Direction, Edge, EdgeKind, NODE_WIDTH, NodeId, Point, Rect, Scene, Shape, Viewport};

/// What a drop goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Between the two ends of an edge. The edge need not be drawn: `Start` of a scope is before its first state,
    /// `End` of a state is behind it.
    Edge { from: NodeId, kind: EdgeKind },
    /// Into a hole.
    Node(NodeId),
    /// A further branch of a Parallel.
    NewBranch(StateId),
    /// A further rule of a Choice.
    NewRule(StateId),
}

/// A place with its bar on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zone {
    pub place: Place,
    /// What is lit when a drop would land here.
    pub bar: Rect,
}

/// The thickness of a bar.
pub const BAR: f64 = 10.0;

/// How far from a bar a drop still lands there.
pub const ZONE_REACH: f64 = 56.0;

/// All places of a scene.
pub fn zones(scene: &Scene, machine: &Machine) -> Vec<Zone> {
    let mut zones = Vec::new();
    for edge in &scene.edges {
        let place = Place::Edge { from: edge.from, kind: edge.kind };
        zones.push(Zone { place, bar: beside_nodes(scene, spot(scene, edge)) });
    }
    for node in &scene.nodes {
        match node.id {
            NodeId::Empty(_) | NodeId::Hollow(_) => {
                zones.push(Zone { place: Place::Node(node.id), bar: node.rect })
            }
            NodeId::State(id) => {
                around_state(scene, machine, machine.state(id), node.rect, node.shape, &mut zones)
            }
            NodeId::Start | NodeId::End(_) | NodeId::Scope(_) | NodeId::Missing(..) => (),
        }
    }
    zones
}

/// The place whose bar is nearest to a point of the scene.
pub fn zone_at(zones: &[Zone], point: Point) -> Option<usize> {
    zones
        .iter()
        .enumerate()
        .map(|(place, zone)| (zone.bar.distance(point), place))
        .filter(|(distance, _)| *distance <= ZONE_REACH)
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, place)| place)
}

/// The “+” of an edge on the screen: where it is when the window shows the scene like this.
pub fn plus(scene: &Scene, edge: &Edge, viewport: Viewport) -> Point {
    viewport.to_view(spot(scene, edge))
}

/// The places that belong to a state: before the first of a scope, behind one that ends, a branch or rule more.
fn around_state(
    scene: &Scene,
    machine: &Machine,
    state: &State,
    rect: Rect,
    shape: Shape,
    zones: &mut Vec<Zone>,
) {
    let id = NodeId::State(state.id);
    let scope = machine.scope(state.scope);
    let is_first = scope.start.as_ref().and_then(|start| start.state) == Some(state.id);
    if is_first && state.scope != ScopeId::TOP {
        let place = Place::Edge { from: NodeId::Scope(state.scope), kind: EdgeKind::Start };
        zones.push(Zone { place, bar: bar(scene, before(scene, rect)) });
    }
    match &state.next {
        Next::End if state.scope != ScopeId::TOP => {
            let place = Place::Edge { from: id, kind: EdgeKind::End };
            zones.push(Zone { place, bar: bar(scene, behind(scene, rect)) });
        }
        Next::Missing => {
            let place = Place::Edge { from: id, kind: EdgeKind::Next };
            zones.push(Zone { place, bar: bar(scene, behind(scene, rect)) });
        }
        Next::End | Next::To(_) | Next::None => (),
    }
    match &state.kind {
        Kind::Choice(_) => {
            zones.push(Zone {
                place: Place::NewRule(state.id),
                bar: end_bar(scene, rect.grown(BAR + 4.0), rect),
            });
        }
        Kind::Parallel(parallel) if shape == Shape::Container && !parallel.branches.is_empty() => {
            zones.push(Zone {
                place: Place::NewBranch(state.id),
                bar: end_bar(scene, rect, rect.grown(-16.0)),
            });
        }
        Kind::Parallel(_)
        | Kind::Map(_)
        | Kind::Pass(_)
        | Kind::Task(_)
        | Kind::Wait(_)
        | Kind::Succeed
        | Kind::Fail(_)
        | Kind::Unknown(_) => (),
    }
}

/// The point of an edge where something is put between its ends: where the edge is alone, past its label.
fn spot(scene: &Scene, edge: &Edge) -> Point {
    let points = &edge.points;
    let along = |piece: &[Point]| match scene.direction {
        Direction::Down => piece[0].x == piece[1].x,
        Direction::Right => piece[0].y == piece[1].y,
    };
    let middle = |from: Point, to: Point| Point::new((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
    if let Some(label) = &edge.label {
        let center = label.rect.center();
        let on = points.windows(2).find(|piece| Rect::spanned(piece[0], piece[1]).distance(center) < 1.0);
        if let Some([_, end]) = on {
            let exit = match scene.direction {
                Direction::Down if end.y > center.y => Point::new(center.x, label.rect.bottom()),
                Direction::Right if end.x > center.x => Point::new(label.rect.right(), center.y),
                Direction::Down | Direction::Right => center,
            };
            return if edge.kind.is_catch() { after_label(points, *end, exit) } else { middle(exit, *end) };
        }
    }
    let is_joined = scene.edges_to(edge.to).nth(1).is_some();
    let pieces = points.windows(2).filter(|piece| along(piece) && piece[0].distance(piece[1]) >= 14.0);
    let mut pieces = pieces.map(|piece| middle(piece[0], piece[1]));
    let piece = if is_joined { pieces.next() } else { pieces.next_back() };
    piece.unwrap_or_else(|| edge.middle())
}

/// Where a catcher's line goes on after its label: the middle of the next piece.
fn after_label(points: &[Point], end: Point, exit: Point) -> Point {
    let next = points.iter().position(|point| *point == end).and_then(|place| points.get(place + 1));
    match next {
        Some(next) => Point::new((end.x + next.x) / 2.0, (end.y + next.y) / 2.0),
        None => exit,
    }
}

/// A bar across the flow, around a point.
fn bar(scene: &Scene, center: Point) -> Rect {
    match scene.direction {
        Direction::Down => Rect::around(center, NODE_WIDTH * 0.75, BAR),
        Direction::Right => Rect::around(center, BAR, crate::NODE_HEIGHT),
    }
}

/// A bar around a point of an edge, as long as it may be without lying on a node that the edge goes past.
fn beside_nodes(scene: &Scene, center: Point) -> Rect {
    let whole = bar(scene, center);
    let near = scene.visible(whole);
    let others =
        near.nodes.iter().map(|place| scene.nodes[*place].rect).filter(|rect| !rect.contains(center));
    // From the point to the nearest side of each node that the bar would lie on.
    let room = |half: f64, rect: Rect| {
        if !rect.overlaps(whole) {
            return half;
        }
        let distance = match scene.direction {
            Direction::Down => (rect.x - center.x).max(center.x - rect.right()),
            Direction::Right => (rect.y - center.y).max(center.y - rect.bottom()),
        };
        half.min((distance - 6.0).max(12.0))
    };
    match scene.direction {
        Direction::Down => {
            let half = others.fold(whole.width / 2.0, room);
            Rect::around(center, 2.0 * half, BAR)
        }
        Direction::Right => {
            let half = others.fold(whole.height / 2.0, room);
            Rect::around(center, BAR, 2.0 * half)
        }
    }
}

/// A bar along the flow, at the far side of a box: the next sibling would stand there.
fn end_bar(scene: &Scene, rect: Rect, span: Rect) -> Rect {
    match scene.direction {
        Direction::Down => Rect::new(rect.right() - BAR, span.y, BAR, span.height),
        Direction::Right => Rect::new(span.x, rect.bottom() - BAR, span.width, BAR),
    }
}

fn before(scene: &Scene, rect: Rect) -> Point {
    match scene.direction {
        Direction::Down => Point::new(rect.center().x, rect.y - 8.0),
        Direction::Right => Point::new(rect.x - 8.0, rect.center().y),
    }
}

fn behind(scene: &Scene, rect: Rect) -> Point {
    match scene.direction {
        Direction::Down => Point::new(rect.center().x, rect.bottom() + 8.0),
        Direction::Right => Point::new(rect.right() + 8.0, rect.center().y),
    }
}
