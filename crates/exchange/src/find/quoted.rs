//! Definitions quoted in other texts: pages with examples, programs, Terraform.
//!
//! Only JSON can be told from what surrounds it, and YAML in fenced blocks of Markdown.

use json::tree::{Format, Range, parse_tree};

use super::{Definition, Places, is_definition, map};

/// All definitions in a text, in its order.
pub fn find(text: &str) -> Vec<Definition> {
    let mut definitions: Vec<Definition> = Vec::new();
    let mut from = 0;
    while let Some(length) = text[from..].find("StartAt") {
        let at = from + length;
        from = at + "StartAt".len();
        let found = object(text, at).or_else(|| block(text, at));
        if let Some((range, definition)) = found {
            from = from.max(range.end);
            definitions.push(definition);
        }
    }
    definitions
}

/// The smallest JSON object around `at` that is a definition.
fn object(text: &str, at: usize) -> Option<(Range, Definition)> {
    let mut before = at;
    // A definition rarely has many braces between its own and StartAt.
    for _ in 0..64 {
        let start = text[..before].rfind('{')?;
        before = start;
        let Some(end) = closing(text, start).filter(|end| *end > at) else { continue };
        let range = Range { start, end };
        if let Some(definition) = read(text, range, Format::Json) {
            return Some((range, definition));
        }
    }
    None
}

/// The fenced block of Markdown around `at`, as YAML.
fn block(text: &str, at: usize) -> Option<(Range, Definition)> {
    let fence = text[..at].rfind("```")?;
    let start = fence + text[fence..at].find('\n')? + 1;
    let end = at + text[at..].find("```")?;
    let range = Range { start, end };
    read(text, range, Format::Yaml).map(|definition| (range, definition))
}

fn read(text: &str, range: Range, format: Format) -> Option<Definition> {
    let own = &text[range.start..range.end];
    let direct = Places::direct(own.len(), range.start);
    let tree = parse_tree(own, format);
    let (source, places, tree) = match tree.is_clean() {
        true => (own.to_string(), direct, tree),
        false if format == Format::Json && own.contains("${") => {
            let (quoted, places) = map::quote_placeholders(own, direct);
            let tree = parse_tree(&quoted, format);
            (quoted, places, tree)
        }
        false => (own.to_string(), direct, tree),
    };
    if !tree.is_clean() || !tree.root.as_ref().is_some_and(is_definition) {
        return None;
    }
    let line = text[..range.start].matches('\n').count() + 1;
    Some(Definition {
        name: None,
        machine_type: None,
        at: format!("line {line}"),
        substitutions: Vec::new(),
        text: source.clone(),
        format,
        tree,
        source,
        places,
    })
}

/// Behind the brace that closes the one at `start`; strings of JSON hide braces.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut bytes = text.bytes().enumerate().skip(start);
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if in_string => drop(bytes.next()),
            b'"' => in_string = !in_string,
            b'{' if !in_string => depth += 1,
            b'}' if !in_string => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
