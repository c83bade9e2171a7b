//! `cargo xtask fuzz`: unforeseen texts for everything that reads texts from outside.

use crate::process::{Output, command, line, root, stdout_of};
use crate::setup::{Need, require};
use crate::tools::CARGO_FUZZ;
use anyhow::{Result, ensure};
use std::fs;

/// Seconds for each target, unless said otherwise.
pub const SECONDS: u32 = 60;

/// What is fuzzed, and the folders of texts it begins with.
const TARGETS: [(&str, &[&str]); 4] = [
    ("bolt11", &["fuzz/seeds/bolt11"]),
    ("answers", SAMPLES),
    ("order", &["fuzz/seeds/order"]),
    ("json", SAMPLES),
];
const SAMPLES: &[&str] = &[
    "crates/core/tests/data/sms4sats",
    "crates/core/tests/data/bitrefill",
    "crates/core/tests/data/lava",
    "crates/core/tests/data/grid",
];

/// Writes each invoice of the tests into a file of its own: the fuzzer takes one text from each.
const SPLIT: &str = r#"mkdir -p fuzz/corpus/bolt11 && awk \
    '/^invoice: / { printf "%s", $2 > sprintf("fuzz/corpus/bolt11/example-%02d", ++count) }' \
    crates/core/tests/data/bolt11/*"#;

/// Whether there is the nightly compiler that the fuzzer needs.
pub fn is_possible() -> bool {
    stdout_of(line("rustup run nightly rustc --version")).is_some()
}

/// Fuzzes every target for that long. Finding something in one does not keep the others from running.
pub fn fuzz(seconds: u32, output: &Output) -> Result<()> {
    ensure!(
        is_possible(),
        "fuzzing needs a nightly compiler beside the usual one: `rustup toolchain install nightly`"
    );
    require(&[Need::Tool(&CARGO_FUZZ)], output)?;
    output.run(command("sh").args(["-c", SPLIT]))?;
    output.run(&mut line(
        "rustup run nightly cargo fuzz build --fuzz-dir=fuzz",
    ))?;
    let mut findings = Vec::new();
    for (target, seeds) in TARGETS {
        let corpus = format!("fuzz/corpus/{target}");
        fs::create_dir_all(root().join(&corpus))?;
        // Longer texts take more time and show nothing new.
        let options = format!("-max_len=4096 -timeout=10 -max_total_time={seconds}");
        let fuzzer = output.run(&mut line(&format!(
            "rustup run nightly cargo fuzz run --fuzz-dir=fuzz {target} {corpus} {} -- \
             -dict=fuzz/words.dict -verbosity=0 -print_final_stats=1 {options}",
            seeds.join(" ")
        )));
        findings.extend(fuzzer.err().map(|_| target));
    }
    ensure!(
        findings.is_empty(),
        "something was found in {}. The texts are in fuzz/artifacts/; to try one again, with \
         .tools/bin on the PATH: `rustup run nightly cargo fuzz run --fuzz-dir fuzz TARGET FILE`",
        findings.join(", ")
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_there_with_its_seeds() {
        let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
        assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
        for (target, seeds) in TARGETS {
            assert!(
                manifest.contains(&format!("name = \"{target}\"")),
                "{target}"
            );
            for folder in seeds {
                assert!(root().join(folder).is_dir(), "{folder}");
            }
        }
    }
}
