//! The order inside each layer: siblings as the definition has them, and few crossings.
//!
//! A walk in the order of the definition gives the first order; whatever two vertices have one parent stay in it.
//! Then neighbours change places where that saves crossings and no parent minds.

use std::collections::{BTreeMap, BTreeSet};

use super::weave::{Bank, Path, Role, Vertex, Weave};

/// How often the layers are looked through, at most.
const PASSES: usize = 8;

pub(super) fn order(weave: &mut Weave) {
    let number = number(weave);
    for layer in &mut weave.layers {
        layer.sort_by_key(|vertex| number[*vertex]);
    }
    let mut siblings = siblings(weave, &number);
    for (layer, pairs) in families(weave) {
        arrange(&mut weave.layers[layer], &pairs, &number, &mut siblings);
    }
    place(weave);
    for pass in 0..PASSES {
        let mut is_better = false;
        for step in 0..weave.layers.len() {
            let layer = if pass % 2 == 0 { step } else { weave.layers.len() - 1 - step };
            is_better |= improve(weave, layer, &siblings);
        }
        if !is_better {
            break;
        }
    }
}

/// The arrows that cross something where their line meets others to the same target; one of those may stay.
pub(super) fn hindered(weave: &Weave) -> Vec<usize> {
    let mut is_hindered = vec![false; weave.vertices.len()];
    let mut hindered = BTreeSet::new();
    for (upper, lower) in weave.layers.iter().zip(weave.layers.iter().skip(1)) {
        if lower.iter().any(|vertex| is_meeting(weave, *vertex)) {
            let reach = Reach::new(weave, upper);
            for vertex in lower.iter().copied().filter(|vertex| is_meeting(weave, *vertex)) {
                let mut above = weave.vertices[vertex].above.clone();
                let count = above.len();
                above.retain(|above| reach.is_crossed(weave, *above, vertex));
                if above.len() == count {
                    above.sort_by_key(|above| weave.vertices[*above].place);
                    above.remove(0);
                }
                for above in above {
                    if weave.vertices[above].role.is_thin() {
                        is_hindered[above] = true;
                    } else {
                        hindered.insert((above, vertex));
                    }
                }
            }
        }
    }
    if hindered.is_empty() && !is_hindered.contains(&true) {
        return Vec::new();
    }
    // What comes down a line that is hindered further below is so too.
    for vertex in weave.layers.iter().rev().flatten().copied() {
        let line = &weave.vertices[vertex];
        if let (Role::Chain(_), Some(below)) = (line.role, line.below.first()) {
            is_hindered[vertex] |= is_hindered[*below];
        }
    }
    let is_direct = |path: &Path| hindered.contains(&(path.label.unwrap_or(path.from), path.first));
    let paths = weave.paths.iter().enumerate();
    paths
        .filter(|(_, path)| is_hindered.get(path.first) == Some(&true) || is_direct(path))
        .map(|(arrow, _)| arrow)
        .collect()
}

/// Whether a vertex is a point of a line where several meet.
fn is_meeting(weave: &Weave, vertex: usize) -> bool {
    let vertex = &weave.vertices[vertex];
    matches!(vertex.role, Role::Chain(_)) && vertex.above.len() > 1
}

/// How far the links of a layer lead to the sides.
struct Reach {
    /// For each place, the rightmost end of the links from the left of it.
    right: Vec<usize>,
    /// For each place, the leftmost end of the links from there and from the right of it.
    left: Vec<usize>,
}

impl Reach {
    fn new(weave: &Weave, layer: &[usize]) -> Reach {
        let ends =
            |vertex: &usize| weave.vertices[*vertex].below.iter().map(|below| weave.vertices[*below].place);
        let mut right = vec![0; layer.len() + 1];
        let mut left = vec![usize::MAX; layer.len() + 1];
        for (at, vertex) in layer.iter().enumerate() {
            right[at + 1] = ends(vertex).fold(right[at], usize::max);
        }
        for (at, vertex) in layer.iter().enumerate().rev() {
            left[at] = ends(vertex).fold(left[at + 1], usize::min);
        }
        Reach { right, left }
    }

    /// Whether a link crosses another.
    fn is_crossed(&self, weave: &Weave, upper: usize, lower: usize) -> bool {
        let (from, to) = (weave.vertices[upper].place, weave.vertices[lower].place);
        self.right[from] > to || self.left[from + 1] < to
    }
}

/// Writes into each vertex where it stands.
fn place(weave: &mut Weave) {
    for layer in &weave.layers {
        for (place, vertex) in layer.iter().enumerate() {
            weave.vertices[*vertex].place = place;
        }
    }
}

