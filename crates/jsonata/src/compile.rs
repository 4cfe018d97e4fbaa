//! From the tree of the text to the program: steps in a row, predicates at their steps, parents found, names numbered.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use json::Text;

use crate::Dialect;
use crate::builtin::Builtin;
use crate::error::{Detail, Fault};
use crate::item::Name;
use crate::node::{Call, Group, Lambda, Node, NodeKind, Operator, Stage, Term, Transform, Variable};
use crate::syntax::{Syntax, SyntaxKind};
use crate::texts::Texts;

/// A program: its tree, and the tables that the tree points into.
#[derive(Debug)]
pub(crate) struct Program {
    pub root: Node,
    pub tables: Tables,
}

/// What the nodes of a program name by numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tables {
    pub names: Names,
    /// For each `%`, the variable that holds its parent.
    pub parents: Vec<Name>,
    pub regexes: usize,
}

/// All names of variables, by their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    names: Texts,
}

impl Names {
    pub fn number(&mut self, name: &Text) -> Name {
        Name(self.names.insert(name).0 as u32)
    }

    pub fn get(&self, name: Name) -> Option<&Text> {
        self.names.at(name.0 as usize)
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }
}

/// Works out what a tree means. `tables` go on from an enclosing program; with `dynamic`, any name may be bound from outside.
pub(crate) fn compile(
    syntax: &Syntax,
    dialect: Dialect,
    tables: Tables,
    dynamic: bool,
) -> Result<Program, Fault> {
    let mut bound = Texts::default();
    let dynamic = collect_bound(syntax, &mut bound) || dynamic;
    let Tables { names, parents, regexes } = tables;
    let slots = parents.into_iter().map(|label| Slot { label, level: 0 }).collect();
    let mut compiler = Compiler { dialect, names, bound, dynamic, slots, regexes };
    let root = compiler.node(syntax)?;
    if matches!(root.kind, NodeKind::Parent(_)) || root.seeking.is_some() {
        let mut fault = Fault::new("S0217").token(Detail::text(root.type_name()));
        fault.0.start = Some(root.start);
        fault.0.position = root.position;
        return Err(fault);
    }
    let parents = compiler.slots.iter().map(|slot| slot.label).collect();
    Ok(Program { root, tables: Tables { names: compiler.names, parents, regexes: compiler.regexes } })
}

/// A `%` that looks for its step.
struct Slot {
    label: Name,
    /// How many steps it still has to go up.
    level: i32,
}

struct Compiler {
    dialect: Dialect,
    names: Names,
    /// The names that the program binds.
    bound: Texts,
    dynamic: bool,
    slots: Vec<Slot>,
    regexes: usize,
}

impl Compiler {
    fn node(&mut self, syntax: &Syntax) -> Result<Node, Fault> {
        let mut node = self.bare(syntax)?;
        if syntax.keep_array {
            node.keep_array = true;
        }
        Ok(node)
    }

    fn boxed(&mut self, syntax: &Syntax) -> Result<Box<Node>, Fault> {
        Ok(Box::new(self.node(syntax)?))
    }

