//! A mock file's text into answers, with everything that is wrong and where.

use json::tree::{Format, Member, Node, NodeKind, Range, parse_tree};
use json::{Text, Value};

use super::{Answer, MachineMocks, MockFile, Numbered, Outcome, Response, TestCase};

/// What a text says, as far as it can be understood.
#[derive(Debug)]
pub struct Reading {
    pub file: MockFile,
    /// What is wrong, in the order of the text.
    pub problems: Vec<Problem>,
    /// Additions that Step Functions Local does not know.
    pub extensions: Vec<Extension>,
}

/// What is wrong in a place of the text: what, where, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub range: Range,
    pub message: String,
}

/// The use of an addition of ours.
#[derive(Clone, Debug)]
pub struct Extension {
    pub range: Range,
    pub name: &'static str,
}

/// Reads a mock file. Never fails: see `problems`.
pub fn read(text: &str) -> Reading {
    if text.trim().is_empty() {
        let message = String::from("The file is empty: a mock file has StateMachines and MockedResponses.");
        let problems = vec![Problem { range: Range { start: 0, end: text.len() }, message }];
        return Reading { file: MockFile::default(), problems, extensions: Vec::new() };
    }
    let tree = parse_tree(text, Format::Json);
    let broken =
        tree.problems.iter().map(|problem| Problem { range: problem.range, message: problem.to_string() });
    let mut reader = Reader { problems: broken.collect(), extensions: Vec::new() };
    let file = match &tree.root {
        Some(root) => reader.file(root),
        None => MockFile::default(),
    };
    reader.problems.sort_by_key(|problem| problem.range.start);
    Reading { file, problems: reader.problems, extensions: reader.extensions }
}

struct Reader {
    problems: Vec<Problem>,
    extensions: Vec<Extension>,
}

impl Reader {
    fn file(&mut self, root: &Node) -> MockFile {
        let mut file = MockFile::default();
        for member in self.members(root, "The mock file", "an object with StateMachines and MockedResponses")
        {
            match member.key.as_str() {
                "StateMachines" => {
                    let members =
                        self.members(&member.value, "StateMachines", "an object of state machines by name");
                    file.machines = members.iter().map(|member| self.machine(member)).collect();
                }
                "MockedResponses" => {
                    let members =
                        self.members(&member.value, "MockedResponses", "an object of responses by name");
                    file.responses = members.iter().map(|member| self.response(member)).collect();
                }
                other => self.unknown(member, other, "StateMachines, MockedResponses"),
            }
        }
        if matches!(root.kind, NodeKind::Object(_)) {
            for name in ["StateMachines", "MockedResponses"] {
                if root.get(name).is_none() {
                    self.problem(
                        root.range,
                        format!("{name} is missing: a mock file has StateMachines and MockedResponses."),
                    );
                }
            }
        }
        self.check_references(root, &file);
        file
    }

    fn machine(&mut self, member: &Member) -> MachineMocks {
        let what = format!("The state machine '{}'", member.key);
        let mut machine = MachineMocks { name: member.key.clone(), cases: Vec::new() };
        for member in self.members(&member.value, &what, "an object with TestCases") {
            match member.key.as_str() {
                "TestCases" => {
                    let members = self.members(&member.value, "TestCases", "an object of test cases by name");
                    machine.cases = members.iter().map(|member| self.case(member)).collect();
                }
                other => self.unknown(member, other, "TestCases"),
            }
        }
        machine
    }

    fn case(&mut self, member: &Member) -> TestCase {
        let what = format!("The test case '{}'", member.key);
        let mut case = TestCase { name: member.key.clone(), states: Vec::new() };
        for member in self.members(&member.value, &what, "an object from state names to response names") {
            match &member.value.kind {
                NodeKind::String(response) => case.states.push((member.key.clone(), response.clone())),
                _ => self.problem(
                    member.value.range,
                    format!("The response of the state '{}' must be the name of a member of MockedResponses, a string.", member.key),
                ),
            }
        }
        case
    }

    fn response(&mut self, member: &Member) -> Response {
        let mut response = Response { name: member.key.clone(), ..Response::default() };
        let what = format!("The mocked response '{}'", member.key);
        let form =
            "an object of answers by invocation, like {\"0\": {\"Return\": …}, \"1-2\": {\"Throw\": …}}";
        let mut plain = Vec::new();
        for inner in self.members(&member.value, &what, form) {
            match inner.key.as_str() {
                "ByIteration" => {
                    self.extension(inner.key_range, "ByIteration");
                    response.by_iteration = self.by_iteration(&inner.value);
                }
                "ByInput" => {
                    self.extension(inner.key_range, "ByInput");
                    response.by_input = self.by_input(&inner.value);
                }
                _ => plain.push(inner),
            }
        }
        response.answers = self.answers(&plain);
        let is_empty =
            response.answers.is_empty() && response.by_iteration.is_empty() && response.by_input.is_empty();
        if is_empty && matches!(member.value.kind, NodeKind::Object(_)) && plain.is_empty() {
            self.problem(member.value.range, format!("{what} has no answer: it needs at least \"0\"."));
        }
        response
    }