/// Numbers the vertices as a walk meets them: the near loops of an item before it, the far ones behind all that
/// the walk found below it.
fn number(weave: &Weave) -> Vec<usize> {
    let mut number = vec![usize::MAX; weave.vertices.len()];
    let mut next = 0;
    let mut give = |number: &mut Vec<usize>, vertex: usize| {
        number[vertex] = next;
        next += 1;
    };
    // Behind the roots, what only outside lines lead to.
    let items = (0..weave.vertices.len()).filter(|vertex| weave.vertices[*vertex].role == Role::Item);
    for root in weave.roots.iter().copied().chain(items) {
        if number[root] != usize::MAX {
            continue;
        }
        let mut stack = Vec::new();
        let mut enter = Some(root);
        loop {
            if let Some(vertex) = enter.take() {
                if weave.vertices[vertex].role == Role::Item {
                    for trunk in weave.trunks.get(&(vertex, Bank::Near)).into_iter().flatten() {
                        give(&mut number, *trunk);
                    }
                }
                give(&mut number, vertex);
                stack.push((vertex, 0));
            }
            let Some((vertex, step)) = stack.last_mut() else {
                break;
            };
            match weave.vertices[*vertex].below.get(*step).copied() {
                Some(below) => {
                    *step += 1;
                    let is_new = number[below] == usize::MAX && !joins(weave, *vertex, below);
                    enter = Some(below).filter(|_| is_new);
                }
                None => {
                    if weave.vertices[*vertex].role == Role::Item {
                        for trunk in weave.trunks.get(&(*vertex, Bank::Far)).into_iter().flatten() {
                            give(&mut number, *trunk);
                        }
                    }
                    stack.pop();
                }
            }
        }
    }
    number
}

/// Whether a link joins a long line in its middle: such a line stands where its first arrow comes from.
fn joins(weave: &Weave, upper: usize, lower: usize) -> bool {
    let is_thin = |vertex: usize| weave.vertices[vertex].role.is_thin();
    is_thin(lower) && !is_thin(upper) && weave.vertices[lower].above.iter().any(|above| is_thin(*above))
}

/// For each vertex, the siblings that must stay on its right.
///
/// Only pairs that the first order has right are kept, so the pairs of all parents go together.
fn siblings(weave: &Weave, number: &[usize]) -> Vec<Vec<usize>> {
    let mut siblings = vec![Vec::new(); weave.vertices.len()];
    for vertex in &weave.vertices {
        for pair in vertex.below.windows(2) {
            // A line out of the middle may go wherever it crosses least.
            if number[pair[0]] < number[pair[1]] && !weave.vertices[pair[0]].role.is_thin() {
                siblings[pair[0]].push(pair[1]);
            }
        }
    }
    siblings
}

/// The targets of one item that stand in one layer, pair by pair in the order of its arrows; by layer.
fn families(weave: &Weave) -> BTreeMap<usize, Vec<(usize, usize)>> {
    let mut families: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for paths in weave.paths.chunk_by(|one, other| one.from == other.from) {
        let mut last: BTreeMap<usize, usize> = BTreeMap::new();
        let mut known = BTreeSet::new();
        for target in paths.iter().filter_map(|path| target(weave, path)) {
            if known.insert(target)
                && let Some(before) = last.insert(weave.vertices[target].layer, target)
            {
                families.entry(weave.vertices[target].layer).or_default().push((before, target));
            }
        }
    }
    families
}

/// The item that an arrow leads down to, unless it leaves at the side or goes outside.
fn target(weave: &Weave, path: &Path) -> Option<usize> {
    if path.is_back {
        return None;
    }
    match weave.vertices.get(path.first)?.role {
        Role::Item => Some(path.first).filter(|to| !weave.side_links.contains(&(path.from, *to))),
        Role::Chain(chain) if !chain.is_side => Some(chain.to),
        Role::Chain(_) | Role::Label(_) | Role::Trunk { .. } | Role::Drop { .. } => None,
    }
}

