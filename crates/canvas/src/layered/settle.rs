//! The places along, and the routes.
//!
//! Layer by layer from the top, lines across and items fall upward as far as what is above them lets them.
//! What overlaps across keeps its order, so nothing that was free in layers is hit afterwards.

use super::plan::Plan;
use super::skyline::{Skyline, Thing};
use super::track::{Hop, Port, Tracks};
use super::weave::{Chain, LANE, Role, SIDE_GAP, Vertex, Weave};
use super::{Drawing, Flow, Route};
use crate::{Point, Rect};

pub(super) fn settle(flow: &Flow, plan: &Plan, weave: &Weave) -> Drawing {
    let sides = Sides::new(flow, plan, weave);
    let heads: Vec<Head> = (0..flow.arrows.len()).map(|arrow| head(flow, weave, &sides, arrow)).collect();
    let lines = Lines::new(weave);
    let all = heads.iter().flat_map(|head| &head.hops).chain(lines.hops.iter().flatten());
    let mut tracks = Tracks::new(weave.layers.len() + 2, all);
    let mut skyline = Skyline::new();
    let mut begins = vec![0.0; weave.vertices.len()];
    let mut along: f64 = 0.0;
    for layer in 0..=weave.layers.len() + 1 {
        for track in tracks.channel_mut(layer) {
            track.along = skyline.fit(track.least - 8.0, track.most + 8.0, Thing::Track);
            skyline.put(track.least - 8.0, track.most + 8.0, track.along, Thing::Track);
            along = along.max(track.along);
        }
        for place in weave.layers.get(layer).into_iter().flatten().copied() {
            let vertex = &weave.vertices[place];
            match vertex.role {
                Role::Item => {
                    begins[place] = set_item(flow, &sides, vertex, place, &mut skyline);
                    along = along.max(begins[place] + flow.items[place].along);
                    if let Some(span) = sides.span(place) {
                        along = along.max(begins[place] + span.end);
                    }
                }
                Role::Label(arrow) => {
                    let (left, right) = (vertex.x - vertex.left - 5.0, vertex.x + vertex.right + 5.0);
                    begins[place] = skyline.fit(left, right, Thing::Label);
                    let end = begins[place] + flow.arrows[arrow].label.map_or(0.0, |(_, along)| along);
                    skyline.put(left, right, end, Thing::Label);
                    along = along.max(end);
                }
                Role::Chain(_) | Role::Trunk { .. } | Role::Drop { .. } => (),
            }
        }
    }
    let items: Vec<Rect> = flow
        .items
        .iter()
        .enumerate()
        .map(|(place, item)| {
            Rect::new(weave.vertices[place].x - item.across / 2.0, begins[place], item.across, item.along)
        })
        .collect();
    let routes = (0..flow.arrows.len())
        .map(|arrow| route(flow, weave, &sides, &heads[arrow], &lines, &tracks, &begins, &items, arrow))
        .collect();
    finish(items, routes, along)
}

/// Puts an item, with what stands at its side, as far up as it can go; where it begins.
fn set_item(flow: &Flow, sides: &Sides, vertex: &Vertex, place: usize, skyline: &mut Skyline) -> f64 {
    let item = flow.items[place];
    let (left, right) = (vertex.x - item.across / 2.0, vertex.x + item.across / 2.0);
    let mut begin = skyline.fit(left - 6.0, right + 6.0, Thing::Item);
    if let Some(span) = sides.span(place) {
        let (near, far) =
            if span.reach < left { (span.reach - 6.0, left) } else { (right, span.reach + 6.0) };
        begin = begin.max(skyline.fit(near, far, Thing::Side) - span.begin);
        skyline.put(near, far, begin + span.end, Thing::Side);
    }
    skyline.put(left - 6.0, right + 6.0, begin + item.along, Thing::Item);
    begin
}

