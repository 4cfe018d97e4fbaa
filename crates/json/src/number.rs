//! A JSON number: an integer as long as it was written as one, else a double.

use alloc::string::String;
use core::cmp::Ordering;
use core::fmt::{self, Write};

/// A number of JSON. Integers and doubles stay apart, so that `1` and `1.0` print as they came, but compare equal.
#[derive(Clone, Copy)]
pub enum Number {
    Integer(i64),
    /// Always finite: JSON has no other.
    Double(f64),
}

impl Number {
    pub fn as_f64(&self) -> f64 {
        match self {
            Number::Integer(value) => *value as f64,
            Number::Double(value) => *value,
        }
    }

    /// The integer, when it was written as one.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Number::Integer(value) => Some(*value),
            Number::Double(_) => None,
        }
    }

    /// An integer when the double is whole and exact as such, as JavaScript prints it.
    pub fn from_javascript(value: f64) -> Number {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.abs() <= EXACT && value as i64 as f64 == value {
            Number::Integer(value as i64)
        } else {
            Number::from(value)
        }
    }

    /// Bytes of the JSON text.
    #[inline]
    pub fn size(&self) -> usize {
        match self {
            Number::Integer(value) => size_of_integer(*value),
            Number::Double(value) => size_of_double(*value),
        }
    }
}

fn size_of_integer(value: i64) -> usize {
    let digits = value.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 1;
    digits + usize::from(value < 0)
}

fn size_of_double(value: f64) -> usize {
    if let Some(size) = size_of_short(value) {
        return size;
    }
    let mut counter = Counter(0);
    // Counting cannot fail.
    let _ = write!(counter, "{}", Number::Double(value));
    counter.0
}

/// The bytes of a double with few decimals, without writing it.
///
/// A whole number below 2⁵³ divided by a power of ten is the double nearest to that decimal, so the first power that gives
/// the value back also gives its shortest decimal, which is the one that is written.
fn size_of_short(value: f64) -> Option<usize> {
    let size = value.abs();
    if !(1e-3..1e7).contains(&size) {
        return None;
    }
    let whole = (size as u64).checked_ilog10().unwrap_or(0) as usize + 1;
    let mut power = 1.0;
    for decimals in 0..=6 {
        let scaled = (size * power + 0.5) as u64;
        if scaled as f64 / power == size {
            return Some(usize::from(value < 0.0) + whole + 1 + decimals.max(1));
        }
        power *= 10.0;
    }
    None
}

struct Counter(usize);

impl Write for Counter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Number {
        Number::Integer(value)
    }
}

/// Infinities and NaN, which JSON lacks, become 0; callers that can meet them check before.
impl From<f64> for Number {
    fn from(value: f64) -> Number {
        Number::Double(if value.is_finite() { value } else { 0.0 })
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        match (self, other) {
            (Number::Integer(a), Number::Integer(b)) => a == b,
            (a, b) => a.as_f64() == b.as_f64(),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Integer(a), Number::Integer(b)) => Some(a.cmp(b)),
            (a, b) => a.as_f64().partial_cmp(&b.as_f64()),
        }
    }
}

/// The JSON text: a double keeps its point (`1.0`); from 10⁷ on and below 10⁻³ it is written with an exponent (`1.0E10`), as the service's Java does.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = match self {
            Number::Integer(value) => return write!(f, "{value}"),
            Number::Double(value) => *value,
        };
        let size = value.abs();
        if size == 0.0 || (1e-3..1e7).contains(&size) {
            return write!(f, "{value:?}");
        }
        let mut text = String::new();
        write!(text, "{value:e}")?;
        match text.split_once('e') {
            Some((digits, exponent)) if digits.contains('.') => write!(f, "{digits}E{exponent}"),
            Some((digits, exponent)) => write!(f, "{digits}.0E{exponent}"),
            None => f.write_str(&text),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
