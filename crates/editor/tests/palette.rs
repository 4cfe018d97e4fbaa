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
    let first = |query: &str| {
        palette().search(query).first().map_or(String::from("nothing"), |entry| entry.id.clone())
    };
    let wanted = [
        ("lambda", "lambda:invoke"),
        ("invoke", "lambda:invoke"),
        ("send mess", "sqs:sendMessage"),
        ("put item", "dynamodb:putItem"),
        ("choice", "Choice"),
        ("if", "Choice"),
        ("loop", "Polling loop"),
        ("approval", "Human approval"),
        ("getobject", "aws-sdk:s3:getObject"),
        ("s3 put object", "aws-sdk:s3:putObject"),
        ("http", "http:invoke"),
        ("email", "aws-sdk:sesv2:createEmailTemplate"),
        ("s3", "aws-sdk:s3:getObject"),
        ("approve", "Human approval"),
        ("wait", "Wait"),
        ("dynamo put", "dynamodb:putItem"),
        ("dynamodb", "dynamodb:getItem"),
        ("sqs", "sqs:sendMessage"),
        ("sns", "sns:publish"),
        ("map", "Map"),
        ("parallel", "Parallel"),
        ("fail", "Fail"),
        ("success", "Success"),
        ("retry", "Retry with back-off and catch"),
        ("saga", "Saga with compensation"),
        ("poll", "Polling loop"),
        ("scatter", "Scatter and gather"),
        ("error", "Choice by error"),
        ("batch", "batch:submitJob"),
        ("step functions", "states:startExecution"),
        ("api gateway", "apigateway:invoke"),
        ("bedrock", "bedrock:invokeModel"),
        ("qwertz", "nothing"),
    ];
    let missed: Vec<String> = wanted
        .iter()
        .filter(|(query, id)| first(query) != *id)
        .map(|(query, id)| format!("{query}: {} instead of {id}", first(query)))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert_eq!(palette().search("").len(), palette().entries.len());
}

#[test]
fn every_optimized_integration_is_there() {
    let missing: Vec<String> = asl::OPTIMIZED
        .iter()
        .map(|known| format!("{}:{}", known.service, known.action))
        .filter(|wanted| {
            !palette().of(PaletteGroup::Action).any(|entry| {
                let action = entry.id.trim_end_matches(".sync:2").trim_end_matches(".sync");
                action.trim_end_matches(".waitForTaskToken") == wanted
            })
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn any_action_of_the_sdk_is_found_by_its_name() {
    let last =
        |query: &str| palette().search(query).last().map(|entry| (entry.id.clone(), entry.name.clone()));
    let found = |id: &str, name: &str| Some((String::from(id), String::from(name)));
    let acl = found("aws-sdk:s3:getBucketAcl", "GetBucketAcl");
    assert_eq!(last("s3:getBucketAcl"), acl);
    assert_eq!(last("s3 GetBucketAcl"), acl);
    assert_eq!(last("aws-sdk:s3:getBucketAcl"), acl);
    assert_eq!(last("arn:aws:states:::aws-sdk:s3:getBucketAcl"), acl);
    assert_eq!(last("braket:createJob"), found("aws-sdk:braket:createJob", "CreateJob"));
    assert_eq!(last("nothing of the sort"), None);
    assert!(palette().entry("aws-sdk:braket:createJob").is_some());
    assert!(palette().entry("{\"Type\": \"Pass\"}").is_none());
}
