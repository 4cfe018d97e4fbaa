//! Real definitions in the shared data, found again in the texts they came from.

use std::path::PathBuf;

use exchange::{Finding, find};
use json::Value;

/// Kinds of source text that hold no JSON or YAML that could be told apart.
const NOT_SUPPORTED: [(&str, &str); 2] = [
    ("py-dict", "a dictionary of Python is no JSON"),
    ("jsonc", "comments in JSON are problems of the text; the definition is read all the same"),
];

#[test]
fn raw_texts() {
    let root = std::env::var("STEPWISE_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"))
        .join("corpora/real");
    let Ok(files) = std::fs::read_dir(&root) else {
        eprintln!("NOT RUN: the real definitions of the shared data are not there");
        return;
    };
    let mut files: Vec<PathBuf> = files.filter_map(|file| file.ok().map(|file| file.path())).collect();
    files.sort();
    let (mut right, mut skipped, mut wrong) = (0, 0, Vec::new());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a readable file");
        let case = json::parse(&text).expect("the shared data are JSON");
        let field = |name: &str| case.get(name).and_then(Value::as_str).unwrap_or_default().to_string();
        let format = field("raw_format");
        if NOT_SUPPORTED.iter().any(|(name, _)| format.ends_with(name)) {
            skipped += 1;
            continue;
        }
        let raw = field("raw");
        let names = |value: Option<&Value>| -> Vec<String> {
            let states = value.and_then(|value| value.get("States")).and_then(Value::as_object);
            states.map(|states| states.keys().map(ToString::to_string).collect()).unwrap_or_default()
        };
        let expected = names(case.get("definition"));
        let found = match find(&raw, None) {
            Finding::Definitions(definitions) => names(
                definitions
                    .first()
                    .and_then(|found| found.tree.root.as_ref())
                    .map(|root| root.to_value())
                    .as_ref(),
            ),
            Finding::History | Finding::MockFile | Finding::Elsewhere(_) | Finding::Nothing => Vec::new(),
        };
        match found == expected {
            true => right += 1,
            false => wrong.push(format!("{} ({format}): {found:?}, not {expected:?}", file.display())),
        }
    }
    eprintln!("{right} found, {skipped} left out: {NOT_SUPPORTED:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every real definition, put into templates of four kinds, is found again, and its places lead to its own text.
#[test]
fn wrapped_into_templates() {
    let root = std::env::var("STEPWISE_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"))
        .join("corpora/real");
    let Ok(files) = std::fs::read_dir(&root) else {
        eprintln!("NOT RUN: the real definitions of the shared data are not there");
        return;
    };
    let mut count = 0;
    for file in files.filter_map(|file| file.ok()) {
        let text = std::fs::read_to_string(file.path()).expect("a readable file");
        let case = json::parse(&text).expect("the shared data are JSON");
        let definition = case.get("definition").expect("a definition");
        let pretty = json::pretty(definition);
        let indented = |text: &str| text.lines().map(|line| format!("        {line}\n")).collect::<String>();
        let head = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n";
        let templates = [
            format!(
                r#"{{"Resources":{{"M":{{"Type":"AWS::StepFunctions::StateMachine","Properties":{{"DefinitionString":{}}}}}}}}}"#,
                Value::from(pretty.as_str())
            ),
            format!(
                "{{\"Resources\":{{\"M\":{{\"Type\":\"AWS::StepFunctions::StateMachine\",\"Properties\":{{\"Definition\":\n{}}}}}}}}}",
                indented(&pretty)
            ),
            format!("{head}      DefinitionString: |\n{}", indented(&pretty)),
            format!("{head}      Definition:\n{}", indented(&json::yaml::write(definition))),
        ];
        for template in templates {
            let Finding::Definitions(found) = find(&template, None) else {
                panic!("{}: nothing in {template}", file.path().display());
            };
            let found = &found[0];
            let tree = found.tree.root.as_ref().expect("a root");
            assert_eq!(tree.to_value(), *definition, "{}", file.path().display());
            let start = tree.get("StartAt").expect("StartAt");
            let range = found.locate(start.range);
            let name = start.as_text().expect("a text");
            assert!(template[range.start..range.end].contains(name.as_str()), "{template}");
            if let Some(last) = tree.get("States").and_then(|states| states.members().last()) {
                let range = found.locate(last.key_range);
                let key = template[range.start..range.end].trim_matches(['\\', '"', '\'']);
                let decoded = key.replace("\\\\", "\\").replace("\\\"", "\"");
                assert!(
                    decoded.contains(last.key.as_str()) || key.contains('\\'),
                    "{key} is not {}",
                    last.key
                );
            }
            count += 1;
        }
    }
    eprintln!("{count} templates");
}