/// How side arrows leave their items.
struct Sides {
    /// For each arrow.
    stubs: Vec<Option<Stub>>,
    /// For each item.
    spans: Vec<Option<Span>>,
}

/// The line from an item's side to where it turns along.
#[derive(Clone, Copy)]
struct Stub {
    is_left: bool,
    /// How far below the item's beginning it is.
    offset: f64,
    /// Where it turns.
    lane: f64,
    /// The vertex whose line it joins in its own layer.
    joins: Option<usize>,
    /// How far apart lines out of one item are told.
    index: usize,
}

/// The room of all stubs of an item, from its beginning.
#[derive(Clone, Copy)]
struct Span {
    begin: f64,
    end: f64,
    reach: f64,
}

impl Sides {
    fn new(flow: &Flow, plan: &Plan, weave: &Weave) -> Sides {
        let mut sides = Sides { stubs: vec![None; flow.arrows.len()], spans: vec![None; flow.items.len()] };
        let mut of_item: Vec<Vec<usize>> = vec![Vec::new(); flow.items.len()];
        for (place, arrow) in flow.arrows.iter().enumerate() {
            if arrow.is_side {
                of_item[arrow.from].push(place);
            }
        }
        for (item, arrows) in of_item.iter().enumerate().filter(|(_, arrows)| !arrows.is_empty()) {
            sides.add(flow, weave, Side { item, is_left: plan.is_left[item] }, arrows);
        }
        sides
    }

    fn span(&self, item: usize) -> Option<Span> {
        self.spans[item]
    }

    /// The first arrow leaves lowest and turns first, so that the lines do not cross.
    fn add(&mut self, flow: &Flow, weave: &Weave, side: Side, arrows: &[usize]) {
        let vertex = &weave.vertices[side.item];
        let border = side.out(vertex.x) + flow.items[side.item].across / 2.0;
        let label = |arrow: usize| flow.arrows[arrow].label.unwrap_or((0.0, 4.0));
        let widest = arrows.iter().map(|arrow| label(*arrow).0).fold(0.0, f64::max);
        let total: f64 = arrows.iter().map(|arrow| label(*arrow).1 + 4.0).sum::<f64>() - 4.0;
        let end = flow.items[side.item].along;
        let begin = (flow.items[side.item].side - total / 2.0).max(4.0).min((end - total - 4.0).max(4.0));
        let mut at = begin + total;
        let mut reach = border;
        let beyond = side.beyond(weave);
        let base = (border + SIDE_GAP + widest + SIDE_GAP).round();
        // Lanes inside the room of the item are told apart by their index; those further out come after it.
        let mut last = base + LANE * (arrows.len() - 1) as f64 - if arrows.len() == 1 { LANE } else { 0.0 };
        for (index, arrow) in arrows.iter().copied().enumerate() {
            let offset = at - label(arrow).1 / 2.0;
            at -= label(arrow).1 + 4.0;
            let first = weave.paths[arrow].first;
            let joins = joined(weave, &beyond, first);
            let lane = match joins {
                Some(line) => side.out(weave.vertices[line].x),
                None => {
                    let most = beyond.first().map_or(f64::INFINITY, |next| {
                        let next = &weave.vertices[*next];
                        side.out(next.x) - if side.is_left { next.right } else { next.left } - 8.0
                    });
                    match side.wish(flow, weave, first, last + LANE).filter(|lane| *lane <= most) {
                        Some(lane) => {
                            last = lane;
                            lane
                        }
                        None => base + LANE * index as f64,
                    }
                }
            };
            reach = reach.max(lane);
            let is_left = side.is_left;
            self.stubs[arrow] = Some(Stub { is_left, offset, lane: side.out(lane), joins, index });
        }
        self.spans[side.item] = Some(Span { begin, end: begin + total, reach: side.out(reach) });
    }
}

/// The side of an item where its side arrows leave.
#[derive(Clone, Copy)]
struct Side {
    item: usize,
    is_left: bool,
}

