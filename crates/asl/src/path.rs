//! Paths of a JSONPath state, by what they are read from.

use json::Text;

use crate::{Broken, Path, ReferencePath};

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
