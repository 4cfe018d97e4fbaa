//! Tokens into a tree that still looks like the text; the meaning of paths is worked out from it later.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use json::Text;

use crate::error::{Detail, Fault};
use crate::signature::Signature;
use crate::token::{Kind, Token, Tokenizer};
use crate::{Flags, Limits};

/// One piece of an expression as it was written.
#[derive(Clone, Debug)]
pub(crate) struct Syntax {
    pub kind: SyntaxKind,
    /// The token that gave the piece its kind: for `a + b` the plus.
    pub token: Token,
    /// Whether `[]` follows: a single result stays an array.
    pub keep_array: bool,
    /// How many pieces lie inside each other.
    pub depth: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum SyntaxKind {
    Name(Text),
    Text(Text),
    Number(f64),
    Constant(Option<bool>),
    Variable(Text),
    Regex(Text, Flags),
    /// `?` among the arguments of a call.
    Placeholder,
    Wildcard,
    Descendants,
    Parent,
    Operation(&'static str, Box<Syntax>, Box<Syntax>),
    Negation(Box<Syntax>),
    Step(Box<Syntax>, Box<Syntax>),
    Filter(Box<Syntax>, Box<Syntax>),
    Group(Box<Syntax>, Vec<(Syntax, Syntax)>),
    Sort(Box<Syntax>, Vec<Term>),
    Bind(Box<Syntax>, Box<Syntax>),
    Focus(Box<Syntax>, Text),
    Index(Box<Syntax>, Text),
    Apply(Box<Syntax>, Box<Syntax>),
    Array(Vec<Syntax>),
    Object(Vec<(Syntax, Syntax)>),
    Block(Vec<Syntax>),
    Call {
        procedure: Box<Syntax>,
        arguments: Vec<Syntax>,
        partial: bool,
    },
    Lambda {
        parameters: Vec<Text>,
        signature: Option<Arc<Signature>>,
        body: Box<Syntax>,
    },
    Condition {
        condition: Box<Syntax>,
        yes: Box<Syntax>,
        no: Option<Box<Syntax>>,
    },
    Transform {
        pattern: Box<Syntax>,
        update: Box<Syntax>,
        delete: Option<Box<Syntax>>,
    },
    /// The end of the text where something was due.
    End,
    /// Where reading went wrong; only when recovering.
    Broken,
}

/// One key of an order-by clause.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub descending: bool,
    pub expression: Syntax,
}

/// What was read, and the first fault, when recovering.
pub(crate) struct Parsed {
    pub syntax: Syntax,
    pub fault: Option<Fault>,
}

/// Reads a whole expression; the first fault ends it.
pub(crate) fn parse(text: &str, limits: &Limits) -> Result<Syntax, Fault> {
    let mut parser = Parser::new(text, limits, false);
    parser.whole()
}

/// Reads as much as possible: what cannot be read is `Broken`, and everything before it is kept.
pub(crate) fn parse_what_is_there(text: &str, limits: &Limits) -> Parsed {
    let mut parser = Parser::new(text, limits, true);
    let broken = Syntax {
        kind: SyntaxKind::Broken,
        token: Token { kind: Kind::End, start: 0, end: 0 },
        keep_array: false,
        depth: 1,
    };
    match parser.whole() {
        Ok(syntax) => Parsed { syntax, fault: parser.fault },
        Err(fault) => Parsed { syntax: broken, fault: Some(parser.fault.unwrap_or(fault)) },
    }
}

/// A Pratt parser: operators bind by their numbers.
struct Parser<'a> {
    text: &'a str,
    tokens: Tokenizer<'a>,
    /// The token that is looked at.
    node: Token,
    recovering: bool,
    fault: Option<Fault>,
    depth: usize,
    ceiling: usize,
}

