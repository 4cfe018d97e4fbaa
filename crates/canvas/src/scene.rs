//! The picture of a workflow as plain data: what stands where. Says nothing of colours and pixels of a screen.

use std::collections::BTreeMap;
use std::fmt::Write;

use asl::{ScopeId, StateId};
use json::Text;

use crate::geometry::Short;
use crate::grid::Grid;
use crate::{Icon, Point, Rect, Size};

/// Everything that is drawn, with places. Containers stand in front of what is inside them.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    pub direction: Direction,
    pub size: Size,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    pub(crate) grid: Grid,
    pub(crate) places: BTreeMap<NodeId, usize>,
    /// For each node, the edges out of it and into it.
    pub(crate) outgoing: Vec<Vec<u32>>,
    pub(crate) incoming: Vec<Vec<u32>>,
}

/// Where the flow goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    #[default]
    Down,
    Right,
}

/// What a node of the picture stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeId {
    State(StateId),
    /// The pill before the first state of the machine.
    Start,
    /// The pill behind a state that ends the machine.
    End(StateId),
    /// The lane of a branch, or the inside of a Map: what a drop into it goes to.
    Scope(ScopeId),
    /// The place of the first state in a scope that has none.
    Empty(ScopeId),
    /// The inside of a Map or Parallel that has no scope at all.
    Hollow(StateId),
    /// The target of an arrow that no state of the scope answers to; the number tells several apart.
    Missing(ScopeId, u32),
}

#[derive(Clone, Debug)]
pub struct Node {
    pub id: NodeId,
    pub rect: Rect,
    /// The node around, as a place in `Scene::nodes`.
    pub parent: Option<usize>,
    /// How many nodes are around.
    pub depth: usize,
    pub shape: Shape,
    pub icon: Icon,
    pub hue: Hue,
    /// A state's name, a pill's word.
    pub title: Text,
    /// One quiet line of what the state does.
    pub subtitle: String,
    pub marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A state with its icon and two lines.
    Card,
    /// Start, End.
    Pill,
    /// An open Parallel or Map; the header is at its top.
    Container,
    /// A closed Parallel or Map: a stack of cards that hides so many states.
    Stack(usize),
    /// The quiet ground of a branch.
    Lane,
    /// A place for a state that is not there yet.
    Hole,
    /// What a broken arrow points at.
    Ghost,
}

/// The colour of a kind of state, by meaning; a theme says which colour it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hue {
    Task,
    Choice,
    Parallel,
    Map,
    Wait,
    Pass,
    Succeed,
    Fail,
    Neutral,
}

/// A small sign at the right of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The state tries again, this often at most.
    Retries(u64),
    /// The state has a time limit.
    Timeout,
    /// The state speaks JSONata in a machine that does not.
    Jsonata,
    /// The state sets variables.
    Variables,
}

#[derive(Clone, Debug)]
pub struct Edge {
    pub from: NodeId,
    pub to: NodeId,
    pub kind: EdgeKind,
    /// Goes against the flow.
    pub is_back: bool,
    /// The corners of the route, from the border of one node to the border of the other.
    pub points: Vec<Point>,
    pub label: Option<Label>,
}

/// Which arrow of the definition an edge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// From the Start pill to `StartAt`.
    Start,
    Next,
    /// The rule at this place of `Choices`.
    Rule(usize),
    Default,
    /// The catcher at this place of `Catch`.
    Catch(usize),
    /// To an End pill.
    End,
}

/// A pill on an edge.
#[derive(Clone, Debug)]
pub struct Label {
    /// As it is shown: shortened where it is long.
    pub text: String,
    /// All of it.
    pub full: String,
    pub rect: Rect,
}

/// What lies under a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A place in `Scene::nodes`.
    Node(usize),
    /// A place in `Scene::edges`: its line or its label.
    Edge(usize),
}

/// Places in `Scene::nodes` and `Scene::edges`, in the order of drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visible {
    pub nodes: Vec<usize>,
    pub edges: Vec<usize>,
}

/// The radius of an edge's corners.
pub const CORNER: f64 = 8.0;

/// How far from an edge's line a pointer still means the edge.
pub const REACH: f64 = 6.0;

