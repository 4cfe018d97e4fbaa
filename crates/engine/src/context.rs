//! The context object: `$$` in paths, `$states.context` in expressions.

use asl::{Machine, MachineType};
use json::{Object, Text, Value};

use crate::{FrameId, Item, Recipe, Run, StateType, Time};

/// 15 November 2023, when executions could first be redriven.
const REDRIVE: Time = Time(1_700_006_400_000);

/// The object as it is outside of all states: only what the recipe tells.
pub fn of_recipe(recipe: &Recipe) -> Value {
    Value::Object(Object::from([
        ("Execution", execution(recipe, 0, None)),
        ("StateMachine", state_machine(recipe)),
    ]))
}

/// `Execution`, which changes only when the execution is redriven.
pub(crate) fn execution(recipe: &Recipe, redrives: u32, redriven: Option<Time>) -> Value {
    let names = &recipe.names;
    let id = ("Id", Value::String(names.execution_arn.clone()));
    let input = ("Input", recipe.input.clone());
    let start = ("StartTime", Value::from(recipe.start.to_iso()));
    let name = ("Name", Value::String(names.execution_name.clone()));
    let role = ("RoleArn", Value::String(names.role_arn.clone()));
    // Recorded: the two kinds of executions have their keys in different orders.
    let mut object = Object::from(match recipe.kind {
        MachineType::Standard => [id, input, start, name, role],
        MachineType::Express => [id, input, name, role, start],
    });
    // Recorded: it stands there since executions can be redriven.
    if recipe.start >= REDRIVE {
        object.insert("RedriveCount", Value::from(redrives));
    }
    if let Some(time) = redriven {
        object.insert("RedriveTime", Value::from(time.to_iso()));
    }
    Value::Object(object)
}

/// `StateMachine`, which never changes.
pub(crate) fn state_machine(recipe: &Recipe) -> Value {
    let names = &recipe.names;
    Value::Object(Object::from([
        ("Id", Value::String(names.state_machine_arn.clone())),
        ("Name", Value::String(names.state_machine_name.clone())),
    ]))
}

/// The whole object as a state sees it; with a token for a task that hands it out.
pub(crate) fn of_frame(
    machine: &Machine,
    run: &Run,
    id: FrameId,
    item: Option<&Item>,
    token: Option<&Text>,
) -> Value {
    let frame = run.frame(id);
    let mut object =
        Object::from([("Execution", run.execution.clone()), ("StateMachine", run.state_machine.clone())]);
    if let Some(state) = frame.state {
        let mut state = Object::from([
            ("Name", Value::String(machine.state(state).name.clone())),
            ("EnteredTime", Value::from(frame.entered_at.to_iso())),
        ]);
        // Recorded: a Task counts, a Pass does not.
        match frame.kind {
            StateType::Task | StateType::Parallel | StateType::Map => {
                state.insert("RetryCount", Value::from(frame.retry_count));
            }
            StateType::Pass | StateType::Choice | StateType::Wait | StateType::Succeed | StateType::Fail => {}
        }
        object.insert("State", Value::Object(state));
    }
    if let Some(item) = item {
        object.insert("Map", map(item));
    }
    if let Some(token) = token {
        object.insert("Task", Value::Object(Object::from([("Token", Value::String(token.clone()))])));
    }
    Value::Object(object)
}

/// `Map`, inside an iteration.
fn map(item: &Item) -> Value {
    let mut object = Object::from([("Index", Value::from(item.index))]);
    if let Some(key) = &item.key {
        object.insert("Key", Value::String(key.clone()));
    }
    object.insert("Value", item.value.clone());
    object.insert("Source", Value::String(item.source.clone()));
    Value::Object(Object::from([("Item", Value::Object(object))]))
}