    fn bare(&mut self, syntax: &Syntax) -> Result<Node, Fault> {
        let start = syntax.token.start;
        let position = Some(syntax.token.end);
        let make = |kind: NodeKind| Node::new(kind, start, position);
        Ok(match &syntax.kind {
            SyntaxKind::Name(name) => {
                let mut step = make(NodeKind::Name(name.clone().into()));
                step.keep_array = syntax.keep_array;
                let kind = NodeKind::Path { steps: alloc::vec![step], keep_singleton: syntax.keep_array };
                Node::new(kind, start, None)
            }
            SyntaxKind::Text(text) => make(NodeKind::Text(text.clone())),
            SyntaxKind::Number(number) => make(NodeKind::Number(*number)),
            SyntaxKind::Constant(Some(value)) => make(NodeKind::Bool(*value)),
            SyntaxKind::Constant(None) => make(NodeKind::Null),
            SyntaxKind::Variable(name) if name.is_empty() => make(NodeKind::Context),
            SyntaxKind::Variable(name) => make(NodeKind::Variable(self.variable(name))),
            SyntaxKind::Regex(pattern, flags) => {
                let slot = self.regexes;
                self.regexes += 1;
                make(NodeKind::Regex { slot, pattern: pattern.clone(), flags: *flags })
            }
            SyntaxKind::Placeholder => make(NodeKind::Placeholder),
            SyntaxKind::Wildcard => make(NodeKind::Wildcard),
            SyntaxKind::Descendants => make(NodeKind::Descendants),
            SyntaxKind::Parent => {
                let label = self.names.number(&Text::from(alloc::format!("!{}", self.slots.len())));
                self.slots.push(Slot { label, level: 1 });
                Node::new(NodeKind::Parent(self.slots.len() - 1), start, None)
            }
            SyntaxKind::Step(left, right) => self.path(left, right)?,
            SyntaxKind::Filter(left, right) => self.filter(syntax, left, right)?,
            SyntaxKind::Group(left, pairs) => {
                let mut node = self.node(left)?;
                if node.group.is_some() {
                    return Err(Fault::new("S0210").at(start, syntax.token.end));
                }
                let pairs = self.pairs(pairs)?.0;
                node.group = Some(Box::new(Group::new(pairs, start, syntax.token.end)));
                node
            }
            SyntaxKind::Sort(left, terms) => self.sort(syntax, left, terms)?,
            SyntaxKind::Bind(left, right) => {
                let SyntaxKind::Variable(name) = &left.kind else {
                    unreachable!("only variables are bound");
                };
                let right = self.boxed(right)?;
                let mut node = make(NodeKind::Placeholder);
                push_seeking(&mut node, &right);
                node.kind = NodeKind::Bind(self.names.number(name), right);
                node
            }
            SyntaxKind::Focus(left, name) => self.focus(syntax, left, name)?,
            SyntaxKind::Index(left, name) => self.index(left, name)?,
            SyntaxKind::Apply(left, right) => {
                let left = self.boxed(left)?;
                let right = self.boxed(right)?;
                let keep = left.keep_array || right.keep_array;
                let mut node = make(NodeKind::Apply(left, right));
                node.keep_array = keep;
                node
            }
            SyntaxKind::Operation(operator, left, right) => {
                let left = self.boxed(left)?;
                let right = self.boxed(right)?;
                let mut node = make(NodeKind::Placeholder);
                push_seeking(&mut node, &left);
                push_seeking(&mut node, &right);
                node.kind = NodeKind::Operation(Operator::parse(operator), left, right);
                node
            }
            SyntaxKind::Negation(inner) => {
                let inner = self.boxed(inner)?;
                match inner.kind {
                    NodeKind::Number(number) => {
                        let mut node = *inner;
                        node.kind = NodeKind::Number(-number);
                        node
                    }
                    _ => {
                        let mut node = make(NodeKind::Placeholder);
                        push_seeking(&mut node, &inner);
                        node.kind = NodeKind::Negation(inner);
                        node
                    }
                }
            }
            SyntaxKind::Array(items) => {
                let mut node = make(NodeKind::Placeholder);
                let items = self.children(items, &mut node)?;
                node.kind = NodeKind::Array(items);
                node
            }
            SyntaxKind::Object(pairs) => {
                let (pairs, seeking) = self.pairs(pairs)?;
                let group = Group::new(pairs, start, syntax.token.end);
                let mut node = make(NodeKind::Object(Box::new(group)));
                node.seeking = seeking;
                node
            }
            SyntaxKind::Block(items) => {
                let mut node = make(NodeKind::Placeholder);
                let expressions = self.children(items, &mut node)?;
                node.made = expressions.iter().any(|part| match &part.kind {
                    NodeKind::Path { steps, .. } => part.made || steps.first().is_some_and(|step| step.made),
                    _ => part.made,
                });
                let scoped = items.iter().any(binds_directly);
                node.kind = NodeKind::Block { expressions, scoped: scoped || self.dynamic };
                node
            }
            SyntaxKind::Call { procedure, arguments, partial } => {
                let mut node = make(NodeKind::Placeholder);
                let arguments = self.children(arguments, &mut node)?;
                let procedure = self.node(procedure)?;
                let name = self.callee(&procedure);
                let call = Call { procedure, arguments, name, start, position: syntax.token.end };
                node.kind = match partial {
                    true => NodeKind::Partial(Arc::new(call)),
                    false => NodeKind::Call(Arc::new(call)),
                };
                node
            }
            SyntaxKind::Lambda { parameters, signature, body } => {
                let body = tail(self.node(body)?);
                let parameters = parameters.iter().map(|name| self.names.number(name)).collect();
                make(NodeKind::Lambda(Arc::new(Lambda { parameters, signature: signature.clone(), body })))
            }
            SyntaxKind::Condition { condition, yes, no } => {
                let mut node = make(NodeKind::Placeholder);
                let condition = self.boxed(condition)?;
                push_seeking(&mut node, &condition);
                let yes = self.boxed(yes)?;
                push_seeking(&mut node, &yes);
                let no = match no {
                    Some(no) => {
                        let no = self.boxed(no)?;
                        push_seeking(&mut node, &no);
                        Some(no)
                    }
                    None => None,
                };
                node.kind = NodeKind::Condition { condition, yes, no };
                node
            }
            SyntaxKind::Transform { pattern, update, delete } => {
                let pattern = self.node(pattern)?;
                let update = self.node(update)?;
                let delete = match delete {
                    Some(delete) => Some(self.node(delete)?),
                    None => None,
                };
                let clone = self.variable(&Text::from("clone"));
                let position = syntax.token.end;
                make(NodeKind::Transform(Arc::new(Transform {
                    pattern,
                    update,
                    delete,
                    start,
                    position,
                    clone,
                })))
            }
            SyntaxKind::End | SyntaxKind::Broken => {
                return Err(Fault::new("S0207").at(start, syntax.token.end).token(Detail::text("(end)")));
            }
        })
    }

