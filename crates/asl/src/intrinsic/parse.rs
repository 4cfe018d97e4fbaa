//! Text into calls.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use json::{Number, Text, Value};

use super::{Argument, Call, Function};
use crate::{Source, SourcePath};

/// How many calls may stand inside each other.
const DEEPEST: usize = 10;

/// Why a text is not a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    pub message: String,
    /// In the text, in bytes.
    pub position: usize,
}

pub fn parse(text: &str) -> Result<Call, ParseError> {
    let mut parser = Parser { text, at: 0 };
    parser.skip_blanks();
    let call = parser.call(1)?;
    parser.skip_blanks();
    match parser.rest().is_empty() {
        true => Ok(call),
        false => parser.fail("Nothing may follow the closing parenthesis of an intrinsic function"),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn fail<T>(&self, message: impl Into<String>) -> Result<T, ParseError> {
        Err(ParseError { message: message.into(), position: self.at })
    }

    /// `depth` counts this call and those around it.
    fn call(&mut self, depth: usize) -> Result<Call, ParseError> {
        let start = self.at;
        let length = self
            .rest()
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
            .count();
        let name = &self.rest()[..length];
        let Some(function) = Function::named(name) else {
            return match name.strip_prefix("States.") {
                Some(_) => self.fail(format!("There is no intrinsic function {name}")),
                None => self.fail("An intrinsic function such as States.Format(…) was expected here"),
            };
        };
        if depth > DEEPEST {
            return self.fail(format!("At most {DEEPEST} intrinsic functions may stand inside each other"));
        }
        self.at += length;
        self.skip_blanks();
        if self.peek() != Some(b'(') {
            return self.fail(format!("A ( was expected after {name}"));
        }
        self.at += 1;
        let arguments = self.arguments(depth)?;
        let text = Text::from(&self.text[start..self.at]);
        Ok(Call { text, function, arguments, position: start })
    }

    /// What follows the opening parenthesis, with the closing one.
    fn arguments(&mut self, depth: usize) -> Result<Vec<Argument>, ParseError> {
        let mut arguments = Vec::new();
        self.skip_blanks();
        if self.peek() == Some(b')') {
            self.at += 1;
            return Ok(arguments);
        }
        loop {
            self.skip_blanks();
            arguments.push(self.argument(depth)?);
            self.skip_blanks();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b')') => {
                    self.at += 1;
                    return Ok(arguments);
                }
                Some(_) => return self.fail("A comma or a ) was expected here"),
                None => return self.fail("The closing ) is missing"),
            }
        }
    }

    fn argument(&mut self, depth: usize) -> Result<Argument, ParseError> {
        match self.peek() {
            Some(b'\'') => self.quoted(),
            Some(b'$') => self.path(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b',' | b')') | None => self.fail("An argument is missing here"),
            Some(b'"') => self.fail("Texts in intrinsic functions stand between single quotes: 'text'"),
            Some(_) => {
                let length = self
                    .rest()
                    .bytes()
                    .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
                    .count();
                let literal = match &self.rest()[..length] {
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    "null" => Value::Null,
                    "States" => return self.call(depth + 1).map(Argument::Call),
                    _ => {
                        return self.fail(
                            "An argument must be a 'text', a number, true, false, null, a path or an intrinsic function",
                        );
                    }
                };
                self.at += length;
                Ok(Argument::Literal(literal))
            }
        }
    }

    /// A text between single quotes; `\'`, `\{`, `\}` and `\\` are the only escapes.
    fn quoted(&mut self) -> Result<Argument, ParseError> {
        self.at += 1;
        let start = self.at;
        let mut value = String::new();
        loop {
            let Some(character) = self.rest().chars().next() else {
                return self.fail("The closing quote ' is missing");
            };
            match character {
                '\'' => break,
                '\\' => match self.rest()[1..].chars().next() {
                    Some(escaped @ ('\'' | '{' | '}' | '\\')) => {
                        value.push(escaped);
                        self.at += 2;
                    }
                    _ => return self.fail(r"Only \', \{, \} and \\ may follow a backslash here"),
                },
                character => {
                    value.push(character);
                    self.at += character.len_utf8();
                }
            }
        }
        let raw = Text::from(&self.text[start..self.at]);
        self.at += 1;
        Ok(Argument::Text { raw, value: Text::from(value) })
    }

    /// A path goes up to the next comma or parenthesis that is not its own.
    fn path(&mut self) -> Result<Argument, ParseError> {
        let start = self.at;
        let mut brackets = 0_usize;
        let mut parentheses = 0_usize;
        let mut quoted = false;
        let mut length = 0;
        for byte in self.rest().bytes() {
            match byte {
                b'\'' => quoted = !quoted,
                _ if quoted => {}
                b'[' => brackets += 1,
                b']' => brackets = brackets.saturating_sub(1),
                b'(' => parentheses += 1,
                b')' if parentheses > 0 => parentheses -= 1,
                b')' => break,
                b',' if brackets == 0 && parentheses == 0 => break,
                _ => {}
            }
            length += 1;
        }
        let text = self.rest()[..length].trim_end();
        let path = SourcePath::parse(&Text::from(text));
        if let Source::Broken(broken) = &path.source {
            return self.fail(format!("The path {text} is not valid: {}", broken.message));
        }
        self.at += length;
        Ok(Argument::Path(path, start))
    }

    fn number(&mut self) -> Result<Argument, ParseError> {
        let length = self
            .rest()
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-'))
            .count();
        let text = &self.rest()[..length];
        // Numbers beyond all doubles are taken; whatever uses one will find it out of range.
        let number = match json::parse(text) {
            Ok(Value::Number(number)) => number,
            Err(error) if error.message.contains("out of range") => Number::Double(f64::MAX),
            Ok(_) | Err(_) => return self.fail(format!("{text} is not a number")),
        };
        self.at += length;
        Ok(Argument::Literal(Value::Number(number)))
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for ParseError {}

impl From<ParseError> for String {
    fn from(error: ParseError) -> String {
        error.to_string()
    }
}
