//! From a machine to its picture: container by container, the innermost first.
//!
//! No arrow crosses the border of a Parallel or Map, so each scope is a drawing of its own and its container is a
//! plain box in the drawing around.

use std::collections::{BTreeMap, BTreeSet};

use asl::{Kind, Machine, Next, Scope, ScopeId, State, StateId, Target};
use json::Text;

use crate::layered::{self, Arrow, Drawing, Flow, Item};
use crate::{
    Direction, Edge, EdgeKind, Hue, Icon, Label, Node, NodeId, Point, Rect, Scene, Shape, Size, describe,
    measure, wording,
};

/// The size of a state's card.
pub const NODE_WIDTH: f64 = 232.0;
pub const NODE_HEIGHT: f64 = 56.0;

/// The size of a Start or End pill.
pub const PILL_WIDTH: f64 = 64.0;
pub const PILL_HEIGHT: f64 = 28.0;

/// The height of a container's header.
pub const HEADER: f64 = 40.0;

/// The height of a label on an edge, and its font.
pub const LABEL_HEIGHT: f64 = 20.0;
const LABEL_FONT: f64 = 11.0;
const LABEL_ROOM: f64 = 180.0;

/// Between a container's border and what is inside.
const PADDING: f64 = 16.0;
/// Between a lane's border and what is inside.
const LANE_PADDING: f64 = 12.0;
/// Between two lanes.
const LANE_GAP: f64 = 12.0;
/// Around the whole picture.
const MARGIN: f64 = 24.0;

/// What may be chosen about a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub direction: Direction,
    /// The Parallel and Map states that are shown closed.
    pub collapsed: BTreeSet<StateId>,
}

/// Draws a machine. Broken ones too: what has no place in the flow stands beside it.
pub fn layout(machine: &Machine, options: &Options) -> Scene {
    let order = outside_in(machine, options);
    let mut painter = Painter {
        machine,
        options,
        parts: (0..machine.scopes.len()).map(|_| None).collect(),
        boxes: vec![None; machine.states.len()],
    };
    for scope in order.into_iter().rev() {
        let part = painter.draw(scope);
        painter.parts[scope.0 as usize] = Some(part);
    }
    painter.assemble()
}

/// The scopes that are shown, each behind the one around it.
fn outside_in(machine: &Machine, options: &Options) -> Vec<ScopeId> {
    let mut scopes = vec![ScopeId::TOP];
    let mut done = 0;
    while let Some(scope) = scopes.get(done).copied() {
        done += 1;
        for state in &machine.scope(scope).states {
            if !options.collapsed.contains(state) {
                scopes.extend(machine.scopes_in(*state));
            }
        }
    }
    scopes
}

struct Painter<'a> {
    machine: &'a Machine,
    options: &'a Options,
    /// The drawing of each scope.
    parts: Vec<Option<Part>>,
    /// The open containers.
    boxes: Vec<Option<Container>>,
}

/// A scope, drawn.
struct Part {
    ids: Vec<NodeId>,
    edges: Vec<Wire>,
    drawing: Drawing,
}

/// What an arrow of a flow stands for.
struct Wire {
    from: usize,
    to: usize,
    kind: EdgeKind,
    label: Option<(String, String)>,
}

/// An open container: its size, and where its scopes are in it.
#[derive(Clone)]
struct Container {
    size: Size,
    lanes: Vec<Lane>,
}

#[derive(Clone)]
struct Lane {
    /// None where the state has no scope.
    scope: Option<ScopeId>,
    rect: Rect,
    /// Where the drawing of the scope begins.
    content: Point,
}

