//! The flow as vertices in layers: items, labels, and a point for each layer that an arrow passes.
//!
//! Arrows to the same target share their points, so many arrows into one item become one line.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::Plan;
use super::rank::Ranks;
use super::{Arrow, Flow};

/// The vertices and their links, layer by layer.
pub(super) struct Weave {
    pub vertices: Vec<Vertex>,
    /// The vertices of each layer, in order.
    pub layers: Vec<Vec<usize>>,
    /// One for each arrow.
    pub paths: Vec<Path>,
    /// Where walks begin.
    pub roots: Vec<usize>,
    /// The loops that come back to each item: lines before it and behind what follows from it.
    pub trunks: BTreeMap<(usize, Bank), Vec<usize>>,
    /// Links from an item to the layer below that leave it at its side only.
    pub side_links: BTreeSet<(usize, usize)>,
    /// Lines outside of everything; as the end of a hop they are numbered behind the vertices.
    pub lanes: Vec<Outside>,
}

/// A line beside the whole drawing, for arrows that are too long to be led through every layer.
#[derive(Clone, Debug)]
pub(super) struct Outside {
    pub to: usize,
    pub is_back: bool,
    /// The layers that it passes.
    pub first: usize,
    pub last: usize,
    pub x: f64,
}

#[derive(Clone, Debug)]
pub(super) struct Vertex {
    pub role: Role,
    pub layer: usize,
    /// The place in the layer.
    pub place: usize,
    /// Where its line is, across.
    pub x: f64,
    /// How far it reaches from there to both sides.
    pub left: f64,
    pub right: f64,
    /// Links to the layer above and below, in the order of the definition.
    pub above: Vec<usize>,
    pub below: Vec<usize>,
    /// Turns in the channel above or below: partners in the same layer.
    pub turns_above: Vec<usize>,
    pub turns_below: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Item,
    /// The label of an arrow.
    Label(usize),
    Chain(Chain),
    /// A line up, back to an item.
    Trunk {
        to: usize,
    },
    /// The beginning of a way back that goes down first.
    Drop {
        is_side: bool,
    },
}

/// A long line down to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Chain {
    pub to: usize,
    /// Whether its arrows leave their items at the side.
    pub is_side: bool,
    pub group: u8,
}

/// On which side of the flow a loop goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bank {
    Near,
    Far,
}

/// How an arrow begins its way; lines then lead on by themselves.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path {
    pub from: usize,
    pub label: Option<usize>,
    /// The first vertex behind the item and the label: the target, a line, or an outside line.
    pub first: usize,
    pub is_back: bool,
}

/// A line that arrows to the same item share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Line {
    Chain(Chain),
    Trunk { to: usize, bank: Bank },
}

impl Role {
    /// Whether it is a line only.
    pub fn is_thin(self) -> bool {
        match self {
            Role::Item | Role::Label(_) => false,
            Role::Chain(_) | Role::Trunk { .. } | Role::Drop { .. } => true,
        }
    }
}

pub(super) fn weave(flow: &Flow, ranks: &Ranks, plan: &Plan) -> Weave {
    let mut weaver = Weaver { vertices: Vec::with_capacity(flow.items.len() * 3), ..Weaver::default() };
    for (item, layer) in flow.items.iter().zip(&ranks.layer) {
        weaver.add(Role::Item, *layer, item.across / 2.0);
    }
    widen_for_sides(flow, plan, &mut weaver.vertices);
    weaver.spread(flow, ranks, plan);
    let mut paths: Vec<Path> = flow
        .arrows
        .iter()
        .map(|arrow| Path { from: arrow.from, label: None, first: arrow.to, is_back: false })
        .collect();
    for arrow in from_left_to_right(flow, plan) {
        paths[arrow] = if ranks.is_back[arrow] {
            weaver.lead_back(flow, ranks, plan, arrow)
        } else {
            weaver.lead_down(flow, plan, arrow)
        };
    }
    // Outside lines were numbered before all vertices were known.
    let count = weaver.vertices.len();
    for path in &mut paths {
        if path.first >= OUTSIDE {
            path.first = path.first - OUTSIDE + count;
        }
    }
    let depth = weaver.vertices.iter().map(|vertex| vertex.layer).max().unwrap_or(0);
    let mut layers = vec![Vec::new(); depth + 1];
    for (place, vertex) in weaver.vertices.iter().enumerate() {
        layers[vertex.layer].push(place);
    }
    let side_links = &weaver.side_links - &weaver.middle_links;
    Weave {
        vertices: weaver.vertices,
        layers,
        paths,
        roots: ranks.roots.clone(),
        trunks: weaver.trunks,
        side_links,
        lanes: weaver.lanes,
    }
}

