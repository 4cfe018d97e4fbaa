//! The evaluator: nodes and an input into items.

mod call;
mod callback;
mod dynamic;
mod group;
mod path;
pub(crate) mod sort;
pub(crate) mod transform;

use alloc::borrow::Cow;
use alloc::rc::{Rc, Weak};
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use json::{Text, Value};

use crate::builtin::Builtin;
use crate::compile::Tables;
use crate::error::{Detail, Fault};
use crate::frame::Frame;
use crate::function::{Closure, Function, Mark, Matcher};
use crate::item::{self, Item, Name};
use crate::limits;
use crate::list::{self, List, Meter};
use crate::node::{Node, NodeKind, Operator, Stage, Variable};
use crate::picture::date::DatePicture;
use crate::record::Record;
use crate::signature::Signature;
use crate::{Bindings, Dialect, Flags, Host, Limits, Regex};

/// One evaluation under way.
pub(crate) struct Evaluator<'a> {
    pub dialect: Dialect,
    pub host: &'a mut dyn Host,
    bindings: &'a dyn Bindings,
    pub tables: Cow<'a, Tables>,
    limits: Limits,
    /// `$$`.
    pub root: Item,
    depth: usize,
    steps: u64,
    pub meter: Meter,
    now: Option<i64>,
    /// Variables of the host and built-in functions, once they have been looked up.
    globals: Vec<Option<Item>>,
    regexes: Vec<Option<Arc<dyn Regex>>>,
    signatures: Vec<Option<Rc<Signature>>>,
    marks: Vec<Mark>,
    /// Frames that may hold closures that hold them.
    bound: Vec<Weak<Frame>>,
    bound_limit: usize,
    /// The frame of the call that is being made, for `$eval`.
    caller: Option<Env>,
    /// The last list that was searched by an equation, in order.
    index: Option<path::Index>,
    /// The last date picture that was read.
    pub picture: Option<DatePicture>,
}

pub(crate) use callback::{Callback, Role};

/// The context and the variables that a node is evaluated with.
pub(crate) type Env = Rc<Frame>;

