//! What a pointer or a key means: one machine with all its transitions in one `match`.
//!
//! Gestures change nothing: they give intents, which the studio and the editor carry out.

use std::sync::Arc;

use asl::{Machine, StateId};

use crate::keyboard::{self, Key};
use crate::{
    Edge, EdgeKind, Hit, NodeId, Place, Point, Rect, Scene, Shape, Size, Step, Viewport, Zone, plus, zone_at,
    zones,
};

/// What is going on.
#[derive(Clone, Debug, Default)]
pub enum Gesture {
    #[default]
    Idle,
    /// A pointer is down and has not moved far: a click, or the beginning of something.
    Pressed(Press),
    Panning {
        pointer: Pointer,
        last: Point,
    },
    /// Two fingers.
    Pinching {
        one: (Pointer, Point),
        other: (Pointer, Point),
    },
    /// A box is drawn around states.
    Marquee {
        pointer: Pointer,
        from: Point,
        to: Point,
        adds: bool,
    },
    /// States, or something from the browser, hang on the pointer.
    Dragging(Drag),
    /// An arrow is drawn to a state.
    Connecting(Connection),
}

/// A pointer that is down.
#[derive(Clone, Debug, PartialEq)]
pub struct Press {
    pub pointer: Pointer,
    pub at: Point,
    pub on: Target,
    pub held: Held,
    pub is_touch: bool,
    /// A second press at the same place in short time.
    pub is_double: bool,
    button: Button,
}

/// Things on their way to a drop.
#[derive(Clone, Debug)]
pub struct Drag {
    pub pointer: Pointer,
    pub load: Load,
    /// Where the pointer is in the window.
    pub at: Point,
    pub zones: Arc<[Zone]>,
    /// The zone under the pointer.
    pub over: Option<usize>,
    /// Why nothing may be dropped there.
    pub refusal: Option<String>,
    /// Whether the pointer has been away from the border: what comes in from outside must not push the picture away.
    has_entered: bool,
}

/// What is dragged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Load {
    States(Vec<StateId>),
    /// Something of the browser, by the name that the host gave it.
    Fresh(String),
}

/// An arrow on its way to a state.
#[derive(Clone, Debug)]
pub struct Connection {
    pub pointer: Pointer,
    pub handle: Handle,
    /// Where the pointer is in the window.
    pub at: Point,
    pub over: Option<NodeId>,
    pub refusal: Option<String>,
}

/// Where an arrow is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Handle {
    /// The way on from a state: `Next`.
    Next(StateId),
    /// A rule that the Choice does not have yet.
    NewRule(StateId),
    /// A catcher that the state does not have yet.
    NewCatch(StateId),
    /// The head of an arrow that is there.
    Head { from: NodeId, kind: EdgeKind },
}

/// What lies under a pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    Ground,
    Node(NodeId),
    Edge {
        from: NodeId,
        kind: EdgeKind,
    },
    /// The “+” on an edge.
    Plus {
        from: NodeId,
        kind: EdgeKind,
    },
    Handle(Handle),
}

/// A pointer of the host, by its number.
pub type Pointer = i32;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Button {
    #[default]
    Main,
    Middle,
    Second,
}

/// Keys that are held while something else happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub shift: bool,
    /// Control, or Command on a Mac.
    pub control: bool,
    pub alt: bool,
    pub space: bool,
}

/// What happens; points are in the window.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Down {
        pointer: Pointer,
        at: Point,
        button: Button,
        held: Held,
        is_touch: bool,
        is_double: bool,
    },
    Move {
        pointer: Pointer,
        at: Point,
    },
    Up {
        pointer: Pointer,
        at: Point,
    },
    /// The host took the pointer away.
    Cancel {
        pointer: Pointer,
    },
    /// A pointer has been down without moving for half a second.
    LongPress {
        pointer: Pointer,
    },
    Wheel {
        at: Point,
        x: f64,
        y: f64,
        held: Held,
    },
    Key {
        key: Key,
        held: Held,
    },
    /// Something is dragged in from outside of the canvas.
    Bring {
        pointer: Pointer,
        load: String,
        at: Point,
    },
}

