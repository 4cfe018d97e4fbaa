//! The runner of the suite: plain-text cases of our own, and recordings of the real service where they are at hand.
//!
//! `cargo run -p suite [FILTER]` checks all cases whose name contains the filter;
//! `UPDATE=1` writes what came out into the plain-text cases.
//!
//! A crate joins by one line in `FOLDERS` (plain text) or `PARTS` (recordings).

mod pattern;
mod report;

mod case;
mod check;

mod fuzz;
mod play;

mod conformance;
mod shared;

use std::process::ExitCode;

use case::Check;
use report::Report;
use shared::Shared;

/// Folders of `suite/` with the function that checks their cases.
const FOLDERS: &[(&str, Check)] = &[
    ("editor/commands", check::commands::check),
    ("editor/translations", check::translations::check),
    ("engine", check::executions::check),
    ("simulator/executions", check::simulations::check),
    ("simulator/mocks", check::mocks::check),
];

/// Parts of the recordings, each with its own reader.
const PARTS: &[fn(&Shared, &str, &mut Report)] = &[
    conformance::execution::check,
    conformance::choice::check,
    conformance::functions::check,
    conformance::mocking::check,
    conformance::express::check,
    conformance::logs::check,
];

fn main() -> ExitCode {
    let filter = std::env::args().nth(1).unwrap_or_default();
    let mut report = Report::default();
    for (folder, check) in FOLDERS {
        case::check_folder(folder, *check, &filter, &mut report);
    }
    fuzz::check(&filter, &mut report);
    match Shared::find() {
        Some(shared) => {
            for part in PARTS {
                part(&shared, &filter, &mut report);
            }
        }
        None => println!(
            "No recordings here (../shared is missing, or STEPWISE_SHARED names no folder): only our own cases are checked."
        ),
    }
    report.print();
    if report.has_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
