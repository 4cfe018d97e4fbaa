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
    let mut target = |dice: &mut Dice, at: usize| {
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