/// What the user wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// These states alone; none clears the selection.
    Select(Vec<StateId>),
    /// In if it is out, out if it is in.
    Toggle(StateId),
    /// These too.
    Add(Vec<StateId>),
    SelectAll,
    /// Asks where the selection is to be moved.
    ChooseMove,
    /// This arrow alone.
    SelectEdge {
        from: NodeId,
        kind: EdgeKind,
    },
    /// Takes the arrow away; a rule or a catcher goes with it.
    RemoveEdge {
        from: NodeId,
        kind: EdgeKind,
    },
    /// Shows what an arrow could lead to.
    ChooseTarget(Handle),
    /// Moves the focus of the keyboard: to a node that is no state, too.
    Focus(NodeId),
    Pan {
        x: f64,
        y: f64,
    },
    Zoom {
        at: Point,
        factor: f64,
    },
    Fit,
    ZoomToSelection,
    ActualSize,
    Drop {
        load: Load,
        place: Place,
    },
    /// A drop or a connection that was not possible, and why.
    Refused(String),
    Connect {
        handle: Handle,
        to: NodeId,
    },
    /// Shows what can be inserted here.
    InsertAt(Place),
    /// Opens the inspector.
    Open(StateId),
    Rename(StateId),
    /// Opens or closes a container.
    Fold(StateId),
    Menu {
        at: Point,
        on: Target,
    },
    Delete,
    Duplicate,
    /// One place earlier or later among the branches of its Choice or Parallel.
    Shift {
        state: StateId,
        later: bool,
    },
    Undo,
    Redo,
    Find,
    ShowKeys,
}

/// What gestures look at.
#[derive(Clone, Copy)]
pub struct World<'a> {
    pub scene: &'a Scene,
    pub machine: &'a Machine,
    pub viewport: Viewport,
    /// The size of the window.
    pub view: Size,
    pub selection: &'a [StateId],
    /// The arrow that is selected.
    pub edge: Option<(NodeId, EdgeKind)>,
    /// Where the keyboard is.
    pub focus: Option<NodeId>,
    pub rules: &'a dyn Rules,
}

/// What may be done, as the editor will answer when it is asked in earnest; the error says why not.
pub trait Rules {
    /// Whether anything may be changed at all; if not, every drag moves the picture.
    fn is_editable(&self) -> bool {
        true
    }

    fn may_drop(&self, load: &Load, place: Place) -> Result<(), String>;
    fn may_connect(&self, handle: Handle, to: NodeId) -> Result<(), String>;
}

/// How far a pressed pointer may move and still click.
const SLOP: f64 = 4.0;
const TOUCH_SLOP: f64 = 10.0;
/// Near the border of the window a drag moves the picture, by so much for each move.
const EDGE: f64 = 28.0;
const EDGE_SPEED: f64 = 12.0;
/// How near a pointer must be to a handle or a “+”.
const GRIP: f64 = 9.0;
const TOUCH_GRIP: f64 = 22.0;

