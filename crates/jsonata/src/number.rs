//! Numbers as JavaScript writes, rounds and reads them.

use alloc::format;
use alloc::string::{String, ToString};

/// `String(number)`.
pub(crate) fn to_text(number: f64) -> String {
    if number.is_nan() {
        return String::from("NaN");
    }
    if number.is_infinite() {
        return String::from(if number > 0.0 { "Infinity" } else { "-Infinity" });
    }
    if number.abs() < 9_007_199_254_740_992.0 && number as i64 as f64 == number {
        return (number as i64).to_string();
    }
    if let Some((scaled, decimals)) = short_decimal(number.abs()) {
        return short_text(number < 0.0, scaled, decimals);
    }
    let scientific = format!("{:e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = mantissa.chars().filter(|character| *character != '.').collect();
    let count = digits.len() as i32;
    let point = exponent + 1;
    let mut out = String::new();
    if number < 0.0 {
        out.push('-');
    }
    if (count..=21).contains(&point) {
        out.push_str(&digits);
        out.extend((count..point).map(|_| '0'));
    } else if (1..=21).contains(&point) {
        out.push_str(&digits[..point as usize]);
        out.push('.');
        out.push_str(&digits[point as usize..]);
    } else if (-5..=0).contains(&point) {
        out.push_str("0.");
        out.extend((point..0).map(|_| '0'));
        out.push_str(&digits);
    } else {
        out.push_str(&digits[..1]);
        if count > 1 {
            out.push('.');
            out.push_str(&digits[1..]);
        }
        out.push('e');
        out.push(if exponent < 0 { '-' } else { '+' });
        out.push_str(&exponent.abs().to_string());
    }
    out
}

/// A number from 0.001 on with at most six decimals: as a whole number and the count of its decimals.
///
/// A whole number below 2⁵³ divided by a power of ten is the double nearest to that decimal,
/// so the first power that gives the number back also gives its shortest decimal.
fn short_decimal(number: f64) -> Option<(u64, usize)> {
    if !(1e-3..1e9).contains(&number) {
        return None;
    }
    let mut power = 1.0;
    for decimals in 0..=6 {
        let scaled = (number * power + 0.5) as u64;
        if scaled as f64 / power == number {
            return (scaled < 1_000_000_000_000_000).then_some((scaled, decimals));
        }
        power *= 10.0;
    }
    None
}

fn short_text(negative: bool, scaled: u64, decimals: usize) -> String {
    let mut digits = [b'0'; 24];
    let mut at = digits.len();
    let mut rest = scaled;
    let mut written = 0;
    while rest > 0 || written <= decimals {
        if written == decimals && decimals > 0 {
            at -= 1;
            digits[at] = b'.';
        }
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        written += 1;
    }
    let mut text = String::with_capacity(digits.len() - at + 1);
    if negative {
        text.push('-');
    }
    text.extend(digits[at..].iter().map(|digit| char::from(*digit)));
    text
}

/// `Number(number.toPrecision(15))`.
pub(crate) fn round_to_15_digits(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() || (number.abs() < 1e15 && number as i64 as f64 == number) {
        return number;
    }
    if short_decimal(number.abs()).is_some() {
        return number;
    }
    let shortest = format!("{number:e}");
    let digits = shortest.bytes().take_while(|byte| *byte != b'e').filter(u8::is_ascii_digit).count();
    if digits <= 15 {
        return number;
    }
    half_up(number, &format!("{number:.14e}"), &format!("{number:.15e}"), &format!("{number:.60e}"))
        .parse()
        .unwrap_or(number)
}

/// `number.toFixed(digits)` for numbers from 0 on; JavaScript lets ties go up, Rust to the even digit.
pub(crate) fn to_fixed(number: f64, digits: usize) -> String {
    if number >= 1e21 || !number.is_finite() {
        return to_text(number);
    }
    let rounded = format!("{number:.digits$}");
    let more = digits + 1;
    let places = digits + 60;
    let exact = format!("{number:.places$}");
    half_up_fixed(&rounded, &format!("{number:.more$}"), &exact, digits)
}

/// Corrects a tie that was rounded to even: `exact` goes on with a 5 and zeros only.
fn half_up(number: f64, rounded: &str, next: &str, exact: &str) -> String {
    let tie = {
        let (mantissa, _) = exact.split_once('e').unwrap_or((exact, ""));
        let tail: &str = mantissa.get(mantissa.len().saturating_sub(46)..).unwrap_or("");
        tail.starts_with('5') && tail[1..].bytes().all(|byte| byte == b'0')
    };
    if !tie {
        return rounded.to_string();
    }
    // Nudging the digit behind the tie makes the rounding go away from zero.
    let (mantissa, exponent) = next.split_once('e').unwrap_or((next, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let up = digits.get(..15).and_then(|kept| kept.parse::<u64>().ok()).map_or(0, |kept| kept + 1);
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let sign = if number < 0.0 { "-" } else { "" };
    format!("{sign}{up}e{}", exponent - 14)
}

fn half_up_fixed(rounded: &str, next: &str, exact: &str, digits: usize) -> String {
    let point = exact.find('.').unwrap_or(exact.len());
    let tail = exact.get(point + 1 + digits..).unwrap_or("");
    let tie = tail.starts_with('5') && tail[1..].bytes().all(|byte| byte == b'0');
    if !tie {
        return rounded.to_string();
    }
    // The digits without the 5, plus one in the last place.
    let kept = &next[..next.len() - 1];
    let kept = kept.strip_suffix('.').unwrap_or(kept);
    let mut out: alloc::vec::Vec<u8> = kept.bytes().collect();
    let mut at = out.len();
    loop {
        if at == 0 {
            out.insert(0, b'1');
            break;
        }
        at -= 1;
        match out[at] {
            b'.' => {}
            b'9' => out[at] = b'0',
            _ => {
                out[at] += 1;
                break;
            }
        }
    }
    String::from_utf8(out).unwrap_or_default()
}

/// `Number(text)` for the forms that `$number` lets through: decimals, and `0x`, `0o`, `0b`.
pub(crate) fn from_text(text: &str) -> Option<f64> {
    if is_decimal(text) {
        return text.parse::<f64>().ok().filter(|number| number.is_finite());
    }
    let radix = |prefix: &str| match prefix {
        "0x" | "0X" => Some(16),
        "0o" | "0O" => Some(8),
        "0b" | "0B" => Some(2),
        _ => None,
    };
    // The pattern of JSONata is anchored only in part, so what it lets through may still be no number.
    let hexadecimal = text.get(..2).and_then(radix) == Some(16)
        && text.as_bytes().get(2).is_some_and(u8::is_ascii_hexdigit);
    let octal = text.match_indices(['o', 'O']).any(|(at, _)| {
        at > 0
            && text.as_bytes()[at - 1] == b'0'
            && text.as_bytes().get(at + 1).is_some_and(|byte| (b'0'..=b'7').contains(byte))
    });
    let binary = {
        let body = text.trim_end_matches(['0', '1']);
        let ones = text.len() - body.len();
        ones > 0 && (body.ends_with("0b") || body.ends_with("0B"))
    };
    if !hexadecimal && !octal && !binary {
        return None;
    }
    let trimmed = text.trim();
    let value = trimmed.get(..2).and_then(radix).and_then(|radix| digits_of(&trimmed[2..], radix));
    Some(value.unwrap_or(f64::NAN))
}

fn digits_of(text: &str, radix: u32) -> Option<f64> {
    if text.is_empty() {
        return None;
    }
    text.chars()
        .try_fold(0.0, |value: f64, digit| Some(value * f64::from(radix) + f64::from(digit.to_digit(radix)?)))
}

/// `-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?`
fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 {
        return false;
    }
    let mut rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let count = digits(fraction);
        if count == 0 {
            return false;
        }
        rest = &fraction[count..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        let count = digits(exponent);
        if count == 0 {
            return false;
        }
        rest = &exponent[count..];
    }
    rest.is_empty()
}

/// `parseInt(text)` in base ten.
pub(crate) fn parse_integer(text: &str) -> f64 {
    let text = text.trim_start();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.bytes().take_while(u8::is_ascii_digit).count();
    match digits[..end].parse::<f64>() {
        Ok(value) => sign * value,
        Err(_) => f64::NAN,
    }
}

/// `number.toString(radix)`, for whole numbers.
pub(crate) fn to_radix(number: f64, radix: u32) -> String {
    if radix == 10 || !number.is_finite() {
        return to_text(number);
    }
    let negative = number < 0.0;
    let mut whole = libm::trunc(libm::fabs(number));
    let mut digits = alloc::vec::Vec::new();
    let base = f64::from(radix);
    // Digits beyond what a double holds are zeros in JavaScript.
    while (whole.next_up() - whole) * 0.5 >= base {
        whole /= base;
        digits.push('0');
    }
    while whole >= 1.0 {
        let digit = whole % base;
        digits.push(char::from_digit(digit as u32, radix).unwrap_or('0'));
        whole = (whole - digit) / base;
    }
    if digits.is_empty() {
        digits.push('0');
    }
    if negative {
        digits.push('-');
    }
    digits.into_iter().rev().collect()
}

/// JSONata's `$round`: half to even, by shifting the decimal point in the text of the number.
pub(crate) fn round(number: f64, precision: f64) -> f64 {
    let shift = |number: f64, by: f64| -> f64 {
        let text = to_text(number);
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let exponent = exponent.trim_start_matches('+').parse::<f64>().unwrap_or(0.0) + by;
        format!("{digits}e{}", to_text(exponent)).parse().unwrap_or(f64::NAN)
    };
    let shifts = precision != 0.0 && !precision.is_nan();
    let number = if shifts { shift(number, precision) } else { number };
    let mut result = libm::floor(number + 0.5);
    // `Math.round` does not add first: the sum may lose what decides.
    if result - number > 0.5 {
        result -= 1.0;
    }
    let difference = result - number;
    if libm::fabs(difference) == 0.5 && libm::fabs(result % 2.0) == 1.0 {
        result -= 1.0;
    }
    if shifts {
        result = shift(result, -precision);
    }
    if result == 0.0 { 0.0 } else { result }
}
