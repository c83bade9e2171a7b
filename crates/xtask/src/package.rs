//! `cargo xtask package`: the app and the npm package as they are shipped, with what they weigh.

use crate::npm;
use crate::process::{Outcome, command, root, run};
use crate::setup::{Need, Ready};
use crate::tools::{TRUNK, WASM_BINDGEN, WASM_OPT, WASM_SPLIT};
use std::path::PathBuf;
use std::process::Command;

/// What building the app takes.
pub const NEEDS: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&WASM_OPT),
    Need::Tool(&TRUNK),
    Need::Tool(&WASM_BINDGEN),
    Need::Tool(&WASM_SPLIT),
];

/// Builds both and prints their sizes.
pub fn package(extra: &[String]) -> Outcome {
    Ready::default().with(&[NEEDS, npm::NEEDS].concat())?;
    app(extra)?;
    npm::build()?;
    weigh("app")?;
    weigh("npm")
}

/// What is shipped brings its own standard library, compiled for size, in which a panic is a trap and
/// no sentence: 19 of 125 kB brotli less of the npm package's wasm. The compiler is a stable one; it
/// is only told that these options are known not to be.
const SMALL: [(&str, &str); 4] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
    ),
];

/// Makes what a command builds as small as what is shipped.
pub fn small(command: &mut Command) -> &mut Command {
    command.envs(SMALL)
}

/// Builds the app's release into `dist/`.
pub fn app(extra: &[String]) -> Outcome<PathBuf> {
    let dist = root().join("dist");
    run(small(&mut trunk("build"))
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
