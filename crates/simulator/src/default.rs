//! What a task brings when a mock does not say it all: responses to requests, wrapped payloads, and which errors mean what.

use asl::Pattern;
use engine::{Call, EventId, Failure, Family, Time};
use json::{Object, Text, Value};

use crate::chance::Chance;
use crate::mocks::{Answer, Outcome};

pub fn is_activity(call: &Call) -> bool {
    call.family == Family::Activity
}

/// Whether the task waits for a job or a token after its request was answered.
pub fn waits(call: &Call) -> bool {
    call.family == Family::Integration
        && match call.pattern {
            Pattern::RequestResponse => false,
            Pattern::Sync | Pattern::Sync2 | Pattern::WaitForTaskToken => true,
        }
}

/// What an outcome means for a task; nothing when no answer ever comes.
///
/// A mock that throws `States.Timeout` stands for a task that takes too long:
/// when the task has a timeout or a heartbeat, that ends it, as it would in the service.
pub fn outcome(call: &Call, outcome: &Outcome) -> Option<engine::Answer> {
    let is_limited = call.timeout_seconds.is_some() || call.heartbeat_seconds.is_some();
    match outcome {
        Outcome::Return(value) => Some(engine::Answer::Succeeded(value.clone())),
        Outcome::Throw { error, cause } => {
            let is_timeout = error.as_ref().is_some_and(|error| error == "States.Timeout") && cause.is_none();
            if is_timeout && is_limited {
                return None;
            }
            Some(engine::Answer::Failed(Failure { error: error.clone(), cause: cause.clone() }))
        }
        Outcome::NoAnswer => None,
    }
}

/// Whether an answer is the refusal of the request itself: an error of the service that was called, like `SQS.…` of `sqs`.
pub fn is_refused(call: &Call, answer: &Answer) -> bool {
    if answer.submitted.is_some() {
        return false;
    }
    let Outcome::Throw { error: Some(error), .. } = &answer.outcome else { return false };
    let Some((service, _)) = error.split_once('.').filter(|(service, _)| *service != "States") else {
        return false;
    };
    let called = call.resource_type.rsplit(':').next().unwrap_or_default();
    let known: &[&str] = match called {
        "states" | "sfn" => &["StepFunctions", "Sfn", "AWSStepFunctions"],
        "apigateway" => &["ApiGateway", "APIGateway"],
        "events" => &["EventBridge", "Events"],
        _ => &[],
    };
    service.eq_ignore_ascii_case(called) || known.contains(&service)
}

/// What the service answers to the request of a task that then waits for a job or a token.
pub fn response(call: &Call, now: Time, seed: u64, task: EventId) -> Value {
    let mut chance = Chance::new(seed, u64::from(task.0));
    match call.resource_type.as_str() {
        "sqs" => {
            let mut object = Object::new();
            let body = call.parameters.get("MessageBody").map(body_text).unwrap_or_default();
            object.insert("MD5OfMessageBody", Value::from(crate::bucket::md5(body.as_bytes())));
            object.insert("MessageId", Value::from(chance.uuid()));
            envelope(&mut object, &mut chance, now, "application/x-amz-json-1.0");
            object.into()
        }
        "sns" => {
            let mut object = Object::from([("MessageId", Value::from(chance.uuid()))]);
            // Recorded: the length of an answer in XML, with two identifiers in it.
            envelope_of(&mut object, &mut chance, now, "text/xml", 294);
            object.into()
        }
        "lambda" => {
            let mut object =
                Object::from([("ExecutedVersion", Value::from("$LATEST")), ("Payload", Value::Null)]);
            envelope(&mut object, &mut chance, now, "application/json");
            object.insert("StatusCode", Value::from(200));
            object.into()
        }
        "states" => {
            let name = match call.parameters.get("Name").and_then(Value::as_str) {
                Some(name) => name.to_string(),
                None => chance.uuid(),
            };
            let machine = call.parameters.get("StateMachineArn").and_then(Value::as_str).unwrap_or_default();
            started(&execution_arn(machine, &name), now, &mut chance)
        }
        _ => {
            let mut object = Object::new();
            envelope(&mut object, &mut chance, now, "application/json");
            object.into()
        }
    }
}

