//! Names that differ a little from one that exists.

use alloc::string::String;
use alloc::vec::Vec;

/// The candidate that is most like a name, when it is like enough: another case, or a few letters off.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let longest = match name.chars().count() {
        0..=2 => 0,
        length => 1 + length / 5,
    };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == name {
            return None;
        }
        if candidate.eq_ignore_ascii_case(name) {
            return Some(candidate);
        }
        if candidate.len().abs_diff(name.len()) > longest {
            continue;
        }
        let distance = distance(name, candidate);
        if distance <= longest && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A text with one mention of a name written as another: the first for which that is right.
pub fn respell(text: &str, from: &str, to: &str, is_right: impl Fn(&str) -> bool) -> Option<String> {
    text.match_indices(from).find_map(|(at, _)| {
        let respelled = [&text[..at], to, &text[at + from.len()..]].concat();
        is_right(&respelled).then_some(respelled)
    })
}

/// How many letters to change, add, take away or swap with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let width = b.len() + 1;
    let mut before: Vec<usize> = alloc::vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for i in 1..=a.len() {
        let mut row = alloc::vec![i; width];
        for j in 1..width {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = last;
        last = row;
    }
    last[width - 1]
}
