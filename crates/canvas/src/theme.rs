//! The colours of the look, light and dark, for pictures that stand alone; the same values as the studio's tokens.

use crate::{Hue, Status};

/// One value for each token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub background: &'static str,
    pub surface: &'static str,
    pub surface_quiet: &'static str,
    pub sunken: &'static str,
    pub line: &'static str,
    pub line_strong: &'static str,
    pub edge: &'static str,
    pub text: &'static str,
    pub text_quiet: &'static str,
    pub text_faint: &'static str,
    pub accent: &'static str,
    pub run: &'static str,
    pub succeeded: &'static str,
    pub failed: &'static str,
    pub caught: &'static str,
    pub waiting: &'static str,
    hues: [&'static str; 9],
}

/// The light theme.
pub const LIGHT: Theme = Theme {
    background: "#f6f7f9",
    surface: "#ffffff",
    surface_quiet: "#f9fafb",
    sunken: "#eef0f3",
    line: "#e2e5ea",
    line_strong: "#cbd0d8",
    edge: "#a9b1bd",
    text: "#171b22",
    text_quiet: "#515a68",
    text_faint: "#7a8494",
    accent: "#3b5bdb",
    run: "#1c7ed6",
    succeeded: "#2b8a3e",
    failed: "#c92a2a",
    caught: "#b35c00",
    waiting: "#7048e8",
    hues: ["#d9480f", "#7048e8", "#0c8599", "#1971c2", "#b35c00", "#5c6675", "#2b8a3e", "#c92a2a", "#5c6675"],
};

/// The dark theme.
pub const DARK: Theme = Theme {
    background: "#0f1217",
    surface: "#171b22",
    surface_quiet: "#1b2029",
    sunken: "#12151b",
    line: "#2a303b",
    line_strong: "#3b4351",
    edge: "#566072",
    text: "#e8ebf0",
    text_quiet: "#a6afbd",
    text_faint: "#7b8595",
    accent: "#748ffc",
    run: "#4dabf7",
    succeeded: "#51cf66",
    failed: "#ff8787",
    caught: "#ffa94d",
    waiting: "#b197fc",
    hues: ["#ff922b", "#b197fc", "#3bc9db", "#74c0fc", "#ffc078", "#adb5bd", "#69db7c", "#ff8787", "#adb5bd"],
};

impl Theme {
    /// The colour of a kind of state.
    pub fn hue(&self, hue: Hue) -> &'static str {
        match hue {
            Hue::Task => self.hues[0],
            Hue::Choice => self.hues[1],
            Hue::Parallel => self.hues[2],
            Hue::Map => self.hues[3],
            Hue::Wait => self.hues[4],
            Hue::Pass => self.hues[5],
            Hue::Succeed => self.hues[6],
            Hue::Fail => self.hues[7],
            Hue::Neutral => self.hues[8],
        }
    }

    /// The colour of a status.
    pub fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Running => self.run,
            Status::Waiting => self.waiting,
            Status::Succeeded => self.succeeded,
            Status::Caught => self.caught,
            Status::Failed => self.failed,
            Status::Stopped => self.text_faint,
        }
    }
}

/// A colour with so many hundredths of another in it, as `#rrggbb`.
pub(crate) fn mix(one: &str, share: u32, other: &str) -> String {
    let part = |colour: &str, at: usize| {
        colour.get(at..at + 2).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0)
    };
    let mut mixed = String::from("#");
    for at in [1, 3, 5] {
        let value = (part(one, at) * share + part(other, at) * (100 - share) + 50) / 100;
        mixed.push_str(&format!("{value:02x}"));
    }
    mixed
}
