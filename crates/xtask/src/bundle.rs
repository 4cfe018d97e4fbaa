//! The page for release, and how heavy it is.

use std::fs;
use std::path::Path;

use crate::command::{program, run};
use crate::setup::{PAGE, provide_all};
use crate::{Failure, root};

/// `cargo xtask build`: the release into `dist/`, and its weight.
pub fn build(arguments: &[String]) -> Result<(), Failure> {
    if let Some(argument) = arguments.first() {
        return Err(Failure::Usage(format!("`build` takes no argument, but got `{argument}`")));
    }
    provide_all(&PAGE).and_then(|()| build_release()).map_err(Failure::Failed)
}

/// Builds the release into `dist/` with everything it needs already there.
pub fn build_release() -> Result<(), String> {
    run(program("trunk").args(["build", "--release", "--offline", "--skip-version-check"]))?;
    weigh(&root().join("dist"))
}

/// Prints the bytes of the bundle by kind of file: raw, and as a server would compress them.
fn weigh(folder: &Path) -> Result<(), String> {
    let script = root().join("crates/xtask/weigh.mjs");
    match fs::exists(folder.join("index.html")) {
        Ok(true) => run(program("node").arg(script).arg(folder)),
        Ok(false) | Err(_) => Err(format!("{} has no index.html", folder.display())),
    }
}
