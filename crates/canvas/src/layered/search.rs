//! The search for a drawing with few crossings: where arrows cross, other choices are tried for just those arrows.

use super::crossing::crossings;
use super::plan::Plan;
use super::rank::Ranks;
use super::{Drawing, Flow, lay};

/// How many items and arrows may be drawn in a search, all tries together.
const EFFORT: usize = 8_000;

/// The usual drawing, or one that crosses less.
pub(super) fn search(flow: &Flow) -> Drawing {
    let mut search = Search { flow, spent: 0 };
    let mut best = search.attempt(Plan::new(flow));
    while !best.pairs.is_empty() {
        let Some(better) = search.improve(&best) else {
            break;
        };
        best = better;
    }
    best.drawing
}

struct Search<'a> {
    flow: &'a Flow,
    spent: usize,
}

/// A drawing with the choices that led to it.
struct Attempt {
    plan: Plan,
    ranks: Ranks,
    drawing: Drawing,
    pairs: Vec<(usize, usize)>,
    /// How much line there is, corners included.
    ink: f64,
}

impl Attempt {
    fn is_better(&self, other: &Attempt) -> bool {
        let (one, other) = ((self.pairs.len(), self.ink), (other.pairs.len(), other.ink));
        one.0 < other.0 || one.0 == other.0 && one.1 < other.1
    }
}

impl Search<'_> {
    fn attempt(&mut self, plan: Plan) -> Attempt {
        self.spent += self.flow.items.len() + self.flow.arrows.len();
        let (drawing, ranks, plan) = lay(self.flow, plan);
        let pairs = crossings(self.flow, &drawing);
        let ink = ink(&drawing);
        Attempt { plan, ranks, drawing, pairs, ink }
    }

    fn is_tired(&self) -> bool {
        self.spent + self.flow.items.len() + self.flow.arrows.len() > EFFORT
    }

    /// The best drawing one step away, or two, if it crosses less.
    fn improve(&mut self, from: &Attempt) -> Option<Attempt> {
        let mut tried = Vec::new();
        for plan in moves(self.flow, from) {
            if self.is_tired() {
                break;
            }
            tried.push(self.attempt(plan));
        }
        tried.sort_by(|one, other| {
            one.pairs.len().cmp(&other.pairs.len()).then(one.ink.total_cmp(&other.ink))
        });
        if tried.first().is_some_and(|first| first.pairs.len() < from.pairs.len()) {
            return Some(tried.swap_remove(0));
        }
        let mut best: Option<Attempt> = None;
        for step in &tried {
            for plan in moves(self.flow, step) {
                if self.is_tired() {
                    return best;
                }
                let attempt = self.attempt(plan);
                if attempt.pairs.len() < from.pairs.len()
                    && best.as_ref().is_none_or(|best| attempt.is_better(best))
                {
                    best = Some(attempt);
                }
            }
            if best.is_some() {
                return best;
            }
        }
        best
    }
}

/// The plans in which one arrow of a crossing is led in another way.
fn moves(flow: &Flow, attempt: &Attempt) -> Vec<Plan> {
    let mut plans = Vec::new();
    let mut change = |act: &dyn Fn(&mut Plan)| {
        let mut plan = attempt.plan.clone();
        act(&mut plan);
        if !plans.contains(&plan) {
            plans.push(plan);
        }
    };
    for (one, other) in &attempt.pairs {
        for (arrow, crossed) in [(*one, *other), (*other, *one)] {
            let (from, to) = (flow.arrows[arrow].from, flow.arrows[arrow].to);
            if flow.arrows[arrow].is_side {
                change(&|plan| plan.is_left[from] ^= true);
            }
            if attempt.ranks.is_back[arrow] {
                change(&|plan| plan.is_flipped[arrow] ^= true);
            } else {
                change(&|plan| plan.group[arrow] += 1);
            }
            let Some(end) = end(flow, &attempt.ranks, flow.arrows[crossed].to) else {
                continue;
            };
            if attempt.ranks.is_back[arrow] {
                change(&|plan| plan.least_turn[arrow] = plan.least_turn[arrow].max(end));
            } else {
                change(&|plan| plan.least_layer[to] = plan.least_layer[to].max(end + 1));
            }
        }
    }
    plans
}

/// The last layer of what follows from an item, if that is little.
fn end(flow: &Flow, ranks: &Ranks, item: usize) -> Option<usize> {
    let mut found = vec![item];
    let mut done = 0;
    while let Some(item) = found.get(done).copied() {
        done += 1;
        if done > LITTLE {
            return None;
        }
        for (place, arrow) in flow.arrows.iter().enumerate() {
            if arrow.from == item && !ranks.is_back[place] && !found.contains(&arrow.to) {
                found.push(arrow.to);
            }
        }
    }
    found.iter().map(|item| ranks.layer[*item]).max()
}

/// How many items may follow where something else is led below them.
const LITTLE: usize = 6;

fn ink(drawing: &Drawing) -> f64 {
    drawing
        .routes
        .iter()
        .flat_map(|route| route.points.windows(2))
        .map(|piece| piece[0].distance(piece[1]) + 20.0)
        .sum::<f64>()
        + drawing.across
        + drawing.along
}
