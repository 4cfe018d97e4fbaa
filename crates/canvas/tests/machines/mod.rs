//! Machines to draw: the examples of this project, the shared definitions, and random ones.
#![allow(dead_code)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use asl::{Machine, MachineType};
use json::tree::Format;

pub fn read(text: &str) -> Machine {
    asl::read_text(text, Format::Json, MachineType::Standard).machine
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The example workflows of the studio.
pub fn examples() -> Vec<(String, Machine)> {
    let mut folders: Vec<PathBuf> = fs::read_dir(root().join("public/examples"))
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    folders.sort();
    folders
        .into_iter()
        .filter_map(|folder| {
            let text = fs::read_to_string(folder.join("definition.asl.json")).ok()?;
            Some((folder.file_name()?.to_string_lossy().into_owned(), read(&text)))
        })
        .collect()
}

/// The shared real definitions; none when they are not here.
pub fn real() -> Vec<(String, Machine)> {
    let shared = std::env::var_os("STEPWISE_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let mut files: Vec<PathBuf> = fs::read_dir(shared.join("corpora/real"))
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default();
    files.sort();
    files
        .into_iter()
        .filter_map(|file| {
            let entry = json::parse(&fs::read_to_string(&file).ok()?).ok()?;
            let definition = json::compact(entry.get("definition")?);
            Some((file.file_stem()?.to_string_lossy().into_owned(), read(&definition)))
        })
        .collect()
}

/// A small generator of numbers that is always the same.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d)
    }

    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides.max(1)
    }
}

/// A machine without much sense: jumps, loops, catchers, missing targets, stray states.
pub fn random(seed: u64, states: usize) -> Machine {
    let mut dice = Dice::new(seed);
    let mut next = 0;
    read(&random_scope(&mut dice, states, &mut next, 0))
}

fn random_scope(dice: &mut Dice, states: usize, next: &mut usize, depth: usize) -> String {
    let first = *next;
    *next += states;
    let mut text = String::new();
    let target = |dice: &mut Dice, at: usize| {
        let near = first + (at + 1 + dice.roll(4)).min(states - 1);
        let any = first + dice.roll(states);
        match dice.roll(20) {
            0 => String::from("Nowhere"),
            1..=3 => format!("S{any}"),
            _ => format!("S{near}"),
        }
    };
    let _ = write!(text, "{{\"StartAt\":\"S{first}\",\"States\":{{");
    for at in 0..states {
        let _ = write!(text, "{}\"S{}\":", if at == 0 { "" } else { "," }, first + at);
        let mut fields = String::new();
        let kind = dice.roll(12);
        let ending = if at + 1 == states || dice.roll(12) == 0 {
            String::from("\"End\":true")
        } else {
            format!("\"Next\":\"{}\"", target(dice, at))
        };
        match kind {
            0 | 1 => {
                let rules: Vec<String> = (0..1 + dice.roll(4))
                    .map(|value| {
                        let to = target(dice, at);
                        format!("{{\"Variable\":\"$.a\",\"NumericEquals\":{value},\"Next\":\"{to}\"}}")
                    })
                    .collect();
                let _ = write!(fields, "\"Type\":\"Choice\",\"Choices\":[{}]", rules.join(","));
                if dice.roll(3) > 0 {
                    let _ = write!(fields, ",\"Default\":\"{}\"", target(dice, at));
                }
            }
            2 => fields.push_str("\"Type\":\"Fail\""),
            3 if depth < 3 => {
                let branches: Vec<String> = (0..1 + dice.roll(3))
                    .map(|_| {
                        let inside = 1 + dice.roll(6);
                        random_scope(dice, inside, next, depth + 1)
                    })
                    .collect();
                let _ =
                    write!(fields, "\"Type\":\"Parallel\",\"Branches\":[{}],{ending}", branches.join(","));
            }
            4 if depth < 3 => {
                let inside = 1 + dice.roll(6);
                let inner = random_scope(dice, inside, next, depth + 1);
                let _ = write!(fields, "\"Type\":\"Map\",\"ItemProcessor\":{inner},{ending}");
            }
            _ => {
                let _ = write!(
                    fields,
                    "\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:us-east-1:123456789012:function:f{at}\",{ending}"
                );
            }
        }
        if !matches!(kind, 0..=2) && dice.roll(3) == 0 {
            let catchers: Vec<String> = (0..1 + dice.roll(4))
                .map(|index| {
                    let to = target(dice, at);
                    format!("{{\"ErrorEquals\":[\"Error{index}\"],\"Next\":\"{to}\"}}")
                })
                .collect();
            let _ = write!(fields, ",\"Catch\":[{}]", catchers.join(","));
        }
        let _ = write!(text, "{{{fields}}}");
    }
    text.push_str("}}");
    text
}

