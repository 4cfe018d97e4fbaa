//! Regular expressions of JavaScript without a JavaScript engine.

use std::sync::Arc;

use jsonata::{Flags, Match, Regex};

/// Makes a regular expression; the error is the message of the engine.
pub fn regex(pattern: &str, flags: Flags) -> Result<Arc<dyn Regex>, String> {
    let flags =
        regress::Flags { icase: flags.ignore_case, multiline: flags.multiline, ..regress::Flags::default() };
    match regress::Regex::with_flags(pattern, flags) {
        Ok(regex) => Ok(Arc::new(Compiled(regex))),
        Err(error) => Err(error.to_string()),
    }
}

struct Compiled(regress::Regex);

impl Regex for Compiled {
    fn find(&self, text: &str, limit: usize) -> Vec<Match> {
        let mut found = Vec::new();
        for matched in self.0.find_iter(text).take(limit) {
            let is_empty = matched.range().is_empty();
            let groups =
                (1..=matched.captures.len()).map(|group| Some(text.get(matched.group(group)?)?.into()));
            found.push(Match { range: matched.range(), groups: groups.collect() });
            if is_empty {
                break;
            }
        }
        found
    }
}
