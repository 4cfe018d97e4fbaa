//! Which events the service would show, and the state that each belongs to: noted once for each event, for lists of any length.

use std::collections::BTreeMap;

use asl::StateId;
use engine::{Event, FrameId, Kind};

#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// Places of the visible events.
    visible: Vec<usize>,
    /// For each event, the state that its line of states was in.
    states: Vec<Option<StateId>>,
    /// The state that was last entered in each line.
    last: BTreeMap<FrameId, StateId>,
}

impl Trail {
    /// Goes on to the last event; events that were there are not looked at again.
    pub fn follow(&mut self, events: &[Event]) {
        for (place, event) in events.iter().enumerate().skip(self.states.len()) {
            if let Kind::StateEntered { state, .. } = &event.kind {
                self.last.insert(event.frame, *state);
            }
            self.states.push(self.last.get(&event.frame).copied());
            if event.is_visible() {
                self.visible.push(place);
            }
        }
    }

    /// Places of the events that the service would show.
    pub fn visible(&self) -> &[usize] {
        &self.visible
    }

    /// The state that the line of states was in when an event happened.
    pub fn state_at(&self, place: usize) -> Option<StateId> {
        self.states.get(place).copied().flatten()
    }
}
