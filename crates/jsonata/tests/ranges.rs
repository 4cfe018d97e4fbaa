//! What an editor underlines: each paragraph of `ranges.txt` is an expression of one line, below it what is underlined
//! with a message. `UPDATE=1` writes down what came out.

use std::path::PathBuf;

use jsonata::{Dialect, Expression};

#[test]
fn what_is_underlined() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/ranges.txt");
    let text = std::fs::read_to_string(&path).expect("the file is there");
    let mut came = Vec::new();
    for paragraph in text.trim_end().split("\n\n") {
        let expression = paragraph.lines().next().unwrap_or_default();
        let drawn = match Expression::parse(expression, Dialect::Plain) {
            Ok(_) => String::from("fine"),
            Err(error) => {
                let before = expression[..error.range.start].chars().count();
                let width = expression[error.range].chars().count();
                let position = error.position.map_or(String::from("-"), |position| position.to_string());
                let (space, marks) = (" ".repeat(before), "^".repeat(width.max(1)));
                format!("{space}{marks} {} at {position}: {}", error.code, error.message)
            }
        };
        came.push(format!("{expression}\n{drawn}"));
    }
    assert!(came.len() > 50, "the paragraphs are there");
    let came = came.join("\n\n") + "\n";
    match std::env::var_os("UPDATE") {
        Some(_) => std::fs::write(&path, came).expect("the file can be written"),
        None => assert_eq!(came, text),
    }
}
