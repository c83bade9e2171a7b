//! The app and the npm package: quick builds for tests, and releases as they are shipped.

use crate::jobs::once;
use crate::process::{Output, line, root};
use crate::setup::{Need, install, sysroot};
use crate::tools::{TRUNK, WASM_BINDGEN, WASM_SPLIT};
use anyhow::Result;
use std::process::Command;
use std::{env, fs};

/// The tools for building the app, both for tests and as it is shipped.
pub const FOR_APP: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&TRUNK),
    Need::Tool(&WASM_BINDGEN),
    Need::Packages("www"),
];
/// The additional tools for a release: for its chunks, and wasm-opt.
pub const FOR_RELEASE: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&TRUNK),
    Need::Tool(&WASM_BINDGEN),
    Need::Tool(&WASM_SPLIT),
    Need::Packages("www"),
    Need::Packages("npm/build"),
    Need::Packages("npm/fleet"),
];
pub const FOR_NPM: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&WASM_BINDGEN),
    Need::Packages("npm/build"),
];

/// Replaces this machine's folders in a release, since panics contain the paths of source files.
fn rename_folders() -> (&'static str, String) {
    let cargo_home = env::var("CARGO_HOME").unwrap_or_else(|_| {
        let home = env::var("HOME").unwrap_or_default();
        format!("{home}/.cargo")
    });
    let root = root().display().to_string();
    let rust = sysroot();
    // Spaces separate flags, so a folder with a space keeps its name.
    let folders = [(root, "satline"), (cargo_home, "cargo"), (rust, "rust")].into_iter();
    let flags = folders
        .filter(|(folder, _)| !folder.is_empty() && !folder.contains(' '))
        .map(|(folder, name)| format!("--remap-path-prefix={folder}={name}"));
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        flags.collect::<Vec<_>>().join(" "),
    )
}

/// The arguments of wasm-opt for a release. www/split.mjs uses them for the app's chunks.
const WASM_OPT: &str = include_str!("../../../www/wasm-opt.txt");

/// Where the tarballs of the npm packages are.
const TARBALLS: &str = "target/packages";

/// Builds everything that is shipped and prints sizes.
pub fn package() -> Result<()> {
    install(FOR_RELEASE)?;
    let output = &Output::Terminal;
    app(output)?;
    npm(output)?;
    fleet(output)?;
    sandbox_npm(output)?;
    let tarballs = root().join(TARBALLS);
    let _ = fs::remove_dir_all(&tarballs); // those of another version
    fs::create_dir_all(&tarballs)?;
    for folder in ["npm/pkg", "npm/sandbox/pkg", "npm/fleet/pkg"] {
        let mut pack = line("npm pack --silent --pack-destination");
        output.run(pack.arg(&tarballs).current_dir(root().join(folder)))?;
    }
    weigh("app", output)?;
    weigh("npm", output)
}

/// Builds the app for tests into `target/app/`, once for all of them.
pub fn quick_app(output: &Output) -> Result<()> {
    once("the app, built quickly", output, || {
        output.run(trunk("build --dist target/app"))
    })
}

/// Builds the app as it is shipped into `dist/`, once.
pub fn app(output: &Output) -> Result<()> {
    once("the app's release", output, || {
        output.run(trunk("build --release --dist dist").envs([rename_folders()]))
    })
}

pub fn trunk(arguments: &str) -> Command {
    let mut trunk = line(&format!("trunk {arguments} --skip-version-check"));
    // Trunk expects NO_COLOR to be true or false, and refuses the usual 1.
    trunk.env_remove("NO_COLOR");
    trunk
}

/// Builds the npm package as it is shipped into `npm/pkg/`, once.
pub fn npm(output: &Output) -> Result<()> {
    once("the npm package", output, || {
        let mut cargo = line(
            "cargo rustc --package satline-core --lib --release \
             --target wasm32-unknown-unknown --crate-type cdylib",
        );
        output.run(cargo.envs([rename_folders()]))?;
        // The package's entries pass the wasm, and start another instance if it traps.
        output.run(line(
            "wasm-bindgen --target web --omit-default-module-path --experimental-reset-state-function \
             --out-name satline --out-dir target/npm \
             target/wasm32-unknown-unknown/release/satline_core.wasm",
        ))?;
        let options = WASM_OPT.lines().filter(|line| line.starts_with('-'));
        let mut wasm_opt = line("wasm-opt target/npm/satline_bg.wasm -o target/npm/satline.wasm");
        output.run(wasm_opt.args(options))?;
        output.run(line("node npm/build/pack.mjs"))
    })
}

/// Builds the npm package `satline-fleet` into `npm/fleet/pkg/`, once. Its types are checked against `npm/pkg/`.
pub fn fleet(output: &Output) -> Result<()> {
    npm(output)?;
    once("satline-fleet", output, || {
        let mut build = line("npm run --silent build");
        output.run(build.current_dir(root().join("npm/fleet")))?;
        output.run(line("node npm/fleet/pack.mjs"))
    })
}

/// Builds the npm package of the sandbox into `npm/sandbox/pkg/`, once.
pub fn sandbox_npm(output: &Output) -> Result<()> {
    once("the sandbox's npm package", output, || {
        output.run(line("node npm/sandbox/pack.mjs").envs([rename_folders()]))
    })
}

/// Prints the sizes of the app's or the npm package's files. Exceeding the budget is an error.
pub fn weigh(part: &str, output: &Output) -> Result<()> {
    output.run(line("node bench/sizes.mjs").arg(part))
}
