//! Regular expressions of filters (`=~ /…/`), which must match a whole text.
//!
//! The pattern becomes a program for a machine that follows all possibilities at once, so no text can make it slow.
//! What such a machine cannot do (references to groups, looking around) is refused, and so are the rarer classes of Java.

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::iter::Peekable;
use core::str::Chars;

const LONGEST_PROGRAM: usize = 10_000;
const DEEPEST_GROUP: usize = 50;

/// A pattern between slashes.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    program: Arc<[Instruction]>,
    ignore_case: bool,
}

#[derive(Clone, Debug)]
enum Instruction {
    Take(Set),
    Check(Place),
    /// Go on at both.
    Fork(usize, usize),
    Jump(usize),
    Done,
}

/// Characters that may stand at a place.
#[derive(Clone, Debug)]
enum Set {
    /// Everything but the ends of lines.
    Any,
    Ranges(Vec<(char, char)>),
    Except(Vec<(char, char)>),
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Start,
    End,
    WordEdge,
    NoWordEdge,
}

impl Pattern {
    pub(crate) fn parse(source: &str, ignore_case: bool) -> Result<Pattern, String> {
        let mut parser = Parser { rest: source.chars().peekable(), depth: 0 };
        let node = parser.alternatives()?;
        if parser.rest.peek().is_some() {
            return Err(String::from("The regular expression has a ) without a ("));
        }
        let mut program = Vec::new();
        assemble(&node, &mut program)?;
        program.push(Instruction::Done);
        Ok(Pattern { program: Arc::from(program), ignore_case })
    }

    /// Whether the whole text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let mut current = States::new(self.program.len());
        let mut next = States::new(self.program.len());
        let mut rest = text.chars();
        let mut here = rest.next();
        self.follow(0, None, here, &mut current);
        while let Some(character) = here {
            let after = rest.next();
            next.clear();
            for &at in &current.list {
                if let Instruction::Take(set) = &self.program[at]
                    && set.contains(character, self.ignore_case)
                {
                    self.follow(at + 1, here, after, &mut next);
                }
            }
            core::mem::swap(&mut current, &mut next);
            here = after;
            if current.list.is_empty() {
                return false;
            }
        }
        current.list.iter().any(|at| matches!(self.program[*at], Instruction::Done))
    }

    /// Adds all instructions that can be reached from `start` without taking a character.
    fn follow(&self, start: usize, before: Option<char>, here: Option<char>, states: &mut States) {
        let mut open = alloc::vec![start];
        while let Some(at) = open.pop() {
            if core::mem::replace(&mut states.seen[at], true) {
                continue;
            }
            match &self.program[at] {
                Instruction::Take(_) | Instruction::Done => states.list.push(at),
                Instruction::Jump(to) => open.push(*to),
                Instruction::Fork(one, other) => open.extend([*other, *one]),
                Instruction::Check(place) => {
                    let edge = before.is_some_and(is_word) != here.is_some_and(is_word);
                    let holds = match place {
                        Place::Start => before.is_none(),
                        Place::End => here.is_none(),
                        Place::WordEdge => edge,
                        Place::NoWordEdge => !edge,
                    };
                    if holds {
                        open.push(at + 1);
                    }
                }
            }
        }
    }
}

/// The instructions that wait for the next character, each once.
struct States {
    list: Vec<usize>,
    seen: Vec<bool>,
}

