//! Builds and starts the sandbox's server, and waits for it.

use crate::jobs::once;
use crate::process::{Output, Running, command, line, root};
use anyhow::{Context, Result, ensure};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The port on which the core's tests in a browser expect the sandbox.
pub const USUAL_PORT: u16 = 8787;

/// The arguments for tests: pages on other ports may use the controls, and webhooks are
/// posted.
const FOR_TESTS: [&str; 3] = ["--allow-origin", "loopback", "--webhooks"];

const PATIENCE: Duration = Duration::from_secs(30);

/// The path of the compiled server.
pub const PROGRAM: &str = "target/debug/satline-sandbox";

/// Compiles it by compiling a test that starts it: cargo then chooses the same features of its dependencies
/// as for the native tests, and compiles them once.
pub fn build(output: &Output) -> Result<()> {
    output.run(line("cargo test --no-run --test server"))
}

/// Builds it once and starts it for tests, on the preferred port if that is free, otherwise on another one.
pub fn start(preferred: u16, output: &Output) -> Result<(String, Running)> {
    build_once(output)?;
    let port = free_port(preferred)?;
    Ok((address(port), serve(&FOR_TESTS, port, None, output)?))
}

pub fn build_once(output: &Output) -> Result<()> {
    once("the sandbox", output, || build(output))
}

/// Starts the compiled server, and returns when it responds.
pub fn serve(flags: &[&str], port: u16, app: Option<&str>, output: &Output) -> Result<Running> {
    let mut server = command(root().join(PROGRAM));
    server.args(["--port", &port.to_string()]).args(flags);
    if let Some(folder) = app {
        server.args(["--app", folder]);
    }
    let mut running = output.start(&mut server)?;
    let started = Instant::now();
    while TcpStream::connect(loopback(port)).is_err() {
        running.check()?;
        ensure!(
            started.elapsed() < PATIENCE,
            "the sandbox does not respond on port {port}"
        );
        sleep(Duration::from_millis(50));
    }
    Ok(running)
}

pub fn address(port: u16) -> String {
    format!("http://{}", loopback(port))
}

/// Fails with advice if the port cannot be used.
pub fn check_port(port: u16) -> Result<()> {
    TcpListener::bind(loopback(port))
        .map(drop)
        .with_context(|| {
            format!(
                "port {port} cannot be used; choose another one: cargo xtask start --port {}",
                port ^ 1
            )
        })
}

fn free_port(preferred: u16) -> Result<u16> {
    TcpListener::bind(loopback(preferred))
        .or_else(|_| TcpListener::bind(loopback(0)))
        .and_then(|listener| Ok(listener.local_addr()?.port()))
        .context("no free port was found")
}

fn loopback(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_one_sentence_with_a_way_out() {
        let held = TcpListener::bind(loopback(0)).unwrap();
        let port = held.local_addr().unwrap().port();
        let sentence = format!("{:#}", check_port(port).unwrap_err());
        assert!(
            sentence.contains(&format!("port {port}")) && sentence.contains("--port"),
            "{sentence}"
        );
        assert_ne!(free_port(port).unwrap(), port);
    }
}
