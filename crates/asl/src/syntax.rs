//! What the service says about a text that is not JSON: its parser is Jackson, and these are its sentences.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Why Jackson refuses a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// With the source and the position, as the service gives it.
    pub message: String,
    /// The bracketed part alone.
    pub location: String,
    /// Where the parser stood, in bytes.
    pub offset: usize,
}

/// The first error of a text; none when it begins with a JSON value.
/// Like the service's parser, it does not look at what follows that value.
pub fn syntax_error(text: &str) -> Option<SyntaxError> {
    let mut parser = Parser { text, at: 0, edition: Edition::Definitions };
    parser.document().err().map(|fault| {
        let location = parser.source(fault.at);
        SyntaxError { message: format!("{}\n at {location}", fault.message), location, offset: fault.at }
    })
}

/// Where the value ends that a text begins with, or the sentence of `States.StringToJson`.
pub(crate) fn value_end(text: &str) -> Result<usize, String> {
    let mut parser = Parser { text, at: 0, edition: Edition::Intrinsics };
    match parser.document() {
        Ok(()) => Ok(parser.at),
        Err(fault) => Err(format!("{}\n at {}", fault.message, parser.source(fault.at))),
    }
}

/// The service has two editions of Jackson.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edition {
    /// Reads definitions; it stands behind a character that it did not expect, and shows the text.
    Definitions,
    /// Reads the texts of `States.StringToJson`; it stands before such a character, and hides the text.
    Intrinsics,
}

struct Fault {
    message: String,
    at: usize,
}

/// An open container.
struct Open {
    closer: char,
    at: usize,
}

impl Open {
    fn kind(&self) -> &'static str {
        if self.closer == '}' { "Object" } else { "Array" }
    }
}

struct Parser<'t> {
    text: &'t str,
    /// The next byte.
    at: usize,
    edition: Edition,
}

type Step<T> = Result<T, Fault>;

