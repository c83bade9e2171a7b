//! `cargo xtask verify`: what is shipped is the same, byte for byte, wherever and by whomever it is built.

use crate::package;
use crate::process::{Output, command, line, root, stdout_of};
use anyhow::{Context, Result};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::{env, fs};

/// Builds everything that is shipped here, then from a copy of the tracked files in another place and as by
/// another user, and compares.
pub fn verify() -> Result<()> {
    let output = &Output::Terminal;
    package::package()?;
    let place = env::temp_dir().join(format!("satline-verify-{}", std::process::id()));
    let copy = place.join("by/somebody/else");
    copy_tracked(&copy, output)?;
    build_as_another(&copy, &place, output)?;
    output.run(line("node npm/build/hashes.mjs").arg(&copy))?;
    fs::remove_dir_all(&place).context("the second build could not be removed")
}

/// Copies the tracked files with their changes. The tools are those of this checkout.
fn copy_tracked(copy: &Path, output: &Output) -> Result<()> {
    fs::create_dir_all(copy)?;
    // A commit of all changes, without touching anything; empty if there are none.
    let changed = stdout_of(line("git stash create")).unwrap_or_default();
    let commit = if changed.is_empty() { "HEAD" } else { &changed };
    let mut shell = command("sh");
    shell.args(["-c", r#"git archive "$0" | tar -x -C "$1""#, commit]);
    output.run(shell.arg(copy))?;
    symlink(root().join(".tools"), copy.join(".tools")).context("the tools could not be linked")
}

/// Builds it with another home, hence another cache of sources, and another user, time zone, language and umask.
fn build_as_another(copy: &Path, place: &Path, output: &Output) -> Result<()> {
    let home = env::var("HOME").unwrap_or_default();
    let theirs = place.join("home-of-somebody");
    fs::create_dir_all(&theirs)?;
    let rustup = env::var("RUSTUP_HOME").unwrap_or_else(|_| format!("{home}/.rustup"));
    let mut shell = command("sh");
    shell
        .args(["-c", "umask 077 && exec cargo xtask package"])
        .current_dir(copy)
        // Cargo sets these for programs that it runs, such as this one.
        .env_remove("CARGO_MANIFEST_DIR")
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("CARGO_HOME")
        .env("HOME", theirs)
        .env("RUSTUP_HOME", rustup)
        .env("USER", "somebody")
        .env("LOGNAME", "somebody")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("TZ", "Pacific/Apia");
    output.run(shell)
}
