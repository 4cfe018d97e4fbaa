//! What is to say about the text before it means anything: syntax and size.

use alloc::string::ToString;
use alloc::vec::Vec;

use json::tree::{Format, ProblemKind};

use super::Reader;
use crate::syntax::syntax_error;
use crate::{Code, Diagnostic, Range, Severity};

/// How many characters a definition may have.
const MAXIMUM: usize = 1_048_576;

impl Reader<'_> {
    /// What keeps the service from reading the text at all. If there is something, it says nothing else.
    pub fn syntax(&self) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let whole = Range::new(0, self.text.len());
        let mut error = |code: Code, message: &str, location: Option<&str>, range: Range| {
            diagnostics.push(Diagnostic {
                severity: Severity::Error,
                code,
                message: message.to_string(),
                location: location.map(ToString::to_string),
                range,
                state: None,
                fix: None,
            });
        };
        if self.text.is_empty() {
            error(Code::MissingDescription, "Definition must not be empty", None, whole);
            return diagnostics;
        }
        if self.text.len() > MAXIMUM && self.text.chars().count() > MAXIMUM {
            let message = "Definition must have length less than or equal to 1048576";
            error(Code::SchemaValidationFailed, message, None, Range::at(0));
        }
        let is_object = self.tree.root.as_ref().is_some_and(|root| root.is_object());
        let mut is_broken = false;
        match self.tree.format {
            Format::Json if !self.tree.problems.is_empty() && !self.text.trim().is_empty() => {
                if let Some(fault) = syntax_error(self.text) {
                    is_broken = true;
                    let first = self.tree.problems.first().map_or(whole, |problem| problem.range);
                    error(Code::InvalidJsonDescription, &fault.message, Some(&fault.location), first);
                }
            }
            Format::Yaml => {
                if let Some(problem) =
                    self.tree.problems.iter().find(|problem| problem.kind != ProblemKind::Empty)
                {
                    is_broken = true;
                    error(Code::InvalidJsonDescription, &problem.message(), None, problem.range);
                }
            }
            Format::Json => {}
        }
        if !is_broken && !is_object {
            is_broken = true;
            error(Code::SchemaValidationFailed, "Definition must be a valid JSON object", None, whole);
        }
        if !is_broken && diagnostics.is_empty() {
            return diagnostics;
        }
        let skipped = usize::from(self.tree.format == Format::Yaml);
        for problem in self.tree.problems.iter().skip(skipped) {
            let code = match problem.kind {
                ProblemKind::Empty => continue,
                ProblemKind::TooDeep => Code::TooDeeplyNested,
                ProblemKind::AfterEnd
                | ProblemKind::Comment
                | ProblemKind::TrailingComma(_)
                | ProblemKind::MissingComma { .. }
                | ProblemKind::ExtraComma(_)
                | ProblemKind::MissingKey { .. }
                | ProblemKind::UnquotedKey
                | ProblemKind::MissingColon { .. }
                | ProblemKind::MissingValue { .. }
                | ProblemKind::Unclosed { .. }
                | ProblemKind::ExtraClose(_)
                | ProblemKind::UnclosedString
                | ProblemKind::SingleQuotes
                | ProblemKind::BadEscape
                | ProblemKind::ControlCharacter(_)
                | ProblemKind::BadNumber
                | ProblemKind::NumberOutOfRange
                | ProblemKind::UnknownWord
                | ProblemKind::Yaml(_) => Code::Syntax,
            };
            // Where the text ends the service already says something; which bracket it is that nothing closes helps more.
            let range = if let ProblemKind::Unclosed { opened, .. } = &problem.kind {
                *opened
            } else {
                problem.range
            };
            diagnostics.push(Diagnostic {
                severity: if code == Code::Syntax { Severity::Info } else { Severity::Error },
                code,
                message: problem.message(),
                location: None,
                range,
                state: None,
                fix: None,
            });
        }
        diagnostics
    }
}
