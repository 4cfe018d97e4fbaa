//! Paths into the context object, whose members are known.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use json::Text;
use jsonata::{Dialect, Expression, Reference, Subject};
use jsonpath::Segment;

use super::{Adviser, nearest, respell};
use crate::context::members;
use crate::read::Place;
use crate::{Code, Leaf, Severity, Source, SourcePath, State, StateId};

/// A path into the context object that can never exist.
pub(crate) struct Astray {
    state: StateId,
    field: String,
    /// Where in the expression; none for a path.
    part: Option<core::ops::Range<usize>>,
    message: String,
    /// The path as it stands in the text, and as it was probably meant.
    near: Option<(String, String)>,
}

impl Adviser<'_> {
    /// Notes a path into the context object that can never exist.
    pub fn context_path(&mut self, state: &State, place: &Place<'_>, leaf: Leaf<'_>) {
        let contexts = &mut self.contexts;
        let mut check = |way: &[Segment], text: &str, part, read: &dyn Fn(&str) -> Option<Vec<Segment>>| {
            let Err((message, name, near)) = context_at(way, text) else { return };
            let near = near.and_then(|near| {
                let is_right = |text: &str| read(text).is_some_and(|way| context_at(&way, text).is_ok());
                Some((String::from(text), respell(text, name, near, is_right)?))
            });
            contexts.push_back(Astray { state: state.id, field: place.field(), part, message, near });
        };
        let mut path = |path: &SourcePath| {
            if let Some(way) = context_path(path) {
                check(&way, &path.text, None, &|text| context_path(&SourcePath::parse(&Text::from(text))));
            }
        };
        match leaf {
            Leaf::Path(own) => path(own),
            Leaf::Call(call) => call.each_path(&mut |own, _| path(own)),
            Leaf::Expression(expression) => {
                for reference in expression.references() {
                    let Some(way) = context_reference(reference) else { continue };
                    let text = &expression.text()[reference.range.clone()];
                    check(&way, text, Some(reference.range.clone()), &|text| {
                        let expression = Expression::parse(text, Dialect::Service).ok()?;
                        context_reference(expression.references().first()?)
                    });
                }
            }
        }
    }

    /// Says which of a state's paths into the context object can never exist.
    pub fn context_paths(&mut self, state: &State) {
        while self.contexts.front().is_some_and(|astray| astray.state == state.id)
            && let Some(astray) = self.contexts.pop_front()
        {
            let fix = astray.near.and_then(|(path, right)| {
                let found = self.field(state, &astray.field)?;
                let text = found.node.as_text()?.replacen(&path, &right, 1);
                self.replace(found, &text)
            });
            let range = self.range_of(state, &astray.field, astray.part.as_ref());
            let (code, field) = (Code::PathNeverExists, &astray.field);
            self.about_range(Severity::Info, code, astray.message, state, field, range, fix);
        }
    }
}

/// The way of a path into the context object, as far as it is fixed.
fn context_path(path: &SourcePath) -> Option<Vec<Segment>> {
    match &path.source {
        Source::Context(path) => Some(path.fixed_prefix().to_vec()),
        Source::Input(_) | Source::Variable { .. } | Source::Broken(_) => None,
    }
}

/// The way behind `$states.context`.
fn context_reference(reference: &Reference) -> Option<Vec<Segment>> {
    match &reference.subject {
        Subject::Variable { name, path } if name == "states" => {
            let (first, rest) = path.split_first()?;
            (first == "context").then(|| rest.iter().cloned().map(Segment::Name).collect())
        }
        Subject::Variable { .. }
        | Subject::Function { .. }
        | Subject::Name(_)
        | Subject::Context
        | Subject::Root => None,
    }
}

/// Whether a path into the context object can exist; else what to say, the name that does not, and the one that was probably meant.
fn context_at<'w>(way: &'w [Segment], text: &str) -> Result<(), (String, &'w str, Option<&'static str>)> {
    let mut parent = String::new();
    for segment in way {
        let (Segment::Name(name), Some(known)) = (segment, members(&parent)) else { return Ok(()) };
        if !known.contains(&name.as_str()) {
            let near = nearest(name, known.iter().copied());
            let advice = match near {
                Some(near) => format!("Did you mean '{near}'?"),
                None => format!("It has {}.", known.join(", ")),
            };
            let message =
                format!("'{text}' leads nowhere: the context object has no '{name}' there. {advice}");
            return Err((message, name, near));
        }
        if !parent.is_empty() {
            parent.push('.');
        }
        parent.push_str(name);
    }
    Ok(())
}
