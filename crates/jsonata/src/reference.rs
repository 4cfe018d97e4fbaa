//! What an expression refers to outside of itself.

use alloc::vec::Vec;
use core::ops::Range;

use json::Text;

use crate::Dialect;
use crate::builtin::Builtin;
use crate::compile::each_child;
use crate::order::{arranged, order_by};
use crate::syntax::{Syntax, SyntaxKind};

/// One mention of something that the expression does not define itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What is mentioned.
    pub subject: Subject,
    /// The bytes of the expression.
    pub range: Range<usize>,
}

/// What an expression may refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `$name`, neither bound in the expression nor a built-in function, with the names that follow it: `$states.input.a` has `["input", "a"]`.
    Variable {
        /// Its name without `$`.
        name: Text,
        /// The names that follow it.
        path: Vec<Text>,
    },
    /// A call or mention of a built-in function.
    Function {
        /// Its name without `$`.
        name: Text,
    },
    /// A name where there is no context to look it up in: `phone` at the top of an expression.
    Name(Text),
    /// `$` where there is no context.
    Context,
    /// `$$`.
    Root,
}

/// All references of a tree, in the order of the text.
pub(crate) fn collect(syntax: &Syntax, dialect: Dialect) -> Vec<Reference> {
    let mut collector = Collector { dialect, scopes: alloc::vec![Vec::new()], references: Vec::new() };
    collector.visit(syntax, false);
    let references = collector.references;
    let order = order_by(references.len(), |place| references[place].range.start);
    arranged(references, order)
}

struct Collector {
    dialect: Dialect,
    /// The names that are bound around the place that is looked at.
    scopes: Vec<Vec<Text>>,
    references: Vec<Reference>,
}

impl Collector {
    fn is_bound(&self, name: &Text) -> bool {
        self.scopes.iter().flatten().any(|bound| bound == name)
    }

