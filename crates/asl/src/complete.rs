//! What may stand at a place in the text: fields, values, names, paths, functions.

mod data;
mod place;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use json::tree::{Format, Member, Node, NodeKind, Step, Tree};

use crate::advise::ERROR_NAMES;
use crate::advise::LAMBDA_ERRORS;
use crate::read::{Language, fields};
use crate::{Machine, OPTIMIZED, QueryLanguage, Range, Reading, State};

use place::Place;

/// What could stand at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// What has been typed of it, and is replaced: it ends at the place asked for.
    pub range: Range,
    /// The most likely first.
    pub items: Vec<Completion>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub label: String,
    /// A few words beside the label.
    pub detail: String,
    /// What is put in.
    pub insert: String,
    pub kind: CompletionKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    Field,
    Value,
    State,
    Error,
    Resource,
    Variable,
    Function,
    Path,
}

/// What may stand at `offset`. `reading` and `tree` are of this text, or of the last one that could be read.
pub fn complete(text: &str, tree: &Tree, reading: &Reading, offset: usize) -> Completions {
    let offset = floor(text, offset);
    let steps = tree.at(offset);
    let machine = &reading.machine;
    let innermost = innermost_state(machine, offset);
    let desk = Desk { text, tree, machine, state: innermost, offset };
    match steps.last() {
        // In a key.
        Some(Step::Member(member)) if member.key_range.touches(offset) => {
            let place = Place::of(&steps[..steps.len() - 1], machine);
            let object = container(tree, &steps[..steps.len() - 1]);
            desk.keys(&place, object, Some(member))
        }
        // In a value, or where one is missing.
        Some(Step::Member(_) | Step::Item(..)) => {
            let place = Place::of(&steps, machine);
            let node = container(tree, &steps);
            match node.map(|node| &node.kind) {
                Some(NodeKind::Object(_)) => desk.keys(&place, node, None),
                Some(NodeKind::Array(_)) => desk.values(&place.item(), &steps, None),
                Some(
                    NodeKind::Null
                    | NodeKind::Bool(_)
                    | NodeKind::Number(_)
                    | NodeKind::String(_)
                    | NodeKind::Broken,
                )
                | None => desk.values(&place, &steps, node),
            }
        }
        None => desk.keys(&Place::Machine, tree.root.as_ref(), None),
    }
}

/// Where something is being typed.
struct Desk<'a> {
    text: &'a str,
    tree: &'a Tree,
    machine: &'a Machine,
    state: Option<&'a State>,
    offset: usize,
}

impl Desk<'_> {
    fn language(&self) -> QueryLanguage {
        self.state.map_or(self.machine.query_language, |state| state.query_language)
    }

    /// The fields that an object may still have.
    fn keys(&self, place: &Place, object: Option<&Node>, typed: Option<&Member>) -> Completions {
        let Some(allowed) = place.fields() else { return Completions::default() };
        let present = object.map_or(&[][..], Node::members);
        let is_free = |name: &str| {
            present.iter().all(|member| {
                member.key != name || typed.is_some_and(|typed| typed.key_range == member.key_range)
            })
        };
        let fits = |field: &fields::Field| {
            matches!(
                (field.language, self.language()),
                (Language::Both, _)
                    | (Language::JsonPath, QueryLanguage::JsonPath)
                    | (Language::Jsonata, QueryLanguage::Jsonata)
            )
        };
        let names = allowed.iter().filter(|field| fits(field)).map(|field| field.name);
        let more = place.more_fields(self.language());
        let is_json = self.tree.format == Format::Json;
        let is_quoted =
            typed.is_some_and(|typed| self.text[typed.key_range.start..].starts_with(['"', '\'']));
        let has_value = typed.is_some_and(|typed| !typed.value.is_broken());
        let items = names
            .chain(more.iter().copied())
            .filter(|name| is_free(name))
            .map(|name| {
                let insert = match (is_json, is_quoted, has_value) {
                    (_, true, _) => name.to_string(),
                    (true, false, _) => format!("\"{name}\": {}", stub(name)),
                    (false, false, true) => name.to_string(),
                    (false, false, false) => format!("{name}: "),
                };
                let detail = place.detail(name).to_string();
                Completion { label: name.to_string(), detail, insert, kind: CompletionKind::Field }
            })
            .collect();
        let start = typed.map_or(self.offset, |typed| typed.key_range.start + usize::from(is_quoted));
        Completions { range: Range::new(start.min(self.offset), self.offset), items }
    }

    /// The values that a field may have.
    fn values(&self, place: &Place, steps: &[Step<'_>], node: Option<&Node>) -> Completions {
        let (start, is_quoted) = match node {
            Some(node) if matches!(node.kind, NodeKind::String(_)) => {
                let is_quoted = self.text[node.range.start..].starts_with(['"', '\'']);
                (node.range.start + usize::from(is_quoted), is_quoted)
            }
            Some(_) | None => (self.offset, false),
        };
        let start = start.min(self.offset);
        let typed = &self.text[start..self.offset];
        if (is_quoted || self.tree.format == Format::Yaml)
            && let Some(found) = self.data(place, steps, typed, start)
        {
            return found;
        }
        let items = self.choices(place);
        let quote = |label: &str| {
            if is_quoted || self.tree.format == Format::Yaml {
                label.to_string()
            } else {
                format!("\"{label}\"")
            }
        };
        let items = items
            .into_iter()
            .map(|mut item| {
                if item.insert.is_empty() {
                    item.insert = quote(&item.label);
                }
                item
            })
            .collect();
        Completions { range: Range::new(start, self.offset), items }
    }

    fn choices(&self, place: &Place) -> Vec<Completion> {
        let item = |label: &str, detail: &str, kind: CompletionKind| Completion {
            label: label.to_string(),
            detail: detail.to_string(),
            insert: String::new(),
            kind,
        };
        match place {
            Place::Target => {
                let scope = self.state.map_or(crate::ScopeId::TOP, |state| self.target_scope(state));
                let others = self.machine.states_of(scope).filter(|state| {
                    self.state.is_none_or(|own| own.id != state.id)
                        || scope != self.state.map_or(scope, |own| own.scope)
                });
                others.map(|state| item(&state.name, state.kind.name(), CompletionKind::State)).collect()
            }
            Place::ErrorName => ERROR_NAMES
                .iter()
                .chain(&LAMBDA_ERRORS)
                .map(|name| item(name, place::error_detail(name), CompletionKind::Error))
                .collect(),
            Place::Resource => resources(),
            Place::Switch => ["true", "false"]
                .iter()
                .map(|name| Completion {
                    insert: (*name).to_string(),
                    ..item(name, "", CompletionKind::Value)
                })
                .collect(),
            Place::OneOf(values) => {
                values.iter().map(|(name, detail)| item(name, detail, CompletionKind::Value)).collect()
            }
            Place::Machine
            | Place::State(_)
            | Place::Scope(_)
            | Place::Fields(_)
            | Place::ErrorNames
            | Place::Rules
            | Place::Rule
            | Place::Entries(_)
            | Place::Template
            | Place::PathField
            | Place::Free => Vec::new(),
        }
    }

    /// The scope that an arrow typed here stays in: of a `StartAt` inside of a Parallel or Map, that inner scope.
    fn target_scope(&self, state: &State) -> crate::ScopeId {
        let inner = self.machine.scopes_in(state.id).iter().copied();
        let holds = |scope: &crate::ScopeId| self.machine.scope(*scope).range.touches(self.offset);
        inner.into_iter().find(holds).unwrap_or(state.scope)
    }
}

