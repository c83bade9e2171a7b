//! `cargo xtask test fire` and `cargo xtask replay`: histories of orders under faults.

use crate::process::{Output, line};
use anyhow::Result;

/// How many histories run before every commit.
pub const HISTORIES: u64 = 2_000;

/// Runs the histories of the first seeds.
pub fn fire(histories: u64, output: &Output) -> Result<()> {
    let mut fire = line("cargo run --quiet --package satline-fire --");
    output.run(fire.arg(histories.to_string()))
}

/// Prints what happens in the history of a seed.
pub fn replay(seed: u64) -> Result<()> {
    let mut replay = line("cargo run --quiet --package satline-fire -- replay");
    Output::Terminal.run(replay.arg(seed.to_string()))
}
