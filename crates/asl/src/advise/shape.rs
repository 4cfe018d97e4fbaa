//! What is known of data without running anything.

use alloc::rc::Rc;
use alloc::vec::Vec;

use json::{Text, Value};
use jsonpath::Segment;

/// What is known of a value.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Nothing.
    Any,
    /// A string, number, boolean or null.
    Scalar,
    /// An object with these members, and no others unless it is open. A member may be missing on some ways.
    Object { members: Rc<Members>, is_open: bool },
    /// An array; what is known of each item.
    Array(Rc<Shape>),
}

/// The members of an object, in the order in which they became known.
#[derive(Debug)]
pub struct Members {
    list: Vec<(Text, Shape)>,
    /// How deep the deepest of them is.
    depth: usize,
}

/// Deeper or wider data are not looked at.
const DEPTH: usize = 6;
const WIDTH: usize = 64;

impl Shape {
    pub fn of(value: &Value) -> Shape {
        Shape::of_part(value, DEPTH)
    }

    fn of_part(value: &Value, depth: usize) -> Shape {
        if depth == 0 {
            return Shape::Any;
        }
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Shape::Scalar,
            Value::Array(items) if items.len() > WIDTH => Shape::array(Shape::Any),
            Value::Array(items) => {
                let mut shapes = items.iter().map(|item| Shape::of_part(item, depth - 1));
                let first = shapes.next().unwrap_or(Shape::Any);
                Shape::array(shapes.fold(first, |all, item| all.or(&item)))
            }
            Value::Object(object) if object.len() > WIDTH => Shape::Any,
            Value::Object(object) => Shape::closed(
                object.iter().map(|(key, value)| (key.clone(), Shape::of_part(value, depth - 1))).collect(),
            ),
        }
    }

    pub fn closed(members: Vec<(Text, Shape)>) -> Shape {
        Shape::object(members, false)
    }

    fn object(list: Vec<(Text, Shape)>, is_open: bool) -> Shape {
        let depth = list.iter().map(|(_, shape)| shape.depth()).max().unwrap_or(0);
        Shape::Object { members: Rc::new(Members { list, depth }), is_open }
    }

    pub fn array(item: Shape) -> Shape {
        Shape::Array(Rc::new(item))
    }

    /// What is known where the value may be this or that.
    pub fn or(&self, other: &Shape) -> Shape {
        match (self, other) {
            (Shape::Scalar, Shape::Scalar) => Shape::Scalar,
            (Shape::Array(a), Shape::Array(b)) if Rc::ptr_eq(a, b) => self.clone(),
            (Shape::Array(a), Shape::Array(b)) => Shape::array(a.or(b)),
            (Shape::Object { members: a, is_open: x }, Shape::Object { members: b, is_open: y }) => {
                if Rc::ptr_eq(a, b) {
                    return Shape::Object { members: a.clone(), is_open: *x || *y };
                }
                let mut members: Vec<(Text, Shape)> = a.list.clone();
                for (key, shape) in &b.list {
                    match members.iter_mut().find(|(other, _)| other == key) {
                        Some((_, known)) => *known = known.or(shape),
                        None => members.push((key.clone(), shape.clone())),
                    }
                }
                if members.len() > WIDTH {
                    return Shape::Any;
                }
                Shape::object(members, *x || *y)
            }
            (Shape::Any | Shape::Scalar | Shape::Object { .. } | Shape::Array(_), _) => Shape::Any,
        }
    }

    /// Whether this says no more than `other` does.
    pub fn is_within(&self, other: &Shape) -> bool {
        match (self, other) {
            (_, Shape::Any) | (Shape::Scalar, Shape::Scalar) => true,
            (Shape::Array(a), Shape::Array(b)) => Rc::ptr_eq(a, b) || a.is_within(b),
            (Shape::Object { members: a, is_open: x }, Shape::Object { members: b, is_open: y }) => {
                (*y || !*x)
                    && (Rc::ptr_eq(a, b)
                        || a.list.iter().all(|(key, shape)| {
                            match b.list.iter().find(|(other, _)| other == key) {
                                Some((_, known)) => shape.is_within(known),
                                None => *y,
                            }
                        }))
            }
            (Shape::Any | Shape::Scalar | Shape::Object { .. } | Shape::Array(_), _) => false,
        }
    }

    /// What a path leads to; nothing when it leads nowhere for sure, with the members there are instead.
    pub fn at(&self, path: &[Segment]) -> Result<Shape, Vec<Text>> {
        self.find(path).cloned()
    }

    /// The same without a copy of what is found.
    pub fn find(&self, path: &[Segment]) -> Result<&Shape, Vec<Text>> {
        let mut shape = self;
        for segment in path {
            shape = match (shape, segment) {
                (Shape::Any, _) => return Ok(&Shape::Any),
                (Shape::Object { members, is_open }, Segment::Name(name)) => {
                    match members.list.iter().find(|(key, _)| key == name) {
                        Some((_, member)) => member,
                        None if *is_open => return Ok(&Shape::Any),
                        None => return Err(members.list.iter().map(|(key, _)| key.clone()).collect()),
                    }
                }
                (Shape::Array(item), Segment::Index(_)) => item,
                (Shape::Scalar, _)
                | (Shape::Array(_), Segment::Name(_))
                | (Shape::Object { .. }, Segment::Index(_)) => {
                    return Err(Vec::new());
                }
            };
        }
        Ok(shape)
    }

    /// The shape with another one put at a path, as ResultPath does.
    pub fn with(&self, path: &[Segment], value: Shape) -> Shape {
        let Some((first, rest)) = path.split_first() else { return value };
        match (self, first) {
            (Shape::Object { members, is_open }, Segment::Name(name))
                if members.list.len() < WIDTH && path.len() < DEPTH =>
            {
                let mut list = Vec::with_capacity(members.list.len() + 1);
                list.extend_from_slice(&members.list);
                let mut members: Vec<(Text, Shape)> = list;
                match members.iter_mut().find(|(key, _)| key == name) {
                    Some((_, member)) => *member = member.with(rest, value),
                    None => members.push((name.clone(), Shape::closed(Vec::new()).with(rest, value))),
                }
                Shape::object(members, *is_open)
            }
            (Shape::Any, Segment::Name(name)) => {
                let member = Shape::Any.with(rest, value);
                Shape::object(alloc::vec![(name.clone(), member)], true)
            }
            (Shape::Array(_), Segment::Index(_)) => Shape::array(Shape::Any),
            (Shape::Any | Shape::Scalar | Shape::Object { .. } | Shape::Array(_), _) => Shape::Any,
        }
    }

    /// How deep the known part goes; used to stop growth in loops.
    pub fn depth(&self) -> usize {
        match self {
            Shape::Any | Shape::Scalar => 0,
            Shape::Array(item) => 1 + item.depth(),
            Shape::Object { members, .. } => 1 + members.depth,
        }
    }
}
