//! Intrinsic functions: `States.Format('Hello {}', $.name)`.
//!
//! A call is read once, when the definition is; whether its arguments fit is found out when it runs, as the service does.
//! Whatever goes wrong then is `States.Runtime`: that is what the service was seen to answer, whatever its documentation says.

mod function;
mod parse;

mod java;
mod template;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use json::{Text, Value};
use jsonata::Host;
use smallvec::SmallVec;

use crate::{Failure, Source, SourcePath, Surroundings};

pub use function::Function;
pub use parse::ParseError;

/// A call with its text.
#[derive(Clone, Debug)]
pub struct Call {
    text: Text,
    function: Function,
    arguments: Vec<Argument>,
    /// Where the name of the function starts in the text, in bytes.
    position: usize,
}

/// One argument of a call.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A number, `true`, `false`, `null`.
    Literal(Value),
    /// A text between quotes: as it is written there, and what it stands for.
    Text {
        raw: Text,
        value: Text,
    },
    /// `$.path`, `$$.path`, `$variable`; and where it starts in the text, in bytes.
    Path(SourcePath, usize),
    Call(Call),
}

/// What can be said about a call before it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub message: String,
    /// Whether the definition is refused for it; else the call fails when it runs.
    pub is_refused: bool,
    /// In the text of the outermost call, in bytes.
    pub position: usize,
}

/// Why there is no value; the service has a sentence for each.
enum Trouble {
    /// A path finds nothing.
    Missing(String),
    Failed(String),
}

impl Call {
    /// Reads a call. A wrong number of arguments is no error here, see [`Call::problems`].
    pub fn parse(text: &str) -> Result<Call, ParseError> {
        parse::parse(text)
    }

    /// The text of the whole call; for a call inside of another one, its own part.
    pub fn text(&self) -> &Text {
        &self.text
    }

    pub fn function(&self) -> Function {
        self.function
    }

    pub fn arguments(&self) -> &[Argument] {
        &self.arguments
    }

    /// All paths in it, also those of inner calls, with their places in the text in bytes.
    pub fn paths(&self) -> Vec<(&SourcePath, usize)> {
        let mut paths = Vec::new();
        self.each_path(&mut |path, position| paths.push((path, position)));
        paths
    }

    /// Calls `look` for all paths in it, see [`Call::paths`].
    pub(crate) fn each_path<'a>(&'a self, look: &mut dyn FnMut(&'a SourcePath, usize)) {
        self.visit(&mut |call| {
            for argument in &call.arguments {
                match argument {
                    Argument::Path(path, position) => look(path, *position),
                    Argument::Literal(_) | Argument::Text { .. } | Argument::Call(_) => {}
                }
            }
        });
    }

