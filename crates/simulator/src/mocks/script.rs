//! One test case while it is played: which answer is next for which state.

use std::collections::BTreeMap;
use std::fmt;

use json::{Text, Value};

use super::{Answer, MockFile, Numbered, Response};

/// The answers of one test case, and how many of them have been given.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// Response by state.
    responses: BTreeMap<Text, Response>,
    given: BTreeMap<(Text, Track), u32>,
}

/// Which counter an answer belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Track {
    Plain,
    Iteration(usize),
    Input(usize),
}

/// A test case that was asked for and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCase {
    pub message: String,
}

impl fmt::Display for UnknownCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl MockFile {
    /// The script of a test case, named `Case` or `Machine/Case`; without a name the only one of the file.
    /// With several machines of the same case, `machine` (the name of the state machine that runs) decides.
    pub fn script(&self, case: Option<&str>, machine: Option<&str>) -> Result<Script, UnknownCase> {
        let all =
            || self.machines.iter().flat_map(|machine| machine.cases.iter().map(move |case| (machine, case)));
        let known: Vec<String> =
            all().map(|(machine, case)| format!("{}/{}", machine.name, case.name)).collect();
        let list = if known.is_empty() {
            "the file has none".to_string()
        } else {
            format!("known: {}", known.join(", "))
        };
        let mut found: Vec<_> = match case {
            None => all().collect(),
            Some(name) => {
                all().filter(|(m, c)| c.name == name || format!("{}/{}", m.name, c.name) == name).collect()
            }
        };
        if found.len() > 1
            && let Some(machine) = machine
        {
            let own: Vec<_> = found.iter().copied().filter(|(known, _)| known.name == machine).collect();
            if !own.is_empty() {
                found = own;
            }
        }
        match (found.as_slice(), case) {
            ([(_, case)], _) => {
                let responses = case
                    .states
                    .iter()
                    .filter_map(|(state, response)| Some((state.clone(), self.response(response)?.clone())));
                Ok(Script { responses: responses.collect(), given: BTreeMap::new() })
            }
            ([], None) => Ok(Script::default()),
            ([], Some(name)) => {
                Err(UnknownCase { message: format!("There is no test case '{name}' ({list}).") })
            }
            (_, Some(name)) => Err(UnknownCase {
                message: format!(
                    "Several state machines have a test case '{name}': write Machine/Case ({list})."
                ),
            }),
            (_, None) => Err(UnknownCase {
                message: format!(
                    "The file has several test cases: name one after #, like FILE#Case ({list})."
                ),
            }),
        }
    }
}

impl Script {
    /// A script of responses by state.
    pub fn new(responses: impl IntoIterator<Item = (Text, Response)>) -> Script {
        Script { responses: responses.into_iter().collect(), given: BTreeMap::new() }
    }

    pub fn has(&self, state: &str) -> bool {
        self.responses.contains_key(state)
    }

    pub fn states(&self) -> impl Iterator<Item = &Text> {
        self.responses.keys()
    }

    /// The next answer for an invocation of a state; none when the state is not mocked.
    pub fn next(&mut self, state: &str, iteration: &[usize], input: &Value) -> Option<Answer> {
        let response = self.responses.get(state)?;
        let (track, answers) = choose(response, iteration, input)?;
        let given = self.given.entry((Text::from(state), track)).or_default();
        let number = *given;
        *given = given.saturating_add(1);
        let answer = answers.iter().find(|numbered| numbered.first <= number && number <= numbered.last);
        answer.or(answers.last()).map(|numbered| numbered.answer.clone())
    }
}

/// The most particular answers that fit: by input, by iteration, plain.
fn choose<'a>(response: &'a Response, iteration: &[usize], input: &Value) -> Option<(Track, &'a [Numbered])> {
    if let Some(at) = response.by_input.iter().position(|(wanted, _)| contains(input, wanted)) {
        return Some((Track::Input(at), &response.by_input[at].1));
    }
    if let Some(at) = response.by_iteration.iter().position(|(wanted, _)| iteration.ends_with(wanted)) {
        return Some((Track::Iteration(at), &response.by_iteration[at].1));
    }
    if response.answers.is_empty() { None } else { Some((Track::Plain, &response.answers)) }
}

/// Whether a value has at least what is wanted: the members of objects, all else equal.
fn contains(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::Object(value), Value::Object(wanted)) => {
            wanted.iter().all(|(key, wanted)| value.get(key).is_some_and(|value| contains(value, wanted)))
        }
        (Value::Array(value), Value::Array(wanted)) => {
            value.len() == wanted.len()
                && value.iter().zip(wanted.iter()).all(|(value, wanted)| contains(value, wanted))
        }
        (value, wanted) => value == wanted,
    }
}
