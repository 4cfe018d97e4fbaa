//! Through the picture by keyboard: down and up along the edges, to the sides among siblings.

use crate::{Direction, Node, NodeId, Point, Scene, Shape};

/// A step on the screen, as the arrow keys say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Up,
    Down,
    Left,
    Right,
    /// To the first state of the scope, or the last.
    First,
    Last,
}

/// A side of a node, whichever way the flow goes.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Before,
    Behind,
}

/// Where a step leads; none when there is nothing. Without a place to start from, to the beginning.
///
/// Onward from a container goes into it, onward from a scope's last state goes out of it again.
pub fn walk(scene: &Scene, from: Option<NodeId>, step: Step) -> Option<NodeId> {
    let Some(place) = from.and_then(|from| scene.place(from)) else {
        return first(scene, None);
    };
    let node = &scene.nodes[place];
    match (step, scene.direction) {
        (Step::First, _) => first(scene, node.parent),
        (Step::Last, _) => last(scene, node.parent),
        (Step::Down, Direction::Down) | (Step::Right, Direction::Right) => onward(scene, place),
        (Step::Up, Direction::Down) | (Step::Left, Direction::Right) => back(scene, place),
        (Step::Left, Direction::Down) | (Step::Up, Direction::Right) => beside(scene, node, Side::Before),
        (Step::Right, Direction::Down) | (Step::Down, Direction::Right) => beside(scene, node, Side::Behind),
    }
}

/// The state at the beginning of a scope: the one nearest to where the flow starts.
fn first(scene: &Scene, parent: Option<usize>) -> Option<NodeId> {
    let start = scene.edges_from(NodeId::Start).next().map(|(_, edge)| edge.to).filter(|_| parent.is_none());
    start.or_else(|| extreme(scene, parent, |node| -along(scene, node)))
}

fn last(scene: &Scene, parent: Option<usize>) -> Option<NodeId> {
    extreme(scene, parent, |node| along(scene, node))
}

fn extreme(scene: &Scene, parent: Option<usize>, worth: impl Fn(&Node) -> f64) -> Option<NodeId> {
    scene
        .nodes
        .iter()
        .filter(|node| node.parent == parent && is_stop(node))
        .max_by(|one, other| worth(one).total_cmp(&worth(other)))
        .map(|node| node.id)
}

/// Where the walk may stand.
fn is_stop(node: &Node) -> bool {
    match node.shape {
        Shape::Card | Shape::Container | Shape::Stack(_) | Shape::Hole => true,
        Shape::Pill | Shape::Lane | Shape::Ghost => false,
    }
}

fn onward(scene: &Scene, place: usize) -> Option<NodeId> {
    let node = &scene.nodes[place];
    if node.shape == Shape::Container {
        let inner = inside(scene, place);
        if inner.is_some() {
            return inner;
        }
    }
    leave(scene, place)
}

/// The first state inside a container.
fn inside(scene: &Scene, place: usize) -> Option<NodeId> {
    let child = scene.children(place).next()?;
    let scope = if child.1.shape == Shape::Lane { child.0 } else { place };
    first(scene, Some(scope))
}

/// Along the edges out of a node; out of its container when there are none.
fn leave(scene: &Scene, place: usize) -> Option<NodeId> {
    let node = &scene.nodes[place];
    let targets = scene.edges_from(node.id).filter(|(_, edge)| !edge.is_back);
    let next = targets
        .filter_map(|(_, edge)| scene.find(edge.to).map(|target| (edge, target)))
        .filter(|(_, target)| is_stop(target))
        .min_by(|(one_edge, one), (other_edge, other)| {
            one_edge.kind.is_catch().cmp(&other_edge.kind.is_catch()).then(
                (across(scene, one) - across(scene, node))
                    .abs()
                    .total_cmp(&(across(scene, other) - across(scene, node)).abs()),
            )
        });
    match next {
        Some((_, target)) => Some(target.id),
        None => leave(scene, container(scene, node)?),
    }
}

fn back(scene: &Scene, place: usize) -> Option<NodeId> {
    let node = &scene.nodes[place];
    let source = scene
        .edges_to(node.id)
        .filter(|(_, edge)| !edge.is_back)
        .filter_map(|(_, edge)| scene.find(edge.from).map(|source| (edge, source)))
        .filter(|(_, source)| is_stop(source))
        .min_by(|(one_edge, one), (other_edge, other)| {
            one_edge.kind.is_catch().cmp(&other_edge.kind.is_catch()).then(
                (across(scene, one) - across(scene, node))
                    .abs()
                    .total_cmp(&(across(scene, other) - across(scene, node)).abs()),
            )
        });
    match source {
        Some((_, source)) => Some(source.id),
        None => container(scene, node).map(|place| scene.nodes[place].id),
    }
}

/// The container around a node, past its lane.
fn container(scene: &Scene, node: &Node) -> Option<usize> {
    std::iter::successors(node.parent, |place| scene.nodes[*place].parent)
        .find(|place| scene.nodes[*place].shape == Shape::Container)
}

/// The nearest node to a side, those in the same container first.
fn beside(scene: &Scene, node: &Node, side: Side) -> Option<NodeId> {
    let center = middle(scene, node);
    let home = container(scene, node);
    scene
        .nodes
        .iter()
        .filter(|other| other.id != node.id && is_stop(other) && container(scene, other) == home)
        .filter_map(|other| {
            let there = middle(scene, other);
            let ahead = match side {
                Side::Before => center.x - there.x,
                Side::Behind => there.x - center.x,
            };
            let aside = (there.y - center.y).abs();
            (ahead > 1.0).then_some((ahead + 3.0 * aside, other))
        })
        .min_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, other)| other.id)
}

/// The middle of a node's head, across first, then along; a container's head is its header.
fn middle(scene: &Scene, node: &Node) -> Point {
    match scene.direction {
        Direction::Down => Point::new(node.rect.center().x, node.rect.y),
        Direction::Right => Point::new(node.rect.center().y, node.rect.x),
    }
}

fn across(scene: &Scene, node: &Node) -> f64 {
    middle(scene, node).x
}

fn along(scene: &Scene, node: &Node) -> f64 {
    middle(scene, node).y
}
