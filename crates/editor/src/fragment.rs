//! A piece of a definition: states that can be inserted together.

use json::tree::{Format, parse_tree};
use json::{Object, Text, Value};

use crate::Refusal;

/// States with their first one. A state with `"End": true` is where the fragment is left: inserted before another state, it leads there.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    pub start: Text,
    pub states: Vec<(Text, Value)>,
}

impl Fragment {
    /// A single state.
    pub fn state(name: impl Into<Text>, state: Value) -> Fragment {
        let name = name.into();
        Fragment { start: name.clone(), states: vec![(name, state)] }
    }

    /// Reads what people paste, JSON or YAML: a definition, its `States`, one state with its name, or a state alone.
    pub fn read(text: &str) -> Result<Fragment, Refusal> {
        let trimmed = text.trim();
        let format = if trimmed.starts_with(['{', '"']) { Format::Json } else { Format::Yaml };
        // One or more members without the braces around them.
        let braced = format == Format::Json && trimmed.starts_with('"');
        let text =
            if braced { format!("{{{}}}", trimmed.trim_end_matches(',')) } else { trimmed.to_string() };
        let tree = parse_tree(&text, format);
        if let Some(problem) = tree.problems.iter().find(|problem| !problem.kind.is_notation()) {
            return Err(Refusal::NotAsl(problem.message()));
        }
        match &tree.root {
            Some(root) => Fragment::from_value(&root.to_value()),
            None => Err(Refusal::NotAsl(String::from("it is empty."))),
        }
    }

    /// The fragment that a value stands for.
    pub fn from_value(value: &Value) -> Result<Fragment, Refusal> {
        let not = |why: &str| Refusal::NotAsl(String::from(why));
        let object = value.as_object().ok_or_else(|| not("it is not an object."))?;
        if let Some(states) = object.get("States").and_then(Value::as_object) {
            let start = object.get("StartAt").and_then(Value::as_str).map(Text::from);
            return Fragment::from_states(states, start);
        }
        if let Some(kind) = object.get("Type").and_then(Value::as_str) {
            return Ok(Fragment::state(kind, value.clone()));
        }
        Fragment::from_states(object, None)
    }

    fn from_states(states: &Object, start: Option<Text>) -> Result<Fragment, Refusal> {
        let states: Vec<(Text, Value)> =
            states.iter().map(|(name, state)| (name.clone(), state.clone())).collect();
        let is_state = |state: &Value| state.get("Type").and_then(Value::as_str).is_some();
        if states.is_empty() || !states.iter().all(|(_, state)| is_state(state)) {
            return Err(Refusal::NotAsl(String::from("a state is an object with a Type.")));
        }
        let named = start.filter(|start| states.iter().any(|(name, _)| name == start));
        let start = named.unwrap_or_else(|| first(&states));
        Ok(Fragment { start, states })
    }

    /// Whether the flow can go on behind it.
    pub fn has_exit(&self) -> bool {
        self.states.iter().any(|(_, state)| is_exit(state))
    }

    /// All names, of nested states too.
    pub fn names(&self) -> Vec<Text> {
        let mut names = Vec::new();
        for (name, state) in &self.states {
            names.push(name.clone());
            collect_names(state, &mut names);
        }
        names
    }

    /// The same with other names; arrows follow.
    pub fn renamed(&self, rename: &dyn Fn(&str) -> Text) -> Fragment {
        Fragment {
            start: rename(&self.start),
            states: self
                .states
                .iter()
                .map(|(name, state)| (rename(name), renamed_state(state, rename)))
                .collect(),
        }
    }

    /// The fragment as a definition.
    pub fn to_value(&self) -> Value {
        let states: Object = self.states.iter().map(|(name, state)| (name.clone(), state.clone())).collect();
        Value::Object(
            [("StartAt", Value::from(self.start.clone())), ("States", Value::Object(states))]
                .into_iter()
                .collect(),
        )
    }
}