impl Painter<'_> {
    /// Draws one scope; everything inside it is drawn already.
    fn draw(&mut self, id: ScopeId) -> Part {
        let scope = self.machine.scope(id);
        for state in &scope.states {
            if self.is_open(*state) {
                self.boxes[state.0 as usize] = Some(self.container(*state));
            }
        }
        let mut sketch = Sketch::new(self, id);
        sketch.start(scope);
        for state in self.machine.states_of(id) {
            sketch.arrows(state);
        }
        let Sketch { ids, flow, wires, .. } = sketch;
        let drawing = layered::draw(&flow);
        Part { ids, edges: wires, drawing }
    }

    fn is_open(&self, state: StateId) -> bool {
        let is_container = match &self.machine.state(state).kind {
            Kind::Parallel(_) | Kind::Map(_) => true,
            Kind::Pass(_)
            | Kind::Task(_)
            | Kind::Choice(_)
            | Kind::Wait(_)
            | Kind::Succeed
            | Kind::Fail(_)
            | Kind::Unknown(_) => false,
        };
        is_container && !self.options.collapsed.contains(&state)
    }

    /// The size of a scope's drawing on the screen.
    fn content(&self, scope: ScopeId) -> Size {
        match &self.parts[scope.0 as usize] {
            Some(part) => self.turned(part.drawing.across, part.drawing.along),
            None => Size { width: NODE_WIDTH, height: NODE_HEIGHT },
        }
    }

    fn turned(&self, across: f64, along: f64) -> Size {
        match self.options.direction {
            Direction::Down => Size { width: across, height: along },
            Direction::Right => Size { width: along, height: across },
        }
    }

    /// Places the scopes of a container beside each other, in the order of the definition.
    fn container(&self, id: StateId) -> Container {
        let state = self.machine.state(id);
        let scopes = self.machine.scopes_in(id);
        let is_parallel = matches!(state.kind, Kind::Parallel(_));
        let (padding, inset) = if is_parallel { (LANE_GAP, LANE_PADDING) } else { (PADDING, 0.0) };
        let scopes: Vec<Option<ScopeId>> =
            if scopes.is_empty() { vec![None] } else { scopes.iter().map(|scope| Some(*scope)).collect() };
        let contents: Vec<Size> = scopes
            .iter()
            .map(|scope| match scope {
                Some(scope) => self.content(*scope),
                None => Size { width: NODE_WIDTH, height: NODE_HEIGHT },
            })
            .collect();
        let widest = contents.iter().map(|size| size.width).fold(0.0, f64::max);
        let highest = contents.iter().map(|size| size.height).fold(0.0, f64::max);
        let mut lanes = Vec::with_capacity(scopes.len());
        let mut at = Point::new(padding, HEADER);
        for (scope, size) in scopes.into_iter().zip(contents) {
            let (width, height) = match self.options.direction {
                Direction::Down => (size.width + 2.0 * inset, highest + 2.0 * inset),
                Direction::Right => (widest + 2.0 * inset, size.height + 2.0 * inset),
            };
            lanes.push(Lane {
                scope,
                rect: Rect::new(at.x, at.y, width, height),
                content: at.plus(inset, inset),
            });
            match self.options.direction {
                Direction::Down => at.x += width + LANE_GAP,
                Direction::Right => at.y += height + LANE_GAP,
            }
        }
        let inner = lanes.iter().map(|lane| lane.rect).reduce(Rect::union).unwrap_or_default();
        let header = measure::bold_width(&state.name, 12.0).min(240.0)
            + measure::width(&describe::subtitle(state), 11.0).min(200.0)
            + 22.0 * describe::marks(self.machine, state).len() as f64
            + 86.0;
        let width = (inner.right() + padding).max(header).ceil();
        let shift = ((width - padding - inner.right()) / 2.0).floor();
        for lane in &mut lanes {
            lane.rect = lane.rect.moved(shift, 0.0);
            lane.content = lane.content.plus(shift, 0.0);
        }
        Container { size: Size { width, height: inner.bottom() + padding }, lanes }
    }

    /// The box of a node on the screen, before it has a place.
    fn size(&self, id: NodeId) -> Size {
        match id {
            NodeId::State(state) => match &self.boxes[state.0 as usize] {
                Some(container) => container.size,
                None => Size { width: NODE_WIDTH, height: NODE_HEIGHT },
            },
            NodeId::Start | NodeId::End(_) => Size { width: PILL_WIDTH, height: PILL_HEIGHT },
            NodeId::Scope(_) | NodeId::Empty(_) | NodeId::Hollow(_) => {
                Size { width: NODE_WIDTH, height: NODE_HEIGHT }
            }
            NodeId::Missing(..) => Size { width: 180.0, height: 32.0 },
        }
    }

    fn item(&self, id: NodeId) -> Item {
        let size = self.size(id);
        let is_container = size.height > NODE_HEIGHT;
        match self.options.direction {
            Direction::Down => Item {
                across: size.width,
                along: size.height,
                side: if is_container { HEADER / 2.0 } else { size.height / 2.0 },
            },
            Direction::Right => Item {
                across: size.height,
                along: size.width,
                side: (size.width / 2.0).min(NODE_WIDTH / 2.0),
            },
        }
    }

    /// Puts all drawings into each other.
    fn assemble(self) -> Scene {
        let mut scene = Scene { direction: self.options.direction, ..Scene::default() };
        let mut waiting =
            vec![Step::Scope { scope: ScopeId::TOP, at: Point::new(MARGIN, MARGIN), parent: None }];
        while let Some(step) = waiting.pop() {
            match step {
                Step::Scope { scope, at, parent } => {
                    self.add_scope(&mut scene, scope, at, parent, &mut waiting)
                }
                Step::Node { id, rect, parent, name } => {
                    self.add_node(&mut scene, id, rect, parent, name, &mut waiting)
                }
            }
        }
        let whole = self.content(ScopeId::TOP);
        scene.size = Size { width: whole.width + 2.0 * MARGIN, height: whole.height + 2.0 * MARGIN };
        scene.index();
        scene
    }

    fn add_scope(
        &self,
        scene: &mut Scene,
        scope: ScopeId,
        at: Point,
        parent: Option<usize>,
        waiting: &mut Vec<Step>,
    ) {
        let Some(part) = &self.parts[scope.0 as usize] else {
            return;
        };
        for (id, rect) in part.ids.iter().zip(&part.drawing.items).rev() {
            let name = match id {
                NodeId::Missing(_, index) => self.missing(scope).get(*index as usize).cloned(),
                NodeId::State(_)
                | NodeId::Start
                | NodeId::End(_)
                | NodeId::Scope(_)
                | NodeId::Empty(_)
                | NodeId::Hollow(_) => None,
            };
            waiting.push(Step::Node { id: *id, rect: self.upright(*rect, at), parent, name });
        }
        for (wire, route) in part.edges.iter().zip(&part.drawing.routes) {
            let points = route.points.iter().map(|point| {
                let turned = self.turned(point.x, point.y);
                at.plus(turned.width, turned.height)
            });
            let label = wire.label.as_ref().zip(route.label).map(|((text, full), rect)| Label {
                text: text.clone(),
                full: full.clone(),
                rect: self.upright(rect, at),
            });
            scene.edges.push(Edge {
                from: part.ids[wire.from],
                to: part.ids[wire.to],
                kind: wire.kind,
                is_back: route.is_back,
                points: points.collect(),
                label,
            });
        }
    }

    fn add_node(
        &self,
        scene: &mut Scene,
        id: NodeId,
        rect: Rect,
        parent: Option<usize>,
        name: Option<Text>,
        waiting: &mut Vec<Step>,
    ) {
        let depth = parent.map_or(0, |parent| scene.nodes[parent].depth + 1);
        let place = scene.nodes.len();
        let plain = |shape, icon, title: &str| Node {
            id,
            rect,
            parent,
            depth,
            shape,
            icon,
            hue: Hue::Neutral,
            title: Text::from(title),
            subtitle: String::new(),
            marks: Vec::new(),
        };
        let node = match id {
            NodeId::State(state) => self.state_node(state, rect, parent, depth),
            NodeId::Start => plain(Shape::Pill, Icon::Start, "Start"),
            NodeId::End(_) => plain(Shape::Pill, Icon::End, "End"),
            NodeId::Scope(_) => plain(Shape::Lane, Icon::Unknown, ""),
            NodeId::Empty(_) | NodeId::Hollow(_) => plain(Shape::Hole, Icon::Unknown, "Drop a state here"),
            NodeId::Missing(..) => Node {
                title: name.unwrap_or_default(),
                subtitle: String::from("is not in this scope"),
                hue: Hue::Fail,
                ..plain(Shape::Ghost, Icon::Unknown, "")
            },
        };
        scene.nodes.push(node);
        let container = match id {
            NodeId::State(state) => self.boxes[state.0 as usize].as_ref(),
            NodeId::Start
            | NodeId::End(_)
            | NodeId::Scope(_)
            | NodeId::Empty(_)
            | NodeId::Hollow(_)
            | NodeId::Missing(..) => None,
        };
        if let NodeId::Scope(scope) = id {
            let content = self.content(scope);
            let (x, y) = match self.options.direction {
                Direction::Down => ((rect.width - content.width) / 2.0, LANE_PADDING),
                Direction::Right => (LANE_PADDING, (rect.height - content.height) / 2.0),
            };
            waiting.push(Step::Scope { scope, at: Point::new(rect.x + x, rect.y + y), parent: Some(place) });
        }
        let (Some(container), NodeId::State(state)) = (container, id) else {
            return;
        };
        let is_parallel = matches!(self.machine.state(state).kind, Kind::Parallel(_));
        for lane in container.lanes.iter().rev() {
            let at = lane.content.plus(rect.x, rect.y);
            match lane.scope {
                Some(scope) if is_parallel => waiting.push(Step::Node {
                    id: NodeId::Scope(scope),
                    rect: lane.rect.moved(rect.x, rect.y),
                    parent: Some(place),
                    name: None,
                }),
                Some(scope) => waiting.push(Step::Scope { scope, at, parent: Some(place) }),
                None => waiting.push(Step::Node {
                    id: NodeId::Hollow(state),
                    rect: Rect::new(at.x, at.y, NODE_WIDTH, NODE_HEIGHT),
                    parent: Some(place),
                    name: None,
                }),
            }
        }
    }

    fn state_node(&self, id: StateId, rect: Rect, parent: Option<usize>, depth: usize) -> Node {
        let state = self.machine.state(id);
        let shape = match &self.boxes[id.0 as usize] {
            Some(_) => Shape::Container,
            None if self.options.collapsed.contains(&id) && !self.machine.scopes_in(id).is_empty() => {
                Shape::Stack(self.hidden(id))
            }
            None => Shape::Card,
        };
        Node {
            id: NodeId::State(id),
            rect,
            parent,
            depth,
            shape,
            icon: describe::icon(state),
            hue: describe::hue(&state.kind),
            title: state.name.clone(),
            subtitle: describe::subtitle(state),
            marks: describe::marks(self.machine, state),
        }
    }

    /// How many states are inside a state, at any depth.
    fn hidden(&self, id: StateId) -> usize {
        let mut scopes: Vec<ScopeId> = self.machine.scopes_in(id).to_vec();
        let mut count = 0;
        while let Some(scope) = scopes.pop() {
            for state in &self.machine.scope(scope).states {
                count += 1;
                scopes.extend(self.machine.scopes_in(*state));
            }
        }
        count
    }

    /// The names in a scope's arrows that no state answers to, in the order of the text.
    fn missing(&self, scope: ScopeId) -> Vec<Text> {
        // Where there is nothing, the place for the first state stands for the start.
        let is_empty = self.machine.scope(scope).states.is_empty();
        let start = self.machine.scope(scope).start.iter().filter(|_| !is_empty);
        let targets = self.machine.states_of(scope).flat_map(State::targets);
        let mut names: Vec<Text> = Vec::new();
        for target in start.chain(targets).filter(|target| target.state.is_none()) {
            if !names.contains(&target.name) {
                names.push(target.name.clone());
            }
        }
        names
    }

    /// A box of a drawing, on the screen.
    fn upright(&self, rect: Rect, at: Point) -> Rect {
        let (place, size) = (self.turned(rect.x, rect.y), self.turned(rect.width, rect.height));
        Rect::new(at.x + place.width, at.y + place.height, size.width, size.height)
    }
}

