//! JSON text into a tree, however broken, in one pass.
//!
//! Every turn of a loop below consumes something or leaves the container, and a string is looked at twice at most, so the time is linear.
//! Recursion ends at [`MAX_DEPTH`].

use alloc::string::String;
use alloc::vec::Vec;

use super::{Container, Format, MAX_DEPTH, Member, Node, NodeKind, Problem, ProblemKind, Range, Tree};
use crate::{Lookup, Number, Text};

/// Reads a JSON text.
pub(super) fn read(text: &str) -> Tree {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
        arrays: 0,
        objects: 0,
        members: Vec::new(),
        items: Vec::new(),
        known: Lookup::new(),
        problems: Vec::new(),
    };
    let root = reader.root();
    let mut problems = reader.problems;
    problems.sort_by_key(|problem| problem.range.start);
    Tree { format: Format::Json, root, problems }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    /// Arrays open around this place.
    arrays: usize,
    /// Objects open around this place.
    objects: usize,
    /// The members of all open objects read so far, so that each object takes memory once.
    members: Vec<Member>,
    /// The items of all open arrays.
    items: Vec<Node>,
    /// The short strings read so far: keys, names and words stand in a text many times and are shared.
    known: Lookup<()>,
    problems: Vec<Problem>,
}

/// Longer strings are seldom the same.
const SHARED: usize = 40;

