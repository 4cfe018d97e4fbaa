//! The places across: straight lines where possible, parents in the middle of their children.
//!
//! After Brandes and Köpf: vertices are tied into straight blocks four times (from above and from below, from
//! the left and from the right), packed each time, and the middle of the four is taken. Here the lines that
//! matter most (long lines, the main line of the flow) are tied first and none may break them.

use std::collections::BTreeMap;

use super::weave::{Chain, LANE, Role, Vertex, Weave};

pub(super) fn align(weave: &mut Weave) {
    let ties = ties(weave);
    let mut runs = Vec::with_capacity(4);
    for is_upward in [false, true] {
        for is_mirrored in [false, true] {
            let block = tie(weave, &ties, is_upward, is_mirrored);
            runs.push(pack(weave, &block, is_mirrored));
        }
    }
    let width = |run: &[f64]| {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for (x, vertex) in run.iter().zip(&weave.vertices) {
            least = least.min(x - vertex.left);
            most = most.max(x + vertex.right);
        }
        (least, most)
    };
    let narrowest = runs
        .iter()
        .map(|run| width(run))
        .min_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)))
        .unwrap_or((0.0, 0.0));
    for (place, run) in runs.iter_mut().enumerate() {
        let (least, most) = width(run);
        let shift = if place % 2 == 0 { narrowest.0 - least } else { narrowest.1 - most };
        run.iter_mut().for_each(|x| *x += shift);
    }
    for (place, vertex) in weave.vertices.iter_mut().enumerate() {
        let mut places = [runs[0][place], runs[1][place], runs[2][place], runs[3][place]];
        places.sort_by(f64::total_cmp);
        vertex.x = ((places[1] + places[2]) / 2.0).round();
    }
    let least = weave.vertices.iter().map(|vertex| vertex.x - vertex.left).fold(f64::INFINITY, f64::min);
    let mut most: f64 = 0.0;
    for vertex in &mut weave.vertices {
        vertex.x -= least.floor();
        most = most.max(vertex.x + vertex.right);
    }
    go_outside(weave, most + 2.0 * LANE);
}

/// Gives the outside lines their places behind everything; those that share no layer may share a place.
fn go_outside(weave: &mut Weave, from: f64) {
    let mut sorted: Vec<usize> = (0..weave.lanes.len()).collect();
    sorted.sort_by_key(|lane| (weave.lanes[*lane].first, *lane));
    let mut free: Vec<usize> = Vec::new();
    for lane in sorted {
        let (first, last) = (weave.lanes[lane].first, weave.lanes[lane].last);
        let slot = match free.iter().position(|layer| *layer < first) {
            Some(slot) => slot,
            None => {
                free.push(0);
                free.len() - 1
            }
        };
        free[slot] = last;
        weave.lanes[lane].x = (from + LANE * slot as f64).round();
    }
}

/// The least distance between two neighbours' lines.
pub(super) fn distance(left: &Vertex, right: &Vertex) -> f64 {
    let gap = match (left.role, right.role) {
        (Role::Item, Role::Item) => 36.0,
        (Role::Item, _) | (_, Role::Item) => 20.0,
        (Role::Label(_), _) | (_, Role::Label(_)) => 12.0,
        (
            Role::Chain(_) | Role::Trunk { .. } | Role::Drop { .. },
            Role::Chain(_) | Role::Trunk { .. } | Role::Drop { .. },
        ) => LANE + 2.0,
    };
    left.right + gap + right.left
}

/// Which links may become straight: for each vertex its partners below and above, in order.
struct Ties {
    below: Vec<Vec<usize>>,
    above: Vec<Vec<usize>>,
}

