//! Text into a path, character by character as Jayway does it: first cut into fragments, then each fragment is looked at.
//!
//! The oddities (`['a]b']`, `["k1"]` is an index, blanks inside brackets) follow from that order of work and are kept.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use json::Text;

use crate::filter;
use crate::path::{ParseError, Path, Step};

/// Longer paths are refused: reading recurses by step, and stacks are small.
const MOST_STEPS: usize = 256;

/// A path in a filter in a path … can never be right, because paths in filters must be definite.
const DEEPEST: usize = 3;

/// `depth` counts the filters around this path.
pub(crate) fn compile(whole: &str, depth: usize) -> Result<Path, ParseError> {
    let text = trim(whole);
    let start = match text {
        "" => 0,
        _ => whole.len() - whole.trim_start_matches(|character: char| character <= ' ').len(),
    };
    let fail = |message: &str, at: usize| Err(error(message, start + at));
    if depth > DEEPEST {
        return fail("The filters of the path are nested too deeply", 0);
    }
    let Some(first) = text.chars().next() else {
        return fail("Path may not be null empty", 0);
    };
    if text.ends_with("..") {
        return fail("A path can not end with a scan.", text.len() - 2);
    }
    // Positions in `path` lie `shift` bytes behind those in `text`.
    let (path, shift) = match first {
        '$' => (Cow::Borrowed(text), 0),
        '@' => (Cow::Owned(format!("${}", &text[1..])), 0),
        _ => (Cow::Owned(format!("$.{text}")), 2),
    };
    if path.ends_with("..") {
        return fail("A path can not end with a scan.", 0);
    }
    let here = |at: usize| start + at.saturating_sub(shift).min(text.len());
    let bytes = path.as_bytes();
    if bytes.len() > 1 && bytes[1] != b'.' && bytes[1] != b'[' {
        return Err(error(&format!("Invalid path {path}"), here(1)));
    }
    let mut steps = Vec::new();
    let mut at = 1;
    while at < bytes.len() {
        if steps.len() == MOST_STEPS {
            return Err(error(&format!("The path has more than {MOST_STEPS} steps"), here(at)));
        }
        let step = match bytes[at] {
            b' ' => return Err(error("Space not allowed in path", here(at))),
            b'$' => {
                at += 1;
                Step::Root
            }
            b'*' => {
                at += 1;
                Step::Every
            }
            b'[' => {
                let end = closing(bytes, at);
                let step = analyze(&path[at..end], here(at), depth)?;
                at = end;
                step
            }
            b'.' if bytes.get(at + 1) == Some(&b'.') => {
                at += 2;
                Step::Scan
            }
            b'.' => {
                at += 1;
                if at == bytes.len() {
                    return Err(error("The path ends after a dot: a name is missing", here(at)));
                }
                let end = name_end(bytes, at);
                let name = &path[at..end];
                at = end;
                match name {
                    "" => continue,
                    "*" => Step::Every,
                    _ => member(name),
                }
            }
            _ => {
                let end = name_end(bytes, at);
                let name = &path[at..end];
                at = end;
                member(name)
            }
        };
        steps.push(step);
    }
    Ok(Path::new(text, steps, first != '@'))
}

pub(crate) fn error(message: &str, position: usize) -> ParseError {
    ParseError { message: message.to_string(), position }
}

/// As Java trims: everything up to the blank goes.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|character: char| character <= ' ')
}

fn name_end(bytes: &[u8], from: usize) -> usize {
    let length = bytes[from..].iter().take_while(|byte| !matches!(byte, b'.' | b'[' | b' ')).count();
    from + length
}

/// Behind the bracket that closes the one at `from`; quotations do not hide brackets. Without one, the end of the text.
fn closing(bytes: &[u8], from: usize) -> usize {
    let mut open = 0;
    for (at, byte) in bytes.iter().enumerate().skip(from + 1) {
        match byte {
            b']' if open == 0 => return at + 1,
            b']' => open -= 1,
            b'[' => open += 1,
            _ => {}
        }
    }
    bytes.len()
}

/// What a fragment in brackets means: the first telling character decides.
fn analyze(fragment: &str, position: usize, depth: usize) -> Result<Step, ParseError> {
    if fragment == "[*]" {
        return Ok(Step::Every);
    }
    let bytes = fragment.as_bytes();
    if bytes.ends_with(b"]") && bytes.contains(&b'?') && is_placeholder(&bytes[1..bytes.len() - 1]) {
        return Err(error("The filter has no condition: write [?(@.name == 'value')]", position));
    }
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'?' => return filter::parse(fragment, at, position, depth).map(Step::Filter),
            b'\'' => {
                let Some(end) = bytes[at..].iter().position(|byte| *byte == b']') else {
                    return Err(error("The bracket is not closed", position + fragment.len()));
                };
                return Ok(members(&fragment[at + 1..at + end + 1], true));
            }
            b'@' => return from_end(bytes, at, position),
            b'0'..=b'9' | b':' | b'-' => return Numbers { bytes, at, position }.read(),
            _ => {}
        }
    }
    Err(error(&format!("Could not analyze path component: {fragment}"), position))
}