    fn by_iteration(&mut self, node: &Node) -> Vec<(Vec<usize>, Vec<Numbered>)> {
        let mut found = Vec::new();
        for member in
            self.members(node, "ByIteration", "an object of answers by index, like {\"2\": {\"0\": …}}")
        {
            let indexes: Result<Vec<usize>, _> = member.key.split('.').map(str::parse).collect();
            let members =
                self.members(&member.value, "An entry of ByIteration", "an object of answers by invocation");
            let answers = self.answers(&members);
            match indexes {
                Ok(indexes) => found.push((indexes, answers)),
                Err(_) => self.problem(
                    member.key_range,
                    format!("'{}' is no Map index: write the index, or for nested Maps the indexes from the outside in, like \"0.1\".", member.key),
                ),
            }
        }
        found
    }

    fn by_input(&mut self, node: &Node) -> Vec<(Value, Vec<Numbered>)> {
        let NodeKind::Array(entries) = &node.kind else {
            self.problem(
                node.range,
                "ByInput must be an array, like [{\"Input\": …, \"Answers\": {\"0\": …}}].".to_string(),
            );
            return Vec::new();
        };
        let mut found = Vec::new();
        for entry in entries {
            let (Some(input), Some(answers)) = (entry.get("Input"), entry.get("Answers")) else {
                self.problem(
                    entry.range,
                    "An entry of ByInput must be an object with Input and Answers.".to_string(),
                );
                continue;
            };
            let members = self.members(answers, "Answers", "an object of answers by invocation");
            found.push((input.to_value(), self.answers(&members)));
        }
        found
    }

    /// Answers by number, sorted; a number given twice is a problem, a gap too.
    fn answers(&mut self, members: &[&Member]) -> Vec<Numbered> {
        let mut found: Vec<Numbered> = Vec::new();
        for member in members {
            let Some((first, last)) = numbers(&member.key) else {
                self.problem(
                    member.key_range,
                    format!(
                        "'{}' is no invocation: write \"0\" for the first, or a range like \"1-2\".",
                        member.key
                    ),
                );
                continue;
            };
            if found.iter().any(|known| known.first <= last && first <= known.last) {
                self.problem(
                    member.key_range,
                    format!("Invocation {} already has an answer above.", member.key),
                );
                continue;
            }
            if let Some(answer) = self.answer(&member.value) {
                found.push(Numbered { first, last, answer });
            }
        }
        found.sort_by_key(|numbered| numbered.first);
        let mut next = 0;
        for numbered in &found {
            if numbered.first > next {
                if let Some(member) =
                    members.iter().find(|member| numbers(&member.key).is_some_and(|n| n.0 == numbered.first))
                {
                    self.problem(
                        member.key_range,
                        format!("Invocation {next} has no answer: answers are counted from 0, without gaps."),
                    );
                }
                break;
            }
            next = numbered.last.saturating_add(1);
        }
        found
    }

    fn answer(&mut self, node: &Node) -> Option<Answer> {
        let form = "an object with Return or Throw";
        let mut outcomes = Vec::new();
        let mut answer = Answer::from(Outcome::NoAnswer);
        for member in self.members(node, "An answer", form) {
            match member.key.as_str() {
                "Return" => outcomes.push(Outcome::Return(member.value.to_value())),
                "Throw" => outcomes.push(self.throw(&member.value)),
                "NoAnswer" => {
                    self.extension(member.key_range, "NoAnswer");
                    match &member.value.kind {
                        NodeKind::Bool(true) => outcomes.push(Outcome::NoAnswer),
                        _ => self.problem(member.value.range, "NoAnswer must be true, or be left out.".to_string()),
                    }
                }
                "DelaySeconds" => {
                    self.extension(member.key_range, "DelaySeconds");
                    answer.delay = self.seconds(&member.value, "DelaySeconds").unwrap_or(0);
                }
                "HeartbeatSeconds" => {
                    self.extension(member.key_range, "HeartbeatSeconds");
                    answer.heartbeat = self.seconds(&member.value, "HeartbeatSeconds").filter(|span| *span > 0);
                }
                "Submitted" => {
                    self.extension(member.key_range, "Submitted");
                    answer.submitted = Some(member.value.to_value());
                }
                "WorkerName" => {
                    self.extension(member.key_range, "WorkerName");
                    answer.worker = self.text(&member.value, "WorkerName");
                }
                other => self.unknown(
                    member,
                    other,
                    "Return, Throw; additions of Stepwise: NoAnswer, DelaySeconds, HeartbeatSeconds, Submitted, WorkerName",
                ),
            }
        }
        if !matches!(node.kind, NodeKind::Object(_)) {
            return None;
        }
        if outcomes.len() != 1 {
            self.problem(
                node.range,
                "An answer must have exactly one of Return and Throw (or NoAnswer).".to_string(),
            );
        }
        answer.outcome = outcomes.into_iter().next()?;
        Some(answer)
    }