impl Side {
    /// From a place across to how far out it is on this side, and back.
    fn out(self, x: f64) -> f64 {
        if self.is_left { -x } else { x }
    }

    /// The neighbours on this side, the nearest first.
    fn beyond(self, weave: &Weave) -> Vec<usize> {
        let vertex = &weave.vertices[self.item];
        let row = &weave.layers[vertex.layer];
        if self.is_left {
            row[..vertex.place].iter().rev().take(NEAR).copied().collect()
        } else {
            row[vertex.place + 1..].iter().take(NEAR).copied().collect()
        }
    }

    /// How far out an arrow would turn to go straight down to the next vertex of its way.
    fn wish(self, flow: &Flow, weave: &Weave, first: usize, least: f64) -> Option<f64> {
        let vertex = weave.vertices.get(first)?;
        let x = self.out(vertex.x);
        match vertex.role {
            Role::Chain(_) | Role::Drop { .. } => Some(x).filter(|x| *x >= least),
            Role::Item if x >= least => Some(x),
            Role::Item => {
                let half = (flow.items[first].across / 2.0 - 20.0).floor();
                Some(least.max(x - half)).filter(|wish| *wish <= x + half)
            }
            Role::Label(_) | Role::Trunk { .. } => None,
        }
    }
}

/// How many lines beside an item its side arrows may pass to join one.
const NEAR: usize = 4;

/// The line among the neighbours of an item that an arrow goes along, so that it may join it at once.
fn joined(weave: &Weave, beyond: &[usize], first: usize) -> Option<usize> {
    let wanted = weave.vertices.get(first)?.role;
    beyond.iter().copied().take_while(|next| weave.vertices[*next].role.is_thin()).find(|next| {
        match (weave.vertices[*next].role, wanted) {
            (Role::Chain(chain), Role::Chain(wanted)) => chain == wanted && chain.is_side,
            (Role::Chain(Chain { to, is_side: true, .. }), Role::Item) => to == first,
            (Role::Trunk { .. }, Role::Trunk { .. }) => *next == first,
            (
                Role::Item | Role::Label(_) | Role::Chain(_) | Role::Trunk { .. } | Role::Drop { .. },
                Role::Item | Role::Label(_) | Role::Chain(_) | Role::Trunk { .. } | Role::Drop { .. },
            ) => false,
        }
    })
}

/// The beginning of an arrow's way: until it is on a line, or at its target.
struct Head {
    hops: Vec<Hop>,
    /// The line that it goes on along; the target itself when there is none.
    goes_on: usize,
}

fn head(flow: &Flow, weave: &Weave, sides: &Sides, arrow: usize) -> Head {
    let path = weave.paths[arrow];
    let from = flow.arrows[arrow].from;
    let (mut port, mut begin) = (Port { vertex: from, stub: 0 }, weave.vertices[from].x);
    let mut layer = weave.vertices[from].layer;
    let mut hops = Vec::with_capacity(2);
    if let Some(label) = path.label {
        let next = Port { vertex: label, stub: 0 };
        hops.push(Hop::down(layer + 1, port, begin, next, weave.vertices[label].x));
        (port, begin, layer) = (next, weave.vertices[label].x, layer + 1);
    }
    let mut end = x_of(weave, path.first);
    if let Some(stub) = sides.stubs[arrow] {
        if let Some(joins) = stub.joins {
            return Head { hops, goes_on: joins };
        }
        port = Port { vertex: from, stub: stub.index + 1 };
        begin = stub.lane;
        let target = flow.items.get(path.first).filter(|_| !path.is_back);
        if target.is_some_and(|target| (begin - end).abs() <= target.across / 2.0 - 20.0) {
            end = begin;
        }
    }
    let next = Port { vertex: path.first, stub: 0 };
    let turns = match weave.vertices.get(path.first).map(|vertex| vertex.role) {
        Some(Role::Drop { .. }) => false,
        Some(Role::Item | Role::Label(_) | Role::Chain(_) | Role::Trunk { .. }) | None => path.is_back,
    };
    hops.push(if turns {
        Hop::turn_below(layer + 1, port, begin, next, end)
    } else {
        Hop::down(layer + 1, port, begin, next, end)
    });
    Head { hops, goes_on: path.first }
}

