//! `cargo xtask bench`: satline compared with similar packages, measured in one run.

use crate::package::{self, FOR_RELEASE};
use crate::process::{Output, line};
use crate::setup::{self, Need};
use crate::tools::CHROME;
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

/// Returns the part with this name.
pub fn part(name: String) -> Result<String> {
    let parts = PARTS.join(", ");
    ensure!(
        PARTS.contains(&name.as_str()),
        "there is no part `{name}`; the parts are {parts}"
    );
    Ok(name)
}

/// Builds the app and the package as they are shipped, and measures them.
pub fn bench(words: &[String]) -> Result<()> {
    let output = &Output::Terminal;
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
