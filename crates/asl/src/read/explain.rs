//! Why a text that should be an intrinsic function is none: the service says only that it is not.

use alloc::format;
use alloc::string::{String, ToString};

use json::Text;
use json::tree::Node;

use super::{Place, Reader};
use crate::advise::nearest;
use crate::intrinsic::Function;
use crate::{Call, Code, Diagnostic, Fix, Range, Severity};

impl Reader<'_> {
    /// Notes what is wrong with a call that the service refuses, to be said behind what the service says.
    pub fn explain(&mut self, node: &Node, text: &Text, place: &Place<'_>) {
        match Call::parse(text) {
            Ok(call) => {
                if let Some(problem) = call.problems().into_iter().find(|problem| problem.is_refused) {
                    self.note(Code::CallAlwaysFails, problem.message + ".", place, node.range, None);
                }
            }
            Err(error) => {
                let rest = &text[error.position..];
                let length =
                    rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'.').count();
                let name = &rest[..length];
                if name.starts_with("States.") && Function::named(name).is_none() {
                    self.unknown_function(node, text, error.position, name, place);
                } else if text.contains("States.") {
                    self.note(Code::CallAlwaysFails, error.message + ".", place, node.range, None);
                }
            }
        }
    }

    /// `name` stands in the text at `position`.
    fn unknown_function(&mut self, node: &Node, text: &Text, position: usize, name: &str, place: &Place<'_>) {
        let near = nearest(name, Function::ALL.iter().map(|function| function.name()));
        let advice = match (near, name) {
            (Some(near), _) => format!("Did you mean '{near}'?"),
            (None, "States.Default") => {
                "A default for a missing value takes a Choice with IsPresent, or JSONata.".to_string()
            }
            (None, _) => "There are eighteen, such as States.Format and States.ArrayLength.".to_string(),
        };
        let fix = near.and_then(|near| {
            let end = position + name.len();
            let right = [&text[..position], near, &text[end..]].concat();
            let plan = self.pen.plan_replace(node, right.as_str()).ok()?;
            Some(Fix { title: format!("Change to '{near}'"), plan })
        });
        let range = self.part(node, position, position + name.len());
        let message = format!("No intrinsic function is called '{name}'. {advice}");
        self.note(Code::UnknownFunction, message, place, range, fix);
    }

    fn note(&mut self, code: Code, message: String, place: &Place<'_>, range: Range, fix: Option<Fix>) {
        let (severity, location, state) = (Severity::Info, Some(place.location()), self.state);
        self.notes.push(Diagnostic { severity, code, message, location, range, state, fix });
    }
}
