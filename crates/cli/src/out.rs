//! What commands print.

use std::fmt::Display;
use std::io::{ErrorKind, Write, stdout};
use std::process::exit;

/// Prints a text and ends its line.
pub fn line(text: impl Display) {
    print(format_args!("{text}\n"));
}

/// Prints a text as it is.
///
/// A reader that has seen enough (`stepwise check … | head`) is no fault: the command ends with its own status.
pub fn print(text: impl Display) {
    if let Err(error) = write!(stdout().lock(), "{text}")
        && error.kind() != ErrorKind::BrokenPipe
    {
        eprintln!("stepwise: standard output: {error}");
        exit(2);
    }
}