impl States {
    fn new(size: usize) -> States {
        States { list: Vec::new(), seen: alloc::vec![false; size] }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.seen.fill(false);
    }
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

impl Set {
    fn contains(&self, character: char, ignore_case: bool) -> bool {
        let within = |ranges: &[(char, char)]| {
            let is_in = |character: char| ranges.iter().any(|(from, to)| (*from..=*to).contains(&character));
            is_in(character)
                || ignore_case
                    && (is_in(character.to_ascii_lowercase()) || is_in(character.to_ascii_uppercase()))
        };
        match self {
            Set::Any => !matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'),
            Set::Ranges(ranges) => within(ranges),
            Set::Except(ranges) => !within(ranges),
        }
    }
}

enum Node {
    Empty,
    Take(Set),
    Check(Place),
    All(Vec<Node>),
    One(Vec<Node>),
    /// At least, at most (no bound).
    Repeat(Vec<Node>, usize, Option<usize>),
}

fn assemble(node: &Node, program: &mut Vec<Instruction>) -> Result<(), String> {
    if program.len() > LONGEST_PROGRAM {
        return Err(String::from("The regular expression is too long once its repetitions are written out"));
    }
    match node {
        Node::Empty => {}
        Node::Take(set) => program.push(Instruction::Take(set.clone())),
        Node::Check(place) => program.push(Instruction::Check(*place)),
        Node::All(nodes) => {
            for node in nodes {
                assemble(node, program)?;
            }
        }
        Node::One(nodes) => {
            let mut ends = Vec::new();
            for (index, node) in nodes.iter().enumerate() {
                if index + 1 == nodes.len() {
                    assemble(node, program)?;
                    break;
                }
                let fork = program.len();
                program.push(Instruction::Fork(fork + 1, 0));
                assemble(node, program)?;
                ends.push(program.len());
                program.push(Instruction::Jump(0));
                program[fork] = Instruction::Fork(fork + 1, program.len());
            }
            let end = program.len();
            for jump in ends {
                program[jump] = Instruction::Jump(end);
            }
        }
        Node::Repeat(nodes, least, most) => {
            let all =
                |program: &mut Vec<Instruction>| nodes.iter().try_for_each(|node| assemble(node, program));
            for _ in 0..*least {
                all(program)?;
            }
            match most {
                None => {
                    let fork = program.len();
                    program.push(Instruction::Fork(fork + 1, 0));
                    all(program)?;
                    program.push(Instruction::Jump(fork));
                    program[fork] = Instruction::Fork(fork + 1, program.len());
                }
                Some(most) => {
                    let mut forks = Vec::new();
                    for _ in *least..*most {
                        forks.push(program.len());
                        program.push(Instruction::Fork(0, 0));
                        all(program)?;
                    }
                    for fork in forks {
                        program[fork] = Instruction::Fork(fork + 1, program.len());
                    }
                }
            }
        }
    }
    Ok(())
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    depth: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Result<Node, String> {
        let mut alternatives = Vec::new();
        loop {
            alternatives.push(self.sequence()?);
            if self.rest.next_if_eq(&'|').is_none() {
                break;
            }
        }
        Ok(Node::One(alternatives))
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while let Some(character) = self.rest.next_if(|character| !matches!(character, '|' | ')')) {
            let node = self.atom(character)?;
            nodes.push(self.quantified(node)?);
        }
        Ok(Node::All(nodes))
    }

    fn atom(&mut self, character: char) -> Result<Node, String> {
        Ok(match character {
            '.' => Node::Take(Set::Any),
            '^' => Node::Check(Place::Start),
            '$' => Node::Check(Place::End),
            '(' => self.group()?,
            '[' => Node::Take(self.class()?),
            '\\' => self.escape()?,
            '*' | '+' | '?' => {
                return Err(format!("The regular expression has a {character} with nothing to repeat"));
            }
            character => Node::Take(Set::Ranges(alloc::vec![(character, character)])),
        })
    }

    fn group(&mut self) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEEPEST_GROUP {
            return Err(String::from("The groups of the regular expression are nested too deeply"));
        }
        if self.rest.next_if_eq(&'?').is_some() {
            match (self.rest.next(), self.rest.peek()) {
                (Some(':'), _) => {}
                (Some('<'), Some(next)) if *next != '=' && *next != '!' => {
                    while self.rest.next().is_some_and(|character| character != '>') {}
                }
                _ => {
                    return Err(String::from(
                        "Regular expressions that look ahead or behind, or switch options, are not supported in filters",
                    ));
                }
            }
        }
        let node = self.alternatives()?;
        self.depth -= 1;
        match self.rest.next() {
            Some(')') => Ok(node),
            _ => Err(String::from("The regular expression has a ( without a )")),
        }
    }

    fn quantified(&mut self, node: Node) -> Result<Node, String> {
        let Some(sign) = self.rest.next_if(|character| matches!(character, '*' | '+' | '?' | '{')) else {
            return Ok(node);
        };
        let (least, most) = match sign {
            '*' => (0, None),
            '+' => (1, None),
            '?' => (0, Some(1)),
            _ => self.counts()?,
        };
        // Reluctant repetitions match the same whole texts as greedy ones; possessive ones would not.
        if self.rest.next_if_eq(&'?').is_none() && self.rest.peek() == Some(&'+') {
            return Err(String::from("Possessive repetitions are not supported in filters"));
        }
        Ok(Node::Repeat(alloc::vec![node], least, most))
    }