/// `?`, `?,?` …: places for filters that a program would hand over.
fn is_placeholder(inside: &[u8]) -> bool {
    inside.iter().all(|byte| matches!(byte, b'?' | b',' | b' ' | b'*'))
        && inside.iter().find(|byte| **byte != b' ') == Some(&b'?')
}

/// A name without brackets around it: Jayway puts them there.
fn member(name: &str) -> Step {
    if name.contains(['\'', ']']) {
        return members(&format!("{name}']"), true);
    }
    Step::Member(Text::from(name))
}

/// The quoted names up to the `]`; what stands between quotations is passed over, a quotation left open yields nothing.
fn members(text: &str, mut open: bool) -> Step {
    let mut names: Vec<Text> = Vec::new();
    let mut name = String::new();
    for character in text.chars() {
        match character {
            ']' => break,
            '\'' => {
                if open {
                    names.push(Text::from(core::mem::take(&mut name)));
                }
                open = !open;
            }
            _ if open => name.push(character),
            _ => {}
        }
    }
    match names.len() {
        1 => Step::Member(names.remove(0)),
        _ => Step::Members(names),
    }
}

/// `[(@.length-1)]` and `[(@.size()-1)]`; `at` is the place of the `@`.
fn from_end(bytes: &[u8], at: usize, position: usize) -> Result<Step, ParseError> {
    let rest = bytes.get(at + 2..).unwrap_or_default();
    let Some(minus) = rest.iter().position(|byte| *byte == b'-') else {
        return Err(error("The index from the end must look like [(@.length-1)]", position + at));
    };
    let function: Vec<u8> =
        rest[..minus].iter().copied().filter(|byte| !matches!(byte, b' ' | b'(' | b')')).collect();
    if function != b"size" && function != b"length" {
        let function = String::from_utf8_lossy(&function).to_string();
        let message = format!(
            "Invalid function: @.{function}. Supported functions are: [(@.length - n)] and [(@.size() - n)]"
        );
        return Err(error(&message, position + at));
    }
    let Some(end) = rest[minus..].iter().position(|byte| *byte == b')') else {
        return Err(error("The bracket is not closed", position + bytes.len()));
    };
    let digits: Vec<u8> = rest[minus..minus + end].iter().copied().filter(|byte| *byte != b' ').collect();
    number(&digits, position + at + 2 + minus).map(Step::FromEnd)
}

fn number(digits: &[u8], position: usize) -> Result<i32, ParseError> {
    let text = core::str::from_utf8(digits).unwrap_or_default();
    match text.parse() {
        Ok(number) if !text.starts_with('+') => Ok(number),
        _ if text.is_empty() => Err(error("A number is missing between the brackets", position)),
        _ => Err(error(&format!("{text} is not an index"), position)),
    }
}

/// Reads indexes, lists of indexes and slices.
struct Numbers<'a> {
    bytes: &'a [u8],
    at: usize,
    position: usize,
}

impl Numbers<'_> {
    fn read(mut self) -> Result<Step, ParseError> {
        let mut digits = Vec::new();
        let mut numbers = Vec::new();
        let mut list = false;
        let mut slice_to = false;
        let mut slice_from = false;
        let mut slice = false;
        while matches!(self.byte()?, b'0'..=b'9' | b',' | b' ' | b':' | b'-') {
            match self.byte()? {
                b' ' => {}
                b':' if digits.is_empty() => {
                    slice_to = true;
                    self.at += 1;
                    let end = self.digits()?;
                    numbers.push(number(&end, self.place())?);
                }
                b':' => {
                    numbers.push(number(&digits, self.place())?);
                    digits.clear();
                    self.at += 1;
                    let end = self.digits()?;
                    if end.is_empty() {
                        slice_from = true;
                    } else {
                        slice = true;
                        numbers.push(number(&end, self.place())?);
                    }
                }
                b',' => {
                    numbers.push(number(&digits, self.place())?);
                    digits.clear();
                    list = true;
                }
                digit => digits.push(digit),
            }
            if self.byte()? == b']' {
                break;
            }
            self.at += 1;
        }
        if !digits.is_empty() {
            numbers.push(number(&digits, self.place())?);
        }
        match numbers.as_slice() {
            [only] if !slice_to && !slice_from => Ok(Step::Index(*only)),
            _ if list => Ok(Step::Indexes(numbers)),
            [from, ..] if slice_from => Ok(Step::SliceFrom(*from)),
            [to, ..] if slice_to => Ok(Step::SliceTo(*to)),
            [from, to, ..] if slice => Ok(Step::Slice(*from, *to)),
            _ => Err(error("A number is missing between the brackets", self.place())),
        }
    }

    fn place(&self) -> usize {
        self.position + self.at
    }

    fn byte(&self) -> Result<u8, ParseError> {
        match self.bytes.get(self.at) {
            Some(byte) => Ok(*byte),
            None => Err(error("The bracket is not closed", self.place())),
        }
    }

    fn digits(&mut self) -> Result<Vec<u8>, ParseError> {
        let mut digits = Vec::new();
        loop {
            match self.byte()? {
                b' ' => {}
                byte @ (b'0'..=b'9' | b'-') => digits.push(byte),
                _ => return Ok(digits),
            }
            self.at += 1;
        }
    }
}