impl Gesture {
    /// What an input makes of a gesture, and what the user wants by it.
    pub fn step(self, input: Input, world: &World<'_>) -> (Gesture, Vec<Intent>) {
        match (self, input) {
            // A first pointer goes down.
            (Gesture::Idle, Input::Down { pointer, at, button, held, is_touch, is_double }) => {
                let on = if held.space || button == Button::Middle {
                    Target::Ground
                } else {
                    target(world, at, is_touch)
                };
                let press = Press { pointer, at, on, held, is_touch, is_double, button };
                match button {
                    Button::Middle => (Gesture::Panning { pointer, last: at }, Vec::new()),
                    Button::Main if held.space => (Gesture::Panning { pointer, last: at }, Vec::new()),
                    Button::Main => (Gesture::Pressed(press), Vec::new()),
                    Button::Second if world.rules.is_editable() => (Gesture::Idle, menu(world, at, on)),
                    Button::Second => (Gesture::Idle, Vec::new()),
                }
            }

            // A second finger turns whatever the first began into a pinch.
            (Gesture::Pressed(press), Input::Down { pointer, at, .. }) if press.is_touch => {
                (Gesture::Pinching { one: (press.pointer, press.at), other: (pointer, at) }, Vec::new())
            }
            (Gesture::Panning { pointer: first, last }, Input::Down { pointer, at, is_touch: true, .. }) => {
                (Gesture::Pinching { one: (first, last), other: (pointer, at) }, Vec::new())
            }

            // Pressed: a little movement is nothing, more is the beginning of something.
            (Gesture::Pressed(press), Input::Move { pointer, at }) if pointer == press.pointer => {
                let slop = if press.is_touch { TOUCH_SLOP } else { SLOP };
                if press.at.distance(at) < slop {
                    (Gesture::Pressed(press), Vec::new())
                } else {
                    begin(press, at, world)
                }
            }
            (Gesture::Pressed(press), Input::Up { pointer, at }) if pointer == press.pointer => {
                (Gesture::Idle, click(&press, at, world))
            }
            (Gesture::Pressed(press), Input::LongPress { pointer })
                if pointer == press.pointer && world.rules.is_editable() =>
            {
                (Gesture::Idle, menu(world, press.at, press.on))
            }

            (Gesture::Panning { pointer, last }, Input::Move { pointer: moved, at }) if pointer == moved => {
                let pan = Intent::Pan { x: at.x - last.x, y: at.y - last.y };
                (Gesture::Panning { pointer, last: at }, vec![pan])
            }
            (Gesture::Panning { pointer, .. }, Input::Up { pointer: lifted, .. }) if pointer == lifted => {
                (Gesture::Idle, Vec::new())
            }

            // Both fingers move and stretch the picture; when one is lifted, the other goes on moving it.
            (Gesture::Pinching { one, other }, Input::Move { pointer, at })
                if pointer == one.0 || pointer == other.0 =>
            {
                let (new_one, new_other) =
                    if pointer == one.0 { ((one.0, at), other) } else { (one, (other.0, at)) };
                let intents = pinch(one.1, other.1, new_one.1, new_other.1);
                (Gesture::Pinching { one: new_one, other: new_other }, intents)
            }
            (Gesture::Pinching { one, other }, Input::Up { pointer, .. }) if pointer == one.0 => {
                (Gesture::Panning { pointer: other.0, last: other.1 }, Vec::new())
            }
            (Gesture::Pinching { one, other }, Input::Up { pointer, .. }) if pointer == other.0 => {
                (Gesture::Panning { pointer: one.0, last: one.1 }, Vec::new())
            }

            (Gesture::Marquee { pointer, from, adds, .. }, Input::Move { pointer: moved, at })
                if pointer == moved =>
            {
                let pan = push(at, world.view);
                // The box's first corner stays on the picture while the picture is pushed.
                let from = pan.as_ref().map_or(from, |(x, y)| from.plus(*x, *y));
                let intents = pan.map(|(x, y)| Intent::Pan { x, y }).into_iter().collect();
                (Gesture::Marquee { pointer, from, to: at, adds }, intents)
            }
            (Gesture::Marquee { pointer, from, adds, .. }, Input::Up { pointer: lifted, at })
                if pointer == lifted =>
            {
                let states = marked(world, from, at);
                (Gesture::Idle, vec![if adds { Intent::Add(states) } else { Intent::Select(states) }])
            }

            (Gesture::Dragging(drag), Input::Move { pointer, at }) if pointer == drag.pointer => {
                let drag = drag.moved(at, world);
                let pan = push(at, world.view).filter(|_| drag.has_entered);
                (Gesture::Dragging(drag), pan.map(|(x, y)| Intent::Pan { x, y }).into_iter().collect())
            }
            (Gesture::Dragging(drag), Input::Up { pointer, at }) if pointer == drag.pointer => {
                (Gesture::Idle, drag.moved(at, world).dropped())
            }

            (Gesture::Connecting(connection), Input::Move { pointer, at })
                if pointer == connection.pointer =>
            {
                let intents = push(at, world.view).map(|(x, y)| Intent::Pan { x, y }).into_iter().collect();
                (Gesture::Connecting(connection.moved(at, world)), intents)
            }
            (Gesture::Connecting(connection), Input::Up { pointer, at }) if pointer == connection.pointer => {
                (Gesture::Idle, connection.moved(at, world).dropped())
            }

            // From outside, only into nothing.
            (Gesture::Idle, Input::Bring { pointer, load, at }) => {
                let drag = Drag::new(pointer, Load::Fresh(load), at, world);
                (Gesture::Dragging(drag.moved(at, world)), Vec::new())
            }

            // Escape ends everything without a trace; only where nothing goes on it clears the selection.
            (
                Gesture::Pressed(_)
                | Gesture::Panning { .. }
                | Gesture::Pinching { .. }
                | Gesture::Marquee { .. }
                | Gesture::Dragging(_)
                | Gesture::Connecting(_),
                Input::Key { key: Key::Escape, .. },
            )
            | (_, Input::Cancel { .. }) => (Gesture::Idle, Vec::new()),
            (Gesture::Idle, Input::Key { key, held }) => (Gesture::Idle, keyboard::press(key, held, world)),

            // The wheel works whatever goes on.
            (gesture, Input::Wheel { at, x, y, held }) => (gesture, vec![wheel(at, x, y, held)]),

            // What does not belong to the gesture changes nothing.
            (
                gesture,
                Input::Down { .. }
                | Input::Move { .. }
                | Input::Up { .. }
                | Input::LongPress { .. }
                | Input::Key { .. }
                | Input::Bring { .. },
            ) => (gesture, Vec::new()),
        }
    }

