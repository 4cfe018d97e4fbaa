//! Wait: for a span, or until a moment.

use json::{Number, Text};

use crate::Setting;

#[derive(Clone, Debug, Default)]
pub enum Wait {
    /// `Seconds` or `SecondsPath`.
    Seconds(Setting<Number>),
    /// `Timestamp` or `TimestampPath`.
    Timestamp(Setting<Text>),
    /// The text says neither.
    #[default]
    Missing,
}
