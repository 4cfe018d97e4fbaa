//! What a command does not mean must stay as it is: every value that is still there has its old text,
//! keys keep their order, and comments go only with what they belong to.

use editor::Command;
use json::{Format, Node, Tree, parse_tree};

pub fn assert_untouched(name: &str, before: &str, after: &str, format: Format, command: &Command) {
    // These write the text anew, or the state that they name.
    if matches!(
        command,
        Command::SetText { .. } | Command::Tidy | Command::Convert { .. } | Command::SetDefinition { .. }
    ) {
        return;
    }
    // Items that change places are compared with each other: nothing to learn from that.
    if matches!(command, Command::MoveItem { .. }) {
        return;
    }
    let (old, new) = (parse_tree(before, format), parse_tree(after, format));
    let (Some(old_root), Some(new_root)) = (&old.root, &new.root) else { return };
    let complaint = compare(old_root, before, new_root, after, "");
    assert!(complaint.is_none(), "{name} {command:?}: {complaint:?}\n{before}\n---\n{after}");
    let takes_away = match command {
        Command::Remove { .. }
        | Command::Unwrap { .. }
        | Command::RemoveItem { .. }
        | Command::SetKind { .. }
        | Command::ToJsonata { .. }
        | Command::SetLanguage { .. }
        | Command::SetField { .. }
        | Command::SetDefinition { .. }
        | Command::SetText { .. }
        | Command::Tidy
        | Command::Convert { .. } => true,
        // Out of its scope a state leaves its catchers behind; an arrow that is taken away goes with what is beside it.
        Command::Move { .. } | Command::Connect { .. } => true,
        Command::Insert { .. }
        | Command::Duplicate { .. }
        | Command::Wrap { .. }
        | Command::Rename { .. }
        | Command::AddBranch { .. }
        | Command::AddRule { .. }
        | Command::InsertItem { .. }
        | Command::MoveItem { .. }
        | Command::AddUsualRetrier { .. } => false,
    };
    if !takes_away {
        let kept = comments(&new, after);
        for comment in comments(&old, before) {
            assert!(kept.contains(&comment), "{name} {command:?} lost “{comment}”\n{before}\n---\n{after}");
        }
    }
}

/// The first place at which a value stayed and its text did not, or keys changed places.
fn compare(old: &Node, before: &str, new: &Node, after: &str, pointer: &str) -> Option<String> {
    // States that are moved, wrapped or put behind others change places; fields never do.
    let is_fixed = !pointer.ends_with("/States") && !holds_states(old);
    if is_fixed && old.to_value() == new.to_value() {
        let (was, is) = (old.range.of(before), new.range.of(after));
        // What has been moved has the indentation of its new place.
        let lines = |text: &str| text.lines().map(|line| line.trim().to_string()).collect::<Vec<_>>();
        return (lines(was) != lines(is)).then(|| format!("{pointer}: {was:?} became {is:?}"));
    }
    if old.is_object() && new.is_object() {
        let order = |one: &Node, other: &Node| -> Vec<String> {
            let keys = one.members().iter().map(|member| member.key.to_string());
            keys.filter(|key| other.get(key).is_some()).collect()
        };
        let (was, is) = (order(old, new), order(new, old));
        if !pointer.ends_with("/States") && was != is {
            return Some(format!("{pointer}: the keys {was:?} are now {is:?}"));
        }
        return old.members().iter().find_map(|member| {
            let now = new.get(&member.key)?;
            // Of a key that stands twice the last one counts.
            let counts = old.get(&member.key).is_some_and(|counts| counts.range == member.value.range);
            if !counts {
                return None;
            }
            compare(&member.value, before, now, after, &format!("{pointer}/{}", member.key))
        });
    }
    if old.is_array() && new.is_array() && old.items().len() == new.items().len() {
        let mut items = old.items().iter().zip(new.items()).enumerate();
        return items.find_map(|(at, (was, is))| compare(was, before, is, after, &format!("{pointer}/{at}")));
    }
    None
}

fn holds_states(node: &Node) -> bool {
    let is_scope = node.get("States").is_some();
    is_scope
        || node.members().iter().any(|member| holds_states(&member.value))
        || node.items().iter().any(holds_states)
}

/// The comments of a text: what stands between its keys and values behind a sign of a comment.
fn comments(tree: &Tree, text: &str) -> Vec<String> {
    let mut covered = Vec::new();
    if let Some(root) = &tree.root {
        cover(root, &mut covered);
    }
    covered.sort();
    let mut gaps = String::new();
    let mut end = 0;
    for (from, to) in covered.into_iter().chain([(text.len(), text.len())]) {
        gaps.push_str(text.get(end..from).unwrap_or(""));
        gaps.push('\u{0}');
        end = end.max(to);
    }
    let mut found = Vec::new();
    for gap in gaps.split('\u{0}') {
        let signs: &[&str] = match tree.format {
            Format::Json => &["//", "/*"],
            Format::Yaml => &["#"],
        };
        for line in gap.lines() {
            if let Some(at) = signs.iter().filter_map(|sign| line.find(sign)).min() {
                found.push(line[at..].trim_end().to_string());
            }
        }
    }
    found
}

fn cover(node: &Node, covered: &mut Vec<(usize, usize)>) {
    if node.is_object() {
        for member in node.members() {
            covered.push((member.key_range.start, member.key_range.end));
            cover(&member.value, covered);
        }
    } else if node.is_array() {
        node.items().iter().for_each(|item| cover(item, covered));
    } else {
        covered.push((node.range.start, node.range.end));
    }
}
