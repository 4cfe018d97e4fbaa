//! `$formatNumber`: decimal pictures of XPath.

use alloc::string::String;
use alloc::vec::Vec;

use super::integer::regular_positions;
use crate::Dialect;
use crate::error::Fault;
use crate::item::Item;
use crate::number;

/// The characters that mean something in a picture.
struct Symbols {
    decimal: Vec<char>,
    grouping: Vec<char>,
    exponent: Vec<char>,
    minus: Vec<char>,
    percent: Vec<char>,
    per_mille: Vec<char>,
    zero: Vec<char>,
    digit: Vec<char>,
    separator: Vec<char>,
    family: Vec<char>,
}

impl Symbols {
    fn new(options: &Item) -> Symbols {
        let option = |name: &str, default: &str| -> Vec<char> {
            let given = match options {
                Item::Object(record) => record.get(name),
                _ => None,
            };
            match given {
                Some(Item::Text(text)) => text.chars().collect(),
                _ => default.chars().collect(),
            }
        };
        let zero = option("zero-digit", "0");
        let first = zero.first().map_or(0x30, |zero| *zero as u32);
        Symbols {
            decimal: option("decimal-separator", "."),
            grouping: option("grouping-separator", ","),
            exponent: option("exponent-separator", "e"),
            minus: option("minus-sign", "-"),
            percent: option("percent", "%"),
            per_mille: option("per-mille", "\u{2030}"),
            zero,
            digit: option("digit", "#"),
            separator: option("pattern-separator", ";"),
            family: (first..first + 10).filter_map(char::from_u32).collect(),
        }
    }

    fn is_digit(&self, character: char) -> bool {
        self.family.contains(&character)
    }

    fn is(symbol: &[char], character: char) -> bool {
        symbol == [character]
    }

    fn is_optional(&self, character: char) -> bool {
        Symbols::is(&self.digit, character)
    }

    fn is_active(&self, character: char) -> bool {
        self.is_digit(character)
            || [&self.decimal, &self.exponent, &self.grouping, &self.digit, &self.separator]
                .iter()
                .any(|symbol| Symbols::is(symbol, character))
    }
}

fn find(text: &[char], symbol: &[char], from: usize) -> Option<usize> {
    if symbol.is_empty() {
        return (from <= text.len()).then_some(from);
    }
    (from..text.len()).find(|at| text[*at..].starts_with(symbol))
}

fn rfind(text: &[char], symbol: &[char]) -> Option<usize> {
    (0..text.len()).rev().find(|at| text[*at..].starts_with(symbol))
}

/// A picture in its pieces.
struct Pieces {
    whole: Vec<char>,
    prefix: Vec<char>,
    suffix: Vec<char>,
    active: Vec<char>,
    mantissa: Vec<char>,
    exponent: Option<Vec<char>>,
    integer: Vec<char>,
    fraction: Vec<char>,
}

impl Pieces {
    fn new(whole: &[char], symbols: &Symbols, dialect: Dialect) -> Result<Pieces, Fault> {
        let edge =
            |character: &char| symbols.is_active(*character) && !Symbols::is(&symbols.exponent, *character);
        let start = match (whole.iter().position(edge), dialect) {
            (Some(start), _) => start,
            // The service goes on to say what is wrong, 2.0.6 itself fails in its own JavaScript.
            (None, Dialect::Service) => 0,
            (None, Dialect::Plain) => return Err(crate::error::unread("length")),
        };
        let end = whole.iter().rposition(edge).map_or(whole.len(), |end| end + 1);
        let prefix = whole[..start].to_vec();
        let suffix = whole[end..].to_vec();
        let active = whole[start..end].to_vec();
        let position = find(whole, &symbols.exponent, start);
        let (mantissa, exponent) = match position {
            Some(position) if position <= end => {
                // The place is counted in the whole picture, but cut in the part without the prefix.
                let cut = position.min(active.len());
                let after = (position + 1).min(active.len());
                (active[..cut].to_vec(), Some(active[after..].to_vec()))
            }
            Some(_) | None => (active.clone(), None),
        };
        let (integer, fraction) = match find(&mantissa, &symbols.decimal, 0) {
            Some(at) => (mantissa[..at].to_vec(), mantissa[(at + 1).min(mantissa.len())..].to_vec()),
            None => (mantissa.clone(), suffix.clone()),
        };
        Ok(Pieces { whole: whole.to_vec(), prefix, suffix, active, mantissa, exponent, integer, fraction })
    }

