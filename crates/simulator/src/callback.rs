//! Tasks that send a token back: `aws-sdk:sfn:sendTaskSuccess`, `sendTaskFailure` and `sendTaskHeartbeat`.

use engine::{Failure, Family};
use json::{Object, Value};

use crate::chance::Chance;
use crate::host::Request;
use crate::simulation::Simulation;

/// Answers the task that waits for the token, wherever it is; false when this is no such call.
pub fn send(simulation: &mut Simulation, request: &Request) -> bool {
    let call = &request.call;
    if call.family != Family::Integration || call.resource_type != "aws-sdk:sfn" {
        return false;
    }
    let text = |name: &str| call.parameters.get(name).and_then(Value::as_text).cloned();
    let answer = match call.resource.as_str() {
        "sendTaskSuccess" => {
            let output = call.parameters.get("Output").cloned().unwrap_or_default();
            // The service takes a text of JSON; what is no text is taken as it is.
            let output = output.as_str().and_then(|text| json::parse(text).ok()).unwrap_or(output);
            engine::Answer::Succeeded(output)
        }
        "sendTaskFailure" => engine::Answer::Failed(Failure { error: text("Error"), cause: text("Cause") }),
        "sendTaskHeartbeat" => engine::Answer::Heartbeat,
        _ => return false,
    };
    let token = text("TaskToken").unwrap_or_default();
    let found = simulation
        .executions()
        .find_map(|(id, execution)| Some((id, execution.run.task_of_token(&token)?)))
        .filter(|(id, task)| (*id, *task) != (request.execution, request.task));
    let own = match found {
        Some((id, task)) => {
            simulation.plan_answer(id, task, answer);
            engine::Answer::Succeeded(Object::new().into())
        }
        None => {
            let id = Chance::new(u64::from(request.task.0), u64::from(request.execution.0)).uuid();
            let cause = format!(
                "Invalid Token: 'Invalid token' (Service: Sfn, Status Code: 400, Request ID: {id}) (SDK Attempt Count: 1)"
            );
            engine::Answer::Failed(Failure::new("Sfn.InvalidTokenException", cause))
        }
    };
    simulation.plan_answer(request.execution, request.task, own);
    true
}
