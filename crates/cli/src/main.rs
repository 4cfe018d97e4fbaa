//! `stepwise`: the command line, a thin skin on the same parts as the studio.
//!
//! Exit status: 0 when all is well, 1 when what was asked for failed, 2 when the call was wrong.

mod definition;

mod draw;
mod layout;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// AWS Step Functions on your own machine: check, run, test and draw workflows.
#[derive(Parser)]
#[command(name = "stepwise", version)]
struct Call {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Draw(draw::Draw),
    Layout(layout::Layout),
}

fn main() -> ExitCode {
    let outcome = match Call::parse().command {
        Command::Draw(draw) => draw.run(),
        Command::Layout(layout) => layout.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("stepwise: {message}");
            ExitCode::FAILURE
        }
    }
}