    fn variable(&mut self, name: &Text) -> Variable {
        Variable {
            name: self.names.number(name),
            bound: self.dynamic || self.bound.place(name).is_some(),
            builtin: Builtin::named(name, self.dialect),
        }
    }

    fn children(&mut self, items: &[Syntax], parent: &mut Node) -> Result<Vec<Node>, Fault> {
        let mut nodes = Vec::with_capacity(items.len());
        for item in items {
            let node = self.node(item)?;
            push_seeking(parent, &node);
            nodes.push(node);
        }
        Ok(nodes)
    }

    #[allow(clippy::type_complexity, reason = "pairs and what they seek, used in two places")]
    fn pairs(
        &mut self,
        pairs: &[(Syntax, Syntax)],
    ) -> Result<(Vec<(Node, Node)>, Option<Vec<usize>>), Fault> {
        let mut seeker = Node::new(NodeKind::Placeholder, 0, None);
        let mut nodes = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let key = self.node(key)?;
            push_seeking(&mut seeker, &key);
            let value = self.node(value)?;
            push_seeking(&mut seeker, &value);
            nodes.push((key, value));
        }
        Ok((nodes, seeker.seeking))
    }

    #[inline(never)]
    fn path(&mut self, left: &Syntax, right: &Syntax) -> Result<Node, Fault> {
        let first = self.node(left)?;
        let mut path = match first.kind {
            NodeKind::Path { .. } => first,
            _ => {
                let seeking = match first.kind {
                    NodeKind::Parent(slot) => Some(alloc::vec![slot]),
                    _ => None,
                };
                let start = first.start;
                let kind = NodeKind::Path { steps: alloc::vec![first], keep_singleton: false };
                let mut path = Node::new(kind, start, None);
                path.seeking = seeking;
                path
            }
        };
        let rest = self.node(right)?;
        let NodeKind::Path { steps, keep_singleton } = &mut path.kind else {
            unreachable!("it was made a path above");
        };
        match rest.kind {
            NodeKind::Path { steps: more, .. } => steps.extend(more),
            _ => {
                let mut rest = rest;
                if !rest.predicates.is_empty() {
                    rest.stages = core::mem::take(&mut rest.predicates);
                }
                steps.push(rest);
            }
        }
        for step in steps.iter_mut() {
            let value = match &step.kind {
                NodeKind::Number(number) => Detail::number(*number),
                NodeKind::Bool(value) => Detail::plain(if *value { "true" } else { "false" }),
                NodeKind::Null => Detail::plain("null"),
                NodeKind::Text(text) => {
                    step.kind = NodeKind::Name(text.clone().into());
                    continue;
                }
                _ => continue,
            };
            let mut fault = Fault::new("S0213").value(value);
            fault.0.start = Some(step.start);
            fault.0.position = step.position;
            return Err(fault);
        }
        if steps.iter().any(|step| step.keep_array) {
            *keep_singleton = true;
        }
        for end in [0, steps.len() - 1] {
            if matches!(steps[end].kind, NodeKind::Array(_)) {
                steps[end].made = true;
            }
        }
        self.resolve(&mut path)?;
        Ok(path)
    }

    #[inline(never)]
    fn filter(&mut self, syntax: &Syntax, left: &Syntax, right: &Syntax) -> Result<Node, Fault> {
        let mut node = self.node(left)?;
        let on_path = matches!(node.kind, NodeKind::Path { .. });
        if last_step(&mut node).group.is_some() {
            return Err(Fault::new("S0209").at(syntax.token.start, syntax.token.end));
        }
        let mut predicate = self.node(right)?;
        if let Some(slots) = predicate.seeking.clone() {
            for slot in slots {
                if self.slots[slot].level == 1 {
                    self.seek(last_step(&mut node), slot)?;
                } else {
                    self.slots[slot].level -= 1;
                }
            }
            push_seeking(last_step(&mut node), &predicate);
        }
        predicate.seeking = None;
        let step = last_step(&mut node);
        match on_path {
            true => step.stages.push(Stage::Filter(predicate)),
            false => step.predicates.push(Stage::Filter(predicate)),
        }
        Ok(node)
    }

    #[inline(never)]
    fn sort(&mut self, syntax: &Syntax, left: &Syntax, terms: &[crate::syntax::Term]) -> Result<Node, Fault> {
        let mut path = self.node(left)?;
        if !matches!(path.kind, NodeKind::Path { .. }) {
            let start = path.start;
            let kind = NodeKind::Path { steps: alloc::vec![path], keep_singleton: false };
            path = Node::new(kind, start, None);
        }
        let mut step = Node::new(NodeKind::Placeholder, syntax.token.start, Some(syntax.token.end));
        let mut compiled = Vec::with_capacity(terms.len());
        for term in terms {
            let expression = self.node(&term.expression)?;
            push_seeking(&mut step, &expression);
            compiled.push(Term { descending: term.descending, expression });
        }
        step.kind = NodeKind::Sort(compiled);
        if let NodeKind::Path { steps, .. } = &mut path.kind {
            steps.push(step);
        }
        self.resolve(&mut path)?;
        Ok(path)
    }

    fn focus(&mut self, syntax: &Syntax, left: &Syntax, name: &Text) -> Result<Node, Fault> {
        let mut node = self.node(left)?;
        // `@$` names nothing: JavaScript takes the empty name for none.
        let named = (!name.is_empty()).then(|| self.names.number(name));
        let step = last_step(&mut node);
        if !step.stages.is_empty() || !step.predicates.is_empty() {
            return Err(Fault::new("S0215").at(syntax.token.start, syntax.token.end));
        }
        if matches!(step.kind, NodeKind::Sort(_)) {
            return Err(Fault::new("S0216").at(syntax.token.start, syntax.token.end));
        }
        if syntax.keep_array {
            step.keep_array = true;
        }
        step.focus = named;
        step.tuple = true;
        Ok(node)
    }

    fn index(&mut self, left: &Syntax, name: &Text) -> Result<Node, Fault> {
        let mut node = self.node(left)?;
        let is_empty = name.is_empty();
        let name = self.names.number(name);
        if !matches!(node.kind, NodeKind::Path { .. }) {
            let start = node.start;
            if !node.predicates.is_empty() {
                node.stages = core::mem::take(&mut node.predicates);
            }
            let kind = NodeKind::Path { steps: alloc::vec![node], keep_singleton: false };
            node = Node::new(kind, start, None);
        }
        let step = last_step(&mut node);
        match step.stages.is_empty() {
            true => step.index = (!is_empty).then_some(name),
            false => step.stages.push(Stage::Index(name)),
        }
        step.tuple = true;
        Ok(node)
    }

    /// The step that a `%` means becomes one that remembers where its results came from.
    fn seek(&mut self, node: &mut Node, slot: usize) -> Result<(), Fault> {
        match &mut node.kind {
            NodeKind::Name(_) | NodeKind::Wildcard => {
                self.slots[slot].level -= 1;
                if self.slots[slot].level == 0 {
                    if let Some(ancestor) = node.ancestor {
                        self.slots[slot].label = self.slots[ancestor].label;
                    }
                    node.ancestor = Some(slot);
                    node.tuple = true;
                }
            }
            NodeKind::Parent(_) => self.slots[slot].level += 1,
            NodeKind::Block { expressions, .. } => {
                if let Some(last) = expressions.last_mut() {
                    node.tuple = true;
                    self.seek(last, slot)?;
                }
            }
            NodeKind::Path { steps, .. } => {
                node.tuple = true;
                let mut index = steps.len();
                while index > 0 {
                    index -= 1;
                    self.seek(&mut steps[index], slot)?;
                    if self.slots[slot].level <= 0 {
                        break;
                    }
                }
            }
            _ => {
                let mut fault = Fault::new("S0217").token(Detail::text(node.type_name()));
                fault.0.start = Some(node.start);
                fault.0.position = node.position;
                return Err(fault);
            }
        }
        Ok(())
    }

    /// Finds the steps that the parents in the last step mean; those that lie further out go on seeking.
    fn resolve(&mut self, path: &mut Node) -> Result<(), Fault> {
        let NodeKind::Path { steps, .. } = &mut path.kind else {
            return Ok(());
        };
        let last = steps.len() - 1;
        let mut slots = steps[last].seeking.clone().unwrap_or_default();
        if let NodeKind::Parent(slot) = steps[last].kind {
            slots.push(slot);
        }
        for slot in slots {
            let mut index = last;
            while self.slots[slot].level > 0 {
                if index == 0 {
                    path.seeking.get_or_insert_default().push(slot);
                    break;
                }
                index -= 1;
                // Steps that were given a name stand at the same place as the one before.
                while index > 0 && steps[index].focus.is_some() && steps[index - 1].focus.is_some() {
                    index -= 1;
                }
                self.seek(&mut steps[index], slot)?;
            }
        }
        Ok(())
    }

    /// The name that messages give for what is called.
    fn callee(&self, procedure: &Node) -> Option<Text> {
        match &procedure.kind {
            NodeKind::Path { steps, .. } => steps.first().and_then(|step| self.callee_step(step)),
            _ => self.callee_step(procedure),
        }
    }

    fn callee_step(&self, node: &Node) -> Option<Text> {
        match &node.kind {
            NodeKind::Name(name) => Some(name.text.clone()),
            NodeKind::Text(text) => Some(text.clone()),
            NodeKind::Variable(variable) => self.names.get(variable.name).cloned(),
            NodeKind::Context => Some(Text::default()),
            NodeKind::Call(_) | NodeKind::Partial(_) => Some(Text::from("(")),
            NodeKind::Operation(operator, ..) => Some(Text::from(operator.text())),
            NodeKind::Negation(_) => Some(Text::from("-")),
            NodeKind::Array(_) => Some(Text::from("[")),
            NodeKind::Object(_) => Some(Text::from("{")),
            NodeKind::Bind(..) => Some(Text::from(":=")),
            NodeKind::Apply(..) => Some(Text::from("~>")),
            NodeKind::Wildcard => Some(Text::from("*")),
            NodeKind::Descendants => Some(Text::from("**")),
            NodeKind::Null
            | NodeKind::Bool(_)
            | NodeKind::Number(_)
            | NodeKind::Parent(_)
            | NodeKind::Regex { .. }
            | NodeKind::Path { .. }
            | NodeKind::Block { .. }
            | NodeKind::Condition { .. }
            | NodeKind::Tail(_)
            | NodeKind::Placeholder
            | NodeKind::Lambda(_)
            | NodeKind::Sort(_)
            | NodeKind::Transform(_) => None,
        }
    }
}

