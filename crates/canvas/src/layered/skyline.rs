//! How far down the drawing reaches at each place across, while it is filled from the top.

use std::collections::BTreeMap;

/// Steps from left to right: from each key on, this is the lowest thing so far.
pub(super) struct Skyline {
    steps: BTreeMap<i64, Step>,
}

#[derive(Clone, Copy)]
struct Step {
    bottom: f64,
    thing: Thing,
}

/// What a thing is, for the distance it wants to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Nothing,
    Item,
    Label,
    /// A line across.
    Track,
    /// A label at the side of an item, with the line to it.
    Side,
}

impl Skyline {
    pub(super) fn new() -> Skyline {
        Skyline { steps: BTreeMap::from([(i64::MIN, Step { bottom: 0.0, thing: Thing::Nothing })]) }
    }

    /// The first place along where a thing may begin that reaches from `left` to `right`.
    pub(super) fn fit(&self, left: f64, right: f64, thing: Thing) -> f64 {
        let (left, right) = (left.floor() as i64, right.ceil() as i64);
        let first = self.steps.range(..=left).next_back();
        let others = self.steps.range(left + 1..right.max(left + 1));
        first
            .into_iter()
            .chain(others)
            .map(|(_, step)| step.bottom + gap(step.thing, thing))
            .fold(0.0, f64::max)
    }

    /// Puts a thing there that reaches down to `bottom`.
    pub(super) fn put(&mut self, left: f64, right: f64, bottom: f64, thing: Thing) {
        let (left, right) = (left.floor() as i64, right.ceil() as i64);
        let right = right.max(left + 1);
        let after = self.steps.range(..=right).next_back().map(|(_, step)| *step);
        let covered: Vec<i64> = self.steps.range(left..=right).map(|(key, _)| *key).collect();
        for key in covered {
            self.steps.remove(&key);
        }
        self.steps.insert(left, Step { bottom, thing });
        if let Some(after) = after {
            self.steps.insert(right, after);
        }
    }
}

/// The least distance along between two things that overlap across.
fn gap(above: Thing, below: Thing) -> f64 {
    match (above, below) {
        (Thing::Nothing, _) | (_, Thing::Nothing) => 0.0,
        (Thing::Item, Thing::Item) => 34.0,
        (Thing::Item, Thing::Label) => 20.0,
        (Thing::Item, Thing::Track) => 16.0,
        (Thing::Item, Thing::Side) => 16.0,
        (Thing::Label, Thing::Item) => 18.0,
        (Thing::Label, Thing::Label) => 8.0,
        (Thing::Label, Thing::Track) => 12.0,
        (Thing::Label, Thing::Side) => 12.0,
        (Thing::Track, Thing::Item) => 18.0,
        (Thing::Track, Thing::Label) => 10.0,
        (Thing::Track, Thing::Track) => 12.0,
        (Thing::Track, Thing::Side) => 12.0,
        (Thing::Side, Thing::Item) => 24.0,
        (Thing::Side, Thing::Label | Thing::Track | Thing::Side) => 10.0,
    }
}
