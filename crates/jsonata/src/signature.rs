//! What a function takes: `<s-n?:s>` and its kin, matched as JSONata matches them.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Detail, Fault};
use crate::item::Item;
use crate::list::List;

/// The arguments that a function takes. What it returns is written too, but never checked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signature {
    parameters: Vec<Parameter>,
}

#[derive(Clone, Debug, Default)]
struct Parameter {
    kind: char,
    /// The symbols that fit.
    symbols: Symbols,
    /// Whether the context stands in for a missing argument.
    context: bool,
    optional: bool,
    lazy: bool,
    repeated: bool,
    subtype: Option<String>,
}

/// A set of the letters that stand for kinds of values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Symbols(u32);

impl Symbols {
    fn of(letters: &str) -> Symbols {
        Symbols(
            letters.bytes().filter(u8::is_ascii_lowercase).fold(0, |set, letter| set | 1 << (letter - b'a')),
        )
    }

    fn contains(self, letter: char) -> bool {
        self.0 >> (letter as u32 - 'a' as u32) & 1 == 1
    }
}

impl Signature {
    /// Reads a signature; a fault comes with its offset in UTF-16 units.
    pub fn parse(text: &str) -> Result<Signature, (Fault, usize)> {
        Signature::parse_characters(text).map_err(|(fault, position)| {
            let units = text.chars().take(position).map(char::len_utf16).sum();
            (fault, units)
        })
    }

    fn parse_characters(text: &str) -> Result<Signature, (Fault, usize)> {
        let characters: Vec<char> = text.chars().collect();
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut position = 1;
        while position < characters.len() {
            let symbol = characters[position];
            let symbols = match symbol {
                ':' => break,
                's' | 'n' | 'b' | 'l' | 'o' => {
                    Some(Symbols(Symbols::of(symbol.encode_utf8(&mut [0; 4])).0 | Symbols::of("m").0))
                }
                'a' | 'x' => Some(Symbols::of("asnblfom")),
                'f' => Some(Symbols::of("f")),
                'j' => Some(Symbols::of("asnblom")),
                '(' => {
                    let end = closing(&characters, position, '(', ')');
                    let choice: String = characters[position + 1..end.min(characters.len())].iter().collect();
                    if choice.contains('<') {
                        return Err((Fault::new("S0402").value(Detail::text(&choice)), position));
                    }
                    position = end;
                    Some(Symbols::of(&(choice + "m")))
                }
                '<' => {
                    match parameters.last_mut() {
                        Some(parameter) if matches!(parameter.kind, 'a' | 'f') => {
                            let end = closing(&characters, position, '<', '>');
                            let subtype =
                                characters[position + 1..end.min(characters.len())].iter().collect();
                            parameter.subtype = Some(subtype);
                            position = end;
                        }
                        Some(parameter) => {
                            let kind = Detail::text(parameter.kind.encode_utf8(&mut [0; 4]));
                            return Err((Fault::new("S0401").value(kind), position));
                        }
                        None => return Err((Fault::new("S0401"), position)),
                    }
                    None
                }
                '-' => {
                    if let Some(parameter) = parameters.last_mut() {
                        parameter.context = true;
                        parameter.optional = true;
                    }
                    None
                }
                '?' => {
                    if let Some(parameter) = parameters.last_mut() {
                        parameter.lazy = parameter.optional;
                        parameter.optional = true;
                    }
                    None
                }
                '+' => {
                    if let Some(parameter) = parameters.last_mut() {
                        parameter.repeated = true;
                    }
                    None
                }
                _ => None,
            };
            if let Some(symbols) = symbols {
                parameters.push(Parameter { kind: symbol, symbols, ..Parameter::default() });
            }
            position += 1;
        }
        Ok(Signature { parameters })
    }

