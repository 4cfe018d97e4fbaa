//! The canvas by keyboard alone: what each key wants. The list of keys that `?` shows is made from here.

use asl::{Next, StateId};

use crate::gesture::step_of;
use crate::{
    Direction, EdgeKind, Handle, Held, Intent, Load, NodeId, Place, Point, Step, Target, World, walk,
};

/// Keys that mean something to the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    Enter,
    Escape,
    Insert,
    /// Delete or Backspace.
    Delete,
    /// F2.
    Rename,
    /// The menu key, or Shift+F10.
    Menu,
    /// A letter, digit or sign, in lower case.
    Letter(char),
}

/// What the keys do, as `?` shows it.
pub const KEYS: [(&str, &str); 23] = [
    ("↑ ↓ ← →", "Walk along the arrows and among siblings, into containers and out of them"),
    ("Shift + ↑ ↓ ← →", "Walk and select"),
    ("Alt + ↑ ↓", "Move the state earlier or later in the flow"),
    ("M", "Move the selection: choose where to"),
    ("Alt + ← →", "Move the branch or rule to the left or right"),
    ("E", "Select the next arrow out of the state; Delete removes it, Enter edits it"),
    ("C, Shift + C", "Lead the arrow to another state; with Shift, catch errors with one"),
    ("Home, End", "First and last state of the scope"),
    ("Enter", "Open the inspector"),
    ("Insert, A", "Add a state behind this one"),
    ("Shift + Insert", "Add a state before this one"),
    ("F2", "Rename"),
    ("Delete", "Remove the selection and mend the flow"),
    ("Ctrl + D", "Duplicate"),
    ("Ctrl + A", "Select all states"),
    ("Ctrl + Z, Ctrl + Shift + Z", "Undo, redo"),
    ("Space", "Fold or unfold a Parallel or Map; held, drag to move the picture"),
    ("+ −", "Zoom in and out"),
    ("0, 1, 2", "Actual size, fit all, zoom to the selection"),
    ("Ctrl + F, /", "Find a state"),
    ("Shift + F10", "Menu"),
    ("Escape", "Cancel a drag, clear the selection"),
    ("?", "Show all keys"),
];

/// How much a key zooms.
const ZOOM: f64 = 1.25;

/// What a key wants where no pointer is busy.
pub fn press(key: Key, held: Held, world: &World<'_>) -> Vec<Intent> {
    let focus = world.focus.or(world.selection.last().map(|state| NodeId::State(*state)));
    let focus = focus.or(world.edge.map(|(from, _)| from));
    let state = match focus {
        Some(NodeId::State(state)) => Some(state),
        Some(_) | None => None,
    };
    if let Some((from, kind)) = world.edge
        && let Some(intents) = on_edge(world, from, kind, key, held)
    {
        return intents;
    }
    if let Some(step) = step_of(key) {
        return if held.alt { shift(world, state, step) } else { go(world, focus, step, held.shift) };
    }
    match key {
        Key::Enter => match focus {
            Some(NodeId::State(state)) => vec![Intent::Open(state)],
            Some(id @ (NodeId::Empty(_) | NodeId::Hollow(_))) => vec![Intent::InsertAt(Place::Node(id))],
            Some(_) | None => Vec::new(),
        },
        Key::Insert => insert(world, focus, held.shift),
        Key::Letter('a') if !held.control => insert(world, focus, held.shift),
        Key::Delete if world.selection.is_empty() => Vec::new(),
        Key::Delete => vec![Intent::Delete],
        Key::Rename => state.map(Intent::Rename).into_iter().collect(),
        Key::Menu => menu(world, focus),
        Key::Escape => vec![Intent::Select(Vec::new())],
        Key::Letter('e') if !held.control => next_edge(world, focus),
        Key::Letter('c') if !held.control => {
            state.map_or_else(Vec::new, |state| choose_target(world, state, held.shift))
        }
        Key::Letter('m') if !held.control && !world.selection.is_empty() => vec![Intent::ChooseMove],
        Key::Letter(letter) => command(world, letter, held, state),
        Key::Up | Key::Down | Key::Left | Key::Right | Key::Home | Key::End => Vec::new(),
    }
}