/// The response of StartExecution as a task gets it.
pub fn started(execution_arn: &str, now: Time, chance: &mut Chance) -> Value {
    let mut object = Object::from([("ExecutionArn", Value::from(execution_arn))]);
    let date = Value::from(now.0);
    // The service answers with seconds and milliseconds (`1.704067200123E9`), whatever our clock stands at.
    let body = format!(r#"{{"executionArn":"{execution_arn}","startDate":1.704067200123E9}}"#);
    envelope_of(&mut object, chance, now, "application/x-amz-json-1.0", body.len());
    object.insert("StartDate", date);
    object.into()
}

/// The ARN of an execution of a state machine.
pub fn execution_arn(machine: &str, name: &str) -> String {
    format!("{}:{name}", machine.replacen(":stateMachine:", ":execution:", 1))
}

/// A payload that a function gave, as the task that called it gets it: wrapped for `lambda:invoke`, bare for a function's ARN.
pub fn wrapped(call: &Call, payload: Value, now: Time, seed: u64, task: EventId) -> Value {
    if call.family != Family::Integration || call.resource_type != "lambda" {
        return payload;
    }
    let mut chance = Chance::new(seed, u64::from(task.0));
    let size = payload.size();
    let mut object = Object::from([("ExecutedVersion", Value::from("$LATEST")), ("Payload", payload)]);
    let headers: [(&str, String); 8] = [
        ("X-Amz-Executed-Version", "$LATEST".to_string()),
        ("x-amzn-Remapped-Content-Length", "0".to_string()),
        ("Connection", "keep-alive".to_string()),
        ("x-amzn-RequestId", chance.uuid()),
        ("Content-Length", size.to_string()),
        ("Date", http_date(now)),
        (
            "X-Amzn-Trace-Id",
            format!("root=1-{:08x}-{:024x};sampled=0", now.0 / 1000, u128::from(chance.next())),
        ),
        ("Content-Type", "application/json".to_string()),
    ];
    metadata(&mut object, &headers);
    object.insert("StatusCode", Value::from(200));
    object.into()
}

/// Adds what the SDK adds to every response.
fn envelope(object: &mut Object, chance: &mut Chance, now: Time, content_type: &str) {
    let size = Value::from(object.clone()).size();
    envelope_of(object, chance, now, content_type, size);
}

fn envelope_of(object: &mut Object, chance: &mut Chance, now: Time, content_type: &str, size: usize) {
    let headers: [(&str, String); 5] = [
        ("x-amzn-RequestId", chance.uuid()),
        ("connection", "keep-alive".to_string()),
        ("Content-Length", size.to_string()),
        ("Date", http_date(now)),
        ("Content-Type", content_type.to_string()),
    ];
    metadata(object, &headers);
}

fn metadata(object: &mut Object, headers: &[(&str, String)]) {
    let all: Object = headers
        .iter()
        .map(|(name, value)| (Text::from(*name), Value::from(vec![Value::from(value.as_str())])))
        .collect();
    let one: Object =
        headers.iter().map(|(name, value)| (Text::from(*name), Value::from(value.as_str()))).collect();
    let id = headers
        .iter()
        .find(|(name, _)| *name == "x-amzn-RequestId")
        .map(|(_, id)| id.as_str())
        .unwrap_or_default();
    object.insert(
        "SdkHttpMetadata",
        Object::from([
            ("AllHttpHeaders", Value::from(all)),
            ("HttpHeaders", Value::from(one)),
            ("HttpStatusCode", Value::from(200)),
        ])
        .into(),
    );
    object.insert("SdkResponseMetadata", Object::from([("RequestId", Value::from(id))]).into());
}

/// A message's body as it is sent: a string as it is, anything else as JSON.
fn body_text(body: &Value) -> String {
    match body.as_str() {
        Some(text) => text.to_string(),
        None => json::compact(body),
    }
}

/// As in HTTP headers: `Mon, 01 Jan 2024 00:00:00 GMT`.
fn http_date(time: Time) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let iso = time.to_iso();
    let day = DAYS[time.0.div_euclid(86_400_000).rem_euclid(7) as usize];
    let month = iso.get(5..7).and_then(|month| month.parse::<usize>().ok()).unwrap_or(1);
    let (year, date, clock) = (iso.get(0..4), iso.get(8..10), iso.get(11..19));
    format!(
        "{day}, {} {} {} {} GMT",
        date.unwrap_or_default(),
        MONTHS[month.clamp(1, 12) - 1],
        year.unwrap_or_default(),
        clock.unwrap_or_default()
    )
}
