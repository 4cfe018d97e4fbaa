//! A case in plain text: sections that each begin with a line `--- name`.
//!
//! What stands before the first section is a remark.
//! A crate gives one function from the sections that are given to the sections that came out;
//! the case passes when those are what the file says, and `UPDATE=1` writes them into it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::pattern::Difference;
use crate::report::{Report, Verdict, described};

/// A file of named sections, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    pub remark: String,
    pub sections: Vec<(String, String)>,
}

/// What a crate makes of a case: the sections that came out, or why the case itself is wrong.
pub type Check = fn(&Case) -> Result<Vec<(String, String)>, String>;

impl Case {
    pub fn parse(text: &str) -> Case {
        let mut case = Case::default();
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("--- ") {
                Some(name) => case.sections.push((name.trim().to_string(), String::new())),
                None => match case.sections.last_mut() {
                    Some((_, section)) => section.push_str(line),
                    None => case.remark.push_str(line),
                },
            }
        }
        case
    }

    /// The text of a section, without the blank lines around it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.sections.iter().find(|(known, _)| known == name).map(|(_, text)| text.trim())
    }

    /// Puts what came out in its place; a section that is new goes last.
    fn set(&mut self, name: &str, text: &str) {
        let text = format!("{}\n", text.trim_end());
        match self.sections.iter_mut().find(|(known, _)| known == name) {
            Some((_, section)) => *section = text,
            None => self.sections.push((name.to_string(), text)),
        }
    }

    fn text(&self) -> String {
        let mut text = self.remark.clone();
        for (name, section) in &self.sections {
            text.push_str(&format!("--- {name}\n{section}"));
        }
        text
    }
}

/// Checks every `*.txt` under `suite/<name>`, sorted by name.
pub fn check_folder(name: &str, check: Check, filter: &str, report: &mut Report) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite").join(name);
    let update = std::env::var("UPDATE").is_ok_and(|value| value == "1");
    for path in files(&folder, "txt") {
        let title = path.strip_prefix(&folder).unwrap_or(&path).with_extension("").display().to_string();
        let title = title.replace('\\', "/");
        if !format!("suite/{name}/{title}").contains(filter) {
            continue;
        }
        let part = format!("suite/{name}");
        let verdict = match fs::read_to_string(&path) {
            Ok(text) => check_case(&path, Case::parse(&text), check, update),
            Err(error) => Verdict::Failed(error.to_string()),
        };
        report.add(&part, &title, verdict);
    }
}

fn check_case(path: &Path, mut case: Case, check: Check, update: bool) -> Verdict {
    let outcome = match check(&case) {
        Ok(outcome) => outcome,
        Err(why) => return Verdict::Failed(why),
    };
    let differences: Vec<&(String, String)> =
        outcome.iter().filter(|(name, text)| case.get(name) != Some(text.trim())).collect();
    let Some((name, found)) = differences.first() else { return Verdict::Passed };
    if update {
        for (name, text) in &outcome {
            case.set(name, text);
        }
        return match fs::write(path, case.text()) {
            Ok(()) => Verdict::Passed,
            Err(error) => Verdict::Failed(error.to_string()),
        };
    }
    Verdict::Failed(described(&line_difference(
        name,
        case.get(name).unwrap_or("(no such section)"),
        found.trim(),
    )))
}

/// The first line that differs.
fn line_difference(section: &str, expected: &str, found: &str) -> Difference {
    let (mut wanted, mut come) = (expected.lines(), found.lines());
    let mut line = 1;
    loop {
        match (wanted.next(), come.next()) {
            (Some(a), Some(b)) if a == b => line += 1,
            (a, b) => {
                return Difference {
                    place: format!("section {section}, line {line}"),
                    expected: a.unwrap_or("(the end)").to_string(),
                    found: b.unwrap_or("(the end)").to_string(),
                };
            }
        }
    }
}

/// All files below a folder that end in `.extension`, sorted.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|known| known == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}
