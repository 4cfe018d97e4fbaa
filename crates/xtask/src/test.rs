//! `cargo xtask test`: every check and test there is, each part with its own closing line.
//!
//! A part that fails fails the command, but never keeps another part from running.

use std::process::Command;
use std::time::Instant;

use crate::bundle::build_release;
use crate::command::{cargo, program, run, run_reading};
use crate::directions::violations;
use crate::setup::{Need, PAGE, WEB_PACKAGE, chromium, provide_each};
use crate::tally::Tally;
use crate::{Failure, root};

/// The crates that must do without the standard library.
const BARE: [&str; 5] = ["json", "jsonpath", "jsonata", "asl", "engine"];
/// A target that has no standard library to offer.
const BARE_TARGET: &str = "wasm32v1-none";

/// One part of the tests, in the order in which they run: the quick ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Format,
    Directions,
    Bare,
    Lints,
    Units,
    Suite,
    Page,
    Scenarios,
}

const PARTS: [Part; 8] = [
    Part::Format,
    Part::Directions,
    Part::Bare,
    Part::Lints,
    Part::Units,
    Part::Suite,
    Part::Page,
    Part::Scenarios,
];

/// What is known in this very run about the release in `dist/`, which the scenarios drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    /// Nobody has built it: what lies there may be old.
    Unknown,
    Built,
    Broken,
}

/// What a part has come to.
struct Outcome {
    tally: Tally,
    /// Why it failed, beyond failed checks that it has shown itself.
    fault: Option<String>,
}

pub fn test(arguments: &[String]) -> Result<(), Failure> {
    let parts = chosen(arguments).map_err(Failure::Usage)?;
    let needs: Vec<Need> = parts.iter().flat_map(|part| part.needs()).collect();
    let provided = provide_each(&needs);

    let mut lines = Vec::new();
    let mut sum = Tally::default();
    let mut page = Page::Unknown;
    for part in parts {
        println!("\n== {}", part.name());
        let start = Instant::now();
        let missing = part.needs().into_iter().find_map(|need| provided.get(&need)?.as_ref().err());
        let mut outcome = match missing {
            Some(fault) => Outcome { tally: Tally::default(), fault: Some(fault.clone()) },
            None => part.run(page),
        };
        if let Some(fault) = &outcome.fault {
            println!("{fault}");
            outcome.tally.failed = outcome.tally.failed.max(1);
        }
        let line = format!("{}: {} ({:.1} s)", part.name(), outcome.tally, start.elapsed().as_secs_f64());
        println!("{line}");
        lines.push(line);
        sum += outcome.tally;
        if part == Part::Page {
            page = if outcome.tally.failed == 0 { Page::Built } else { Page::Broken };
        }
    }

    println!("\n== Summary");
    lines.iter().for_each(|line| println!("{line}"));
    println!("{sum}");
    match sum.failed {
        0 => Ok(()),
        _ => Err(Failure::Failed("the tests failed".into())),
    }
}

/// The parts that were named, or all of them.
fn chosen(arguments: &[String]) -> Result<Vec<Part>, String> {
    if arguments.is_empty() {
        return Ok(PARTS.to_vec());
    }
    let names = || PARTS.map(Part::name).join(", ");
    let find = |argument: &String| {
        let part = PARTS.into_iter().find(|part| part.name() == argument);
        part.ok_or_else(|| format!("there is no part `{argument}`; the parts are {}", names()))
    };
    arguments.iter().map(find).collect()
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Part::Format => "format",
            Part::Directions => "directions",
            Part::Bare => "no-std",
            Part::Lints => "lints",
            Part::Units => "units",
            Part::Suite => "suite",
            Part::Page => "page",
            Part::Scenarios => "scenarios",
        }
    }

    fn needs(self) -> Vec<Need> {
        match self {
            Part::Format => vec![Need::Component("rustfmt")],
            Part::Directions | Part::Units | Part::Suite => vec![],
            Part::Bare => vec![Need::Target(BARE_TARGET)],
            Part::Lints => vec![Need::Component("clippy")],
            Part::Page => PAGE.to_vec(),
            Part::Scenarios => {
                let own = [Need::Packages(WEB_PACKAGE), Need::Chromium];
                own.into_iter().chain(PAGE).collect()
            }
        }
    }

    fn run(self, page: Page) -> Outcome {
        match self {
            Part::Format => single(run(cargo().args(["fmt", "--all", "--check"]))),
            Part::Directions => directions(),
            Part::Bare => bare(),
            Part::Lints => single(run(cargo()
                .args(["clippy", "--quiet", "--workspace", "--all-targets"])
                .args(["--", "--deny", "warnings"]))),
            Part::Units => counted(cargo().args(["test", "--quiet", "--workspace", "--no-fail-fast"])),
            Part::Suite => counted(cargo().args(["run", "--quiet", "--package", "suite"])),
            Part::Page => single(build_release()),
            Part::Scenarios => scenarios(page),
        }
    }
}

/// A part that is one check.
fn single(outcome: Result<(), String>) -> Outcome {
    Outcome { tally: Tally::one(&outcome), fault: outcome.err() }
}

/// A part that is a program which counts for itself; one that passes without having counted is a fault.
fn counted(command: &mut Command) -> Outcome {
    let mut tally = Tally::default();
    let outcome = run_reading(command, |line| tally += Tally::read(line).unwrap_or_default());
    let fault = match outcome {
        Err(fault) => Some(fault),
        Ok(()) if tally == Tally::default() => {
            Some("it ended without a count of what passed and failed".into())
        }
        Ok(()) => None,
    };
    Outcome { tally, fault }
}

fn directions() -> Outcome {
    match violations(&root()) {
        Ok(found) if found.is_empty() => single(Ok(())),
        Ok(found) => single(Err(found.join("\n"))),
        Err(fault) => single(Err(fault)),
    }
}

/// Each bare crate by itself, so that none passes by features that another one asks for.
fn bare() -> Outcome {
    let mut tally = Tally::default();
    let mut faults = Vec::new();
    for name in BARE {
        let outcome = run(cargo().args(["check", "--quiet", "--target", BARE_TARGET, "--package", name]));
        tally += Tally::one(&outcome);
        faults.extend(outcome.err());
    }
    Outcome { tally, fault: (!faults.is_empty()).then(|| faults.join("\n")) }
}

/// The scenarios on the release in `dist/`: what people get, not what developers see.
fn scenarios(page: Page) -> Outcome {
    let built = match page {
        Page::Unknown => build_release(),
        Page::Built => Ok(()),
        Page::Broken => Err("there is no page to drive: see the part before".into()),
    };
    if built.is_err() {
        return single(built);
    }
    let Some(chrome) = chromium() else {
        return single(Err("the browser has gone".into()));
    };
    counted(
        program("node")
            .args(["node_modules/@playwright/test/cli.js", "test"])
            .current_dir(root().join(WEB_PACKAGE))
            .env("CHROME", chrome),
    )
}