/// What a key wants of the arrow that is selected; nothing for keys that mean the same as without one.
fn on_edge(world: &World<'_>, from: NodeId, kind: EdgeKind, key: Key, held: Held) -> Option<Vec<Intent>> {
    let edge = world.scene.edges_from(from).map(|(_, edge)| edge).find(|edge| edge.kind == kind);
    Some(match key {
        Key::Delete => vec![Intent::RemoveEdge { from, kind }],
        Key::Insert => vec![Intent::InsertAt(Place::Edge { from, kind })],
        Key::Letter('a') if !held.control => vec![Intent::InsertAt(Place::Edge { from, kind })],
        Key::Letter('c') if !held.control => vec![Intent::ChooseTarget(Handle::Head { from, kind })],
        Key::Enter => match from {
            NodeId::State(state) => vec![Intent::Select(vec![state]), Intent::Open(state)],
            NodeId::Start
            | NodeId::End(_)
            | NodeId::Scope(_)
            | NodeId::Empty(_)
            | NodeId::Hollow(_)
            | NodeId::Missing(..) => Vec::new(),
        },
        Key::Menu => {
            let at = world.viewport.to_view(edge?.middle());
            vec![Intent::Menu { at, on: Target::Edge { from, kind } }]
        }
        Key::Up | Key::Down | Key::Left | Key::Right if !held.alt => {
            let is_onward = match world.scene.direction {
                Direction::Down => key == Key::Down,
                Direction::Right => key == Key::Right,
            };
            // Onward along the arrow; every other way leads back to where it begins.
            match if is_onward { edge?.to } else { from } {
                NodeId::State(state) => {
                    vec![Intent::Select(vec![state]), Intent::Focus(NodeId::State(state))]
                }
                NodeId::Start
                | NodeId::End(_)
                | NodeId::Scope(_)
                | NodeId::Empty(_)
                | NodeId::Hollow(_)
                | NodeId::Missing(..) => Vec::new(),
            }
        }
        Key::Up
        | Key::Down
        | Key::Left
        | Key::Right
        | Key::Home
        | Key::End
        | Key::Escape
        | Key::Rename
        | Key::Letter(_) => return None,
    })
}

/// The arrows out of a node one after the other.
fn next_edge(world: &World<'_>, from: Option<NodeId>) -> Vec<Intent> {
    let from = from.unwrap_or(NodeId::Start);
    let kinds: Vec<EdgeKind> = world.scene.edges_from(from).map(|(_, edge)| edge.kind).collect();
    let now = world.edge.and_then(|(_, kind)| kinds.iter().position(|known| *known == kind));
    let next = now.map_or(0, |now| (now + 1) % kinds.len());
    kinds.get(next).map(|kind| Intent::SelectEdge { from, kind: *kind }).into_iter().collect()
}

/// What a state leads to: its next state, or of a Choice a further rule; with Shift, what catches its errors.
fn choose_target(world: &World<'_>, state: StateId, catches: bool) -> Vec<Intent> {
    let handle = match &world.machine.state(state).kind {
        asl::Kind::Task(_) | asl::Kind::Parallel(_) | asl::Kind::Map(_) if catches => Handle::NewCatch(state),
        asl::Kind::Choice(_) => Handle::NewRule(state),
        asl::Kind::Task(_)
        | asl::Kind::Parallel(_)
        | asl::Kind::Map(_)
        | asl::Kind::Pass(_)
        | asl::Kind::Wait(_)
        | asl::Kind::Unknown(_) => Handle::Next(state),
        asl::Kind::Succeed | asl::Kind::Fail(_) => return Vec::new(),
    };
    vec![Intent::ChooseTarget(handle)]
}

