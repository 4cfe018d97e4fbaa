//! Inside of paths and expressions: what can be named there.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use json::tree::Step;
use jsonata::Dialect;

use super::{Completion, CompletionKind, Completions, Desk, Place};
use crate::context::members;
use crate::intrinsic::Function;
use crate::{Range, assigned_names};

impl Desk<'_> {
    /// What may stand in a string that is a path or an expression; none when it is neither.
    pub fn data(&self, place: &Place, steps: &[Step<'_>], typed: &str, start: usize) -> Option<Completions> {
        if typed.starts_with("{%") {
            return Some(self.expression(steps, typed, start));
        }
        let is_path = match (place, steps.last()) {
            (Place::PathField, _) => true,
            (Place::Template, Some(Step::Member(member))) => member.key.ends_with(".$"),
            (_, _) => false,
        };
        if !is_path {
            return None;
        }
        let is_template = *place == Place::Template;
        // What is being typed begins behind the last bracket, comma or blank.
        let begin = typed.rfind(['(', ',', ' ']).map_or(0, |at| at + 1);
        let word = &typed[begin..];
        let mut items = Vec::new();
        let from = if let Some(path) = word.strip_prefix("$$.") {
            let (parent, _) = path.rsplit_once('.').unwrap_or(("", path));
            items.extend(context(parent));
            word.rfind('.').map_or(begin, |dot| begin + dot + 1)
        } else {
            items.push(item("$", "the input", "$", CompletionKind::Path));
            items.push(item("$$", "the context object", "$$.", CompletionKind::Path));
            items.extend(self.variables());
            if is_template {
                items.extend(Function::ALL.iter().map(|function| {
                    item(
                        function.name(),
                        function.signature(),
                        &format!("{}(", function.name()),
                        CompletionKind::Function,
                    )
                }));
            }
            begin
        };
        Some(Completions { range: Range::new(start + from, self.offset), items })
    }

    fn expression(&self, steps: &[Step<'_>], typed: &str, start: usize) -> Completions {
        let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$' | '.');
        let begin = typed
            .rfind(|character| !is_word(character))
            .map_or(0, |at| at + typed[at..].chars().next().map_or(1, char::len_utf8));
        let word = &typed[begin..];
        let after_dot = word.rfind('.').map_or(begin, |dot| begin + dot + 1);
        let names = |names: &[&str]| -> Vec<Completion> {
            names.iter().map(|name| item(name, "", name, CompletionKind::Path)).collect()
        };
        let (from, items) = if let Some(path) = word.strip_prefix("$states.context.") {
            let (parent, _) = path.rsplit_once('.').unwrap_or(("", path));
            (after_dot, context(parent))
        } else if let Some(path) = word.strip_prefix("$states.") {
            if path.contains('.') {
                (after_dot, Vec::new())
            } else {
                (after_dot, names(self.states_fields(steps)))
            }
        } else if word.contains('.') {
            (after_dot, Vec::new())
        } else {
            let mut items =
                alloc::vec![item("$states", "input, result, context", "$states.", CompletionKind::Variable)];
            items.extend(self.variables());
            items.extend(Dialect::Service.functions().map(|(name, signature)| {
                item(&format!("${name}"), signature, &format!("${name}("), CompletionKind::Function)
            }));
            (begin, items)
        };
        Completions { range: Range::new(start + from, self.offset), items }
    }

    /// The fields of `$states` at this place.
    fn states_fields(&self, steps: &[Step<'_>]) -> &'static [&'static str] {
        let has =
            |name: &str| steps.iter().any(|step| matches!(step, Step::Member(member) if member.key == name));
        let has_work =
            self.state.is_some_and(|state| matches!(state.kind.name(), "Task" | "Parallel" | "Map"));
        if has("Catch") {
            &["input", "errorOutput", "context"]
        } else if has_work && (has("Output") || has("Assign")) {
            &["input", "result", "context"]
        } else {
            &["input", "context"]
        }
    }

    /// The variables of the workflow.
    fn variables(&self) -> Vec<Completion> {
        let mut names: Vec<&str> = self.machine.states.iter().flat_map(assigned_names).collect();
        names.sort_unstable();
        names.dedup();
        names
            .into_iter()
            .map(|name| item(&format!("${name}"), "variable", &format!("${name}"), CompletionKind::Variable))
            .collect()
    }
}

fn context(parent: &str) -> Vec<Completion> {
    members(parent)
        .unwrap_or_default()
        .iter()
        .map(|name| item(name, "", name, CompletionKind::Path))
        .collect()
}

fn item(label: &str, detail: &str, insert: &str, kind: CompletionKind) -> Completion {
    let text = |text: &str| -> String { text.to_string() };
    Completion { label: text(label), detail: text(detail), insert: text(insert), kind }
}
