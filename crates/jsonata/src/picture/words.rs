//! Numbers as words, as Roman numerals and as letters, both ways.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

const FEW: [&str; 20] = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
];

const ORDINALS: [&str; 20] = [
    "Zeroth",
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
    "Thirteenth",
    "Fourteenth",
    "Fifteenth",
    "Sixteenth",
    "Seventeenth",
    "Eighteenth",
    "Nineteenth",
];

const DECADES: [&str; 9] =
    ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety", "Hundred"];

const MAGNITUDES: [&str; 4] = ["Thousand", "Million", "Billion", "Trillion"];

/// A whole number from 0 on in English words, each with a capital.
pub(super) fn to_words(value: f64, ordinal: bool) -> String {
    let mut out = String::new();
    write(&mut out, value, false, ordinal);
    out
}

fn write(out: &mut String, value: f64, follows: bool, ordinal: bool) {
    if value < 100.0 && follows {
        out.push_str(" and ");
    }
    if value <= 19.0 {
        let words = if ordinal { &ORDINALS } else { &FEW };
        out.push_str(words.get(value as usize).copied().unwrap_or("undefined"));
    } else if value < 100.0 {
        let tens = (value / 10.0) as usize;
        let rest = value - tens as f64 * 10.0;
        let decade = DECADES[tens - 2];
        if rest > 0.0 {
            out.push_str(decade);
            out.push('-');
            write(out, rest, false, ordinal);
        } else if ordinal {
            out.push_str(&decade[..decade.len() - 1]);
            out.push_str("ieth");
        } else {
            out.push_str(decade);
        }
    } else {
        if follows {
            out.push_str(", ");
        }
        let rest = if value < 1000.0 {
            let hundreds = libm::floor(value / 100.0);
            out.push_str(FEW[hundreds as usize]);
            out.push_str(" Hundred");
            value - hundreds * 100.0
        } else {
            let magnitude = (libm::floor(libm::log10(value) / 3.0) as usize).clamp(1, MAGNITUDES.len());
            let factor = libm::pow(10.0, magnitude as f64 * 3.0);
            let mantissa = libm::floor(value / factor);
            write(out, mantissa, false, false);
            out.push(' ');
            out.push_str(MAGNITUDES[magnitude - 1]);
            value - mantissa * factor
        };
        if rest > 0.0 {
            write(out, rest, true, ordinal);
        } else if ordinal {
            out.push_str("th");
        }
    }
}

/// The value of one word in small letters.
fn word_value(word: &str) -> Option<f64> {
    let position =
        |words: &[&str], word: &str| words.iter().position(|known| known.eq_ignore_ascii_case(word));
    if let Some(value) = position(&FEW, word).or_else(|| position(&ORDINALS, word)) {
        return Some(value as f64);
    }
    if word.eq_ignore_ascii_case("hundredth") {
        return Some(100.0);
    }
    if let Some(index) = position(&DECADES, word) {
        return Some((index + 2) as f64 * 10.0);
    }
    if let Some(stem) = word.strip_suffix("ieth")
        && let Some(index) =
            DECADES.iter().position(|decade| decade[..decade.len() - 1].eq_ignore_ascii_case(stem))
    {
        return Some((index + 2) as f64 * 10.0);
    }
    let stem = word.strip_suffix("th").unwrap_or(word);
    position(&MAGNITUDES, word)
        .or_else(|| position(&MAGNITUDES, stem))
        .map(|index| libm::pow(10.0, (index + 1) as f64 * 3.0))
}

/// The places up to which a text is made of the words that a date may be written with, furthest first.
pub(super) fn ends(text: &str) -> Vec<usize> {
    let mut reached = alloc::vec![true];
    let mut next = 0;
    while next < reached.len() {
        let at = next;
        next += 1;
        if !reached[at] {
            continue;
        }
        let mut word = |stem: &str, ending: &str| {
            let middle = at + stem.len();
            let end = middle + ending.len();
            let is_it = |from: usize, to: usize, word: &str| {
                text.get(from..to).is_some_and(|piece| piece.eq_ignore_ascii_case(word))
            };
            if is_it(at, middle, stem) && is_it(middle, end, ending) {
                reached.resize(reached.len().max(end + 1), false);
                reached[end] = true;
            }
        };
        for words in [&FEW[..], &ORDINALS, &DECADES, &MAGNITUDES, &["hundredth", "and", "-", ",", " "]] {
            words.iter().for_each(|stem| word(stem, ""));
        }
        DECADES.iter().for_each(|decade| word(&decade[..decade.len() - 1], "ieth"));
        MAGNITUDES.iter().for_each(|magnitude| word(magnitude, "th"));
    }
    (1..reached.len()).rev().filter(|end| reached[*end]).collect()
}

