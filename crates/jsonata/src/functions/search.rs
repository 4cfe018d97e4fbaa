//! `$match`, `$contains`, `$replace` and `$split`: with texts, regular expressions, and functions that act like them.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use json::Text;

use super::{number, text};
use crate::Match;
use crate::error::{Detail, Fault, unread};
use crate::evaluate::{Callback, Evaluator, Role};
use crate::function::{Function, Matcher};
use crate::item::{self, Item};
use crate::list::List;

/// A match, whoever found it.
struct Hit {
    matched: Text,
    /// Bytes.
    start: usize,
    end: usize,
    groups: Vec<Item>,
    index: Item,
    /// The object that a function of the user gave.
    object: Option<Item>,
}

/// Matches one after the other.
enum Hits {
    Regex { matcher: Matcher, text: Text, found: Vec<Match>, index: usize, bytes: usize, units: usize },
    Custom { text: Text, next: Item, first: bool },
}

impl Hits {
    fn new(evaluator: &mut Evaluator<'_>, pattern: &Item, text: &Text, limit: usize) -> Result<Hits, Fault> {
        if let Item::Function(function) = pattern
            && let Function::Matcher(matcher) = &**function.unpassed()
        {
            let found = matcher.regex.find(text, limit);
            evaluator.charge(text.len() + found.len() * 8)?;
            let text = text.clone();
            return Ok(Hits::Regex { matcher: matcher.clone(), text, found, index: 0, bytes: 0, units: 0 });
        }
        if pattern.is_undefined() {
            return Err(unread("apply"));
        }
        Ok(Hits::Custom { text: text.clone(), next: pattern.clone(), first: true })
    }

    fn next(&mut self, evaluator: &mut Evaluator<'_>) -> Result<Option<Hit>, Fault> {
        match self {
            Hits::Regex { matcher, text, found, index, bytes, units } => {
                check_next(found, *index, text, matcher)?;
                let Some(found) = found.get(*index) else { return Ok(None) };
                *index += 1;
                let between = text.get(*bytes..found.range.start).unwrap_or("");
                *units += match between.is_ascii() {
                    true => between.len(),
                    false => crate::text::units(between).count(),
                };
                *bytes = found.range.start;
                let matched = Text::from(text.get(found.range.clone()).unwrap_or(""));
                let groups =
                    found.groups.iter().map(|group| group.clone().map_or(Item::Undefined, Item::Text));
                Ok(Some(Hit {
                    matched,
                    start: found.range.start,
                    end: found.range.end,
                    groups: groups.collect(),
                    index: Item::Number(*units as f64),
                    object: None,
                }))
            }
            Hits::Custom { text, next, first } => {
                let argument = match core::mem::take(first) {
                    true => Item::Text(text.clone()),
                    false => Item::Undefined,
                };
                let result = evaluator.call_back(&mut Callback::new(next, Role::Matcher), &mut [argument])?;
                let record = match &result {
                    Item::Undefined => return Ok(None),
                    Item::Object(record) => record.clone(),
                    _ => return Err(Fault::new("T1010")),
                };
                let get = |key: &str| record.get(key).unwrap_or_default();
                let (start, end, groups) = (get("start"), get("end"), get("groups"));
                let fitting = matches!(start, Item::Number(_))
                    || matches!(groups, Item::Array(_))
                    || get("next").is_function();
                if !fitting {
                    return Err(Fault::new("T1010"));
                }
                *next = get("next");
                let place = |item: &Item| match item {
                    Item::Number(number) => byte_of(text, *number),
                    _ => 0,
                };
                let matched = match get("match") {
                    Item::Text(matched) => matched,
                    _ => Text::default(),
                };
                let groups = match &groups {
                    Item::Array(list) => list.to_vec(),
                    _ => Vec::new(),
                };
                Ok(Some(Hit {
                    matched,
                    start: place(&start),
                    end: place(&end),
                    groups,
                    index: start,
                    object: Some(result),
                }))
            }
        }
    }
}

