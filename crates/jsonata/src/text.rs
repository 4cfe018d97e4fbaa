//! Items as text: what `$string` writes and what messages show.

use alloc::string::String;
use core::fmt::Write;

use json::Text;

use crate::error::Fault;
use crate::item::Item;
use crate::number;
use crate::token::LONE;

/// `$string`: texts as they are, anything else as JSON with numbers of at most 15 digits.
pub(crate) fn string(out: &mut String, item: &Item, pretty: bool) -> Result<(), Fault> {
    match item {
        Item::Undefined | Item::Function(_) => Ok(()),
        Item::Text(text) => {
            out.push_str(text);
            Ok(())
        }
        Item::Number(number) if !number.is_finite() => Err(Fault::new("D3001").value(item.detail())),
        Item::Array(list) if list.wrapper => {
            let inner = list.get(0).unwrap_or_default();
            stringify(out, &inner, pretty.then_some(0), true, 0)
        }
        item => stringify(out, item, pretty.then_some(0), true, 0),
    }
}

/// `JSON.stringify`, with `indent` for two blanks per level, and numbers rounded to 15 digits when `rounded`.
pub(crate) fn stringify(
    out: &mut String,
    item: &Item,
    indent: Option<usize>,
    rounded: bool,
    level: usize,
) -> Result<(), Fault> {
    let inner = indent.map(|_| level + 1);
    match item {
        Item::Null => out.push_str("null"),
        Item::Undefined => out.push_str("null"),
        Item::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Item::Number(number) if number.is_nan() => out.push_str("null"),
        Item::Number(number) if rounded => {
            item.is_numeric()?;
            match number::round_to_15_digits(*number) {
                rounded if rounded.is_finite() => write_number(out, rounded),
                // The largest double of all grows beyond it.
                _ => out.push_str("null"),
            }
        }
        Item::Number(number) if number.is_infinite() => out.push_str("null"),
        Item::Number(number) => write_number(out, *number),
        Item::Text(text) => quote(out, text),
        Item::Function(_) => out.push_str("\"\""),
        Item::Array(list) if list.len() == 0 => out.push_str("[]"),
        Item::Array(list) => {
            out.push('[');
            for (index, item) in list.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                line(out, inner);
                stringify(out, &item, indent, rounded, level + 1)?;
            }
            line(out, indent.map(|_| level));
            out.push(']');
        }
        Item::Object(record) => {
            let mut any = false;
            out.push('{');
            for (key, item) in record.entries() {
                if item.is_undefined() {
                    continue;
                }
                if any {
                    out.push(',');
                }
                any = true;
                line(out, inner);
                quote(out, &key);
                out.push_str(if indent.is_some() { ": " } else { ":" });
                stringify(out, &item, indent, rounded, level + 1)?;
            }
            if any {
                line(out, indent.map(|_| level));
            }
            out.push('}');
        }
        Item::Tuples(tuples) => {
            out.push('[');
            for (index, tuple) in tuples.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                stringify(out, &tuple.item, indent, rounded, level + 1)?;
            }
            out.push(']');
        }
    }
    Ok(())
}

fn write_number(out: &mut String, number: f64) {
    if number.abs() < 9e15 && number as i64 as f64 == number {
        // Writing into a string cannot fail.
        let _ = write!(out, "{}", number as i64);
    } else {
        out.push_str(&number::to_text(number));
    }
}

fn line(out: &mut String, level: Option<usize>) {
    if let Some(level) = level {
        out.push('\n');
        for _ in 0..level {
            out.push_str("  ");
        }
    }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    let mut from = 0;
    for (at, character) in text.char_indices() {
        let escape = match character {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '\0'..='\u{1f}' => "",
            character if is_lone(character) => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        from = at + character.len_utf8();
        if escape.is_empty() {
            let unit = match is_lone(character) {
                true => character as u32 - LONE + 0xd800,
                false => character as u32,
            };
            // Writing into a string cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        } else {
            out.push_str(escape);
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// The UTF-16 units of a text, with the halves of surrogate pairs that stand alone.
pub(crate) fn units(text: &str) -> impl Iterator<Item = u16> {
    text.chars().flat_map(|character| {
        let mut units = [0; 2];
        let count = match is_lone(character) {
            true => {
                units[0] = (character as u32 - LONE + 0xd800) as u16;
                1
            }
            false => character.encode_utf16(&mut units).len(),
        };
        units.into_iter().take(count)
    })
}

/// Whether a character stands for half of a surrogate pair.
pub(crate) fn is_lone(character: char) -> bool {
    (LONE..LONE + 0x800).contains(&(character as u32))
}

/// The text as it leaves an evaluation: halves of surrogate pairs, which UTF-8 has not, become replacement characters.
pub(crate) fn well_formed(text: Text) -> Text {
    match text.is_ascii() || !text.chars().any(is_lone) {
        true => text,
        false => {
            let replaced: String = text
                .chars()
                .map(|character| if is_lone(character) { '\u{fffd}' } else { character })
                .collect();
            Text::from(replaced)
        }
    }
}
