//! States that share their name: each is told from the others by how many of that name stand before it.
//!
//! Names are unique in a workflow that the service takes; while one is being written they need not be.

use std::collections::BTreeMap;

use asl::{Machine, StateId};
use json::Text;

/// A state from one scene to the next: states keep their names while their numbers change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    pub name: Text,
    /// How many states of this name stand before it: none, as a rule.
    pub double: u32,
}

/// The states whose name another state before them has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubles {
    numbers: BTreeMap<StateId, u32>,
    states: BTreeMap<Identity, StateId>,
}

impl Doubles {
    pub fn of(machine: &Machine) -> Doubles {
        let mut doubles = Doubles::default();
        for state in &machine.states {
            if machine.find(&state.name) == Some(state.id) {
                continue;
            }
            let mut identity = Identity { name: state.name.clone(), double: 1 };
            while doubles.states.contains_key(&identity) {
                identity.double += 1;
            }
            doubles.numbers.insert(state.id, identity.double);
            doubles.states.insert(identity, state.id);
        }
        doubles
    }

    pub fn identity(&self, id: StateId, name: &Text) -> Identity {
        Identity { name: name.clone(), double: self.numbers.get(&id).copied().unwrap_or(0) }
    }

    pub fn find(&self, machine: &Machine, identity: &Identity) -> Option<StateId> {
        match identity.double {
            0 => machine.find(&identity.name),
            _ => self.states.get(identity).copied(),
        }
    }
}
