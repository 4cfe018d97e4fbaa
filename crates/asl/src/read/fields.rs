//! Which fields there are, by the type of a state and its query language.

/// A field and the language it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub language: Language,
}

/// Which states may have a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Both,
    JsonPath,
    Jsonata,
}

const fn both(name: &'static str) -> Field {
    Field { name, language: Language::Both }
}

const fn path(name: &'static str) -> Field {
    Field { name, language: Language::JsonPath }
}

const fn jsonata(name: &'static str) -> Field {
    Field { name, language: Language::Jsonata }
}

/// The fields of a type in the order in which the documentation shows them; none for a type that does not exist.
pub fn fields_of(kind: &str) -> Option<&'static [Field]> {
    Some(match kind {
        "Pass" => &PASS,
        "Task" => &TASK,
        "Choice" => &CHOICE,
        "Wait" => &WAIT,
        "Succeed" => &SUCCEED,
        "Fail" => &FAIL,
        "Parallel" => &PARALLEL,
        "Map" => &MAP,
        _ => return None,
    })
}

/// What every state may have.
pub const COMMON: [Field; 3] = [both("Type"), both("Comment"), both("QueryLanguage")];

/// The fields of the machine itself.
pub const MACHINE: [Field; 6] = [
    both("Comment"),
    both("QueryLanguage"),
    both("StartAt"),
    both("States"),
    both("TimeoutSeconds"),
    both("Version"),
];

/// The fields of a branch.
pub const BRANCH: [Field; 3] = [both("Comment"), both("StartAt"), both("States")];

/// The fields of an `ItemProcessor` or `Iterator`.
pub const PROCESSOR: [Field; 4] = [both("Comment"), both("ProcessorConfig"), both("StartAt"), both("States")];

pub const PROCESSOR_CONFIG: [Field; 2] = [both("Mode"), both("ExecutionType")];

pub const RETRIER: [Field; 7] = [
    both("ErrorEquals"),
    both("IntervalSeconds"),
    both("MaxAttempts"),
    both("BackoffRate"),
    both("MaxDelaySeconds"),
    both("JitterStrategy"),
    both("Comment"),
];

pub const CATCHER: [Field; 6] = [
    both("ErrorEquals"),
    both("Next"),
    path("ResultPath"),
    jsonata("Output"),
    both("Assign"),
    both("Comment"),
];

/// Beside the comparisons.
pub const RULE: [Field; 9] = [
    path("Variable"),
    path("And"),
    path("Or"),
    path("Not"),
    jsonata("Condition"),
    both("Next"),
    both("Assign"),
    jsonata("Output"),
    both("Comment"),
];

/// The 39 comparisons, those used most first.
pub const COMPARISONS: [&str; 39] = [
    "StringEquals",
    "NumericEquals",
    "BooleanEquals",
    "IsPresent",
    "StringMatches",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "IsNull",
    "IsString",
    "IsNumeric",
    "IsBoolean",
    "IsTimestamp",
    "StringLessThan",
    "StringLessThanEquals",
    "StringGreaterThan",
    "StringGreaterThanEquals",
    "TimestampEquals",
    "TimestampLessThan",
    "TimestampLessThanEquals",
    "TimestampGreaterThan",
    "TimestampGreaterThanEquals",
    "StringEqualsPath",
    "NumericEqualsPath",
    "BooleanEqualsPath",
    "NumericGreaterThanPath",
    "NumericGreaterThanEqualsPath",
    "NumericLessThanPath",
    "NumericLessThanEqualsPath",
    "StringLessThanPath",
    "StringLessThanEqualsPath",
    "StringGreaterThanPath",
    "StringGreaterThanEqualsPath",
    "TimestampEqualsPath",
    "TimestampLessThanPath",
    "TimestampLessThanEqualsPath",
    "TimestampGreaterThanPath",
    "TimestampGreaterThanEqualsPath",
];

pub const READER: [Field; 4] =
    [both("Resource"), path("Parameters"), jsonata("Arguments"), both("ReaderConfig")];

