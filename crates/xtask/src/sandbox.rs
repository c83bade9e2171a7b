//! The sandbox's server: built, started, and waited for.

use crate::process::{Outcome, Running, command, pause, root, run};
use std::env;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Where the core's tests look for it when nobody says otherwise.
pub const USUAL_PORT: u16 = 8787;

/// What the tests need beyond the default: pages on other ports use the controls, and webhooks are
/// posted.
const FLAGS_FOR_TESTS: [&str; 3] = ["--allow-origin", "loopback", "--webhooks"];

const PATIENCE: Duration = Duration::from_secs(30);

/// Compiles it.
pub fn build() -> Outcome {
    run(command("cargo").args(["build", "--package", "satline-sandbox"]))
}

/// Starts what was compiled, and comes back when it answers.
pub fn serve(port: u16, app: Option<&Path>) -> Outcome<Running> {
    serve_with(&[], port, app)
}

fn serve_with(flags: &[&str], port: u16, app: Option<&Path>) -> Outcome<Running> {
    let mut server = command(program()?);
    server.args(["--port", &port.to_string()]).args(flags);
    if let Some(folder) = app {
        server.arg("--app").arg(folder);
    }
    let mut running = Running::start(&mut server)?;
    let begun = Instant::now();
    while TcpStream::connect(loopback(port)).is_err() {
        running.still_runs()?;
        if begun.elapsed() > PATIENCE {
            return Err(format!(
                "The sandbox did not answer on port {port} within 30 s."
            ));
        }
        pause(Duration::from_millis(50))?;
    }
    Ok(running)
}

/// Builds it and serves it for tests, on a port of its own: the preferred one, if nobody has that.
pub fn start(preferred: u16, app: Option<&Path>) -> Outcome<(u16, Running)> {
    build()?;
    let port = free_port(preferred)?;
    Ok((port, serve_with(&FLAGS_FOR_TESTS, port, app)?))
}

/// The address under which a server on this port is reached.
pub fn address(port: u16) -> String {
    format!("http://{}", loopback(port))
}

/// Node's tests in a folder, told where the sandbox is.
pub fn node_tests(folder: &str, port: u16) -> Command {
    let mut tests = command("node");
    tests
        .arg("--test")
        // They share one sandbox, and each begins by setting it back.
        .arg("--test-concurrency=1")
        .current_dir(root().join(folder))
        .env("SATLINE_URL", address(port));
    tests
}

/// One clear sentence when the port cannot be had.
pub fn must_be_free(port: u16) -> Outcome {
    let Err(error) = TcpListener::bind(loopback(port)) else {
        return Ok(());
    };
    Err(match error.kind() {
        ErrorKind::AddrInUse => format!(
            "Port {port} is taken by another program; choose another one: cargo xtask start --port {}",
            if port == u16::MAX { 8080 } else { port + 1 }
        ),
        _ => format!("Port {port} cannot be used ({error}); choose another one with --port."),
    })
}

/// This port if nobody has it, else one that the system picks.
pub fn free_port(preferred: u16) -> Outcome<u16> {
    TcpListener::bind(loopback(preferred))
        .or_else(|_| TcpListener::bind(loopback(0)))
        .and_then(|listener| Ok(listener.local_addr()?.port()))
        .map_err(|error| format!("No free port was found: {error}."))
}

fn loopback(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

/// Cargo puts it beside ourselves.
fn program() -> Outcome<PathBuf> {
    let name = format!("satline-sandbox{}", env::consts::EXE_SUFFIX);
    env::current_exe()
        .map(|this| this.with_file_name(name))
        .map_err(|error| format!("The folder of the compiled programs is not known: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_one_sentence_with_a_way_out() {
        let held = TcpListener::bind(loopback(0)).unwrap();
        let port = held.local_addr().unwrap().port();
        let sentence = must_be_free(port).unwrap_err();
        assert!(sentence.starts_with(&format!("Port {port} is taken")));
        assert!(sentence.contains("--port"));
    }

    /// What is free now another program may have in a moment: of some ports one stays free.
    fn is_so_of_some(free: impl Fn(u16) -> bool) -> bool {
        (0..20).any(|_| free(free_port(0).unwrap()))
    }

    #[test]
    fn a_free_port_is_taken_as_it_is() {
        assert!(is_so_of_some(|port| must_be_free(port).is_ok()));
        assert!(is_so_of_some(|port| free_port(port) == Ok(port)));
    }

    #[test]
    fn a_taken_port_is_replaced_by_a_free_one() {
        let held = TcpListener::bind(loopback(0)).unwrap();
        let taken = held.local_addr().unwrap().port();
        let port = free_port(taken).unwrap();
        assert_ne!(port, taken);
        assert_eq!(address(port), format!("http://127.0.0.1:{port}"));
    }
}