    fn counts(&mut self) -> Result<(usize, Option<usize>), String> {
        let wrong =
            || String::from("A repetition in the regular expression must look like {2}, {2,} or {2,5}");
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some('}') => break,
                Some(character) => text.push(character),
                None => return Err(wrong()),
            }
        }
        let count = |text: &str| match text.parse::<usize>() {
            Ok(count) if count <= LONGEST_PROGRAM => Ok(count),
            _ => Err(wrong()),
        };
        match text.split_once(',') {
            None => count(&text).map(|count| (count, Some(count))),
            Some((least, "")) => count(least).map(|least| (least, None)),
            Some((least, most)) => match (count(least)?, count(most)?) {
                (least, most) if least <= most => Ok((least, Some(most))),
                _ => Err(wrong()),
            },
        }
    }

    fn escape(&mut self) -> Result<Node, String> {
        match self.rest.next() {
            Some('b') => Ok(Node::Check(Place::WordEdge)),
            Some('B') => Ok(Node::Check(Place::NoWordEdge)),
            Some('A') => Ok(Node::Check(Place::Start)),
            Some('z' | 'Z') => Ok(Node::Check(Place::End)),
            Some('Q') => {
                let mut nodes = Vec::new();
                while let Some(character) = self.rest.next() {
                    if character == '\\' && self.rest.next_if_eq(&'E').is_some() {
                        break;
                    }
                    nodes.push(Node::Take(Set::Ranges(alloc::vec![(character, character)])));
                }
                Ok(if nodes.is_empty() { Node::Empty } else { Node::All(nodes) })
            }
            Some('1'..='9' | 'k') => {
                Err(String::from("Regular expressions that refer to groups are not supported in filters"))
            }
            Some(character) => self.escaped(character).map(Node::Take),
            None => Err(String::from("The regular expression ends with a \\")),
        }
    }

    /// The characters that stand behind a backslash for a set or for themselves.
    fn escaped(&mut self, character: char) -> Result<Set, String> {
        let word = || alloc::vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')];
        let space = || alloc::vec![('\t', '\r'), (' ', ' ')];
        let one = |character: char| Ok(Set::Ranges(alloc::vec![(character, character)]));
        match character {
            'd' => Ok(Set::Ranges(alloc::vec![('0', '9')])),
            'D' => Ok(Set::Except(alloc::vec![('0', '9')])),
            'w' => Ok(Set::Ranges(word())),
            'W' => Ok(Set::Except(word())),
            's' => Ok(Set::Ranges(space())),
            'S' => Ok(Set::Except(space())),
            't' => one('\t'),
            'n' => one('\n'),
            'r' => one('\r'),
            'f' => one('\u{c}'),
            'a' => one('\u{7}'),
            'e' => one('\u{1b}'),
            'u' | 'x' => {
                let length = if character == 'u' { 4 } else { 2 };
                let digits: String = self.rest.by_ref().take(length).collect();
                match u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32) {
                    Some(character) if digits.len() == length => one(character),
                    _ => Err(format!(
                        "The regular expression has \\{character} without {length} hexadecimal digits"
                    )),
                }
            }
            character if character.is_ascii_alphanumeric() => {
                Err(format!("The regular expression has \\{character}, which is not supported in filters"))
            }
            character => one(character),
        }
    }

    fn class(&mut self) -> Result<Set, String> {
        let open = || String::from("The regular expression has a [ without a ]");
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut ranges: Vec<(char, char)> = Vec::new();
        let mut first = true;
        loop {
            let from = match self.rest.next().ok_or_else(open)? {
                ']' if !first => break,
                '[' => return Err(String::from("Classes inside of classes are not supported in filters")),
                '&' if self.rest.peek() == Some(&'&') => {
                    return Err(String::from("Intersections of classes are not supported in filters"));
                }
                '\\' => {
                    let escape = self.rest.next().ok_or_else(open)?;
                    match self.escaped(escape)? {
                        Set::Ranges(set) => match set.as_slice() {
                            [(from, to)] if from == to => *from,
                            _ => {
                                ranges.extend(set);
                                first = false;
                                continue;
                            }
                        },
                        Set::Any | Set::Except(_) => {
                            return Err(format!("\\{escape} inside of a class is not supported in filters"));
                        }
                    }
                }
                character => character,
            };
            first = false;
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('-') && ahead.peek().is_some_and(|next| *next != ']') {
                self.rest.next();
                let to = match self.rest.next().ok_or_else(open)? {
                    '\\' => {
                        let escape = self.rest.next().ok_or_else(open)?;
                        match self.escaped(escape)? {
                            Set::Ranges(set) if set.len() == 1 => set[0].1,
                            Set::Any | Set::Ranges(_) | Set::Except(_) => {
                                return Err(String::from("A range in the regular expression has no end"));
                            }
                        }
                    }
                    character => character,
                };
                if to < from {
                    return Err(format!("The range {from}-{to} in the regular expression is upside down"));
                }
                ranges.push((from, to));
            } else {
                ranges.push((from, from));
            }
        }
        Ok(if negated { Set::Except(ranges) } else { Set::Ranges(ranges) })
    }
}