    /// Whether the host should tell of a long press when the pointer stays down.
    pub fn awaits_long_press(&self) -> bool {
        matches!(self, Gesture::Pressed(press) if press.is_touch)
    }
}

/// What lies under a point of the window.
pub fn target(world: &World<'_>, at: Point, is_touch: bool) -> Target {
    let grip = if is_touch { TOUCH_GRIP } else { GRIP };
    // Handles are on the border of their card; the better part of a card stays the card, however small it is drawn.
    let handle_grip = grip.min(crate::NODE_HEIGHT * world.viewport.scale * 0.3).max(4.0);
    let near = |point: Point| world.viewport.to_view(point).distance(at) <= handle_grip;
    let is_editable = world.rules.is_editable();
    for state in world.selection.iter().filter(|_| is_editable) {
        let mut handles = handles(world.scene, world.machine, *state).into_iter();
        if let Some((handle, _)) = handles.find(|(_, point)| near(*point)) {
            return Target::Handle(handle);
        }
    }
    // The head of the arrow that is selected is shown as a handle, too.
    if let Some((from, kind)) = world.edge.filter(|_| is_editable) {
        let edge = world.scene.edges_from(from).map(|(_, edge)| edge).find(|edge| edge.kind == kind);
        if edge.and_then(|edge| edge.points.last()).is_some_and(|head| near(*head)) {
            return Target::Handle(Handle::Head { from, kind });
        }
    }
    let point = world.viewport.to_scene(at);
    let hit = world.scene.hit(point);
    if let Some(Hit::Node(place)) = hit
        && world.scene.nodes[place].shape != Shape::Container
        && world.scene.nodes[place].shape != Shape::Lane
    {
        return Target::Node(world.scene.nodes[place].id);
    }
    let reach = grip / world.viewport.scale;
    let around = world.scene.grid.edges_at(Rect::around(point, 2.0 * reach, 2.0 * reach));
    let plus = around
        .filter(|_| is_editable)
        .map(|place| &world.scene.edges[place])
        .map(|edge: &Edge| (plus(world.scene, edge, world.viewport).distance(at), edge))
        .filter(|(distance, _)| *distance <= grip)
        .min_by(|one, other| one.0.total_cmp(&other.0));
    if let Some((_, edge)) = plus {
        return Target::Plus { from: edge.from, kind: edge.kind };
    }
    match hit {
        Some(Hit::Node(place)) => match world.scene.nodes[place].shape {
            // The ground of an open container is ground: a press there moves the picture.
            Shape::Lane => Target::Ground,
            Shape::Container if point.y > world.scene.nodes[place].rect.y + crate::HEADER => Target::Ground,
            Shape::Container | Shape::Card | Shape::Pill | Shape::Stack(_) | Shape::Hole | Shape::Ghost => {
                Target::Node(world.scene.nodes[place].id)
            }
        },
        Some(Hit::Edge(place)) => {
            let edge = &world.scene.edges[place];
            Target::Edge { from: edge.from, kind: edge.kind }
        }
        None => Target::Ground,
    }
}

