//! Calls: of built-in functions, lambdas and everything else that can be called.

use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::vec::Vec;

use json::Text;

use super::transform::no_object;
use super::{Env, Evaluator};
use crate::builtin::Builtin;
use crate::error::{Detail, Fault};
use crate::frame::Frame;
use crate::function::{Closure, Function, Mark, Matcher, Next};
use crate::functions;
use crate::item::{self, Item};
use crate::node::{Call, Node, NodeKind};

impl Evaluator<'_> {
    /// A call as it is written; with `first`, what `~>` passes on as the first argument.
    #[inline(never)]
    pub(super) fn call(
        &mut self,
        call: &Call,
        input: &Item,
        env: &Env,
        first: Option<Item>,
    ) -> Result<Item, Fault> {
        let procedure = self.procedure(call, input, env, "T1005")?;
        let mut arguments = Vec::with_capacity(call.arguments.len() + usize::from(first.is_some()));
        arguments.extend(first);
        for argument in &call.arguments {
            let argument = self.eval(argument, input, env)?;
            arguments.push(match argument {
                Item::Function(function) => Item::Function(Rc::new(Function::Passed(function))),
                argument => argument,
            });
        }
        if let Item::Null = procedure {
            // JavaScript takes it for an object, but cannot note the name on it.
            return Err(no_object(&procedure, "token").at(call.start, call.position));
        }
        if let Item::Function(function) = &procedure {
            self.set_call_mark(function, call);
        }
        if self.dialect == crate::Dialect::Plain {
            self.caller = Some(env.clone());
        }
        self.apply(&procedure, arguments, input).map_err(|mut fault| {
            let facts = &mut fault.0;
            if facts.position.unwrap_or(0) == 0 {
                facts.start = Some(call.start);
                facts.position = Some(call.position);
            }
            if facts.token.is_none() {
                facts.token = call.name.as_deref().map(Detail::text);
            }
            fault
        })
    }

    /// What is to be called. A name that would be a function with a `$` before it is a fault of its own.
    fn procedure(&mut self, call: &Call, input: &Item, env: &Env, code: &'static str) -> Result<Item, Fault> {
        let procedure = self.eval(&call.procedure, input, env)?;
        if procedure.is_undefined()
            && let NodeKind::Path { .. } = call.procedure.kind
            && let Some(name) = &call.name
            && self.is_variable(name, env)
        {
            return Err(Fault::new(code).at(call.start, call.position).token(Detail::text(name)));
        }
        Ok(procedure)
    }

    /// Calls a function, and then whatever stands at its end.
    pub(super) fn apply(
        &mut self,
        procedure: &Item,
        arguments: Vec<Item>,
        context: &Item,
    ) -> Result<Item, Fault> {
        let result = self.apply_once(procedure, arguments, context)?;
        self.returned(result, context)
    }

    /// What a function gave, after the calls at its end.
    pub(super) fn returned(&mut self, mut result: Item, context: &Item) -> Result<Item, Fault> {
        while let Item::Function(function) = &result {
            let Function::Thunk { call, input, frame } = &**function else { break };
            let (call, input, frame) = (call.clone(), input.clone(), frame.clone());
            drop(result);
            result = self.thunk(&call, &input, &frame, context)?;
        }
        Ok(result)
    }

    #[inline(never)]
    fn thunk(&mut self, call: &Arc<Call>, input: &Item, frame: &Env, context: &Item) -> Result<Item, Fault> {
        let next = self.eval(&call.procedure, input, frame)?;
        if let Item::Function(function) = &next {
            let mut mark = self.mark(function);
            if let NodeKind::Variable(_) = call.procedure.kind {
                mark.token = call.name.clone();
            }
            mark.start = call.procedure.start;
            mark.position = call.procedure.position;
            mark.foreign = None;
            self.set_mark(function, mark);
        } else if !matches!(next, Item::Array(_) | Item::Object(_) | Item::Tuples(_)) {
            // JavaScript cannot put the name onto what is no object.
            let property = match call.procedure.kind {
                NodeKind::Variable(_) | NodeKind::Context => "token",
                _ => "position",
            };
            return Err(no_object(&next, property));
        }
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            arguments.push(self.eval(argument, input, frame)?);
        }
        match &next {
            // What was passed on is called from here, not from inside of its wrapper: a function may pass itself on for ever.
            Item::Function(function) if matches!(**function, Function::Passed(_)) => {
                self.apply_once(&Item::Function(function.unpassed().clone()), arguments, &Item::Null)
            }
            next => self.apply_once(next, arguments, context).map_err(|mut fault| {
                // Onto an array or an object, JavaScript can note the place.
                if !matches!(next, Item::Function(_)) {
                    fault.0.start = Some(call.procedure.start);
                    fault.0.position = call.procedure.position;
                }
                fault
            }),
        }
    }

    fn mark(&mut self, function: &Function) -> Mark {
        match function {
            Function::Builtin(builtin) => self.mark_of(*builtin).clone(),
            Function::Lambda(closure) => closure.mark.borrow().clone(),
            Function::Transform { mark, .. } => mark.borrow().clone(),
            Function::Thunk { .. }
            | Function::Passed(_)
            | Function::Partial { .. }
            | Function::Matcher(_)
            | Function::Next(_)
            | Function::Chain(..) => Mark::default(),
        }
    }

    /// Notes a call, if the function does not bear its mark from the last time.
    fn set_call_mark(&mut self, function: &Function, call: &Call) {
        if let Function::Builtin(builtin) = function {
            let mark = self.mark_of(*builtin);
            let same = mark.position == Some(call.position) && mark.start == call.start;
            if same && mark.foreign.is_none() && mark.token == call.name {
                return;
            }
        }
        let mark = Mark {
            token: call.name.clone(),
            start: call.start,
            position: Some(call.position),
            foreign: None,
        };
        self.set_mark(function, mark);
    }

    fn set_mark(&mut self, function: &Function, mark: Mark) {
        match function {
            Function::Builtin(builtin) => *self.mark_of(*builtin) = mark,
            Function::Lambda(closure) => *closure.mark.borrow_mut() = mark,
            Function::Transform { mark: cell, .. } => *cell.borrow_mut() = mark,
            // Functions of JavaScript's own are given no name.
            Function::Thunk { .. }
            | Function::Passed(_)
            | Function::Partial { .. }
            | Function::Matcher(_)
            | Function::Next(_)
            | Function::Chain(..) => {}
        }
    }

    fn apply_once(&mut self, procedure: &Item, arguments: Vec<Item>, context: &Item) -> Result<Item, Fault> {
        let Item::Function(function) = procedure else {
            return Err(Fault::new("T1006"));
        };
        self.invoke(function, arguments, context).map_err(|fault| self.marked(function, fault))
    }

    /// A fault on its way out of a function, with the name and the place of the call.
    #[cold]
    pub(super) fn marked(&mut self, function: &Function, mut fault: Fault) -> Fault {
        let mark = self.mark(function);
        let facts = &mut fault.0;
        if facts.token.is_none() {
            facts.token = mark.token.as_deref().map(Detail::text);
        }
        if let Some(position) = mark.position {
            facts.start = Some(mark.start);
            facts.position = Some(position);
            facts.reach = None;
            facts.foreign = mark.foreign;
        }
        fault
    }

    fn invoke(
        &mut self,
        function: &Rc<Function>,
        arguments: Vec<Item>,
        context: &Item,
    ) -> Result<Item, Fault> {
        match &**function {
            Function::Builtin(builtin) => self.invoke_builtin(*builtin, arguments, context),
            Function::Lambda(closure) => self.invoke_lambda(closure, arguments, context),
            Function::Thunk { .. } => Ok(Item::Function(function.clone())),
            Function::Passed(_) => {
                self.apply(&Item::Function(function.unpassed().clone()), arguments, &Item::Null)
            }
            Function::Partial { builtin, arguments: given } => {
                let mut open = arguments.into_iter();
                let arguments = given
                    .iter()
                    .map(|argument| match argument {
                        Some(argument) => argument.clone(),
                        None => open.next().unwrap_or_default(),
                    })
                    .collect();
                functions::call(self, *builtin, arguments, &Item::Undefined)
            }
            Function::Matcher(matcher) => self.first_match(matcher, &arguments),
            Function::Next(next) => self.next_match(next),
            Function::Chain(first, second) => self.invoke_chain(first, second, arguments),
            Function::Transform { transform, frame, .. } => {
                let arguments = functions::transform_signature().validate(arguments, context)?;
                let object = arguments.into_iter().next().unwrap_or_default();
                self.transform(transform, object, frame)
            }
        }
    }

    #[inline(never)]
    fn invoke_builtin(
        &mut self,
        builtin: Builtin,
        arguments: Vec<Item>,
        context: &Item,
    ) -> Result<Item, Fault> {
        let signature = self.signature(builtin);
        let arguments = signature.validate(arguments, context)?;
        functions::call(self, builtin, arguments, context)
    }

    fn invoke_lambda(
        &mut self,
        closure: &Closure,
        arguments: Vec<Item>,
        context: &Item,
    ) -> Result<Item, Fault> {
        let arguments = match &closure.lambda.signature {
            Some(signature) if closure.open.is_none() => signature.validate(arguments, context)?,
            _ => arguments,
        };
        let mut arguments = arguments.into_iter();
        let parameters = closure.parameters();
        let mut variables = Vec::with_capacity(parameters.len());
        for name in parameters {
            variables.push((*name, arguments.next().unwrap_or_default()));
        }
        let frame = Frame::new(Some(&closure.frame), variables);
        self.eval(&closure.lambda.body, &closure.input, &frame)
    }

    /// `f ~> g`: JSONata makes it of `function($f, $g) { function($x){ $g($f($x)) } }`, whose places show in faults.
    #[inline(never)]
    fn invoke_chain(
        &mut self,
        first: &Rc<Function>,
        second: &Rc<Function>,
        arguments: Vec<Item>,
    ) -> Result<Item, Fault> {
        let argument: Vec<Item> = alloc::vec![arguments.into_iter().next().unwrap_or_default()];
        let mark = |name: &str, position: usize| Mark {
            token: Some(Text::from(name)),
            start: 0,
            position: Some(usize::MAX),
            foreign: Some(position),
        };
        self.set_mark(first, mark("f", 39));
        let result = self.apply(&Item::Function(first.clone()), argument, &Item::Null)?;
        self.set_mark(second, mark("g", 35));
        self.apply(&Item::Function(second.clone()), alloc::vec![result], &Item::Null)
    }

    #[inline(never)]
    pub(super) fn application(
        &mut self,
        node: &Node,
        left: &Node,
        right: &Node,
        input: &Item,
        env: &Env,
    ) -> Result<Item, Fault> {
        let value = self.eval(left, input, env)?;
        if let NodeKind::Call(call) = &right.kind {
            // JSONata evaluates the call itself: what hangs at it is left out.
            return self.call(call, input, env, Some(value));
        }
        let function = match self.eval(right, input, env)? {
            Item::Function(function) => function,
            other => {
                return Err(Fault::new("T2006")
                    .at(node.start, node.position.unwrap_or(node.start))
                    .value(other.detail()));
            }
        };
        match value {
            Item::Function(first) => Ok(Item::Function(Rc::new(Function::Chain(first, function)))),
            value => self.apply(&Item::Function(function), alloc::vec![value], &Item::Null),
        }
    }

    #[inline(never)]
    pub(super) fn partial(&mut self, call: &Call, input: &Item, env: &Env) -> Result<Item, Fault> {
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            arguments.push(match argument.kind {
                NodeKind::Placeholder => None,
                _ => Some(self.eval(argument, input, env)?),
            });
        }
        let procedure = self.procedure(call, input, env, "T1007")?;
        let Item::Function(function) = &procedure else {
            let mut fault = Fault::new("T1008").at(call.start, call.position);
            fault.0.token = call.name.as_deref().map(Detail::text);
            return Err(fault);
        };
        let mut given = arguments.into_iter();
        match &**function {
            Function::Lambda(closure) => {
                let mut open = Vec::new();
                let mut variables = Vec::new();
                for name in closure.parameters() {
                    match given.next() {
                        Some(None) => open.push(*name),
                        Some(Some(argument)) => variables.push((*name, argument)),
                        None => variables.push((*name, Item::Undefined)),
                    }
                }
                Ok(Item::Function(Rc::new(Function::Lambda(Closure {
                    lambda: closure.lambda.clone(),
                    open: Some(open),
                    input: closure.input.clone(),
                    frame: Frame::new(Some(&closure.frame), variables),
                    mark: Default::default(),
                }))))
            }
            Function::Builtin(Builtin::String) => {
                // JSONata reads the parameters from the text of its own function, where one has a default.
                let fault = Fault::new("S0208").at(call.start, call.position).foreign(26);
                Err(fault.value(Detail::number(2.0)).token(Detail::text("=")))
            }
            Function::Builtin(builtin) => {
                let count = builtin.arity();
                let arguments = (0..count).map(|_| given.next().unwrap_or(Some(Item::Undefined))).collect();
                Ok(Item::Function(Rc::new(Function::Partial { builtin: *builtin, arguments })))
            }
            Function::Passed(_) => {
                // The wrapper of a passed function declares `...params`, which is no list of variables.
                let fault = Fault::new("S0202").at(call.start, call.position).foreign(12);
                Err(fault.token(Detail::text("..")).value(Detail::text(")")))
            }
            Function::Partial { builtin, arguments } => {
                let merged = arguments
                    .iter()
                    .map(|argument| match argument {
                        Some(argument) => Some(argument.clone()),
                        None => given.next().unwrap_or(Some(Item::Undefined)),
                    })
                    .collect();
                Ok(Item::Function(Rc::new(Function::Partial { builtin: *builtin, arguments: merged })))
            }
            Function::Thunk { .. }
            | Function::Matcher(_)
            | Function::Next(_)
            | Function::Chain(..)
            | Function::Transform { .. } => match given.next() {
                Some(None) => Ok(procedure.clone()),
                Some(Some(_)) | None => Err(Fault::new("T1008").at(call.start, call.position)),
            },
        }
    }

    /// A regular expression called as a function: its first match, from which the others can be reached.
    #[inline(never)]
    fn first_match(&mut self, matcher: &Matcher, arguments: &[Item]) -> Result<Item, Fault> {
        let text = match arguments.first() {
            Some(Item::Text(text)) => text.clone(),
            Some(other) => {
                let mut out = alloc::string::String::new();
                crate::text::string(&mut out, other, false)?;
                Text::from(out)
            }
            None => Text::from("undefined"),
        };
        let matches = Rc::new(matcher.regex.find(&text, usize::MAX));
        self.charge(text.len() + matches.len() * 8)?;
        Ok(found(&Next { matcher: matcher.clone(), text, matches, index: 0 }))
    }

    fn next_match(&mut self, next: &Next) -> Result<Item, Fault> {
        functions::check_next(next.matches.as_slice(), next.index, &next.text, &next.matcher)?;
        Ok(found(next))
    }
}

/// The match at a place as JSONata's object, or nothing.
fn found(next: &Next) -> Item {
    let Some(found) = next.matches.get(next.index) else {
        return Item::Undefined;
    };
    let text = &next.text;
    let units = |end: usize| text.get(..end).map_or(0, |before| crate::text::units(before).count()) as f64;
    let groups = found.groups.iter().map(|group| group.clone().map_or(Item::Undefined, Item::Text)).collect();
    let following = Next {
        matcher: next.matcher.clone(),
        text: text.clone(),
        matches: next.matches.clone(),
        index: next.index + 1,
    };
    item::record([
        ("match", Item::from(text.get(found.range.clone()).unwrap_or(""))),
        ("start", Item::Number(units(found.range.start))),
        ("end", Item::Number(units(found.range.end))),
        ("groups", Item::Array(crate::list::List::plain(groups))),
        ("next", Item::Function(Rc::new(Function::Next(following)))),
    ])
}
