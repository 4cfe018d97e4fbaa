//! What a ResultWriter leaves in a bucket: the results of child executions, and a manifest of them.

use json::{Object, Value};

use super::{Buckets, md5};

/// Where and how results are written.
#[derive(Clone, Debug, PartialEq)]
pub struct Writing {
    pub bucket: String,
    pub prefix: String,
    pub transform: Transform,
    pub is_jsonl: bool,
    pub map_run_arn: String,
    /// The last part of the Map Run's ARN, a folder of its own.
    pub folder: String,
}

/// `WriterConfig`'s Transformation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transform {
    /// With the metadata of the execution.
    #[default]
    None,
    /// The outputs alone.
    Compact,
    /// The outputs alone, the items of those that are arrays taken together.
    Flatten,
}

/// How one child execution ended.
#[derive(Clone, Debug)]
pub struct ChildResult {
    pub execution_arn: String,
    pub state_machine_arn: String,
    pub name: String,
    /// SUCCEEDED, FAILED, TIMED_OUT, ABORTED or PENDING.
    pub status: &'static str,
    pub input: Value,
    pub output: Option<Value>,
    pub error: Option<String>,
    pub cause: Option<String>,
    /// ISO 8601.
    pub start: String,
    pub stop: String,
    pub redrive_count: u32,
}

/// Where the manifest was put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub bucket: String,
    pub key: String,
}

/// Writes result files by status and their manifest; gives the manifest's place.
/// A bucket that does not exist is a failure of the writer.
pub fn write_results(
    buckets: &mut Buckets,
    writing: &Writing,
    results: &[ChildResult],
) -> Result<Written, String> {
    if !buckets.buckets.contains_key(&writing.bucket) {
        return Err(format!("The specified bucket does not exist: {}", writing.bucket));
    }
    let prefix = if writing.prefix.is_empty() || writing.prefix.ends_with('/') {
        writing.prefix.clone()
    } else {
        format!("{}/", writing.prefix)
    };
    let folder = format!("{prefix}{}/", writing.folder);
    let extension = if writing.is_jsonl { "jsonl" } else { "json" };
    let mut files = Object::new();
    for (status, file) in [("FAILED", "FAILED"), ("PENDING", "PENDING"), ("SUCCEEDED", "SUCCEEDED")] {
        let values: Vec<Value> = results
            .iter()
            .filter(|result| file_of(result.status) == status)
            .flat_map(|result| result_values(result, writing.transform))
            .collect();
        let mut entries = Vec::new();
        if !values.is_empty() {
            let body = text(&values, writing.is_jsonl);
            let key = format!("{folder}{file}_0.{extension}");
            entries.push(Value::from(Object::from([
                ("Key", Value::from(key.as_str())),
                ("Size", Value::from(body.len())),
                ("Etag", Value::from(format!("\"{}\"", md5(body.as_bytes())))),
            ])));
            buckets.put(&writing.bucket, &key, body.into_bytes());
        }
        files.insert(file, Value::from(entries));
    }
    let manifest = Object::from([
        ("DestinationBucket", Value::from(writing.bucket.as_str())),
        ("MapRunArn", Value::from(writing.map_run_arn.as_str())),
        ("ResultFiles", Value::from(files)),
    ]);
    let key = format!("{folder}manifest.json");
    buckets.put(&writing.bucket, &key, json::compact(&manifest.into()).into_bytes());
    Ok(Written { bucket: writing.bucket.clone(), key })
}

/// The file that a result belongs to; those that timed out or were aborted stand with the failed ones.
fn file_of(status: &str) -> &'static str {
    match status {
        "SUCCEEDED" => "SUCCEEDED",
        "PENDING" => "PENDING",
        _ => "FAILED",
    }
}

/// What a result file holds of one child.
pub fn result_values(result: &ChildResult, transform: Transform) -> Vec<Value> {
    let output = match (&result.output, transform) {
        // Failed executions keep their metadata: there is no output to be taken alone.
        (None, _) | (_, Transform::None) => return vec![metadata(result)],
        (Some(output), _) => output,
    };
    match (output, transform) {
        (Value::Array(items), Transform::Flatten) => items.iter().cloned().collect(),
        (output, _) => vec![output.clone()],
    }
}

fn metadata(result: &ChildResult) -> Value {
    let included = || Value::from(Object::from([("Included", Value::Bool(true))]));
    let mut object = Object::new();
    if let Some(cause) = &result.cause {
        object.insert("Cause", Value::from(cause.as_str()));
    }
    if let Some(error) = &result.error {
        object.insert("Error", Value::from(error.as_str()));
    }
    object.insert("ExecutionArn", Value::from(result.execution_arn.as_str()));
    object.insert("Input", Value::from(json::compact(&result.input)));
    object.insert("InputDetails", included());
    object.insert("Name", Value::from(result.name.as_str()));
    if let Some(output) = &result.output {
        object.insert("Output", Value::from(json::compact(output)));
        object.insert("OutputDetails", included());
    }
    object.insert("RedriveCount", Value::from(result.redrive_count));
    let (status, reason) = match result.status {
        "SUCCEEDED" => ("NOT_REDRIVABLE", "Execution is SUCCEEDED and cannot be redriven"),
        _ => ("REDRIVABLE_BY_MAP_RUN", ""),
    };
    object.insert("RedriveStatus", Value::from(status));
    if !reason.is_empty() {
        object.insert("RedriveStatusReason", Value::from(reason));
    }
    object.insert("StartDate", Value::from(result.start.as_str()));
    object.insert("StateMachineArn", Value::from(result.state_machine_arn.as_str()));
    object.insert("Status", Value::from(result.status));
    object.insert("StopDate", Value::from(result.stop.as_str()));
    object.into()
}

fn text(values: &[Value], is_jsonl: bool) -> String {
    let lines: Vec<String> = values.iter().map(json::compact).collect();
    if is_jsonl { lines.join("\n") } else { format!("[{}]", lines.join(",")) }
}
