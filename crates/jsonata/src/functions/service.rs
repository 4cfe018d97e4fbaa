//! The functions that only the service has.

use alloc::vec::Vec;

use super::{items, number, text};
use crate::error::Fault;
use crate::evaluate::Evaluator;
use crate::item::Item;
use crate::{Algorithm, JavaRandom, hash};

/// The code of what `$error()` raises, and the service's own functions too.
const REFUSED: &str = "D3137";

/// `$random()` is the host's, `$random(seed)` is Java's first number for the seed.
pub(super) fn random(evaluator: &mut Evaluator<'_>, seed: &Item) -> Result<Item, Fault> {
    Ok(Item::Number(match seed {
        Item::Number(seed) => JavaRandom::new(*seed as i64).next_double(),
        _ => evaluator.host.random(),
    }))
}

/// `$partition(array, size)`: slices of that size, the last one shorter; without a size a single one.
pub(super) fn partition(evaluator: &mut Evaluator<'_>, list: &Item, size: &Item) -> Result<Item, Fault> {
    match list {
        Item::Undefined => return Ok(Item::Undefined),
        Item::Array(_) => {}
        other => return Err(Fault::new("T0412").value(other.detail()).index(1)),
    }
    let size = if size.is_undefined() { f64::INFINITY } else { libm::trunc(number(size)?) };
    if size < 0.0 {
        return Err(Fault::new(REFUSED).with_text("Second argument must be zero or greater"));
    }
    if size.is_nan() || size == 0.0 {
        return Ok(Item::Undefined);
    }
    let items = items(list);
    let size = if size >= items.len() as f64 { items.len().max(1) } else { size as usize };
    let mut parts = Vec::with_capacity(items.len().div_ceil(size));
    for part in items.chunks(size) {
        parts.push(evaluator.array_of(part.to_vec())?);
    }
    evaluator.array_of(parts)
}

/// `$range(first, last, step)`, each cut to an integer: a sequence, so that one number stands for itself.
pub(super) fn range(
    evaluator: &mut Evaluator<'_>,
    first: &Item,
    last: &Item,
    step: &Item,
) -> Result<Item, Fault> {
    if first.is_undefined() || last.is_undefined() || step.is_undefined() {
        return Ok(Item::Undefined);
    }
    let cut = |item: &Item| number(item).map(libm::trunc);
    let (first, last, step) = (cut(first)?, cut(last)?, cut(step)?);
    if step == 0.0 || !(first.is_finite() && last.is_finite() && step.is_finite()) {
        return Ok(Item::Undefined);
    }
    let count = libm::floor((last - first) / step) + 1.0;
    if count < 1.0 {
        return evaluator.sequence(Vec::new());
    }
    let count = if count > 1e9 { usize::MAX } else { count as usize };
    evaluator.reserve(count)?;
    evaluator.sequence((0..count).map(|index| Item::Number(first + step * index as f64)).collect())
}

/// `$hash(text, algorithm)`.
pub(super) fn hashed(value: &Item, algorithm: &Item) -> Result<Item, Fault> {
    if value.is_undefined() || algorithm.is_undefined() {
        return Ok(Item::Undefined);
    }
    let name = text(algorithm)?;
    match Algorithm::parse(name) {
        Some(algorithm) => Ok(Item::from(hash(text(value)?, algorithm))),
        None => Err(Fault::new(REFUSED).with_text(alloc::format!(
            "Hash algorithm '{name}' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5"
        ))),
    }
}

/// `$parse(text)`: the JSON that a text holds.
pub(super) fn parse(text: &str) -> Result<Item, Fault> {
    match json::parse(text) {
        Ok(value) => Ok(Item::from(&value)),
        Err(_) => Err(Fault::new(REFUSED).with_text("Invalid JSON")),
    }
}
