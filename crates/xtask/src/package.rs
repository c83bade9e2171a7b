//! `cargo xtask package`: the app as it is shipped, with what it weighs.

use crate::process::{Outcome, answer, command, root, run};
use crate::setup::{Need, Ready};
use crate::tools::{TRUNK, WASM_BINDGEN, WASM_OPT};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What building the app takes.
pub const NEEDS: &[Need] = &[
    Need::Rust,
    Need::Node,
    Need::Tool(&WASM_OPT),
    Need::Tool(&TRUNK),
    Need::Tool(&WASM_BINDGEN),
];

/// Builds the release and prints its sizes.
pub fn package(extra: &[String]) -> Outcome {
    Ready::default().with(NEEDS)?;
    let dist = app(extra)?;
    print_sizes(&dist)
}

/// Builds the app's release into `dist/`.
pub fn app(extra: &[String]) -> Outcome<PathBuf> {
    let dist = root().join("dist");
    run(trunk("build")
        .arg("--release")
        .arg("--dist")
        .arg(&dist)
        .args(extra))?;
    Ok(dist)
}

/// A command of trunk's.
pub fn trunk(verb: &str) -> Command {
    let mut trunk = command("trunk");
    // It reads NO_COLOR as true or false, and stops at the 1 that everybody writes.
    trunk
        .env_remove("NO_COLOR")
        .args([verb, "--skip-version-check"]);
    trunk
}

/// Node's brotli at its best, which is what CDNs that compress ahead serve.
const BROTLI: &str = "for (const file of process.argv.slice(1)) \
    console.log(require('zlib').brotliCompressSync(require('fs').readFileSync(file)).length)";

fn print_sizes(dist: &Path) -> Outcome {
    let mut files = Vec::new();
    list(dist, &mut files);
    files.sort();
    let names: Vec<String> = files
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let mut question = vec!["-e", BROTLI, "--"];
    question.extend(names.iter().map(String::as_str));
    let brotli = answer("node", &question)
        .ok_or("Node could not compress the files to tell their sizes.")?;
    let mut sums = (0, 0);
    println!("\n{:>10} {:>10}   in dist/", "bytes", "brotli");
    for (path, packed) in files.iter().zip(brotli.lines()) {
        let raw = fs::metadata(path).map_or(0, |data| data.len());
        let packed: u64 = packed.parse().unwrap_or(raw);
        let name = path.strip_prefix(dist).unwrap_or(path);
        println!("{raw:>10} {packed:>10}   {}", name.display());
        sums = (sums.0 + raw, sums.1 + packed);
    }
    println!("{:>10} {:>10}   together", sums.0, sums.1);
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}
