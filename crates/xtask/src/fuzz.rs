//! `cargo xtask fuzz`: random input for everything that reads text from outside.
//!
//! libFuzzer, guided by the coverage that LLVM counts for the stable compiler. Sanitizers would need a nightly
//! one, and find little where unsafe code is forbidden.

use crate::process::{Output, command, line, root, stdout_of};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The default number of seconds for each target.
pub const SECONDS: u32 = 60;

/// What libFuzzer needs to see of the code. With fewer units the counters are of the whole crate.
const COVERAGE: &str = "-Ccodegen-units=1 -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Longer texts take more time and show nothing new.
const LONGEST: &str = "-max_len=4096";

/// Returns whether libFuzzer, which is C++, can be compiled.
pub fn is_possible() -> bool {
    stdout_of(line("c++ --version")).is_some()
}

/// Fuzzes every target for that long. Finding something in one does not keep the others from running.
pub fn fuzz(seconds: u32, output: &Output) -> Result<()> {
    let program = build(output)?;
    let mut found = Vec::new();
    for target in targets()? {
        let mut fuzz = fuzzer(&program, &target);
        fuzz.args(inputs(&target)?)
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-artifact_prefix=target/fuzz/found/{target}-"))
            .args(["-dict=fuzz/words.dict", "-timeout=10", LONGEST])
            .args(["-verbosity=0", "-print_final_stats=1"]);
        if output.run(fuzz).is_err() {
            found.push(target);
        }
    }
    ensure!(
        found.is_empty(),
        "Something was found in: {}. The texts are in target/fuzz/found/; to try one again: \
         TARGET=… {} FILE",
        found.join(" "),
        program.display()
    );
    Ok(())
}

/// Replaces each corpus by few texts that reach as much of the code, among those that were found since and
/// beside those that are seeds or examples.
pub fn keep(output: &Output) -> Result<()> {
    let program = build(output)?;
    for target in targets()? {
        let kept = root().join("target/fuzz/kept").join(&target);
        make_empty(&kept)?;
        let inputs = inputs(&target)?;
        let mut merge = fuzzer(&program, &target);
        merge
            .args(["-set_cover_merge=1", "-use_counters=0", LONGEST])
            .arg(&kept)
            .args(&inputs);
        output.run(merge)?;
        let corpus = root().join(CORPUS).join(&target);
        make_empty(&corpus)?;
        let mut known = Vec::new();
        for folder in inputs.iter().skip(2) {
            read_all(&root().join(folder), &mut known)?;
        }
        for text in fs::read_dir(&kept)? {
            let text = text?;
            if !known.contains(&fs::read(text.path())?) {
                fs::copy(text.path(), corpus.join(text.file_name()))?;
            }
        }
    }
    Ok(())
}

fn make_empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

/// Reads all files of a folder and its folders.
fn read_all(folder: &Path, files: &mut Vec<Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_all(&path, files)?;
        } else {
            files.push(fs::read(path)?);
        }
    }
    Ok(())
}

/// A folder for each target.
const CORPUS: &str = "fuzz/corpus";

fn targets() -> Result<Vec<String>> {
    let folders = fs::read_dir(root().join(CORPUS))?;
    let names = folders.map(|folder| Ok(folder?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

/// Compiles the fuzzer, instrumented, and returns its path.
fn build(output: &Output) -> Result<PathBuf> {
    ensure!(
        is_possible(),
        "fuzzing needs a C++ compiler for libFuzzer, such as g++"
    );
    let host = stdout_of(line("rustc --print host-tuple")).context("there is no rustc")?;
    // With a target, neither build scripts nor macros are instrumented.
    let mut build = line("cargo build --release --manifest-path fuzz/Cargo.toml");
    build.args(["--target-dir", "target/fuzz", "--target", &host]);
    output.run(build.env("RUSTFLAGS", COVERAGE))?;
    fs::create_dir_all(root().join("target/fuzz/found"))?;
    Ok(Path::new("target/fuzz")
        .join(host)
        .join("release/satline-fuzz"))
}

fn fuzzer(program: &Path, target: &str) -> Command {
    let mut fuzzer = command(program);
    fuzzer.env("TARGET", target);
    fuzzer
}

/// Returns the folders of a target's texts: of those that were found, the corpus, seeds and examples. libFuzzer
/// writes into the first.
fn inputs(target: &str) -> Result<Vec<String>> {
    let found = format!("target/fuzz/corpus/{target}");
    fs::create_dir_all(root().join(&found))?;
    let known = [CORPUS, "fuzz/seeds", "crates/core/tests/data"];
    let known = known.map(|folder| format!("{folder}/{target}"));
    let known = known
        .into_iter()
        .filter(|folder| root().join(folder).is_dir());
    Ok([found].into_iter().chain(known).collect())
}