/// The links that may become straight. Strong ones first; what crosses a strong one may not.
fn ties(weave: &Weave) -> Ties {
    let favourites = favourites(weave);
    let count = weave.vertices.len();
    let mut ties = Ties { below: vec![Vec::new(); count], above: vec![Vec::new(); count] };
    for layer in &weave.layers {
        let mut strong: [Vec<(usize, usize)>; 3] = Default::default();
        let mut weak = Vec::new();
        for upper in layer.iter().copied() {
            let vertex = &weave.vertices[upper];
            for lower in vertex.below.iter().copied() {
                let below = &weave.vertices[lower];
                if vertex.role.is_thin() && below.role.is_thin() {
                    strong[0].push((upper, lower));
                } else if favourites.child[upper] == Some(lower) && favourites.parent[lower] == Some(upper) {
                    let is_main = vertex.role == Role::Item || below.role == Role::Item;
                    strong[if is_main { 1 } else { 2 }].push((upper, lower));
                } else if favourites.child[upper].is_none_or(|child| child == lower)
                    && favourites.parent[lower].is_none_or(|parent| parent == upper)
                    && !is_side(weave, upper, lower)
                {
                    weak.push((upper, lower));
                }
            }
        }
        // Places of the upper ends, with the places of the lower ends; both rise.
        let mut kept: BTreeMap<usize, usize> = BTreeMap::new();
        let place = |vertex: usize| weave.vertices[vertex].place;
        let fits = |kept: &BTreeMap<usize, usize>, upper: usize, lower: usize| {
            kept.range(..=place(upper)).next_back().is_none_or(|(at, end)| {
                if *at == place(upper) { *end == place(lower) } else { *end < place(lower) }
            }) && kept.range(place(upper) + 1..).next().is_none_or(|(_, end)| *end > place(lower))
        };
        for (upper, lower) in strong.into_iter().flatten() {
            if fits(&kept, upper, lower) {
                kept.insert(place(upper), place(lower));
                ties.below[upper].push(lower);
                ties.above[lower].push(upper);
            }
        }
        for (upper, lower) in weak {
            if fits(&kept, upper, lower) {
                ties.below[upper].push(lower);
                ties.above[lower].push(upper);
            }
        }
    }
    for list in ties.below.iter_mut().chain(&mut ties.above) {
        list.sort_by_key(|vertex| weave.vertices[*vertex].place);
    }
    ties
}

/// Whether a link leaves its item at the side.
fn is_side(weave: &Weave, upper: usize, lower: usize) -> bool {
    match weave.vertices[lower].role {
        Role::Chain(Chain { is_side, .. }) | Role::Drop { is_side } => {
            is_side && weave.vertices[upper].role == Role::Item
        }
        Role::Item | Role::Label(_) | Role::Trunk { .. } => weave.side_links.contains(&(upper, lower)),
    }
}

/// Which one child should stand straight below a vertex, and which parent straight above.
struct Favourites {
    child: Vec<Option<usize>>,
    parent: Vec<Option<usize>>,
}

fn favourites(weave: &Weave) -> Favourites {
    let count = weave.vertices.len();
    // How far the flow goes on below each vertex, in layers.
    let mut reach = vec![0usize; count];
    for layer in weave.layers.iter().rev() {
        for vertex in layer.iter().copied() {
            for below in weave.vertices[vertex].below.iter().copied() {
                if !is_side(weave, vertex, below) {
                    reach[vertex] = reach[vertex].max(reach[below] + 1);
                }
            }
        }
    }
    // What the flow reaches without a catcher.
    let mut is_main = vec![false; count];
    for layer in &weave.layers {
        for vertex in layer.iter().copied() {
            let above = &weave.vertices[vertex].above;
            is_main[vertex] = above.is_empty()
                || above.iter().any(|above| is_main[*above] && !is_side(weave, *above, vertex));
        }
    }
    let mut favourites = Favourites { child: vec![None; count], parent: vec![None; count] };
    for (place, vertex) in weave.vertices.iter().enumerate() {
        let children: Vec<usize> =
            vertex.below.iter().copied().filter(|below| !is_side(weave, place, *below)).collect();
        favourites.child[place] = match children.as_slice() {
            [] => None,
            [only] => Some(*only),
            several => main_child(weave, &reach, several),
        };
    }
    for (place, vertex) in weave.vertices.iter().enumerate() {
        let parents: Vec<usize> =
            vertex.above.iter().copied().filter(|above| !is_side(weave, *above, place)).collect();
        favourites.parent[place] = match parents.as_slice() {
            [] => None,
            [only] => Some(*only),
            several => main_parent(weave, &favourites, &is_main, several, place),
        };
    }
    favourites
}

/// The child that the flow mainly goes to: one that goes on much further than its siblings do.
fn main_child(weave: &Weave, reach: &[usize], children: &[usize]) -> Option<usize> {
    let is_line = |vertex: usize| is_line(weave, vertex);
    let longest = children.iter().copied().max_by_key(|child| (reach[*child], usize::MAX - *child))?;
    let second = children
        .iter()
        .copied()
        .filter(|child| *child != longest && !is_line(*child))
        .map(|child| reach[child])
        .max();
    let real: Vec<usize> = children.iter().copied().filter(|child| !is_line(*child)).collect();
    if let [only] = real.as_slice() {
        return Some(*only);
    }
    match second {
        Some(second) if reach[longest] >= second + 6 && !is_line(longest) => Some(longest),
        Some(_) | None if real.len() % 2 == 1 && real.len() == children.len() => Some(real[real.len() / 2]),
        Some(_) | None => None,
    }
}

/// Whether only a line goes on from here: a long line, or a label with one below.
fn is_line(weave: &Weave, vertex: usize) -> bool {
    match weave.vertices[vertex].role {
        Role::Item => false,
        Role::Chain(_) | Role::Trunk { .. } | Role::Drop { .. } => true,
        Role::Label(_) => {
            weave.vertices[vertex].below.iter().all(|below| weave.vertices[*below].role.is_thin())
        }
    }
}

