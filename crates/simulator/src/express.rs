//! Express executions from outside: what they cost, and what StartSyncExecution answers.

use engine::Status;
use json::{Object, Value};

use crate::simulation::Execution;

/// What an Express execution costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Billing {
    /// Rounded up to 100.
    pub milliseconds: i64,
    /// In steps of 64.
    pub megabytes: usize,
}

/// The bill of an execution; `definition` is the size of its definition in bytes.
///
/// Memory is 50 MB, the definition, and the input as often as branches and iterations hold it.
pub fn billing(execution: &Execution, definition: usize) -> Billing {
    let recipe = execution.run.recipe();
    let start = recipe.map_or(0, |recipe| recipe.start.0);
    let payload = recipe.map_or(0, |recipe| recipe.input.size());
    let lines = execution
        .events
        .iter()
        .map(|event| match &event.kind {
            engine::Kind::ParallelStarted { branches, .. } => branches.len(),
            engine::Kind::MapIterationStarted { .. } => 1,
            _ => 0,
        })
        .sum::<usize>();
    const MEGABYTE: usize = 1024 * 1024;
    let bytes = 50 * MEGABYTE + definition + payload * (1 + lines);
    let milliseconds = (execution.run.now.0 - start).max(1);
    Billing { milliseconds: (milliseconds + 99) / 100 * 100, megabytes: bytes.div_ceil(64 * MEGABYTE) * 64 }
}

/// What StartSyncExecution answers.
pub fn sync_answer(execution: &Execution, definition: usize) -> Value {
    let mut object = Object::new();
    let Some(recipe) = execution.run.recipe() else { return object.into() };
    let billing = billing(execution, definition);
    let bill = Object::from([
        ("billedDurationInMilliseconds", Value::from(billing.milliseconds)),
        ("billedMemoryUsedInMB", Value::from(billing.megabytes)),
    ]);
    let included = || Value::from(Object::from([("included", Value::Bool(true))]));
    let status = match &execution.run.status {
        Status::Succeeded(_) => "SUCCEEDED",
        Status::TimedOut(_) => "TIMED_OUT",
        Status::Blank | Status::Running | Status::Failed(_) | Status::Aborted(_) => "FAILED",
    };
    object.insert("billingDetails", bill.into());
    if let Status::Failed(failure) | Status::TimedOut(failure) | Status::Aborted(failure) =
        &execution.run.status
    {
        if let Some(cause) = &failure.cause {
            object.insert("cause", Value::from(cause.clone()));
        }
        if let Some(error) = &failure.error {
            object.insert("error", Value::from(error.clone()));
        }
    }
    object.insert("executionArn", Value::from(recipe.names.execution_arn.clone()));
    let input = recipe.input_text.clone().unwrap_or_else(|| json::compact(&recipe.input).into());
    object.insert("input", Value::from(input));
    object.insert("inputDetails", included());
    object.insert("name", Value::from(recipe.names.execution_name.clone()));
    if let Status::Succeeded(output) = &execution.run.status {
        object.insert("output", Value::from(json::compact(output)));
        object.insert("outputDetails", included());
    }
    object.insert("startDate", Value::from(recipe.start.to_iso()));
    object.insert("stateMachineArn", Value::from(recipe.names.state_machine_arn.clone()));
    object.insert("status", Value::from(status));
    object.insert("stopDate", Value::from(execution.run.now.to_iso()));
    object.into()
}
