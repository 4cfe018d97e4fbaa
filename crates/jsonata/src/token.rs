//! Text into tokens, as JSONata cuts it: a name is whatever stands between blanks and operators.

use alloc::string::String;

use json::Text;

use crate::Flags;
use crate::error::{Detail, Fault};

/// One token and where it stands, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Operator(&'static str),
    Name(Text),
    /// Without its `$`.
    Variable(Text),
    Text(Text),
    Number(f64),
    True,
    False,
    Null,
    Regex(Text, Flags),
    End,
}

impl Kind {
    /// The text between the quotes of a message, with the quotes.
    pub fn shown(&self) -> Detail {
        match self {
            Kind::Operator(operator) => Detail::text(operator),
            Kind::Name(text) | Kind::Variable(text) | Kind::Text(text) => Detail::text(text),
            Kind::Number(number) => Detail::number(*number),
            Kind::True => Detail::plain("true"),
            Kind::False => Detail::plain("false"),
            Kind::Null => Detail::plain("null"),
            Kind::Regex(..) => Detail::plain("{}"),
            Kind::End => Detail::text("(end)"),
        }
    }
}

/// Reads tokens one by one, since what a `/` means depends on what stands before it.
#[derive(Clone, Debug)]
pub(crate) struct Tokenizer<'a> {
    text: &'a str,
    position: usize,
}

/// The operators of one character; two of them (`!`, `~`) only end names.
const SINGLE: [&str; 27] = [
    ".", "[", "]", "{", "}", "(", ")", ",", "@", "#", ";", ":", "?", "+", "-", "*", "/", "%", "|", "=", "<",
    ">", "^", "&", "!", "~", "",
];

const DOUBLE: [&str; 7] = ["..", ":=", "!=", ">=", "<=", "**", "~>"];

fn single(byte: u8) -> Option<&'static str> {
    SINGLE.iter().copied().find(|operator| operator.as_bytes() == [byte])
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b)
}