impl Parser<'_> {
    fn document(&mut self) -> Step<()> {
        let mut open: Vec<Open> = Vec::new();
        self.skip();
        let mut is_fresh = self.value(&mut open)?;
        while let Some(container) = open.last() {
            self.skip();
            let Some(character) = self.peek() else { return Err(self.unclosed(container)) };
            if character == container.closer {
                self.take(character);
                open.pop();
                is_fresh = false;
                continue;
            }
            if matches!(character, '}' | ']') {
                self.take(character);
                return Err(self.mismatch(character, container));
            }
            if !is_fresh {
                self.take(character);
                if character != ',' {
                    let why = format!("was expecting comma to separate {} entries", container.kind());
                    return Err(self.unexpected(character, &why));
                }
                self.skip();
                if self.peek().is_none() {
                    return Err(self.end_in(container));
                }
            }
            if container.closer == '}' {
                self.field_name(container)?;
            }
            is_fresh = self.value(&mut open)?;
        }
        Ok(())
    }

    /// Reads a value; whether it opened a container that is still to be read.
    fn value(&mut self, open: &mut Vec<Open>) -> Step<bool> {
        let Some(character) = self.peek() else {
            return Err(match open.last() {
                Some(container) => self.end_in(container),
                None => self.fault("No content to map due to end-of-input".to_string()),
            });
        };
        let at = self.at;
        match character {
            '{' | '[' => {
                self.take(character);
                open.push(Open { closer: if character == '{' { '}' } else { ']' }, at });
                Ok(true)
            }
            '"' => {
                self.string("was expecting closing quote for a string value", "string value")?;
                Ok(false)
            }
            '-' | '0'..='9' => {
                self.number()?;
                Ok(false)
            }
            _ => {
                if let Some(word) = self.word() {
                    return match word.as_str() {
                        "true" | "false" | "null" => Ok(false),
                        _ => Err(self.fault(format!(
                            "Unrecognized token '{word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
                        ))),
                    };
                }
                self.take(character);
                Err(self.unexpected(
                    character,
                    "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                ))
            }
        }
    }

    fn field_name(&mut self, container: &Open) -> Step<()> {
        match self.peek() {
            Some('"') => self.string("was expecting closing '\"' for name", "name")?,
            Some(character) => {
                self.take(character);
                return Err(self.unexpected(character, "was expecting double-quote to start field name"));
            }
            None => return Err(self.end_in(container)),
        }
        self.skip();
        match self.peek() {
            Some(':') => self.take(':'),
            Some(character) => {
                self.take(character);
                return Err(
                    self.unexpected(character, "was expecting a colon to separate field name and value")
                );
            }
            None => return Err(self.end_in(container)),
        }
        self.skip();
        Ok(())
    }

    fn string(&mut self, unclosed: &str, what: &str) -> Step<()> {
        self.take('"');
        loop {
            let Some(character) = self.peek() else {
                return Err(self.fault(format!("Unexpected end-of-input: {unclosed}")));
            };
            self.take(character);
            match character {
                '"' => return Ok(()),
                '\\' => self.escape()?,
                '\0'..='\x1f' => {
                    return Err(self.fault(format!(
                        "Illegal unquoted character ({}): has to be escaped using backslash to be included in {what}",
                        describe(character)
                    )));
                }
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Step<()> {
        let Some(character) = self.peek() else {
            return Err(self.fault("Unexpected end-of-input in character escape sequence".to_string()));
        };
        self.take(character);
        match character {
            '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => Ok(()),
            'u' => {
                for _ in 0..4 {
                    let Some(digit) = self.peek() else {
                        return Err(
                            self.fault("Unexpected end-of-input in character escape sequence".to_string())
                        );
                    };
                    self.take(digit);
                    if !digit.is_ascii_hexdigit() {
                        return Err(
                            self.unexpected(digit, "expected a hex-digit for character escape sequence")
                        );
                    }
                }
                Ok(())
            }
            character => Err(self.fault(format!("Unrecognized character escape {}", describe(character)))),
        }
    }

    fn number(&mut self) -> Step<()> {
        if self.peek() == Some('-') {
            self.take('-');
            match self.peek() {
                Some('0'..='9') => {}
                Some(character) => {
                    self.take(character);
                    return Err(self.unexpected(
                        character,
                        "expected digit (0-9) to follow minus sign, for valid numeric value",
                    ));
                }
                None => {
                    return Err(
                        self.fault("Unexpected end-of-input: No digit following minus sign".to_string())
                    );
                }
            }
        }
        if self.peek() == Some('0') {
            self.take('0');
            if let Some('0'..='9') = self.peek() {
                return Err(self.fault("Invalid numeric value: Leading zeroes not allowed".to_string()));
            }
        }
        self.digits();
        if self.peek() == Some('.') {
            self.take('.');
            self.require_digit("Decimal point not followed by a digit")?;
        }
        if let Some(exponent @ ('e' | 'E')) = self.peek() {
            self.take(exponent);
            if let Some(sign @ ('+' | '-')) = self.peek() {
                self.take(sign);
            }
            self.require_digit("Exponent indicator not followed by a digit")?;
        }
        match self.peek() {
            Some(character) if !matches!(character, ' ' | '\t' | '\n' | '\r' | ',' | ']' | '}') => {
                self.take(character);
                Err(self.unexpected(character, "Expected space separating root-level values"))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn require_digit(&mut self, why: &str) -> Step<()> {
        match self.peek() {
            Some('0'..='9') => {
                self.digits();
                Ok(())
            }
            Some(character) => {
                self.take(character);
                Err(self.unexpected(character, why))
            }
            None => Err(self.fault(format!("Unexpected end-of-input: {why}"))),
        }
    }

    fn digits(&mut self) {
        while let Some(digit @ '0'..='9') = self.peek() {
            self.take(digit);
        }
    }

    /// The letters and digits here, as Jackson collects them for its message.
    fn word(&mut self) -> Option<String> {
        let rest = &self.text[self.at..];
        let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
        if !rest.starts_with(|character: char| is_part(character) && !character.is_numeric()) {
            return None;
        }
        let end = rest.find(|character: char| !is_part(character)).unwrap_or(rest.len());
        self.at += end;
        Some(rest[..end].to_string())
    }

    fn skip(&mut self) {
        while let Some(blank @ (' ' | '\t' | '\n' | '\r')) = self.peek() {
            self.take(blank);
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, character: char) {
        self.at += character.len_utf8();
    }

    fn fault(&self, message: String) -> Fault {
        Fault { message, at: self.at }
    }

    fn unexpected(&self, character: char, why: &str) -> Fault {
        let message = format!("Unexpected character ({}): {why}", describe(character));
        match self.edition {
            Edition::Definitions => self.fault(message),
            Edition::Intrinsics => Fault { message, at: self.at - character.len_utf8() },
        }
    }

    fn unclosed(&self, container: &Open) -> Fault {
        let (kind, start) = (container.kind(), self.source(container.at));
        self.fault(format!(
            "Unexpected end-of-input: expected close marker for {kind} (start marker at {start})"
        ))
    }

    /// The text ends behind a comma or a colon.
    fn end_in(&self, container: &Open) -> Fault {
        self.fault(format!("Unexpected end-of-input within/between {} entries", container.kind()))
    }

    /// `[Source: (String)"…"; line: 1, column: 4]`: the text is cut after 500 characters.
    fn source(&self, at: usize) -> String {
        const SHOWN: usize = 500;
        let text = self.text;
        let before = &text[..at];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = before[start..].encode_utf16().count() + 1;
        let shown = match self.edition {
            Edition::Definitions => {
                let count = text.encode_utf16().count();
                let shown: String = text.chars().take(SHOWN).collect();
                let cut = match count > SHOWN {
                    true => format!("[truncated {} chars]", count - SHOWN),
                    false => String::new(),
                };
                format!("(String)\"{shown}\"{cut}")
            }
            Edition::Intrinsics => {
                "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)".to_string()
            }
        };
        format!("[Source: {shown}; line: {line}, column: {column}]")
    }

    fn mismatch(&self, character: char, container: &Open) -> Fault {
        let (kind, start) = (container.kind(), self.source(container.at));
        self.fault(format!(
            "Unexpected close marker '{character}': expected '{}' (for {kind} starting at {start})",
            container.closer
        ))
    }
}

/// `'x' (code 120)`, or `(CTRL-CHAR, code 10)` without the brackets.
fn describe(character: char) -> String {
    let code = character as u32;
    if character.is_control() {
        format!("(CTRL-CHAR, code {code})")
    } else {
        format!("'{character}' (code {code})")
    }
}