pub const READER_CONFIG: [Field; 10] = [
    both("InputType"),
    both("CSVHeaderLocation"),
    both("CSVHeaders"),
    both("CSVDelimiter"),
    both("MaxItems"),
    path("MaxItemsPath"),
    both("ItemsPointer"),
    both("ManifestType"),
    both("Transformation"),
    both("ExpectedBucketOwner"),
];

pub const BATCHER: [Field; 5] = [
    both("BatchInput"),
    both("MaxItemsPerBatch"),
    path("MaxItemsPerBatchPath"),
    both("MaxInputBytesPerBatch"),
    path("MaxInputBytesPerBatchPath"),
];

pub const WRITER: [Field; 4] =
    [both("Resource"), path("Parameters"), jsonata("Arguments"), both("WriterConfig")];

pub const WRITER_CONFIG: [Field; 2] = [both("Transformation"), both("OutputType")];

const PASS: [Field; 12] = [
    both("Type"),
    both("Comment"),
    both("QueryLanguage"),
    path("InputPath"),
    path("Parameters"),
    path("Result"),
    path("ResultPath"),
    path("OutputPath"),
    jsonata("Output"),
    both("Assign"),
    both("Next"),
    both("End"),
];

const TASK: [Field; 21] = [
    both("Type"),
    both("Comment"),
    both("QueryLanguage"),
    both("Resource"),
    path("InputPath"),
    path("Parameters"),
    jsonata("Arguments"),
    path("ResultSelector"),
    path("ResultPath"),
    path("OutputPath"),
    jsonata("Output"),
    both("Assign"),
    both("Credentials"),
    both("TimeoutSeconds"),
    path("TimeoutSecondsPath"),
    both("HeartbeatSeconds"),
    path("HeartbeatSecondsPath"),
    both("Retry"),
    both("Catch"),
    both("Next"),
    both("End"),
];

const CHOICE: [Field; 9] = [
    both("Type"),
    both("Comment"),
    both("QueryLanguage"),
    path("InputPath"),
    path("OutputPath"),
    jsonata("Output"),
    both("Assign"),
    both("Choices"),
    both("Default"),
];

const WAIT: [Field; 13] = [
    both("Type"),
    both("Comment"),
    both("QueryLanguage"),
    both("Seconds"),
    path("SecondsPath"),
    both("Timestamp"),
    path("TimestampPath"),
    path("InputPath"),
    path("OutputPath"),
    jsonata("Output"),
    both("Assign"),
    both("Next"),
    both("End"),
];

const SUCCEED: [Field; 6] = [
    both("Type"),
    both("Comment"),
    both("QueryLanguage"),
    path("InputPath"),
    path("OutputPath"),
    jsonata("Output"),
];

const FAIL: [Field; 7] = [
    both("Type"),
    both("Comment"),
    both("QueryLanguage"),
    both("Error"),
    path("ErrorPath"),
    both("Cause"),
    path("CausePath"),
];

const PARALLEL: [Field; 16] = [
    both("Type"),
    both("Comment"),
    both("QueryLanguage"),
    both("Branches"),
    path("InputPath"),
    path("Parameters"),
    jsonata("Arguments"),
    path("ResultSelector"),
    path("ResultPath"),
    path("OutputPath"),
    jsonata("Output"),
    both("Assign"),
    both("Retry"),
    both("Catch"),
    both("Next"),
    both("End"),
];

const MAP: [Field; 29] = [
    both("Type"),
    both("Comment"),
    both("QueryLanguage"),
    both("ItemProcessor"),
    both("Iterator"),
    path("ItemsPath"),
    jsonata("Items"),
    both("ItemSelector"),
    both("ItemReader"),
    both("ItemBatcher"),
    both("ResultWriter"),
    both("MaxConcurrency"),
    path("MaxConcurrencyPath"),
    both("ToleratedFailurePercentage"),
    path("ToleratedFailurePercentagePath"),
    both("ToleratedFailureCount"),
    path("ToleratedFailureCountPath"),
    both("Label"),
    path("InputPath"),
    path("Parameters"),
    path("ResultSelector"),
    path("ResultPath"),
    path("OutputPath"),
    jsonata("Output"),
    both("Assign"),
    both("Retry"),
    both("Catch"),
    both("Next"),
    both("End"),
];
