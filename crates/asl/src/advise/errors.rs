//! Retry, Catch and the names of errors.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use json::{Text, Value};

use super::{Adviser, nearest};
use crate::{Code, Kind, Severity, State, Template};

/// The names that the service itself gives to errors.
pub const ERROR_NAMES: [&str; 18] = [
    "States.ALL",
    "States.TaskFailed",
    "States.Timeout",
    "States.HeartbeatTimeout",
    "States.Permissions",
    "States.ReferencePathConflict",
    "States.ResultPathMatchFailure",
    "States.ParameterPathFailure",
    "States.QueryEvaluationError",
    "States.BranchFailed",
    "States.NoChoiceMatched",
    "States.IntrinsicFailure",
    "States.ExceedToleratedFailureThreshold",
    "States.ItemReaderFailed",
    "States.ResultWriterFailed",
    "States.DataLimitExceeded",
    "States.Runtime",
    "States.Http.Socket",
];

/// Errors of the Lambda service, not of a function.
pub const LAMBDA_ERRORS: [&str; 4] = [
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
];

impl Adviser<'_> {
    pub fn errors(&mut self, state: &State) {
        let retriers: Vec<&[Text]> =
            state.retry.iter().map(|retrier| retrier.error_equals.as_slice()).collect();
        let catchers: Vec<&[Text]> =
            state.catch.iter().map(|catcher| catcher.error_equals.as_slice()).collect();
        self.unreachable(state, "Retry", "retrier", Code::UnreachableRetrier, &retriers);
        self.unreachable(state, "Catch", "catcher", Code::UnreachableCatcher, &catchers);
        self.error_names(state, "Retry", &retriers);
        self.error_names(state, "Catch", &catchers);
        self.no_attempts(state);
    }

    /// Entries whose errors are all taken by entries above them.
    fn unreachable(&mut self, state: &State, field: &str, what: &str, code: Code, entries: &[&[Text]]) {
        let mut above: Vec<&Text> = Vec::new();
        for (index, names) in entries.iter().enumerate() {
            let taker = |name: &Text| above.iter().find(|taker| takes(taker, name));
            if !names.is_empty() && names.iter().all(|name| taker(name).is_some()) {
                let taker = names.first().and_then(taker).map_or("", |taker| taker.as_str());
                let message = format!(
                    "This {what} is never reached: '{taker}' in an entry above already takes its errors. \
                     Entries are tried in order, so put the more specific one first."
                );
                let field = format!("{field}[{index}]");
                self.about(Severity::Info, code, message, state, &field, None);
            }
            above.extend(names.iter());
        }
    }

    fn error_names(&mut self, state: &State, field: &str, entries: &[&[Text]]) {
        for (index, names) in entries.iter().enumerate() {
            for (place, name) in names.iter().enumerate() {
                let field = || format!("{field}[{index}]/ErrorEquals[{place}]");
                if name == "States.Runtime" {
                    let message = "States.Runtime can be neither retried nor caught: it means that the execution itself \
                                   is broken (a path that leads nowhere, for example), and always ends it.";
                    self.about(Severity::Info, Code::ErrorNeverCaught, message, state, &field(), None);
                    continue;
                }
                let is_known = ERROR_NAMES.contains(&name.as_str())
                    || LAMBDA_ERRORS.contains(&name.as_str())
                    || name.starts_with("States.Http.StatusCode.")
                    || (name.starts_with("States.") && self.raises(name));
                if is_known {
                    continue;
                }
                let known = ERROR_NAMES.iter().chain(&LAMBDA_ERRORS).copied();
                let near = if name.starts_with("States") || name.starts_with("Lambda") {
                    nearest(name, known)
                } else {
                    None
                };
                if let Some(near) = near {
                    let message = format!("No error is called '{name}'. Did you mean '{near}'?");
                    let fix = self.field(state, &field()).and_then(|found| self.replace(found, near));
                    self.about(Severity::Info, Code::DidYouMean, message, state, &field(), fix);
                } else if name.starts_with("States.") {
                    let message = format!(
                        "No error is called '{name}': names that begin with 'States.' are the service's own, and this is none of them."
                    );
                    self.about(Severity::Info, Code::ErrorNeverCaught, message, state, &field(), None);
                }
            }
        }
    }

    /// Whether a Fail state of the machine gives its error this name.
    fn raises(&self, name: &Text) -> bool {
        let of = |state: &State| match &state.kind {
            Kind::Fail(fail) => {
                matches!(&fail.error, Some(Template::Literal(Value::String(error))) if error == name)
            }
            Kind::Pass(_)
            | Kind::Task(_)
            | Kind::Choice(_)
            | Kind::Wait(_)
            | Kind::Succeed
            | Kind::Parallel(_)
            | Kind::Map(_)
            | Kind::Unknown(_) => false,
        };
        self.machine.states.iter().any(of)
    }

    /// A Retry in which nothing is ever tried again.
    fn no_attempts(&mut self, state: &State) {
        if state.retry.is_empty() || state.retry.iter().any(|retrier| retrier.max_attempts > 0) {
            return;
        }
        let message = "This Retry never retries: MaxAttempts is 0. That makes sense only in front of a retrier with a \
                       wider net, to leave some errors out of it.";
        let fix = self.remove(state, "", "Retry", "Remove the Retry");
        self.about(Severity::Hint, Code::RetryWithoutAttempts, message.to_string(), state, "Retry", fix);
    }

    pub fn choice(&mut self, state: &State) {
        let Kind::Choice(choice) = &state.kind else { return };
        let is_always = |rule: &crate::Rule| matches!(rule.condition, crate::Condition::Always(true));
        if let Some(first) = choice.rules.iter().position(is_always) {
            for index in first + 1..choice.rules.len() {
                let message =
                    format!("This rule is never reached: Choices[{first}] above it always matches.");
                let field = format!("Choices[{index}]");
                self.about(Severity::Info, Code::UnreachableRule, message, state, &field, None);
            }
        } else if choice.default.is_none() && !choice.rules.is_empty() {
            let message = "Without Default the execution fails with States.Runtime when no rule matches, \
                           which no Catch gets. Say where to go then, be it to a Fail state with a clear cause.";
            self.about_range(
                Severity::Hint,
                Code::ChoiceWithoutDefault,
                message,
                state,
                "",
                state.name_range,
                None,
            );
        }
    }
}

/// Whether an entry with one name takes an error with another.
fn takes(taker: &str, name: &str) -> bool {
    match taker {
        "States.ALL" => name != "States.ALL",
        "States.TaskFailed" => name == taker || name != "States.Timeout" && name != "States.ALL",
        taker => taker == name,
    }
}