/// All optimized integrations with their patterns.
fn resources() -> Vec<Completion> {
    let mut items = Vec::new();
    for entry in OPTIMIZED {
        let mut add = |suffix: &str, detail: &str| {
            let label = format!("arn:aws:states:::{}:{}{suffix}", entry.service, entry.action);
            let (detail, insert) = (detail.to_string(), String::new());
            items.push(Completion { label, detail, insert, kind: CompletionKind::Resource });
        };
        add("", "goes on with the answer");
        if entry.has_sync {
            let suffix = if entry.service == "states" { ".sync:2" } else { ".sync" };
            add(suffix, "waits until the job is done");
        }
        if entry.has_token {
            add(".waitForTaskToken", "waits until the token comes back");
        }
    }
    items
}

/// What a new field begins with.
fn stub(name: &str) -> &'static str {
    match name {
        "States" | "Parameters" | "Arguments" | "Assign" | "ResultSelector" | "ItemSelector"
        | "ItemProcessor" | "ProcessorConfig" | "ItemReader" | "ReaderConfig" | "ItemBatcher"
        | "ResultWriter" | "WriterConfig" | "Credentials" | "BatchInput" | "Not" => "{}",
        "Choices" | "Retry" | "Catch" | "Branches" | "ErrorEquals" | "And" | "Or" | "CSVHeaders" => "[]",
        "End" | "IsPresent" | "IsNull" | "IsNumeric" | "IsString" | "IsBoolean" | "IsTimestamp"
        | "BooleanEquals" => "true",
        "TimeoutSeconds"
        | "HeartbeatSeconds"
        | "Seconds"
        | "IntervalSeconds"
        | "MaxAttempts"
        | "BackoffRate"
        | "MaxDelaySeconds"
        | "MaxConcurrency"
        | "ToleratedFailureCount"
        | "ToleratedFailurePercentage"
        | "MaxItems"
        | "MaxItemsPerBatch"
        | "MaxInputBytesPerBatch" => "1",
        name if name.starts_with("Numeric") && !name.ends_with("Path") => "0",
        _ => "\"\"",
    }
}

/// The node that steps lead to.
fn container<'t>(tree: &'t Tree, steps: &[Step<'t>]) -> Option<&'t Node> {
    match steps.last() {
        Some(step) => Some(step.node()),
        None => tree.root.as_ref(),
    }
}

fn innermost_state(machine: &Machine, offset: usize) -> Option<&State> {
    machine.states.iter().filter(|state| state.range.touches(offset)).min_by_key(|state| state.range.len())
}

/// The character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