/// The place across of a vertex or an outside line.
fn x_of(weave: &Weave, vertex: usize) -> f64 {
    match weave.vertices.get(vertex) {
        Some(vertex) => vertex.x,
        None => weave.lanes[vertex - weave.vertices.len()].x,
    }
}

/// How lines lead on: for each of their points the hop to the next one.
struct Lines {
    hops: Vec<Option<Hop>>,
    /// The next point of the line, or its target.
    next: Vec<usize>,
    /// The last point that is straight ahead.
    straight: Vec<usize>,
}

impl Lines {
    fn new(weave: &Weave) -> Lines {
        let count = weave.vertices.len() + weave.lanes.len();
        let mut lines =
            Lines { hops: vec![None; count], next: (0..count).collect(), straight: (0..count).collect() };
        let port = |vertex: usize| Port { vertex, stub: 0 };
        // Chains lead down and trunks up, so each point comes after the next one of its line.
        let upward = weave.layers.iter().rev().flatten().copied();
        for place in upward {
            let vertex = &weave.vertices[place];
            let is_drop = match vertex.role {
                Role::Chain(_) => false,
                Role::Drop { .. } => true,
                Role::Item | Role::Label(_) | Role::Trunk { .. } => continue,
            };
            let Some(below) = vertex.below.first().copied() else {
                if let Some(trunk) = vertex.turns_below.first().copied().filter(|_| is_drop) {
                    lines.next[place] = trunk;
                    let end = weave.vertices[trunk].x;
                    let hop = Hop::turn_below(vertex.layer + 1, port(place), vertex.x, port(trunk), end);
                    lines.hops[place] = Some(hop);
                }
                continue;
            };
            lines.lead(weave, place, below);
            let hop =
                Hop::down(vertex.layer + 1, port(place), vertex.x, port(below), weave.vertices[below].x);
            lines.hops[place] = Some(hop);
        }
        for place in weave.layers.iter().flatten().copied() {
            let vertex = &weave.vertices[place];
            let Role::Trunk { to } = vertex.role else {
                continue;
            };
            match vertex.above.first().copied() {
                Some(above) => {
                    lines.lead(weave, place, above);
                    let hop =
                        Hop::down(vertex.layer, port(above), weave.vertices[above].x, port(place), vertex.x);
                    lines.hops[place] = Some(hop);
                }
                None => {
                    lines.next[place] = to;
                    let hop =
                        Hop::turn_above(vertex.layer, port(place), vertex.x, port(to), weave.vertices[to].x);
                    lines.hops[place] = Some(hop);
                }
            }
        }
        for (index, lane) in weave.lanes.iter().enumerate() {
            let place = weave.vertices.len() + index;
            let target = &weave.vertices[lane.to];
            lines.next[place] = lane.to;
            lines.hops[place] = Some(if lane.is_back {
                Hop::turn_above(target.layer, port(place), lane.x, port(lane.to), target.x)
            } else {
                Hop::down(target.layer, port(place), lane.x, port(lane.to), target.x)
            });
        }
        lines
    }

