//! Which arrows go back, and how far down each item stands.

use super::Flow;
use super::plan::Plan;

pub(super) struct Ranks {
    /// For each item.
    pub layer: Vec<usize>,
    /// For each arrow.
    pub is_back: Vec<bool>,
    /// For each arrow that goes back: whether it comes from the later side of what its target leads to.
    pub is_late: Vec<bool>,
    /// Where walks began: the root, and items that the flow does not reach.
    pub roots: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    Not,
    Open,
    Done,
}

/// Walks from the root in the order of the definition: an arrow to an item whose walk is still open closes a loop.
/// Without those arrows, each item stands below all that point to it.
pub(super) fn rank(flow: &Flow, plan: &Plan) -> Ranks {
    let count = flow.items.len();
    let outgoing = outgoing(flow);
    let mut is_back = vec![false; flow.arrows.len()];
    let mut is_late = vec![false; flow.arrows.len()];
    let mut visits = vec![Visit::Not; count];
    let mut finished = Vec::with_capacity(count);
    let mut roots = Vec::new();
    let mut is_target = vec![false; count];
    for arrow in &flow.arrows {
        if arrow.from != arrow.to {
            is_target[arrow.to] = true;
        }
    }
    let strays = (0..count).filter(|item| !is_target[*item]);
    for root in flow.root.into_iter().chain(strays).chain(0..count) {
        if visits[root] != Visit::Not {
            continue;
        }
        roots.push(root);
        visits[root] = Visit::Open;
        let mut stack = vec![(root, 0)];
        while let Some((item, step)) = stack.last_mut() {
            let Some(arrow) = outgoing[*item].get(*step).copied() else {
                visits[*item] = Visit::Done;
                finished.push(*item);
                stack.pop();
                continue;
            };
            *step += 1;
            let to = flow.arrows[arrow].to;
            match visits[to] {
                Visit::Not => {
                    visits[to] = Visit::Open;
                    stack.push((to, 0));
                }
                Visit::Open => {
                    is_back[arrow] = true;
                    is_late[arrow] = leans_late(flow, &outgoing, &stack, to);
                }
                Visit::Done => (),
            }
        }
    }
    let mut layer = plan.least_layer.clone();
    for root in roots.iter().copied().filter(|root| flow.root.is_some_and(|first| first != *root)) {
        layer[root] = layer[root].max(flow.stray_layer);
    }
    for item in finished.into_iter().rev() {
        for arrow in outgoing[item].iter().copied().filter(|arrow| !is_back[*arrow]) {
            let arrow = &flow.arrows[arrow];
            let span = if arrow.label.is_some() && !arrow.is_side { 2 } else { 1 };
            layer[arrow.to] = layer[arrow.to].max(layer[item] + span);
        }
    }
    Ranks { layer, is_back, is_late, roots }
}

/// Whether the walk from an item to the end of the stack went through the later of its arrows: the first fork says it.
fn leans_late(flow: &Flow, outgoing: &[Vec<usize>], stack: &[(usize, usize)], target: usize) -> bool {
    let way = stack.iter().rev().take(LOOK_BACK);
    let from = way.clone().position(|(item, _)| *item == target).map_or(LOOK_BACK, |place| place + 1);
    let mut leans = false;
    for (item, step) in way.take(from) {
        let arrows = &outgoing[*item];
        if flow.arrows[arrows[*step - 1]].is_side {
            leans = true;
            continue;
        }
        let count = arrows.iter().filter(|arrow| !flow.arrows[**arrow].is_side).count();
        if count > 1 && *step * 2 != count + 1 {
            leans = *step * 2 > count + 1;
        }
    }
    leans
}

/// How far a loop is followed to see which side it leans to.
const LOOK_BACK: usize = 200;

/// The arrows out of each item.
fn outgoing(flow: &Flow) -> Vec<Vec<usize>> {
    let mut outgoing = vec![Vec::new(); flow.items.len()];
    for (place, arrow) in flow.arrows.iter().enumerate() {
        outgoing[arrow.from].push(place);
    }
    outgoing
}