/// Whether a state leads out of the fragment it is in.
pub fn is_exit(state: &Value) -> bool {
    let kind = state.get("Type").and_then(Value::as_str).unwrap_or("");
    match kind {
        "Succeed" | "Fail" => false,
        "Choice" => {
            let rules = state.get("Choices").and_then(Value::as_array);
            let open = rules.is_none_or(|rules| rules.iter().any(|rule| rule.get("Next").is_none()));
            open || state.get("Default").is_none()
        }
        _ => state.get("Next").is_none(),
    }
}

/// The state that no other leads to, else the first.
fn first(states: &[(Text, Value)]) -> Text {
    let is_target =
        |name: &Text| states.iter().any(|(_, state)| targets(state).any(|target| target == name.as_str()));
    let free = states.iter().find(|(name, _)| !is_target(name));
    free.or(states.first()).map(|(name, _)| name.clone()).unwrap_or_default()
}

/// The names that a state's arrows hold.
pub fn targets(state: &Value) -> impl Iterator<Item = &str> {
    let list = |key: &str| state.get(key).and_then(Value::as_array).map_or(&[][..], |array| array.as_slice());
    let inner = list("Choices").iter().chain(list("Catch")).filter_map(|item| item.get("Next"));
    let own = [state.get("Next"), state.get("Default")].into_iter().flatten();
    own.chain(inner).filter_map(Value::as_str)
}

/// The scopes inside a state, with the field that holds each.
fn scopes(state: &Value) -> Vec<&Value> {
    match state.get("Type").and_then(Value::as_str) {
        Some("Parallel") => state
            .get("Branches")
            .and_then(Value::as_array)
            .map(|branches| branches.iter().collect())
            .unwrap_or_default(),
        Some("Map") => state.get("ItemProcessor").or(state.get("Iterator")).into_iter().collect(),
        Some(_) | None => Vec::new(),
    }
}

fn collect_names(state: &Value, names: &mut Vec<Text>) {
    for scope in scopes(state) {
        for (name, state) in scope.get("States").and_then(Value::as_object).into_iter().flatten() {
            names.push(name.clone());
            collect_names(state, names);
        }
    }
}

/// A state whose arrows, and whose nested states, have other names.
fn renamed_state(state: &Value, rename: &dyn Fn(&str) -> Text) -> Value {
    let Some(object) = state.as_object() else {
        return state.clone();
    };
    let kind = state.get("Type").and_then(Value::as_str).unwrap_or("");
    let target =
        |value: &Value| value.as_str().map_or_else(|| value.clone(), |name| Value::from(rename(name)));
    let renamed = object.iter().map(|(key, value)| {
        let value = match (key.as_str(), kind) {
            ("Next", _) | ("Default", "Choice") => target(value),
            ("Choices" | "Catch", _) => match value.as_array() {
                Some(items) => items.iter().map(|item| with_target(item, &target)).collect(),
                None => value.clone(),
            },
            ("Branches", "Parallel") => match value.as_array() {
                Some(branches) => branches.iter().map(|branch| renamed_scope(branch, rename)).collect(),
                None => value.clone(),
            },
            ("ItemProcessor" | "Iterator", "Map") => renamed_scope(value, rename),
            (_, _) => value.clone(),
        };
        (key.clone(), value)
    });
    Value::Object(renamed.collect())
}

fn with_target(item: &Value, target: &dyn Fn(&Value) -> Value) -> Value {
    let Some(object) = item.as_object() else {
        return item.clone();
    };
    let members = object
        .iter()
        .map(|(key, value)| (key.clone(), if key == "Next" { target(value) } else { value.clone() }));
    Value::Object(members.collect())
}

fn renamed_scope(scope: &Value, rename: &dyn Fn(&str) -> Text) -> Value {
    let Some(object) = scope.as_object() else {
        return scope.clone();
    };
    let members = object.iter().map(|(key, value)| {
        let value = match (key.as_str(), value) {
            ("StartAt", Value::String(name)) => Value::from(rename(name)),
            ("States", Value::Object(states)) => Value::Object(
                states.iter().map(|(name, state)| (rename(name), renamed_state(state, rename))).collect(),
            ),
            (_, _) => value.clone(),
        };
        (key.clone(), value)
    });
    Value::Object(members.collect())
}