/// The number that words stand for; words that are none make it NaN.
pub(super) fn from_words(text: &str) -> f64 {
    let lower = text.to_lowercase();
    let mut segments = alloc::vec![0.0];
    let spaced = split_words(&lower);
    for word in spaced {
        let value = word_value(&word).unwrap_or(f64::NAN);
        let top: f64 = segments.pop().unwrap_or(0.0);
        if value < 100.0 {
            if top >= 1000.0 {
                segments.push(top);
                segments.push(value);
            } else {
                segments.push(top + value);
            }
        } else {
            segments.push(top * value);
        }
    }
    segments.iter().sum()
}

/// Cuts at `, `, ` and `, blanks, dashes and backslashes.
fn split_words(text: &str) -> Vec<String> {
    let mut words = alloc::vec![String::new()];
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let next = rest[first.len_utf8()..].chars().next();
        let mut cut = 0;
        if first == ',' && next.is_some_and(char::is_whitespace) {
            cut = 1 + next.map_or(0, char::len_utf8);
        } else if first.is_whitespace() {
            cut = first.len_utf8();
            if let Some(after) = rest[cut..].strip_prefix("and")
                && after.starts_with(char::is_whitespace)
            {
                cut += 3 + after.chars().next().map_or(0, char::len_utf8);
            }
        } else if first == '-' || first == '\\' {
            cut = 1;
        }
        if cut > 0 {
            words.push(String::new());
            rest = &rest[cut..];
        } else {
            if let Some(word) = words.last_mut() {
                word.push(first);
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    words
}

const ROMAN: [(f64, &str); 13] = [
    (1000.0, "m"),
    (900.0, "cm"),
    (500.0, "d"),
    (400.0, "cd"),
    (100.0, "c"),
    (90.0, "xc"),
    (50.0, "l"),
    (40.0, "xl"),
    (10.0, "x"),
    (9.0, "ix"),
    (5.0, "v"),
    (4.0, "iv"),
    (1.0, "i"),
];

/// In small Roman numerals; nothing below 1, and at most as many as are sensible.
pub(super) fn to_roman(value: f64) -> String {
    let mut out = String::new();
    let mut rest = value;
    for (size, numeral) in ROMAN {
        while rest >= size && out.len() < 1_000_000 {
            out.push_str(numeral);
            rest -= size;
        }
    }
    out
}

/// The value of Roman numerals in capitals; letters that are none make it NaN.
pub(super) fn from_roman(text: &str) -> f64 {
    let mut decimal = 0.0;
    let mut most = 1.0;
    for digit in text.chars().rev() {
        let value = match digit {
            'M' => 1000.0,
            'D' => 500.0,
            'C' => 100.0,
            'L' => 50.0,
            'X' => 10.0,
            'V' => 5.0,
            'I' => 1.0,
            _ => f64::NAN,
        };
        if value < most {
            decimal -= value;
        } else {
            most = value;
            decimal += value;
        }
    }
    decimal
}

/// As the columns of a spreadsheet are counted: a, b, … z, aa.
pub(super) fn to_letters(value: f64, first: char) -> String {
    let mut letters = Vec::new();
    let mut rest = value;
    while rest > 0.0 && letters.len() < 1000 {
        let index = ((rest - 1.0) % 26.0) as u32;
        letters.extend(char::from_u32(first as u32 + index));
        rest = libm::floor((rest - 1.0) / 26.0);
    }
    letters.into_iter().rev().collect()
}

pub(super) fn from_letters(text: &str, first: char) -> f64 {
    let mut decimal = 0.0;
    for (index, unit) in text.to_string().encode_utf16().collect::<Vec<_>>().iter().rev().enumerate() {
        decimal += (f64::from(*unit) - f64::from(first as u32) + 1.0) * libm::pow(26.0, index as f64);
    }
    decimal
}