/// A machine as people write them: steps in a row, choices that join again, retries by loops, branches, handlers.
pub fn plausible(seed: u64, states: usize) -> Machine {
    read(&plausible_text(seed, states))
}

/// Its text.
pub fn plausible_text(seed: u64, states: usize) -> String {
    let mut dice = Dice::new(seed);
    let mut next = 0;
    plausible_scope(&mut dice, states, &mut next, 0)
}

fn plausible_scope(dice: &mut Dice, states: usize, next: &mut usize, depth: usize) -> String {
    let mut texts: Vec<(String, String)> = Vec::new();
    let last = *next + states;
    let handler = format!("Handler{next}");
    let start = format!("S{next}");
    let end = |name: &str| (name.to_owned(), String::from("\"Type\":\"Succeed\""));
    let task = "\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:us-east-1:123456789012:function:work\"";
    let catch = format!("\"Catch\":[{{\"ErrorEquals\":[\"States.ALL\"],\"Next\":\"{handler}\"}}]");
    let mut is_handled = false;
    while *next + 1 < last {
        let name = format!("S{next}");
        let left = last - *next;
        match dice.roll(8) {
            0 | 1 if left > 8 => {
                let count = 2 + dice.roll(3);
                let length = 1 + dice.roll(3).min(left / count / 2);
                let first = *next + 1;
                let join = first + count * length;
                if join >= last {
                    *next += 1;
                    texts.push((name, format!("{task},\"Next\":\"S{next}\"")));
                    continue;
                }
                let rules: Vec<String> = (0..count - 1)
                    .map(|rule| {
                        format!(
                            "{{\"Variable\":\"$.kind\",\"StringEquals\":\"k{rule}\",\"Next\":\"S{}\"}}",
                            first + rule * length
                        )
                    })
                    .collect();
                let default = first + (count - 1) * length;
                texts.push((
                    name,
                    format!(
                        "\"Type\":\"Choice\",\"Choices\":[{}],\"Default\":\"S{default}\"",
                        rules.join(",")
                    ),
                ));
                for branch in 0..count {
                    for step in 0..length {
                        let at = first + branch * length + step;
                        let to = if step + 1 == length { join } else { at + 1 };
                        texts.push((format!("S{at}"), format!("{task},\"Next\":\"S{to}\"")));
                    }
                }
                *next = join;
            }
            2 if left > 6 => {
                let (wait, get, check) = (*next, *next + 1, *next + 2);
                *next += 3;
                texts.push((
                    format!("S{wait}"),
                    format!("\"Type\":\"Wait\",\"Seconds\":5,\"Next\":\"S{get}\""),
                ));
                texts.push((format!("S{get}"), format!("{task},\"Next\":\"S{check}\"")));
                texts.push((
                    format!("S{check}"),
                    format!(
                        "\"Type\":\"Choice\",\"Choices\":[{{\"Variable\":\"$.done\",\"BooleanEquals\":true,\"Next\":\"S{next}\"}}],\"Default\":\"S{wait}\""
                    ),
                ));
            }
            3 if left > 10 && depth < 3 => {
                *next += 1;
                let after = *next;
                let mut inner = after + 1_000_000 * (depth + 1) + dice.roll(900_000);
                let count = 2 + dice.roll(2);
                let size = (1 + dice.roll(4)).min(left / 5);
                let branches: Vec<String> =
                    (0..count).map(|_| plausible_scope(dice, size + 1, &mut inner, depth + 1)).collect();
                texts.push((
                    name,
                    format!(
                        "\"Type\":\"Parallel\",\"Branches\":[{}],{catch},\"Next\":\"S{after}\"",
                        branches.join(",")
                    ),
                ));
                is_handled = true;
            }
            4 => {
                *next += 1;
                texts.push((name, format!("{task},{catch},\"Next\":\"S{next}\"")));
                is_handled = true;
            }
            _ => {
                *next += 1;
                texts.push((name, format!("{task},\"Next\":\"S{next}\"")));
            }
        }
    }
    texts.push(end(&format!("S{next}")));
    *next += 1;
    if is_handled {
        texts.push((handler, String::from("\"Type\":\"Fail\"")));
    }
    let members: Vec<String> =
        texts.into_iter().map(|(name, text)| format!("\"{name}\":{{{text}}}")).collect();
    format!("{{\"StartAt\":\"{start}\",\"States\":{{{}}}}}", members.join(","))
}

