//! Which arrows of a drawing cross. Arrows out of one item or into one item share lines, and never do.

use std::collections::{BTreeMap, BTreeSet};

use super::{Drawing, Flow};

/// The pairs of arrows that cross.
pub(super) fn crossings(flow: &Flow, drawing: &Drawing) -> Vec<(usize, usize)> {
    let mut events = events(drawing);
    events.sort_by(|one, other| {
        one.along.total_cmp(&other.along).then(one.step.order().cmp(&other.step.order()))
    });
    // The lines along that reach where the sweep is, from left to right.
    let mut open: BTreeMap<(i64, usize), f64> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for event in &events {
        let arrow = event.arrow;
        match event.step {
            Step::End { x } => {
                open.remove(&(fixed(x), arrow));
            }
            Step::Begin { x } => {
                open.insert((fixed(x), arrow), event.along);
            }
            Step::Across { least, most } => {
                let between = (fixed(least), usize::MAX)..(fixed(most), 0);
                for ((_, other), begin) in open.range(between) {
                    if *begin < event.along && !are_related(flow, arrow, *other) {
                        pairs.insert((arrow.min(*other), arrow.max(*other)));
                    }
                }
            }
        }
    }
    pairs.into_iter().collect()
}

fn are_related(flow: &Flow, one: usize, other: usize) -> bool {
    let (one, other) = (&flow.arrows[one], &flow.arrows[other]);
    one.from == other.from || one.to == other.to
}

/// What the sweep from above meets.
struct Event {
    along: f64,
    arrow: usize,
    step: Step,
}

enum Step {
    /// A line along ends here.
    End {
        x: f64,
    },
    Across {
        least: f64,
        most: f64,
    },
    /// A line along begins here.
    Begin {
        x: f64,
    },
}

impl Step {
    /// Lines that only touch do not cross.
    fn order(&self) -> u8 {
        match self {
            Step::End { .. } => 0,
            Step::Across { .. } => 1,
            Step::Begin { .. } => 2,
        }
    }
}

fn events(drawing: &Drawing) -> Vec<Event> {
    let mut events = Vec::with_capacity(drawing.routes.len() * 8);
    for (arrow, route) in drawing.routes.iter().enumerate() {
        for piece in route.points.windows(2) {
            let (from, to) = (piece[0], piece[1]);
            if (from.y - to.y).abs() < 0.01 {
                let step = Step::Across { least: from.x.min(to.x), most: from.x.max(to.x) };
                events.push(Event { along: from.y, arrow, step });
            } else {
                events.push(Event { along: from.y.min(to.y), arrow, step: Step::Begin { x: from.x } });
                events.push(Event { along: from.y.max(to.y), arrow, step: Step::End { x: from.x } });
            }
        }
    }
    events
}

/// Places in hundredths, so that they have an order.
fn fixed(x: f64) -> i64 {
    (x * 100.0).round() as i64
}
