//! Which fields a state has, by its type and query language: the tables behind the forms.

/// The tab of the form that a field stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Setup,
    Data,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// A JSON Pointer inside the state.
    pub path: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub input: Input,
}

/// How a field is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    Text,
    /// A path, a name, an expression: monospaced.
    Code,
    Number,
    Json,
    /// `Next` or `End`: one of the states of the scope, or the end.
    Next,
    /// A state of the scope.
    Target,
    /// One of these words; the first stands for an absent field.
    Words(&'static [&'static str]),
}

const fn field(path: &'static str, label: &'static str, input: Input, hint: &'static str) -> Field {
    Field { path, label, hint, input }
}

/// Fields of a tab, in the order in which the data pass through them.
pub fn fields(kind: &str, is_jsonata: bool, tab: Tab) -> Vec<Field> {
    match tab {
        Tab::Setup => setup(kind, is_jsonata),
        Tab::Data => data(kind, is_jsonata),
    }
}

/// All names that some form of a type shows.
pub fn all(kind: &str) -> Vec<&'static str> {
    let mut names =
        vec!["Type", "Resource", "Choices", "Retry", "Catch", "Next", "End", "States", "StartAt", "Branches"];
    for is_jsonata in [false, true] {
        for tab in [Tab::Setup, Tab::Data] {
            names.extend(
                fields(kind, is_jsonata, tab).iter().filter_map(|field| field.path.split('/').nth(1)),
            );
        }
    }
    names
}

fn setup(kind: &str, is_jsonata: bool) -> Vec<Field> {
    use Input::{Code, Json, Next, Number, Target, Text, Words};
    let mut list = Vec::new();
    match kind {
        "Task" => {
            list.push(field(
                "/TimeoutSeconds",
                "Timeout in seconds",
                Number,
                "The task fails with States.Timeout when it takes longer.",
            ));
            if !is_jsonata {
                list.push(field(
                    "/TimeoutSecondsPath",
                    "Timeout from a path",
                    Code,
                    "Instead of a fixed number: a path into the input.",
                ));
            }
            list.push(field(
                "/HeartbeatSeconds",
                "Heartbeat in seconds",
                Number,
                "A worker or callback must report at least this often; shorter than the timeout.",
            ));
            if !is_jsonata {
                list.push(field(
                    "/HeartbeatSecondsPath",
                    "Heartbeat from a path",
                    Code,
                    "Instead of a fixed number: a path into the input.",
                ));
            }
            list.push(field(
                "/Credentials",
                "Credentials",
                Json,
                "The role of another account, as {\"RoleArn\": …}.",
            ));
        }
        "Wait" => {
            list.push(field(
                "/Seconds",
                "Seconds",
                if is_jsonata { Code } else { Number },
                "Waits for so long.",
            ));
            list.push(field("/Timestamp", "Until", Code, "A moment such as 2030-01-31T12:00:00Z."));
            if !is_jsonata {
                list.push(field(
                    "/SecondsPath",
                    "Seconds from a path",
                    Code,
                    "The number of seconds stands in the input.",
                ));
                list.push(field(
                    "/TimestampPath",
                    "Until, from a path",
                    Code,
                    "The moment stands in the input.",
                ));
            }
        }
        "Fail" => {
            list.push(field("/Error", "Error", Code, "The name by which catchers know it."));
            list.push(field("/Cause", "Cause", Text, "A sentence for people."));
            if !is_jsonata {
                list.push(field(
                    "/ErrorPath",
                    "Error from a path",
                    Code,
                    "A path, or an intrinsic function that gives a string.",
                ));
                list.push(field(
                    "/CausePath",
                    "Cause from a path",
                    Code,
                    "A path, or an intrinsic function that gives a string.",
                ));
            }
        }
        "Choice" => list.push(field(
            "/Default",
            "Default",
            Target,
            "Where it goes when no rule matches; without it that is an error.",
        )),
        "Map" => {
            list.push(field(
                "/ItemProcessor/ProcessorConfig/Mode",
                "Mode",
                Words(&["INLINE", "DISTRIBUTED"]),
                "Inline runs in this execution, Distributed starts child executions.",
            ));
            list.push(field(
                "/ItemProcessor/ProcessorConfig/ExecutionType",
                "Child executions",
                Words(&["", "STANDARD", "EXPRESS"]),
                "Distributed only.",
            ));
            list.push(if is_jsonata {
                field("/Items", "Items", Json, "An array, or an expression that gives one.")
            } else {
                field("/ItemsPath", "Items", Code, "The path of the array; without it the input itself.")
            });
            list.push(field(
                "/ItemSelector",
                "Each item becomes",
                Json,
                "The input of an iteration; the item itself stands in the context under Map.Item.Value.",
            ));
            list.push(field(
                "/MaxConcurrency",
                "At the same time",
                Number,
                "0 is without limit; 1 is one after the other.",
            ));
            if !is_jsonata {
                list.push(field("/MaxConcurrencyPath", "At the same time, from a path", Code, ""));
            }
            list.push(field(
                "/ItemReader",
                "Item reader",
                Json,
                "Distributed: where in S3 the items come from.",
            ));
            list.push(field(
                "/ItemBatcher",
                "Item batcher",
                Json,
                "Distributed: several items for one child execution.",
            ));
            list.push(field(
                "/ResultWriter",
                "Result writer",
                Json,
                "Distributed: where in S3 the results go.",
            ));
            list.push(field(
                "/ToleratedFailurePercentage",
                "Tolerated failures in percent",
                Number,
                "Distributed.",
            ));
            list.push(field("/ToleratedFailureCount", "Tolerated failures", Number, "Distributed."));
            if !is_jsonata {
                list.push(field(
                    "/ToleratedFailurePercentagePath",
                    "Tolerated failures in percent, from a path",
                    Code,
                    "",
                ));
                list.push(field("/ToleratedFailureCountPath", "Tolerated failures, from a path", Code, ""));
            }
            list.push(field(
                "/Label",
                "Label",
                Code,
                "Distributed: part of the Map Run's ARN, up to 40 characters.",
            ));
        }
        _ => {}
    }
    if !matches!(kind, "Choice" | "Succeed" | "Fail") {
        list.push(field("/Next", "Next state", Next, ""));
    }
    list.push(field("/Comment", "Comment", Text, ""));
    list.push(field(
        "/QueryLanguage",
        "Query language",
        Words(&["", "JSONPath", "JSONata"]),
        "Empty: that of the state machine.",
    ));
    list
}

