//! `cargo xtask package`: the app and the npm package as they are shipped, with what they weigh.

use crate::npm;
use crate::process::{Outcome, command, root, run};
use crate::setup::{Need, Ready};
use crate::tools::{TRUNK, WASM_BINDGEN, WASM_OPT};
use std::path::PathBuf;
use std::process::Command;

/// What building the app takes.
pub const NEEDS: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&WASM_OPT),
    Need::Tool(&TRUNK),
    Need::Tool(&WASM_BINDGEN),
];

/// Builds both and prints their sizes.
pub fn package(extra: &[String]) -> Outcome {
    Ready::default().with(&[NEEDS, npm::NEEDS].concat())?;
    app(extra)?;
    npm::build()?;
    weigh("app")?;
    weigh("npm")
}

/// Builds the app's release into `dist/`.
pub fn app(extra: &[String]) -> Outcome<PathBuf> {
    let dist = root().join("dist");
    run(trunk("build")
        .arg("--release")
        .arg("--dist")
        .arg(&dist)
        .args(extra))?;
    Ok(dist)
}

/// A command of trunk's.
pub fn trunk(verb: &str) -> Command {
    let mut trunk = command("trunk");
    // It reads NO_COLOR as true or false, and stops at the 1 that everybody writes.
    trunk
        .env_remove("NO_COLOR")
        .args([verb, "--skip-version-check"]);
    trunk
}

/// Prints what the app or the npm package weighs, file by file; more than its budget is an error.
pub fn weigh(part: &str) -> Outcome {
    run(command("node").args(["bench/sizes.mjs", part]))
}