/// The last step of a path, or the node itself.
fn last_step(node: &mut Node) -> &mut Node {
    if !matches!(node.kind, NodeKind::Path { .. }) {
        return node;
    }
    match &mut node.kind {
        NodeKind::Path { steps, .. } => match steps.last_mut() {
            Some(step) => step,
            None => unreachable!("a path has steps"),
        },
        _ => unreachable!("it is a path"),
    }
}

/// What a child seeks, its parent node seeks too.
fn push_seeking(node: &mut Node, child: &Node) {
    let own = match child.kind {
        NodeKind::Parent(slot) => Some(slot),
        _ => None,
    };
    if child.seeking.is_none() && own.is_none() {
        return;
    }
    let slots = node.seeking.get_or_insert_default();
    slots.extend(child.seeking.iter().flatten().copied());
    slots.extend(own);
}

/// Turns the calls at the end of a function into tail calls.
fn tail(mut node: Node) -> Node {
    match node.kind {
        NodeKind::Call(call) if node.predicates.is_empty() => {
            // JSONata drops whatever else hangs at the call.
            Node::new(NodeKind::Tail(call), node.start, node.position)
        }
        NodeKind::Condition { condition, yes, no } => {
            node.kind = NodeKind::Condition {
                condition,
                yes: Box::new(tail(*yes)),
                no: no.map(|no| Box::new(tail(*no))),
            };
            node
        }
        NodeKind::Block { mut expressions, scoped } => {
            if let Some(last) = expressions.pop() {
                expressions.push(tail(last));
            }
            node.kind = NodeKind::Block { expressions, scoped };
            node
        }
        _ => node,
    }
}

