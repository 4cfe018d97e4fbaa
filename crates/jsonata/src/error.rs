//! What a user is told when an expression is wrong or fails.

use alloc::string::String;
use core::fmt;
use core::ops::Range;

/// A fault of an expression, when it was read or when it was evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// The code of JSONata (`T0412`). Empty for the limits of the service, which have none.
    pub code: &'static str,
    /// The text of JSONata or of the service, without the code.
    pub message: String,
    /// Where JSONata says it was: UTF-16 units from the start, mostly behind the token in question.
    pub position: Option<usize>,
    /// The bytes of the expression to underline.
    pub range: Range<usize>,
}

impl Error {
    /// The text that follows "threw an error during evaluation" in the causes of the service:
    /// `. T1006: Attempted to invoke a non-function`, or `: …` where there is no code.
    pub fn cause(&self) -> String {
        match self.code {
            "" => alloc::format!(": {}", self.message),
            code => alloc::format!(". {code}: {}", self.message),
        }
    }
}

/// Code and message.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            "" => f.write_str(&self.message),
            code => write!(f, "{code}: {}", self.message),
        }
    }
}