impl Scene {
    /// Makes things findable, when all have their places.
    pub(crate) fn index(&mut self) {
        self.places = self.nodes.iter().enumerate().map(|(place, node)| (node.id, place)).collect();
        self.outgoing = vec![Vec::new(); self.nodes.len()];
        self.incoming = vec![Vec::new(); self.nodes.len()];
        for (edge_place, edge) in self.edges.iter().enumerate() {
            if let Some(place) = self.places.get(&edge.from) {
                self.outgoing[*place].push(edge_place as u32);
            }
            if let Some(place) = self.places.get(&edge.to) {
                self.incoming[*place].push(edge_place as u32);
            }
        }
        self.grid = Grid::new(self.size, &self.nodes, &self.edges);
    }

    fn listed<'a>(&'a self, lists: &'a [Vec<u32>], id: NodeId) -> impl Iterator<Item = (usize, &'a Edge)> {
        let list = self.place(id).and_then(|place| lists.get(place));
        list.into_iter().flatten().map(|place| (*place as usize, &self.edges[*place as usize]))
    }

    /// The node that stands for something.
    pub fn find(&self, id: NodeId) -> Option<&Node> {
        self.place(id).map(|place| &self.nodes[place])
    }

    /// Where a node stands in `nodes`.
    pub fn place(&self, id: NodeId) -> Option<usize> {
        self.places.get(&id).copied()
    }

    /// The node of a state; none when it hides in a closed container.
    pub fn state(&self, id: StateId) -> Option<&Node> {
        self.find(NodeId::State(id))
    }

    /// The box around the whole picture.
    pub fn bounds(&self) -> Rect {
        Rect::new(0.0, 0.0, self.size.width, self.size.height)
    }

    /// What lies under a point: the innermost node, but an edge before the ground of a container.
    pub fn hit(&self, point: Point) -> Option<Hit> {
        let node = self
            .grid
            .nodes_at(point)
            .filter(|place| self.nodes[*place].rect.contains(point))
            .max_by_key(|place| (self.nodes[*place].depth, *place));
        if let Some(place) = node
            && self.nodes[place].is_solid(point)
        {
            return Some(Hit::Node(place));
        }
        self.edge_at(point, REACH).map(Hit::Edge).or(node.map(Hit::Node))
    }

    /// The edge whose label is under a point, or whose line is nearest within `reach`.
    pub fn edge_at(&self, point: Point, reach: f64) -> Option<usize> {
        let mut nearest: Option<(f64, usize)> = None;
        for place in self.grid.edges_at(Rect::around(point, 2.0 * reach, 2.0 * reach)) {
            let edge = &self.edges[place];
            let distance = match &edge.label {
                Some(label) if label.rect.contains(point) => 0.0,
                Some(_) | None => edge.distance(point),
            };
            if distance <= reach && nearest.is_none_or(|(least, _)| distance < least) {
                nearest = Some((distance, place));
            }
        }
        nearest.map(|(_, place)| place)
    }

    /// What can be seen of the picture through a window.
    pub fn visible(&self, window: Rect) -> Visible {
        let nodes = self
            .grid
            .nodes_in(window)
            .filter(|place| self.nodes[*place].rect.grown(12.0).overlaps(window))
            .collect();
        let edges =
            self.grid.edges_in(window).filter(|place| self.edges[*place].bounds().overlaps(window)).collect();
        Visible { nodes, edges }
    }

    /// The nodes inside a box, whole; what a marquee takes.
    pub fn inside(&self, marquee: Rect) -> Vec<usize> {
        self.grid.nodes_in(marquee).filter(|place| marquee.holds(self.nodes[*place].rect)).collect()
    }

    /// The edges out of a node, in the order of the definition.
    pub fn edges_from(&self, id: NodeId) -> impl Iterator<Item = (usize, &Edge)> {
        self.listed(&self.outgoing, id)
    }

    /// The edges into a node.
    pub fn edges_to(&self, id: NodeId) -> impl Iterator<Item = (usize, &Edge)> {
        self.listed(&self.incoming, id)
    }

    /// The nodes directly inside a node.
    pub fn children(&self, place: usize) -> impl Iterator<Item = (usize, &Node)> {
        let from = place + 1;
        let depth = self.nodes[place].depth;
        self.nodes[from..]
            .iter()
            .enumerate()
            .map(move |(offset, node)| (from + offset, node))
            .take_while(move |(_, node)| node.depth > depth)
            .filter(move |(_, node)| node.parent == Some(place))
    }
}

impl Node {
    /// The state that the node stands for.
    pub fn state(&self) -> Option<StateId> {
        match self.id {
            NodeId::State(state) => Some(state),
            NodeId::Start
            | NodeId::End(_)
            | NodeId::Scope(_)
            | NodeId::Empty(_)
            | NodeId::Hollow(_)
            | NodeId::Missing(..) => None,
        }
    }