impl<'a> Evaluator<'a> {
    pub fn new(
        dialect: Dialect,
        limits: Limits,
        tables: &'a Tables,
        root: Item,
        bindings: &'a dyn Bindings,
        host: &'a mut dyn Host,
    ) -> Evaluator<'a> {
        Evaluator {
            dialect,
            host,
            bindings,
            limits,
            root,
            depth: 0,
            steps: 0,
            meter: Meter::default(),
            now: None,
            globals: alloc::vec![None; tables.names.len()],
            regexes: alloc::vec![None; tables.regexes],
            signatures: Vec::new(),
            marks: Vec::new(),
            bound: Vec::new(),
            bound_limit: 64,
            caller: None,
            index: None,
            picture: None,
            tables: Cow::Borrowed(tables),
        }
    }

    /// Evaluates a whole program.
    pub fn run(&mut self, root: &Node) -> Result<Item, Fault> {
        let frame = Frame::new(None, Vec::new());
        let input = match &self.root {
            Item::Array(list) if !list.sequence => {
                let mut wrapper = List::plain(alloc::vec![self.root.clone()]).sequence();
                wrapper.wrapper = true;
                let _ = list;
                Item::Array(wrapper)
            }
            item => item.clone(),
        };
        self.eval(root, &input, &frame)
    }

    /// Lets go of everything that holds itself in a circle.
    pub fn finish(&mut self) {
        for frame in core::mem::take(&mut self.bound) {
            if let Some(frame) = frame.upgrade() {
                frame.clear();
            }
        }
    }

    pub fn eval(&mut self, node: &Node, input: &Item, env: &Env) -> Result<Item, Fault> {
        self.steps += 1;
        if self.steps > self.limits.steps {
            return Err(limits::too_long());
        }
        match &node.kind {
            NodeKind::Number(number) if node.predicates.is_empty() && node.group.is_none() => {
                return Ok(Item::Number(*number));
            }
            NodeKind::Text(text) if node.predicates.is_empty() && node.group.is_none() => {
                return Ok(Item::Text(text.clone()));
            }
            _ => {}
        }
        if self.depth >= self.limits.depth {
            return Err(limits::too_deep());
        }
        // With room for one evaluation more, as its first step would take.
        if let NodeKind::Path { steps, keep_singleton: false } = &node.kind
            && self.depth + 1 < self.limits.depth
            && node.group.is_none()
            && !node.keep_array
            && !node.tuple
            && let Some(item) = self.straight(steps, input, env)
        {
            return Ok(item);
        }
        if let NodeKind::Variable(variable) = &node.kind
            && node.predicates.is_empty()
            && node.group.is_none()
        {
            return Ok(match self.variable(variable, env) {
                Item::Array(list) if list.sequence => collapse(list, node.keep_array),
                item => item,
            });
        }
        self.depth += 1;
        let mut result = self.kind(node, input, env);
        if !node.predicates.is_empty() || node.group.is_some() {
            result = match result {
                Ok(item) => self.refine(node, item, env),
                Err(fault) => Err(fault),
            };
        }
        self.depth -= 1;
        match result {
            Ok(Item::Array(list)) if list.sequence => Ok(collapse(list, node.keep_array)),
            result => result,
        }
    }

    /// Predicates and the grouping of nodes that are not paths.
    #[inline(never)]
    fn refine(&mut self, node: &Node, mut item: Item, env: &Env) -> Result<Item, Fault> {
        for predicate in &node.predicates {
            if let Stage::Filter(predicate) = predicate {
                item = self.filter(predicate, item, env)?;
            }
        }
        match &node.group {
            Some(group) if !matches!(node.kind, NodeKind::Path { .. }) => self.group(group, item, env),
            _ => Ok(item),
        }
    }

    fn kind(&mut self, node: &Node, input: &Item, env: &Env) -> Result<Item, Fault> {
        match &node.kind {
            NodeKind::Path { steps, keep_singleton } => self.path(node, steps, *keep_singleton, input, env),
            NodeKind::Operation(operator, left, right) => {
                self.operation(node, *operator, left, right, input, env)
            }
            NodeKind::Name(name) => Ok(match input {
                Item::Object(record) => record.member(name).unwrap_or_default(),
                input => self.lookup(input, &name.text),
            }),
            NodeKind::Null => Ok(Item::Null),
            NodeKind::Bool(value) => Ok(Item::Bool(*value)),
            NodeKind::Number(number) => Ok(Item::Number(*number)),
            NodeKind::Text(text) => Ok(Item::Text(text.clone())),
            NodeKind::Variable(variable) => Ok(self.variable(variable, env)),
            NodeKind::Context => Ok(match input {
                Item::Array(list) if list.wrapper => list.get(0).unwrap_or_default(),
                input => input.clone(),
            }),
            NodeKind::Wildcard => self.wildcard(input),
            NodeKind::Descendants => self.descendants(input),
            NodeKind::Parent(slot) => {
                Ok(self.tables.parents.get(*slot).and_then(|name| env.lookup(*name)).unwrap_or_default())
            }
            NodeKind::Regex { slot, pattern, flags } => self.regex(node, *slot, pattern, *flags),
            NodeKind::Negation(inner) => self.negation(node, inner, input, env),
            NodeKind::Array(items) => self.array(node, items, input, env),
            NodeKind::Object(group) => self.group(group, input.clone(), env),
            NodeKind::Block { expressions, scoped } => self.block(expressions, *scoped, input, env),
            NodeKind::Bind(name, value) => self.bind(*name, value, input, env),
            NodeKind::Condition { condition, yes, no } => {
                self.condition(condition, yes, no.as_deref(), input, env)
            }
            NodeKind::Call(call) => self.call(call, input, env, None),
            NodeKind::Tail(call) => Ok(Item::Function(Rc::new(Function::Thunk {
                call: call.clone(),
                input: input.clone(),
                frame: env.clone(),
            }))),
            NodeKind::Partial(call) => self.partial(call, input, env),
            NodeKind::Placeholder => Ok(Item::Undefined),
            NodeKind::Lambda(lambda) => Ok(Item::Function(Rc::new(Function::Lambda(Closure {
                lambda: lambda.clone(),
                open: None,
                input: input.clone(),
                frame: env.clone(),
                mark: Default::default(),
            })))),
            NodeKind::Apply(left, right) => self.application(node, left, right, input, env),
            // Only steps of paths are sorts, and those are not evaluated by themselves.
            NodeKind::Sort(_) => Ok(Item::Undefined),
            NodeKind::Transform(transform) => Ok(Item::Function(Rc::new(Function::Transform {
                transform: transform.clone(),
                frame: env.clone(),
                mark: Default::default(),
            }))),
        }
    }

    /// Counts work that is done without evaluating nodes.
    pub fn charge(&mut self, work: usize) -> Result<(), Fault> {
        self.steps += (work / 8) as u64;
        match self.steps > self.limits.steps {
            true => Err(limits::too_long()),
            false => Ok(()),
        }
    }

    /// A list of the evaluation's own, with its memory counted.
    pub fn list(&mut self, items: Vec<Item>) -> Result<List, Fault> {
        self.charge(items.len())?;
        let list = List::metered(items, &self.meter);
        if self.meter.held() + list::OVERHEAD > self.limits.memory {
            return Err(limits::too_large());
        }
        if list.depth() > DEEPEST {
            return Err(limits::too_deep());
        }
        Ok(list)
    }

    pub fn sequence(&mut self, items: Vec<Item>) -> Result<Item, Fault> {
        Ok(Item::Array(self.list(items)?.sequence()))
    }

    pub fn array_of(&mut self, items: Vec<Item>) -> Result<Item, Fault> {
        Ok(Item::Array(self.list(items)?))
    }

    pub fn object(&mut self, members: crate::record::Members) -> Result<Item, Fault> {
        self.charge(members.len())?;
        let record = Record::new(members);
        match record.depth() > DEEPEST {
            true => Err(limits::too_deep()),
            false => Ok(Item::Object(record)),
        }
    }

    /// Fails before `count` items are made that would be too many.
    pub fn reserve(&mut self, count: usize) -> Result<(), Fault> {
        let bytes = count.saturating_mul(list::ITEM).saturating_add(list::OVERHEAD + self.meter.held());
        match bytes > self.limits.memory {
            true => Err(limits::too_large()),
            false => self.charge(count),
        }
    }

    /// A text that was made, with its size checked.
    pub fn text(&mut self, text: String) -> Result<Item, Fault> {
        self.room_for_text(text.len())?;
        Ok(Item::from(text))
    }

    /// Fails before a text of so many bytes is made that would be too long.
    pub fn room_for_text(&mut self, bytes: usize) -> Result<(), Fault> {
        match bytes.saturating_mul(2) > self.limits.memory {
            true => Err(limits::too_large()),
            false => self.charge(bytes / 8),
        }
    }

    pub fn now(&mut self) -> i64 {
        match self.now {
            Some(now) => now,
            None => {
                let now = self.host.now_millis();
                self.now = Some(now);
                now
            }
        }
    }

    /// A function's signature, read when it is first called.
    pub fn signature(&mut self, builtin: Builtin) -> Rc<Signature> {
        if self.signatures.is_empty() {
            self.signatures = alloc::vec![None; Builtin::count()];
        }
        let slot = &mut self.signatures[builtin as usize];
        match slot {
            Some(signature) => signature.clone(),
            None => slot.insert(Rc::new(builtin.signature(self.dialect))).clone(),
        }
    }

    fn mark_of(&mut self, builtin: Builtin) -> &mut Mark {
        if self.marks.is_empty() {
            self.marks = alloc::vec![Mark::default(); Builtin::count()];
        }
        &mut self.marks[builtin as usize]
    }

    fn variable(&mut self, variable: &Variable, env: &Env) -> Item {
        if variable.bound
            && let Some(item) = env.lookup(variable.name)
        {
            return item;
        }
        self.global(variable.name, variable.builtin)
    }

    /// A variable that nothing in the program binds.
    fn global(&mut self, name: Name, builtin: Option<Builtin>) -> Item {
        let index = name.0 as usize;
        if let Some(Some(item)) = self.globals.get(index) {
            return item.clone();
        }
        let text = self.tables.names.get(name).cloned().unwrap_or_default();
        let item = if text == "$" {
            self.root.clone()
        } else if let Some(value) = self.bindings.get(&text) {
            Item::from(&value)
        } else if let Some(builtin) = builtin {
            Item::Function(Rc::new(Function::Builtin(builtin)))
        } else {
            Item::Undefined
        };
        if self.globals.len() <= index {
            self.globals.resize(index + 1, None);
        }
        self.globals[index] = Some(item.clone());
        item
    }

    /// Whether there is a variable of this name with a value that counts as true in JavaScript.
    fn is_variable(&mut self, name: &Text, env: &Env) -> bool {
        let number = self.tables.to_mut().names.number(name);
        let builtin = Builtin::named(name, self.dialect);
        let item = env.lookup(number).unwrap_or_else(|| self.global(number, builtin));
        match item {
            Item::Undefined | Item::Null | Item::Bool(false) => false,
            Item::Number(number) => number != 0.0 && !number.is_nan(),
            Item::Text(text) => !text.is_empty(),
            Item::Bool(true) | Item::Array(_) | Item::Object(_) | Item::Function(_) | Item::Tuples(_) => true,
        }
    }

    #[inline(never)]
    fn regex(&mut self, node: &Node, slot: usize, pattern: &Text, flags: Flags) -> Result<Item, Fault> {
        if self.regexes.len() <= slot {
            self.regexes.resize(slot + 1, None);
        }
        let regex = match &self.regexes[slot] {
            Some(regex) => regex.clone(),
            None => {
                let regex = self.host.regex(pattern, flags).map_err(|message| {
                    Fault::said(message).at(node.start, node.position.unwrap_or(node.start))
                })?;
                self.regexes[slot] = Some(regex.clone());
                regex
            }
        };
        Ok(Item::Function(Rc::new(Function::Matcher(Matcher {
            regex,
            source: pattern.clone(),
            start: node.start,
            position: node.position.unwrap_or(0),
        }))))
    }

    #[inline(never)]
    fn negation(&mut self, node: &Node, inner: &Node, input: &Item, env: &Env) -> Result<Item, Fault> {
        let item = self.eval(inner, input, env)?;
        match item {
            Item::Undefined => Ok(Item::Undefined),
            Item::Number(number) if item.is_numeric()? => Ok(Item::Number(-number)),
            item => Err(Fault::new("D1002")
                .at(node.start, node.position.unwrap_or(node.start))
                .token(Detail::text("-"))
                .value(item.detail())),
        }
    }

    #[inline(never)]
    fn array(&mut self, node: &Node, items: &[Node], input: &Item, env: &Env) -> Result<Item, Fault> {
        let mut result = Vec::with_capacity(items.len());
        for item in items {
            let value = self.eval(item, input, env)?;
            match value {
                Item::Undefined => {}
                Item::Array(list) if !matches!(item.kind, NodeKind::Array(_)) => {
                    // `[1..1000000]` is one list, not a copy of one.
                    if items.len() == 1 && !node.made {
                        let mut list = list;
                        list.sequence = false;
                        list.keep = false;
                        list.made = false;
                        list.wrapper = false;
                        return Ok(Item::Array(list));
                    }
                    list.append_to(&mut result);
                }
                value => result.push(value),
            }
        }
        let mut list = self.list(result)?;
        list.made = node.made;
        Ok(Item::Array(list))
    }

    fn block(&mut self, expressions: &[Node], scoped: bool, input: &Item, env: &Env) -> Result<Item, Fault> {
        let mut result = Item::Undefined;
        if scoped {
            let frame = Frame::new(Some(env), Vec::new());
            for expression in expressions {
                result = self.eval(expression, input, &frame)?;
            }
        } else {
            for expression in expressions {
                result = self.eval(expression, input, env)?;
            }
        }
        Ok(result)
    }

    #[inline(never)]
    fn bind(&mut self, name: Name, value: &Node, input: &Item, env: &Env) -> Result<Item, Fault> {
        let value = self.eval(value, input, env)?;
        if value.is_nested() {
            if self.bound.len() >= self.bound_limit {
                self.bound.retain(|frame| frame.strong_count() > 0);
                self.bound_limit = (self.bound.len() * 2).max(64);
            }
            self.bound.push(Rc::downgrade(env));
        }
        env.bind(name, value.clone());
        Ok(value)
    }

    fn condition(
        &mut self,
        condition: &Node,
        yes: &Node,
        no: Option<&Node>,
        input: &Item,
        env: &Env,
    ) -> Result<Item, Fault> {
        let condition = self.eval(condition, input, env)?;
        if truth(&condition)? {
            self.eval(yes, input, env)
        } else if let Some(no) = no {
            self.eval(no, input, env)
        } else {
            Ok(Item::Undefined)
        }
    }

    #[inline(never)]
    fn operation(
        &mut self,
        node: &Node,
        operator: Operator,
        left: &Node,
        right: &Node,
        input: &Item,
        env: &Env,
    ) -> Result<Item, Fault> {
        if operator == Operator::Concat {
            return self.concat(node, input, env);
        }
        let left = self.eval(left, input, env)?;
        let result = match operator {
            Operator::Concat => unreachable!("done above"),
            Operator::And | Operator::Or => match truth(&left) {
                Ok(value) if value == (operator == Operator::Or) => Ok(Item::Bool(value)),
                Ok(_) => match self.eval(right, input, env) {
                    Ok(right) => truth(&right).map(Item::Bool),
                    Err(fault) => Err(fault),
                },
                Err(fault) => Err(fault),
            },
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder
            | Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual
            | Operator::In
            | Operator::Range => {
                let right = self.eval(right, input, env)?;
                self.operate(operator, left, right)
            }
        };
        result.map_err(|fault| placed(fault, node, operator))
    }

    fn operate(&mut self, operator: Operator, left: Item, right: Item) -> Result<Item, Fault> {
        match operator {
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder => arithmetic(operator, &left, &right),
            Operator::Equal => {
                Ok(Item::Bool(!left.is_undefined() && !right.is_undefined() && left.is_equal(&right)))
            }
            Operator::NotEqual => {
                Ok(Item::Bool(!left.is_undefined() && !right.is_undefined() && !left.is_equal(&right)))
            }
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
                comparison(operator, &left, &right)
            }
            Operator::In => Ok(Item::Bool(match (&left, &right) {
                (Item::Undefined, _) | (_, Item::Undefined) => false,
                (left, Item::Array(list)) => {
                    self.charge(list.len())?;
                    match list.as_shared() {
                        Some(array) => array.iter().any(|value| is_identical_value(left, value)),
                        None => list.iter().any(|item| item.is_identical(left)),
                    }
                }
                (left, right) => left.is_identical(right),
            })),
            Operator::Range => self.range(&left, &right),
            Operator::And | Operator::Or | Operator::Concat => {
                unreachable!("these decide themselves when their sides are evaluated")
            }
        }
    }

    /// A row of `&`, put together in one text.
    #[inline(never)]
    fn concat(&mut self, node: &Node, input: &Item, env: &Env) -> Result<Item, Fault> {
        let mut links = Vec::new();
        let mut first = node;
        while let NodeKind::Operation(Operator::Concat, left, right) = &first.kind {
            let is_bare = first.predicates.is_empty() && first.group.is_none();
            if !links.is_empty() && !is_bare {
                break;
            }
            links.push((first, &**right));
            first = left;
        }
        if self.depth + links.len() > self.limits.depth {
            return Err(limits::too_deep());
        }
        let mut out = String::with_capacity(48);
        let mut left = self.eval(first, input, env)?;
        for (link, right) in links.into_iter().rev() {
            let right = self.eval(right, input, env)?;
            for item in [&left, &right] {
                self.append_text(&mut out, item).map_err(|fault| placed(fault, link, Operator::Concat))?;
            }
            left = Item::Undefined;
        }
        self.text(out)
    }

    fn append_text(&mut self, out: &mut String, item: &Item) -> Result<(), Fault> {
        match item {
            Item::Undefined => Ok(()),
            Item::Text(text) => {
                self.room_for_text(out.len() + text.len())?;
                out.push_str(text);
                Ok(())
            }
            item => crate::text::string(out, item, false),
        }
    }

    #[inline(never)]
    fn range(&mut self, left: &Item, right: &Item) -> Result<Item, Fault> {
        let whole = |item: &Item, code: &'static str| match item {
            Item::Undefined => Ok(None),
            Item::Number(number) if number.is_finite() && libm::trunc(*number) == *number => {
                Ok(Some(*number))
            }
            item => Err(Fault::new(code).value(item.detail())),
        };
        let from = whole(left, "T2003")?;
        let to = whole(right, "T2004")?;
        let (Some(from), Some(to)) = (from, to) else {
            return Ok(Item::Undefined);
        };
        if from > to {
            return Ok(Item::Undefined);
        }
        let size = to - from + 1.0;
        if size > 1e7 {
            return Err(Fault::new("D2014").value(Detail::number(size)));
        }
        self.reserve(size as usize)?;
        let items = (0..size as usize).map(|index| Item::Number(from + index as f64)).collect();
        self.sequence(items)
    }

    /// The member of this name, of an object or of each object in an array.
    pub fn lookup(&mut self, input: &Item, key: &str) -> Item {
        match input {
            Item::Object(record) => record.get(key).unwrap_or_default(),
            Item::Array(list) => {
                let mut items = Vec::new();
                lookup_in(list, key, &mut items);
                Item::Array(List::metered(items, &self.meter).sequence())
            }
            _ => Item::Undefined,
        }
    }

    #[inline(never)]
    fn wildcard(&mut self, input: &Item) -> Result<Item, Fault> {
        let input = match input {
            Item::Array(list) if list.wrapper && list.len() > 0 => list.get(0).unwrap_or_default(),
            input => input.clone(),
        };
        let members: Vec<Item> = match &input {
            Item::Object(record) => record.entries().into_iter().map(|(_, item)| item).collect(),
            Item::Array(list) => list.to_vec(),
            _ => Vec::new(),
        };
        let mut results = Vec::new();
        let mut plain = false;
        for item in members {
            match item {
                Item::Array(list) => {
                    flatten(&list, &mut results);
                    plain = true;
                }
                item => results.push(item),
            }
        }
        // Appending makes a plain array of the sequence, and a plain array of one item stays one.
        match plain {
            true => self.array_of(results),
            false => self.sequence(results),
        }
    }

    #[inline(never)]
    fn descendants(&mut self, input: &Item) -> Result<Item, Fault> {
        if input.is_undefined() {
            return Ok(Item::Undefined);
        }
        let mut results = Vec::new();
        let mut stack = alloc::vec![input.clone()];
        while let Some(item) = stack.pop() {
            match &item {
                Item::Array(list) => {
                    let from = stack.len();
                    stack.extend(list.iter());
                    stack[from..].reverse();
                }
                Item::Object(record) => {
                    let from = stack.len();
                    stack.extend(record.entries().into_iter().map(|(_, item)| item));
                    stack[from..].reverse();
                    results.push(item);
                }
                _ => results.push(item),
            }
        }
        match results.len() {
            1 => Ok(results.pop().unwrap_or_default()),
            _ => self.sequence(results),
        }
    }
}

