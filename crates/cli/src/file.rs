//! What commands read: files, standard input, definitions in JSON or YAML.

use std::fs;
use std::io::Read;
use std::path::Path;

use asl::{MachineType, Reading, Severity};
use json::tree::Format;

/// The text of a file, without the mark of byte order that some editors begin it with; `-` is standard input.
pub fn read(path: &str) -> Result<String, String> {
    let text = read_all(path)?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
}

fn read_all(path: &str) -> Result<String, String> {
    if path == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
        return Ok(text);
    }
    fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))
}

/// JSON or YAML, by the name of the file, or by what the text begins with.
pub fn format(path: &str, text: &str) -> Format {
    let extension = Path::new(path).extension().map(|extension| extension.to_ascii_lowercase());
    match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("yaml" | "yml") => Format::Yaml,
        Some("json") => Format::Json,
        Some(_) | None if text.trim_start().starts_with(['{', '[']) => Format::Json,
        Some(_) | None => Format::Yaml,
    }
}

/// A definition that the service would take; else what is wrong with it, a line each.
pub fn definition(path: &str, text: &str, kind: MachineType) -> Result<Reading, String> {
    let reading = asl::read_text(text, format(path, text), kind);
    let errors: Vec<String> = reading
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| {
            let location = diagnostic.location.as_deref().map(|at| format!(" at {at}")).unwrap_or_default();
            format!("{path}:{}: {}{location}", place(text, diagnostic.range.start), diagnostic.message)
        })
        .collect();
    if errors.is_empty() {
        Ok(reading)
    } else {
        Err(format!("the definition is not valid\n{}", errors.join("\n")))
    }
}

/// Line and column of an offset, from 1.
pub fn place(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
    format!("{line}:{column}")
}