    fn throw(&mut self, node: &Node) -> Outcome {
        let (mut error, mut cause) = (None, None);
        for member in self.members(node, "Throw", "an object with Error and Cause") {
            match member.key.as_str() {
                "Error" => error = self.text(&member.value, "Error"),
                "Cause" => cause = self.text(&member.value, "Cause"),
                other => self.unknown(member, other, "Error, Cause"),
            }
        }
        Outcome::Throw { error, cause }
    }

    /// Seconds, as milliseconds.
    fn seconds(&mut self, node: &Node, name: &str) -> Option<u64> {
        match node.to_value().as_f64() {
            Some(seconds) if (0.0..=1e9).contains(&seconds) => Some((seconds * 1000.0).round() as u64),
            _ => {
                self.problem(node.range, format!("{name} must be a number of seconds, 0 or more."));
                None
            }
        }
    }

    /// A text. An object or array is taken as its JSON text: that is what a Cause often is.
    fn text(&mut self, node: &Node, name: &str) -> Option<Text> {
        match &node.kind {
            NodeKind::String(text) => Some(text.clone()),
            NodeKind::Null => None,
            NodeKind::Object(_) | NodeKind::Array(_) if name == "Cause" => {
                Some(Text::from(json::compact(&node.to_value())))
            }
            _ => {
                self.problem(node.range, format!("{name} must be a string."));
                None
            }
        }
    }

    /// Names of responses that do not exist.
    fn check_references(&mut self, root: &Node, file: &MockFile) {
        let Some(machines) = root.get("StateMachines") else { return };
        let known: Vec<&str> = file.responses.iter().map(|response| response.name.as_str()).collect();
        for machine in members(machines) {
            for case in machine.value.get("TestCases").map(members).unwrap_or_default() {
                for state in members(&case.value) {
                    let NodeKind::String(name) = &state.value.kind else { continue };
                    if !known.contains(&name.as_str()) {
                        let names =
                            if known.is_empty() { "there are none".to_string() } else { known.join(", ") };
                        self.problem(
                            state.value.range,
                            format!("MockedResponses has no '{name}', which the state '{}' of the test case '{}' names. Known: {names}.", state.key, case.key),
                        );
                    }
                }
            }
        }
    }

    fn members<'a>(&mut self, node: &'a Node, what: &str, form: &str) -> Vec<&'a Member> {
        if !matches!(node.kind, NodeKind::Object(_) | NodeKind::Broken) {
            self.problem(node.range, format!("{what} must be {form}."));
        }
        let members = members(node);
        for (index, member) in members.iter().enumerate() {
            if members[..index].iter().any(|known| known.key == member.key) {
                self.problem(member.key_range, format!("'{}' stands here twice.", member.key));
            }
        }
        members
    }

    fn unknown(&mut self, member: &Member, name: &str, known: &str) {
        self.problem(member.key_range, format!("'{name}' is unknown here. Known: {known}."));
    }

    fn problem(&mut self, range: Range, message: String) {
        self.problems.push(Problem { range, message });
    }

    fn extension(&mut self, range: Range, name: &'static str) {
        self.extensions.push(Extension { range, name });
    }
}

fn members(node: &Node) -> Vec<&Member> {
    match &node.kind {
        NodeKind::Object(members) => members.iter().collect(),
        NodeKind::Null
        | NodeKind::Bool(_)
        | NodeKind::Number(_)
        | NodeKind::String(_)
        | NodeKind::Array(_)
        | NodeKind::Broken => Vec::new(),
    }
}

/// `"3"` or `"1-2"`.
fn numbers(key: &str) -> Option<(u32, u32)> {
    let number =
        |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    match key.split_once('-') {
        Some((first, last)) => Some((number(first)?, number(last)?)).filter(|(first, last)| first <= last),
        None => number(key).map(|number| (number, number)),
    }
}
