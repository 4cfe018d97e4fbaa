//! Functions on texts, which count code points, as JSONata does.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use json::Text;

use super::{items, number, text};
use crate::error::{Detail, Fault};
use crate::evaluate::Evaluator;
use crate::item::Item;
use crate::text::is_lone;
use crate::token::LONE;

pub(super) fn string(evaluator: &mut Evaluator<'_>, item: &Item, pretty: &Item) -> Result<Item, Fault> {
    if let Item::Text(_) = item {
        return Ok(item.clone());
    }
    let mut out = String::new();
    crate::text::string(&mut out, item, matches!(pretty, Item::Bool(true)))?;
    evaluator.text(out)
}

pub(super) fn length(item: &Item) -> Result<Item, Fault> {
    Ok(Item::Number(text(item)?.chars().count() as f64))
}

/// The byte offset of a code point.
fn offset(text: &str, index: usize) -> usize {
    match text.is_ascii() {
        true => index.min(text.len()),
        false => text.char_indices().nth(index).map_or(text.len(), |(at, _)| at),
    }
}

pub(super) fn substring(
    evaluator: &mut Evaluator<'_>,
    item: &Item,
    start: &Item,
    length: &Item,
) -> Result<Item, Fault> {
    let text = text(item)?;
    if start.is_undefined() {
        // Nothing is cut off from nowhere, and up to there is nothing.
        return Ok(if length.is_undefined() { item.clone() } else { Item::from("") });
    }
    let mut start = number(start)?;
    let count = text.chars().count() as f64;
    if count + start < 0.0 {
        start = 0.0;
    }
    let place = |index: f64| {
        let index = libm::trunc(if index.is_nan() { 0.0 } else { index });
        let index = if index < 0.0 { index + count } else { index };
        index.clamp(0.0, count) as usize
    };
    let from = place(start);
    let to = match length {
        Item::Undefined => count as usize,
        length => {
            let length = number(length)?;
            if length <= 0.0 {
                return Ok(Item::from(""));
            }
            place(if start >= 0.0 { start + length } else { count + start + length })
        }
    };
    if from >= to {
        return Ok(Item::from(""));
    }
    let from = offset(text, from);
    let to = offset(text, to);
    evaluator.text(text[from..to].to_string())
}

pub(super) fn substring_before(item: &Item, mark: &Item) -> Result<Item, Fault> {
    let (whole, mark) = (text(item)?, searched(mark)?);
    Ok(match find(whole, mark) {
        Some(at) => Item::from(&whole[..at]),
        None => item.clone(),
    })
}

/// The first place of a mark; one byte needs no preparation.
fn find(whole: &str, mark: &str) -> Option<usize> {
    match mark.as_bytes() {
        [byte] => whole.bytes().position(|other| other == *byte),
        _ => whole.find(mark),
    }
}

/// What is looked for; nothing is looked for by its name, as JavaScript does.
fn searched(mark: &Item) -> Result<&str, Fault> {
    match mark {
        Item::Undefined => Ok("undefined"),
        mark => text(mark).map(Text::as_str),
    }
}

pub(super) fn substring_after(item: &Item, mark: &Item) -> Result<Item, Fault> {
    let (whole, mark) = (text(item)?, searched(mark)?);
    Ok(match find(whole, mark) {
        Some(at) => Item::from(&whole[at + mark.len()..]),
        None => item.clone(),
    })
}

pub(super) fn lowercase(evaluator: &mut Evaluator<'_>, item: &Item) -> Result<Item, Fault> {
    let text = text(item)?;
    evaluator.text(match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => text.to_lowercase(),
    })
}

pub(super) fn uppercase(evaluator: &mut Evaluator<'_>, item: &Item) -> Result<Item, Fault> {
    let text = text(item)?;
    evaluator.text(match text.is_ascii() {
        true => text.to_ascii_uppercase(),
        false => text.to_uppercase(),
    })
}

pub(super) fn trim(item: &Item) -> Result<Item, Fault> {
    let blank = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r');
    let mut out = String::new();
    for word in text(item)?.split(blank).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Ok(Item::from(out))
}

pub(super) fn pad(
    evaluator: &mut Evaluator<'_>,
    item: &Item,
    width: &Item,
    filler: &Item,
) -> Result<Item, Fault> {
    let text = text(item)?;
    if width.is_undefined() {
        return Ok(item.clone());
    }
    let width = number(width)?;
    let filler = match filler {
        Item::Text(filler) if !filler.is_empty() => filler.as_str(),
        _ => " ",
    };
    let missing = libm::fabs(width) - text.chars().count() as f64;
    if missing.is_nan() || missing <= 0.0 {
        return Ok(item.clone());
    }
    if libm::trunc(missing) != missing || missing > f64::from(u32::MAX - 1) {
        return Err(Fault::said("Invalid array length"));
    }
    let missing = missing as usize;
    evaluator.room_for_text(text.len() + missing)?;
    let mut out = String::with_capacity(text.len() + missing * filler.len());
    if width > 0.0 {
        out.push_str(text);
    }
    match filler.len() {
        1 => (0..missing).for_each(|_| out.push_str(filler)),
        _ => out.extend(filler.chars().cycle().take(missing)),
    }
    if width <= 0.0 {
        out.push_str(text);
    }
    evaluator.text(out)
}