    /// Says where a point leads; what is straight ahead is passed in one step.
    fn lead(&mut self, weave: &Weave, place: usize, next: usize) {
        self.next[place] = next;
        if weave.vertices[next].role.is_thin() && weave.vertices[next].x == weave.vertices[place].x {
            self.straight[place] = self.straight[next];
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn route(
    flow: &Flow,
    weave: &Weave,
    sides: &Sides,
    head: &Head,
    lines: &Lines,
    tracks: &Tracks,
    begins: &[f64],
    items: &[Rect],
    arrow: usize,
) -> Route {
    let path = &weave.paths[arrow];
    let (from, to) = (flow.arrows[arrow].from, flow.arrows[arrow].to);
    let mut points = Vec::with_capacity(8);
    let mut label = None;
    let mut x = weave.vertices[from].x;
    match sides.stubs[arrow] {
        Some(stub) => {
            let along = begins[from] + stub.offset;
            let leave = along.min(items[from].bottom() - 8.0);
            let (border, out) = if stub.is_left { (items[from].x, -1.0) } else { (items[from].right(), 1.0) };
            points.push(Point::new(border, leave));
            if leave < along {
                points.push(Point::new(border + out * SIDE_GAP / 2.0, leave));
                points.push(Point::new(border + out * SIDE_GAP / 2.0, along));
            }
            points.push(Point::new(stub.lane, along));
            x = stub.lane;
            label = flow.arrows[arrow].label.map(|(width, height)| {
                let begin = if stub.is_left { border - SIDE_GAP - width } else { border + SIDE_GAP };
                Rect::new(begin, along - height / 2.0, width, height)
            });
        }
        None => points.push(Point::new(x, items[from].bottom())),
    }
    let mut follow = |hop: &Hop, points: &mut Vec<Point>| {
        let is_forth = (hop.begin - x).abs() <= (hop.end - x).abs();
        let (begin, end) = if is_forth { (hop.begin, hop.end) } else { (hop.end, hop.begin) };
        if let Some(along) = tracks.along(hop) {
            points.push(Point::new(begin, along));
            points.push(Point::new(end, along));
        }
        x = end;
    };
    for hop in &head.hops {
        follow(hop, &mut points);
    }
    let mut at = head.goes_on;
    while at != to {
        at = lines.straight[at];
        if let Some(hop) = &lines.hops[at] {
            follow(hop, &mut points);
        }
        at = lines.next[at];
    }
    points.push(Point::new(x, begins[to]));
    if let (Some(vertex), Some((width, height))) = (path.label, flow.arrows[arrow].label) {
        label = Some(Rect::new(weave.vertices[vertex].x - width / 2.0, begins[vertex], width, height));
    }
    Route { points: simplify(&points), label, is_back: path.is_back }
}

/// Leaves only the corners.
fn simplify(points: &[Point]) -> Vec<Point> {
    let mut corners: Vec<Point> = Vec::with_capacity(points.len());
    for point in points.iter().copied() {
        if corners.last().is_some_and(|last| last.distance(point) < 0.01) {
            continue;
        }
        while let [.., before, last] = corners.as_slice() {
            let is_upright = (before.x - last.x).abs() < 0.01 && (last.x - point.x).abs() < 0.01;
            let is_level = (before.y - last.y).abs() < 0.01 && (last.y - point.y).abs() < 0.01;
            if !is_upright && !is_level {
                break;
            }
            corners.pop();
        }
        corners.push(point);
    }
    corners
}

/// Moves everything to where coordinates begin at 0.
fn finish(mut items: Vec<Rect>, mut routes: Vec<Route>, along: f64) -> Drawing {
    let mut bounds = items.first().copied().unwrap_or_default();
    for rect in items.iter().chain(routes.iter().filter_map(|route| route.label.as_ref())) {
        bounds = bounds.union(*rect);
    }
    for point in routes.iter().flat_map(|route| &route.points) {
        bounds = bounds.union(Rect::new(point.x, point.y, 0.0, 0.0));
    }
    for rect in &mut items {
        *rect = rect.moved(-bounds.x, -bounds.y);
    }
    for route in &mut routes {
        for point in &mut route.points {
            *point = point.plus(-bounds.x, -bounds.y);
        }
        route.label = route.label.map(|rect| rect.moved(-bounds.x, -bounds.y));
    }
    Drawing { items, routes, across: bounds.width, along: bounds.height.max(along) }
}
