//! `cargo xtask bench`: satline compared with similar packages, measured in one run.

use crate::package::{self, FOR_NPM, FOR_RELEASE};
use crate::process::{Output, line, root};
use crate::setup::{self, Need};
use crate::tools::{CHROME, REDIS};
use crate::{sandbox, test};
use anyhow::{Result, ensure};

pub const PARTS: [&str; 8] = [
    "qr",
    "decode",
    "recover",
    "size",
    "call",
    "catalogue",
    "app",
    "watch",
];

/// Only these parts need the app; all others need the npm package.
const OF_APP: [&str; 2] = ["catalogue", "app"];

/// Measures `satline-fleet`. It takes as long as all others together, so it runs only if it is named.
pub const FLEET: &str = "fleet";

/// Returns the part with this name.
pub fn part(name: String) -> Result<String> {
    let parts = format!("{}, {FLEET}", PARTS.join(", "));
    ensure!(
        PARTS.contains(&name.as_str()) || name == FLEET,
        "there is no part `{name}`; the parts are {parts}"
    );
    Ok(name)
}

/// Builds the app and the package as they are shipped, and measures them.
pub fn bench(words: &[String]) -> Result<()> {
    let output = &Output::Terminal;
    if words.iter().any(|word| word == FLEET) {
        return fleet(words, output);
    }
    setup::install(FOR_RELEASE)?;
    setup::install(&[Need::Program(&CHROME), Need::Packages("bench")])?;
    let named: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| PARTS.contains(word))
        .collect();
    let parts = if named.is_empty() { &PARTS[..] } else { &named };
    if parts.iter().any(|part| OF_APP.contains(part)) {
        package::app(output)?;
    }
    if parts.iter().any(|part| !OF_APP.contains(part)) {
        package::npm(output)?;
    }
    output.run(
        line("node bench/run.mjs")
            .args(words)
            .env("CHROME", CHROME.path()?),
    )
}

/// Kills the workers of 100,000 orders; with `--quick`, of 2,000.
fn fleet(words: &[String], output: &Output) -> Result<()> {
    setup::install(FOR_NPM)?;
    setup::install(test::FLEET)?;
    package::fleet(output)?;
    sandbox::build_once(output)?;
    let is_quick = words.iter().any(|word| word == "--quick");
    let mut bench = line("node npm/fleet/bench.mjs");
    bench.arg(if is_quick { "2000" } else { "100000" });
    bench.env("SATLINE_SANDBOX", root().join(sandbox::PROGRAM));
    output.run(bench.env("REDIS_SERVER", REDIS.path()?))
}