    /// The last rule that is broken is the one that is told.
    fn check(&self, symbols: &Symbols) -> Result<(), Fault> {
        let mut code = None;
        let whole = &self.whole;
        let twice = |symbol: &[char]| find(whole, symbol, 0) != rfind(whole, symbol);
        let decimal = find(whole, &symbols.decimal, 0);
        if twice(&symbols.decimal) {
            code = Some("D3081");
        }
        if twice(&symbols.percent) {
            code = Some("D3082");
        }
        if twice(&symbols.per_mille) {
            code = Some("D3083");
        }
        let percent = find(whole, &symbols.percent, 0).is_some();
        let per_mille = find(whole, &symbols.per_mille, 0).is_some();
        if percent && per_mille {
            code = Some("D3084");
        }
        let digit = |character: &char| symbols.is_digit(*character) || symbols.is_optional(*character);
        if !self.mantissa.iter().any(digit) {
            code = Some("D3085");
        }
        if self.active.iter().any(|character| !symbols.is_active(*character)) {
            code = Some("D3086");
        }
        let grouping = |at: Option<usize>| {
            at.and_then(|at| whole.get(at))
                .is_some_and(|character| Symbols::is(&symbols.grouping, *character))
        };
        match decimal {
            Some(decimal) => {
                if grouping(decimal.checked_sub(1)) || grouping(Some(decimal + 1)) {
                    code = Some("D3087");
                }
            }
            None => {
                if self.integer.last().is_some_and(|last| Symbols::is(&symbols.grouping, *last)) {
                    code = Some("D3088");
                }
            }
        }
        let double = [symbols.grouping.as_slice(), symbols.grouping.as_slice()].concat();
        if find(whole, &double, 0).is_some() {
            code = Some("D3089");
        }
        let is_digit = |character: &char| symbols.is_digit(*character);
        if let Some(at) = find(&self.integer, &symbols.digit, 0)
            && self.integer[..at].iter().any(is_digit)
        {
            code = Some("D3090");
        }
        if let Some(at) = rfind(&self.fraction, &symbols.digit)
            && self.fraction[at..].iter().any(is_digit)
        {
            code = Some("D3091");
        }
        if let Some(exponent) = &self.exponent {
            if !exponent.is_empty() && (percent || per_mille) {
                code = Some("D3092");
            }
            if exponent.is_empty() || !exponent.iter().all(is_digit) {
                code = Some("D3093");
            }
        }
        match code {
            Some(code) => Err(Fault::new(code)),
            None => Ok(()),
        }
    }
}

/// What a picture asks for.
#[derive(Clone)]
struct Plan {
    whole: Vec<char>,
    prefix: Vec<char>,
    suffix: Vec<char>,
    groups: Vec<usize>,
    regular: Option<usize>,
    fraction_groups: Vec<usize>,
    least_integer: usize,
    scaling: usize,
    least_fraction: usize,
    most_fraction: usize,
    least_exponent: usize,
}

impl Plan {
    fn new(pieces: Pieces, symbols: &Symbols) -> Plan {
        let digit = |character: &&char| symbols.is_digit(**character) || symbols.is_optional(**character);
        let mandatory = |part: &[char]| part.iter().filter(|character| symbols.is_digit(**character)).count();
        let positions = |part: &[char], to_left: bool| {
            let mut positions = Vec::new();
            let mut at = find(part, &symbols.grouping, 0);
            while let Some(place) = at {
                let edge = place.min(part.len());
                let side = if to_left { &part[..edge] } else { &part[edge..] };
                positions.push(side.iter().filter(digit).count());
                // The next one is always looked for in the integer part.
                at = find(&pieces.integer, &symbols.grouping, place + 1);
                if positions.len() > pieces.integer.len() + pieces.fraction.len() {
                    break;
                }
            }
            positions
        };
        let groups = positions(&pieces.integer, false);
        let fraction_groups = positions(&pieces.fraction, true);
        let mut least_integer = mandatory(&pieces.integer);
        let scaling = least_integer;
        let mut least_fraction = mandatory(&pieces.fraction);
        let mut most_fraction = pieces.fraction.iter().filter(digit).count();
        let exponent = pieces.exponent.is_some();
        if least_integer == 0 && most_fraction == 0 {
            if exponent {
                least_fraction = 1;
                most_fraction = 1;
            } else {
                least_integer = 1;
            }
        }
        if exponent && least_integer == 0 && find(&pieces.integer, &symbols.digit, 0).is_some() {
            least_integer = 1;
        }
        if least_integer == 0 && least_fraction == 0 {
            least_fraction = 1;
        }
        let least_exponent = pieces.exponent.as_deref().map_or(0, mandatory);
        Plan {
            regular: regular_positions(&groups),
            groups,
            fraction_groups,
            least_integer,
            scaling,
            least_fraction,
            most_fraction,
            least_exponent,
            whole: pieces.whole,
            prefix: pieces.prefix,
            suffix: pieces.suffix,
        }
    }
}

