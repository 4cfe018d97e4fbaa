//! What a user is told when an expression is wrong or fails.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;
use core::ops::Range;

use crate::message;
use crate::number;

/// A fault of an expression, when it was read or when it was evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// The code of JSONata (`T0412`). Empty for the limits of the service, which have none, and for JavaScript's own errors.
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

/// A fault on its way to the user: the places that it passes fill in what it lacks.
#[derive(Clone, Debug)]
pub(crate) struct Fault(pub Box<Facts>);

#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub code: &'static str,
    /// Of faults that bring their own text.
    pub said: Option<String>,
    /// The end of the token in question, in bytes.
    pub position: Option<usize>,
    /// Its start, where known.
    pub start: Option<usize>,
    /// The end of what is to be underlined, where it is not `position`.
    pub reach: Option<usize>,
    /// Set where JSONata counts in a text of its own: the position to tell, while the others say what to underline.
    pub foreign: Option<usize>,
    pub token: Option<Detail>,
    pub value: Option<Detail>,
    pub value2: Option<Detail>,
    pub exponent: Option<Detail>,
    pub kind: Option<&'static str>,
    pub index: Option<usize>,
}

/// A value as a message shows it: JSON, or `undefined`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Detail(pub String);

impl Detail {
    #[cold]
    #[inline(never)]
    pub fn plain(text: &str) -> Detail {
        Detail(text.to_string())
    }

    #[cold]
    #[inline(never)]
    pub fn text(text: &str) -> Detail {
        Detail(json::compact(&json::Value::from(text)))
    }

    #[cold]
    #[inline(never)]
    pub fn number(number: f64) -> Detail {
        match number.is_finite() {
            true => Detail(number::to_text(number)),
            false => Detail::plain("null"),
        }
    }

    /// The text inside the quotes.
    fn bare(&self) -> String {
        match json::parse(&self.0) {
            Ok(json::Value::String(text)) => text.to_string(),
            Ok(_) | Err(_) => self.0.clone(),
        }
    }
}

impl Fault {
    #[cold]
    #[inline(never)]
    pub fn new(code: &'static str) -> Fault {
        Fault(Box::new(Facts { code, ..Facts::default() }))
    }

    /// A fault without a code, with its own words.
    #[cold]
    pub fn said(text: impl Into<String>) -> Fault {
        Fault(Box::new(Facts { said: Some(text.into()), ..Facts::default() }))
    }

    #[cold]
    pub fn with_text(mut self, text: impl Into<String>) -> Fault {
        self.0.said = Some(text.into());
        self
    }

    #[cold]
    #[inline(never)]
    pub fn at(mut self, start: usize, position: usize) -> Fault {
        self.0.start = Some(start);
        self.0.position = Some(position);
        self
    }

    /// Says where JSONata places the fault in a text of its own.
    #[cold]
    #[inline(never)]
    pub fn foreign(mut self, position: usize) -> Fault {
        self.0.foreign = Some(position);
        self
    }

    #[cold]
    #[inline(never)]
    pub fn reaching(mut self, end: usize) -> Fault {
        self.0.reach = Some(end);
        self
    }

    #[cold]
    #[inline(never)]
    pub fn token(mut self, token: Detail) -> Fault {
        self.0.token = Some(token);
        self
    }

    #[cold]
    #[inline(never)]
    pub fn value(mut self, value: Detail) -> Fault {
        self.0.value = Some(value);
        self
    }

    #[cold]
    #[inline(never)]
    pub fn value2(mut self, value: Detail) -> Fault {
        self.0.value2 = Some(value);
        self
    }

    #[cold]
    #[inline(never)]
    pub fn index(mut self, index: usize) -> Fault {
        self.0.index = Some(index);
        self
    }

    #[cold]
    #[inline(never)]
    pub fn kind(mut self, kind: Option<&'static str>) -> Fault {
        self.0.kind = kind;
        self
    }

    /// The message with everything filled in.
    #[cold]
    #[inline(never)]
    pub fn message(&self) -> String {
        let facts = &self.0;
        if let Some(said) = &facts.said {
            return said.clone();
        }
        let template = message::template(facts.code);
        let mut out = String::new();
        let mut rest = template;
        while let Some(start) = rest.find("{{") {
            out.push_str(&rest[..start]);
            rest = &rest[start + 2..];
            let bare = rest.starts_with('{');
            let (end, skip) = match bare {
                true => (rest.find("}}}"), 3),
                false => (rest.find("}}"), 2),
            };
            let Some(end) = end else { break };
            let name = rest[usize::from(bare)..end].trim();
            out.push_str(&self.detail(name, bare));
            rest = &rest[end + skip..];
        }
        out.push_str(rest);
        out
    }

    #[cold]
    #[inline(never)]
    fn detail(&self, name: &str, bare: bool) -> String {
        let facts = &self.0;
        let detail = match name {
            "token" | "functionName" => facts.token.clone(),
            "value" => facts.value.clone(),
            "value2" => facts.value2.clone(),
            "exp" => facts.exponent.clone(),
            "index" => facts.index.map(|index| Detail(index.to_string())),
            "type" => facts.kind.map(Detail::text),
            _ => None,
        };
        match detail {
            Some(detail) if bare => detail.bare(),
            Some(detail) => detail.0,
            None => String::from("undefined"),
        }
    }

    /// The error of a whole expression, with its places counted in `text`.
    #[cold]
    #[inline(never)]
    pub fn into_error(self, text: &str) -> Error {
        let message = self.message();
        let end = self.0.position.unwrap_or(text.len()).min(text.len());
        let start = match (self.0.start, self.0.position) {
            (Some(start), _) => start.min(text.len()),
            (None, Some(_)) => end,
            (None, None) => 0,
        };
        let mut reach = self.0.reach.unwrap_or(end).min(text.len()).max(start);
        while !text.is_char_boundary(reach) {
            reach += 1;
        }
        let position = match self.0.foreign {
            Some(position) => Some(position),
            None => self.0.position.map(|_| match text.get(..end) {
                Some(before) => before.encode_utf16().count(),
                None => end,
            }),
        };
        Error { code: self.0.code, message, position, range: start..reach }
    }
}

/// JavaScript's words when something is read from nothing.
#[cold]
pub(crate) fn unread(property: &str) -> Fault {
    Fault::said(alloc::format!("Cannot read properties of undefined (reading '{property}')"))
}