/// JSONata refuses to look on from a match of nothing, unless the text is at its end.
pub(crate) fn check_next(found: &[Match], index: usize, text: &str, matcher: &Matcher) -> Result<(), Fault> {
    if index == 0 {
        return Ok(());
    }
    let Some(before) = found.get(index - 1) else { return Ok(()) };
    if before.range.end >= text.len() {
        return Ok(());
    }
    let empty = |found: &Match| found.range.is_empty();
    if empty(before) || found.get(index).is_some_and(empty) {
        let fault = Fault::new("D1004").at(matcher.start, matcher.position);
        return Err(fault.value(Detail::text(&matcher.source)));
    }
    Ok(())
}

/// The byte at a UTF-16 index.
fn byte_of(text: &str, index: f64) -> usize {
    if text.is_ascii() {
        return (index.max(0.0) as usize).min(text.len());
    }
    let mut units = 0;
    for (at, character) in text.char_indices() {
        if units as f64 >= index {
            return at;
        }
        units += if crate::text::is_lone(character) { 1 } else { character.len_utf16() };
    }
    text.len()
}

/// How many matches are asked for: one more than are used, since JSONata always looks at the next.
fn wanted(limit: Option<f64>) -> usize {
    match limit {
        Some(limit) => (libm::ceil(limit).max(0.0) as usize).saturating_add(2),
        None => usize::MAX,
    }
}

fn limit(item: &Item, code: &'static str, index: usize) -> Result<Option<f64>, Fault> {
    match item {
        Item::Undefined => Ok(None),
        item => {
            let limit = number(item)?;
            match limit < 0.0 {
                true => Err(Fault::new(code).value(item.detail()).index(index)),
                false => Ok(Some(limit)),
            }
        }
    }
}

fn below(count: usize, limit: Option<f64>) -> bool {
    limit.is_none_or(|limit| (count as f64) < limit)
}

pub(super) fn contains(evaluator: &mut Evaluator<'_>, item: &Item, token: &Item) -> Result<Item, Fault> {
    let whole = text(item)?;
    if let Item::Text(token) = token {
        return Ok(Item::Bool(whole.contains(token.as_str())));
    }
    let mut hits = Hits::new(evaluator, token, whole, 1)?;
    Ok(Item::Bool(hits.next(evaluator)?.is_some()))
}

pub(super) fn matches(
    evaluator: &mut Evaluator<'_>,
    item: &Item,
    pattern: &Item,
    most: &Item,
) -> Result<Item, Fault> {
    let whole = text(item)?;
    let limit = limit(most, "D3040", 3)?;
    let mut results = Vec::new();
    if below(0, limit) {
        let mut hits = Hits::new(evaluator, pattern, whole, wanted(limit))?;
        let mut hit = hits.next(evaluator)?;
        while let Some(found) = hit {
            if !below(results.len(), limit) {
                break;
            }
            let groups = evaluator.array_of(found.groups)?;
            results.push(item::record([
                ("match", Item::Text(found.matched)),
                ("index", found.index),
                ("groups", groups),
            ]));
            hit = hits.next(evaluator)?;
        }
    }
    evaluator.sequence(results)
}

pub(super) fn replace(
    evaluator: &mut Evaluator<'_>,
    item: &Item,
    pattern: &Item,
    replacement: &Item,
    most: &Item,
) -> Result<Item, Fault> {
    let whole = text(item)?;
    if matches!(pattern, Item::Text(pattern) if pattern.is_empty()) {
        return Err(Fault::new("D3010").value(Detail::text("")).index(2));
    }
    let limit = limit(most, "D3011", 4)?;
    if !below(0, limit) {
        return Ok(item.clone());
    }
    let mut out = String::new();
    let mut position = 0;
    let mut count = 0;
    if let Item::Text(pattern) = pattern {
        let with = match replacement {
            Item::Text(replacement) => replacement.as_str(),
            Item::Undefined => "undefined",
            // A function is not called for a plain text; JavaScript would put in its source.
            _ => "",
        };
        for (at, _) in whole.match_indices(pattern.as_str()) {
            if !below(count, limit) {
                break;
            }
            out.push_str(&whole[position..at]);
            out.push_str(with);
            evaluator.room_for_text(out.len())?;
            position = at + pattern.len();
            count += 1;
        }
        out.push_str(&whole[position..]);
        return evaluator.text(out);
    }
    let mut hits = Hits::new(evaluator, pattern, whole, wanted(limit))?;
    let mut hit = hits.next(evaluator)?;
    while let Some(found) = hit {
        if !below(count, limit) {
            break;
        }
        out.push_str(whole.get(position..found.start).unwrap_or(""));
        match replacement {
            Item::Text(template) => substitute(&mut out, template, &found),
            Item::Undefined => return Err(unread("apply")),
            function => match call_replacer(evaluator, function, &found)? {
                Item::Text(text) => out.push_str(&text),
                other => return Err(Fault::new("D3012").value(other.detail())),
            },
        }
        evaluator.room_for_text(out.len())?;
        position = (found.start + found.matched.len()).min(whole.len());
        count += 1;
        hit = hits.next(evaluator)?;
    }
    out.push_str(whole.get(position..).unwrap_or(""));
    evaluator.text(out)
}

