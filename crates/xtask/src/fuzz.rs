//! `cargo xtask fuzz`: random input for everything that reads text from outside.

use crate::process::{Output, line, stdout_of};
use crate::setup::{Need, require};
use crate::tools::CARGO_FUZZ;
use anyhow::{Result, ensure};

/// The default number of seconds for each target.
pub const SECONDS: u32 = 60;

/// Whether there is the nightly compiler that the fuzzer needs.
pub fn is_possible() -> bool {
    stdout_of(line("rustup run nightly rustc --version")).is_some()
}

/// Fuzzes every target for that long.
pub fn fuzz(seconds: u32, output: &Output) -> Result<()> {
    ensure!(
        is_possible(),
        "fuzzing also needs a nightly compiler: `rustup toolchain install nightly`"
    );
    require(&[Need::Tool(&CARGO_FUZZ)], output)?;
    output.run(line("sh fuzz/run.sh").arg(seconds.to_string()))
}
