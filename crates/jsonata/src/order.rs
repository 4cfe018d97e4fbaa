//! Putting things in order, by places: one sort for all kinds of things.

use alloc::vec::Vec;

use crate::error::Fault;

/// The places of so many things in their order: a stable merge sort that compares in the order of JSONata's,
/// so that comparators with effects see the same. `is_after` says whether the first place belongs behind the second.
pub(crate) fn order(
    count: usize,
    is_after: &mut dyn FnMut(usize, usize) -> Result<bool, Fault>,
) -> Result<Vec<usize>, Fault> {
    let mut places: Vec<usize> = (0..count).collect();
    let mut space = places.clone();
    sort(&mut places, &mut space, is_after)?;
    Ok(places)
}

fn sort(
    places: &mut [usize],
    space: &mut [usize],
    is_after: &mut dyn FnMut(usize, usize) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let middle = places.len() / 2;
    if middle == 0 {
        return Ok(());
    }
    sort(&mut places[..middle], &mut space[..middle], is_after)?;
    sort(&mut places[middle..], &mut space[middle..], is_after)?;
    space.copy_from_slice(places);
    let (mut left, mut right) = space.split_at(middle);
    for place in places {
        let from_right = match (left, right) {
            ([a, ..], [b, ..]) => is_after(*a, *b)?,
            ([], _) => true,
            (_, []) => false,
        };
        let side = if from_right { &mut right } else { &mut left };
        if let [first, rest @ ..] = *side {
            *place = *first;
            *side = rest;
        }
    }
    Ok(())
}

/// The order in which `key` grows; equals stay in their order.
pub(crate) fn order_by<K: Ord>(count: usize, key: impl Fn(usize) -> K) -> Vec<usize> {
    match order(count, &mut |a, b| Ok(key(a) > key(b))) {
        Ok(places) => places,
        Err(_) => unreachable!("comparing keys cannot fail"),
    }
}

/// The items in an order that names each place once.
pub(crate) fn arranged<T>(items: Vec<T>, order: Vec<usize>) -> Vec<T> {
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| items[place].take()).collect()
}

/// The order of JavaScript's objects, where it is another than the one they came in: keys that look like indices first.
#[inline(never)]
pub(crate) fn indices_first(count: usize, key: &dyn Fn(usize) -> Option<u32>) -> Option<Vec<usize>> {
    match (0..count).any(|place| key(place).is_some()) {
        true => Some(order_by(count, |place| key(place).unwrap_or(u32::MAX))),
        false => None,
    }
}
