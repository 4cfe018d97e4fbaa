//! The recordings and corpora beside the project, when they are there.

#![allow(dead_code, reason = "each test uses a part of this")]

use std::path::{Path, PathBuf};

use asl::{Diagnostic, MachineType, Reading};
use json::Value;
use json::tree::Format;

/// The folder of shared data; says so when it is not there.
pub fn shared() -> Option<PathBuf> {
    let path = match std::env::var_os("STEPWISE_SHARED") {
        Some(path) => PathBuf::from(path),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    if !path.is_dir() {
        println!("not run: no shared data at {}", path.display());
        return None;
    }
    Some(path)
}

/// All JSON files in a folder and below, by name.
pub fn cases(folder: &Path) -> Vec<(String, Value)> {
    let mut files = Vec::new();
    collect(folder, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let text = std::fs::read_to_string(&file).expect("a case can be read");
            let name = file.file_name().expect("a file has a name").to_string_lossy().into_owned();
            let value = json::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, value)
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
}

pub fn read(definition: &Value, machine_type: MachineType) -> Reading {
    asl::read_text(&json::pretty(definition), Format::Json, machine_type)
}

pub fn machine_type(value: &Value, key: &str) -> MachineType {
    match value.get(key).and_then(Value::as_str) {
        Some("EXPRESS") => MachineType::Express,
        _ => MachineType::Standard,
    }
}

/// The diagnostics that the service knows, down to a severity.
pub fn of_service(reading: &Reading, lowest: asl::Severity) -> Vec<&Diagnostic> {
    reading.diagnostics.iter().filter(|diagnostic| diagnostic.severity <= lowest).collect()
}
