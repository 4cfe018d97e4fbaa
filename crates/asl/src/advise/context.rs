//! Paths into the context object, whose members are known.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use json::Text;
use jsonata::Subject;
use jsonpath::Segment;

use super::{Adviser, nearest};
use crate::context::members;
use crate::read::Place;
use crate::{Code, Leaf, Severity, Source, State};

impl Adviser<'_> {
    /// Notes a path into the context object that can never exist.
    pub fn context_path(&mut self, state: &State, place: &Place<'_>, leaf: Leaf<'_>) {
        let contexts = &mut self.contexts;
        let mut check = |path: &[Segment], text: &Text| {
            if let Err(message) = context_at(path, text) {
                contexts.push_back((state.id, place.field(), message));
            }
        };
        match leaf {
            Leaf::Path(path) => {
                if let Source::Context(inner) = &path.source {
                    check(inner.fixed_prefix(), &path.text);
                }
            }
            Leaf::Call(call) => call.each_path(&mut |path, _| {
                if let Source::Context(inner) = &path.source {
                    check(inner.fixed_prefix(), &path.text);
                }
            }),
            Leaf::Expression(expression) => {
                for reference in expression.references() {
                    if let Subject::Variable { name, path } = &reference.subject
                        && name == "states"
                        && path.first().is_some_and(|first| first == "context")
                    {
                        let segments: Vec<Segment> = path[1..].iter().cloned().map(Segment::Name).collect();
                        check(&segments, expression.text());
                    }
                }
            }
        }
    }

    /// Says which of a state's paths into the context object can never exist.
    pub fn context_paths(&mut self, state: &State) {
        while self.contexts.front().is_some_and(|(id, ..)| *id == state.id)
            && let Some((_, field, message)) = self.contexts.pop_front()
        {
            self.about(Severity::Info, Code::PathNeverExists, message, state, &field, None);
        }
    }
}

/// Whether a path into the context object can exist; else what to say.
fn context_at(path: &[Segment], text: &Text) -> Result<(), String> {
    let mut parent = String::new();
    for segment in path {
        let (Segment::Name(name), Some(known)) = (segment, members(&parent)) else { return Ok(()) };
        if !known.contains(&name.as_str()) {
            let advice = match nearest(name, known.iter().copied()) {
                Some(near) => format!("Did you mean '{near}'?"),
                None => format!("It has {}.", known.join(", ")),
            };
            return Err(format!(
                "'{text}' leads nowhere: the context object has no '{name}' there. {advice}"
            ));
        }
        if !parent.is_empty() {
            parent.push('.');
        }
        parent.push_str(name);
    }
    Ok(())
}