/// The points of a state that arrows can be drawn from, in the scene.
pub fn handles(scene: &Scene, machine: &Machine, id: StateId) -> Vec<(Handle, Point)> {
    let Some(node) = scene.state(id) else {
        return Vec::new();
    };
    let state = machine.state(id);
    let rect = node.rect;
    let (end, side) = match scene.direction {
        crate::Direction::Down => (
            Point::new(rect.center().x, rect.bottom()),
            Point::new(rect.right(), rect.y + rect.height.min(56.0) / 2.0),
        ),
        crate::Direction::Right => (
            Point::new(rect.right(), rect.center().y),
            Point::new(rect.x + rect.width.min(232.0) / 2.0, rect.bottom()),
        ),
    };
    let mut handles = match &state.kind {
        asl::Kind::Choice(_) => vec![(Handle::NewRule(id), end)],
        asl::Kind::Task(_) | asl::Kind::Parallel(_) | asl::Kind::Map(_) => {
            vec![(Handle::Next(id), end), (Handle::NewCatch(id), side)]
        }
        asl::Kind::Pass(_) | asl::Kind::Wait(_) | asl::Kind::Unknown(_) => vec![(Handle::Next(id), end)],
        asl::Kind::Succeed | asl::Kind::Fail(_) => Vec::new(),
    };
    for (_, edge) in scene.edges_from(NodeId::State(id)).filter(|(_, edge)| edge.kind != EdgeKind::End) {
        if let Some(head) = edge.points.last() {
            handles.push((Handle::Head { from: edge.from, kind: edge.kind }, *head));
        }
    }
    handles
}

/// What a press becomes when it moves.
fn begin(press: Press, at: Point, world: &World<'_>) -> (Gesture, Vec<Intent>) {
    let Press { pointer, on, held, is_touch, .. } = press;
    let pan = |from: Point| {
        let pan = Intent::Pan { x: at.x - from.x, y: at.y - from.y };
        (Gesture::Panning { pointer, last: at }, vec![pan])
    };
    match on {
        Target::Ground if held.shift && world.rules.is_editable() => {
            (Gesture::Marquee { pointer, from: press.at, to: at, adds: held.control }, Vec::new())
        }
        Target::Ground | Target::Edge { .. } | Target::Plus { .. } => pan(press.at),
        Target::Node(_) if !world.rules.is_editable() => pan(press.at),
        Target::Node(NodeId::State(state)) => {
            let is_selected = world.selection.contains(&state);
            // A finger on a state that is not selected moves the picture: most of the screen is states.
            if is_touch && !is_selected {
                return pan(press.at);
            }
            let (states, intents) = if is_selected {
                (world.selection.to_vec(), Vec::new())
            } else {
                (vec![state], vec![Intent::Select(vec![state])])
            };
            (Gesture::Dragging(Drag::new(pointer, Load::States(states), at, world).moved(at, world)), intents)
        }
        Target::Node(_) => pan(press.at),
        Target::Handle(handle) => {
            let connection = Connection { pointer, handle, at, over: None, refusal: None };
            (Gesture::Connecting(connection.moved(at, world)), Vec::new())
        }
    }
}

