//! What is evaluated: the tree after paths have been put in a row and parents have been found.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicUsize, Ordering};

use json::{Object, Text, Value};

use crate::Flags;
use crate::builtin::Builtin;
use crate::item::Name;
use crate::record::{FEW, array_index};
use crate::signature::Signature;

/// One node of a program.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub kind: NodeKind,
    /// Where its token begins, in bytes.
    pub start: usize,
    /// Where its token ends; paths have no token of their own.
    pub position: Option<usize>,
    /// Marked with `[]`.
    pub keep_array: bool,
    /// An array that is made as the first or last step of a path.
    pub made: bool,
    /// Gives a stream of tuples.
    pub tuple: bool,
    pub predicates: Vec<Stage>,
    pub stages: Vec<Stage>,
    pub group: Option<Box<Group>>,
    pub focus: Option<Name>,
    pub index: Option<Name>,
    /// The slot of a `%` further on that means this step.
    pub ancestor: Option<usize>,
    /// Slots of `%` below whose step has not been found yet. Empty is not the same as none: it was looked for.
    pub seeking: Option<Vec<usize>>,
}

#[derive(Clone, Debug)]
pub(crate) enum NodeKind {
    Null,
    Bool(bool),
    Number(f64),
    Text(Text),
    Name(Key),
    Variable(Variable),
    /// `$`.
    Context,
    Wildcard,
    Descendants,
    /// `%`: its slot.
    Parent(usize),
    Regex {
        slot: usize,
        pattern: Text,
        flags: Flags,
    },
    Path {
        steps: Vec<Node>,
        keep_singleton: bool,
    },
    Operation(Operator, Box<Node>, Box<Node>),
    Negation(Box<Node>),
    Array(Vec<Node>),
    Object(Box<Group>),
    /// `scoped` when it binds variables of its own.
    Block {
        expressions: Vec<Node>,
        scoped: bool,
    },
    Bind(Name, Box<Node>),
    Condition {
        condition: Box<Node>,
        yes: Box<Node>,
        no: Option<Box<Node>>,
    },
    Call(Arc<Call>),
    /// A call at the end of a function: made when the function has returned.
    Tail(Arc<Call>),
    Partial(Arc<Call>),
    Placeholder,
    Lambda(Arc<Lambda>),
    Apply(Box<Node>, Box<Node>),
    Sort(Vec<Term>),
    Transform(Arc<Transform>),
}

/// The name of a member, and the place among the members where it was found last: objects of one list are mostly alike.
#[derive(Debug)]
pub(crate) struct Key {
    pub text: Text,
    place: AtomicUsize,
}

impl From<Text> for Key {
    fn from(text: Text) -> Key {
        Key { text, place: AtomicUsize::new(0) }
    }
}

impl Clone for Key {
    fn clone(&self) -> Key {
        Key::from(self.text.clone())
    }
}

impl Key {
    /// The member of this name.
    #[inline(always)]
    pub fn of<'a>(&self, object: &'a Object) -> Option<&'a Value> {
        match object.value_at(self.place.load(Ordering::Relaxed), &self.text) {
            Some(value) => Some(value),
            None => self.search(object),
        }
    }

    #[inline(never)]
    fn search<'a>(&self, object: &'a Object) -> Option<&'a Value> {
        let place = object.position(&self.text)?;
        self.place.store(place, Ordering::Relaxed);
        object.at(place).map(|(_, value)| value)
    }
}

/// A variable and where to look for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variable {
    pub name: Name,
    /// Whether the program binds this name anywhere; otherwise only the host and the built-in functions know it.
    pub bound: bool,
    pub builtin: Option<Builtin>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Concat,
    And,
    Or,
    In,
    Range,
}

#[derive(Clone, Debug)]
pub(crate) enum Stage {
    Filter(Node),
    Index(Name),
}

#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub pairs: Vec<(Node, Node)>,
    pub start: usize,
    pub position: usize,
    /// The keys are texts, each another, in the order that they have in the object: nothing of them has to be worked out.
    pub plain: bool,
}

