//! Functions as values: built-in ones, lambdas, and what else can be called.

use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::fmt;

use json::Text;

use crate::builtin::Builtin;
use crate::frame::Frame;
use crate::item::{self, Item, Name};
use crate::node::{Call, Lambda, Transform};
use crate::{Match, Regex};

/// Anything that can be called.
#[derive(Debug)]
pub(crate) enum Function {
    Builtin(Builtin),
    Lambda(Closure),
    /// A call that waits until the function it stands at the end of has returned.
    Thunk {
        call: Arc<Call>,
        input: Item,
        frame: Rc<Frame>,
    },
    /// A function that was passed as an argument: called without a context.
    Passed(Rc<Function>),
    /// A built-in function with some arguments given: its arguments are no longer checked.
    Partial {
        builtin: Builtin,
        arguments: Vec<Option<Item>>,
    },
    Matcher(Matcher),
    /// What finds the match after one.
    Next(Next),
    /// `f ~> g`.
    Chain(Rc<Function>, Rc<Function>),
    Transform {
        transform: Arc<Transform>,
        frame: Rc<Frame>,
        mark: RefCell<Mark>,
    },
}

/// The name and place of the last call, which faults inside the function are given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mark {
    pub token: Option<Text>,
    pub start: usize,
    pub position: Option<usize>,
    /// The place as JSONata tells it, where it counts in a text of its own.
    pub foreign: Option<usize>,
}

/// A lambda with its surroundings.
#[derive(Debug)]
pub(crate) struct Closure {
    pub lambda: Arc<Lambda>,
    /// What is left of the parameters when some were given in advance; such functions check nothing.
    pub open: Option<Vec<Name>>,
    pub input: Item,
    pub frame: Rc<Frame>,
    pub mark: RefCell<Mark>,
}

/// A regular expression as a function.
#[derive(Clone)]
pub(crate) struct Matcher {
    pub regex: Arc<dyn Regex>,
    pub source: Text,
    pub start: usize,
    pub position: usize,
}

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/", self.source)
    }
}

/// The matches of a text, and the place among them.
#[derive(Clone, Debug)]
pub(crate) struct Next {
    pub matcher: Matcher,
    pub text: Text,
    pub matches: Rc<Vec<Match>>,
    pub index: usize,
}

impl Closure {
    /// Whether it takes any arguments as they are.
    pub fn is_unchecked(&self) -> bool {
        self.lambda.signature.is_none() || self.open.is_some()
    }

    pub fn parameters(&self) -> &[Name] {
        self.open.as_deref().unwrap_or(&self.lambda.parameters)
    }
}

impl Function {
    /// How many parameters the function declares; built-in ones as many as their JavaScript does.
    pub fn arity(&self) -> usize {
        match self {
            Function::Builtin(builtin) => builtin.arity(),
            Function::Lambda(closure) => closure.parameters().len(),
            Function::Thunk { .. } => 0,
            Function::Passed(inner) => inner.arity(),
            Function::Partial { arguments, .. } => {
                arguments.iter().filter(|argument| argument.is_none()).count()
            }
            Function::Matcher(_) => 2,
            Function::Next(_) => 0,
            Function::Chain(..) | Function::Transform { .. } => 1,
        }
    }

    /// The function itself, below the wrappers of being passed on.
    pub fn unpassed(self: &Rc<Function>) -> &Rc<Function> {
        let mut function = self;
        while let Function::Passed(inner) = &**function {
            function = inner;
        }
        function
    }

    /// Gives up everything that this function holds.
    pub fn dismantle(&mut self, items: &mut Vec<Item>) {
        let taken = core::mem::replace(self, Function::Builtin(Builtin::Sum));
        match taken {
            Function::Lambda(closure) => {
                items.push(closure.input);
                item::dismantle_frames(Some(closure.frame), items);
            }
            Function::Thunk { input, frame, .. } => {
                items.push(input);
                item::dismantle_frames(Some(frame), items);
            }
            Function::Passed(inner) => items.push(Item::Function(inner)),
            Function::Partial { arguments, .. } => items.extend(arguments.into_iter().flatten()),
            Function::Chain(first, second) => {
                items.push(Item::Function(first));
                items.push(Item::Function(second));
            }
            Function::Transform { frame, .. } => item::dismantle_frames(Some(frame), items),
            Function::Builtin(_) | Function::Matcher(_) | Function::Next(_) => {}
        }
    }
}
