//! The fields of a state in its text, found again by the names that locations use.

use alloc::format;
use alloc::string::String;

use json::tree::{Member, Node, Tree};

use crate::State;

/// A value in a state, and the member that holds it when it is not an item.
#[derive(Clone, Copy)]
pub struct Found<'t> {
    pub node: &'t Node,
    pub member: Option<&'t Member>,
}

/// The object of a state.
pub fn object<'t>(tree: &'t Tree, state: &State) -> Option<&'t Node> {
    let steps = tree.at(state.range.start);
    steps.iter().map(|step| step.node()).find(|node| node.range == state.range && node.is_object())
}

/// The value of a field, by the name that messages use: `Choices[0]/Next`, `Parameters/a.$`.
pub fn field<'t>(tree: &'t Tree, state: &State, field: &str) -> Option<Found<'t>> {
    let mut found = Found { node: object(tree, state)?, member: None };
    let mut rest = field;
    while !rest.is_empty() {
        rest = rest.strip_prefix('/').unwrap_or(rest);
        (found, rest) = step(found.node, rest)?;
    }
    Some(found)
}

/// The field of a template's key, which may end in `.$` in the text, and the member there.
pub fn key<'t>(tree: &'t Tree, state: &State, template: &str, key: &str) -> (String, Option<&'t Member>) {
    let member = |name: &str| field(tree, state, name).and_then(|found| found.member);
    let dotted = format!("{template}/{key}.$");
    if let Some(member) = member(&dotted) {
        return (dotted, Some(member));
    }
    let plain = format!("{template}/{key}");
    let member = member(&plain);
    (plain, member)
}

/// One step down by the name of a field; gives back what is left of the name.
fn step<'n, 'f>(node: &'n Node, field: &'f str) -> Option<(Found<'n>, &'f str)> {
    if let Some(rest) = field.strip_prefix('[') {
        let (index, rest) = rest.split_once(']')?;
        let node = node.item(index.parse().ok()?)?;
        return Some((Found { node, member: None }, rest));
    }
    // Keys may have slashes in them: the longest one that fits is meant.
    let fits = |member: &&Member| {
        field
            .strip_prefix(member.key.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '[']))
    };
    let member = node.members().iter().rev().filter(fits).max_by_key(|member| member.key.len())?;
    Some((Found { node: &member.value, member: Some(member) }, &field[member.key.len()..]))
}
