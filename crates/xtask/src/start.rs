//! `cargo xtask start`: the app and the sandbox on one address, rebuilt when a source changes.

use crate::package::{FOR_APP, FOR_RELEASE, trunk};
use crate::process::{Output, command, root};
use crate::{sandbox, setup};
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

#[derive(Debug, PartialEq)]
pub struct Options {
    pub port: u16,
    pub open: bool,
    pub release: bool,
}

/// Runs until Ctrl-C, or until trunk or the sandbox ends.
pub fn start(options: &Options) -> Result<()> {
    // Before anything is installed: better now than after ten minutes.
    sandbox::check_port(options.port)?;
    setup::install(if options.release {
        FOR_RELEASE
    } else {
        FOR_APP
    })?;
    let output = &Output::Terminal;
    let folder = root().join("target/start");
    // An old page must not be taken for the one that is being built.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    sandbox::build(output)?;
    let mut sources = sources();
    let mut trunk = trunk("watch");
    trunk.args([
        "--watch",
        "index.html",
        "--watch",
        "www",
        "--watch",
        "crates",
        "--dist",
    ]);
    trunk
        .arg(&folder)
        .args(options.release.then_some("--release"));
    let mut trunk = output.start(&mut trunk)?;
    while !folder.join("index.html").exists() {
        trunk.check()?;
        sleep(Duration::from_millis(100));
    }
    let mut server = sandbox::serve(options.port, Some(&folder), output)?;
    let address = sandbox::address(options.port);
    println!("\n  satline with its sandbox: {address}/\n  Ctrl-C ends it.\n");
    if options.open {
        open(&address);
    }
    loop {
        sleep(Duration::from_secs(1));
        trunk.check()?;
        server.check()?;
        let now = self::sources();
        if now == sources {
            continue;
        }
        sources = now;
        match sandbox::build(output) {
            Ok(()) => {
                drop(server);
                server = sandbox::serve(options.port, Some(&folder), output)?;
                println!("The sandbox is new, and its orders are gone.");
            }
            Err(error) => println!("{error:#}. The sandbox from before goes on."),
        }
    }
}

/// Returns the sandbox's files, with when they were written.
fn sources() -> Vec<(PathBuf, SystemTime)> {
    let mut files = Vec::new();
    add_files(&root().join("crates/sandbox"), &mut files);
    files
}

fn add_files(folder: &Path, files: &mut Vec<(PathBuf, SystemTime)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            add_files(&path, files);
        } else if let Ok(written) = entry.metadata().and_then(|data| data.modified()) {
            files.push((path, written));
        }
    }
}

/// Shows the page. It is no error if there is no browser.
fn open(address: &str) {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let _ = command(opener)
        .arg(address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
