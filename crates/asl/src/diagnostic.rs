//! What is to say about a definition: as the service says it, or beyond what it says.

use alloc::string::String;
use core::fmt::{self, Write};

use json::edit::Plan;

use crate::{Range, StateId};

/// One remark about a definition, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    pub severity: Severity,
    pub code: Code,
    pub message: String,
    /// As the service gives it: `/States/X/Choices[0]/Next`. None where the service gives none.
    pub location: Option<String>,
    /// What to underline.
    pub range: Range,
    /// The state it belongs to; none for the machine itself.
    pub state: Option<StateId>,
    /// How to mend it; none where only a person can know.
    pub fix: Option<Fix>,
}

/// A change that mends what a diagnostic says; [`json::edit::Pen::carry_out`] makes edits of the text out of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What the change does, as the label of a button: `Add a Retry`.
    pub title: String,
    pub plan: Plan,
}

/// How much it matters. The service knows the first two; the others are ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The service refuses the definition.
    Error,
    /// The service takes it, but says that it probably means something else.
    Warning,
    /// It will probably fail, cost more or surprise when it runs.
    Info,
    /// It could be better.
    Hint,
}

/// Which rule speaks. Those of the service come first, ours behind them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    InvalidJsonDescription,
    MissingDescription,
    SchemaValidationFailed,
    InvalidResource,
    MissingEndState,
    DuplicateStateName,
    InvalidStateName,
    DuplicateLabelName,
    InvalidLabelName,
    MissingTransitionTarget,
    TooDeeplyNested,
    InvalidJsonataExpression,
    UnsupportedJsonataExpression,
    ReservedVariableName,
    InvalidVariableName,
    VariableScopeConflict,
    NoDollar,
    NoPath,
    PassResultIsStatic,

    /// More about a text that cannot be read.
    Syntax,
    /// An object has the same key twice.
    DuplicateKey,
    /// A path that leads nowhere in the data that flow there.
    PathNeverExists,
    /// A variable is read where nothing has assigned it.
    VariableNotAssigned,
    /// A variable is assigned and never read.
    VariableNotRead,
    /// A catcher behind one that takes all.
    UnreachableCatcher,
    /// A retrier behind one that takes the same errors.
    UnreachableRetrier,
    /// A rule behind one that always matches.
    UnreachableRule,
    /// A retrier that never retries.
    RetryWithoutAttempts,
    /// A callback that may never come, and no timeout.
    CallbackWithoutTimeout,
    /// A callback to which the token is not given.
    CallbackWithoutToken,
    /// A Lambda task without a retrier for the service's own errors.
    LambdaWithoutRetry,
    /// Data that probably exceed 256 KiB.
    PayloadLimit,
    /// Functions in a row that could be one or an integration.
    ChainedLambdas,
    /// Standard, though Express is allowed and cheaper.
    ExpressCheaper,
    /// A key that ResultSelector builds and nobody reads.
    UnusedSelectorKey,
    /// A function that does not exist.
    UnknownFunction,
    /// An intrinsic function that fails whatever the data are.
    CallAlwaysFails,
    /// A name that differs a little from one that exists.
    DidYouMean,
    /// A Choice without Default.
    ChoiceWithoutDefault,
    /// A branch or processor in which no state ends.
    NeverEnds,
    /// A heartbeat that is longer than the timeout.
    HeartbeatTooLong,
    /// Errors that nothing can catch, or names that never occur.
    ErrorNeverCaught,
    /// A field that a Map has only in distributed mode.
    DistributedOnly,
    /// The older name of a field.
    LegacyField,
}

impl Severity {
    /// As the service writes it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
            Severity::Hint => "HINT",
        }
    }
}