fn command(world: &World<'_>, letter: char, held: Held, state: Option<StateId>) -> Vec<Intent> {
    let center = Point::new(world.view.width / 2.0, world.view.height / 2.0);
    match (letter, held.control) {
        ('a', true) => vec![Intent::SelectAll],
        ('d', true) if !world.selection.is_empty() => vec![Intent::Duplicate],
        ('z', true) if held.shift => vec![Intent::Redo],
        ('z', true) => vec![Intent::Undo],
        ('y', true) => vec![Intent::Redo],
        ('f', true) | ('/', false) => vec![Intent::Find],
        ('+' | '=', _) => vec![Intent::Zoom { at: center, factor: ZOOM }],
        ('-' | '_', _) => vec![Intent::Zoom { at: center, factor: 1.0 / ZOOM }],
        ('0', _) => vec![Intent::ActualSize],
        ('1', false) => vec![Intent::Fit],
        ('2', false) => vec![Intent::ZoomToSelection],
        ('?', _) => vec![Intent::ShowKeys],
        (' ', false) => state
            .filter(|state| !world.machine.scopes_in(*state).is_empty())
            .map(Intent::Fold)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Walks, and takes what it comes to into the selection.
fn go(world: &World<'_>, focus: Option<NodeId>, step: Step, adds: bool) -> Vec<Intent> {
    match walk(world.scene, focus, step) {
        Some(NodeId::State(state)) if adds => {
            vec![Intent::Add(vec![state]), Intent::Focus(NodeId::State(state))]
        }
        Some(NodeId::State(state)) => vec![Intent::Select(vec![state]), Intent::Focus(NodeId::State(state))],
        Some(id) => vec![Intent::Select(Vec::new()), Intent::Focus(id)],
        None => Vec::new(),
    }
}

/// Insert adds behind the state, with Shift before it; on nothing at all, at the beginning.
fn insert(world: &World<'_>, focus: Option<NodeId>, is_before: bool) -> Vec<Intent> {
    let place = match focus {
        Some(NodeId::State(state)) if is_before => before(world, state),
        Some(NodeId::State(state)) => behind(world, state),
        Some(id @ (NodeId::Empty(_) | NodeId::Hollow(_))) => Some(Place::Node(id)),
        Some(_) | None => {
            let hole = world
                .scene
                .nodes
                .iter()
                .find(|node| node.parent.is_none() && matches!(node.id, NodeId::Empty(_)));
            let place = hole.map(|node| Place::Node(node.id));
            place.or(Some(Place::Edge { from: NodeId::Start, kind: EdgeKind::Start }))
        }
    };
    place.map(Intent::InsertAt).into_iter().collect()
}

/// The place behind a state: its way on, or a further rule of a Choice. Succeed and Fail have none.
fn behind(world: &World<'_>, state: StateId) -> Option<Place> {
    let from = NodeId::State(state);
    match (&world.machine.state(state).kind, &world.machine.state(state).next) {
        (asl::Kind::Choice(_), _) => Some(Place::NewRule(state)),
        (_, Next::To(_) | Next::Missing) => Some(Place::Edge { from, kind: EdgeKind::Next }),
        (_, Next::End) => Some(Place::Edge { from, kind: EdgeKind::End }),
        (_, Next::None) => None,
    }
}

/// The place before a state: the first edge of the flow into it, or the start of its scope.
fn before(world: &World<'_>, state: StateId) -> Option<Place> {
    let edges = || world.scene.edges_to(NodeId::State(state)).map(|(_, edge)| edge);
    let edge = edges().find(|edge| !edge.is_back && !edge.kind.is_catch()).or_else(|| edges().next());
    match edge {
        Some(edge) => Some(Place::Edge { from: edge.from, kind: edge.kind }),
        None => {
            let scope = world.machine.state(state).scope;
            let start = world.machine.scope(scope).start.as_ref().and_then(|start| start.state);
            (start == Some(state))
                .then_some(Place::Edge { from: NodeId::Scope(scope), kind: EdgeKind::Start })
        }
    }
}

/// Alt and an arrow: along the flow past a neighbour, across it among siblings.
fn shift(world: &World<'_>, state: Option<StateId>, step: Step) -> Vec<Intent> {
    let Some(state) = state else {
        return Vec::new();
    };
    let (onward, back, before_sibling, behind_sibling) = match world.scene.direction {
        Direction::Down => (Step::Down, Step::Up, Step::Left, Step::Right),
        Direction::Right => (Step::Right, Step::Left, Step::Up, Step::Down),
    };
    let place = if step == onward {
        next_state(world, state).and_then(|next| behind(world, next))
    } else if step == back {
        previous_state(world, state).and_then(|previous| before(world, previous))
    } else if step == before_sibling || step == behind_sibling {
        return vec![Intent::Shift { state, later: step == behind_sibling }];
    } else {
        None
    };
    place.map(|place| Intent::Drop { load: Load::States(vec![state]), place }).into_iter().collect()
}

fn next_state(world: &World<'_>, state: StateId) -> Option<StateId> {
    let mut edges =
        world.scene.edges_from(NodeId::State(state)).filter(|(_, edge)| edge.kind == EdgeKind::Next);
    match edges.next()?.1.to {
        NodeId::State(next) => Some(next),
        NodeId::Start
        | NodeId::End(_)
        | NodeId::Scope(_)
        | NodeId::Empty(_)
        | NodeId::Hollow(_)
        | NodeId::Missing(..) => None,
    }
}

fn previous_state(world: &World<'_>, state: StateId) -> Option<StateId> {
    let mut edges = world
        .scene
        .edges_to(NodeId::State(state))
        .filter(|(_, edge)| !edge.is_back && !edge.kind.is_catch() && edge.kind != EdgeKind::Start);
    match edges.next()?.1.from {
        NodeId::State(previous) => Some(previous),
        NodeId::Start
        | NodeId::End(_)
        | NodeId::Scope(_)
        | NodeId::Empty(_)
        | NodeId::Hollow(_)
        | NodeId::Missing(..) => None,
    }
}

fn menu(world: &World<'_>, focus: Option<NodeId>) -> Vec<Intent> {
    let Some(node) = focus.and_then(|id| world.scene.find(id)) else {
        return Vec::new();
    };
    let at = world.viewport.to_view(node.rect.center());
    vec![Intent::Menu { at, on: Target::Node(node.id) }]
}