impl<'a> Tokenizer<'a> {
    pub fn new(text: &'a str) -> Tokenizer<'a> {
        Tokenizer { text, position: 0 }
    }

    fn byte(&self, offset: usize) -> u8 {
        self.text.as_bytes().get(self.position + offset).copied().unwrap_or(0)
    }

    /// Everything from here on counts as read.
    pub fn finish(&mut self) {
        self.position = self.text.len();
    }

    fn fault(&self, code: &'static str, start: usize, position: usize) -> Fault {
        Fault::new(code).at(start, position)
    }

    /// The next token. Where an operator is due, `/` divides; elsewhere it begins a regular expression.
    pub fn next(&mut self, infix: bool) -> Result<Token, Fault> {
        loop {
            while self.position < self.text.len() && is_blank(self.byte(0)) {
                self.position += 1;
            }
            if !self.text[self.position..].starts_with("/*") {
                break;
            }
            let start = self.position;
            let body = start + 2;
            match self.text[body..].find("*/") {
                Some(length) => self.position = body + length + 2,
                None => return Err(self.fault("S0106", start, start).reaching(self.text.len())),
            }
        }
        let start = self.position;
        if start >= self.text.len() {
            return Ok(Token { kind: Kind::End, start, end: start });
        }
        let kind = self.kind(infix)?;
        Ok(Token { kind, start, end: self.position })
    }

    fn kind(&mut self, infix: bool) -> Result<Kind, Fault> {
        let start = self.position;
        let byte = self.byte(0);
        if byte == b'/' && !infix {
            self.position += 1;
            return self.regex();
        }
        if let Some(operator) = DOUBLE.iter().find(|operator| self.text[start..].starts_with(**operator)) {
            self.position += 2;
            return Ok(Kind::Operator(operator));
        }
        if let Some(operator) = single(byte) {
            self.position += 1;
            return Ok(Kind::Operator(operator));
        }
        match byte {
            b'"' | b'\'' => self.string(byte),
            b'0'..=b'9' => self.number(),
            b'`' => {
                self.position += 1;
                match self.text[self.position..].find('`') {
                    Some(length) => {
                        let name = Text::from(&self.text[self.position..self.position + length]);
                        self.position += length + 1;
                        Ok(Kind::Name(name))
                    }
                    None => {
                        self.position = self.text.len();
                        Err(self.fault("S0105", start, self.position))
                    }
                }
            }
            _ => Ok(self.name()),
        }
    }

    fn name(&mut self) -> Kind {
        let start = self.position;
        let rest = &self.text.as_bytes()[start..];
        let length =
            rest.iter().position(|byte| is_blank(*byte) || single(*byte).is_some()).unwrap_or(rest.len());
        self.position += length;
        let name = &self.text[start..self.position];
        if let Some(variable) = name.strip_prefix('$') {
            return Kind::Variable(Text::from(variable));
        }
        match name {
            "or" => Kind::Operator("or"),
            "in" => Kind::Operator("in"),
            "and" => Kind::Operator("and"),
            "true" => Kind::True,
            "false" => Kind::False,
            "null" => Kind::Null,
            name => Kind::Name(Text::from(name)),
        }
    }

    fn number(&mut self) -> Result<Kind, Fault> {
        let start = self.position;
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        let mut end = if bytes[start] == b'0' { start + 1 } else { digits(start) };
        if bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
            end = digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            if exponent > end + 1 + sign {
                end = exponent;
            }
        }
        let text = &self.text[start..end];
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => {
                self.position = end;
                Ok(Kind::Number(number))
            }
            Ok(_) | Err(_) => Err(self.fault("S0102", start, start).token(Detail::text(text)).reaching(end)),
        }
    }

    fn string(&mut self, quote: u8) -> Result<Kind, Fault> {
        let start = self.position;
        self.position += 1;
        let mut out = String::new();
        // How far an escape at the end of the text reaches beyond it.
        let mut beyond = 0;
        // A half of a surrogate pair that waits for the other one.
        let mut high: Option<u32> = None;
        while self.position < self.text.len() {
            let rest = &self.text[self.position..];
            let Some(character) = rest.chars().next() else { break };
            if character == '\\' {
                self.position += 1;
                let escape = self.text[self.position..].chars().next();
                let plain = match escape {
                    Some('"') => '"',
                    Some('\\') => '\\',
                    Some('/') => '/',
                    Some('b') => '\u{8}',
                    Some('f') => '\u{c}',
                    Some('n') => '\n',
                    Some('r') => '\r',
                    Some('t') => '\t',
                    Some('u') => {
                        let octets: &str = self.octets();
                        if octets.is_empty() || !octets.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                            let end = self.position + 1;
                            return Err(self.fault("S0104", end - 2, end - 1).reaching(end));
                        }
                        let unit = u32::from_str_radix(octets, 16).unwrap_or(0);
                        beyond = 4 - octets.len();
                        self.position += 1 + octets.len();
                        push_unit(&mut out, &mut high, unit);
                        continue;
                    }
                    Some(other) => {
                        // JavaScript takes a single unit, which may be half of the character.
                        let mut units = [0; 2];
                        let token = match other.encode_utf16(&mut units) {
                            [high, _] => Detail(alloc::format!("\"\\u{high:04x}\"")),
                            _ => Detail::text(other.encode_utf8(&mut [0; 4])),
                        };
                        let end = self.position + other.len_utf8();
                        let fault = self.fault("S0103", self.position - 1, self.position);
                        return Err(fault.token(token).reaching(end));
                    }
                    None => {
                        return Err(self
                            .fault("S0103", self.position - 1, self.position)
                            .token(Detail::text("")));
                    }
                };
                flush(&mut out, &mut high);
                out.push(plain);
                self.position += 1;
            } else if character as u32 == u32::from(quote) {
                self.position += 1;
                flush(&mut out, &mut high);
                return Ok(Kind::Text(Text::from(out)));
            } else {
                flush(&mut out, &mut high);
                out.push(character);
                self.position += character.len_utf8();
            }
        }
        let fault = self.fault("S0101", start, self.position);
        Err(match beyond {
            0 => fault,
            beyond => fault.foreign(self.text.encode_utf16().count() + beyond),
        })
    }

    /// The four characters behind `\u`, fewer at the end of the text.
    fn octets(&self) -> &str {
        let rest = &self.text[self.position + 1..];
        let end = rest.char_indices().nth(4).map_or(rest.len(), |(at, _)| at);
        &rest[..end]
    }

    fn regex(&mut self) -> Result<Kind, Fault> {
        let bytes = self.text.as_bytes();
        let start = self.position;
        let mut depth = 0i32;
        let mut at = start;
        while at < bytes.len() {
            if bytes[at] == b'/' && depth == 0 {
                let backslashes = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
                if backslashes % 2 == 0 {
                    return self.regex_end(start, at);
                }
            }
            let escaped = at > 0 && bytes[at - 1] == b'\\';
            match bytes[at] {
                b'(' | b'[' | b'{' if !escaped => depth += 1,
                b')' | b']' | b'}' if !escaped => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        self.position = at;
        Err(self.fault("S0302", start - 1, at))
    }

    fn regex_end(&mut self, start: usize, end: usize) -> Result<Kind, Fault> {
        let bytes = self.text.as_bytes();
        if start == end {
            return Err(self.fault("S0301", start - 1, end).reaching(end + 1));
        }
        let mut at = end + 1;
        let mut flags = Flags::default();
        let mut repeated = false;
        while let Some(byte @ (b'i' | b'm')) = bytes.get(at) {
            let flag = if *byte == b'i' { &mut flags.ignore_case } else { &mut flags.multiline };
            repeated |= *flag;
            *flag = true;
            at += 1;
        }
        self.position = at;
        if repeated {
            let message =
                alloc::format!("Invalid flags supplied to RegExp constructor '{}g'", &self.text[end + 1..at]);
            return Err(Fault::said(message).at(end + 1, at));
        }
        Ok(Kind::Regex(Text::from(&self.text[start..end]), flags))
    }
}

/// Halves of surrogate pairs that stand alone cannot be UTF-8. They are kept as the last 2,048 private characters.
pub(crate) const LONE: u32 = 0x10_f800;

fn push_unit(out: &mut String, high: &mut Option<u32>, unit: u32) {
    match (high.take(), unit) {
        (Some(first), 0xdc00..=0xdfff) => {
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (unit - 0xdc00);
            out.extend(char::from_u32(code));
        }
        (first, unit) => {
            out.extend(first.and_then(lone));
            match unit {
                0xd800..=0xdbff => *high = Some(unit),
                0xdc00..=0xdfff => out.extend(lone(unit)),
                unit => out.extend(char::from_u32(unit)),
            }
        }
    }
}

fn flush(out: &mut String, high: &mut Option<u32>) {
    out.extend(high.take().and_then(lone));
}

fn lone(unit: u32) -> Option<char> {
    char::from_u32(LONE + unit - 0xd800)
}
