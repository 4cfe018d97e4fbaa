//! Executions: definition, input and mocks give status, output and the whole history.

use json::{Object, Value};
use simulator::bucket::Buckets;

use super::recorded::Recorded;
use super::unsupported;
use crate::pattern::{ANY, Difference, difference, is_match, recorded, text_difference};
use crate::play::{Play, Played, kind, machine, play, recipe, time};
use crate::report::{Report, Verdict};
use crate::shared::Shared;

/// Folders of execution cases, and the one that also holds cases of the API.
const FOLDERS: &[&str] = &[
    "activities",
    "api",
    "arguments",
    "assign",
    "base",
    "callback",
    "comments",
    "context_object",
    "credentials",
    "error_handling",
    "evaluate_jsonata",
    "intrinsic_functions",
    "local_mocking",
    "logs",
    "outputdecl",
    "query_language",
    "scenarios",
    "services",
    "states_variables",
    "timeouts",
];

pub fn check(shared: &Shared, filter: &str, report: &mut Report) {
    for folder in FOLDERS {
        for (name, case) in shared.recordings(folder) {
            if format!("{folder}/{name}").contains(filter) {
                let verdict = match unsupported::reason(folder, &name) {
                    Some(reason) => Verdict::Skipped(reason.to_string()),
                    None => check_case(&case),
                };
                report.add(folder, &name, verdict);
            }
        }
    }
}

fn check_case(case: &Value) -> Verdict {
    let Some(expected) = case.get("expect") else {
        return Verdict::Failed("the case has no expect".to_string());
    };
    match run(case, expected) {
        Ok(played) => outcome_difference(expected, &played)
            .or_else(|| history_difference(case, expected, &played))
            .into(),
        Err(why) => Verdict::Failed(why),
    }
}

fn run(case: &Value, expected: &Value) -> Result<Played, String> {
    let kind = kind(case.get("type").and_then(Value::as_str));
    let definition = case.get("definition").ok_or("the case has no definition")?;
    let input = case.get("input").cloned().unwrap_or_default();
    let needs = case.get("needs").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut host = Recorded::new(case, &history(expected))?;
    let mut recipe = recipe(case.get("context"), kind, input);
    take_role(&mut recipe, expected);
    let features = case.get("features").and_then(Value::as_array).cloned().unwrap_or_default();
    let has = |list: &json::Array, name: &str| list.iter().any(|known| known.as_str() == Some(name));
    if (has(&needs, "distributed-map") || has(&features, "context-object"))
        && let Some(date) = case.get("recorded").and_then(Value::as_str).and_then(date)
    {
        // What MapStateExited points to changed in November 2024, and the context object has RedriveCount since November 2023:
        // the day of the recording counts, not the case's clock.
        recipe.start = date;
    }
    if expected.get("cause").and_then(Value::as_str).is_some_and(|cause| cause.contains("The activity ")) {
        // The test had deleted its activity: no activity exists.
        recipe.activities = Some([].into());
    }
    let setup = Play {
        machine: machine(&json::pretty(definition), kind),
        recipe,
        buckets: buckets(case.get("s3")),
        workspace: Vec::new(),
        stop: needs.iter().any(|need| need.as_str() == Some("abort")),
    };
    play(setup, &mut host)
}

/// The day of `18-11-2024, 14:53:45`.
fn date(recorded: &str) -> Option<engine::Time> {
    let (day, month, year) = (recorded.get(0..2)?, recorded.get(3..5)?, recorded.get(6..10)?);
    time(&format!("{year}-{month}-{day}T00:00:00Z"))
}

pub fn buckets(given: Option<&Value>) -> Buckets {
    let mut buckets = Buckets::default();
    for (bucket, objects) in given.and_then(Value::as_object).into_iter().flatten() {
        for (key, body) in objects.as_object().into_iter().flatten() {
            let body = body.as_str().map(str::to_string).unwrap_or_else(|| json::compact(body));
            buckets.put(bucket, key, body.into_bytes());
        }
    }
    buckets
}

pub fn history(expected: &Value) -> Vec<Value> {
    let list = expected.get("history").and_then(Value::as_array);
    list.map(|list| list.iter().cloned().collect()).unwrap_or_default()
}

/// Status, output, error and cause. A null status is a recording without an end.
pub fn outcome_difference(expected: &Value, played: &Played) -> Option<Difference> {
    let wanted = |name: &str| expected.get(name).cloned().unwrap_or_default();
    if wanted("status").is_null() {
        return None;
    }
    difference(&wanted("status"), &Value::from(played.status), "status")
        .map(|mut difference| {
            difference.found = format!("{} ({} {})", difference.found, played.error, played.cause);
            difference
        })
        .or_else(|| text_difference(&wanted("error"), &played.error, "error"))
        .or_else(|| text_difference(&wanted("cause"), &played.cause, "cause"))
        .or_else(|| difference(&softened(&wanted("output")), &played.output, "output"))
}

