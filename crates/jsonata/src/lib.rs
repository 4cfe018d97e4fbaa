//! JSONata 2.0.6 as the service speaks it: its extra functions, its limits, its messages.
//!
//! Knows nothing of states or executions, reads no clock and draws no random number: a host supplies both, and regular expressions.
//! Where it differs from its models, and why, stands in `DIFFERENCES.md`.
//!
//! An [`Expression`] is read once and evaluated as often as one likes. Values are those of the crate `json`, and are shared, not copied.
//!
//! ```
//! use std::sync::Arc;
//! use jsonata::{Dialect, Expression, Flags, Host, NoBindings, Outcome, Regex};
//!
//! /// The world around an expression; this one stands still.
//! struct Still;
//!
//! impl Host for Still {
//!     fn now_millis(&mut self) -> i64 { 1_700_000_000_000 }
//!     fn random(&mut self) -> f64 { 0.5 }
//!     fn regex(&mut self, _: &str, _: Flags) -> Result<Arc<dyn Regex>, String> {
//!         Err("there are no regular expressions here".into())
//!     }
//! }
//!
//! let expression = Expression::parse("$sum(orders.(price * count))", Dialect::Plain).unwrap();
//! let input = json::parse(r#"{"orders": [{"price": 2, "count": 3}, {"price": 5, "count": 1}]}"#).unwrap();
//! let outcome = expression.evaluate(Some(&input), &NoBindings, &mut Still).unwrap();
//! assert_eq!(outcome, Outcome::Value(json::Value::from(11.0)));
//! ```
//!
//! The service has no context: what an expression works on are variables, which [`Bindings`] give.
//!
//! ```
//! # use std::sync::Arc;
//! # use jsonata::{Dialect, Expression, Flags, Host, Outcome, Regex};
//! # struct Still;
//! # impl Host for Still {
//! #     fn now_millis(&mut self) -> i64 { 1_700_000_000_000 }
//! #     fn random(&mut self) -> f64 { 0.5 }
//! #     fn regex(&mut self, _: &str, _: Flags) -> Result<Arc<dyn Regex>, String> { Err(String::new()) }
//! # }
//! let expression = Expression::parse("$partition($states.input, 2)", Dialect::Service).unwrap();
//! let Ok(json::Value::Object(bindings)) = json::parse(r#"{"states": {"input": [1, 2, 3]}}"#) else { unreachable!() };
//! let outcome = expression.evaluate(None, &bindings, &mut Still).unwrap();
//! assert_eq!(outcome, Outcome::Value(json::parse("[[1, 2], [3]]").unwrap()));
//!
//! // What leads nowhere is no error.
//! let nothing = Expression::parse("$states.output", Dialect::Service).unwrap();
//! assert_eq!(nothing.evaluate(None, &bindings, &mut Still), Ok(Outcome::Undefined));
//! ```
//!
//! Faults have the codes and words of JSONata, its position, and the bytes that an editor underlines:
//!
//! ```
//! # use jsonata::{Dialect, Expression};
//! let text = "[1, 2) + 3";
//! let error = Expression::parse(text, Dialect::Plain).unwrap_err();
//! assert_eq!(error.to_string(), r#"S0202: Expected "]", got ")""#);
//! assert_eq!(error.position, Some(6));
//! assert_eq!(&text[error.range], ")");
//! ```
//!
//! While somebody still writes, [`Outline`] tells what may stand at a place, in whole texts and in broken ones:
//!
//! ```
//! # use jsonata::{Dialect, Outline, PlaceKind};
//! let outline = Outline::read("$states.input.", Dialect::Service);
//! assert!(outline.error().is_some());
//! let place = outline.place(14);
//! assert_eq!(place.kind, PlaceKind::Member { variable: "states".into(), path: vec!["input".into()] });
//! ```
#![no_std]
#![warn(missing_docs)]

extern crate alloc;

mod expression;

mod error;
mod hash;
mod host;
mod limits;
mod outline;
mod random;
mod reference;

mod compile;
mod node;
mod signature;
mod syntax;
mod token;

mod evaluate;
mod frame;
mod function;
mod item;
mod list;
mod order;
mod record;

mod builtin;
mod functions;
mod message;
mod number;
mod picture;
mod text;
mod texts;

pub use error::Error;
pub use expression::{Dialect, Expression, Outcome};
pub use hash::{Algorithm, hash};
pub use host::{Bindings, Flags, Host, Match, NoBindings, Regex};
pub use limits::Limits;
pub use outline::{Outline, Place, PlaceKind};
pub use random::{JavaRandom, uuid};
pub use reference::{Reference, Subject};