/// The deepest value that may be made.
pub(crate) const DEEPEST: usize = 1000;

/// A fault of an operator, at its place.
#[cold]
fn placed(mut fault: Fault, node: &Node, operator: Operator) -> Fault {
    fault.0.start = Some(node.start);
    fault.0.position = node.position;
    fault.0.reach = None;
    fault.0.foreign = None;
    fault.0.token = Some(Detail::text(operator.text()));
    fault
}

/// A sequence as a value: nothing, its one item, or an array.
fn collapse(mut list: List, keep: bool) -> Item {
    list.keep |= keep;
    match list.len() {
        0 => Item::Undefined,
        1 if !list.keep => list.get(0).unwrap_or_default(),
        _ => Item::Array(list),
    }
}

fn lookup_in(list: &List, key: &str, items: &mut Vec<Item>) {
    if let Some(array) = list.as_shared() {
        for value in array {
            lookup_value(value, key, items);
        }
        return;
    }
    for item in list.as_own().unwrap_or_default() {
        match item {
            Item::Object(record) => {
                if let Some(item) = record.get(key) {
                    push_flat(item, items);
                }
            }
            Item::Array(list) => lookup_in(list, key, items),
            _ => {}
        }
    }
}

fn lookup_value(value: &Value, key: &str, items: &mut Vec<Item>) {
    match value {
        Value::Object(object) => {
            if let Some(value) = object.get(key) {
                match value {
                    Value::Array(array) => items.extend(array.iter().map(Item::from)),
                    value => items.push(Item::from(value)),
                }
            }
        }
        Value::Array(array) => array.iter().for_each(|value| lookup_value(value, key, items)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

pub(crate) fn push_flat(item: Item, items: &mut Vec<Item>) {
    match item {
        Item::Undefined => {}
        Item::Array(list) => list.append_to(items),
        item => items.push(item),
    }
}

fn flatten(list: &List, items: &mut Vec<Item>) {
    for item in list.iter() {
        match item {
            Item::Array(list) => flatten(&list, items),
            item => items.push(item),
        }
    }
}

fn is_identical_value(item: &Item, value: &Value) -> bool {
    match (item, value) {
        (Item::Text(text), Value::String(other)) => text == other,
        (Item::Number(number), Value::Number(other)) => *number == other.as_f64(),
        (Item::Bool(value), Value::Bool(other)) => value == other,
        (Item::Null, Value::Null) => true,
        (Item::Array(_), Value::Array(_)) | (Item::Object(_), Value::Object(_)) => {
            item.is_identical(&Item::from(value))
        }
        _ => false,
    }
}

/// `$boolean`, with nothing as false.
pub(crate) fn truth(item: &Item) -> Result<bool, Fault> {
    Ok(match item {
        Item::Undefined | Item::Null => false,
        // JavaScript's own functions are no objects to JSONata, its lambdas are.
        Item::Function(function) => {
            !matches!(**function, Function::Passed(_) | Function::Matcher(_) | Function::Next(_))
        }
        Item::Bool(value) => *value,
        Item::Number(number) => item.is_numeric()? && *number != 0.0,
        Item::Text(text) => !text.is_empty(),
        Item::Object(record) => record.len() > 0,
        Item::Tuples(tuples) => !tuples.is_empty(),
        Item::Array(list) => {
            // All items are looked at, since any may be a number that is none.
            let mut found = false;
            for item in list.iter() {
                found |= truth(&item)?;
            }
            found
        }
    })
}

fn arithmetic(operator: Operator, left: &Item, right: &Item) -> Result<Item, Fault> {
    for (item, code) in [(left, "T2001"), (right, "T2002")] {
        if !item.is_undefined() && !item.is_numeric()? {
            return Err(Fault::new(code).value(item.detail()));
        }
    }
    let (Item::Number(left), Item::Number(right)) = (left, right) else {
        return Ok(Item::Undefined);
    };
    Ok(Item::Number(match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        _ => left % right,
    }))
}

fn comparison(operator: Operator, left: &Item, right: &Item) -> Result<Item, Fault> {
    let comparable = |item: &Item| matches!(item, Item::Undefined | Item::Text(_) | Item::Number(_));
    if !comparable(left) || !comparable(right) {
        let value = if matches!(left, Item::Text(_) | Item::Number(_)) { right } else { left };
        return Err(Fault::new("T2010").value(value.detail()));
    }
    let order = match (left, right) {
        (Item::Undefined, _) | (_, Item::Undefined) => return Ok(Item::Undefined),
        (Item::Number(left), Item::Number(right)) => left.partial_cmp(right),
        (Item::Text(left), Item::Text(right)) => Some(item::compare_texts(left, right)),
        _ => return Err(Fault::new("T2009").value(left.detail()).value2(right.detail())),
    };
    let Some(order) = order else {
        return Ok(Item::Bool(false));
    };
    Ok(Item::Bool(match operator {
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        _ => order.is_ge(),
    }))
}
