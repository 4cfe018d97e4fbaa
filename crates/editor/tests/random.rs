//! Sequences of random commands on real definitions, in JSON and in YAML, and on odd notations of them:
//! every document stays whole, what a command does not mean stays as it is to the byte, and undo leads back to the first byte.

mod untouched;

use asl::QueryLanguage;
use editor::{Command, Document, Fragment, ScopeName, Selection, Slot, Target, Wrapping};
use json::{Format, Text, Value};
use untouched::assert_untouched;

/// Notations that real definitions seldom have, each with one of everything.
const ODD: [(&str, Format, &str); 6] = [
    ("comments", Format::Json, include_str!("odd/comments.json")),
    ("one line", Format::Json, include_str!("odd/line.json")),
    ("ragged", Format::Json, include_str!("odd/ragged.json")),
    ("comments", Format::Yaml, include_str!("odd/comments.yaml")),
    ("anchors", Format::Yaml, include_str!("odd/anchors.yaml")),
    ("flow", Format::Yaml, include_str!("odd/flow.yaml")),
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn one<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        if list.is_empty() { None } else { Some(&list[self.below(list.len())]) }
    }
}

/// The raw texts and the plain definitions, with the seeds they lead to.
fn definitions() -> Option<Vec<(String, String, Format)>> {
    let shared = std::env::var("STEPWISE_SHARED").unwrap_or_else(|_| String::from("../../../shared"));
    let files = std::fs::read_dir(format!("{shared}/corpora/real")).ok()?;
    let mut paths: Vec<_> = files.flatten().map(|file| file.path()).collect();
    paths.sort();
    let mut texts = Vec::new();
    for path in paths {
        let case = json::parse(&std::fs::read_to_string(&path).expect("readable")).expect("JSON");
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let format = case.get("raw_format").and_then(Value::as_str).unwrap_or("");
        let raw = case.get("raw").and_then(Value::as_str).unwrap_or("").to_string();
        match format {
            "json" | "jsonc" => texts.push((name.clone(), raw, Format::Json)),
            "yaml" | "yaml-embedded" => texts.push((name.clone(), raw, Format::Yaml)),
            _ => {}
        }
        if let Some(definition) = case.get("definition") {
            match texts.len() % 4 {
                0 => texts.push((name, json::compact(definition), Format::Json)),
                1 => texts.push((name, json::pretty(definition).replace("  ", "\t"), Format::Json)),
                _ => texts.push((name, json::yaml::write(definition), Format::Yaml)),
            }
        }
    }
    // As an editor of another system writes them.
    let returns = |(name, text, format): &(String, String, Format)| {
        (format!("{name} with CR LF"), text.replace("\r\n", "\n").replace('\n', "\r\n"), *format)
    };
    let returned: Vec<_> = texts.iter().step_by(9).map(returns).collect();
    texts.extend(returned);
    for (name, format, text) in ODD {
        let odd = (name.to_string(), text.to_string(), format);
        // As often as they are few.
        for _ in 0..8 {
            texts.push(returns(&odd));
            texts.push(odd.clone());
        }
    }
    Some(texts)
}

fn slots(document: &Document) -> Vec<Slot> {
    let machine = document.machine();
    let mut slots = Vec::new();
    for scope in 0..machine.scopes.len() {
        slots.extend(ScopeName::of(machine, asl::ScopeId(scope as u32)).map(Slot::Start));
    }
    for state in &machine.states {
        let name = state.name.clone();
        slots.extend([
            Slot::Next(name.clone()),
            Slot::Rule(name.clone(), 0),
            Slot::Rule(name.clone(), 1),
            Slot::Default(name.clone()),
            Slot::Catch(name.clone(), 0),
            Slot::NewBranch(name.clone()),
            Slot::NewRule(name.clone()),
            Slot::NewCatch(name.clone()),
        ]);
    }
    slots
}

fn fragment(random: &mut Random) -> Fragment {
    let texts = [
        r#"{"Wait": {"Type": "Wait", "Seconds": 5}}"#,
        r#"{"Type": "Succeed"}"#,
        r#"{"Type": "Pass", "Result": {"a": ["x: y", "l1\nl2"]}, "End": true}"#,
        r#"{"StartAt": "Ask", "States": {"Ask": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsPresent": true}]}}}"#,
        r#"{"StartAt": "Try", "States": {"Try": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Oops"}], "End": true}, "Oops": {"Type": "Fail"}}}"#,
        r#"{"Both": {"Type": "Parallel", "Branches": [{"StartAt": "L", "States": {"L": {"Type": "Pass", "End": true}}}]}}"#,
        "Each:\n  Type: Map\n  ItemProcessor:\n    StartAt: I\n    States:\n      I:\n        Type: Pass\n        End: true\n  End: true\n",
    ];
    let text = texts[random.below(texts.len())];
    Fragment::read(text).expect("a fragment")
}

