//! What can be wrong with a text, short of what it means.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

use super::Range;

/// Something wrong in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What to underline; where something is missing, the empty range where it should stand.
    pub range: Range,
    pub kind: ProblemKind,
}

/// The two containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Array,
    Object,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The text holds nothing.
    Empty,
    /// Something stands behind the end of the value.
    AfterEnd,
    /// A comment, which JSON does not have.
    Comment,
    /// A comma before a closing bracket.
    TrailingComma(Container),
    /// No comma between two items or members; the range is where it should stand, `found` what stands there instead.
    MissingComma { container: Container, found: Option<char> },
    /// A second comma, or a comma before the first item or member.
    ExtraComma(Container),
    /// No key before a value.
    MissingKey { found: Option<char> },
    /// A key without quotes.
    UnquotedKey,
    /// No colon after a key.
    MissingColon { found: Option<char> },
    /// No value where one should stand.
    MissingValue { found: Option<char> },
    /// No closing bracket; `opened` is the opening one. `missing` are the closing ones that should stand here:
    /// its own, then those of the containers around it that end here too.
    Unclosed { container: Container, opened: Range, missing: String },
    /// A closing bracket that closes nothing.
    ExtraClose(Container),
    /// A string that does not end on its line.
    UnclosedString,
    /// A string in single quotes.
    SingleQuotes,
    /// A backslash with a wrong letter, or `\u` without four hexadecimal digits.
    BadEscape,
    /// A character below U+0020 inside a string.
    ControlCharacter(char),
    /// A number that JSON writes otherwise, such as `01`, `.5` or `+1`.
    BadNumber,
    /// A number that no double can hold.
    NumberOutOfRange,
    /// A word that is no value.
    UnknownWord,
    /// More containers inside each other than are read.
    TooDeep,
    /// What is wrong with a YAML text, in a sentence.
    Yaml(Box<str>),
}

impl Problem {
    pub fn new(range: Range, kind: ProblemKind) -> Problem {
        Problem { range, kind }
    }

    /// What is wrong and what would be right, for people.
    pub fn message(&self) -> String {
        self.to_string()
    }
}

impl ProblemKind {
    /// Whether the text says all it means to say, only not as JSON would write it.
    pub fn is_notation(&self) -> bool {
        match self {
            ProblemKind::Comment
            | ProblemKind::TrailingComma(_)
            | ProblemKind::ExtraComma(_)
            | ProblemKind::UnquotedKey
            | ProblemKind::SingleQuotes
            | ProblemKind::BadEscape
            | ProblemKind::ControlCharacter(_)
            | ProblemKind::Empty => true,
            ProblemKind::AfterEnd
            | ProblemKind::MissingComma { .. }
            | ProblemKind::MissingKey { .. }
            | ProblemKind::MissingColon { .. }
            | ProblemKind::MissingValue { .. }
            | ProblemKind::Unclosed { .. }
            | ProblemKind::ExtraClose(_)
            | ProblemKind::UnclosedString
            | ProblemKind::BadNumber
            | ProblemKind::NumberOutOfRange
            | ProblemKind::UnknownWord
            | ProblemKind::TooDeep
            | ProblemKind::Yaml(_) => false,
        }
    }
}

/// So many of the brackets that are missing are shown.
const SHOWN: usize = 12;

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ProblemKind::Empty => f.write_str("There is nothing here yet; a definition is an object: { … }."),
            ProblemKind::AfterEnd => {
                f.write_str("The definition has ended before this; remove what follows.")
            }
            ProblemKind::Comment => {
                f.write_str("JSON has no comments; the service refuses them. Use a \"Comment\" field.")
            }
            ProblemKind::TrailingComma(container) => {
                write!(f, "Remove the comma behind the last {}.", container.part())
            }
            ProblemKind::MissingComma { container, .. } => {
                write!(f, "A comma is missing between two {}s.", container.part())
            }
            ProblemKind::ExtraComma(container) => {
                write!(
                    f,
                    "This comma stands between nothing; put {} before it or remove it.",
                    container.a_part()
                )
            }
            ProblemKind::MissingKey { .. } => f.write_str("A key in double quotes is missing here."),
            ProblemKind::UnquotedKey => f.write_str("Put the key into double quotes."),
            ProblemKind::MissingColon { .. } => f.write_str("A colon is missing behind the key."),
            ProblemKind::MissingValue { .. } => f.write_str("A value is missing here."),
            ProblemKind::Unclosed { container, missing, .. } => {
                let name = container.name();
                if missing.len() < 2 {
                    return write!(f, "The {name} is not closed; a {} is missing.", container.close());
                }
                let dots = if missing.len() > SHOWN { "…" } else { "" };
                write!(
                    f,
                    "The {name} is not closed, nor is what stands around it; {missing:.SHOWN$}{dots} is missing."
                )
            }
            ProblemKind::ExtraClose(Container::Array) => f.write_str("This ] closes nothing."),
            ProblemKind::ExtraClose(Container::Object) => f.write_str("This } closes nothing."),
            ProblemKind::UnclosedString => {
                f.write_str("The string is not closed; a double quote is missing.")
            }
            ProblemKind::SingleQuotes => f.write_str("Strings stand in double quotes."),
            ProblemKind::BadEscape => f.write_str(
                "Behind a backslash only \" \\ / b f n r t may stand, or u with four hexadecimal digits.",
            ),
            ProblemKind::ControlCharacter(character) => {
                write!(f, "Write this control character as \\u{:04X}.", u32::from(*character))
            }
            ProblemKind::BadNumber => f.write_str("This is not how JSON writes a number."),
            ProblemKind::NumberOutOfRange => f.write_str("This number is too large."),
            ProblemKind::UnknownWord => f.write_str(
                "This is no value; a text stands in double quotes, and the words are true, false and null.",
            ),
            ProblemKind::TooDeep => {
                write!(f, "More than {} levels inside each other are not read.", super::MAX_DEPTH)
            }
            ProblemKind::Yaml(message) => f.write_str(message),
        }
    }
}

impl Container {
    /// The bracket that ends it.
    pub(super) fn close(self) -> char {
        match self {
            Container::Array => ']',
            Container::Object => '}',
        }
    }

    fn name(self) -> &'static str {
        match self {
            Container::Array => "array",
            Container::Object => "object",
        }
    }

    fn part(self) -> &'static str {
        match self {
            Container::Array => "item",
            Container::Object => "member",
        }
    }

    fn a_part(self) -> &'static str {
        match self {
            Container::Array => "an item",
            Container::Object => "a member",
        }
    }
}