/// The role, when the recording tells it nowhere but in its first event.
pub fn take_role(recipe: &mut engine::Recipe, expected: &Value) {
    let role = history(expected).first().and_then(|first| {
        first
            .get("executionStartedEventDetails")?
            .get("roleArn")?
            .as_str()
            .map(|role| role.replace(ANY, "any"))
    });
    if let Some(role) = role {
        recipe.names.role_arn = role.into();
    }
}

fn history_difference(case: &Value, expected: &Value, played: &Played) -> Option<Difference> {
    let wanted: Vec<Value> = history(expected).iter().map(softened).collect();
    let mut found: Vec<Value> = played.history.iter().map(recorded).collect();
    let is = |name: &str| case.get(name).and_then(Value::as_bool) == Some(true);
    if expected.get("status").is_none_or(Value::is_null) {
        found.truncate(wanted.len());
    }
    let order = match (is("unordered"), is("lossyHistory")) {
        (_, true) => Order::None,
        (true, false) => Order::Branches,
        (false, false) => Order::All,
    };
    events_difference(&wanted, &found, order)
}

/// The first difference between two histories, as far as their order counts.
pub fn events_difference(wanted: &[Value], found: &[Value], order: Order) -> Option<Difference> {
    let ordered = ordered_difference(wanted, found)?;
    match order {
        Order::All => Some(ordered),
        Order::None | Order::Branches => (!multiset_matches(wanted, found, order)).then_some(ordered),
    }
}

/// The first event that differs.
fn ordered_difference(wanted: &[Value], found: &[Value]) -> Option<Difference> {
    let kind = |event: &Value| event.get("type").and_then(Value::as_str).unwrap_or("?").to_string();
    for (index, (wanted, found)) in wanted.iter().zip(found).enumerate() {
        let place = format!("history[{}] {}", index + 1, kind(wanted));
        if kind(wanted) != kind(found) {
            return Some(Difference { place, expected: wanted.to_string(), found: found.to_string() });
        }
        if let Some(difference) = difference(wanted, found, &place) {
            return Some(difference);
        }
    }
    (wanted.len() != found.len()).then(|| Difference {
        place: format!("history, event {}", wanted.len().min(found.len()) + 1),
        expected: wanted.get(found.len()).map_or("(the end)".to_string(), Value::to_string),
        found: found.get(wanted.len()).map_or("(the end)".to_string(), Value::to_string),
    })
}

/// Values that the recorder wrote in place of what only the service could know: `<date>`, `<Etag-…>`.
fn softened(value: &Value) -> Value {
    match value {
        Value::String(text) if text == "<date>" || (text.starts_with("<Etag-") && text.ends_with('>')) => {
            Value::from(ANY)
        }
        Value::Array(items) => items.iter().map(softened).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, value)| (key.clone(), softened(value))).collect::<Object>().into()
        }
        value => value.clone(),
    }
}

/// What of the order of a history counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    All,
    None,
    /// Each event comes after one like the one that it came after in the recording.
    Branches,
}

/// Whether each wanted event has a partner of its own among those found, of the same type and details.
fn multiset_matches(wanted: &[Value], found: &[Value], order: Order) -> bool {
    let lengths_fit = match order {
        Order::All | Order::Branches => wanted.len() == found.len(),
        // A recording that lost events has fewer.
        Order::None => wanted.len() <= found.len(),
    };
    if !lengths_fit {
        return false;
    }
    let bare = |event: &Value| -> Value {
        let members = event.as_object().into_iter().flatten();
        let members =
            members.filter(|(key, _)| !matches!(key.as_str(), "id" | "previousEventId" | "inferred"));
        members.map(|(key, value)| (key.clone(), value.clone())).collect::<Object>().into()
    };
    let before = |events: &[Value], event: &Value| -> Option<Value> {
        let id = event.get("previousEventId").and_then(Value::as_i64).filter(|id| *id > 0)?;
        events.iter().find(|other| other.get("id").and_then(Value::as_i64) == Some(id)).map(bare)
    };
    let fits = |a: &Value, b: &Value| -> bool {
        is_match(&bare(a), &bare(b))
            && (order == Order::None
                || match (before(wanted, a), before(found, b)) {
                    (None, None) => true,
                    (Some(a), Some(b)) => is_match(&a, &b),
                    (Some(_), None) | (None, Some(_)) => false,
                })
    };
    let choices: Vec<Vec<usize>> =
        wanted.iter().map(|a| (0..found.len()).filter(|b| fits(a, &found[*b])).collect()).collect();
    let mut partner: Vec<Option<usize>> = vec![None; found.len()];
    (0..wanted.len()).all(|at| {
        let mut seen = vec![false; found.len()];
        find_partner(at, &choices, &mut partner, &mut seen)
    })
}

/// Finds a partner, moving others to theirs where that helps.
fn find_partner(at: usize, choices: &[Vec<usize>], partner: &mut [Option<usize>], seen: &mut [bool]) -> bool {
    for &candidate in &choices[at] {
        if std::mem::replace(&mut seen[candidate], true) {
            continue;
        }
        let is_free = match partner[candidate] {
            None => true,
            Some(other) => find_partner(other, choices, partner, seen),
        };
        if is_free {
            partner[candidate] = Some(at);
            return true;
        }
    }
    false
}
