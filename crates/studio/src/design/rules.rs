//! What may be dropped and connected, as the editor will answer in earnest; and how its words and the canvas's meet.

use asl::{Machine, QueryLanguage};
use canvas::{Handle, Load, NodeId, Place, Rules};
use editor::{Document, Slot, Target, may_connect, may_insert, may_move, palette};

/// Asks the editor about the document as it is.
#[derive(Debug)]
pub struct EditorRules<'a>(pub &'a Document);

impl Rules for EditorRules<'_> {
    fn may_drop(&self, load: &Load, place: Place) -> Result<(), String> {
        let machine = self.0.drawn().machine();
        let slot = slot(machine, place).ok_or_else(|| String::from("Nothing can be put here."))?;
        let answer = match load {
            Load::States(states) => {
                let names: Vec<_> = states.iter().map(|state| machine.state(*state).name.clone()).collect();
                may_move(self.0, &names, &slot)
            }
            Load::Fresh(id) => {
                let entry =
                    palette().entry(id).ok_or_else(|| String::from("This is not in the collection."))?;
                may_insert(self.0, &slot, &entry.fragment(language(machine, &slot)))
            }
        };
        answer.map_err(|refusal| refusal.to_string())
    }

    fn may_connect(&self, handle: Handle, to: NodeId) -> Result<(), String> {
        let machine = self.0.drawn().machine();
        let (slot, target) =
            connection(machine, handle, to).ok_or_else(|| String::from("No arrow can lead here."))?;
        may_connect(self.0, &slot, &target).map_err(|refusal| refusal.to_string())
    }
}

/// The arrow that a place of the picture means.
pub fn slot(machine: &Machine, place: Place) -> Option<Slot> {
    match place {
        Place::Edge { from, kind } => Slot::of_edge(machine, from, kind),
        Place::Node(node) => Slot::of_node(machine, node),
        Place::NewBranch(state) => Some(Slot::NewBranch(machine.state(state).name.clone())),
        Place::NewRule(state) => Some(Slot::NewRule(machine.state(state).name.clone())),
    }
}

/// The arrow and its target that a connection drawn in the picture means.
pub fn connection(machine: &Machine, handle: Handle, to: NodeId) -> Option<(Slot, Target)> {
    let slot = match handle {
        Handle::Next(state) => Slot::Next(machine.state(state).name.clone()),
        Handle::NewRule(state) => Slot::NewRule(machine.state(state).name.clone()),
        Handle::NewCatch(state) => Slot::NewCatch(machine.state(state).name.clone()),
        Handle::Head { from, kind } => Slot::of_edge(machine, from, kind)?,
    };
    let target = match to {
        NodeId::State(state) => Target::State(machine.state(state).name.clone()),
        NodeId::End(_) => Target::End,
        NodeId::Start | NodeId::Scope(_) | NodeId::Empty(_) | NodeId::Hollow(_) | NodeId::Missing(..) => {
            return None;
        }
    };
    Some((slot, target))
}

/// The language in which something new is written at a slot: that of the state it hangs on, or the machine's.
pub fn language(machine: &Machine, slot: &Slot) -> QueryLanguage {
    let neighbour = slot.state().and_then(|name| machine.find(name));
    neighbour.map_or(machine.query_language, |state| machine.state(state).query_language)
}
