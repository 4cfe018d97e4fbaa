//! A layered drawing of one scope, whatever its items are.
//!
//! Here the flow goes down: *across* is x, *along* is y. Who wants it to go right swaps both before and after.
//!
//! The steps: loops are found (`rank`), items get layers, arrows become chains of points from layer to layer
//! (`weave`), each layer gets an order (`order`), everything gets a place across (`align`), and then,
//! from the top, everything falls upward as far as what is above lets it (`settle`).
//!
//! Arrows never run through an item: across they run only between two layers, along only where their own
//! point in each layer keeps the place free; and `settle` keeps the order of all that overlaps across.

mod align;
mod crossing;
mod order;
mod plan;
mod rank;
mod search;
mod settle;
mod skyline;
mod track;
mod weave;

use self::plan::Plan;
use self::rank::Ranks;
use crate::{Point, Rect};

/// Items and arrows between them, to be drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flow {
    /// In the order of the definition.
    pub items: Vec<Item>,
    /// The arrows out of one item stand in the order in which its targets should.
    pub arrows: Vec<Arrow>,
    /// Where the flow begins.
    pub root: Option<usize>,
    /// How many layers below the root what the flow does not reach begins.
    pub stray_layer: usize,
}

/// A box in the drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub across: f64,
    pub along: f64,
    /// How far from the box's beginning side arrows leave it.
    pub side: f64,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrow {
    pub from: usize,
    pub to: usize,
    /// The label's size across and along.
    pub label: Option<(f64, f64)>,
    /// Leaves the item at its side: a catcher.
    pub is_side: bool,
}

/// Where everything is; the smallest coordinates are 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Drawing {
    pub items: Vec<Rect>,
    pub routes: Vec<Route>,
    pub across: f64,
    pub along: f64,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Route {
    pub points: Vec<Point>,
    pub label: Option<Rect>,
    pub is_back: bool,
}

/// Draws a flow.
pub(crate) fn draw(flow: &Flow) -> Drawing {
    if flow.items.is_empty() {
        return Drawing::default();
    }
    search::search(flow)
}

/// How often lines are split before the drawing is taken as it is.
const SPLITS: usize = 2;

/// Draws a flow according to a plan. Arrows that cross something on their way to a shared line get another one.
fn lay(flow: &Flow, mut plan: Plan) -> (Drawing, Ranks, Plan) {
    let ranks = rank::rank(flow, &plan);
    let mut weave = weave::weave(flow, &ranks, &plan);
    order::order(&mut weave);
    for _ in 0..SPLITS {
        let hindered = order::hindered(&weave);
        if hindered.is_empty() {
            break;
        }
        for arrow in hindered {
            plan.group[arrow] += 1;
        }
        weave = weave::weave(flow, &ranks, &plan);
        order::order(&mut weave);
    }
    align::align(&mut weave);
    let drawing = settle::settle(flow, &plan, &weave);
    (drawing, ranks, plan)
}