fn command(document: &Document, random: &mut Random) -> Option<Command> {
    let machine = document.machine();
    let names: Vec<Text> = machine.states.iter().map(|state| state.name.clone()).collect();
    let slots = slots(document);
    let name = random.one(&names).cloned();
    let several: Vec<Text> = match random.below(3) {
        0 => (0..1 + random.below(3)).filter_map(|_| random.one(&names).cloned()).collect(),
        _ => name.iter().cloned().collect(),
    };
    let values = [
        "1",
        "\"x\"",
        "\"{% $x %}\"",
        "{\"a.$\": \"$.b\"}",
        "[]",
        "{}",
        "null",
        "{\"a\": [1, {\"b\": \"c\\nd\"}]}",
    ];
    let value = json::parse(values[random.below(values.len())]).expect("JSON");
    let paths = [
        "/Comment",
        "/Parameters",
        "/Retry/0/MaxAttempts",
        "/Retry/0",
        "/Assign/v",
        "/ItemReader/Parameters/Bucket",
        "/Choices/0/Not",
        "/TimeoutSeconds",
        "/a~1b",
    ];
    let path = String::from(paths[random.below(paths.len())]);
    let lists = ["/Retry", "/Catch", "/Choices", "/Branches", "/Choices/0/And"];
    let list = String::from(lists[random.below(lists.len())]);
    Some(match random.below(24) {
        0..=2 => Command::Insert { slot: random.one(&slots)?.clone(), fragment: fragment(random) },
        3..=4 => Command::Move { states: several, slot: random.one(&slots)?.clone() },
        5 => Command::Remove { states: several },
        6 => {
            let new = ["New", "It's: \"new\"", "Ωmega #1", "yes"][random.below(4)];
            Command::Rename { state: name?, name: Text::from(new) }
        }
        7..=8 => {
            let target = match random.below(6) {
                0 => Target::End,
                1 => Target::Nothing,
                _ => Target::State(name?),
            };
            Command::Connect { slot: random.one(&slots)?.clone(), target }
        }
        9 => Command::AddBranch { state: name? },
        10 => Command::AddRule { state: name? },
        11 => Command::SetField {
            state: name,
            path,
            value: if random.below(4) == 0 { None } else { Some(value) },
        },
        12 => Command::InsertItem { state: name, path: list, index: random.below(3), value },
        13 => Command::RemoveItem { state: name, path: list, index: random.below(2) },
        14 => Command::MoveItem { state: name, path: list, from: random.below(3), to: random.below(3) },
        15 => Command::Duplicate { states: several },
        16 | 17 => {
            let wrapping = [Wrapping::Parallel, Wrapping::Map, Wrapping::Try][random.below(3)];
            Command::Wrap { states: several, wrapping }
        }
        18 => Command::Unwrap { state: name? },
        19 => {
            let kinds = ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"];
            Command::SetKind { state: name?, kind: Text::from(kinds[random.below(8)]) }
        }
        20 => Command::AddUsualRetrier { state: name? },
        21 => Command::ToJsonata { states: several },
        22 => {
            let language = [QueryLanguage::JsonPath, QueryLanguage::Jsonata][random.below(2)];
            Command::SetLanguage { state: name.filter(|_| random.below(3) > 0), language }
        }
        _ => {
            let state = name?;
            let text = editor::definition(document, &state).ok()?;
            Command::SetDefinition { state, text: text.replace("Pass", "Wait") }
        }
    })
}

#[test]
fn random_commands_keep_every_document_whole() {
    let Some(definitions) = definitions() else {
        eprintln!("skipped: no shared corpora");
        return;
    };
    // As many as fit into a minute of a plain build; SEQUENCES=10000 with --release is the whole promise.
    let sequences = std::env::var("SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000);
    let mut random = Random(std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1));
    let (mut done, mut refused, mut count) = (0, 0, 0);
    while count < sequences {
        let Some((name, text, format)) = random.one(&definitions).cloned() else { return };
        let mut document = Document::new(text.clone(), format, asl::MachineType::Standard);
        if document.is_broken() || !document.snapshot().is_whole() || text.len() > 6_000 {
            continue;
        }
        let mut texts = vec![text.clone()];
        let mut names = Vec::new();
        count += 1;
        for _ in 0..1 + random.below(19) {
            let Some(command) = command(&document, &mut random) else { break };
            let before = document.text().to_string();
            match document.perform(&command, Selection::default(), 0.0) {
                Ok(_) => done += 1,
                Err(refusal) => {
                    refused += 1;
                    assert!(!refusal.to_string().is_empty());
                    assert!(
                        !matches!(refusal, editor::Refusal::WouldBreak(_) | editor::Refusal::Conflict(_)),
                        "{name} {command:?}: {refusal}\n{before}"
                    );
                    continue;
                }
            }
            assert!(document.snapshot().is_whole(), "{name} {command:?}\n{before}\n---\n{}", document.text());
            assert_untouched(&name, &before, document.text(), format, &command);
            names.push(format!("{command:?}"));
            if document.text() != texts.last().map_or("", String::as_str) && document.undo_name().is_some() {
                texts.push(document.text().to_string());
            }
        }
        let last = document.text().to_string();
        while document.undo().is_some() {}
        assert_eq!(document.text(), text, "undo of {names:#?} in {name}");
        while document.redo().is_some() {}
        assert_eq!(document.text(), last, "redo of {names:#?} in {name}");
    }
    eprintln!("{count} sequences, {done} commands done, {refused} refused");
}