impl Reader<'_> {
    fn root(&mut self) -> Option<Node> {
        if self.text.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        self.skip_blanks();
        while let Some(b'}' | b']' | b',' | b':') = self.peek() {
            let kind = match self.peek() {
                Some(b'}') => ProblemKind::ExtraClose(Container::Object),
                Some(b']') => ProblemKind::ExtraClose(Container::Array),
                Some(_) | None => ProblemKind::MissingValue { found: self.found() },
            };
            self.problem(Range::new(self.at, self.at + 1), kind);
            self.at += 1;
            self.skip_blanks();
        }
        if self.peek().is_none() {
            self.problem(Range::at(self.at), ProblemKind::Empty);
            return None;
        }
        let root = self.value();
        self.skip_blanks();
        if self.peek().is_some() {
            let rest = self.text[self.at..].trim_end();
            self.problem(Range::new(self.at, self.at + rest.len()), ProblemKind::AfterEnd);
        }
        Some(root)
    }

    /// Reads a value, or a broken one where none begins; blanks before it are behind us.
    fn value(&mut self) -> Node {
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{' | b'[') if self.depth == MAX_DEPTH => {
                self.skip_container();
                self.problem(Range::new(start, self.at), ProblemKind::TooDeep);
                NodeKind::Broken
            }
            Some(b'{') => NodeKind::Object(self.object()),
            Some(b'[') => NodeKind::Array(self.array()),
            Some(b'"' | b'\'') => NodeKind::String(self.string()),
            Some(b'}' | b']' | b',' | b':') | None => {
                self.problem(Range::at(start), ProblemKind::MissingValue { found: self.found() });
                NodeKind::Broken
            }
            Some(_) => self.word(),
        };
        Node { range: Range::new(start, self.at), kind }
    }

    fn object(&mut self) -> Vec<Member> {
        let opened = Range::new(self.at, self.at + 1);
        let first = self.members.len();
        // The comma behind the last member.
        let mut comma: Option<usize> = None;
        self.at += 1;
        self.depth += 1;
        self.objects += 1;
        loop {
            self.skip_blanks();
            match self.peek() {
                Some(b'}') => {
                    if let Some(comma) = comma {
                        let kind = ProblemKind::TrailingComma(Container::Object);
                        self.problem(Range::new(comma, comma + 1), kind);
                    }
                    self.at += 1;
                    break;
                }
                Some(b']') if self.arrays == 0 => {
                    let range = Range::new(self.at, self.at + 1);
                    self.problem(range, ProblemKind::ExtraClose(Container::Array));
                    self.at += 1;
                }
                Some(b']') | None => {
                    self.unclosed(Container::Object, opened);
                    break;
                }
                Some(b',') => {
                    if comma.is_some() || self.members.len() == first {
                        let range = Range::new(self.at, self.at + 1);
                        self.problem(range, ProblemKind::ExtraComma(Container::Object));
                    }
                    comma = Some(self.at);
                    self.at += 1;
                }
                Some(_) => {
                    if comma.is_none() && self.members.len() > first {
                        let (container, found) = (Container::Object, self.found());
                        let place = self.members.last().map_or(self.at, |member| member.range.end);
                        self.problem(Range::at(place), ProblemKind::MissingComma { container, found });
                    }
                    comma = None;
                    let member = self.member();
                    self.members.push(member);
                }
            }
        }
        self.depth -= 1;
        self.objects -= 1;
        self.members.split_off(first)
    }

    /// Reads a key, a colon and a value as far as they are there; at least one byte is.
    fn member(&mut self) -> Member {
        let start = self.at;
        let key = match self.peek() {
            Some(b'"' | b'\'') => self.string(),
            Some(b':' | b'{' | b'[') | None => {
                self.problem(Range::at(start), ProblemKind::MissingKey { found: self.found() });
                Text::default()
            }
            Some(_) => {
                self.skip_word();
                self.problem(Range::new(start, self.at), ProblemKind::UnquotedKey);
                Text::from(&self.text[start..self.at])
            }
        };
        let key_range = Range::new(start, self.at);
        self.skip_blanks();
        let value = match self.peek() {
            Some(b':') => {
                let colon = self.at + 1;
                self.at += 1;
                self.skip_blanks();
                let (at, problems) = (self.at, self.problems.len());
                let is_string = self.peek() == Some(b'"');
                let value = self.value();
                if !is_string || !self.is_colon_next() {
                    value
                } else {
                    self.at = at;
                    self.problems.truncate(problems);
                    self.value_or_key(colon)
                }
            }
            Some(b'{' | b'[') if key_range.is_empty() => self.value(),
            Some(b',' | b'}' | b']') | None => self.no_value(key_range.end),
            Some(_) if self.is_key() => self.no_value(key_range.end),
            Some(_) => {
                let found = self.found();
                self.problem(Range::at(key_range.end), ProblemKind::MissingColon { found });
                self.value()
            }
        };
        Member { range: Range::new(start, value.range.end.max(key_range.end)), key, key_range, value }
    }

    /// Whether a colon is the next character that is not blank.
    fn is_colon_next(&self) -> bool {
        match self.peek() {
            Some(b',' | b'}' | b']') | None => false,
            Some(_) => self.text[self.at..].trim_start().starts_with(':'),
        }
    }

    /// Reads what stands behind a colon when a second colon follows.
    fn value_or_key(&mut self, colon: usize) -> Node {
        if !self.is_key() {
            return self.value();
        }
        // The value was forgotten, and this is the key of the next member.
        let found = self.found();
        self.problem(Range::at(colon), ProblemKind::MissingValue { found });
        self.at = colon;
        Node { range: Range::at(colon), kind: NodeKind::Broken }
    }

    /// What stands for the value of a key that has neither colon nor value.
    fn no_value(&mut self, end: usize) -> Node {
        let found = self.found();
        self.problem(Range::at(end), ProblemKind::MissingColon { found });
        Node { range: Range::at(end), kind: NodeKind::Broken }
    }

    fn array(&mut self) -> Vec<Node> {
        let opened = Range::new(self.at, self.at + 1);
        let first = self.items.len();
        let mut comma: Option<usize> = None;
        self.at += 1;
        self.depth += 1;
        self.arrays += 1;
        loop {
            self.skip_blanks();
            match self.peek() {
                Some(b']') => {
                    if let Some(comma) = comma {
                        let kind = ProblemKind::TrailingComma(Container::Array);
                        self.problem(Range::new(comma, comma + 1), kind);
                    }
                    self.at += 1;
                    break;
                }
                Some(b'}') if self.objects == 0 => {
                    let range = Range::new(self.at, self.at + 1);
                    self.problem(range, ProblemKind::ExtraClose(Container::Object));
                    self.at += 1;
                }
                Some(b'}') | None => {
                    self.unclosed(Container::Array, opened);
                    break;
                }
                Some(b',') => {
                    if comma.is_some() || self.items.len() == first {
                        let range = Range::new(self.at, self.at + 1);
                        self.problem(range, ProblemKind::ExtraComma(Container::Array));
                    }
                    comma = Some(self.at);
                    self.at += 1;
                }
                Some(b':') => {
                    // Most likely a member without its braces: the item before was meant as its key.
                    let found = self.found();
                    let range = Range::new(self.at, self.at + 1);
                    self.problem(range, ProblemKind::MissingComma { container: Container::Array, found });
                    comma = Some(self.at);
                    self.at += 1;
                }
                Some(_) => {
                    if comma.is_none() && self.items.len() > first {
                        let (container, found) = (Container::Array, self.found());
                        let place = self.items.last().map_or(self.at, |item| item.range.end);
                        self.problem(Range::at(place), ProblemKind::MissingComma { container, found });
                    }
                    comma = None;
                    let item = self.value();
                    self.items.push(item);
                }
            }
        }
        self.depth -= 1;
        self.arrays -= 1;
        self.items.split_off(first)
    }

    /// Reads a string in double or single quotes; an unclosed one ends with its line.
    fn string(&mut self) -> Text {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let quote = bytes[start];
        if quote == b'\'' {
            self.problem(Range::new(start, start + 1), ProblemKind::SingleQuotes);
        }
        let mut decoded = String::new();
        // Up to here everything is decoded.
        let mut from = start + 1;
        let mut at = start + 1;
        loop {
            while bytes.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\'' | b'\\' | 0..=0x1f)) {
                at += 1;
            }
            match bytes.get(at) {
                Some(byte) if *byte == quote => {
                    self.at = at + 1;
                    break;
                }
                None | Some(b'\n' | b'\r') => {
                    self.problem(Range::new(start, at), ProblemKind::UnclosedString);
                    self.at = at;
                    break;
                }
                Some(b'\\') => {
                    decoded.push_str(&self.text[from..at]);
                    let escape = super::decode::escape(self.text, at);
                    match escape.character {
                        Some(character) => decoded.push(character),
                        None => {
                            self.problem(Range::new(at, at + escape.length), ProblemKind::BadEscape);
                            decoded.push_str(&self.text[at..at + escape.length]);
                        }
                    }
                    at += escape.length;
                    from = at;
                }
                Some(byte) if *byte < 0x20 => {
                    let kind = ProblemKind::ControlCharacter(char::from(*byte));
                    self.problem(Range::new(at, at + 1), kind);
                    at += 1;
                }
                Some(_) => at += 1,
            }
        }
        if decoded.is_empty() {
            let plain = &self.text[from..at];
            return if plain.len() > SHARED { Text::from(plain) } else { self.known.share(plain) };
        }
        decoded.push_str(&self.text[from..at]);
        Text::from(decoded)
    }

    /// Reads `true`, `false`, `null`, a number, or something else that is no value.
    fn word(&mut self) -> NodeKind {
        let start = self.at;
        self.skip_word();
        let range = Range::new(start, self.at);
        let word = range.of(self.text);
        match word {
            "true" => return NodeKind::Bool(true),
            "false" => return NodeKind::Bool(false),
            "null" => return NodeKind::Null,
            _ => {}
        }
        if is_number(word) {
            return match number(word) {
                Some(number) => NodeKind::Number(number),
                None => {
                    self.problem(range, ProblemKind::NumberOutOfRange);
                    NodeKind::Broken
                }
            };
        }
        match word.bytes().next() {
            Some(b'0'..=b'9' | b'-' | b'+' | b'.') => {
                self.problem(range, ProblemKind::BadNumber);
                match number(word) {
                    Some(number) => NodeKind::Number(number),
                    None => NodeKind::Broken,
                }
            }
            Some(_) | None => {
                self.problem(range, ProblemKind::UnknownWord);
                NodeKind::Broken
            }
        }
    }

    /// Goes behind a run of characters that have no meaning of their own, at least one; `${…}` is one word.
    fn skip_word(&mut self) {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric()) {
            self.at += 1;
        }
        while let Some(character) = self.text[self.at..].chars().next() {
            if self.text[self.at..].starts_with("${") {
                let rest = &self.text[self.at..];
                let line = rest.find('\n').unwrap_or(rest.len());
                if let Some(end) = rest[..line].find('}') {
                    self.at += end + 1;
                    continue;
                }
            }
            if character.is_whitespace() || "{}[],:\"'".contains(character) {
                break;
            }
            if self.at > start
                && (self.text[self.at..].starts_with("//") || self.text[self.at..].starts_with("/*"))
            {
                break;
            }
            self.at += character.len_utf8();
        }
        if self.at == start {
            self.at += self.text[start..].chars().next().map_or(0, char::len_utf8);
        }
    }

    /// Goes behind a container that is too deep, counting brackets outside of strings.
    fn skip_container(&mut self) {
        let bytes = self.text.as_bytes();
        let mut open = 0usize;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                b'"' => {
                    self.at += 1;
                    while !matches!(bytes.get(self.at), None | Some(b'"' | b'\n')) {
                        self.at += if bytes[self.at] == b'\\' { 2 } else { 1 };
                    }
                }
                _ => {}
            }
            self.at = (self.at + 1).min(bytes.len());
            if open == 0 {
                return;
            }
        }
        self.at = bytes.len();
    }

    /// Whether a string with a colon behind it stands here.
    fn is_key(&self) -> bool {
        let bytes = self.text.as_bytes();
        if self.peek() != Some(b'"') {
            return false;
        }
        let mut at = self.at + 1;
        loop {
            match bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => at += 2,
                None | Some(b'\n') => return false,
                Some(_) => at += 1,
            }
        }
        self.text.get(at + 1..).unwrap_or("").trim_start().starts_with(':')
    }

    /// Goes behind blanks and comments.
    #[inline]
    fn skip_blanks(&mut self) {
        if let Some(b'"' | b',' | b':' | b'{' | b'}' | b'[' | b']' | b'0'..=b'9') = self.peek() {
            return;
        }
        self.skip_more();
    }

    #[inline(never)]
    fn skip_more(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            let length = if trimmed.starts_with("//") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map_or(trimmed.len(), |end| end + 2)
            } else {
                return;
            };
            self.problem(Range::new(self.at, self.at + length), ProblemKind::Comment);
            self.at += length;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The character here.
    fn found(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Says that a container is not closed; of several that end at the same place, the innermost speaks for all.
    fn unclosed(&mut self, container: Container, opened: Range) {
        let range = Range::at(self.at);
        match self.problems.last_mut() {
            Some(Problem { range: last, kind: ProblemKind::Unclosed { missing, .. } }) if *last == range => {
                missing.push(container.close());
            }
            Some(_) | None => {
                let missing = String::from(container.close());
                self.problem(range, ProblemKind::Unclosed { container, opened, missing });
            }
        }
    }

    fn problem(&mut self, range: Range, kind: ProblemKind) {
        self.problems.push(Problem::new(range, kind));
    }
}

/// Whether a word is a number by the grammar of JSON.
pub(crate) fn is_number(word: &str) -> bool {
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (word, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_digits)
        && exponent.is_none_or(is_digits)
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number that a word means, also where JSON would write it otherwise; nothing when it is none or too large.
pub(crate) fn number(word: &str) -> Option<Number> {
    if word != "-0"
        && let Ok(integer) = word.parse::<i64>()
    {
        return Some(Number::Integer(integer));
    }
    if !word.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    word.parse::<f64>().ok().filter(|double| double.is_finite()).map(Number::Double)
}
