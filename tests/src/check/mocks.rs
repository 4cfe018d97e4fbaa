//! Mock files: section `mocks` gives `problems`, and `again` when the file is fine: written and read, it is the same.

use simulator::mocks;

use crate::case::Case;

pub fn check(case: &Case) -> Result<Vec<(String, String)>, String> {
    let text = case.get("mocks").ok_or("the case has no section mocks")?;
    let reading = mocks::read(text);
    let mut lines = Vec::new();
    for problem in &reading.problems {
        lines.push(format!("{} {}", place(text, problem.range.start), problem.message));
    }
    for extension in &reading.extensions {
        lines.push(format!("{} extension {}", place(text, extension.range.start), extension.name));
    }
    if reading.problems.is_empty() {
        let again = mocks::read(&reading.file.to_text());
        if again.file != reading.file || !again.problems.is_empty() {
            return Err(format!("written and read again the file is another:\n{}", reading.file.to_text()));
        }
    }
    Ok(vec![("problems".to_string(), lines.join("\n"))])
}

/// Line and column of an offset, from 1.
pub fn place(text: &str, offset: usize) -> String {
    let before = &text[..offset.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
    format!("{line}:{column}")
}
