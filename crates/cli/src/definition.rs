//! A definition from a file or from standard input.

use std::io::{Error, ErrorKind, Read};
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
        return match std::io::stdin().read_to_string(&mut text) {
            Ok(_) => Ok(text),
            Err(error) => Err(format!("standard input: {}", reason(&error))),
        };
    }
    std::fs::read_to_string(file).map_err(|error| format!("{}: {}", file.display(), reason(&error)))
}

/// Why a text cannot be read.
fn reason(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_string(),
        ErrorKind::IsADirectory => "this is a directory; name the files in it".to_string(),
        ErrorKind::InvalidData => "this is not a text in UTF-8".to_string(),
        _ => error.to_string(),
    }
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