/// All names that an expression binds anywhere. Whether `$eval` may bind others.
fn collect_bound(syntax: &Syntax, bound: &mut Texts) -> bool {
    let mut dynamic = false;
    match &syntax.kind {
        SyntaxKind::Variable(name) => dynamic = name == "eval",
        SyntaxKind::Bind(left, _) => {
            if let SyntaxKind::Variable(name) = &left.kind {
                bound.insert(name);
            }
        }
        SyntaxKind::Focus(_, name) | SyntaxKind::Index(_, name) => {
            bound.insert(name);
        }
        SyntaxKind::Lambda { parameters, .. } => {
            for name in parameters {
                bound.insert(name);
            }
        }
        _ => {}
    }
    each_child(syntax, &mut |child| dynamic |= collect_bound(child, bound));
    dynamic
}

/// Whether an expression binds variables in the frame that it is evaluated in.
fn binds_directly(syntax: &Syntax) -> bool {
    let mut found = matches!(syntax.kind, SyntaxKind::Bind(..));
    if !matches!(syntax.kind, SyntaxKind::Block(_)) {
        each_child(syntax, &mut |child| found |= binds_directly(child));
    }
    found
}

/// Calls `visit` for each direct part of a piece, in the order of the text.
pub(crate) fn each_child<'a>(syntax: &'a Syntax, visit: &mut dyn FnMut(&'a Syntax)) {
    match &syntax.kind {
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
        | SyntaxKind::Broken => {}
        SyntaxKind::Operation(_, left, right)
        | SyntaxKind::Step(left, right)
        | SyntaxKind::Filter(left, right)
        | SyntaxKind::Bind(left, right)
        | SyntaxKind::Apply(left, right) => {
            visit(left);
            visit(right);
        }
        SyntaxKind::Negation(inner) | SyntaxKind::Focus(inner, _) | SyntaxKind::Index(inner, _) => {
            visit(inner)
        }
        SyntaxKind::Group(left, pairs) => {
            visit(left);
            for (key, value) in pairs {
                visit(key);
                visit(value);
            }
        }
        SyntaxKind::Object(pairs) => {
            for (key, value) in pairs {
                visit(key);
                visit(value);
            }
        }
        SyntaxKind::Sort(left, terms) => {
            visit(left);
            terms.iter().for_each(|term| visit(&term.expression));
        }
        SyntaxKind::Array(items) | SyntaxKind::Block(items) => items.iter().for_each(visit),
        SyntaxKind::Call { procedure, arguments, .. } => {
            visit(procedure);
            arguments.iter().for_each(visit);
        }
        SyntaxKind::Lambda { body, .. } => visit(body),
        SyntaxKind::Condition { condition, yes, no } => {
            visit(condition);
            visit(yes);
            if let Some(no) = no {
                visit(no);
            }
        }
        SyntaxKind::Transform { pattern, update, delete } => {
            visit(pattern);
            visit(update);
            if let Some(delete) = delete {
                visit(delete);
            }
        }
    }
}