/// The arrows as they leave their items: at the left side the nearest last, then those out of the middle, then those
/// at the right side.
fn from_left_to_right(flow: &Flow, plan: &Plan) -> Vec<usize> {
    let mut arrows: Vec<usize> = (0..flow.arrows.len()).collect();
    arrows.sort_by_key(|place| {
        let arrow = &flow.arrows[*place];
        let is_left = arrow.is_side && plan.is_left[arrow.from];
        (arrow.from, !is_left, if is_left { usize::MAX - place } else { *place })
    });
    arrows
}

/// Space beside items for the labels of their side arrows.
fn widen_for_sides(flow: &Flow, plan: &Plan, vertices: &mut [Vertex]) {
    let mut widest = vec![(0.0f64, 0usize); flow.items.len()];
    for arrow in flow.arrows.iter().filter(|arrow| arrow.is_side) {
        let (width, count) = &mut widest[arrow.from];
        *width = width.max(arrow.label.map_or(0.0, |(across, _)| across));
        *count += 1;
    }
    for (item, (width, count)) in widest.into_iter().enumerate().filter(|(_, (_, count))| *count > 0) {
        let vertex = &mut vertices[item];
        let side = if plan.is_left[item] { &mut vertex.left } else { &mut vertex.right };
        *side += side_room(width, count);
    }
}

/// How far the side arrows of an item reach when their labels are so wide.
pub(super) fn side_room(label: f64, count: usize) -> f64 {
    SIDE_GAP * 2.0 + label + LANE * count.saturating_sub(1) as f64
}

/// Between an item and the label of its side arrow, and behind it.
pub(super) const SIDE_GAP: f64 = 10.0;
/// Between two lines side by side.
pub(super) const LANE: f64 = 12.0;

#[derive(Default)]
struct Weaver {
    vertices: Vec<Vertex>,
    /// The points of the long lines to an item, the lowest first.
    chains: BTreeMap<Chain, Vec<usize>>,
    /// The points of the loops back to an item, the highest first.
    trunks: BTreeMap<(usize, Bank), Vec<usize>>,
    side_links: BTreeSet<(usize, usize)>,
    /// Links that leave an item in its middle, where there is one at its side too.
    middle_links: BTreeSet<(usize, usize)>,
    lanes: Vec<Outside>,
    /// The lines that go outside.
    outside: BTreeMap<Line, usize>,
}

/// From here on, numbers mean outside lines until the vertices are counted.
const OUTSIDE: usize = usize::MAX / 2;

/// How many points all lines may have, for each item, and at least; longer ones go outside.
const POINTS: usize = 3;
const POINTS_AT_LEAST: usize = 2_000;

impl Weaver {
    /// Decides which lines go outside: the longest, until what remains is no more than the drawing can bear.
    fn spread(&mut self, flow: &Flow, ranks: &Ranks, plan: &Plan) {
        let mut spans: BTreeMap<Line, (usize, usize)> = BTreeMap::new();
        for (place, arrow) in flow.arrows.iter().enumerate() {
            let last = ranks.layer[arrow.from] + usize::from(arrow.label.is_some() && !arrow.is_side);
            let to = ranks.layer[arrow.to];
            let (line, first, last) = if ranks.is_back[place] {
                let bank = bank(flow, ranks, plan, place);
                (Line::Trunk { to: arrow.to, bank }, to, last + 1)
            } else if to > last + 1 {
                (Line::Chain(chain(flow, plan, place)), last + 1, to)
            } else {
                continue;
            };
            let span = spans.entry(line).or_insert((first, last));
            *span = (span.0.min(first), span.1.max(last));
        }
        let mut total: usize = spans.values().map(|(first, last)| last - first).sum();
        let most = POINTS_AT_LEAST.max(flow.items.len() * POINTS);
        let mut spans: Vec<(Line, (usize, usize))> = spans.into_iter().collect();
        spans.sort_by_key(|(line, (first, last))| (std::cmp::Reverse(last - first), *line));
        for (line, (first, last)) in spans {
            if total <= most {
                break;
            }
            total -= last - first;
            let (to, is_back) = match line {
                Line::Chain(chain) => (chain.to, false),
                Line::Trunk { to, .. } => (to, true),
            };
            self.outside.insert(line, self.lanes.len());
            self.lanes.push(Outside { to, is_back, first, last, x: 0.0 });
        }
    }

    fn add(&mut self, role: Role, layer: usize, half: f64) -> usize {
        self.vertices.push(Vertex {
            role,
            layer,
            place: 0,
            x: 0.0,
            left: half,
            right: half,
            above: Vec::new(),
            below: Vec::new(),
            turns_above: Vec::new(),
            turns_below: Vec::new(),
        });
        self.vertices.len() - 1
    }