/// What a press means that did not move.
fn click(press: &Press, at: Point, world: &World<'_>) -> Vec<Intent> {
    let adds = press.held.shift || press.held.control;
    match press.on {
        Target::Ground if adds => Vec::new(),
        Target::Ground => vec![Intent::Select(Vec::new())],
        Target::Node(NodeId::State(state)) if adds => vec![Intent::Toggle(state)],
        Target::Node(NodeId::State(state)) => {
            let is_again = press.is_double || press.is_touch && world.selection == [state];
            match world.scene.state(state).map(|node| node.shape) {
                Some(Shape::Container | Shape::Stack(_)) if press.is_double => {
                    vec![Intent::Select(vec![state]), Intent::Fold(state)]
                }
                Some(_) | None if is_again => vec![Intent::Select(vec![state]), Intent::Open(state)],
                Some(_) | None => vec![Intent::Select(vec![state])],
            }
        }
        Target::Node(id @ (NodeId::Empty(_) | NodeId::Hollow(_))) => vec![Intent::InsertAt(Place::Node(id))],
        Target::Node(NodeId::Start | NodeId::End(_) | NodeId::Scope(_) | NodeId::Missing(..)) => {
            vec![Intent::Select(Vec::new())]
        }
        Target::Edge { from, kind } => vec![Intent::SelectEdge { from, kind }],
        Target::Plus { from, kind } => vec![Intent::InsertAt(Place::Edge { from, kind })],
        Target::Handle(Handle::Head { from, kind }) => vec![Intent::SelectEdge { from, kind }],
        Target::Handle(Handle::Next(state)) => {
            let edge = world.scene.edges_from(NodeId::State(state)).find(|(_, edge)| !edge.kind.is_catch());
            let kind = edge.map_or(EdgeKind::End, |(_, edge)| edge.kind);
            vec![Intent::InsertAt(Place::Edge { from: NodeId::State(state), kind })]
        }
        Target::Handle(Handle::NewRule(state)) => vec![Intent::InsertAt(Place::NewRule(state))],
        Target::Handle(Handle::NewCatch(state)) => {
            vec![Intent::Menu { at, on: Target::Node(NodeId::State(state)) }]
        }
    }
}

/// A menu for what is under the pointer; a state outside the selection becomes the selection first.
fn menu(world: &World<'_>, at: Point, on: Target) -> Vec<Intent> {
    let mut intents = Vec::new();
    if let Target::Node(NodeId::State(state)) = on
        && !world.selection.contains(&state)
    {
        intents.push(Intent::Select(vec![state]));
    }
    intents.push(Intent::Menu { at, on });
    intents
}

/// The states inside a box of the window. A container counts when it is wholly inside, and then its states do not.
fn marked(world: &World<'_>, from: Point, to: Point) -> Vec<StateId> {
    let (from, to) = (world.viewport.to_scene(from), world.viewport.to_scene(to));
    let places = world.scene.inside(Rect::spanned(from, to));
    let is_taken = |place: &usize| places.binary_search(place).is_ok();
    let parents = |place: usize| {
        std::iter::successors(world.scene.nodes[place].parent, |parent| world.scene.nodes[*parent].parent)
    };
    places
        .iter()
        .filter(|place| !parents(**place).any(|parent| is_taken(&parent)))
        .filter_map(|place| world.scene.nodes[*place].state())
        .collect()
}

/// How two fingers move the picture: by their middle, and by how far they are apart.
fn pinch(one: Point, other: Point, new_one: Point, new_other: Point) -> Vec<Intent> {
    let middle = |one: Point, other: Point| Point::new((one.x + other.x) / 2.0, (one.y + other.y) / 2.0);
    let (before, after) = (middle(one, other), middle(new_one, new_other));
    let (length, new_length) = (one.distance(other), new_one.distance(new_other));
    let mut intents = vec![Intent::Pan { x: after.x - before.x, y: after.y - before.y }];
    if length > 1.0 && new_length > 1.0 {
        intents.push(Intent::Zoom { at: after, factor: new_length / length });
    }
    intents
}