/// What no ordinary machine has: extremes of width, depth and names, and every way to be wrong.
pub fn odd() -> Vec<(String, Machine)> {
    let task =
        |more: &str| format!(r#"{{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage",{more}}}"#);
    let pass = |next: &str| format!(r#"{{"Type":"Pass","Next":"{next}"}}"#);
    let end = r#"{"Type":"Pass","End":true}"#;
    let machine = |start: &str, states: &[(String, String)]| {
        let states: Vec<String> = states
            .iter()
            .map(|(name, text)| format!("{}:{text}", json::compact(&name.as_str().into())))
            .collect();
        format!(r#"{{"StartAt":{},"States":{{{}}}}}"#, json::compact(&start.into()), states.join(","))
    };
    let named = |name: String, text: String| (name, text);
    let row = |count: usize, each: &dyn Fn(usize) -> String| {
        (0..count).map(|at| (format!("S{at}"), each(at))).collect::<Vec<_>>()
    };
    let mut texts: Vec<(String, String)> = Vec::new();
    let names = [
        "A".repeat(80),
        "x".repeat(400),
        String::from("👩‍👩‍👧‍👦🛒🚀 ship it 🇩🇪"),
        String::from("شحن الطلب إلى العميل"),
        String::from("在庫を確認して注文を処理する"),
        String::from("say \"hi\" & <b>go</b> \\ 'now'"),
        String::from("two\nlines\tand a tab"),
        String::from(" "),
        String::new(),
        String::from("\u{200b}\u{202e}"),
    ];
    for name in &names {
        let choice = format!(
            r#"{{"Type":"Choice","Choices":[{{"Variable":"$.a","StringEquals":{0},"Next":{0}}}],"Default":{0}}}"#,
            json::compact(&name.as_str().into())
        );
        let states = [named(String::from("First"), choice), named(name.clone(), String::from(end))];
        texts.push((format!("the name {name:?}"), machine("First", &states)));
    }
    for count in [2, 40] {
        let rules: Vec<String> = (0..count)
            .map(|at| format!(r#"{{"Variable":"$.kind","StringEquals":"kind number {at}","Next":"S{at}"}}"#))
            .collect();
        let choice = format!(r#"{{"Type":"Choice","Choices":[{}],"Default":"Join"}}"#, rules.join(","));
        let mut states = vec![named(String::from("Fan"), choice)];
        states.extend(row(count, &|_| pass("Join")));
        states.push(named(String::from("Join"), String::from(end)));
        texts.push((format!("{count} rules that join"), machine("Fan", &states)));
        let same: Vec<String> = (0..count)
            .map(|at| format!(r#"{{"Variable":"$.kind","NumericEquals":{at},"Next":"Join"}}"#))
            .collect();
        let choice = format!(r#"{{"Type":"Choice","Choices":[{}],"Default":"Join"}}"#, same.join(","));
        let states = [named(String::from("Fan"), choice), named(String::from("Join"), String::from(end))];
        texts.push((format!("{count} rules to one state"), machine("Fan", &states)));
        let branches: Vec<String> =
            (0..count).map(|at| format!(r#"{{"StartAt":"B{at}","States":{{"B{at}":{end}}}}}"#)).collect();
        let parallel = format!(r#"{{"Type":"Parallel","Branches":[{}],"End":true}}"#, branches.join(","));
        texts.push((format!("{count} branches"), machine("Fan", &[named(String::from("Fan"), parallel)])));
        let catchers: Vec<String> = (0..count)
            .map(|at| format!(r#"{{"ErrorEquals":["Error.Number{at}"],"Next":"S{at}"}}"#))
            .collect();
        let mut states = vec![named(
            String::from("Work"),
            task(&format!(r#""Catch":[{}],"End":true"#, catchers.join(","))),
        )];
        states.extend(row(count, &|_| String::from(r#"{"Type":"Fail"}"#)));
        texts.push((format!("{count} catchers"), machine("Work", &states)));
    }
    let mut deep = String::from(r#"{"StartAt":"Core","States":{"Core":{"Type":"Pass","End":true}}}"#);
    for level in 0..10 {
        let outer = match level % 2 {
            0 => format!(r#"{{"Type":"Map","ItemProcessor":{deep},"End":true}}"#),
            _ => format!(
                r#"{{"Type":"Parallel","Branches":[{deep},{{"StartAt":"Side{level}","States":{{"Side{level}":{end}}}}}],"End":true}}"#
            ),
        };
        deep = format!(r#"{{"StartAt":"L{level}","States":{{"L{level}":{outer}}}}}"#);
    }
    texts.push((String::from("ten levels"), deep));
    let itself = r#"{"Type":"Choice","Choices":[{"Variable":"$.again","BooleanEquals":true,"Next":"S0"},{"Variable":"$.b","IsNull":true,"Next":"S1"}],"Default":"S0"}"#;
    texts.push((
        String::from("loops onto itself"),
        machine("S0", &[named("S0".into(), itself.into()), named("S1".into(), pass("S1"))]),
    ));
    texts.push((
        String::from("a catcher onto itself"),
        machine(
            "S0",
            &[
                named("S0".into(), task(r#""Catch":[{"ErrorEquals":["States.ALL"],"Next":"S0"},{"ErrorEquals":["States.ALL"],"Next":"S1"}],"Next":"S1""#)),
                named("S1".into(), String::from(end)),
            ],
        ),
    ));
    texts.push((
        String::from("everything caught by one"),
        machine(
            "S0",
            &row(12, &|at| {
                if at == 11 {
                    return String::from(r#"{"Type":"Fail"}"#);
                }
                task(&format!(
                    r#""Catch":[{{"ErrorEquals":["States.ALL"],"Next":"S11"}}],"Next":"S{}""#,
                    at + 1
                ))
            }),
        ),
    ));
    texts.push((String::from("all back to the first"), machine("S0", &row(9, &|at| {
        let next = (at + 1).min(8);
        format!(r#"{{"Type":"Choice","Choices":[{{"Variable":"$.a","IsNull":true,"Next":"S0"}}],"Default":"S{next}"}}"#)
    }))));
    texts.push((
        String::from("each to each"),
        machine(
            "S0",
            &row(7, &|_| {
                let rules: Vec<String> = (0..7)
                    .map(|to| format!(r#"{{"Variable":"$.a","NumericEquals":{to},"Next":"S{to}"}}"#))
                    .collect();
                format!(r#"{{"Type":"Choice","Choices":[{}]}}"#, rules.join(","))
            }),
        ),
    ));
    texts.push((
        String::from("islands"),
        machine(
            "S0",
            &row(9, &|at| match at % 3 {
                0 => pass(&format!("S{}", at + 1)),
                1 => String::from(end),
                _ => pass(&format!("S{at}")),
            }),
        ),
    ));
    texts.push((String::from("nothing leads anywhere"), machine("Nowhere", &row(6, &|at| match at {
        0 => pass("Gone"),
        1 => task(r#""Catch":[{"ErrorEquals":["States.ALL"],"Next":"Away"}],"Next":"Gone""#),
        2 => String::from(r#"{"Type":"Choice","Choices":[{"Next":"Lost"},{"Next":"Gone"},{}],"Default":"Off"}"#),
        3 => String::from(r#"{"Type":"Parallel","Branches":[{},{"States":{}},{"StartAt":"X","States":{}}],"Next":"Gone"}"#),
        4 => String::from(r#"{"Type":"Map","Next":"S9"}"#),
        _ => String::from("{}"),
    }))));
    texts.push((String::from("wrong shapes"), String::from(
        r#"{"StartAt":7,"States":{"A":[],"B":"x","C":{"Type":"Parallel","Branches":7},"D":{"Type":"Map","ItemProcessor":[]},"E":{"Type":"Choice","Choices":"no","Default":3},"F":{"Type":"Task","Catch":{},"Next":["A"]},"G":{"Type":"Nonsense","Next":"A"}}}"#,
    )));
    texts.push((String::from("two of one name"), String::from(
        r#"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"A"},"A":{"Type":"Parallel","Branches":[{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}},{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}],"End":true}}}"#,
    )));
    texts.into_iter().map(|(name, text)| (name, read(&text))).collect()
}