    /// Puts arguments in order, fills in the context, wraps single items of arrays; or says what does not fit.
    #[inline(never)]
    pub fn validate(&self, arguments: Vec<Item>, context: &Item) -> Result<Vec<Item>, Fault> {
        if self.fits_plainly(&arguments) {
            return Ok(arguments);
        }
        let supplied: Vec<char> = arguments.iter().map(Item::symbol).collect();
        let mut lengths = Vec::with_capacity(self.parameters.len());
        if !fits(&self.parameters, &supplied, &mut lengths, true) {
            return Err(self.misfit(&supplied, &arguments));
        }
        let mut validated = Vec::with_capacity(self.parameters.len());
        let mut next = 0;
        for (parameter, length) in self.parameters.iter().zip(lengths) {
            if length == 0 {
                if parameter.context {
                    // The pattern of the context is the parameter's own, without what made it optional.
                    if !parameter.symbols.contains(context.symbol()) {
                        return Err(Fault::new("T0411").value(context.detail()).index(next + 1));
                    }
                    validated.push(context.clone());
                } else {
                    validated.push(arguments.get(next).cloned().unwrap_or_default());
                    next += 1;
                }
                continue;
            }
            let first = next;
            for _ in 0..length {
                // Only arrays are taken one by one; a repeated parameter of another kind gets its first argument again.
                let argument = match parameter.kind {
                    'a' => {
                        let argument = arguments.get(next).cloned().unwrap_or_default();
                        parameter.array(argument, supplied[next], &supplied[first..first + length], next)?
                    }
                    _ => arguments.get(first).cloned().unwrap_or_default(),
                };
                validated.push(argument);
                next += 1;
            }
        }
        Ok(validated)
    }

    /// Whether each argument fits the parameter at its place, and what is left out may be.
    fn fits_plainly(&self, arguments: &[Item]) -> bool {
        arguments.len() <= self.parameters.len()
            && self.parameters.iter().enumerate().all(|(index, parameter)| {
                !parameter.lazy
                    && !parameter.repeated
                    && match arguments.get(index) {
                        Some(argument) if parameter.kind == 'a' => {
                            matches!(argument, Item::Array(_)) && parameter.subtype.is_none()
                        }
                        Some(argument) => parameter.symbols.contains(argument.symbol()),
                        None => parameter.optional && !parameter.context,
                    }
            })
    }

    fn misfit(&self, supplied: &[char], arguments: &[Item]) -> Fault {
        let mut good = 0;
        for count in 1..=self.parameters.len() {
            let mut lengths = Vec::new();
            if !fits(&self.parameters[..count], supplied, &mut lengths, false) {
                break;
            }
            good = lengths.iter().sum();
        }
        let value = arguments.get(good).map_or(Detail::plain("undefined"), Item::detail);
        Fault::new("T0410").value(value).index(good + 1)
    }
}

impl Parameter {
    fn array(&self, argument: Item, symbol: char, run: &[char], index: usize) -> Result<Item, Fault> {
        if symbol == 'm' {
            return Ok(Item::Undefined);
        }
        if let Some(subtype) = &self.subtype {
            let fitting = match &argument {
                Item::Array(list) => match list.iter().next() {
                    Some(first) => {
                        let first = first.symbol();
                        subtype.starts_with(first) && list.iter().all(|item| item.symbol() == first)
                    }
                    None => true,
                },
                _ => run.iter().copied().eq(subtype.chars()),
            };
            if !fitting {
                let kind = match subtype.as_str() {
                    "a" => Some("arrays"),
                    "b" => Some("booleans"),
                    "f" => Some("functions"),
                    "n" => Some("numbers"),
                    "o" => Some("objects"),
                    "s" => Some("strings"),
                    _ => None,
                };
                return Err(Fault::new("T0412").value(argument.detail()).index(index + 1).kind(kind));
            }
        }
        Ok(match argument {
            Item::Array(_) => argument,
            single => Item::Array(List::plain(alloc::vec![single])),
        })
    }
}

/// Whether the parameters match the supplied symbols, the whole of them or a beginning, and how many each takes.
fn fits(parameters: &[Parameter], supplied: &[char], lengths: &mut Vec<usize>, whole: bool) -> bool {
    let Some((parameter, rest)) = parameters.split_first() else {
        return !whole || supplied.is_empty();
    };
    let run = supplied.iter().take_while(|symbol| parameter.symbols.contains(**symbol)).count();
    let most = if parameter.repeated { run } else { run.min(1) };
    let least = usize::from(!parameter.optional);
    if most < least {
        return false;
    }
    let mut attempt = |length: usize| {
        lengths.push(length);
        let fine = fits(rest, &supplied[length..], lengths, whole);
        if !fine {
            lengths.pop();
        }
        fine
    };
    match parameter.lazy {
        true => (least..=most).any(&mut attempt),
        false => (least..=most).rev().any(&mut attempt),
    }
}

/// The place of the bracket that closes the one at `start`.
fn closing(characters: &[char], start: usize, open: char, close: char) -> usize {
    let mut depth = 1;
    let mut position = start;
    while position < characters.len() {
        position += 1;
        match characters.get(position) {
            Some(character) if *character == close => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            Some(character) if *character == open => depth += 1,
            Some(_) | None => {}
        }
    }
    position
}
