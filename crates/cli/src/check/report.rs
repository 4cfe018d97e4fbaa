//! What has been found, for people and for programs.

use asl::{Diagnostic, Severity};
use json::edit::Pen;
use json::{Object, Value};

use super::Checked;
use super::snippet::{Lines, snippet};

/// All diagnostics with their lines, and a summary.
pub fn people(checked: &[Checked], colours: bool) -> String {
    let mut output = String::new();
    for checked in checked {
        let lines = Lines::new(&checked.text);
        for diagnostic in &checked.diagnostics {
            output.push_str(&snippet(checked, &lines, diagnostic, colours));
            output.push('\n');
        }
    }
    for checked in checked {
        let name = match &checked.resource {
            Some(resource) => format!("{} ({resource})", checked.file.display()),
            None => checked.file.display().to_string(),
        };
        let count = |severity: Severity, one: &str, many: &str| {
            let count = checked.diagnostics.iter().filter(|found| found.severity == severity).count();
            match count {
                0 => None,
                1 => Some(format!("1 {one}")),
                count => Some(format!("{count} {many}")),
            }
        };
        let parts = [
            count(Severity::Error, "error", "errors"),
            count(Severity::Warning, "warning", "warnings"),
            count(Severity::Info, "remark", "remarks"),
            count(Severity::Hint, "hint", "hints"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let summary = if parts.is_empty() { "nothing to say".to_string() } else { parts.join(", ") };
        let fixes = checked.diagnostics.iter().filter(|found| found.fix.is_some()).count();
        let fixes = match fixes {
            0 => String::new(),
            1 => "; --fix can mend 1".to_string(),
            count => format!("; --fix can mend {count}"),
        };
        output.push_str(&format!("{name}: {summary}{fixes}\n"));
    }
    output
}

/// The answer of ValidateStateMachineDefinition; a list of them, with file and resource, when there are several.
pub fn json(checked: &[Checked], most: usize) -> Value {
    match checked {
        [only] if only.resource.is_none() => Value::Object(answer(only, most)),
        several => several
            .iter()
            .map(|checked| {
                let mut object = Object::new();
                object.insert("file", Value::from(checked.file.display().to_string()));
                if let Some(resource) = &checked.resource {
                    object.insert("resource", Value::from(resource.as_str()));
                }
                for (key, value) in &answer(checked, most) {
                    object.insert(key.clone(), value.clone());
                }
                Value::Object(object)
            })
            .collect(),
    }
}

fn answer(checked: &Checked, most: usize) -> Object {
    let is_valid = checked.diagnostics.iter().all(|diagnostic| diagnostic.severity > Severity::Error);
    let lines = Lines::new(&checked.text);
    let pen = Pen::new(&checked.text, &checked.tree);
    let diagnostics =
        checked.diagnostics.iter().take(most).map(|diagnostic| entry(&lines, &pen, diagnostic)).collect();
    Object::from([
        ("result", Value::from(if is_valid { "OK" } else { "FAIL" })),
        ("diagnostics", diagnostics),
        ("truncated", Value::from(checked.diagnostics.len() > most)),
    ])
}

fn entry(lines: &Lines<'_>, pen: &Pen<'_>, diagnostic: &Diagnostic) -> Value {
    let mut object = Object::from([
        ("severity", Value::from(diagnostic.severity.name())),
        ("code", Value::from(diagnostic.code.name())),
        ("message", Value::from(diagnostic.message.as_str())),
    ]);
    if let Some(location) = &diagnostic.location {
        object.insert("location", Value::from(location.as_str()));
    }
    let place = |offset: usize| {
        let (line, column) = lines.position(offset);
        Value::Object(Object::from([
            ("offset", Value::from(offset)),
            ("line", Value::from(line)),
            ("column", Value::from(column)),
        ]))
    };
    let range =
        Object::from([("start", place(diagnostic.range.start)), ("end", place(diagnostic.range.end))]);
    object.insert("range", Value::Object(range));
    if let Some(fix) = &diagnostic.fix
        && let Ok(edits) = pen.carry_out(&fix.plan)
    {
        let edits = edits.iter().map(|edit| {
            Value::Object(Object::from([
                ("start", Value::from(edit.range.start)),
                ("end", Value::from(edit.range.end)),
                ("text", Value::from(edit.text.as_str())),
            ]))
        });
        let fix = Object::from([("title", Value::from(fix.title.as_str())), ("edits", edits.collect())]);
        object.insert("fix", Value::Object(fix));
    }
    Value::Object(object)
}
