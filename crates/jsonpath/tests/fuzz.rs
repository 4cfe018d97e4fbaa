//! Random texts and random paths never panic, and end.

use jsonpath::{Path, ReferencePath};

const PIECES: [&str; 44] = [
    "$",
    "@",
    ".",
    "..",
    "[",
    "]",
    "(",
    ")",
    "'",
    "?",
    "*",
    ",",
    ":",
    "-",
    "0",
    "1",
    "99",
    "a",
    "x",
    " ",
    "é",
    "&&",
    "||",
    "==",
    "!=",
    "<",
    ">=",
    "=~",
    "/a+/",
    "/(a|b)*/i",
    "!",
    "\\",
    "null",
    "true",
    "['a']",
    "[0]",
    "[?(@.x == 1)]",
    "[?(",
    ")]",
    "(@.length-1)",
    "@.x",
    "$.x",
    "{",
    "\u{1F600}",
];

/// A small generator of numbers: the same seed, the same paths.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[test]
fn nothing_panics() {
    let document = json::parse(r#"{"a":[{"x":1,"a":{"x":[1,[2]]}},{"x":"a"},null,5],"x":{"é":[]}}"#)
        .expect("the document is JSON");
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut read = 0;
    for _ in 0..60_000 {
        let mut text = String::from(["$", "$.a", "", "$[?(@"][random.below(4)]);
        for _ in 0..random.below(12) {
            text.push_str(PIECES[random.below(PIECES.len())]);
        }
        match Path::parse(&text) {
            Ok(path) => {
                read += usize::from(path.read(&document).is_ok());
                if let Some(place) = ReferencePath::new(path) {
                    // Whether it fits does not matter here.
                    let _ = place.insert(document.clone(), json::Value::Null);
                }
            }
            Err(error) => assert!(error.position <= text.len(), "{text}: {error:?}"),
        }
    }
    assert!(read > 1_000, "only {read} paths could be read");
}