enum Step {
    Scope { scope: ScopeId, at: Point, parent: Option<usize> },
    Node { id: NodeId, rect: Rect, parent: Option<usize>, name: Option<Text> },
}

/// A scope on its way to a flow.
struct Sketch<'a> {
    painter: &'a Painter<'a>,
    scope: ScopeId,
    ids: Vec<NodeId>,
    flow: Flow,
    wires: Vec<Wire>,
    places: BTreeMap<StateId, usize>,
    missing: Vec<Text>,
}

impl<'a> Sketch<'a> {
    fn new(painter: &'a Painter<'a>, scope: ScopeId) -> Sketch<'a> {
        Sketch {
            painter,
            scope,
            ids: Vec::new(),
            flow: Flow::default(),
            wires: Vec::new(),
            places: BTreeMap::new(),
            missing: painter.missing(scope),
        }
    }

    fn add(&mut self, id: NodeId) -> usize {
        self.ids.push(id);
        self.flow.items.push(self.painter.item(id));
        self.ids.len() - 1
    }

    /// The Start pill, the states, the ghosts of missing ones, and the first arrow.
    fn start(&mut self, scope: &Scope) {
        let start = (self.scope == ScopeId::TOP).then(|| self.add(NodeId::Start));
        for state in &scope.states {
            let place = self.add(NodeId::State(*state));
            self.places.insert(*state, place);
        }
        for index in 0..self.missing.len() {
            self.add(NodeId::Missing(self.scope, index as u32));
        }
        let hole = scope.states.is_empty().then(|| self.add(NodeId::Empty(self.scope)));
        let first = hole.or_else(|| scope.start.as_ref().map(|target| self.target(target)));
        if let (Some(start), Some(first)) = (start, first) {
            self.connect(start, first, EdgeKind::Start, None);
        }
        self.flow.root = start.or(first);
        // Beside the first state, not beside the small pill above it.
        self.flow.stray_layer = usize::from(start.is_some());
    }

    /// All arrows out of a state, in the order of drawing.
    fn arrows(&mut self, state: &State) {
        let from = self.places[&state.id];
        match &state.next {
            Next::To(target) => {
                let to = self.target(target);
                self.connect(from, to, EdgeKind::Next, None);
            }
            Next::End if self.scope == ScopeId::TOP => {
                let end = self.add(NodeId::End(state.id));
                self.connect(from, end, EdgeKind::End, None);
            }
            Next::End | Next::Missing | Next::None => (),
        }
        if let Kind::Choice(choice) = &state.kind {
            for (index, rule) in choice.rules.iter().enumerate() {
                if let Some(target) = &rule.next {
                    let to = self.target(target);
                    self.connect(
                        from,
                        to,
                        EdgeKind::Rule(index),
                        Some((wording::short_rule(rule, fits), wording::rule(rule))),
                    );
                }
            }
            if let Some(target) = &choice.default {
                let to = self.target(target);
                self.connect(
                    from,
                    to,
                    EdgeKind::Default,
                    Some((String::from("Default"), String::from("Default"))),
                );
            }
        }
        for (index, catcher) in state.catch.iter().enumerate() {
            if let Some(target) = &catcher.next {
                let to = self.target(target);
                self.connect(
                    from,
                    to,
                    EdgeKind::Catch(index),
                    Some((wording::short_catcher(catcher, fits), wording::catcher(catcher))),
                );
            }
        }
    }

    fn target(&self, target: &Target) -> usize {
        let place = match target.state {
            Some(state) => self.places.get(&state).copied(),
            None => {
                let index = self.missing.iter().position(|name| *name == target.name);
                index.map(|index| self.places.len() + index + usize::from(self.scope == ScopeId::TOP))
            }
        };
        match place {
            Some(place) => place,
            None => unreachable!("a target is a state of its own scope, or it is missing"),
        }
    }

    fn connect(&mut self, from: usize, to: usize, kind: EdgeKind, label: Option<(String, String)>) {
        let label = label.map(|(short, full)| (measure::fit(&short, LABEL_FONT, LABEL_ROOM), full));
        let size = label.as_ref().map(|(text, _)| {
            let width = (measure::width(text, LABEL_FONT) + 18.0).ceil().max(34.0);
            match self.painter.options.direction {
                Direction::Down => (width, LABEL_HEIGHT),
                Direction::Right => (LABEL_HEIGHT, width),
            }
        });
        self.flow.arrows.push(Arrow { from, to, label: size, is_side: kind.is_catch() });
        self.wires.push(Wire { from, to, kind, label });
    }
}

/// Whether a text fits on a label.
fn fits(text: &str) -> bool {
    measure::width(text, LABEL_FONT) <= LABEL_ROOM
}
