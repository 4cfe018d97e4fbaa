//! Paths of a JSONPath state, by what they are read from.

use alloc::format;
use alloc::string::ToString;

use json::Text;
use jsonpath::{Path, ReferencePath};

use crate::Broken;

/// A path with its text as the definition has it.
#[derive(Clone, Debug)]
pub struct SourcePath {
    pub text: Text,
    pub source: Source,
}

/// What a path is read from.
#[derive(Clone, Debug)]
pub enum Source {
    /// `$…`: the (effective) input.
    Input(Path),
    /// `$$…`: the context object.
    Context(Path),
    /// `$name…`: a variable; the path begins at its value.
    Variable { name: Text, path: Path },
    /// Not a path; reading it fails.
    Broken(Broken),
}

/// `InputPath` and `OutputPath`.
#[derive(Clone, Debug, Default)]
pub enum Selection {
    /// Absent or `$`.
    #[default]
    Whole,
    /// `null`: an empty object.
    Nothing,
    Path(SourcePath),
}

/// `ResultPath`.
#[derive(Clone, Debug, Default)]
pub enum ResultPath {
    /// Absent or `$`: the result takes the place of the input.
    #[default]
    Whole,
    /// `null`: the input goes on, the result is dropped.
    Discard,
    /// Into the input.
    Path { text: Text, path: ReferencePath },
    /// Not a reference path.
    Broken(Broken),
}

impl SourcePath {
    /// Reads a path by its beginning: `$$` the context object, `$name` a variable, else the input.
    pub fn parse(text: &Text) -> SourcePath {
        let broken =
            |message: &str| Source::Broken(Broken { text: text.clone(), message: message.to_string() });
        let source = if text.starts_with("$$") {
            match Path::parse(&text[1..]) {
                Ok(path) => Source::Context(path),
                Err(error) => broken(&error.message),
            }
        } else if let Some(rest) = text.strip_prefix('$') {
            let end = rest.find(|character: char| !is_name(character)).unwrap_or(rest.len());
            let name = &rest[..end];
            let path =
                if name.is_empty() { Path::parse(text) } else { Path::parse(&format!("${}", &rest[end..])) };
            match path {
                Ok(_) if !name.is_empty() && !is_variable(name) => {
                    broken("the name of a variable begins with a letter")
                }
                Ok(path) if name.is_empty() => Source::Input(path),
                Ok(path) => Source::Variable { name: Text::from(name), path },
                Err(error) => broken(&error.message),
            }
        } else {
            broken("a path begins with $")
        };
        SourcePath { text: text.clone(), source }
    }
}

/// Whether a variable may have this name, however long it is.
pub fn is_variable(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_alphabetic) && name.chars().all(is_name)
}

/// Whether a character may stand in the name of a variable.
fn is_name(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}
