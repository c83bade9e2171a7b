//! The app and the npm package: quick builds for tests, and releases as they are shipped.

use crate::jobs::once;
use crate::process::{Output, command, line, root};
use crate::setup::{Need, install};
use crate::tools::{TRUNK, WASM_BINDGEN, WASM_SPLIT};
use anyhow::Result;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// What building the app takes, quick or as it is shipped.
pub const FOR_APP: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&TRUNK),
    Need::Tool(&WASM_BINDGEN),
];
/// What a release takes besides: the chunks, and wasm-opt.
pub const FOR_RELEASE: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&TRUNK),
    Need::Tool(&WASM_BINDGEN),
    Need::Tool(&WASM_SPLIT),
    Need::Packages("npm/build"),
];
pub const FOR_NPM: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&WASM_BINDGEN),
    Need::Packages("npm/build"),
];

/// A release brings its own standard library, compiled for size, in which a panic is a trap without a
/// message: 19 of 125 kB brotli less of the npm package's wasm. The compiler is a stable one, told to
/// accept options that are not.
const SMALL: [(&str, &str); 4] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
    ),
];

/// What wasm-opt does to a release. The app's chunks are made small so too, by www/split.mjs.
const WASM_OPT: &str = include_str!("../../../www/wasm-opt.txt");

/// Builds both releases and prints what they weigh. The arguments are for trunk.
pub fn package(arguments: &[OsString]) -> Result<()> {
    install(FOR_RELEASE)?;
    let output = &Output::Terminal;
    app(arguments, output)?;
    npm(output)?;
    weigh("app", output)?;
    weigh("npm", output)
}

/// Builds the app for tests, once for all of them.
pub fn quick_app(output: &Output) -> Result<PathBuf> {
    let folder = root().join("target/app");
    once("the app, built quickly", output, || {
        output.run(trunk("build").arg("--dist").arg(&folder))
    })?;
    Ok(folder)
}

/// Builds the app as it is shipped into `dist/`.
pub fn app(arguments: &[OsString], output: &Output) -> Result<PathBuf> {
    let folder = root().join("dist");
    let mut trunk = trunk("build");
    trunk
        .envs(SMALL)
        .arg("--release")
        .arg("--dist")
        .arg(&folder);
    once("the app's release", output, || {
        output.run(trunk.args(arguments))
    })?;
    Ok(folder)
}

pub fn trunk(verb: &str) -> Command {
    let mut trunk = command("trunk");
    // It reads NO_COLOR as true or false, and stops at the usual 1.
    trunk
        .env_remove("NO_COLOR")
        .args([verb, "--skip-version-check"]);
    trunk
}

/// Builds the npm package as it is shipped into `npm/pkg/`, once.
pub fn npm(output: &Output) -> Result<()> {
    let wasm = root().join("target/wasm32-unknown-unknown/release/satline_core.wasm");
    let folder = root().join("target/npm");
    once("the npm package", output, || {
        output.run(
            line(
                "cargo rustc --package satline-core --lib --release --features js \
                 --target wasm32-unknown-unknown --crate-type cdylib",
            )
            .envs(SMALL),
        )?;
        // Only its wasm is shipped: texts and numbers cross by the package's own modules.
        let mut bind = line("wasm-bindgen --target bundler --out-name satline --out-dir");
        output.run(bind.arg(&folder).arg(&wasm))?;
        let small = folder.join("satline.wasm");
        let options = WASM_OPT.lines().filter(|line| line.starts_with('-'));
        let mut wasm_opt = command("wasm-opt");
        wasm_opt.args(options).arg(folder.join("satline_bg.wasm"));
        output.run(wasm_opt.arg("-o").arg(&small))?;
        output.run(line("node npm/build/pack.mjs").arg(&small))
    })
}

/// Prints what the app or the npm package weighs, file by file. More than its budget is an error.
pub fn weigh(part: &str, output: &Output) -> Result<()> {
    output.run(line("node bench/sizes.mjs").arg(part))
}
