//! What an expression refers to outside of itself.

use alloc::vec::Vec;
use core::ops::Range;

use json::Text;

/// One mention of something that the expression does not define itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub subject: Subject,
    /// The bytes of the expression.
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `$name`, neither bound in the expression nor a built-in function, with the names that follow it: `$states.input.a` has `["input", "a"]`.
    Variable { name: Text, path: Vec<Text> },
    /// A call or mention of a built-in function.
    Function { name: Text },
    /// A name where there is no context to look it up in: `phone` at the top of an expression.
    Name(Text),
    /// `$` where there is no context.
    Context,
    /// `$$`.
    Root,
}