impl Group {
    pub fn new(pairs: Vec<(Node, Node)>, start: usize, position: usize) -> Group {
        let plain = pairs.len() <= FEW
            && pairs.iter().enumerate().all(|(place, (key, _))| {
                let text = key.as_text();
                text.is_some_and(|text| array_index(text).is_none())
                    && pairs[..place].iter().all(|(other, _)| other.as_text() != text)
            });
        Group { pairs, start, position, plain }
    }
}

impl Node {
    /// The text, if the node is one and nothing else.
    pub fn as_text(&self) -> Option<&Text> {
        match &self.kind {
            NodeKind::Text(text) if self.predicates.is_empty() && self.group.is_none() => Some(text),
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Term {
    pub descending: bool,
    pub expression: Node,
}

#[derive(Debug)]
pub(crate) struct Call {
    pub procedure: Node,
    pub arguments: Vec<Node>,
    /// The name that messages give: that of the variable, or of the first step.
    pub name: Option<Text>,
    pub start: usize,
    pub position: usize,
}

#[derive(Debug)]
pub(crate) struct Lambda {
    pub parameters: Vec<Name>,
    pub signature: Option<Arc<Signature>>,
    pub body: Node,
}

#[derive(Debug)]
pub(crate) struct Transform {
    pub pattern: Node,
    pub update: Node,
    pub delete: Option<Node>,
    pub start: usize,
    pub position: usize,
    /// The variable `$clone`, which a program may bind anew.
    pub clone: Variable,
}

impl Operator {
    pub fn parse(text: &str) -> Operator {
        match text {
            "+" => Operator::Add,
            "-" => Operator::Subtract,
            "*" => Operator::Multiply,
            "/" => Operator::Divide,
            "%" => Operator::Remainder,
            "=" => Operator::Equal,
            "!=" => Operator::NotEqual,
            "<" => Operator::Less,
            "<=" => Operator::LessOrEqual,
            ">" => Operator::Greater,
            ">=" => Operator::GreaterOrEqual,
            "&" => Operator::Concat,
            "and" => Operator::And,
            "or" => Operator::Or,
            "in" => Operator::In,
            _ => Operator::Range,
        }
    }

    pub fn text(self) -> &'static str {
        match self {
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Remainder => "%",
            Operator::Equal => "=",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::Concat => "&",
            Operator::And => "and",
            Operator::Or => "or",
            Operator::In => "in",
            Operator::Range => "..",
        }
    }
}

impl Node {
    pub fn new(kind: NodeKind, start: usize, position: Option<usize>) -> Node {
        Node {
            kind,
            start,
            position,
            keep_array: false,
            made: false,
            tuple: false,
            predicates: Vec::new(),
            stages: Vec::new(),
            group: None,
            focus: None,
            index: None,
            ancestor: None,
            seeking: None,
        }
    }

    /// The name of JSONata for this kind of node, which some messages give.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            NodeKind::Null | NodeKind::Bool(_) => "value",
            NodeKind::Number(_) => "number",
            NodeKind::Text(_) => "string",
            NodeKind::Name(_) => "name",
            NodeKind::Variable(_) | NodeKind::Context => "variable",
            NodeKind::Wildcard => "wildcard",
            NodeKind::Descendants => "descendant",
            NodeKind::Parent(_) => "parent",
            NodeKind::Regex { .. } => "regex",
            NodeKind::Path { .. } => "path",
            NodeKind::Operation(..) => "binary",
            NodeKind::Negation(_) | NodeKind::Array(_) | NodeKind::Object(_) => "unary",
            NodeKind::Block { .. } => "block",
            NodeKind::Bind(..) => "bind",
            NodeKind::Condition { .. } => "condition",
            NodeKind::Call(_) => "function",
            NodeKind::Tail(_) | NodeKind::Lambda(_) => "lambda",
            NodeKind::Partial(_) => "partial",
            NodeKind::Placeholder => "operator",
            NodeKind::Apply(..) => "apply",
            NodeKind::Sort(_) => "sort",
            NodeKind::Transform(_) => "transform",
        }
    }
}