fn data(kind: &str, is_jsonata: bool) -> Vec<Field> {
    use Input::{Code, Json};
    let mut list = Vec::new();
    if is_jsonata {
        if matches!(kind, "Task" | "Parallel") {
            list.push(field(
                "/Arguments",
                "Arguments",
                Json,
                "What is passed to the work; without it, the state's input.",
            ));
        }
        if kind != "Fail" {
            list.push(field("/Output", "Output", Json, "What the next state gets; without it, the result. $states.input and $states.result are at hand."));
        }
    } else {
        if kind != "Fail" {
            list.push(field(
                "/InputPath",
                "InputPath",
                Code,
                "1. Takes a part of the input; null gives an empty object.",
            ));
        }
        if matches!(kind, "Task" | "Parallel" | "Pass") {
            list.push(field(
                "/Parameters",
                "Parameters",
                Json,
                "2. Builds what is passed to the work; keys that end in .$ take a path or a function.",
            ));
        }
        if kind == "Pass" {
            list.push(field(
                "/Result",
                "Result",
                Json,
                "What the state gives instead of its input, as it stands here.",
            ));
        }
        if matches!(kind, "Task" | "Parallel" | "Map") {
            list.push(field(
                "/ResultSelector",
                "ResultSelector",
                Json,
                "3. Builds a new result from the result.",
            ));
        }
        if matches!(kind, "Task" | "Parallel" | "Map" | "Pass") {
            list.push(field("/ResultPath", "ResultPath", Code, "4. Where in the input the result is put; null drops it, without it the result takes the input's place."));
        }
        if kind != "Fail" {
            list.push(field("/OutputPath", "OutputPath", Code, "5. Takes a part of all that as the output."));
        }
    }
    if !matches!(kind, "Succeed" | "Fail") {
        list.push(field(
            "/Assign",
            "Variables",
            Json,
            "Sets variables for the states that follow: {\"name\": value}.",
        ));
    }
    list
}
