//! Plain-text cases: a definition, and what is said about it.
//!
//! A file in `cases` has several: `=== name`, the definition, `---`, then one line for each diagnostic:
//! severity, code, message and location as they are printed, then ` <` and the underlined text.
//! A name that begins with `EXPRESS` is read as an Express workflow, one with `YAML` as YAML.
//! `UPDATE=1` writes what came out; read the difference before committing it.

use std::fmt::Write;
use std::path::Path;

use asl::{Code, Diagnostic, MachineType};
use json::edit::Pen;
use json::tree::{Format, Tree, parse_tree};

fn said(text: &str, tree: &Tree, diagnostic: &Diagnostic) -> String {
    let range = diagnostic.range;
    let underlined = text.get(range.start..range.end).expect("the range lies in the text");
    let underlined: String =
        underlined.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect();
    let fix = match &diagnostic.fix {
        Some(fix) => {
            let mut mended = text.to_string();
            let edits = Pen::new(text, tree).carry_out(&fix.plan).expect("a fix can be written");
            json::edit::apply(&mut mended, &edits).expect("a fix fits its text");
            format!(" [{}]", fix.title)
        }
        None => String::new(),
    };
    // What the service says is its own; what we say are whole sentences.
    let is_sentence = diagnostic.message.ends_with(['.', '?']);
    assert!(diagnostic.code < Code::Syntax || is_sentence, "{diagnostic}");
    format!("{} < {underlined}{fix}", diagnostic.to_string().replace('\n', "\\n"))
}

#[test]
fn what_is_said_about_definitions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the cases are there")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in files {
        let content = std::fs::read_to_string(&file).expect("a file of cases can be read");
        let mut output = String::new();
        for case in content.split("=== ").skip(1) {
            count += 1;
            let (name, rest) = case.split_once('\n').expect("a case has a name");
            let (definition, expected) = rest.split_once("---\n").expect("a case has an outcome");
            let machine_type =
                if name.starts_with("EXPRESS") { MachineType::Express } else { MachineType::Standard };
            let format = if name.contains("YAML") { Format::Yaml } else { Format::Json };
            let tree = parse_tree(definition, format);
            let reading = asl::read(definition, &tree, machine_type);
            let mut found = String::new();
            for diagnostic in &reading.diagnostics {
                // Writing to a string cannot fail.
                let _ = writeln!(found, "{}", said(definition, &tree, diagnostic));
            }
            if found.trim() != expected.trim() {
                wrong.push(format!("{}: {name}\nexpected\n{expected}found\n{found}", file.display()));
            }
            let _ = write!(output, "=== {name}\n{definition}---\n{found}\n");
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&file, output.trim_end().to_string() + "\n")
                .expect("a file of cases can be written");
        }
    }
    println!("{count} cases");
    if std::env::var_os("UPDATE").is_none() {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
