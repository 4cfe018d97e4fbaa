//! Keeping work on the device: each workflow under a name of its own, after every change.

use std::sync::Arc;

use asl::MachineType;
use browser::{clock, device, rescue, storage};
use json::tree::Format;
use json::{Object, Value};
use leptos::prelude::*;
use leptos::task::spawn_local;
use simulator::bucket::{Bucket, Buckets};

use crate::studio::{Details, Mock, Studio, Workflow};

/// The form in which a workflow is kept; older ones stay readable.
const VERSION: i64 = 1;

/// Where the name of the workflow that was last open stands.
const LAST: &str = "stepwise.last";

/// What is said about keeping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// As it was opened: nothing to keep yet.
    Untouched,
    Kept,
    /// Why it could not be kept.
    Failed(String),
}

/// A workflow in the list of those on the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    pub name: String,
    pub changed_millis: i64,
}

/// A name under which nothing is kept yet.
pub fn new_id() -> String {
    format!("{:x}-{:x}", clock::now_millis() as u64, clock::seed() & 0xffff)
}

/// Keeps the workflow whenever it changes. Changes that come while one is being written are written together.
pub fn keep_on(studio: Studio) {
    let is_busy = StoredValue::new(false);
    let is_due = StoredValue::new(false);
    // Writing to the device is what follows from a change, and the only thing this does.
    Effect::new(move || {
        let workflow = studio.workflow();
        rescue_of(&workflow);
        if workflow == studio.pristine.get_value() && studio.keeping.get_untracked() == Keeping::Untouched {
            return;
        }
        is_due.set_value(true);
        if is_busy.get_value() {
            return;
        }
        is_busy.set_value(true);
        spawn_local(async move {
            while is_due.get_value() {
                is_due.set_value(false);
                let workflow = untrack(|| studio.workflow());
                let id = studio.id.get_untracked();
                let outcome = storage::put(&key(&id), &write(&workflow, clock::now_millis() as i64)).await;
                device::set_note(LAST, Some(&id));
                studio.keeping.set(match outcome {
                    Ok(()) => Keeping::Kept,
                    Err(fault) => Keeping::Failed(fault.to_string()),
                });
            }
            is_busy.set_value(false);
        });
    });
}

/// Keeps the buckets whenever they change, beside the workflow: they may be large, and change seldom.
pub fn keep_buckets_on(studio: Studio) {
    Effect::new(move || {
        let buckets = studio.buckets.get();
        let is_untouched = studio.keeping.get() == Keeping::Untouched
            && studio.pristine_buckets.with_value(|opened| *opened == buckets);
        if is_untouched || studio.stored_buckets.with_value(|stored| *stored == buckets) {
            return;
        }
        studio.stored_buckets.set_value(buckets.clone());
        let id = studio.id.get_untracked();
        spawn_local(async move {
            let outcome = storage::put(&bucket_key(&id), &write_buckets(&buckets)).await;
            match outcome {
                // Buckets belong to a workflow that is kept as well.
                Ok(()) if studio.keeping.get_untracked() == Keeping::Untouched => studio.keep_now(),
                Ok(()) => {}
                Err(fault) => studio.warn(format!("The buckets are not kept: {fault}.")),
            }
        });
    });
}

/// What is kept of a workflow's buckets.
pub async fn load_buckets(id: &str) -> Result<Buckets, String> {
    let text = storage::get(&bucket_key(id)).await.map_err(|fault| fault.to_string())?;
    text.map_or_else(|| Ok(Buckets::default()), |text| read_buckets(&text))
}

fn bucket_key(id: &str) -> String {
    format!("buckets/{id}")
}

/// Objects that are text as text, others with a character for each byte.
fn write_buckets(buckets: &Buckets) -> String {
    let object = |body: &[u8]| match std::str::from_utf8(body) {
        Ok(text) => Value::from(text),
        Err(_) => {
            let bytes: String = body.iter().map(|byte| char::from(*byte)).collect();
            Object::from([("bytes", Value::from(bytes))]).into()
        }
    };
    let bucket = |(name, bucket): (&String, &Bucket)| {
        let objects: Object = bucket.objects.iter().map(|(key, body)| (key.as_str(), object(body))).collect();
        (name.clone(), Value::from(objects))
    };
    let all: Object = buckets.buckets.iter().map(bucket).collect();
    Value::from(all).to_string()
}

fn read_buckets(text: &str) -> Result<Buckets, String> {
    let value = json::parse(text).map_err(|error| format!("what is kept is damaged: {error}"))?;
    let mut buckets = Buckets::default();
    for (name, objects) in value.as_object().into_iter().flatten() {
        buckets.buckets.entry(name.to_string()).or_default();
        for (key, body) in objects.as_object().into_iter().flatten() {
            let bytes = match (body.as_str(), body.get("bytes").and_then(Value::as_str)) {
                (Some(text), _) => text.as_bytes().to_vec(),
                (None, Some(text)) => text.chars().map(|byte| byte as u32 as u8).collect(),
                (None, None) => continue,
            };
            buckets.put(name, key, bytes);
        }
    }
    Ok(buckets)
}