/// The wheel moves the picture; with Control (which is also how a trackpad says pinch) it zooms.
fn wheel(at: Point, x: f64, y: f64, held: Held) -> Intent {
    if held.control {
        // A notch of a wheel is about 100, a pinch sends many small numbers.
        return Intent::Zoom { at, factor: (-y.clamp(-120.0, 120.0) * 0.006).exp() };
    }
    if held.shift && x == 0.0 { Intent::Pan { x: -y, y: 0.0 } } else { Intent::Pan { x: -x, y: -y } }
}

/// How the picture is pushed when something is dragged to the border of the window.
fn push(at: Point, view: Size) -> Option<(f64, f64)> {
    let one = |place: f64, length: f64| {
        if place < EDGE {
            EDGE_SPEED
        } else if place > length - EDGE {
            -EDGE_SPEED
        } else {
            0.0
        }
    };
    let (x, y) = (one(at.x, view.width), one(at.y, view.height));
    (x != 0.0 || y != 0.0).then_some((x, y))
}

impl Drag {
    fn new(pointer: Pointer, load: Load, at: Point, world: &World<'_>) -> Drag {
        Drag {
            pointer,
            load,
            at,
            zones: zones(world.scene, world.machine).into(),
            over: None,
            refusal: None,
            has_entered: false,
        }
    }

    /// The drag with the pointer elsewhere.
    fn moved(self, at: Point, world: &World<'_>) -> Drag {
        let is_inside = Rect::new(0.0, 0.0, world.view.width, world.view.height).contains(at);
        let over = zone_at(&self.zones, world.viewport.to_scene(at)).filter(|_| is_inside);
        let refusal = match over {
            Some(zone) if over != self.over || self.refusal.is_none() => {
                world.rules.may_drop(&self.load, self.zones[zone].place).err()
            }
            Some(_) => self.refusal,
            None => None,
        };
        let has_entered = self.has_entered || is_inside && push(at, world.view).is_none();
        Drag { at, over, refusal, has_entered, ..self }
    }

    fn dropped(self) -> Vec<Intent> {
        match (self.over, self.refusal) {
            (Some(_), Some(reason)) => vec![Intent::Refused(reason)],
            (Some(zone), None) => vec![Intent::Drop { load: self.load, place: self.zones[zone].place }],
            (None, _) => Vec::new(),
        }
    }
}

impl Connection {
    fn moved(self, at: Point, world: &World<'_>) -> Connection {
        let over = match world.scene.hit(world.viewport.to_scene(at)) {
            Some(Hit::Node(place)) => Some(world.scene.nodes[place].id),
            Some(Hit::Edge(_)) | None => None,
        };
        let over = over.filter(|id| matches!(id, NodeId::State(_) | NodeId::End(_)));
        let refusal = over.and_then(|to| world.rules.may_connect(self.handle, to).err());
        Connection { at, over, refusal, ..self }
    }

    fn dropped(self) -> Vec<Intent> {
        match (self.over, self.refusal) {
            (Some(_), Some(reason)) => vec![Intent::Refused(reason)],
            (Some(to), None) => vec![Intent::Connect { handle: self.handle, to }],
            (None, _) => Vec::new(),
        }
    }
}

impl std::fmt::Debug for World<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("World").field("viewport", &self.viewport).finish_non_exhaustive()
    }
}

/// The way a step of the keyboard is named, for hosts that read keys.
pub fn step_of(key: Key) -> Option<Step> {
    match key {
        Key::Up => Some(Step::Up),
        Key::Down => Some(Step::Down),
        Key::Left => Some(Step::Left),
        Key::Right => Some(Step::Right),
        Key::Home => Some(Step::First),
        Key::End => Some(Step::Last),
        Key::Enter | Key::Escape | Key::Insert | Key::Delete | Key::Rename | Key::Menu | Key::Letter(_) => {
            None
        }
    }
}
