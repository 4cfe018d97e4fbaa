//! The collection: everything in it can be inserted, and is found by what people type.

use asl::{MachineType, QueryLanguage, Severity};
use editor::{Command, Document, PaletteGroup, ScopeName, Selection, Slot, palette};
use json::Format;

#[test]
fn everything_can_be_inserted_in_both_languages() {
    let mut complaints = Vec::new();
    for entry in &palette().entries {
        for (language, text) in
            [(QueryLanguage::JsonPath, "{}"), (QueryLanguage::Jsonata, "{\"QueryLanguage\": \"JSONata\"}")]
        {
            for format in [Format::Json, Format::Yaml] {
                let text = if format == Format::Yaml {
                    text.replace(['{', '}'], "") + "\n"
                } else {
                    text.to_string()
                };
                let mut document = Document::new(text, format, MachineType::Standard);
                let slot = Slot::Start(ScopeName::Machine);
                let command = Command::Insert { slot, fragment: entry.fragment(language) };
                if let Err(refusal) = document.perform(&command, Selection::default(), 0.0) {
                    complaints.push(format!("{}: {refusal}", entry.id));
                    continue;
                }
                let expected = matches!(entry.id.as_str(), "Choice" | "Parallel" | "Map");
                for diagnostic in &document.reading().diagnostics {
                    if diagnostic.severity == Severity::Error && !expected && format == Format::Json {
                        complaints.push(format!("{} {language:?}: {diagnostic:?}", entry.id));
                    }
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn ids_are_unique_and_icons_known() {
    let mut ids: Vec<&str> = palette().entries.iter().map(|entry| entry.id.as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    for file in ["actions", "sdk", "flow", "patterns"] {
        let path = format!("palette/{file}.json");
        let data = json::parse(&std::fs::read_to_string(path).expect("data")).expect("JSON");
        for item in data.as_array().expect("a list") {
            let name = item.get("icon").and_then(json::Value::as_str).expect("an icon");
            assert!(canvas::Icon::ALL.iter().any(|icon| format!("{icon:?}") == name), "icon {name}");
        }
    }
    assert!(palette().of(PaletteGroup::Flow).count() == 7);
}

#[test]
fn search_finds_what_people_mean() {
    let first = |query: &str| palette().search(query).first().map_or("nothing", |entry| entry.id.as_str());
    assert_eq!(first("lambda"), "lambda:invoke");
    assert_eq!(first("invoke"), "lambda:invoke");
    assert_eq!(first("send mess"), "sqs:sendMessage");
    assert_eq!(first("put item"), "dynamodb:putItem");
    assert_eq!(first("choice"), "Choice");
    assert_eq!(first("if"), "Choice");
    assert_eq!(first("loop"), "Polling loop");
    assert_eq!(first("approval"), "Human approval");
    assert_eq!(first("getobject"), "aws-sdk:s3:getObject");
    assert_eq!(first("s3 put object"), "aws-sdk:s3:putObject");
    assert_eq!(first("http"), "http:invoke");
    assert_eq!(first("email"), "aws-sdk:sesv2:createEmailTemplate");
    assert_eq!(first("qwertz"), "nothing");
    assert_eq!(palette().search("").len(), palette().entries.len());
}
