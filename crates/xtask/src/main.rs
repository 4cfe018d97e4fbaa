//! The commands of a developer: serve, build, test, bench, and the set-up they share.
//!
//! Knows the repository as files and programs, and nothing of what the crates do.

mod bench;
mod bundle;
mod command;
mod directions;
mod serve;
mod setup;
mod tally;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

/// What every command says when asked for help, or asked wrongly.
const HELP: &str = "\
cargo xtask serve [--release] [--port N]   builds the studio and serves it at http://127.0.0.1:8080
cargo xtask build                          builds the release into dist/, for any static server and any sub-path
cargo xtask test [PART…]                   runs every check and test there is, or only the parts named
cargo xtask bench [NAME…]                  runs every benchmark, or only those named

Each command first installs what it needs and does not find.";

/// Why a command ended without doing what it was asked to.
enum Failure {
    /// It was called wrongly.
    Usage(String),
    /// Something it ran has failed; the sentence says what, and what would help.
    Failed(String),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(sentence)) => {
            eprintln!("xtask: {sentence}\n\n{HELP}");
            ExitCode::from(2)
        }
        Err(Failure::Failed(sentence)) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Failure> {
    let Some((name, rest)) = arguments.split_first() else {
        return Err(Failure::Usage("say what to do".into()));
    };
    match name.as_str() {
        "serve" => serve::serve(rest),
        "build" => bundle::build(rest),
        "test" => test::test(rest),
        "bench" => bench::bench(rest),
        "help" | "--help" | "-h" => {
            println!("{HELP}");
            Ok(())
        }
        other => Err(Failure::Usage(format!("there is no command `{other}`"))),
    }
}

/// The repository's root: all paths here start from it, wherever the command was called.
fn root() -> PathBuf {
    let mut path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    path.pop();
    path.pop();
    path
}
