//! The history of an Express execution: log events, by level, with or without data.

use alloc::format;
use alloc::vec::Vec;

use asl::Machine;
use json::{Object, Text, Value};

use super::Writer;
use crate::{Event, Kind};

/// Which events a log group gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    #[default]
    Off,
    /// How an execution failed.
    Fatal,
    /// All failures.
    Error,
    All,
}

/// The log events of an execution, with its data or without.
pub fn log_events(machine: &Machine, events: &[Event], level: Level, with_data: bool) -> Vec<Value> {
    let mut writer = Writer::new(machine);
    let mut arn = Text::default();
    let mut redrives = 0;
    let mut log = Vec::new();
    for event in events {
        match &event.kind {
            Kind::ExecutionStarted { recipe, .. } => arn = recipe.names.execution_arn.clone(),
            Kind::ExecutionRedriven { count, .. } => redrives = *count,
            _ => {}
        }
        // The writer sees every event: the first one has the caller's text.
        let details = writer.details(event).map(|(_, details)| details).unwrap_or_default();
        if !event.is_visible() || level_of(&event.kind, event.name()) > level {
            continue;
        }
        log.push(Value::Object(Object::from([
            ("id", Value::from(format!("{}", event.id))),
            ("type", Value::from(event.name())),
            ("details", Value::Object(if with_data { details } else { without_data(details) })),
            ("previous_event_id", Value::from(format!("{}", event.previous))),
            ("event_timestamp", Value::from(format!("{}", event.time.0))),
            ("execution_arn", Value::String(arn.clone())),
            ("redrive_count", Value::from(format!("{redrives}"))),
        ])));
    }
    log
}

/// The lowest level that has this event.
fn level_of(kind: &Kind, name: &str) -> Level {
    if kind.is_end() && !matches!(kind, Kind::ExecutionSucceeded { .. }) {
        return Level::Fatal;
    }
    let is_failure = name.ends_with("Failed") || name.ends_with("TimedOut") || name.ends_with("Aborted");
    if is_failure || name == "FailStateEntered" { Level::Error } else { Level::All }
}

/// Recorded: names, roles, errors and causes stay.
fn without_data(mut details: Object) -> Object {
    for key in [
        "input",
        "inputDetails",
        "output",
        "outputDetails",
        "parameters",
        "assignedVariables",
        "assignedVariablesDetails",
    ] {
        details.remove(key);
    }
    details
}