/// Puts a layer into an order in which the pairs are right, as near to the first order as that allows.
/// Of pairs that contradict each other the first ones win.
fn arrange(layer: &mut [usize], pairs: &[(usize, usize)], number: &[usize], siblings: &mut [Vec<usize>]) {
    // What must stand on the right of each vertex, from this layer's pairs and from the parents of labels and lines.
    let leads_to = |siblings: &[Vec<usize>], from: usize, to: usize| {
        let mut open = vec![from];
        let mut seen = BTreeSet::new();
        while let Some(vertex) = open.pop() {
            if vertex == to {
                return true;
            }
            if seen.insert(vertex) {
                open.extend(&siblings[vertex]);
            }
        }
        false
    };
    let mut is_right = true;
    for (left, right) in pairs.iter().copied() {
        if !siblings[left].contains(&right) && !leads_to(siblings, right, left) {
            siblings[left].push(right);
            is_right &= number[left] < number[right];
        }
    }
    if is_right {
        return;
    }
    let mut waits: BTreeMap<usize, usize> = BTreeMap::new();
    for vertex in layer.iter() {
        for right in &siblings[*vertex] {
            *waits.entry(*right).or_default() += 1;
        }
    }
    let mut free: BTreeSet<(usize, usize)> = layer
        .iter()
        .filter(|vertex| !waits.contains_key(vertex))
        .map(|vertex| (number[*vertex], *vertex))
        .collect();
    for place in layer.iter_mut() {
        let Some((_, vertex)) = free.pop_first() else {
            break;
        };
        *place = vertex;
        for right in &siblings[vertex] {
            if let Some(count) = waits.get_mut(right) {
                *count -= 1;
                if *count == 0 {
                    free.insert((number[*right], *right));
                }
            }
        }
    }
}

/// Lets neighbours of a layer change places; whether anything did.
fn improve(weave: &mut Weave, layer: usize, siblings: &[Vec<usize>]) -> bool {
    let count = weave.layers[layer].len();
    if count < 2 {
        return false;
    }
    let mut ends: Vec<Ends> =
        weave.layers[layer].iter().map(|vertex| Ends::of(&weave.vertices, *vertex)).collect();
    let mut is_better = false;
    let mut is_moving = true;
    let mut rounds = 0;
    while is_moving && rounds < 4 {
        is_moving = false;
        rounds += 1;
        for left in 0..count - 1 {
            let (one, other) = (weave.layers[layer][left], weave.layers[layer][left + 1]);
            if siblings[one].contains(&other) {
                continue;
            }
            let kept = cost(weave, &ends[left], &ends[left + 1], one, other, left);
            if kept == 0 {
                continue;
            }
            let swapped = cost(weave, &ends[left + 1], &ends[left], other, one, left);
            if swapped < kept {
                weave.layers[layer].swap(left, left + 1);
                ends.swap(left, left + 1);
                weave.vertices[one].place = left + 1;
                weave.vertices[other].place = left;
                is_moving = true;
                is_better = true;
            }
        }
    }
    is_better
}

/// The places of the links of a vertex, sorted.
struct Ends {
    above: Vec<usize>,
    below: Vec<usize>,
}

impl Ends {
    fn of(vertices: &[Vertex], vertex: usize) -> Ends {
        let places = |links: &[usize]| {
            let mut places: Vec<usize> = links.iter().map(|link| vertices[*link].place).collect();
            places.sort_unstable();
            places
        };
        Ends { above: places(&vertices[vertex].above), below: places(&vertices[vertex].below) }
    }
}

/// How often the lines of two neighbours cross when one is on the left of the other, at this place.
fn cost(weave: &Weave, left: &Ends, right: &Ends, one: usize, other: usize, place: usize) -> usize {
    let mut cost = inversions(&left.above, &right.above) + inversions(&left.below, &right.below);
    let (one_vertex, other_vertex) = (&weave.vertices[one], &weave.vertices[other]);
    let reaches = |turns: &[usize], own: usize, test: fn(usize, usize) -> bool| {
        turns
            .iter()
            .filter(|partner| {
                **partner != own
                    && **partner != one
                    && **partner != other
                    && test(weave.vertices[**partner].place, place)
            })
            .count()
    };
    let beyond = |partner: usize, place: usize| partner > place + 1;
    let before = |partner: usize, place: usize| partner < place;
    cost += reaches(&one_vertex.turns_above, one, beyond) * right.above.len();
    cost += reaches(&one_vertex.turns_below, one, beyond) * right.below.len();
    cost += reaches(&other_vertex.turns_above, other, before) * left.above.len();
    cost += reaches(&other_vertex.turns_below, other, before) * left.below.len();
    cost
}

/// How many pairs have the left one's end right of the right one's end.
fn inversions(left: &[usize], right: &[usize]) -> usize {
    let (mut count, mut passed) = (0, 0);
    for end in left {
        while passed < right.len() && right[passed] < *end {
            passed += 1;
        }
        count += passed;
    }
    count
}
