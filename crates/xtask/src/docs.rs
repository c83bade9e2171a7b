//! `cargo xtask docs`: the guide and the API of both languages as static pages, with their links checked.

use crate::process::{Output, line, root};
use crate::setup::{Need, install};
use crate::tools::WASM_BINDGEN;
use crate::{package, parts};
use anyhow::Result;
use std::fs;

const NEEDS: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&WASM_BINDGEN),
    Need::Packages("npm/build"),
    Need::Packages("npm/fleet"),
    Need::Packages("npm/test"),
];

/// Where rustdoc writes.
const RUSTDOC: &str = "target/wasm32-unknown-unknown/doc";

/// Builds the pages into `target/docs/`. A broken link is an error.
pub fn docs() -> Result<()> {
    install(NEEDS)?;
    let output = &Output::Terminal;
    package::fleet(output)?;
    package::sandbox_npm(output)?;
    let _ = fs::remove_dir_all(root().join(RUSTDOC)); // pages of what is no longer there
    parts::rustdoc(output)?;
    output.run(line("node docs/site/build.mjs").arg(RUSTDOC))
}