impl Code {
    /// As the service writes it; ours in the same style.
    pub fn name(self) -> &'static str {
        match self {
            Code::InvalidJsonDescription => "INVALID_JSON_DESCRIPTION",
            Code::MissingDescription => "MISSING_DESCRIPTION",
            Code::SchemaValidationFailed => "SCHEMA_VALIDATION_FAILED",
            Code::InvalidResource => "INVALID_RESOURCE",
            Code::MissingEndState => "MISSING_END_STATE",
            Code::DuplicateStateName => "DUPLICATE_STATE_NAME",
            Code::InvalidStateName => "INVALID_STATE_NAME",
            Code::DuplicateLabelName => "DUPLICATE_LABEL_NAME",
            Code::InvalidLabelName => "INVALID_LABEL_NAME",
            Code::MissingTransitionTarget => "MISSING_TRANSITION_TARGET",
            Code::TooDeeplyNested => "TOO_DEEPLY_NESTED",
            Code::InvalidJsonataExpression => "INVALID_JSONATA_EXPRESSION",
            Code::UnsupportedJsonataExpression => "UNSUPPORTED_JSONATA_EXPRESSION",
            Code::ReservedVariableName => "RESERVED_VARIABLE_NAME",
            Code::InvalidVariableName => "INVALID_VARIABLE_NAME",
            Code::VariableScopeConflict => "VARIABLE_SCOPE_CONFLICT",
            Code::NoDollar => "NO_DOLLAR",
            Code::NoPath => "NO_PATH",
            Code::PassResultIsStatic => "PASS_RESULT_IS_STATIC",
            Code::Syntax => "SYNTAX",
            Code::DuplicateKey => "DUPLICATE_KEY",
            Code::PathNeverExists => "PATH_NEVER_EXISTS",
            Code::VariableNotAssigned => "VARIABLE_NOT_ASSIGNED",
            Code::VariableNotRead => "VARIABLE_NOT_READ",
            Code::UnreachableCatcher => "UNREACHABLE_CATCHER",
            Code::UnreachableRetrier => "UNREACHABLE_RETRIER",
            Code::UnreachableRule => "UNREACHABLE_RULE",
            Code::RetryWithoutAttempts => "RETRY_WITHOUT_ATTEMPTS",
            Code::CallbackWithoutTimeout => "CALLBACK_WITHOUT_TIMEOUT",
            Code::CallbackWithoutToken => "CALLBACK_WITHOUT_TOKEN",
            Code::LambdaWithoutRetry => "LAMBDA_WITHOUT_RETRY",
            Code::PayloadLimit => "PAYLOAD_LIMIT",
            Code::ChainedLambdas => "CHAINED_LAMBDAS",
            Code::ExpressCheaper => "EXPRESS_CHEAPER",
            Code::UnusedSelectorKey => "UNUSED_SELECTOR_KEY",
            Code::UnknownFunction => "UNKNOWN_FUNCTION",
            Code::CallAlwaysFails => "CALL_ALWAYS_FAILS",
            Code::DidYouMean => "DID_YOU_MEAN",
            Code::ChoiceWithoutDefault => "CHOICE_WITHOUT_DEFAULT",
            Code::NeverEnds => "NEVER_ENDS",
            Code::HeartbeatTooLong => "HEARTBEAT_TOO_LONG",
            Code::ErrorNeverCaught => "ERROR_NEVER_CAUGHT",
            Code::DistributedOnly => "DISTRIBUTED_ONLY",
            Code::LegacyField => "LEGACY_FIELD",
        }
    }
}

/// The sentence with which CreateStateMachine refuses a definition; none when it has no errors.
pub fn refusal(diagnostics: &[Diagnostic]) -> Option<String> {
    let mut errors =
        diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).peekable();
    errors.peek()?;
    let mut text = String::from("Invalid State Machine Definition: '");
    for (index, error) in errors.enumerate() {
        let location = error.location.as_deref().unwrap_or("null");
        let comma = if index == 0 { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{comma}{}: {} at {location}", error.code.name(), error.message);
    }
    text.push('\'');
    Some(text)
}

/// `ERROR CODE message at /location`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.severity.name(), self.code.name(), self.message)?;
        match &self.location {
            Some(location) => write!(f, " at {location}"),
            None => Ok(()),
        }
    }
}