    /// Whether a press on this point means the node itself, not what lies on its ground.
    fn is_solid(&self, point: Point) -> bool {
        match self.shape {
            Shape::Card | Shape::Pill | Shape::Stack(_) | Shape::Hole | Shape::Ghost => true,
            Shape::Container => point.y < self.rect.y + crate::HEADER,
            Shape::Lane => false,
        }
    }
}

impl Edge {
    /// The route as the `d` of an SVG path, with rounded corners.
    pub fn path(&self) -> String {
        path(&self.points)
    }

    /// The arrowhead at the end of the route, as the `d` of a filled SVG path.
    pub fn head(&self) -> Option<String> {
        let [.., before, tip] = self.points.as_slice() else {
            return None;
        };
        let back = toward(*tip, *before, 7.0);
        let (across, down) = ((tip.y - back.y) / 7.0 * 4.0, (back.x - tip.x) / 7.0 * 4.0);
        Some(format!(
            "M{} {}L{} {}L{} {}z",
            Short(tip.x),
            Short(tip.y),
            Short(back.x + across),
            Short(back.y + down),
            Short(back.x - across),
            Short(back.y - down)
        ))
    }

    /// The middle of the route's longest piece: the place for a “+”.
    pub fn middle(&self) -> Point {
        let longest = self
            .points
            .windows(2)
            .max_by(|one, other| one[0].distance(one[1]).total_cmp(&other[0].distance(other[1])));
        match longest {
            Some([from, to]) => Point::new((from.x + to.x) / 2.0, (from.y + to.y) / 2.0),
            Some(_) | None => self.points.first().copied().unwrap_or_default(),
        }
    }

    /// How far a point is from the line.
    pub fn distance(&self, point: Point) -> f64 {
        self.points
            .windows(2)
            .map(|piece| Rect::spanned(piece[0], piece[1]).distance(point))
            .fold(f64::INFINITY, f64::min)
    }

    /// The box around line and label.
    pub fn bounds(&self) -> Rect {
        let mut bounds = match self.points.first() {
            Some(point) => Rect::new(point.x, point.y, 0.0, 0.0),
            None => Rect::default(),
        };
        for point in &self.points {
            bounds = bounds.union(Rect::new(point.x, point.y, 0.0, 0.0));
        }
        match &self.label {
            Some(label) => bounds.grown(6.0).union(label.rect),
            None => bounds.grown(6.0),
        }
    }
}

impl EdgeKind {
    pub fn is_catch(self) -> bool {
        matches!(self, EdgeKind::Catch(_))
    }
}

impl Hue {
    /// The name of the hue among the tokens of the look.
    pub fn name(self) -> &'static str {
        match self {
            Hue::Task => "task",
            Hue::Choice => "choice",
            Hue::Parallel => "parallel",
            Hue::Map => "map",
            Hue::Wait => "wait",
            Hue::Pass | Hue::Neutral => "pass",
            Hue::Succeed => "succeed",
            Hue::Fail => "fail",
        }
    }
}

/// A line through these corners as the `d` of an SVG path; corners are rounded as far as the pieces are long enough.
pub fn path(points: &[Point]) -> String {
    let mut path = String::new();
    let Some(first) = points.first() else {
        return path;
    };
    let _ = write!(path, "M{} {}", Short(first.x), Short(first.y));
    for corner in points.windows(3) {
        let [before, at, after] = [corner[0], corner[1], corner[2]];
        let radius = CORNER.min(before.distance(at) / 2.0).min(at.distance(after) / 2.0);
        let (start, end) = (toward(at, before, radius), toward(at, after, radius));
        let _ = write!(
            path,
            "L{} {}Q{} {} {} {}",
            Short(start.x),
            Short(start.y),
            Short(at.x),
            Short(at.y),
            Short(end.x),
            Short(end.y)
        );
    }
    if let Some(last) = points.last().filter(|_| points.len() > 1) {
        let _ = write!(path, "L{} {}", Short(last.x), Short(last.y));
    }
    path
}

/// The point so far from one point in the direction of another.
fn toward(from: Point, to: Point, by: f64) -> Point {
    let length = from.distance(to);
    if length == 0.0 {
        return from;
    }
    Point::new(from.x + (to.x - from.x) * by / length, from.y + (to.y - from.y) * by / length)
}
