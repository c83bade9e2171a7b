//! `cargo xtask start`: the app and the sandbox on one address, rebuilt when a source changes.

use crate::package::{FOR_APP, FOR_RELEASE, trunk};
use crate::process::{Output, Running, command, line, root, stdout_of};
use crate::{sandbox, setup};
use anyhow::Result;
use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

#[derive(Debug, PartialEq)]
pub struct Options {
    pub port: u16,
    pub open: bool,
    pub release: bool,
    pub demo: bool,
}

/// A file that is written when the sandbox is built.
const BUILT: &str = "target/sandbox.built";

/// Runs until Ctrl-C, or until trunk or the sandbox ends.
pub fn start(options: &Options) -> Result<()> {
    // Before anything is installed, so that this fails now and not after ten minutes.
    sandbox::check_port(options.port)?;
    let needs = if options.release {
        FOR_RELEASE
    } else {
        FOR_APP
    };
    setup::install(needs)?;
    let output = &Output::Terminal;
    let folder = root().join("target/start");
    // An old page must not be mistaken for the one that is being built.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    if !options.demo {
        build_sandbox(output)?;
    }
    let release = if options.release { "--release" } else { "" };
    let mut trunk = output.start(&mut trunk(&format!(
        "watch --watch index.html --watch www --watch crates --dist target/start {release}"
    )))?;
    while !folder.join("index.html").exists() {
        trunk.check()?;
        sleep(Duration::from_millis(100));
    }
    let address = sandbox::address(options.port);
    let (mut server, opened) = if options.demo {
        (
            serve_files(options.port, output)?,
            format!("{address}/demo/"),
        )
    } else {
        let server = sandbox::serve(&[], options.port, Some("target/start"), output)?;
        (server, format!("{address}/"))
    };
    println!("\n  satline with its sandbox: {opened}\n  Ctrl-C ends it.\n");
    if options.open {
        open(&opened);
    }
    loop {
        sleep(Duration::from_secs(1));
        trunk.check()?;
        server.check()?;
        if options.demo || !is_outdated() {
            continue;
        }
        match build_sandbox(output) {
            Ok(()) => {
                drop(server);
                server = sandbox::serve(&[], options.port, Some("target/start"), output)?;
                println!("The sandbox was rebuilt, and its orders are gone.");
            }
            Err(error) => println!("{error:#}. The previous sandbox keeps running."),
        }
    }
}

/// Serves the app's files, and nothing else.
fn serve_files(port: u16, output: &Output) -> Result<Running> {
    let mut server = line("node e2e/file-server.js");
    output.start(server.args([&port.to_string(), "target/start"]))
}

/// Builds the sandbox, and records when.
fn build_sandbox(output: &Output) -> Result<()> {
    fs::write(root().join(BUILT), "")?;
    sandbox::build(output)
}

/// Whether one of its source files was written since it was built.
fn is_outdated() -> bool {
    let newer = stdout_of(line(&format!("find crates/sandbox -newer {BUILT}")));
    newer.is_some_and(|files| !files.is_empty())
}

/// Opens the page. It is not an error if there is no browser.
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
