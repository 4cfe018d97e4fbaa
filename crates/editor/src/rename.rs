//! Renaming a state wherever it is mentioned.

use json::edit::{Content, TextEdit};
use json::{Node, Range, Text};

use crate::Refusal;
use crate::draft::{Draft, Outcome};

/// The longest name the service takes, in characters.
const LONGEST: usize = 80;

/// Gives a state another name, and every arrow and every comparison with its name in its machine too.
pub fn rename(draft: &mut Draft<'_>, old: &Text, new: &Text) -> Outcome {
    if new.trim().is_empty() || new.chars().count() > LONGEST {
        return Err(Refusal::BadName(new.clone()));
    }
    if old == new {
        return Ok(());
    }
    if draft.skeleton().state(new).is_some() {
        return Err(Refusal::NameTaken(new.clone()));
    }
    let skeleton = draft.skeleton();
    let state = draft.state(old)?;
    let scope = skeleton.scope_of(state);
    let states = draft.node(&json::tree::child_pointer(&scope.pointer, "States"))?;
    let missing = || Refusal::NoState(old.clone());
    let member = states.member(old).ok_or_else(missing)?;
    let pen = draft.pen();
    let mut edits = pen.rename_member(member, new)?;
    let mut pointers: Vec<String> = skeleton
        .states_of(scope)
        .flat_map(|state| &state.arrows)
        .filter(|arrow| arrow.target == *old)
        .map(|arrow| arrow.pointer.clone())
        .collect();
    if scope.start.as_ref() == Some(old) {
        pointers.push(json::tree::child_pointer(&scope.pointer, "StartAt"));
    }
    for pointer in &pointers {
        edits.extend(pen.replace(draft.node(pointer)?, &Content::from(new.clone()))?);
    }
    if let Some(root) = &draft.tree().root {
        mentions(draft, root, old, new, &mut edits);
    }
    draft.apply(&edits)
}

/// Finds where the name is compared with the name of the current state.
fn mentions(draft: &Draft<'_>, node: &Node, old: &Text, new: &Text, edits: &mut Vec<TextEdit>) {
    let is_state_name = |variable: &Text| variable == "$$.State.Name" || variable == "$$['State']['Name']";
    let is_compared = node.get("Variable").and_then(Node::as_text).is_some_and(is_state_name);
    for member in node.members() {
        let names_it = member.value.as_text() == Some(old);
        if is_compared && names_it && matches!(member.key.as_str(), "StringEquals" | "StringMatches") {
            let replaced = draft.pen().replace(&member.value, &Content::from(new.clone()));
            edits.extend(replaced.into_iter().flatten());
            continue;
        }
        in_expression(draft, &member.value, old, new, edits);
        mentions(draft, &member.value, old, new, edits);
    }
    for item in node.items() {
        in_expression(draft, item, old, new, edits);
        mentions(draft, item, old, new, edits);
    }
}

/// In JSONata: `$states.context.State.Name = "Old"`, in either order and with either quotes.
fn in_expression(draft: &Draft<'_>, node: &Node, old: &Text, new: &Text, edits: &mut Vec<TextEdit>) {
    const NAME: &str = "$states.context.State.Name";
    let Some(text) = node.as_text().filter(|text| text.starts_with("{%") && text.contains(NAME)) else {
        return;
    };
    if new.contains(['"', '\'', '\\']) {
        return;
    }
    for quote in ['"', '\''] {
        let literal = format!("{quote}{old}{quote}");
        let mut from = 0;
        while let Some(at) = text[from..].find(&literal).map(|at| from + at) {
            let before = text[..at].trim_end();
            let after = text[at + literal.len()..].trim_start();
            let compared = |part: &str| {
                part.strip_suffix('=').map(|part| part.trim_end_matches('!').trim_end().ends_with(NAME))
            };
            let behind = after
                .strip_prefix("!=")
                .or(after.strip_prefix('='))
                .map(|part| part.trim_start().starts_with(NAME));
            if compared(before) == Some(true) || behind == Some(true) {
                let tree = draft.tree();
                let name = Range::new(at + 1, at + 1 + old.len());
                let range = tree.source_range(draft.text(), node.range, name);
                if range.of(draft.text()) == old.as_str() {
                    edits.push(TextEdit::replace(range, new.as_str()));
                }
            }
            from = at + literal.len();
        }
    }
}
