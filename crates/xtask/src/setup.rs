//! The set-up step: what a command needs, installed when it is missing, and said when it is done.
//!
//! With everything present it only looks, and is over within a second.
//! Rust comes from rustup, Node and npm from the machine; all else lands in git-ignored folders here.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{cargo, find, output, program, run};
use crate::root;

/// The Trunk that this repository is built with: the last one that accepts our compiler.
const TRUNK: &str = "0.21.14";

/// The npm package with the bundle of the code editor, and with the tools that bundles are made by.
pub const BROWSER_PACKAGE: &str = "crates/browser/js";
/// The npm package with the scenarios in a real browser.
pub const WEB_PACKAGE: &str = "tests/web";
/// The npm package with what we are compared to.
pub const BENCH_PACKAGE: &str = "tests/bench";

/// Something that must be on the machine before a command can do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A component of the Rust toolchain, such as `clippy`.
    Component(&'static str),
    /// A compilation target of the Rust toolchain.
    Target(&'static str),
    /// Trunk, which puts the page together.
    Trunk,
    /// The program that makes JavaScript bindings, in the version of the library in `Cargo.lock`.
    Bindgen,
    /// The npm packages that a folder's lock file names.
    Packages(&'static str),
    /// A Chromium or Chrome for the scenarios.
    Chromium,
}

/// What a page needs to be built.
pub const PAGE: [Need; 4] =
    [Need::Target("wasm32-unknown-unknown"), Need::Trunk, Need::Bindgen, Need::Packages(BROWSER_PACKAGE)];

/// Provides every need; the first that cannot be met ends it.
pub fn provide_all(needs: &[Need]) -> Result<(), String> {
    needs.iter().try_for_each(|need| provide(*need))
}

/// Provides each need, and tells for each whether it is met; one that fails does not stop the others.
pub fn provide_each(needs: &[Need]) -> BTreeMap<Need, Result<(), String>> {
    let mut outcomes = BTreeMap::new();
    for need in needs {
        outcomes.entry(*need).or_insert_with(|| provide(*need));
    }
    outcomes
}

fn provide(need: Need) -> Result<(), String> {
    match need {
        Need::Component(name) => provide_component(name),
        Need::Target(name) => provide_target(name),
        Need::Trunk => provide_trunk(),
        Need::Bindgen => provide_bindgen(),
        Need::Packages(folder) => provide_packages(folder),
        Need::Chromium => chromium().map(|_| ()).or_else(|| install_chromium().ok()).ok_or_else(|| {
            "no browser for the scenarios: install Chromium or Chrome, or set CHROME to its program".into()
        }),
    }
}

fn provide_component(name: &str) -> Result<(), String> {
    let subcommand = name.trim_start_matches("rust");
    if output(cargo().args([subcommand, "--version"])).is_some() {
        return Ok(());
    }
    say(&format!("adding {name} to the Rust toolchain"));
    run(program("rustup").args(["component", "add", name]))
}

fn provide_target(name: &str) -> Result<(), String> {
    let folder = output(program("rustc").args(["--print", "target-libdir", "--target", name]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    say(&format!("adding the target {name} to the Rust toolchain"));
    run(program("rustup").args(["target", "add", name]))
}

fn provide_trunk() -> Result<(), String> {
    if has_version("trunk", TRUNK) {
        return Ok(());
    }
    say(&format!("installing Trunk {TRUNK} into .tools/ (about two minutes, once)"));
    // Its own release profile takes nine minutes and gains nothing that can be felt.
    run(install("trunk", TRUNK).args(["--locked", "--debug"]))
}

fn provide_bindgen() -> Result<(), String> {
    let version = locked_version("wasm-bindgen")?;
    if has_version("wasm-bindgen", &version) {
        return Ok(());
    }
    say(&format!("installing wasm-bindgen {version} into .tools/ (about two minutes, once)"));
    // Not `--locked`: the lock of this version names a crate that was withdrawn.
    run(install("wasm-bindgen-cli", &version).arg("--no-default-features"))
}

fn provide_packages(folder: &str) -> Result<(), String> {
    let folder_path = root().join(folder);
    let lock = fs::read(folder_path.join("package-lock.json"))
        .map_err(|error| format!("{folder}/package-lock.json cannot be read: {error}"))?;
    // The lock as it was at the last installation: the packages are in place when it has not changed since.
    let installed = folder_path.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|bytes| bytes == lock) {
        return Ok(());
    }
    if output(program("npm").arg("--version")).is_none() {
        return Err("there is no npm: install Node 18 or newer from https://nodejs.org".into());
    }
    say(&format!("installing the npm packages of {folder}"));
    let npm = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    run(program("npm").args(npm).current_dir(&folder_path))?;
    fs::write(&installed, lock).map_err(|error| format!("{} cannot be written: {error}", installed.display()))
}

/// The browser for the scenarios: the one named by `CHROME`, else one that is installed.
pub fn chromium() -> Option<PathBuf> {
    const NAMES: [&str; 5] =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    const MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    if let Some(named) = env::var_os("CHROME").filter(|named| !named.is_empty()) {
        return Some(PathBuf::from(named));
    }
    NAMES.into_iter().find_map(find).or_else(|| Some(PathBuf::from(MAC)).filter(|file| file.is_file()))
}

/// Installs Debian's Chromium; where that is not possible, nothing is changed.
fn install_chromium() -> Result<(), String> {
    if find("apt-get").is_none() {
        return Err("there is no apt-get".into());
    }
    let is_root = output(program("id").arg("-u")).is_some_and(|id| id == "0");
    let apt = |arguments: &[&str]| {
        let mut command = match is_root {
            true => program("apt-get"),
            false => program("sudo"),
        };
        if !is_root {
            command.args(["-n", "apt-get"]);
        }
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        run(&mut command)
    };
    say("installing Chromium with apt-get");
    apt(&["update", "--quiet"])?;
    apt(&["install", "--yes", "--quiet", "--no-install-recommends", "chromium"])?;
    chromium().map(|_| ()).ok_or_else(|| "it is still missing".into())
}

fn install(package: &str, version: &str) -> std::process::Command {
    let mut command = cargo();
    command.args(["install", package, "--version", version, "--root"]).arg(root().join(".tools"));
    command
}

/// Whether our own copy of a tool, or else the machine's, is the pinned one.
fn has_version(tool: &str, version: &str) -> bool {
    output(program(tool).arg("--version")).is_some_and(|said| said.split_whitespace().nth(1) == Some(version))
}

/// The version of a package that `Cargo.lock` holds: tools that must fit a library are pinned there.
fn locked_version(package: &str) -> Result<String, String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\""));
    lines
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned))
        .ok_or_else(|| format!("Cargo.lock has no {package}"))
}

fn say(sentence: &str) {
    println!("set-up: {sentence}");
}
