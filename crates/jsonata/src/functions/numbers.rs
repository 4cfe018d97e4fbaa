//! Functions on numbers.

use super::{items, number};
use crate::error::{Detail, Fault};
use crate::item::Item;
use crate::number as text_of;

/// The numbers of an array, straight from where they lie.
fn each_number(item: &Item, visit: &mut dyn FnMut(f64)) -> Result<usize, Fault> {
    let Item::Array(list) = item else {
        let items = items(item);
        for item in &items {
            visit(number(item)?);
        }
        return Ok(items.len());
    };
    if let Some(own) = list.as_own() {
        for item in own {
            visit(number(item)?);
        }
    } else {
        for item in list.iter() {
            visit(number(&item)?);
        }
    }
    Ok(list.len())
}

pub(super) fn sum(item: &Item) -> Result<Item, Fault> {
    let mut total = 0.0;
    each_number(item, &mut |number| total += number)?;
    Ok(Item::Number(total))
}

pub(super) fn average(item: &Item) -> Result<Item, Fault> {
    let mut total = 0.0;
    let count = each_number(item, &mut |number| total += number)?;
    Ok(match count {
        0 => Item::Undefined,
        count => Item::Number(total / count as f64),
    })
}

pub(super) fn extreme(item: &Item, start: f64, better: fn(f64, f64) -> bool) -> Result<Item, Fault> {
    let mut best = start;
    let mut lost = false;
    let count = each_number(item, &mut |number| {
        lost |= number.is_nan();
        if better(best, number) {
            best = number;
        }
    })?;
    Ok(match count {
        0 => Item::Undefined,
        _ if lost => Item::Number(f64::NAN),
        _ => Item::Number(best),
    })
}

pub(super) fn number_of(text: &str) -> Option<f64> {
    text_of::from_text(text)
}

pub(super) fn sqrt(item: &Item) -> Result<Item, Fault> {
    let number = number(item)?;
    match number < 0.0 {
        true => Err(Fault::new("D3060").value(item.detail()).index(1)),
        false => Ok(Item::Number(libm::sqrt(number))),
    }
}

pub(super) fn power(base: &Item, exponent: &Item) -> Result<Item, Fault> {
    let result = match exponent {
        Item::Undefined => f64::NAN,
        exponent => power_of(number(base)?, number(exponent)?),
    };
    if !result.is_finite() {
        let mut fault = Fault::new("D3061").value(base.detail()).index(1);
        fault.0.exponent = Some(exponent.detail());
        return Err(fault);
    }
    Ok(Item::Number(result))
}

/// JavaScript's power: what is neither 1 nor NaN in C is NaN there.
fn power_of(base: f64, exponent: f64) -> f64 {
    if exponent.is_nan() || (libm::fabs(base) == 1.0 && exponent.is_infinite()) {
        return f64::NAN;
    }
    libm::pow(base, exponent)
}

pub(super) fn format_base(item: &Item, radix: &Item) -> Result<Item, Fault> {
    let value = text_of::round(number(item)?, 0.0);
    let radix = match radix {
        Item::Undefined => 10.0,
        radix => text_of::round(number(radix)?, 0.0),
    };
    if !(2.0..=36.0).contains(&radix) {
        return Err(Fault::new("D3100").value(Detail::number(radix)));
    }
    Ok(Item::from(text_of::to_radix(value, radix as u32)))
}

/// `$number`.
pub(super) fn number_from(item: &Item) -> Result<Item, Fault> {
    let value = match item {
        Item::Number(_) => return Ok(item.clone()),
        Item::Bool(value) => Some(f64::from(u8::from(*value))),
        Item::Text(text) => number_of(text),
        Item::Undefined
        | Item::Null
        | Item::Array(_)
        | Item::Object(_)
        | Item::Function(_)
        | Item::Tuples(_) => None,
    };
    value.map(Item::Number).ok_or_else(|| Fault::new("D3030").value(item.detail()).index(1))
}
