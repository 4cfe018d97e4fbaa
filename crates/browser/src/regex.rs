//! Regular expressions for JSONata: the browser's own, with places counted in bytes.

use std::sync::Arc;

use js_sys::{Array, Function, Reflect, RegExp};
use json::Text;
use jsonata::{Flags, Match, Regex};
use wasm_bindgen::{JsCast, JsValue};

/// A `RegExp` with the flag `g`.
#[derive(Debug)]
struct Compiled(RegExp);

/// Compiles a pattern; the error is the browser's message.
pub fn compile(pattern: &str, flags: Flags) -> Result<Arc<dyn Regex>, String> {
    let mut letters = String::from("g");
    if flags.ignore_case {
        letters.push('i');
    }
    if flags.multiline {
        letters.push('m');
    }
    // `RegExp::new` throws through us; constructing it by reflection gives the error back.
    let constructor: Function = Reflect::get(&js_sys::global(), &"RegExp".into())
        .and_then(|constructor| constructor.dyn_into())
        .map_err(|_| String::from("this browser has no regular expressions"))?;
    let arguments = Array::of2(&pattern.into(), &letters.as_str().into());
    let compiled = Reflect::construct(&constructor, &arguments).map_err(|thrown| crate::sentence(&thrown))?;
    Ok(Arc::new(Compiled(compiled.unchecked_into())))
}

impl Regex for Compiled {
    fn find(&self, text: &str, limit: usize) -> Vec<Match> {
        let mut found = Vec::new();
        let mut place = Place { text, bytes: 0, units: 0 };
        self.0.set_last_index(0);
        while found.len() < limit {
            let Some(result) = self.0.exec(text) else { break };
            let result: Array = result.unchecked_into();
            let whole = result.get(0).as_string().unwrap_or_default();
            let index = Reflect::get(&result, &"index".into()).ok().and_then(|index| index.as_f64());
            let start = place.advance(index.unwrap_or(0.0) as usize);
            let groups = (1..result.length()).map(|group| group_text(&result.get(group))).collect();
            found.push(Match { range: start..start + whole.len(), groups });
            if whole.is_empty() {
                break;
            }
        }
        found
    }
}

fn group_text(group: &JsValue) -> Option<Text> {
    group.as_string().map(Text::from)
}

/// A place in a text, counted in both ways; it only moves forward.
struct Place<'a> {
    text: &'a str,
    bytes: usize,
    units: usize,
}

impl Place<'_> {
    /// Moves to a place in UTF-16 units and gives it in bytes.
    fn advance(&mut self, units: usize) -> usize {
        for character in self.text[self.bytes..].chars() {
            if self.units >= units {
                break;
            }
            self.units += character.len_utf16();
            self.bytes += character.len_utf8();
        }
        self.bytes
    }
}
