//! `stepwise`: the command line, a thin skin on the same parts as the studio.
//!
//! Each command has its own file.
//! Exit status: 0 when all is well, 1 when what was asked for failed, 2 when the call was wrong.

mod definition;
mod file;
mod out;

mod check;

mod replay;
mod run;

mod eval;

mod draw;
mod layout;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// AWS Step Functions on your own machine: check, run, replay and draw workflows.
#[derive(Parser)]
#[command(name = "stepwise", version)]
struct Call {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(Box<check::Check>),
    Run(Box<run::Run>),
    Replay(Box<replay::Replay>),
    Eval(Box<eval::Eval>),
    Draw(Box<draw::Draw>),
    Layout(Box<layout::Layout>),
}

fn main() -> ExitCode {
    // Each gives whether what was asked for went well, or why the call was wrong.
    let outcome = match Call::parse().command {
        Command::Check(check) => check.execute(),
        Command::Run(run) => run.execute(),
        Command::Replay(replay) => replay.execute(),
        // Nothing is a third outcome here.
        Command::Eval(eval) => match eval.execute() {
            Ok(status) => return ExitCode::from(status),
            Err(message) => Err(message),
        },
        Command::Draw(draw) => draw.run().map(|()| true),
        Command::Layout(layout) => layout.run().map(|()| true),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!("stepwise: {message}");
            ExitCode::from(2)
        }
    }
}
