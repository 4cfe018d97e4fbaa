//! What may be chosen about a drawing without changing what it says.

use super::Flow;

/// The choices; each has a usual answer, and another one where that saves crossings.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    /// For each item: the layer above which it does not stand.
    pub least_layer: Vec<usize>,
    /// For each item: whether its side arrows leave on the left.
    pub is_left: Vec<bool>,
    /// For each arrow: which of the lines to its target it takes; arrows with the same number share one.
    pub group: Vec<u8>,
    /// For each arrow that goes back: whether it does so on the other side than usual.
    pub is_flipped: Vec<bool>,
    /// For each arrow that goes back: the layer above which it does not turn.
    pub least_turn: Vec<usize>,
}

impl Plan {
    pub(super) fn new(flow: &Flow) -> Plan {
        let (items, arrows) = (flow.items.len(), flow.arrows.len());
        Plan {
            least_layer: vec![0; items],
            is_left: vec![false; items],
            group: vec![0; arrows],
            is_flipped: vec![false; arrows],
            least_turn: vec![0; arrows],
        }
    }
}