/// The workflow that was open last, if there is one.
pub async fn last() -> Option<Result<(String, Workflow), String>> {
    let id = device::note(LAST)?;
    Some(load(&id).await.map(|workflow| (id, workflow)))
}

/// Reads a workflow that is kept.
pub async fn load(id: &str) -> Result<Workflow, String> {
    let text = storage::get(&key(id)).await.map_err(|fault| fault.to_string())?;
    let text = text.ok_or_else(|| String::from("it is no longer kept on this device"))?;
    read(&text)
}

/// All workflows on the device, the latest first.
pub async fn list() -> Result<Vec<Listed>, String> {
    let keys = storage::list("workflow/").await.map_err(|fault| fault.to_string())?;
    let mut listed = Vec::new();
    for key in keys {
        let Ok(Some(text)) = storage::get(&key).await else { continue };
        let id = key.trim_start_matches("workflow/").to_string();
        let value = json::parse(&text).unwrap_or_default();
        let name = value.get("name").and_then(Value::as_str).unwrap_or("unreadable").to_string();
        let changed_millis = value.get("changed").and_then(Value::as_i64).unwrap_or(0);
        listed.push(Listed { id, name, changed_millis });
    }
    listed.sort_by_key(|listed| std::cmp::Reverse(listed.changed_millis));
    Ok(listed)
}

/// Forgets a workflow.
pub async fn delete(id: &str) -> Result<(), String> {
    storage::delete(&bucket_key(id)).await.map_err(|fault| fault.to_string())?;
    storage::delete(&key(id)).await.map_err(|fault| fault.to_string())
}

fn key(id: &str) -> String {
    format!("workflow/{id}")
}

fn write(workflow: &Workflow, now_millis: i64) -> String {
    let mocks = workflow.details.mocks.iter().map(|mock| {
        Value::from(Object::from([
            ("key", Value::from(mock.key.as_str())),
            ("source", Value::from(&*mock.source)),
        ]))
    });
    Value::from(Object::from([
        ("version", Value::from(VERSION)),
        ("changed", Value::from(now_millis)),
        ("name", Value::from(workflow.details.name.as_str())),
        ("type", Value::from(workflow.machine_type.name())),
        (
            "format",
            Value::from(match workflow.format {
                Format::Json => "json",
                Format::Yaml => "yaml",
            }),
        ),
        ("definition", Value::from(&*workflow.definition)),
        ("mocks", mocks.collect()),
        ("input", Value::from(&*workflow.details.input)),
        ("trusted", Value::from(workflow.details.is_trusted)),
        ("twice", Value::from(workflow.details.at_least_once)),
    ]))
    .to_string()
}

/// Reads the kept form; what an older version left out gets its usual value.
fn read(text: &str) -> Result<Workflow, String> {
    let value = json::parse(text).map_err(|error| format!("what is kept is damaged: {error}"))?;
    let version = value.get("version").and_then(Value::as_i64).unwrap_or(0);
    if version > VERSION {
        return Err(String::from(
            "it was kept by a newer version of Stepwise: reload the page to get that version",
        ));
    }
    let word = |name: &str| value.get(name).and_then(Value::as_str);
    let definition = word("definition").ok_or_else(|| String::from("what is kept has no definition"))?;
    let mocks = value.get("mocks").and_then(Value::as_array);
    let mocks = mocks.into_iter().flatten().filter_map(|mock| {
        Some(Mock {
            key: mock.get("key")?.as_str()?.to_string(),
            source: Arc::from(mock.get("source")?.as_str()?),
        })
    });
    Ok(Workflow {
        machine_type: if word("type") == Some("EXPRESS") {
            MachineType::Express
        } else {
            MachineType::Standard
        },
        format: if word("format") == Some("yaml") { Format::Yaml } else { Format::Json },
        definition: Arc::from(definition),
        details: Details {
            name: word("name").unwrap_or("workflow").to_string(),
            mocks: mocks.collect(),
            input: Arc::from(word("input").unwrap_or("{}")),
            is_trusted: value.get("trusted").and_then(Value::as_bool).unwrap_or(false),
            at_least_once: value.get("twice").and_then(Value::as_bool).unwrap_or(false),
        },
    })
}

/// What the page offers to save should the program fail.
fn rescue_of(workflow: &Workflow) {
    let definition = match workflow.format {
        Format::Json => "definition.asl.json",
        Format::Yaml => "definition.asl.yaml",
    };
    let mocks: Vec<String> =
        workflow.details.mocks.iter().map(|mock| format!("{}.js", mock.key.replace(':', "-"))).collect();
    let mut files: Vec<(&str, &str)> =
        vec![(definition, &workflow.definition), ("input.json", &workflow.details.input)];
    files.extend(
        mocks.iter().map(String::as_str).zip(workflow.details.mocks.iter().map(|mock| &*mock.source)),
    );
    rescue::remember(files);
}
