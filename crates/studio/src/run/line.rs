//! One line of the event list: what happened, in which state, when, and the word that matters.

use asl::Machine;
use engine::{Event, Failure, Kind, Onward, Time};

use crate::shell::plural;

/// How a line is coloured, and which sign stands before its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Work,
    Good,
    Bad,
}

/// What a line of the event list shows.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: u32,
    pub name: &'static str,
    pub tone: Tone,
    pub state: String,
    pub after: String,
    pub detail: String,
}

impl Line {
    /// The line of an event; `start` is when the execution began, `state` the one that its line of states is in.
    pub fn of(event: &Event, machine: &Machine, start: Time, state: Option<asl::StateId>) -> Line {
        Line {
            id: event.id.0,
            name: event.name(),
            tone: tone(&event.kind),
            // What concerns the whole execution belongs to no state.
            state: state
                .filter(|_| !event.name().starts_with("Execution"))
                .map(|id| machine.state(id).name.to_string())
                .unwrap_or_default(),
            after: after(start, event.time),
            detail: detail(&event.kind, machine),
        }
    }
}

/// A span since the start, as the list writes it.
pub fn after(start: Time, time: Time) -> String {
    let millis = time.0 - start.0;
    let (seconds, rest) = (millis / 1000, millis % 1000);
    if seconds < 3600 {
        return format!("+{seconds}.{rest:03} s");
    }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    if hours < 48 {
        return format!("+{hours} h {minutes:02} min");
    }
    format!("+{} d {:02} h", hours / 24, hours % 24)
}

fn tone(kind: &Kind) -> Tone {
    match kind {
        Kind::ExecutionFailed(_)
        | Kind::ExecutionAborted(_)
        | Kind::ExecutionTimedOut(_)
        | Kind::StateAborted { .. }
        | Kind::EvaluationFailed { .. }
        | Kind::TaskScheduleFailed(..)
        | Kind::TaskStartFailed(..)
        | Kind::TaskSubmitFailed(..)
        | Kind::TaskFailed(..)
        | Kind::TaskTimedOut(..)
        | Kind::ParallelFailed { .. }
        | Kind::MapFailed { .. }
        | Kind::MapIterationFailed { .. }
        | Kind::MapIterationAborted { .. }
        | Kind::MapRunFailed { .. }
        | Kind::MapRunAborted(_)
        | Kind::Raised { .. } => Tone::Bad,
        Kind::ExecutionSucceeded { .. }
        | Kind::TaskSucceeded { .. }
        | Kind::ParallelSucceeded { .. }
        | Kind::MapSucceeded { .. }
        | Kind::MapIterationSucceeded { .. }
        | Kind::MapRunSucceeded { .. } => Tone::Good,
        Kind::TaskScheduled(_)
        | Kind::TaskStarted { .. }
        | Kind::TaskSubmitted { .. }
        | Kind::ParallelStarted { .. }
        | Kind::MapStarted { .. }
        | Kind::MapIterationStarted { .. }
        | Kind::MapRunStarted(_)
        | Kind::MapRunRedriven { .. } => Tone::Work,
        Kind::ExecutionStarted { .. }
        | Kind::ExecutionRedriven { .. }
        | Kind::StateEntered { .. }
        | Kind::StateExited { .. }
        | Kind::WaitSet { .. }
        | Kind::RetrySet { .. }
        | Kind::Heartbeat => Tone::Plain,
    }
}

fn detail(kind: &Kind, machine: &Machine) -> String {
    match kind {
        Kind::ExecutionFailed(failure)
        | Kind::ExecutionAborted(failure)
        | Kind::ExecutionTimedOut(failure)
        | Kind::EvaluationFailed { failure, .. }
        | Kind::TaskScheduleFailed(_, failure)
        | Kind::TaskStartFailed(_, failure)
        | Kind::TaskSubmitFailed(_, failure)
        | Kind::TaskFailed(_, failure)
        | Kind::TaskTimedOut(_, failure)
        | Kind::ParallelFailed { failure, .. }
        | Kind::MapFailed { failure, .. }
        | Kind::MapIterationFailed { failure, .. }
        | Kind::MapRunFailed { failure, .. }
        | Kind::Raised { failure } => sentence(failure),
        Kind::StateExited { onward: Onward::To(next), .. } => format!("→ {}", machine.state(*next).name),
        Kind::StateExited { onward: Onward::End, .. } => String::from("ends here"),
        Kind::TaskScheduled(call) if call.retry_count > 0 => format!("attempt {}", call.retry_count + 1),
        Kind::TaskScheduled(call) => call.resource.rsplit(':').next().unwrap_or("").to_string(),
        Kind::TaskStarted { worker: Some(worker), .. } => worker.to_string(),
        Kind::TaskSubmitted { call, .. } => call.resource.to_string(),
        Kind::MapStarted { length, .. } => plural(*length as usize, "item"),
        Kind::MapIterationStarted { index, .. }
        | Kind::MapIterationSucceeded { index, .. }
        | Kind::MapIterationAborted { index, .. } => format!("item #{index}"),
        Kind::MapRunStarted(run) => run.arn.to_string(),
        Kind::ExecutionRedriven { count, .. } | Kind::MapRunRedriven { count, .. } => {
            format!("redrive {count}")
        }
        Kind::ExecutionStarted { .. }
        | Kind::ExecutionSucceeded { .. }
        | Kind::StateEntered { .. }
        | Kind::StateAborted { .. }
        | Kind::TaskStarted { worker: None, .. }
        | Kind::TaskSucceeded { .. }
        | Kind::ParallelStarted { .. }
        | Kind::ParallelSucceeded { .. }
        | Kind::MapSucceeded { .. }
        | Kind::MapRunSucceeded { .. }
        | Kind::MapRunAborted(_)
        | Kind::WaitSet { .. }
        | Kind::RetrySet { .. }
        | Kind::Heartbeat => String::new(),
    }
}

/// An error and its cause in one line; the cause of a function is JSON, of which the message counts.
pub fn sentence(failure: &Failure) -> String {
    let error = failure.error.as_deref().unwrap_or("no error name");
    match failure.cause.as_deref() {
        Some(cause) => format!("{error} — {}", message(cause)),
        None => error.to_string(),
    }
}

/// The `errorMessage` of a function's cause, or the cause itself.
pub fn message(cause: &str) -> String {
    json::parse(cause)
        .ok()
        .and_then(|cause| cause.get("errorMessage").and_then(|message| message.as_str().map(str::to_string)))
        .unwrap_or_else(|| cause.to_string())
}
