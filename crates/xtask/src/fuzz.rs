//! `cargo xtask fuzz`: texts that nobody thought of, for all that reads texts from outside.

use crate::process::{Outcome, answer, command, interrupted, root, run};
use crate::setup::{Need, Ready};
use crate::tools::CARGO_FUZZ;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Seconds for each target, unless told otherwise.
pub const USUAL_SECONDS: u32 = 60;

/// What is fuzzed, and the folders of what it begins with.
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
/// The invoices in these files stand each on a line that begins so.
const INVOICES: &str = "crates/core/tests/data/bolt11";
const INVOICE: &str = "invoice: ";

/// The longest text that is tried, in bytes: longer ones take more time and say nothing new.
const LONGEST: u32 = 4_096;

/// Runs every target for that long; a finding in one does not keep the others from running.
pub fn fuzz(seconds: u32) -> Outcome {
    if answer("rustup", &["run", "nightly", "rustc", "--version"]).is_none() {
        return Err(
            "Fuzzing needs a nightly compiler beside the usual one: `rustup toolchain install \
             nightly` brings it."
                .to_owned(),
        );
    }
    Ready::default().with(&[Need::Tool(&CARGO_FUZZ)])?;
    split_invoices(&root().join(INVOICES), &root().join(corpus("bolt11")))?;
    run(&mut cargo_fuzz("build"))?;
    let mut findings = Vec::new();
    for (target, seeds) in TARGETS {
        println!("\n== {target}, for {seconds} s");
        let done = run(&mut fuzzer(target, seeds, seconds)?);
        if interrupted() {
            return Err("Interrupted.".to_owned());
        }
        findings.extend(done.err().map(|_| target));
    }
    if findings.is_empty() {
        return Ok(());
    }
    Err(format!(
        "Found something in: {}. The texts are in fuzz/artifacts/; to see one again, with \
         .tools/bin on the PATH: `rustup run nightly cargo fuzz run --fuzz-dir fuzz TARGET FILE`.",
        findings.join(", ")
    ))
}

fn cargo_fuzz(verb: &str) -> Command {
    let mut cargo = command("rustup");
    cargo.args(["run", "nightly", "cargo", "fuzz", verb, "--fuzz-dir=fuzz"]);
    cargo
}

fn fuzzer(target: &str, seeds: &[&str], seconds: u32) -> Outcome<Command> {
    let corpus = corpus(target);
    made(&root().join(&corpus))?;
    let mut fuzzer = cargo_fuzz("run");
    fuzzer
        .args([target, &corpus])
        .args(seeds)
        .args(["--", "-dict=fuzz/words.dict", "-timeout=10"])
        .args(["-verbosity=0", "-print_final_stats=1"])
        .arg(format!("-max_len={LONGEST}"))
        .arg(format!("-max_total_time={seconds}"));
    Ok(fuzzer)
}

/// Where the texts are kept that reached something new.
fn corpus(target: &str) -> String {
    format!("fuzz/corpus/{target}")
}

/// The fuzzer takes a file for each text, the tests keep many invoices in one.
fn split_invoices(from: &Path, to: &Path) -> Outcome {
    made(to)?;
    let unreadable = |error| format!("{} cannot be read: {error}.", from.display());
    let mut count = 0;
    for file in fs::read_dir(from).map_err(unreadable)? {
        let text = file.and_then(|file| fs::read_to_string(file.path()));
        for invoice in text.map_err(unreadable)?.lines() {
            let Some(invoice) = invoice.strip_prefix(INVOICE) else {
                continue;
            };
            count += 1;
            let path = to.join(format!("example-{count:02}"));
            fs::write(&path, invoice)
                .map_err(|error| format!("{} cannot be written: {error}.", path.display()))?;
        }
    }
    Ok(())
}

fn made(folder: &Path) -> Outcome {
    fs::create_dir_all(folder)
        .map_err(|error| format!("{} cannot be made: {error}.", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_there_with_its_seeds() {
        let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
        let targets = manifest.matches("[[bin]]").count();
        assert_eq!(targets, TARGETS.len());
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

    #[test]
    fn every_invoice_of_the_tests_becomes_a_file() {
        let folder = std::env::temp_dir().join(format!("satline-fuzz-{}", std::process::id()));
        split_invoices(&root().join(INVOICES), &folder).unwrap();
        let first = fs::read_to_string(folder.join("example-01")).unwrap();
        assert!(first.starts_with("ln") && !first.contains('\n'));
        assert!(fs::read_dir(&folder).unwrap().count() > 20);
        fs::remove_dir_all(&folder).unwrap();
    }
}
