//! Functions that built-in ones are given, to be called once for each item.

use alloc::rc::Rc;
use alloc::vec::Vec;

use super::{Env, Evaluator};
use crate::error::Fault;
use crate::frame::Frame;
use crate::function::{Closure, Function};
use crate::item::Item;
use crate::limits;

/// A function to be called again and again.
#[derive(Debug)]
pub(crate) struct Callback<'a> {
    function: &'a Item,
    role: Role,
    /// The frame of the last call, where nobody else holds it: the next call takes it over.
    frame: Option<Env>,
}

impl<'a> Callback<'a> {
    pub fn new(function: &'a Item, role: Role) -> Callback<'a> {
        Callback { function, role, frame: None }
    }
}

/// What a function is called as, by JavaScript's name for it.
///
/// A function that is written as an argument is wrapped into one of JavaScript's own, but not in a call at the end of a function
/// or in a partial application: there most of them cannot be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Function,
    Matcher,
    Replacer,
    Comparator,
}

impl Role {
    fn may_call(self, function: &Function) -> bool {
        match function {
            Function::Passed(_) | Function::Matcher(_) | Function::Next(_) => true,
            // These have a method `apply`, but are no functions to JavaScript.
            Function::Lambda(closure) => self != Role::Comparator && closure.open.is_none(),
            Function::Chain(..) => self != Role::Comparator,
            Function::Builtin(_)
            | Function::Partial { .. }
            | Function::Transform { .. }
            | Function::Thunk { .. } => false,
        }
    }

    fn refusal(self) -> Fault {
        Fault::said(match self {
            Role::Function => "func.apply is not a function",
            Role::Matcher => "matcher.apply is not a function",
            Role::Replacer => "replacer.apply is not a function",
            Role::Comparator => "comp is not a function",
        })
    }
}

impl Evaluator<'_> {
    /// Calls a function that a built-in one was given. The arguments are taken out of their places.
    pub fn call_back(&mut self, callback: &mut Callback<'_>, arguments: &mut [Item]) -> Result<Item, Fault> {
        if let Item::Function(function) = callback.function
            && !callback.role.may_call(function)
        {
            return Err(callback.role.refusal());
        }
        if self.depth + 2 >= self.limits.depth {
            return Err(limits::too_deep());
        }
        self.depth += 2;
        // What was passed on is called without a context in any case.
        let result = match callback.function {
            Item::Function(function) => {
                let function = function.unpassed();
                match &**function {
                    Function::Lambda(closure) if closure.is_unchecked() => {
                        match self.enter(closure, &mut callback.frame, arguments) {
                            Ok(result) => self.returned(result, &Item::Null),
                            Err(fault) => Err(self.marked(function, fault)),
                        }
                    }
                    _ => self.apply(&Item::Function(function.clone()), taken(arguments), &Item::Null),
                }
            }
            function => self.apply(function, taken(arguments), &Item::Null),
        };
        self.depth -= 2;
        result
    }

    /// Evaluates the body of a lambda, in the frame of the call before where there is one.
    fn enter(
        &mut self,
        closure: &Closure,
        frame: &mut Option<Env>,
        arguments: &mut [Item],
    ) -> Result<Item, Fault> {
        let mut arguments = arguments.iter_mut().map(core::mem::take);
        let variables = closure.parameters().iter().map(|name| (*name, arguments.next().unwrap_or_default()));
        let mut used = frame.take().unwrap_or_else(|| Frame::new(Some(&closure.frame), Vec::new()));
        match Rc::get_mut(&mut used) {
            Some(free) => free.fill(variables),
            None => used = Frame::new(Some(&closure.frame), variables.collect()),
        }
        let result = self.eval(&closure.lambda.body, &closure.input, &used);
        if Rc::get_mut(&mut used).is_some_and(|used| used.is_light()) {
            *frame = Some(used);
        }
        result
    }
}

fn taken(arguments: &mut [Item]) -> Vec<Item> {
    arguments.iter_mut().map(core::mem::take).collect()
}
