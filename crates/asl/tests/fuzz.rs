//! Text that nobody means: reading never panics, and every range lies in the text, between characters.
//!
//! `FUZZ=1000000 cargo test --release -p asl --test fuzz -- --nocapture` tries as many texts, other ones with another `SEED`.

mod shared;

use asl::{MachineType, complete, read};
use json::edit::Pen;
use json::tree::{Format, parse_tree};
use shared::{cases, shared};

/// A generator of numbers that are random enough and the same every time (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Pieces that make trouble.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "null",
    "true",
    "-1",
    "1e999",
    "0.5",
    "\\u",
    "\\ud83d",
    "ä",
    "😀",
    "{%",
    "%}",
    "$",
    "$$",
    "$.",
    "$..",
    "$[",
    "States.Format('{}",
    "States.",
    "(",
    ")",
    "'",
    "\"Type\": \"Map\"",
    "\"Next\": \"A\"",
    "\"Retry\": [{}]",
    "\n",
    "- ",
    "&a",
    "*a",
    "!Sub",
    "|",
    ">",
    "#",
    "\t",
    "\u{0}",
    "\"QueryLanguage\": \"JSONata\"",
    "\"States\": {}",
    "\"End\": true",
];

fn mutate(text: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(characters.len() + 1);
        match random.below(4) {
            0 => {
                let end = (at + random.below(30)).min(characters.len());
                characters.drain(at..end);
            }
            1 => {
                let piece: Vec<char> = PIECES[random.below(PIECES.len())].chars().collect();
                characters.splice(at..at, piece);
            }
            2 => {
                let end = (at + random.below(60)).min(characters.len());
                let copy: Vec<char> = characters[at..end].to_vec();
                let to = random.below(characters.len() + 1);
                characters.splice(to..to, copy);
            }
            _ => characters.truncate(at.max(1)),
        }
    }
    characters.into_iter().collect()
}

fn check(text: &str, format: Format, random: &mut Random) {
    let tree = parse_tree(text, format);
    let machine_type = if random.below(2) == 0 { MachineType::Standard } else { MachineType::Express };
    let reading = read(text, &tree, machine_type);
    for diagnostic in &reading.diagnostics {
        let range = diagnostic.range;
        assert!(text.get(range.start..range.end).is_some(), "{diagnostic} has a range outside of {text:?}");
        if let Some(fix) = &diagnostic.fix {
            let edits = Pen::new(text, &tree).carry_out(&fix.plan);
            let edits = edits.unwrap_or_else(|_| panic!("the fix of {diagnostic} in {text:?}"));
            let mut mended = text.to_string();
            assert!(
                json::edit::apply(&mut mended, &edits).is_ok(),
                "the fix of {diagnostic} does not fit {text:?}"
            );
        }
    }
    for state in &reading.machine.states {
        assert!(text.get(state.range.start..state.range.end).is_some());
        assert!(text.get(state.name_range.start..state.name_range.end).is_some());
    }
    let offset = random.below(text.len() + 1);
    let range = complete(text, &tree, &reading, offset).range;
    assert!(text.get(range.start..range.end).is_some());
}

const OWN: &str = r#"{"StartAt": "A", "QueryLanguage": "JSONPath", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
 "Parameters": {"FunctionName": "f", "Payload": {"a.$": "States.Format('{}', $.a)"}}, "Retry": [{"ErrorEquals": ["States.ALL"]}], "Next": "B"},
 "B": {"Type": "Map", "ItemProcessor": {"StartAt": "C", "States": {"C": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": true, "Next": "D"}]}, "D": {"Type": "Succeed"}}},
 "Catch": [{"ErrorEquals": ["X"], "Next": "E"}], "End": true}, "E": {"Type": "Fail", "ErrorPath": "$.e"}}}"#;

#[test]
fn mutated_text_never_panics() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    run(number("FUZZ").unwrap_or(4_000) as usize, number("SEED").unwrap_or(0x5eed_5eed_5eed_5eed));
}

/// Tries about so many texts.
pub fn run(most: usize, seed: u64) {
    let mut texts: Vec<String> = vec![OWN.to_string()];
    if let Some(shared) = shared() {
        let take = |folder: &str| cases(&shared.join(folder)).into_iter().step_by(7).collect::<Vec<_>>();
        for (_, case) in take("corpora/real").into_iter().chain(take("corpora/valid")) {
            let text = case.get("raw").and_then(json::Value::as_str).unwrap_or_default();
            // Longer ones would only take longer.
            if text.len() < 6_000 {
                texts.push(text.to_string());
            }
        }
    }
    let mut random = Random(seed.max(1));
    let (mut count, mut yaml) = (0_usize, 0_usize);
    for text in &texts {
        for _ in 0..most.div_ceil(texts.len()) {
            let mutated = mutate(text, &mut random);
            let format = if mutated.trim_start().starts_with('{') && random.below(4) > 0 {
                Format::Json
            } else {
                Format::Yaml
            };
            check(&mutated, format, &mut random);
            count += 1;
            yaml += usize::from(format == Format::Yaml);
        }
    }
    println!("{count} mutated texts, {yaml} of them as YAML");
}
