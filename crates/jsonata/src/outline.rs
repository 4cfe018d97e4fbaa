//! An expression while somebody writes it: what can be said of it even where it is broken.

use alloc::vec::Vec;
use core::ops::Range;

use json::Text;

use crate::compile::{Tables, compile, each_child};
use crate::error::Fault;
use crate::syntax::{self, Syntax, SyntaxKind};
use crate::token::{Kind, Token, Tokenizer};
use crate::{Dialect, Error, Reference, reference};

/// What is known of a text, however broken it is.
#[derive(Clone, Debug)]
pub struct Outline {
    text: Text,
    tokens: Vec<Token>,
    /// Where text begins that is no token: a string without an end.
    broken: Option<usize>,
    error: Option<Error>,
    references: Vec<Reference>,
    bound: Vec<Text>,
}

/// What stands at a place, and so what may be put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The bytes that a completion replaces.
    pub range: Range<usize>,
    /// What may stand there.
    pub kind: PlaceKind,
}

/// What may stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// Where an expression may begin.
    Start,
    /// `$na…`: a variable or a function, with its `$` inside the range.
    Variable,
    /// Behind a dot: a member of what a variable and some names lead to.
    Member {
        /// The variable that the path begins with, without its `$`.
        variable: Text,
        /// The names between the variable and this place.
        path: Vec<Text>,
    },
    /// A name that is looked up in the context.
    Name,
    /// Inside of a text, a number, a regular expression or a comment.
    Nothing,
}

impl Outline {
    /// Reads as much as there is. Never fails.
    pub fn read(text: &str, dialect: Dialect) -> Outline {
        let (tokens, broken) = tokens(text);
        let parsed = syntax::parse_what_is_there(text, &dialect.limits());
        let fault = match parsed.fault {
            Some(fault) => Some(fault),
            None => compile(&parsed.syntax, dialect, Tables::default(), false).err(),
        };
        let mut bound = Vec::new();
        collect_bound(&parsed.syntax, &mut bound);
        Outline {
            text: Text::from(text),
            tokens,
            broken,
            error: fault.map(|fault: Fault| fault.into_error(text)),
            references: reference::collect(&parsed.syntax, dialect),
            bound,
        }
    }

    /// The first thing that is wrong.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// What the part that could be read refers to.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// The names that the expression binds itself, without `$`, each once.
    pub fn variables(&self) -> &[Text] {
        &self.bound
    }

    /// What stands at an offset in bytes. Behind the end is the end, and inside of a character is before it.
    pub fn place(&self, offset: usize) -> Place {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let nothing = Place { range: offset..offset, kind: PlaceKind::Nothing };
        if self.broken.is_some_and(|start| offset > start) {
            return nothing;
        }
        let next = self.tokens.partition_point(|token| token.end < offset);
        let current = self.tokens.get(next).filter(|token| token.start < offset);
        let Some(token) = current else {
            let behind = next.checked_sub(1).and_then(|last| self.tokens.get(last));
            let between = self.text.get(behind.map_or(0, |token| token.end)..offset).unwrap_or("");
            if between.contains("/*") && !between.trim_end().ends_with("*/") {
                return nothing;
            }
            let kind = match behind.map(|token| &token.kind) {
                Some(Kind::Operator(".")) => self.member(next - 1),
                _ => PlaceKind::Start,
            };
            return Place { range: offset..offset, kind };
        };
        let whole = token.start..token.end;
        match &token.kind {
            Kind::Variable(_) => Place { range: whole, kind: PlaceKind::Variable },
            Kind::Name(_) => {
                let kind = match next.checked_sub(1).and_then(|before| self.tokens.get(before)) {
                    Some(Token { kind: Kind::Operator("."), .. }) => self.member(next - 1),
                    _ => PlaceKind::Name,
                };
                Place { range: whole, kind }
            }
            Kind::Operator(".") => Place { range: offset..offset, kind: self.member(next) },
            Kind::Operator("and" | "or" | "in") | Kind::True | Kind::False | Kind::Null => {
                Place { range: whole, kind: PlaceKind::Name }
            }
            Kind::Operator(_) if token.end == offset => {
                Place { range: offset..offset, kind: PlaceKind::Start }
            }
            Kind::Text(_) if token.end == offset => Place { range: offset..offset, kind: PlaceKind::Start },
            Kind::Operator(_) | Kind::Text(_) | Kind::Number(_) | Kind::Regex(..) | Kind::End => nothing,
        }
    }

    /// What the dot at this index follows.
    fn member(&self, dot: usize) -> PlaceKind {
        let mut path = Vec::new();
        let mut index = dot;
        loop {
            // Predicates do not change what the members are.
            let mut depth = 0;
            let token = loop {
                let Some(before) = index.checked_sub(1) else { return PlaceKind::Name };
                index = before;
                match &self.tokens[index].kind {
                    Kind::Operator("]") => depth += 1,
                    Kind::Operator("[") if depth > 0 => depth -= 1,
                    _ if depth > 0 => {}
                    kind => break kind,
                }
            };
            match token {
                Kind::Variable(name) => {
                    path.reverse();
                    return PlaceKind::Member { variable: name.clone(), path };
                }
                Kind::Name(name) | Kind::Text(name) => path.push(name.clone()),
                _ => return PlaceKind::Name,
            }
            match index.checked_sub(1).map(|before| &self.tokens[before].kind) {
                Some(Kind::Operator(".")) => index -= 1,
                _ => return PlaceKind::Name,
            }
        }
    }
}

/// The tokens up to what is none.
fn tokens(text: &str) -> (Vec<Token>, Option<usize>) {
    let mut tokenizer = Tokenizer::new(text);
    let mut tokens: Vec<Token> = Vec::new();
    loop {
        // Behind an operand `/` divides.
        let infix = match tokens.last().map(|token| &token.kind) {
            None => false,
            Some(Kind::Operator(operator)) => matches!(*operator, ")" | "]" | "}" | "*" | "**" | "%"),
            Some(_) => true,
        };
        match tokenizer.next(infix) {
            Ok(Token { kind: Kind::End, .. }) => return (tokens, None),
            Ok(token) => tokens.push(token),
            Err(fault) => return (tokens, Some(fault.0.start.unwrap_or(text.len()))),
        }
    }
}

fn collect_bound(syntax: &Syntax, bound: &mut Vec<Text>) {
    let mut add = |name: &Text| {
        if !bound.contains(name) {
            bound.push(name.clone());
        }
    };
    match &syntax.kind {
        SyntaxKind::Bind(left, _) => {
            if let SyntaxKind::Variable(name) = &left.kind {
                add(name);
            }
        }
        SyntaxKind::Focus(_, name) | SyntaxKind::Index(_, name) => add(name),
        SyntaxKind::Lambda { parameters, .. } => parameters.iter().for_each(add),
        _ => {}
    }
    each_child(syntax, &mut |child| collect_bound(child, bound));
}