fn call_replacer(evaluator: &mut Evaluator<'_>, function: &Item, found: &Hit) -> Result<Item, Fault> {
    let argument = match &found.object {
        Some(object) => object.clone(),
        None => {
            let start = match found.index {
                Item::Number(start) => start,
                _ => 0.0,
            };
            let length = crate::text::units(&found.matched).count() as f64;
            item::record([
                ("match", Item::Text(found.matched.clone())),
                ("start", Item::Number(start)),
                ("end", Item::Number(start + length)),
                ("groups", Item::Array(List::plain(found.groups.clone()))),
                ("next", Item::Function(Rc::new(Function::Builtin(crate::builtin::Builtin::Millis)))),
            ])
        }
    };
    evaluator.call_back(&mut Callback::new(function, Role::Replacer), &mut [argument])
}

/// Puts a replacement in: `$$` is a dollar, `$0` the match, `$1` and so on the groups.
fn substitute(out: &mut String, template: &str, found: &Hit) {
    let groups = found.groups.len();
    // As many digits as the number of groups has.
    let most = groups.checked_ilog10().unwrap_or(0) as usize + 1;
    let mut rest = template;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        if let Some(after) = rest.strip_prefix('0') {
            out.push_str(&found.matched);
            rest = after;
            continue;
        }
        let mut value = leading_number(rest, most);
        if most > 1 && value.is_some_and(|value| value > groups) {
            value = leading_number(rest, most - 1);
        }
        match value {
            Some(value) => {
                match value.checked_sub(1).and_then(|index| found.groups.get(index)) {
                    Some(Item::Text(group)) => out.push_str(group),
                    Some(Item::Null) => out.push_str("null"),
                    Some(Item::Number(number)) => out.push_str(&crate::number::to_text(*number)),
                    Some(_) | None => {}
                }
                rest = &rest[alloc::format!("{value}").len().min(rest.len())..];
            }
            None => out.push('$'),
        }
    }
    out.push_str(rest);
}

/// `parseInt` of the first `most` characters.
fn leading_number(text: &str, most: usize) -> Option<usize> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    text[..digits].parse().ok()
}

pub(super) fn split(
    evaluator: &mut Evaluator<'_>,
    item: &Item,
    separator: &Item,
    most: &Item,
) -> Result<Item, Fault> {
    let whole = text(item)?;
    let limit = limit(most, "D3020", 3)?;
    if !below(0, limit) {
        return evaluator.array_of(Vec::new());
    }
    let mut parts = Vec::new();
    if let Item::Text(separator) = separator {
        let most = limit.map_or(usize::MAX, |limit| libm::trunc(limit) as usize);
        parts = match separator.is_empty() {
            true => super::strings::units(whole),
            false => whole.split(separator.as_str()).map(Item::from).collect(),
        };
        parts.truncate(most);
        return evaluator.array_of(parts);
    }
    let mut hits = Hits::new(evaluator, separator, whole, wanted(limit))?;
    let mut hit = hits.next(evaluator)?;
    let mut start = 0;
    while let Some(found) = hit {
        if !below(parts.len(), limit) {
            break;
        }
        // JavaScript's `substring` swaps its ends where they are the wrong way round.
        let (from, to) = (start.min(found.start), start.max(found.start));
        parts.push(Item::from(whole.get(from..to).unwrap_or("")));
        start = found.end;
        hit = hits.next(evaluator)?;
    }
    if below(parts.len(), limit) {
        parts.push(Item::from(whole.get(start..).unwrap_or("")));
    }
    evaluator.array_of(parts)
}