    fn bind(&mut self, name: &Text) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(name.clone());
        }
    }

    fn refer(&mut self, subject: Subject, syntax: &Syntax, end: usize) {
        self.references.push(Reference { subject, range: syntax.token.start..end });
    }

    /// `context` says whether there is an item that names are looked up in.
    fn visit(&mut self, syntax: &Syntax, context: bool) {
        match &syntax.kind {
            SyntaxKind::Name(name) => {
                if !context {
                    self.refer(Subject::Name(name.clone()), syntax, syntax.token.end);
                }
            }
            SyntaxKind::Variable(name) => self.variable(name, syntax, context, Vec::new(), syntax.token.end),
            SyntaxKind::Step(left, right) => {
                if let Some((variable, path, end)) = spine(syntax) {
                    if let SyntaxKind::Variable(name) = &variable.kind {
                        self.variable(name, variable, context, path, end);
                    }
                    self.visit_filters(syntax);
                } else {
                    // A text as a first step is a name, too.
                    if let (SyntaxKind::Text(name), false) = (&left.kind, context) {
                        self.refer(Subject::Name(name.clone()), left, left.token.end);
                    }
                    self.visit(left, context);
                    self.visit(right, true);
                }
            }
            SyntaxKind::Filter(left, right) => {
                self.visit(left, context);
                self.visit(right, true);
            }
            SyntaxKind::Group(left, pairs) => {
                self.visit(left, context);
                for (key, value) in pairs {
                    self.visit(key, true);
                    self.visit(value, true);
                }
            }
            SyntaxKind::Sort(left, terms) => {
                self.visit(left, context);
                terms.iter().for_each(|term| self.visit(&term.expression, true));
            }
            SyntaxKind::Focus(left, name) | SyntaxKind::Index(left, name) => {
                self.visit(left, context);
                self.bind(name);
            }
            SyntaxKind::Bind(left, right) => {
                // A function may call itself by the name that it is about to get.
                if let SyntaxKind::Variable(name) = &left.kind {
                    let recursive = matches!(right.kind, SyntaxKind::Lambda { .. });
                    if recursive {
                        self.bind(name);
                    }
                    self.visit(right, context);
                    if !recursive {
                        self.bind(name);
                    }
                }
            }
            SyntaxKind::Block(items) => {
                self.scopes.push(Vec::new());
                // Functions may use what is bound after them.
                for item in items {
                    if let SyntaxKind::Bind(left, _) = &item.kind
                        && let (SyntaxKind::Variable(name), true) = (&left.kind, items.iter().any(has_lambda))
                    {
                        self.bind(name);
                    }
                }
                items.iter().for_each(|item| self.visit(item, context));
                self.scopes.pop();
            }
            SyntaxKind::Lambda { parameters, body, .. } => {
                self.scopes.push(parameters.clone());
                self.visit(body, context);
                self.scopes.pop();
            }
            SyntaxKind::Transform { pattern, update, delete } => {
                self.visit(pattern, true);
                self.visit(update, true);
                if let Some(delete) = delete {
                    self.visit(delete, true);
                }
            }
            SyntaxKind::Text(_)
            | SyntaxKind::Number(_)
            | SyntaxKind::Constant(_)
            | SyntaxKind::Regex(..)
            | SyntaxKind::Placeholder
            | SyntaxKind::Wildcard
            | SyntaxKind::Descendants
            | SyntaxKind::Parent
            | SyntaxKind::End
            | SyntaxKind::Broken => {}
            SyntaxKind::Operation(..)
            | SyntaxKind::Negation(_)
            | SyntaxKind::Apply(..)
            | SyntaxKind::Array(_)
            | SyntaxKind::Object(_)
            | SyntaxKind::Call { .. }
            | SyntaxKind::Condition { .. } => each_child(syntax, &mut |child| self.visit(child, context)),
        }
    }

    /// The predicates along the left edge of a path that begins with a variable.
    fn visit_filters(&mut self, syntax: &Syntax) {
        match &syntax.kind {
            SyntaxKind::Step(left, right) => {
                self.visit_filters(left);
                if let SyntaxKind::Filter(..) = right.kind {
                    self.visit_filters(right);
                }
            }
            SyntaxKind::Filter(left, right) => {
                self.visit_filters(left);
                self.visit(right, true);
            }
            _ => {}
        }
    }

    fn variable(&mut self, name: &Text, syntax: &Syntax, context: bool, path: Vec<Text>, end: usize) {
        if self.is_bound(name) {
            return;
        }
        match name.as_str() {
            "" if context => {}
            "" => self.refer(Subject::Context, syntax, syntax.token.end),
            "$" => self.refer(Subject::Root, syntax, syntax.token.end),
            _ if Builtin::named(name, self.dialect).is_some() => {
                self.refer(Subject::Function { name: name.clone() }, syntax, syntax.token.end);
            }
            _ => self.refer(Subject::Variable { name: name.clone(), path }, syntax, end),
        }
    }
}

fn has_lambda(syntax: &Syntax) -> bool {
    let mut found = matches!(syntax.kind, SyntaxKind::Lambda { .. });
    each_child(syntax, &mut |child| found |= has_lambda(child));
    found
}

/// A variable with nothing but names and predicates behind it: the variable, the names, and where the last one ends.
fn spine(syntax: &Syntax) -> Option<(&Syntax, Vec<Text>, usize)> {
    match &syntax.kind {
        SyntaxKind::Variable(_) => Some((syntax, Vec::new(), syntax.token.end)),
        SyntaxKind::Filter(left, _) => spine(left),
        SyntaxKind::Step(left, right) => {
            let (variable, mut path, end) = spine(left)?;
            let mut step = &**right;
            while let SyntaxKind::Filter(inner, _) = &step.kind {
                step = inner;
            }
            match &step.kind {
                SyntaxKind::Name(name) | SyntaxKind::Text(name) => {
                    path.push(name.clone());
                    Some((variable, path, step.token.end.max(end)))
                }
                _ => None,
            }
        }
        _ => None,
    }
}