fn binding_power(kind: &Kind) -> usize {
    match kind {
        Kind::Operator(operator) => match *operator {
            "[" | "(" | "@" | "#" => 80,
            "." => 75,
            "{" => 70,
            "*" | "/" | "%" => 60,
            "+" | "-" | "&" => 50,
            "=" | "<" | ">" | "^" | "!=" | "<=" | ">=" | "~>" | "in" => 40,
            "and" => 30,
            "or" => 25,
            "?" => 20,
            ":=" => 10,
            _ => 0,
        },
        Kind::Name(_)
        | Kind::Variable(_)
        | Kind::Text(_)
        | Kind::Number(_)
        | Kind::True
        | Kind::False
        | Kind::Null
        | Kind::Regex(..)
        | Kind::End => 0,
    }
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, limits: &Limits, recovering: bool) -> Parser<'a> {
        Parser {
            text,
            tokens: Tokenizer::new(text),
            node: Token { kind: Kind::End, start: 0, end: 0 },
            recovering,
            fault: None,
            depth: 0,
            ceiling: limits.nesting,
        }
    }

    fn whole(&mut self) -> Result<Syntax, Fault> {
        self.advance(false)?;
        let syntax = self.expression(0)?;
        if self.node.kind != Kind::End {
            let fault = Fault::new("S0201").at(self.node.start, self.node.end).token(self.node.kind.shown());
            self.report(fault)?;
        }
        Ok(syntax)
    }

    /// Ends the reading, or, when recovering, notes the fault and goes on as if the text ended here.
    fn report(&mut self, fault: Fault) -> Result<(), Fault> {
        if !self.recovering {
            return Err(fault);
        }
        self.fault.get_or_insert(fault);
        self.tokens.finish();
        let end = self.text.len();
        self.node = Token { kind: Kind::End, start: end, end };
        Ok(())
    }

    fn broken(&mut self, fault: Fault) -> Result<Syntax, Fault> {
        self.report(fault)?;
        let token = self.node.clone();
        Ok(Syntax { kind: SyntaxKind::Broken, token, keep_array: false, depth: 1 })
    }

    fn is_at(&self, operator: &str) -> bool {
        matches!(self.node.kind, Kind::Operator(found) if found == operator)
    }

    /// Goes on to the next token.
    fn advance(&mut self, infix: bool) -> Result<(), Fault> {
        let token = match self.tokens.next(infix) {
            Ok(token) => token,
            Err(fault) => return self.report(fault),
        };
        if let Kind::Operator(operator @ ("!" | "~")) = token.kind {
            let fault = Fault::new("S0204").at(token.start, token.end).token(Detail::text(operator));
            return self.report(fault);
        }
        self.node = token;
        Ok(())
    }

    /// Goes past `operator`, which has to stand here.
    fn expect(&mut self, operator: &'static str, infix: bool) -> Result<(), Fault> {
        if self.is_at(operator) {
            return self.advance(infix);
        }
        let code = if self.node.kind == Kind::End { "S0203" } else { "S0202" };
        let fault = Fault::new(code)
            .at(self.node.start, self.node.end)
            .token(self.node.kind.shown())
            .value(Detail::text(operator));
        self.report(fault)
    }

    fn expression(&mut self, power: usize) -> Result<Syntax, Fault> {
        self.depth += 1;
        if self.depth > self.ceiling {
            return Err(crate::limits::too_deep());
        }
        let token = self.node.clone();
        self.advance(true)?;
        let mut left = self.prefix(token)?;
        while power < binding_power(&self.node.kind) {
            let token = self.node.clone();
            self.advance(false)?;
            left = self.infix(token, left)?;
            if left.depth > self.ceiling {
                return Err(crate::limits::too_deep());
            }
        }
        self.depth -= 1;
        Ok(left)
    }

    #[inline(never)]
    fn prefix(&mut self, token: Token) -> Result<Syntax, Fault> {
        let kind = match &token.kind {
            Kind::Name(name) => SyntaxKind::Name(name.clone()),
            Kind::Variable(name) => SyntaxKind::Variable(name.clone()),
            Kind::Text(text) => SyntaxKind::Text(text.clone()),
            Kind::Number(number) => SyntaxKind::Number(*number),
            Kind::True => SyntaxKind::Constant(Some(true)),
            Kind::False => SyntaxKind::Constant(Some(false)),
            Kind::Null => SyntaxKind::Constant(None),
            Kind::Regex(pattern, flags) => SyntaxKind::Regex(pattern.clone(), *flags),
            Kind::End => SyntaxKind::End,
            Kind::Operator(operator) => return self.prefix_operator(operator, token),
        };
        Ok(leaf(kind, token))
    }

    fn prefix_operator(&mut self, operator: &'static str, token: Token) -> Result<Syntax, Fault> {
        let kind = match operator {
            "and" | "or" | "in" => SyntaxKind::Name(Text::from(operator)),
            "*" => SyntaxKind::Wildcard,
            "**" => SyntaxKind::Descendants,
            "%" => SyntaxKind::Parent,
            "-" => SyntaxKind::Negation(Box::new(self.expression(70)?)),
            "(" => self.block()?,
            "[" => self.array()?,
            "{" => SyntaxKind::Object(self.pairs()?),
            "|" => self.transform()?,
            _ => {
                let fault = Fault::new("S0211").at(token.start, token.end).token(token.kind.shown());
                return self.broken(fault);
            }
        };
        Ok(piece(kind, token))
    }

    fn block(&mut self) -> Result<SyntaxKind, Fault> {
        let mut expressions = Vec::new();
        while !self.is_at(")") {
            expressions.push(self.expression(0)?);
            if !self.is_at(";") {
                break;
            }
            self.expect(";", false)?;
        }
        self.expect(")", true)?;
        Ok(SyntaxKind::Block(expressions))
    }

    fn array(&mut self) -> Result<SyntaxKind, Fault> {
        let mut items = Vec::new();
        if !self.is_at("]") {
            loop {
                let mut item = self.expression(0)?;
                if self.is_at("..") {
                    let token = self.node.clone();
                    self.expect("..", false)?;
                    let end = self.expression(0)?;
                    item = piece(SyntaxKind::Operation("..", Box::new(item), Box::new(end)), token);
                }
                items.push(item);
                if !self.is_at(",") {
                    break;
                }
                self.expect(",", false)?;
            }
        }
        self.expect("]", true)?;
        Ok(SyntaxKind::Array(items))
    }

    /// Keys and values up to the closing brace.
    fn pairs(&mut self) -> Result<Vec<(Syntax, Syntax)>, Fault> {
        let mut pairs = Vec::new();
        if !self.is_at("}") {
            loop {
                let key = self.expression(0)?;
                self.expect(":", false)?;
                let value = self.expression(0)?;
                pairs.push((key, value));
                if !self.is_at(",") {
                    break;
                }
                self.expect(",", false)?;
            }
        }
        self.expect("}", true)?;
        Ok(pairs)
    }

    fn transform(&mut self) -> Result<SyntaxKind, Fault> {
        let pattern = Box::new(self.expression(0)?);
        self.expect("|", false)?;
        let update = Box::new(self.expression(0)?);
        let mut delete = None;
        if self.is_at(",") {
            self.expect(",", false)?;
            delete = Some(Box::new(self.expression(0)?));
        }
        self.expect("|", false)?;
        Ok(SyntaxKind::Transform { pattern, update, delete })
    }

    #[inline(never)]
    fn infix(&mut self, token: Token, left: Syntax) -> Result<Syntax, Fault> {
        let Kind::Operator(operator) = token.kind else {
            unreachable!("only operators bind");
        };
        let kind = match operator {
            "." => SyntaxKind::Step(Box::new(left), Box::new(self.expression(75)?)),
            "~>" => SyntaxKind::Apply(Box::new(left), Box::new(self.expression(40)?)),
            "(" => return self.call(token, left),
            "[" => return self.filter(token, left),
            "^" => self.sort(left)?,
            "{" => SyntaxKind::Group(Box::new(left), self.pairs()?),
            ":=" => return self.bind(token, left),
            "@" | "#" => return self.naming(operator, token, left),
            "?" => self.condition(left)?,
            _ => {
                let right = self.expression(binding_power(&token.kind))?;
                SyntaxKind::Operation(operator, Box::new(left), Box::new(right))
            }
        };
        Ok(piece(kind, token))
    }

    fn condition(&mut self, left: Syntax) -> Result<SyntaxKind, Fault> {
        let yes = Box::new(self.expression(0)?);
        let mut no = None;
        if self.is_at(":") {
            self.expect(":", false)?;
            no = Some(Box::new(self.expression(0)?));
        }
        Ok(SyntaxKind::Condition { condition: Box::new(left), yes, no })
    }

    fn filter(&mut self, token: Token, mut left: Syntax) -> Result<Syntax, Fault> {
        if self.is_at("]") {
            // `a[1][]` keeps the array of `a`, below its predicates.
            let mut step = &mut left;
            while let SyntaxKind::Filter(inner, _) = &mut step.kind {
                step = inner;
            }
            step.keep_array = true;
            self.expect("]", false)?;
            return Ok(left);
        }
        let predicate = self.expression(0)?;
        self.expect("]", true)?;
        Ok(piece(SyntaxKind::Filter(Box::new(left), Box::new(predicate)), token))
    }

    fn sort(&mut self, left: Syntax) -> Result<SyntaxKind, Fault> {
        self.expect("(", false)?;
        let mut terms = Vec::new();
        loop {
            let mut descending = false;
            if self.is_at("<") {
                self.expect("<", false)?;
            } else if self.is_at(">") {
                descending = true;
                self.expect(">", false)?;
            }
            terms.push(Term { descending, expression: self.expression(0)? });
            if !self.is_at(",") {
                break;
            }
            self.expect(",", false)?;
        }
        self.expect(")", false)?;
        Ok(SyntaxKind::Sort(Box::new(left), terms))
    }

    fn bind(&mut self, token: Token, left: Syntax) -> Result<Syntax, Fault> {
        if !matches!(left.kind, SyntaxKind::Variable(_)) {
            let fault =
                Fault::new("S0212").at(left.token.start, left.token.end).token(left.token.kind.shown());
            self.report(fault)?;
            return Ok(left);
        }
        let right = self.expression(9)?;
        Ok(piece(SyntaxKind::Bind(Box::new(left), Box::new(right)), token))
    }

    fn naming(&mut self, operator: &'static str, token: Token, left: Syntax) -> Result<Syntax, Fault> {
        let right = self.expression(80)?;
        let SyntaxKind::Variable(name) = right.kind else {
            let fault =
                Fault::new("S0214").at(right.token.start, right.token.end).token(Detail::text(operator));
            self.report(fault)?;
            return Ok(left);
        };
        let left = Box::new(left);
        let kind = match operator {
            "@" => SyntaxKind::Focus(left, name),
            _ => SyntaxKind::Index(left, name),
        };
        Ok(piece(kind, token))
    }

    fn call(&mut self, token: Token, left: Syntax) -> Result<Syntax, Fault> {
        let mut arguments = Vec::new();
        let mut partial = false;
        if !self.is_at(")") {
            loop {
                if self.is_at("?") {
                    partial = true;
                    arguments.push(leaf(SyntaxKind::Placeholder, self.node.clone()));
                    self.expect("?", false)?;
                } else {
                    arguments.push(self.expression(0)?);
                }
                if !self.is_at(",") {
                    break;
                }
                self.expect(",", false)?;
            }
        }
        self.expect(")", true)?;
        if matches!(&left.kind, SyntaxKind::Name(name) if name == "function" || name == "λ") {
            return self.lambda(token, arguments);
        }
        Ok(piece(SyntaxKind::Call { procedure: Box::new(left), arguments, partial }, token))
    }

    fn lambda(&mut self, token: Token, arguments: Vec<Syntax>) -> Result<Syntax, Fault> {
        let mut parameters = Vec::new();
        for (index, argument) in arguments.iter().enumerate() {
            match &argument.kind {
                SyntaxKind::Variable(name) => parameters.push(name.clone()),
                _ => {
                    let fault = Fault::new("S0208")
                        .at(argument.token.start, argument.token.end)
                        .token(argument.token.kind.shown())
                        .value(Detail::number((index + 1) as f64));
                    self.report(fault)?;
                }
            }
        }
        let mut signature = None;
        if self.is_at("<") {
            signature = self.signature()?;
        }
        self.expect("{", false)?;
        let body = Box::new(self.expression(0)?);
        self.expect("}", false)?;
        Ok(piece(SyntaxKind::Lambda { parameters, signature, body }, token))
    }

    /// The tokens of a signature, put together again.
    fn signature(&mut self) -> Result<Option<Arc<Signature>>, Fault> {
        let start = self.node.clone();
        let mut depth = 1;
        let mut text = alloc::string::String::from("<");
        while depth > 0 && !self.is_at("{") && self.node.kind != Kind::End {
            self.advance(false)?;
            match &self.node.kind {
                Kind::Operator(operator) => {
                    match *operator {
                        ">" => depth -= 1,
                        "<" => depth += 1,
                        _ => {}
                    }
                    text.push_str(operator);
                }
                Kind::Name(part) | Kind::Variable(part) | Kind::Text(part) => text.push_str(part),
                Kind::Number(number) => text.push_str(&crate::number::to_text(*number)),
                Kind::True => text.push_str("true"),
                Kind::False => text.push_str("false"),
                Kind::Null => text.push_str("null"),
                Kind::Regex(pattern, _) => text.push_str(pattern),
                Kind::End => text.push_str("(end)"),
            }
        }
        self.expect(">", false)?;
        match Signature::parse(&text) {
            Ok(signature) => Ok(Some(Arc::new(signature))),
            Err((fault, offset)) => {
                // JSONata counts in the signature as it was read, without blanks and comments.
                let fault = fault.at(start.start, self.node.start);
                let before = self.text[..start.end].encode_utf16().count();
                self.report(fault.foreign(before + offset))?;
                Ok(None)
            }
        }
    }
}

