//! Which part of the language a place in the tree belongs to.

use alloc::string::{String, ToString};

use json::tree::{Node, Step};

use crate::read::{fields, fields_of};
use crate::{Machine, QueryLanguage};

/// A kind of place in a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Machine,
    /// An object of `States`, with its type.
    State(String),
    /// An object with `StartAt` and `States`, with the name of the field it stands in.
    Scope(&'static str),
    /// An object with a fixed set of fields.
    Fields(&'static [fields::Field]),
    /// A list whose items have a fixed set of fields.
    Entries(&'static [fields::Field]),
    /// The name of a state.
    Target,
    ErrorNames,
    ErrorName,
    /// A list of choice rules or conditions.
    Rules,
    Rule,
    Resource,
    Switch,
    OneOf(&'static [(&'static str, &'static str)]),
    /// A payload template, or something in it.
    Template,
    /// A field that takes a path.
    PathField,
    /// Anything else.
    Free,
}

impl Place {
    /// Follows the steps from the root.
    pub fn of(steps: &[Step<'_>], _machine: &Machine) -> Place {
        let mut place = Place::Machine;
        let mut is_states = false;
        for step in steps {
            place = match step {
                Step::Member(member) if is_states => {
                    is_states = false;
                    Place::State(kind_of(&member.value))
                }
                Step::Member(member) => {
                    let is_scope = matches!(place, Place::Machine | Place::Scope(_));
                    is_states = is_scope && member.key == "States";
                    if is_states { Place::Free } else { place.member(&member.key) }
                }
                Step::Item(..) => place.item(),
            };
        }
        place
    }

    fn member(&self, key: &str) -> Place {
        match self {
            Place::Template => Place::Template,
            Place::Rule | Place::State(_) | Place::Machine | Place::Scope(_) | Place::Fields(_) => {
                field_place(key)
            }
            Place::Entries(_)
            | Place::Target
            | Place::ErrorNames
            | Place::ErrorName
            | Place::Rules
            | Place::Resource
            | Place::Switch
            | Place::OneOf(_)
            | Place::PathField
            | Place::Free => Place::Free,
        }
    }

    /// The place of an item of a list here.
    pub fn item(&self) -> Place {
        match self {
            Place::Entries(fields) => Place::Fields(fields),
            Place::ErrorNames => Place::ErrorName,
            Place::Rules => Place::Rule,
            Place::Template => Place::Template,
            Place::Scope("Branches") => Place::Scope("Branch"),
            Place::Machine
            | Place::State(_)
            | Place::Scope(_)
            | Place::Fields(_)
            | Place::Target
            | Place::ErrorName
            | Place::Rule
            | Place::Resource
            | Place::Switch
            | Place::OneOf(_)
            | Place::PathField
            | Place::Free => Place::Free,
        }
    }

    /// The fields that an object here may have.
    pub fn fields(&self) -> Option<&'static [fields::Field]> {
        match self {
            Place::Machine => Some(&fields::MACHINE),
            Place::State(kind) => Some(fields_of(kind).unwrap_or(&fields::COMMON)),
            Place::Scope("Processor") => Some(&fields::PROCESSOR),
            Place::Scope(_) => Some(&fields::BRANCH),
            Place::Fields(fields) => Some(fields),
            Place::Rule => Some(&fields::RULE),
            Place::Entries(_)
            | Place::Target
            | Place::ErrorNames
            | Place::ErrorName
            | Place::Rules
            | Place::Resource
            | Place::Switch
            | Place::OneOf(_)
            | Place::Template
            | Place::PathField
            | Place::Free => None,
        }
    }

    /// Fields beside those of the list.
    pub fn more_fields(&self, language: QueryLanguage) -> &'static [&'static str] {
        match (self, language) {
            (Place::Rule, QueryLanguage::JsonPath) => &fields::COMPARISONS,
            _ => &[],
        }
    }

    /// A few words about a field.
    pub fn detail(&self, name: &str) -> &'static str {
        DETAILS.iter().find(|(known, _)| *known == name).map_or("", |(_, detail)| detail)
    }
}

fn kind_of(node: &Node) -> String {
    node.get("Type").and_then(Node::as_text).map(|text| text.to_string()).unwrap_or_default()
}

/// What stands behind a field, by its name.
fn field_place(key: &str) -> Place {
    match key {
        "Next" | "Default" | "StartAt" => Place::Target,
        "Type" => Place::OneOf(&TYPES),
        "QueryLanguage" => {
            Place::OneOf(&[("JSONata", "expressions: {% $states.input.a %}"), ("JSONPath", "paths: $.a")])
        }
        "Resource" => Place::Resource,
        "End" => Place::Switch,
        "ErrorEquals" => Place::ErrorNames,
        "Retry" => Place::Entries(&fields::RETRIER),
        "Catch" => Place::Entries(&fields::CATCHER),
        "Choices" | "And" | "Or" => Place::Rules,
        "Not" => Place::Rule,
        "Branches" => Place::Scope("Branches"),
        "ItemProcessor" | "Iterator" => Place::Scope("Processor"),
        "ProcessorConfig" => Place::Fields(&fields::PROCESSOR_CONFIG),
        "ItemReader" => Place::Fields(&fields::READER),
        "ReaderConfig" => Place::Fields(&fields::READER_CONFIG),
        "ItemBatcher" => Place::Fields(&fields::BATCHER),
        "ResultWriter" => Place::Fields(&fields::WRITER),
        "WriterConfig" => Place::Fields(&fields::WRITER_CONFIG),
        "JitterStrategy" => {
            Place::OneOf(&[("FULL", "anything up to the delay"), ("NONE", "exactly the delay")])
        }
        "Mode" => Place::OneOf(&[("INLINE", "in this execution"), ("DISTRIBUTED", "as child executions")]),
        "ExecutionType" => Place::OneOf(&[("STANDARD", "up to a year"), ("EXPRESS", "up to five minutes")]),
        "InputType" => {
            Place::OneOf(&[("CSV", ""), ("JSON", ""), ("JSONL", ""), ("PARQUET", ""), ("MANIFEST", "")])
        }
        "CSVHeaderLocation" => Place::OneOf(&[("FIRST_ROW", "in the file"), ("GIVEN", "in CSVHeaders")]),
        "CSVDelimiter" => {
            Place::OneOf(&[("COMMA", ""), ("PIPE", ""), ("SEMICOLON", ""), ("SPACE", ""), ("TAB", "")])
        }
        "ManifestType" => Place::OneOf(&[("S3_INVENTORY", ""), ("ATHENA_DATA", "")]),
        "OutputType" => Place::OneOf(&[("JSON", ""), ("JSONL", "")]),
        "Version" => Place::OneOf(&[("1.0", "the only one")]),
        "Parameters" | "Arguments" | "ResultSelector" | "ItemSelector" | "Assign" | "Output"
        | "BatchInput" | "Credentials" | "Items" | "Condition" | "Seconds" | "Timestamp"
        | "TimeoutSeconds" | "HeartbeatSeconds" | "MaxConcurrency" | "Error" | "Cause" => Place::Template,
        "Variable" => Place::PathField,
        key if key.ends_with("Path") => Place::PathField,
        key if key.starts_with("Is") || key == "BooleanEquals" => Place::Switch,
        _ => Place::Free,
    }
}

const TYPES: [(&str, &str); 8] = [
    ("Task", "calls a service or a function"),
    ("Pass", "passes data on, or makes some"),
    ("Choice", "goes one way or another"),
    ("Wait", "for a time, or until one"),
    ("Parallel", "branches at the same time"),
    ("Map", "the same for each item"),
    ("Succeed", "ends well"),
    ("Fail", "ends with an error"),
];

const DETAILS: [(&str, &str); 44] = [
    ("Comment", "for people"),
    ("StartAt", "the first state"),
    ("States", "the states, by name"),
    ("TimeoutSeconds", "how long it may take"),
    ("HeartbeatSeconds", "how long it may be silent"),
    ("QueryLanguage", "JSONata or JSONPath"),
    ("Version", "of the language"),
    ("Type", "of the state"),
    ("Next", "the state that follows"),
    ("End", "nothing follows"),
    ("InputPath", "which part of the input is used"),
    ("Parameters", "what the work is given"),
    ("Arguments", "what the work is given"),
    ("ResultSelector", "which parts of the result are kept"),
    ("ResultPath", "where the result goes in the input"),
    ("OutputPath", "which part goes on"),
    ("Output", "what goes on"),
    ("Assign", "variables for later states"),
    ("Resource", "what is called"),
    ("Credentials", "the role it is called with"),
    ("Retry", "what to try again, and how"),
    ("Catch", "where to go on after an error"),
    ("Choices", "rules, tried in order"),
    ("Default", "when no rule matches"),
    ("Seconds", "how long"),
    ("Timestamp", "until when"),
    ("Error", "the name of the error"),
    ("Cause", "what a person should know"),
    ("Branches", "run at the same time"),
    ("ItemProcessor", "the states for each item"),
    ("ItemsPath", "where the items are"),
    ("Items", "the items"),
    ("ItemSelector", "what each item becomes"),
    ("ItemReader", "items out of a bucket"),
    ("ItemBatcher", "several items at once"),
    ("ResultWriter", "results into a bucket"),
    ("MaxConcurrency", "how many at once"),
    ("Label", "the name of the Map Run"),
    ("ErrorEquals", "which errors"),
    ("IntervalSeconds", "until the first retry"),
    ("MaxAttempts", "how often"),
    ("BackoffRate", "how much longer each time"),
    ("MaxDelaySeconds", "the longest delay"),
    ("JitterStrategy", "spread the delays"),
];

/// A few words about an error.
pub fn error_detail(name: &str) -> &'static str {
    match name {
        "States.ALL" => "every error; alone and last",
        "States.TaskFailed" => "every error but a timeout",
        "States.Timeout" => "too slow, or silent",
        "States.HeartbeatTimeout" => "silent for too long",
        "States.Permissions" => "the role may not",
        "States.DataLimitExceeded" => "more than 256 KiB",
        "States.QueryEvaluationError" => "an expression failed",
        "States.NoChoiceMatched" => "no rule, no Default",
        "States.ExceedToleratedFailureThreshold" => "too many items failed",
        name if name.starts_with("Lambda.") => "of the Lambda service; try again",
        _ => "",
    }
}