pub(super) fn join(evaluator: &mut Evaluator<'_>, list: &Item, separator: &Item) -> Result<Item, Fault> {
    let separator = separator.as_text().map_or("", |separator| separator.as_str());
    let items = items(list);
    let size = items.iter().filter_map(Item::as_text).map(|text| text.len() + separator.len()).sum();
    evaluator.room_for_text(size)?;
    let mut out = String::with_capacity(size);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        match item {
            Item::Null | Item::Undefined => {}
            item => crate::text::string(&mut out, item, false)?,
        }
    }
    evaluator.text(out)
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The low byte of each UTF-16 unit, in base 64.
pub(super) fn base64_encode(evaluator: &mut Evaluator<'_>, item: &Item) -> Result<Item, Fault> {
    let bytes: Vec<u8> = crate::text::units(text(item)?).map(|unit| unit as u8).collect();
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .enumerate()
            .fold(0u32, |bits, (index, byte)| bits | u32::from(*byte) << (16 - 8 * index));
        for index in 0..4 {
            out.push(match index <= chunk.len() {
                true => char::from(DIGITS[(bits >> (18 - 6 * index)) as usize & 63]),
                false => '=',
            });
        }
    }
    evaluator.text(out)
}

pub(super) fn base64_decode(evaluator: &mut Evaluator<'_>, item: &Item) -> Result<Item, Fault> {
    let mut out = String::new();
    let mut bits = 0u32;
    let mut count = 0;
    for byte in text(item)?.bytes() {
        let byte = match byte {
            b'-' => b'+',
            b'_' => b'/',
            b'=' => break,
            byte => byte,
        };
        let Some(digit) = DIGITS.iter().position(|digit| *digit == byte) else { continue };
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(char::from((bits >> count) as u8));
        }
    }
    evaluator.text(out)
}

/// Percent-encodes everything but letters, digits, `-_.!~*'()` and what `kept` names.
pub(super) fn encode_url(
    evaluator: &mut Evaluator<'_>,
    item: &Item,
    function: &'static str,
    kept: &str,
) -> Result<Item, Fault> {
    let text = text(item)?;
    if text.chars().any(is_lone) {
        return Err(malformed(item, function));
    }
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain =
            byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) || kept.as_bytes().contains(&byte);
        match plain {
            true => out.push(char::from(byte)),
            false => out.push_str(&alloc::format!("%{byte:02X}")),
        }
    }
    evaluator.text(out)
}

/// Decodes percent signs, but not those that stand for what `kept` names.
pub(super) fn decode_url(item: &Item, function: &'static str, kept: &str) -> Result<Item, Fault> {
    let text = text(item)?;
    let bytes = text.as_bytes();
    let octet = |at: usize| -> Option<u8> {
        let digits = bytes.get(at + 1..at + 3)?;
        let high = char::from(digits[0]).to_digit(16)?;
        let low = char::from(digits[1]).to_digit(16)?;
        (bytes[at] == b'%').then_some((high * 16 + low) as u8)
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'%' {
            out.push(bytes[at]);
            at += 1;
            continue;
        }
        let first = octet(at).ok_or_else(|| malformed(item, function))?;
        if first.is_ascii() {
            match kept.as_bytes().contains(&first) {
                true => out.extend_from_slice(&bytes[at..at + 3]),
                false => out.push(first),
            }
            at += 3;
            continue;
        }
        let count = match first {
            0xc0..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf7 => 4,
            _ => return Err(malformed(item, function)),
        };
        let mut sequence = Vec::with_capacity(4);
        for index in 0..count {
            sequence.push(
                bytes
                    .get(at + 3 * index)
                    .and_then(|_| octet(at + 3 * index))
                    .ok_or_else(|| malformed(item, function))?,
            );
        }
        if core::str::from_utf8(&sequence).is_err() {
            return Err(malformed(item, function));
        }
        out.extend(sequence);
        at += 3 * count;
    }
    match String::from_utf8(out) {
        Ok(out) => Ok(Item::from(out)),
        Err(_) => Err(malformed(item, function)),
    }
}

fn malformed(item: &Item, function: &'static str) -> Fault {
    Fault::new("D3140").value(item.detail()).token(Detail::text(function))
}

/// The UTF-16 units of a text, each as a text of its own.
pub(super) fn units(text: &Text) -> Vec<Item> {
    let mut out = Vec::new();
    for character in text.chars() {
        match is_lone(character) {
            true => out.push(Item::from(String::from(character))),
            false => {
                let mut buffer = [0; 2];
                let units = character.encode_utf16(&mut buffer);
                match units.len() {
                    1 => out.push(Item::from(String::from(character))),
                    _ => {
                        for unit in units {
                            let half = char::from_u32(LONE + u32::from(*unit) - 0xd800);
                            out.push(Item::from(half.map_or_else(String::new, String::from)));
                        }
                    }
                }
            }
        }
    }
    out
}
