//! How many checks passed and failed: counted from the lines that test programs close with.

use std::fmt;
use std::ops::AddAssign;

/// Checks that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// One check and its outcome.
    pub fn one<E>(outcome: &Result<(), E>) -> Tally {
        match outcome {
            Ok(()) => Tally { passed: 1, failed: 0 },
            Err(_) => Tally { passed: 0, failed: 1 },
        }
    }

    /// What a line says, when it is a closing line: `12 passed, 0 failed` alone, as our own programs close,
    /// or `test result: ok. 12 passed; 0 failed; …`, as Rust's tests do.
    pub fn read(line: &str) -> Option<Tally> {
        let line = line.trim();
        match line.strip_prefix("test result: ") {
            Some(rest) => {
                let (_, counts) = rest.split_once(". ")?;
                let mut counts = counts.split("; ");
                Some(Tally {
                    passed: count(counts.next()?, "passed")?,
                    failed: count(counts.next()?, "failed")?,
                })
            }
            None => {
                let mut counts = line.split(", ");
                let tally = Tally {
                    passed: count(counts.next()?, "passed")?,
                    failed: count(counts.next()?, "failed")?,
                };
                // What was skipped may stand behind, and nothing else.
                match counts.next() {
                    None => Some(tally),
                    Some(rest) => count(rest, "skipped").filter(|_| counts.next().is_none()).map(|_| tally),
                }
            }
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn count(text: &str, word: &str) -> Option<u64> {
    text.strip_suffix(word)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn closing_lines_are_read() {
        let rust = "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; finished in 0.05s";
        assert_eq!(Tally::read(rust), Some(Tally { passed: 12, failed: 3 }));
        assert_eq!(Tally::read("1012 passed, 0 failed"), Some(Tally { passed: 1012, failed: 0 }));
        assert_eq!(Tally::read("7 passed, 1 failed, 3 skipped"), Some(Tally { passed: 7, failed: 1 }));
    }

    #[test]
    fn other_lines_are_not() {
        for line in [
            "",
            "running 12 tests",
            "engine: 12 passed, 0 failed",
            "12 passed",
            "all passed, 0 failed",
            "1 passed, 0 failed, more",
        ] {
            assert_eq!(Tally::read(line), None, "{line}");
        }
    }
}
