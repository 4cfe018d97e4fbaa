//! The JSON object that tells how an execution went.

use asl::MachineType;
use engine::{Failure, Status};
use json::{Object, Value};
use simulator::bucket::Buckets;
use simulator::{Execution, Role, Simulation, express};

/// Everything about the execution; `size` is that of the definition in bytes.
pub fn outcome(simulation: &Simulation, size: usize, all: bool) -> Object {
    let root = simulation.root();
    let mut object = ended(root);
    object.insert("history", history(root));
    if let Some(recipe) = root.run.recipe() {
        let names = &recipe.names;
        let context = Object::from([
            ("stateMachineArn", Value::from(names.state_machine_arn.clone())),
            ("stateMachineName", Value::from(names.state_machine_name.clone())),
            ("executionArn", Value::from(names.execution_arn.clone())),
            ("executionName", Value::from(names.execution_name.clone())),
            ("roleArn", Value::from(names.role_arn.clone())),
            ("startTime", Value::from(recipe.start.to_iso())),
        ]);
        object.insert("type", Value::from(recipe.kind.name()));
        object.insert("context", context.into());
        object.insert("seed", Value::from(recipe.seed as i64));
        object.insert("stopTime", Value::from(root.run.now.to_iso()));
        if recipe.kind == MachineType::Express {
            let billing = express::billing(root, size);
            let bill = Object::from([
                ("billedDurationInMilliseconds", Value::from(billing.milliseconds)),
                ("billedMemoryUsedInMB", Value::from(billing.megabytes)),
            ]);
            object.insert("billingDetails", bill.into());
        }
    }
    let arn = |execution: &Execution| {
        execution.run.recipe().map(|recipe| recipe.names.execution_arn.clone()).unwrap_or_default()
    };
    if !simulation.map_runs().is_empty() {
        let runs = simulation.map_runs().iter().map(|run| {
            let parent = simulation.execution(run.execution).map(arn).unwrap_or_default();
            run.describe(&parent)
        });
        object.insert("mapRuns", runs.collect());
    }
    if all {
        let others = simulation.executions().filter(|(_, execution)| execution.role != Role::Root);
        let others = others.map(|(_, execution)| {
            let mut object = Object::from([("executionArn", Value::from(arn(execution)))]);
            for (key, value) in &ended(execution) {
                object.insert(key.clone(), value.clone());
            }
            object.insert("history", history(execution));
            Value::from(object)
        });
        object.insert("executions", others.collect());
    }
    object
}

/// The objects that a ResultWriter put into buckets, by address, with their text.
pub fn written(before: &Buckets, after: &Buckets) -> Object {
    let mut written = Object::new();
    for (bucket, objects) in &after.buckets {
        for (key, body) in &objects.objects {
            if before.get(bucket, key) != Some(body) {
                written.insert(
                    format!("s3://{bucket}/{key}"),
                    Value::from(String::from_utf8_lossy(body).as_ref()),
                );
            }
        }
    }
    written
}

/// Status, output, error and cause; null for what there is not.
fn ended(execution: &Execution) -> Object {
    let (status, output, failure) = match &execution.run.status {
        Status::Blank | Status::Running => ("RUNNING", Value::Null, None),
        Status::Succeeded(output) => ("SUCCEEDED", output.clone(), None),
        Status::Failed(failure) => ("FAILED", Value::Null, Some(failure)),
        Status::TimedOut(failure) => ("TIMED_OUT", Value::Null, Some(failure)),
        Status::Aborted(failure) => ("ABORTED", Value::Null, Some(failure)),
    };
    let part = |of: fn(&Failure) -> Option<json::Text>| Value::from(failure.and_then(of));
    Object::from([
        ("status", Value::from(status)),
        ("output", output),
        ("error", part(|failure| failure.error.clone())),
        ("cause", part(|failure| failure.cause.clone())),
    ])
}

/// As GetExecutionHistory answers.
fn history(execution: &Execution) -> Value {
    Object::from([("events", execution.history())]).into()
}
