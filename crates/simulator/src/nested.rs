//! Tasks that start another workflow: `states:startExecution` in its four forms.

use asl::{MachineType, Pattern};
use engine::{EventId, Failure, Family, Names, Recipe, Status};
use json::{Object, Text, Value};

use crate::chance::Chance;
use crate::default;
use crate::host::Request;
use crate::simulation::{ExecutionId, Role, Simulation, Workflow};

/// An execution that a task started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nested {
    pub parent: ExecutionId,
    pub task: EventId,
    pub pattern: Pattern,
}

impl Nested {
    /// Whether the task ends when this execution ends.
    pub fn is_waited_for(&self) -> bool {
        match self.pattern {
            Pattern::Sync | Pattern::Sync2 => true,
            Pattern::RequestResponse | Pattern::WaitForTaskToken => false,
        }
    }
}

/// Starts the workflow that a task names, when the workspace has it; else false.
pub fn start(simulation: &mut Simulation, request: &Request) -> bool {
    let call = &request.call;
    let is_start = call.family == Family::Integration
        && (call.resource_type == "states" || call.resource_type == "aws-sdk:sfn")
        && call.resource.starts_with("startExecution");
    let arn = call.parameters.get("StateMachineArn").and_then(Value::as_str).unwrap_or_default().to_string();
    let Some(workflow) = find(&simulation.setup.workspace, &arn).filter(|_| is_start) else { return false };
    let machine = workflow.machine.clone();
    let kind = machine.machine_type;
    let mut chance = Chance::new(simulation.setup.recipe.seed, seed_of(request));
    let name = match call.parameters.get("Name").and_then(Value::as_str) {
        Some(name) => name.to_string(),
        None => chance.uuid(),
    };
    let machine_arn = if arn.contains(":stateMachine:") {
        arn
    } else {
        let names = Names::new(&workflow.name, &name, kind);
        names.state_machine_arn.to_string()
    };
    let execution_arn = match kind {
        MachineType::Standard => default::execution_arn(&machine_arn, &name),
        MachineType::Express => {
            format!("{}:{name}:{}", machine_arn.replacen(":stateMachine:", ":express:", 1), chance.uuid())
        }
    };
    let names = Names {
        state_machine_arn: Text::from(machine_arn),
        state_machine_name: workflow.name.clone(),
        execution_arn: Text::from(execution_arn.as_str()),
        execution_name: Text::from(name),
        role_arn: simulation.setup.recipe.names.role_arn.clone(),
    };
    let mut recipe = Recipe::new(kind, input(call.parameters.get("Input")), names);
    recipe.start = simulation.now();
    recipe.seed = chance.next();
    let nested = Nested { parent: request.execution, task: request.task, pattern: call.pattern };
    simulation.launch(machine, recipe, Role::Nested(nested));

    let response = match call.resource_type.as_str() {
        "states" => default::started(&execution_arn, simulation.now(), &mut chance),
        // Recorded: a call of the SDK brings nothing about itself.
        _ => Value::from(Object::from([
            ("ExecutionArn", Value::from(execution_arn.as_str())),
            ("StartDate", Value::from(simulation.now().to_iso())),
        ])),
    };
    let answer = match call.pattern {
        Pattern::RequestResponse => engine::Answer::Succeeded(response),
        Pattern::Sync | Pattern::Sync2 | Pattern::WaitForTaskToken => engine::Answer::Submitted(response),
    };
    simulation.plan_answer(request.execution, request.task, answer);
    true
}

/// Tells the task that waits how its execution ended.
pub fn ended(simulation: &mut Simulation, id: ExecutionId, nested: &Nested) {
    match nested.pattern {
        Pattern::Sync | Pattern::Sync2 => {}
        Pattern::RequestResponse => return,
        // It may have sent the token; if not, somebody else must.
        Pattern::WaitForTaskToken => return simulation.leave_to_person(nested.parent, nested.task),
    }
    let Some(description) = describe(simulation, id, nested.pattern) else { return };
    let succeeded = simulation
        .execution(id)
        .is_some_and(|execution| matches!(execution.run.status, Status::Succeeded(_)));
    let answer = if succeeded {
        engine::Answer::Succeeded(description)
    } else {
        engine::Answer::Failed(Failure::new("States.TaskFailed", json::compact(&description)))
    };
    simulation.plan_answer(nested.parent, nested.task, answer);
}

/// The execution as a `.sync` task gets it: DescribeExecution with capital letters, its data as text, for `.sync:2` as JSON.
fn describe(simulation: &Simulation, id: ExecutionId, pattern: Pattern) -> Option<Value> {
    let execution = simulation.execution(id)?;
    let recipe = execution.run.recipe()?;
    let included = || Value::from(Object::from([("Included", Value::Bool(true))]));
    let data = |value: &Value| match pattern {
        Pattern::Sync2 => value.clone(),
        Pattern::RequestResponse | Pattern::Sync | Pattern::WaitForTaskToken => {
            Value::from(json::compact(value))
        }
    };
    let text = |text: &Text| Value::from(text.clone());
    let mut object = Object::new();
    let (status, output) = match &execution.run.status {
        Status::Succeeded(output) => ("SUCCEEDED", Some(output)),
        Status::Failed(failure) | Status::Aborted(failure) | Status::TimedOut(failure) => {
            if let Some(cause) = &failure.cause {
                object.insert("Cause", text(cause));
            }
            if let Some(error) = &failure.error {
                object.insert("Error", text(error));
            }
            let status = match &execution.run.status {
                Status::Aborted(_) => "ABORTED",
                Status::TimedOut(_) => "TIMED_OUT",
                Status::Succeeded(_) | Status::Failed(_) | Status::Blank | Status::Running => "FAILED",
            };
            (status, None)
        }
        Status::Blank | Status::Running => ("RUNNING", None),
    };
    object.insert("ExecutionArn", text(&recipe.names.execution_arn));
    object.insert("Input", data(&recipe.input));
    object.insert("InputDetails", included());
    object.insert("Name", text(&recipe.names.execution_name));
    if let Some(output) = output {
        object.insert("Output", data(output));
        object.insert("OutputDetails", included());
        object.insert("RedriveCount", Value::from(execution.run.redrives()));
        object.insert("RedriveStatus", Value::from("NOT_REDRIVABLE"));
        object.insert("RedriveStatusReason", Value::from("Execution is SUCCEEDED and cannot be redriven"));
    }
    object.insert("StartDate", Value::from(recipe.start.0));
    object.insert("StateMachineArn", text(&recipe.names.state_machine_arn));
    object.insert("Status", Value::from(status));
    object.insert("StopDate", Value::from(execution.run.now.0));
    Some(object.into())
}

/// The workflow with this ARN or name.
fn find<'a>(workspace: &'a [Workflow], arn: &str) -> Option<&'a Workflow> {
    let name = match arn.split_once(":stateMachine:") {
        // A version or an alias may follow.
        Some((_, rest)) => rest.split(':').next().unwrap_or(rest),
        None => arn,
    };
    workspace.iter().find(|workflow| workflow.name == name)
}

/// A task's `Input`: a text that is JSON is taken as what it says; none at all is `{}`.
fn input(given: Option<&Value>) -> Value {
    match given {
        None | Some(Value::Null) => Object::new().into(),
        Some(Value::String(text)) => json::parse(text).unwrap_or_else(|_| Value::String(text.clone())),
        Some(value) => value.clone(),
    }
}

fn seed_of(request: &Request) -> u64 {
    u64::from(request.execution.0) << 32 | u64::from(request.task.0)
}
