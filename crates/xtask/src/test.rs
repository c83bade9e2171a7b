//! `cargo xtask test`: the table of all tests.

use crate::jobs::{Job, run_all};
use crate::package::{FOR_APP, FOR_NPM, FOR_RELEASE};
use crate::process::Output;
use crate::setup::Need;
use crate::tools::{
    CARGO_DENY, CHROME, CHROMEDRIVER, FIREFOX, POSTGRES, REDIS, WASM_BINDGEN, WASM_PACK,
    WEBKIT_DRIVER, XVFB,
};
use crate::{fuzz, parts, setup};
use Concurrency::{Alone, Shared};
use Level::{All, Commit, Quick};
use anyhow::{Result, bail};
use std::process::ExitCode;

/// How much is tested. Each level includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Level {
    Quick,
    Commit,
    All,
}

/// Tests that run and are reported together: name, level, concurrency, what must be installed, and how
/// they run.
struct Part(
    &'static str,
    Level,
    Concurrency,
    &'static [&'static [Need]],
    fn(&Output) -> Result<()>,
);

/// What may run at the same time.
#[derive(Clone, Copy, PartialEq)]
enum Concurrency {
    Shared,
    /// It keeps all cores busy, and other parts would disturb it.
    Alone,
}

/// The fastest first, and parts that wait for tools before those that use all cores.
#[rustfmt::skip]
const PARTS: &[Part] = &[
    Part("fmt",       Quick,  Shared, &[RUST],                         parts::fmt),
    Part("clippy",    Quick,  Shared, &[RUST],                         parts::clippy),
    Part("native",    Quick,  Shared, &[RUST],                         parts::native),
    Part("doc",       Quick,  Shared, &[RUST],                         parts::doc),
    Part("fire",      Commit, Shared, &[RUST],                         parts::histories),
    Part("relay",     Commit, Shared, &[RUST, RELAY],                  parts::relay),
    Part("examples",  Commit, Shared, &[FOR_NPM, EXAMPLES],            parts::examples),
    Part("npm",       Commit, Shared, &[FOR_NPM, CHROMIUM, NPM],       parts::npm),
    Part("browser",   Commit, Shared, &[RUST, CHROMIUM, DRIVER],       parts::browser),
    Part("build",     Commit, Shared, &[FOR_RELEASE],                  parts::build),
    Part("e2e",       Commit, Alone,  &[FOR_APP, CHROMIUM, E2E],       parts::end_to_end),
    Part("fleet",     Commit, Alone,  &[FOR_NPM, FLEET],               parts::fleet),
    Part("release",   Commit, Alone,  &[FOR_RELEASE, CHROMIUM, E2E],   parts::release),
    Part("demo",      All,    Alone,  &[FOR_APP, CHROMIUM, E2E],       parts::demo),
    Part("deny",      All,    Shared, &[RUST, DENY],                   parts::deny),
    Part("consumers", All,    Shared, &[FOR_NPM, CHROMIUM, NPM],       parts::consumers),
    Part("wasm-pack", All,    Shared, &[RUST, CHROMIUM, DRIVER, PACK], parts::wasm_pack),
    Part("lightning", All,    Shared, &[RUST],                         parts::lightning),
    Part("fuzz",      All,    Shared, &[RUST],                         parts::long_fuzz),
    Part("engines",   All,    Alone,  &[FOR_APP, E2E, ENGINES],        parts::engines),
];

const RUST: &[Need] = &[Need::Rust];
const RELAY: &[Need] = &[Need::Node, Need::Packages("npm/examples/relay")];
const EXAMPLES: &[Need] = &[Need::Packages("npm/examples/orders")];
pub const FLEET: &[Need] = &[
    Need::Program(&REDIS),
    Need::Program(&POSTGRES),
    Need::Packages("npm/fleet"),
];
const CHROMIUM: &[Need] = &[Need::Program(&CHROME)];
const NPM: &[Need] = &[Need::Packages("npm/test"), Need::Packages("npm/consumers")];
const DRIVER: &[Need] = &[Need::Program(&CHROMEDRIVER), Need::Tool(&WASM_BINDGEN)];
const DENY: &[Need] = &[Need::Tool(&CARGO_DENY)];
const PACK: &[Need] = &[Need::Tool(&WASM_PACK)];
/// The wallet of the scenarios is that of the npm package's tests.
const E2E: &[Need] = &[
    Need::Node,
    Need::Packages("e2e"),
    Need::Packages("npm/test"),
];
const ENGINES: &[Need] = &[
    Need::Program(&FIREFOX),
    Need::Program(&WEBKIT_DRIVER),
    Need::Program(&XVFB),
];

impl Part {
    fn work(&self, output: &Output) -> Result<()> {
        setup::require(&self.3.concat(), output)?;
        self.4(output)
    }
}

pub fn names() -> String {
    let names: Vec<&str> = PARTS.iter().map(|part| part.0).collect();
    names.join(", ")
}

/// Runs one part, with its output on the terminal.
pub fn part_alone(name: &str) -> Result<()> {
    let Some(part) = PARTS.iter().find(|part| part.0 == name) else {
        bail!("there is no part `{name}`; the parts are {}", names());
    };
    part.work(&Output::Terminal)?;
    println!("\n1 passed, 0 failed");
    Ok(())
}

/// Runs all parts of a level side by side. If one fails, the others still run.
pub fn level(level: Level) -> ExitCode {
    let is_wanted = |part: &&Part| part.1 <= level && (part.0 != "fuzz" || fuzz::is_possible());
    let parts = PARTS.iter().filter(is_wanted);
    let job = |part: &'static Part| Job {
        name: part.0.to_owned(),
        is_alone: part.2 == Alone,
        work: Box::new(|output| part.work(output)),
    };
    let reports = run_all(&parts.map(job).collect::<Vec<_>>());
    setup::clean();
    println!("\nThe logs are in target/xtask/.\n");
    let mut failed = 0;
    for report in &reports {
        println!("{}", report.line());
        failed += usize::from(report.result.is_err());
    }
    println!("\n{} passed, {failed} failed", reports.len() - failed);
    ExitCode::from(u8::from(failed > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_part_is_answered_with_the_parts_there_are() {
        let sentence = part_alone("nativ").unwrap_err().to_string();
        assert!(
            sentence.starts_with("there is no part `nativ`; the parts are fmt, clippy, native")
        );
    }
}
