//! What the suite tells: counts for each part, the first difference of each failure, what is left out and why.

use std::collections::BTreeMap;

use crate::pattern::Difference;

/// How one case ended.
#[derive(Debug)]
pub enum Verdict {
    Passed,
    Failed(String),
    /// Left out, with the reason.
    Skipped(String),
}

/// All verdicts, by part.
#[derive(Debug, Default)]
pub struct Report {
    parts: BTreeMap<String, Counts>,
    failures: Vec<(String, String)>,
    skips: Vec<(String, String)>,
}

#[derive(Debug, Default)]
struct Counts {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Report {
    /// Notes the verdict on a case of a part.
    pub fn add(&mut self, part: &str, case: &str, verdict: Verdict) {
        let counts = self.parts.entry(part.to_string()).or_default();
        match verdict {
            Verdict::Passed => counts.passed += 1,
            Verdict::Failed(why) => {
                counts.failed += 1;
                self.failures.push((format!("{part}/{case}"), why));
            }
            Verdict::Skipped(why) => {
                counts.skipped += 1;
                self.skips.push((format!("{part}/{case}"), why));
            }
        }
    }

    pub fn has_failed(&self) -> bool {
        !self.failures.is_empty()
    }

    /// Prints everything, the closing line last.
    pub fn print(&self) {
        for (case, why) in &self.failures {
            println!("FAILED {case}");
            for line in why.lines() {
                println!("       {line}");
            }
        }
        if !self.skips.is_empty() {
            println!("Left out:");
            for (case, why) in &self.skips {
                println!("  {case}: {why}");
            }
        }
        for (part, counts) in &self.parts {
            println!(
                "{part}: {} passed, {} failed, {} skipped",
                counts.passed, counts.failed, counts.skipped
            );
        }
        let sum = |of: fn(&Counts) -> usize| self.parts.values().map(of).sum::<usize>();
        println!(
            "{} passed, {} failed, {} skipped",
            sum(|c| c.passed),
            sum(|c| c.failed),
            sum(|c| c.skipped)
        );
    }
}

impl From<Option<Difference>> for Verdict {
    fn from(difference: Option<Difference>) -> Verdict {
        match difference {
            None => Verdict::Passed,
            Some(difference) => Verdict::Failed(described(&difference)),
        }
    }
}

/// A difference in a few lines; long texts are cut around the first character that differs.
pub fn described(difference: &Difference) -> String {
    let Difference { place, expected, found } = difference;
    let same = expected.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
    let from = same.saturating_sub(60);
    format!("at {place}\nexpected {}\nfound    {}", cut(expected, from), cut(found, from))
}

fn cut(text: &str, from: usize) -> String {
    const LONG: usize = 300;
    let length = text.chars().count();
    if length <= LONG {
        return text.to_string();
    }
    let middle: String = text.chars().skip(from).take(LONG).collect();
    let before = if from > 0 { "…" } else { "" };
    let after = if from + LONG < length { "…" } else { "" };
    format!("{before}{middle}{after}")
}
