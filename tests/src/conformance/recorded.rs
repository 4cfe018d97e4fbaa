//! A host that answers as the world did while a case was recorded.

use json::Value;
use simulator::mocks::{Answer, Outcome, Script};
use simulator::{Host, Reply, Request};

use crate::pattern::is_match;

/// The case's mocks, and beside them what only its `taskInvocations` tell: responses to requests, workers, who got which answer.
#[derive(Debug)]
pub struct Recorded {
    script: Script,
    invocations: Vec<Invocation>,
    /// Outcomes by parameters rather than by count: several lines of states ran side by side.
    is_concurrent: bool,
    /// Nothing is known of the children's tasks: they give back what they get.
    echoes: bool,
}

#[derive(Debug)]
struct Invocation {
    state: String,
    parameters: Value,
    outcome: Option<Outcome>,
    submitted: Option<Value>,
    worker: Option<json::Text>,
    is_taken: bool,
}

impl Recorded {
    pub fn new(case: &Value, history: &[Value]) -> Result<Recorded, String> {
        let mocks = case.get("mocks").map(json::pretty).unwrap_or_else(|| "{}".to_string());
        let reading = simulator::mocks::read(&mocks);
        if let Some(problem) = reading.problems.first() {
            return Err(format!("mocks: {}", problem.message));
        }
        let script = reading.file.script(None, None).map_err(|unknown| unknown.message)?;
        let list = case.get("taskInvocations").and_then(Value::as_array).cloned().unwrap_or_default();
        let invocations = list.iter().map(|entry| invocation(entry, history)).collect();
        let has = |name: &str, text: &str| {
            let list = case.get(name).and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|item| item.as_str() == Some(text)))
        };
        Ok(Recorded {
            script,
            invocations,
            is_concurrent: case.get("unordered").and_then(Value::as_bool) == Some(true),
            echoes: has("needs", "distributed-map-child-tasks"),
        })
    }
}

fn invocation(entry: &Value, history: &[Value]) -> Invocation {
    let scheduled = entry.get("scheduledId").and_then(Value::as_i64);
    // Who took an activity is told by the event after it was scheduled; the worker is a part of the world, too.
    let started = history.iter().find(|event| {
        event.get("type").and_then(Value::as_str) == Some("ActivityStarted")
            && event.get("previousEventId").and_then(Value::as_i64) == scheduled
    });
    let worker = started
        .and_then(|event| event.get("activityStartedEventDetails")?.get("workerName")?.as_text().cloned());
    Invocation {
        state: entry.get("state").and_then(Value::as_str).unwrap_or_default().to_string(),
        parameters: entry.get("parameters").or(entry.get("input")).cloned().unwrap_or_default(),
        outcome: entry.get("outcome").map(outcome),
        submitted: entry.get("submittedOutput").cloned(),
        worker,
        is_taken: false,
    }
}

fn outcome(value: &Value) -> Outcome {
    if let Some(result) = value.get("Return") {
        return Outcome::Return(result.clone());
    }
    let text = |name: &str| match value.get("Throw")?.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(json::compact(other).into()),
    };
    Outcome::Throw { error: text("Error"), cause: text("Cause") }
}

impl Host for Recorded {
    fn ask(&mut self, request: &Request) -> Reply {
        let found = self.invocations.iter_mut().find(|known| {
            !known.is_taken
                && request.state == known.state.as_str()
                && is_match(&known.parameters, &request.call.parameters)
        });
        let mut reply = match &found {
            Some(known) if self.is_concurrent => known.outcome.clone().map(Answer::from),
            Some(_) | None => match self.script.ask(request) {
                Reply::Answer(answer) => Some(answer),
                Reply::Later | Reply::Person | Reply::Unknown => None,
            },
        };
        if let (Some(known), Some(answer)) = (found, &mut reply) {
            known.is_taken = true;
            answer.submitted = known.submitted.clone();
            answer.worker = known.worker.clone();
        }
        match reply {
            Some(answer) => Reply::Answer(answer),
            None if self.echoes => Reply::Answer(Answer::from(Outcome::Return(request.payload()))),
            None => Reply::Unknown,
        }
    }
}
