//! A definition from a file or from standard input.

use std::io::Read;
use std::path::Path;

use asl::{MachineType, Reading};
use json::tree::Format;

/// Reads a definition; `-` is standard input. YAML when the file's name says so.
pub fn read(file: &Path, machine_type: MachineType) -> Result<Reading, String> {
    let text = text(file)?;
    Ok(asl::read_text(&text, format(file), machine_type))
}

/// The text of a file, or of standard input.
pub fn text(file: &Path) -> Result<String, String> {
    if file.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|error| format!("standard input: {error}"))?;
        return Ok(text);
    }
    std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

/// The language of a file's text, by its name.
pub fn format(file: &Path) -> Format {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("yaml" | "yml") => Format::Yaml,
        Some(_) | None => Format::Json,
    }
}

/// The language of a text without a name: JSON begins with a brace.
pub fn format_by_text(text: &str) -> Format {
    if text.trim_start().starts_with(['{', '[']) || text.trim().is_empty() {
        Format::Json
    } else {
        Format::Yaml
    }
}