fn leaf(kind: SyntaxKind, token: Token) -> Syntax {
    Syntax { kind, token, keep_array: false, depth: 1 }
}

fn piece(kind: SyntaxKind, token: Token) -> Syntax {
    let depth = 1 + match &kind {
        SyntaxKind::Name(_)
        | SyntaxKind::Text(_)
        | SyntaxKind::Number(_)
        | SyntaxKind::Constant(_)
        | SyntaxKind::Variable(_)
        | SyntaxKind::Regex(..)
        | SyntaxKind::Placeholder
        | SyntaxKind::Wildcard
        | SyntaxKind::Descendants
        | SyntaxKind::Parent
        | SyntaxKind::End
        | SyntaxKind::Broken => 0,
        SyntaxKind::Operation(_, left, right)
        | SyntaxKind::Step(left, right)
        | SyntaxKind::Filter(left, right)
        | SyntaxKind::Bind(left, right)
        | SyntaxKind::Apply(left, right) => left.depth.max(right.depth),
        SyntaxKind::Negation(inner) | SyntaxKind::Focus(inner, _) | SyntaxKind::Index(inner, _) => {
            inner.depth
        }
        SyntaxKind::Group(left, pairs) => left.depth.max(deepest_pair(pairs)),
        SyntaxKind::Object(pairs) => deepest_pair(pairs),
        SyntaxKind::Sort(left, terms) => {
            terms.iter().map(|term| term.expression.depth).max().unwrap_or(0).max(left.depth)
        }
        SyntaxKind::Array(items) | SyntaxKind::Block(items) => deepest(items),
        SyntaxKind::Call { procedure, arguments, .. } => procedure.depth.max(deepest(arguments)),
        SyntaxKind::Lambda { body, .. } => body.depth,
        SyntaxKind::Condition { condition, yes, no } => {
            let no = no.as_ref().map_or(0, |no| no.depth);
            condition.depth.max(yes.depth).max(no)
        }
        SyntaxKind::Transform { pattern, update, delete } => {
            let delete = delete.as_ref().map_or(0, |delete| delete.depth);
            pattern.depth.max(update.depth).max(delete)
        }
    };
    Syntax { kind, token, keep_array: false, depth }
}

fn deepest(items: &[Syntax]) -> usize {
    items.iter().map(|item| item.depth).max().unwrap_or(0)
}

fn deepest_pair(pairs: &[(Syntax, Syntax)]) -> usize {
    pairs.iter().map(|(key, value)| key.depth.max(value.depth)).max().unwrap_or(0)
}