    /// What will fail whatever the data are: numbers of arguments, templates of `States.Format`.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.visit(&mut |call| {
            let count = call.arguments.len();
            if !call.function.takes(count) {
                let message = format!(
                    "{} takes {}, but here {} given",
                    call.function.name(),
                    call.function.arity(),
                    match count {
                        1 => "1 is".to_string(),
                        count => format!("{count} are"),
                    }
                );
                problems.push(Problem { message, is_refused: true, position: call.position });
            } else if let (Function::Format, Some(Argument::Text { raw, .. })) =
                (call.function, call.arguments.first())
            {
                match template::parse(raw) {
                    Err(message) => {
                        problems.push(Problem { message, is_refused: true, position: call.position });
                    }
                    Ok(parts) if template::holes(&parts) != count - 1 => {
                        let follow = match count - 1 {
                            1 => "1 argument follows".to_string(),
                            count => format!("{count} arguments follow"),
                        };
                        let message = format!(
                            "This call always fails: the text of States.Format has {} {{}}, but {follow}. \
                             Each {{}} takes one argument.",
                            template::holes(&parts),
                        );
                        problems.push(Problem { message, is_refused: false, position: call.position });
                    }
                    Ok(_) => {}
                }
            }
        });
        problems
    }

    /// Whether the service refuses it for one of its [`Call::problems`].
    pub(crate) fn is_refused(&self) -> bool {
        let mut is_refused = false;
        self.visit(&mut |call| {
            is_refused |= !call.function.takes(call.arguments.len())
                || matches!((call.function, call.arguments.first()), (Function::Format, Some(Argument::Text { raw, .. }))
                    if template::parse(raw).is_err());
        });
        is_refused
    }

    fn visit<'a>(&'a self, look: &mut dyn FnMut(&'a Call)) {
        look(self);
        for argument in &self.arguments {
            if let Argument::Call(call) = argument {
                call.visit(look);
            }
        }
    }

    /// The value of the call.
    pub fn evaluate(&self, surroundings: &Surroundings<'_>, host: &mut dyn Host) -> Result<Value, Failure> {
        self.value(surroundings, host).map_err(|trouble| {
            Failure::runtime(match trouble {
                Trouble::Missing(reason) => {
                    format!("The function '{}' had the following error: {reason}", self.text)
                }
                Trouble::Failed(reason) => format!(
                    "There was an error while evaluating the intrinsic function: {}. {reason}",
                    self.text
                ),
            })
        })
    }

    /// The value, or the reason why there is none, without the text of the call.
    fn value(&self, surroundings: &Surroundings<'_>, host: &mut dyn Host) -> Result<Value, Trouble> {
        let result = match self.at_hand(surroundings) {
            Some(values) => self.function.apply(&values, host),
            None => {
                let values = self.values(surroundings, host)?;
                self.function.apply(&values.iter().collect::<Few<&Value>>(), host)
            }
        };
        result.map_err(Trouble::Failed)
    }

    /// The two arguments that most functions take, when they are there already: those are only looked at.
    #[inline]
    fn at_hand<'a>(&'a self, surroundings: &Surroundings<'a>) -> Option<[&'a Value; 2]> {
        let [first, second] = self.arguments.as_slice() else { return None };
        Some([first.at_hand(surroundings)?, second.at_hand(surroundings)?])
    }

    fn values(&self, surroundings: &Surroundings<'_>, host: &mut dyn Host) -> Result<Few<Value>, Trouble> {
        let mut values = Few::with_capacity(self.arguments.len());
        for argument in &self.arguments {
            values.push(match argument {
                Argument::Literal(value) => value.clone(),
                // Format finds escaped braces in its template itself.
                Argument::Text { raw, .. } if self.function == Function::Format && values.is_empty() => {
                    Value::String(raw.clone())
                }
                Argument::Text { value, .. } => Value::String(value.clone()),
                Argument::Path(path, _) => {
                    path.read(surroundings).map_err(|_| missing(path, surroundings))?
                }
                // The service keeps what this function gives as JSON, and Format shows it so.
                Argument::Call(call)
                    if self.function == Function::Format
                        && call.function == Function::StringToJson
                        && !values.is_empty() =>
                {
                    Value::from(json::compact(&call.value(surroundings, host)?))
                }
                Argument::Call(call) => call.value(surroundings, host)?,
            });
        }
        Ok(values)
    }
}

/// Few functions take more.
type Few<T> = SmallVec<[T; 3]>;

impl Argument {
    /// The value, when nothing has to be computed for it: a literal, or what a plain path finds in the input.
    #[inline]
    fn at_hand<'a>(&'a self, surroundings: &Surroundings<'a>) -> Option<&'a Value> {
        match self {
            Argument::Literal(value) => Some(value),
            Argument::Path(SourcePath { source: Source::Input(path), .. }, _) => {
                path.find(surroundings.input)
            }
            Argument::Path(..) | Argument::Text { .. } | Argument::Call(_) => None,
        }
    }
}

#[cold]
fn missing(path: &SourcePath, surroundings: &Surroundings<'_>) -> Trouble {
    Trouble::Missing(format!(
        "The JsonPath argument for the field '{}' could not be found in the input '{}'",
        path.text,
        surroundings.input_text()
    ))
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