/// Writes a number by a picture.
pub(crate) fn format(value: f64, picture: &str, options: &Item, dialect: Dialect) -> Result<String, Fault> {
    let symbols = Symbols::new(options);
    let picture: Vec<char> = picture.chars().collect();
    let mut pictures = Vec::new();
    let mut rest: &[char] = &picture;
    while let Some(at) = find(rest, &symbols.separator, 0).filter(|_| !symbols.separator.is_empty()) {
        pictures.push(&rest[..at]);
        rest = &rest[at + symbols.separator.len()..];
    }
    pictures.push(rest);
    if pictures.len() > 2 {
        return Err(Fault::new("D3080"));
    }
    let mut pieces = Vec::new();
    for picture in pictures {
        pieces.push(Pieces::new(picture, &symbols, dialect)?);
    }
    for pieces in &pieces {
        pieces.check(&symbols)?;
    }
    let mut plans = pieces.into_iter().map(|pieces| Plan::new(pieces, &symbols));
    let Some(positive) = plans.next() else {
        unreachable!("there is always one picture");
    };
    let negative = plans.next().unwrap_or_else(|| {
        let prefix = [symbols.minus.as_slice(), positive.prefix.as_slice()].concat();
        Plan { prefix, ..positive.clone() }
    });
    let plan = if value >= 0.0 { positive } else { negative };
    Ok(write(value, &plan, &symbols))
}

fn write(value: f64, plan: &Plan, symbols: &Symbols) -> String {
    let mut mantissa = if find(&plan.whole, &symbols.percent, 0).is_some() {
        value * 100.0
    } else if find(&plan.whole, &symbols.per_mille, 0).is_some() {
        value * 1000.0
    } else {
        value
    };
    let mut exponent = None;
    if plan.least_exponent > 0 {
        let most = libm::pow(10.0, plan.scaling as f64);
        let least = libm::pow(10.0, plan.scaling as f64 - 1.0);
        let mut power = 0i32;
        // JSONata 2.0.6 never ends for zero and below; a bound does.
        while mantissa < least && power > -400 && mantissa > 0.0 {
            mantissa *= 10.0;
            power -= 1;
        }
        while mantissa > most && power < 400 {
            mantissa /= 10.0;
            power += 1;
        }
        exponent = Some(power);
    }
    let rounded = number::round(mantissa, plan.most_fraction as f64);
    let zero = symbols.zero.first().copied().unwrap_or('0');
    let mut text = digits(rounded, plan.most_fraction, symbols);
    match text.iter().position(|character| *character == '.') {
        Some(at) => {
            text.splice(at..at + 1, symbols.decimal.iter().copied());
        }
        None => text.extend(&symbols.decimal),
    }
    while text.first() == Some(&zero) {
        text.remove(0);
    }
    while text.last() == Some(&zero) {
        text.pop();
    }
    let point = |text: &[char]| find(text, &symbols.decimal, 0).unwrap_or(0);
    let mut decimal = point(&text);
    let left = plan.least_integer.saturating_sub(decimal);
    let right = (plan.least_fraction + decimal + 1).saturating_sub(text.len());
    text.splice(0..0, core::iter::repeat_n(zero, left));
    text.extend(core::iter::repeat_n(zero, right));
    decimal = point(&text);
    let insert = |text: &mut Vec<char>, at: usize| {
        let at = at.min(text.len());
        text.splice(at..at, symbols.grouping.iter().copied());
    };
    match plan.regular {
        Some(size) => {
            for group in 1..=decimal.saturating_sub(1) / size {
                insert(&mut text, decimal - group * size);
            }
        }
        None => {
            for position in &plan.groups {
                // JavaScript's `slice` counts from the end where the place is negative.
                let at = match decimal.checked_sub(*position) {
                    Some(at) => at,
                    None => (text.len() + decimal).saturating_sub(*position),
                };
                insert(&mut text, at);
                decimal += 1;
            }
        }
    }
    decimal = point(&text);
    for position in &plan.fraction_groups {
        insert(&mut text, position + decimal + 1);
    }
    decimal = point(&text);
    if find(&plan.whole, &symbols.decimal, 0).is_none() || decimal + 1 == text.len() {
        text.pop();
    }
    if let Some(exponent) = exponent {
        let power = digits(f64::from(exponent.abs()), 0, symbols);
        text.extend(&symbols.exponent);
        if exponent < 0 {
            text.extend(&symbols.minus);
        }
        text.extend(core::iter::repeat_n(zero, plan.least_exponent.saturating_sub(power.len())));
        text.extend(power);
    }
    plan.prefix.iter().chain(&text).chain(&plan.suffix).collect()
}

/// A number with so many digits behind the point, in the digits of the picture.
fn digits(value: f64, places: usize, symbols: &Symbols) -> Vec<char> {
    let text = number::to_fixed(libm::fabs(value), places);
    text.chars()
        .map(|character| match character.to_digit(10) {
            Some(digit) if !Symbols::is(&symbols.zero, '0') => {
                symbols.family.get(digit as usize).copied().unwrap_or(character)
            }
            Some(_) | None => character,
        })
        .collect()
}
