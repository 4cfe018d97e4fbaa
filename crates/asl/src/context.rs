//! The context object, as far as its members are the same in every execution.

/// The members at a path of names with dots between; none where anything may be.
pub fn members(path: &str) -> Option<&'static [&'static str]> {
    Some(match path {
        "" => &["Execution", "State", "StateMachine", "Task", "Map"],
        "Execution" => &["Id", "Input", "Name", "RoleArn", "StartTime", "RedriveCount", "RedriveTime"],
        "State" => &["Name", "EnteredTime", "RetryCount"],
        "StateMachine" => &["Id", "Name"],
        "Task" => &["Token"],
        "Map" => &["Item"],
        "Map.Item" => &["Index", "Value", "Key", "Source"],
        _ => return None,
    })
}
