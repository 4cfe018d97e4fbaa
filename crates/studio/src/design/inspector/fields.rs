//! Which fields of the data a state has, by its type and query language, in the order in which the data pass through them.

/// One field of the form of the data.
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
    /// A path.
    Code,
    Json,
    /// Where the result is put.
    ResultPath,
}

const fn field(path: &'static str, label: &'static str, input: Input, hint: &'static str) -> Field {
    Field { path, label, hint, input }
}

/// The fields of the data, in both languages numbered by when they come.
pub fn data(kind: &str, is_jsonata: bool) -> Vec<Field> {
    use Input::{Code, Json, ResultPath};
    let mut list = Vec::new();
    if kind == "Fail" {
        return list;
    }
    if is_jsonata {
        if matches!(kind, "Task" | "Parallel") {
            list.push(field(
                "/Arguments",
                "Arguments",
                Json,
                "1. What is passed to the work; without it, the state's input.",
            ));
        }
        list.push(field(
            "/Output",
            "Output",
            Json,
            match kind {
                "Task" | "Parallel" | "Map" => "What the next state gets; without it, the result. $states.input and $states.result are at hand.",
                _ => "What the next state gets; without it, the input. $states.input is at hand.",
            },
        ));
        return list;
    }
    list.push(field(
        "/InputPath",
        "InputPath",
        Code,
        "1. Takes a part of the input; null gives an empty object.",
    ));
    if matches!(kind, "Task" | "Parallel" | "Pass") {
        list.push(field(
            "/Parameters",
            "Parameters",
            Json,
            "2. Builds what is passed on; keys that end in .$ take a path, a variable or a function.",
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
            "3. Builds a new result from the result, in which $ is the result.",
        ));
    }
    if matches!(kind, "Task" | "Parallel" | "Map" | "Pass") {
        list.push(field(
            "/ResultPath",
            "ResultPath",
            ResultPath,
            "4. Where in the state's input the result is put.",
        ));
    }
    list.push(field(
        "/OutputPath",
        "OutputPath",
        Code,
        "5. Takes a part of all that as the output; null gives an empty object.",
    ));
    list
}

/// The names of all members that the forms of a type show.
pub fn shown(kind: &str, is_jsonata: bool) -> Vec<String> {
    let mut names = vec!["Type", "Comment", "QueryLanguage"];
    names.extend(match kind {
        "Task" => &["Resource", "TimeoutSeconds*", "HeartbeatSeconds*", "Credentials", "Retry", "Catch"][..],
        "Choice" => &["Choices", "Default"],
        "Parallel" => &["Branches", "Retry", "Catch"],
        "Map" => &[
            "ItemProcessor",
            "Iterator",
            "ItemSelector",
            "MaxConcurrency*",
            "ItemReader",
            "ItemBatcher",
            "ResultWriter",
            "ToleratedFailureCount*",
            "ToleratedFailurePercentage*",
            "Label",
            "Retry",
            "Catch",
        ],
        "Wait" => &["Seconds*", "Timestamp*"],
        "Fail" => &["Error*", "Cause*"],
        _ => &[],
    });
    if kind == "Map" {
        names.push(if is_jsonata { "Items" } else { "ItemsPath" });
    }
    if !matches!(kind, "Choice" | "Succeed" | "Fail") {
        names.extend(["Next", "End"]);
    }
    if !matches!(kind, "Succeed" | "Fail") {
        names.push("Assign");
    }
    let mut all = Vec::new();
    for name in names {
        match name.strip_suffix('*') {
            Some(name) => all.extend([name.to_string(), format!("{name}Path")]),
            None => all.push(name.to_string()),
        }
    }
    all.extend(data(kind, is_jsonata).iter().map(|field| field.path[1..].to_string()));
    all
}
