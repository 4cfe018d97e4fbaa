//! From one picture to the next: what is in both moves, what is new appears.

use std::collections::BTreeMap;

use json::Text;

use crate::{Edge, EdgeKind, Node, NodeId, Point, Rect, Scene};

/// Where the things of a new scene come from.
#[derive(Clone, Debug)]
pub struct Glide {
    /// For each node of the new scene, where it was.
    nodes: Vec<Option<Rect>>,
    /// For each edge of the new scene, its old corners when there were as many.
    edges: Vec<Option<Vec<Point>>>,
    /// Whether anything moves at all.
    is_moving: bool,
}

/// The places of everything at one moment.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub nodes: Vec<Rect>,
    pub edges: Vec<Vec<Point>>,
    /// How much of what is new is there, from 0 to 1.
    pub fresh: f64,
}

/// How long a glide takes, in milliseconds.
pub const GLIDE_MILLIS: f64 = 160.0;

/// What a node is, whatever its place in the machine: names survive an edit, places do not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    State(Text),
    Start,
    End(Text),
    /// The so-manieth lane, hole or ghost in a state.
    Inside(Text, u8, usize),
}

impl Glide {
    pub fn new(before: &Scene, after: &Scene) -> Glide {
        let (old, new) = (names(before), names(after));
        let places: BTreeMap<&Name, usize> =
            old.iter().enumerate().map(|(place, name)| (name, place)).collect();
        let nodes: Vec<Option<Rect>> =
            new.iter().map(|name| places.get(name).map(|place| before.nodes[*place].rect)).collect();
        let of = |scene: &Scene, names: &[Name], edge: &Edge| -> Option<(Name, EdgeKind, Name)> {
            let name = |id| scene.place(id).map(|place| names[place].clone());
            Some((name(edge.from)?, edge.kind, name(edge.to)?))
        };
        let routes: BTreeMap<(Name, EdgeKind, Name), usize> = before
            .edges
            .iter()
            .enumerate()
            .filter_map(|(place, edge)| Some((of(before, &old, edge)?, place)))
            .collect();
        let edges: Vec<Option<Vec<Point>>> = after
            .edges
            .iter()
            .map(|edge| {
                let place = routes.get(&of(after, &new, edge)?)?;
                let points = &before.edges[*place].points;
                (points.len() == edge.points.len()).then(|| points.clone())
            })
            .collect();
        let is_moving = nodes.iter().zip(&after.nodes).any(|(old, node)| *old != Some(node.rect));
        Glide { nodes, edges, is_moving }
    }

    /// Whether there is anything to show between the two pictures.
    pub fn is_moving(&self) -> bool {
        self.is_moving
    }

    /// Whether a node of the new scene was not there before.
    pub fn is_new(&self, place: usize) -> bool {
        self.nodes.get(place).is_none_or(Option::is_none)
    }

    /// The places at a moment: 0 is the old picture, 1 the new one.
    pub fn at(&self, after: &Scene, moment: f64) -> Frame {
        let part = ease(moment);
        let between = |from: f64, to: f64| from + (to - from) * part;
        let nodes = self
            .nodes
            .iter()
            .zip(&after.nodes)
            .map(|(old, node)| match old {
                Some(old) => Rect::new(
                    between(old.x, node.rect.x),
                    between(old.y, node.rect.y),
                    between(old.width, node.rect.width),
                    between(old.height, node.rect.height),
                ),
                None => node.rect,
            })
            .collect();
        let edges = self
            .edges
            .iter()
            .zip(&after.edges)
            .map(|(old, edge)| match old {
                Some(old) => old
                    .iter()
                    .zip(&edge.points)
                    .map(|(from, to)| Point::new(between(from.x, to.x), between(from.y, to.y)))
                    .collect(),
                None => edge.points.clone(),
            })
            .collect();
        Frame { nodes, edges, fresh: part }
    }
}

/// Fast at first, then slower.
fn ease(moment: f64) -> f64 {
    1.0 - (1.0 - moment.clamp(0.0, 1.0)).powi(3)
}

fn names(scene: &Scene) -> Vec<Name> {
    let mut counts: BTreeMap<(Text, u8), usize> = BTreeMap::new();
    scene
        .nodes
        .iter()
        .map(|node| {
            let mut inside = |kind: u8| {
                let owner = owner(scene, node);
                let count = counts.entry((owner.clone(), kind)).or_insert(0);
                *count += 1;
                Name::Inside(owner, kind, *count)
            };
            match node.id {
                NodeId::State(_) => Name::State(node.title.clone()),
                NodeId::Start => Name::Start,
                NodeId::End(state) => {
                    Name::End(scene.state(state).map(|node| node.title.clone()).unwrap_or_default())
                }
                NodeId::Scope(_) => inside(0),
                NodeId::Empty(_) => inside(1),
                NodeId::Hollow(_) => inside(2),
                NodeId::Missing(..) => inside(3),
            }
        })
        .collect()
}

/// The name of the state around a node.
fn owner(scene: &Scene, node: &Node) -> Text {
    std::iter::successors(node.parent, |place| scene.nodes[*place].parent)
        .map(|place| &scene.nodes[place])
        .find(|parent| parent.state().is_some())
        .map(|parent| parent.title.clone())
        .unwrap_or_default()
}
