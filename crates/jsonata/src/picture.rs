//! Pictures: how numbers and dates are written and read, in the notation of XPath and XSLT.

pub(crate) mod date;
pub(crate) mod integer;
pub(crate) mod number;

mod calendar;
mod words;