/// Of several parents, the one whose line comes straight down: the only one of the main flow, or else the only one
/// whose favourite this is and that is no mere line.
fn main_parent(
    weave: &Weave,
    favourites: &Favourites,
    is_main: &[bool],
    parents: &[usize],
    child: usize,
) -> Option<usize> {
    let only = |mut parents: Box<dyn Iterator<Item = usize> + '_>| match (parents.next(), parents.next()) {
        (Some(only), None) => Some(only),
        (Some(_), Some(_)) | (None, _) => None,
    };
    let likes = |parent: &usize| favourites.child[*parent] == Some(child);
    only(Box::new(parents.iter().copied().filter(|parent| is_main[*parent]))).filter(likes).or_else(|| {
        let real = |parent: &usize| likes(parent) && !weave.vertices[*parent].role.is_thin();
        only(Box::new(parents.iter().copied().filter(real)))
    })
}

/// Ties vertices into blocks: for each vertex the root of its block.
fn tie(weave: &Weave, ties: &Ties, is_upward: bool, is_mirrored: bool) -> Vec<usize> {
    let count = weave.vertices.len();
    let mut root: Vec<usize> = (0..count).collect();
    let mut next: Vec<usize> = (0..count).collect();
    let depth = weave.layers.len();
    for step in 0..depth {
        let layer = if is_upward { depth - 1 - step } else { step };
        let mut limit: i64 = -1;
        let length = weave.layers[layer].len();
        for at in 0..length {
            let vertex = weave.layers[layer][if is_mirrored { length - 1 - at } else { at }];
            let partners = if is_upward { &ties.below[vertex] } else { &ties.above[vertex] };
            if partners.is_empty() {
                continue;
            }
            let other_layer = if is_upward { layer + 1 } else { layer - 1 };
            let other_length = weave.layers[other_layer].len();
            let place = |partner: usize| {
                let place = weave.vertices[partner].place;
                (if is_mirrored { other_length - 1 - place } else { place }) as i64
            };
            let (low, high) = ((partners.len() - 1) / 2, partners.len() / 2);
            let medians = if is_mirrored { [high, low] } else { [low, high] };
            for median in medians {
                let partner = partners[median];
                if next[vertex] == vertex && limit < place(partner) {
                    next[partner] = vertex;
                    root[vertex] = root[partner];
                    next[vertex] = root[vertex];
                    limit = place(partner);
                }
            }
        }
    }
    root
}

/// Packs blocks to one side, then lets each go as far to the other as its neighbours allow.
fn pack(weave: &Weave, root: &[usize], is_mirrored: bool) -> Vec<f64> {
    let count = weave.vertices.len();
    // Neighbours between blocks: (left block, right block, distance).
    let mut right_of: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
    let mut waits = vec![0usize; count];
    for layer in &weave.layers {
        for pair in layer.windows(2) {
            let (left, right) = (root[pair[0]], root[pair[1]]);
            let distance = distance(&weave.vertices[pair[0]], &weave.vertices[pair[1]]);
            right_of[left].push((right, distance));
            waits[right] += 1;
        }
    }
    let mut sorted: Vec<usize> =
        (0..count).filter(|block| root[*block] == *block && waits[*block] == 0).collect();
    let mut done = 0;
    while done < sorted.len() {
        let block = sorted[done];
        done += 1;
        for (right, _) in &right_of[block] {
            waits[*right] -= 1;
            if waits[*right] == 0 {
                sorted.push(*right);
            }
        }
    }
    let mut x = vec![0.0f64; count];
    if is_mirrored {
        for block in sorted.iter().rev().copied() {
            let room = right_of[block].iter().map(|(right, distance)| x[*right] - distance);
            x[block] = room.fold(0.0, f64::min);
        }
        let mut least: Vec<f64> = vec![f64::NEG_INFINITY; count];
        for block in sorted.iter().copied() {
            if least[block].is_finite() {
                x[block] = least[block];
            }
            for (right, distance) in &right_of[block] {
                least[*right] = least[*right].max(x[block] + distance);
            }
        }
    } else {
        for block in sorted.iter().copied() {
            for (right, distance) in &right_of[block] {
                x[*right] = x[*right].max(x[block] + distance);
            }
        }
        for block in sorted.iter().rev().copied() {
            let room = right_of[block].iter().map(|(right, distance)| x[*right] - distance);
            let most = room.fold(f64::INFINITY, f64::min);
            if most.is_finite() {
                x[block] = most;
            }
        }
    }
    (0..count).map(|vertex| x[root[vertex]]).collect()
}
