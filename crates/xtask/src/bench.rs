//! `cargo xtask bench`: what we are measured by, beside what others do in the same process.
//!
//! A benchmark is a script `NAME.bench.mjs` in `tests/bench`; it gets our crates as a wasm module for Node,
//! and the packages that we are compared to from npm.

use std::fs;

use crate::command::{cargo, program, run};
use crate::setup::{BENCH_PACKAGE, BROWSER_PACKAGE, Need, provide_all};
use crate::{Failure, root};

const NEEDS: [Need; 4] = [
    Need::Target("wasm32-unknown-unknown"),
    Need::Bindgen,
    Need::Packages(BROWSER_PACKAGE),
    Need::Packages(BENCH_PACKAGE),
];

pub fn bench(arguments: &[String]) -> Result<(), Failure> {
    let names = names().map_err(Failure::Failed)?;
    if let Some(unknown) = arguments.iter().find(|argument| !names.contains(argument)) {
        return Err(Failure::Usage(format!(
            "there is no benchmark `{unknown}`; there are {}",
            names.join(", ")
        )));
    }
    provide_all(&NEEDS).and_then(|()| build()).map_err(Failure::Failed)?;
    let mut failed = Vec::new();
    for name in names.iter().filter(|name| arguments.is_empty() || arguments.contains(name)) {
        println!("\n== {name}");
        let script = format!("{name}.bench.mjs");
        if let Err(fault) = run(program("node").arg(script).current_dir(root().join(BENCH_PACKAGE))) {
            println!("{fault}");
            failed.push(name.as_str());
        }
    }
    match failed.as_slice() {
        [] => Ok(()),
        names => Err(Failure::Failed(format!("failed: {}", names.join(", ")))),
    }
}

/// The benchmarks there are, by name.
fn names() -> Result<Vec<String>, String> {
    let folder = root().join(BENCH_PACKAGE);
    let entries =
        fs::read_dir(&folder).map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let name =
        |entry: fs::DirEntry| entry.file_name().to_str()?.strip_suffix(".bench.mjs").map(str::to_owned);
    let mut names: Vec<String> = entries.flatten().filter_map(name).collect();
    names.sort();
    Ok(names)
}

/// Our crates as programs to be measured: natively, and as the wasm that the studio would ship.
fn build() -> Result<(), String> {
    let wasm = [
        "build",
        "--quiet",
        "--release",
        "--package",
        "bench",
        "--target",
        "wasm32-unknown-unknown",
        "--lib",
    ];
    println!("building what is measured (release)");
    run(cargo().args(wasm))?;
    run(cargo().args(["build", "--quiet", "--release", "--package", "bench", "--bin", "bench"]))?;
    let module = "target/wasm32-unknown-unknown/release/bench.wasm";
    let folder = "target/bench";
    run(program("wasm-bindgen").args([
        "--target",
        "nodejs",
        "--no-typescript",
        "--out-dir",
        folder,
        module,
    ]))?;
    let bound = format!("{folder}/bench_bg.wasm");
    run(program("wasm-opt").args(optimizations()?).args([&bound, "-o", &bound]))
}

/// How the page's wasm is optimized, as `index.html` tells Trunk: what is measured is what is shipped.
fn optimizations() -> Result<Vec<String>, String> {
    let page = fs::read_to_string(root().join("index.html"))
        .map_err(|error| format!("index.html cannot be read: {error}"))?;
    let attribute = |name: &str| {
        let (_, rest) = page.split_once(&format!(" {name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let (Some(level), Some(features)) = (attribute("data-wasm-opt"), attribute("data-wasm-opt-params"))
    else {
        return Err("index.html does not say how its wasm is optimized".into());
    };
    Ok(std::iter::once(format!("-O{level}")).chain(features.split_whitespace().map(str::to_owned)).collect())
}
