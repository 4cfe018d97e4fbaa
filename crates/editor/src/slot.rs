//! Where things can be put: scopes by name, and arrows as slots that hold a target.

use asl::{Kind, Machine, ScopeId, StateId};
use canvas::{EdgeKind, Handle, NodeId, Place};
use json::Text;

/// States that may name each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScopeName {
    /// The machine itself.
    Machine,
    /// A branch of a Parallel.
    Branch(Text, usize),
    /// The processor of a Map.
    Items(Text),
}

/// An arrow's tail: a place in the text that holds the name of a state, or could.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// `StartAt` of a scope; also the inside of an empty one.
    Start(ScopeName),
    /// `Next` of a state; also its end.
    Next(Text),
    /// `Next` of a choice rule.
    Rule(Text, usize),
    /// `Default` of a Choice.
    Default(Text),
    /// `Next` of a catcher.
    Catch(Text, usize),
    /// A branch that a Parallel does not have yet.
    NewBranch(Text),
    /// A rule that a Choice does not have yet.
    NewRule(Text),
    /// A catcher that a state does not have yet.
    NewCatch(Text),
}

/// Where an arrow may lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    State(Text),
    /// The end of the scope.
    End,
    /// Nowhere yet.
    Nothing,
}

impl Slot {
    /// The state whose arrow it is; none for the start of a scope.
    pub fn state(&self) -> Option<&Text> {
        match self {
            Slot::Start(_) => None,
            Slot::Next(state)
            | Slot::Rule(state, _)
            | Slot::Default(state)
            | Slot::Catch(state, _)
            | Slot::NewBranch(state)
            | Slot::NewRule(state)
            | Slot::NewCatch(state) => Some(state),
        }
    }

    /// The slot of an edge of a scene of this machine.
    pub fn of_edge(machine: &Machine, from: NodeId, kind: EdgeKind) -> Option<Slot> {
        let state = || match from {
            NodeId::State(id) => Some(machine.state(id).name.clone()),
            NodeId::Start
            | NodeId::End(_)
            | NodeId::Scope(_)
            | NodeId::Empty(_)
            | NodeId::Hollow(_)
            | NodeId::Missing(..) => None,
        };
        match kind {
            EdgeKind::Start => match from {
                NodeId::Scope(scope) => ScopeName::of(machine, scope).map(Slot::Start),
                NodeId::State(id) => match machine.scopes_in(id) {
                    [scope] => ScopeName::of(machine, *scope).map(Slot::Start),
                    [..] => None,
                },
                NodeId::Start => Some(Slot::Start(ScopeName::Machine)),
                NodeId::End(_) | NodeId::Empty(_) | NodeId::Hollow(_) | NodeId::Missing(..) => None,
            },
            EdgeKind::Next | EdgeKind::End => state().map(Slot::Next),
            EdgeKind::Rule(index) => Some(Slot::Rule(state()?, index)),
            EdgeKind::Default => state().map(Slot::Default),
            EdgeKind::Catch(index) => Some(Slot::Catch(state()?, index)),
        }
    }

    /// The edge that shows the slot in a scene of this machine.
    pub fn edge(&self, machine: &Machine) -> Option<(NodeId, EdgeKind)> {
        let of = |name: &Text, kind: EdgeKind| Some((NodeId::State(machine.find(name)?), kind));
        match self {
            Slot::Start(ScopeName::Machine) => Some((NodeId::Start, EdgeKind::Start)),
            Slot::Next(name) => {
                let state = machine.state(machine.find(name)?);
                let is_end = matches!(state.next, asl::Next::End);
                of(name, if is_end { EdgeKind::End } else { EdgeKind::Next })
            }
            Slot::Rule(name, index) => of(name, EdgeKind::Rule(*index)),
            Slot::Default(name) => of(name, EdgeKind::Default),
            Slot::Catch(name, index) => of(name, EdgeKind::Catch(*index)),
            Slot::Start(ScopeName::Branch(..) | ScopeName::Items(_))
            | Slot::NewBranch(_)
            | Slot::NewRule(_)
            | Slot::NewCatch(_) => None,
        }
    }

    /// The slot of a place where something can be dropped.
    pub fn of_place(machine: &Machine, place: Place) -> Option<Slot> {
        match place {
            Place::Edge { from, kind } => Slot::of_edge(machine, from, kind),
            Place::Node(node) => Slot::of_node(machine, node),
            Place::NewBranch(state) => Some(Slot::NewBranch(machine.state(state).name.clone())),
            Place::NewRule(state) => Some(Slot::NewRule(machine.state(state).name.clone())),
        }
    }

    /// The slot whose arrow is drawn from a handle.
    pub fn of_handle(machine: &Machine, handle: Handle) -> Option<Slot> {
        match handle {
            Handle::Next(state) => Some(Slot::Next(machine.state(state).name.clone())),
            Handle::NewRule(state) => Some(Slot::NewRule(machine.state(state).name.clone())),
            Handle::NewCatch(state) => Some(Slot::NewCatch(machine.state(state).name.clone())),
            Handle::Head { from, kind } => Slot::of_edge(machine, from, kind),
        }
    }

    /// The slot that a node of a scene stands for: an empty scope, the pill at an end, a Parallel or Map without an inside.
    pub fn of_node(machine: &Machine, node: NodeId) -> Option<Slot> {
        match node {
            NodeId::Empty(scope) | NodeId::Scope(scope) => ScopeName::of(machine, scope).map(Slot::Start),
            NodeId::End(state) => Some(Slot::Next(machine.state(state).name.clone())),
            NodeId::Hollow(state) => hollow(machine, state),
            NodeId::Start => Some(Slot::Start(ScopeName::Machine)),
            NodeId::State(_) | NodeId::Missing(..) => None,
        }
    }
}

/// The slot inside a Parallel or Map that has nothing inside.
fn hollow(machine: &Machine, id: StateId) -> Option<Slot> {
    let name = machine.state(id).name.clone();
    match &machine.state(id).kind {
        Kind::Parallel(_) => Some(Slot::NewBranch(name)),
        Kind::Map(_) => Some(Slot::Start(ScopeName::Items(name))),
        Kind::Pass(_)
        | Kind::Task(_)
        | Kind::Choice(_)
        | Kind::Wait(_)
        | Kind::Succeed
        | Kind::Fail(_)
        | Kind::Unknown(_) => None,
    }
}

impl ScopeName {
    /// The name of a scope of this machine.
    pub fn of(machine: &Machine, scope: ScopeId) -> Option<ScopeName> {
        let Some(owner) = machine.scope(scope).owner else {
            return Some(ScopeName::Machine);
        };
        let name = machine.state(owner).name.clone();
        match &machine.state(owner).kind {
            Kind::Parallel(parallel) => {
                let index = parallel.branches.iter().position(|branch| *branch == scope)?;
                Some(ScopeName::Branch(name, index))
            }
            Kind::Map(_) => Some(ScopeName::Items(name)),
            Kind::Pass(_)
            | Kind::Task(_)
            | Kind::Choice(_)
            | Kind::Wait(_)
            | Kind::Succeed
            | Kind::Fail(_)
            | Kind::Unknown(_) => None,
        }
    }

    /// The Parallel or Map around it.
    pub fn owner(&self) -> Option<&Text> {
        match self {
            ScopeName::Machine => None,
            ScopeName::Branch(owner, _) | ScopeName::Items(owner) => Some(owner),
        }
    }
}