    fn link(&mut self, upper: usize, lower: usize) {
        let (below, above) = (&self.vertices[upper].below, &self.vertices[lower].above);
        let is_there =
            if below.len() < above.len() { below.contains(&lower) } else { above.contains(&upper) };
        if is_there {
            return;
        }
        self.vertices[upper].below.push(lower);
        self.vertices[lower].above.push(upper);
    }

    /// The label's vertex, below the item that its arrow leaves.
    fn add_label(&mut self, flow: &Flow, arrow: usize) -> Option<usize> {
        let (across, _) = flow.arrows[arrow].label.filter(|_| !flow.arrows[arrow].is_side)?;
        let from = flow.arrows[arrow].from;
        let label = self.add(Role::Label(arrow), self.vertices[from].layer + 1, across / 2.0);
        self.link(from, label);
        Some(label)
    }

    fn lead_down(&mut self, flow: &Flow, plan: &Plan, arrow: usize) -> Path {
        let (from, to, is_side) =
            (flow.arrows[arrow].from, flow.arrows[arrow].to, flow.arrows[arrow].is_side);
        let label = self.add_label(flow, arrow);
        let last = label.unwrap_or(from);
        let span = self.vertices[to].layer - self.vertices[last].layer;
        if span <= 1 {
            self.link(last, to);
            if is_side {
                self.side_links.insert((from, to));
            } else if label.is_none() {
                self.middle_links.insert((from, to));
            }
            return Path { from, label, first: to, is_back: false };
        }
        let chain = chain(flow, plan, arrow);
        if let Some(lane) = self.outside.get(&Line::Chain(chain)) {
            return Path { from, label, first: OUTSIDE + lane, is_back: false };
        }
        self.extend_chain(chain, span - 1);
        let first = self.chains[&chain][span - 2];
        self.link(last, first);
        Path { from, label, first, is_back: false }
    }

    /// Makes the line to an item at least so many layers long.
    fn extend_chain(&mut self, chain: Chain, length: usize) {
        let mut points = self.chains.remove(&chain).unwrap_or_default();
        while points.len() < length {
            let below = points.last().copied().unwrap_or(chain.to);
            let layer = self.vertices[below].layer - 1;
            let vertex = self.add(Role::Chain(chain), layer, 0.0);
            self.link(vertex, below);
            points.push(vertex);
        }
        self.chains.insert(chain, points);
    }

    fn lead_back(&mut self, flow: &Flow, ranks: &Ranks, plan: &Plan, arrow: usize) -> Path {
        let (from, to) = (flow.arrows[arrow].from, flow.arrows[arrow].to);
        let bank = bank(flow, ranks, plan, arrow);
        let label = self.add_label(flow, arrow);
        let last = label.unwrap_or(from);
        if let Some(lane) = self.outside.get(&Line::Trunk { to, bank }) {
            return Path { from, label, first: OUTSIDE + lane, is_back: true };
        }
        let turn = self.vertices[last].layer.max(plan.least_turn[arrow]);
        let mut drops = Vec::new();
        for layer in self.vertices[last].layer + 1..=turn {
            let vertex = self.add(Role::Drop { is_side: flow.arrows[arrow].is_side }, layer, 0.0);
            self.link(drops.last().copied().unwrap_or(last), vertex);
            drops.push(vertex);
        }
        let length = turn - self.vertices[to].layer + 1;
        let mut trunk = self.trunks.remove(&(to, bank)).unwrap_or_default();
        while trunk.len() < length {
            let layer = self.vertices[to].layer + trunk.len();
            let vertex = self.add(Role::Trunk { to }, layer, 0.0);
            match trunk.last() {
                Some(above) => self.link(*above, vertex),
                None => {
                    self.vertices[vertex].turns_above.push(to);
                    self.vertices[to].turns_above.push(vertex);
                }
            }
            trunk.push(vertex);
        }
        let bottom = trunk[length - 1];
        let end = drops.last().copied().unwrap_or(last);
        self.vertices[bottom].turns_below.push(end);
        self.vertices[end].turns_below.push(bottom);
        self.trunks.insert((to, bank), trunk);
        Path { from, label, first: drops.first().copied().unwrap_or(bottom), is_back: true }
    }
}

/// The line that an arrow takes when it is long.
fn chain(flow: &Flow, plan: &Plan, arrow: usize) -> Chain {
    let Arrow { to, is_side, .. } = flow.arrows[arrow];
    Chain { to, is_side, group: plan.group[arrow] }
}

/// The side on which a loop goes back.
fn bank(flow: &Flow, ranks: &Ranks, plan: &Plan, arrow: usize) -> Bank {
    let Arrow { from, is_side, .. } = flow.arrows[arrow];
    let is_far = if is_side { !plan.is_left[from] } else { ranks.is_late[arrow] };
    if is_far != plan.is_flipped[arrow] { Bank::Far } else { Bank::Near }
}
