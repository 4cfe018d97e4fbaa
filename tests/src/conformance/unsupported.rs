//! The list of recordings that we do not match, with the reasons: `tests/unsupported.txt`.

use std::sync::OnceLock;

const LIST: &str = include_str!("../../unsupported.txt");

/// The reason why a case is left out.
pub fn reason(part: &str, case: &str) -> Option<&'static str> {
    static ENTRIES: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
    let entries = ENTRIES.get_or_init(|| {
        let lines = LIST.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        lines.filter_map(|line| line.split_once(": ")).collect()
    });
    let name = format!("{part}/{case}");
    entries.iter().find(|(pattern, _)| is_like(pattern, &name)).map(|(_, reason)| *reason)
}

/// A name, or the beginning of names followed by `*`.
fn is_like(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => pattern == name,
    }
}
