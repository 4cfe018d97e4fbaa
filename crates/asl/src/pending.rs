//! Stand-ins for types that other crates are about to bring.

use json::Text;

/// A piece of the text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    pub start: usize,
    pub end: usize,
}

#[derive(Clone, Debug)]
pub struct Path(pub Text);

#[derive(Clone, Debug)]
pub struct ReferencePath(pub Text);

#[derive(Clone, Debug)]
pub struct Call(pub Text);
