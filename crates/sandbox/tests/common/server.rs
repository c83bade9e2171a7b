//! The sandbox's program, as a client on this machine meets it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "shared by tests, each of which uses some of it"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// The binary on a free port, ended when dropped.
pub struct Server {
    pub child: Child,
    pub address: String,
}

impl Server {
    pub fn start(arguments: &[&str]) -> Self {
        Self::spawn(program(&["--port", "0"]).args(arguments))
    }

    /// By a command of one's own, which takes a free port.
    pub fn spawn(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("The sandbox listens on http://")
            .unwrap()
            .to_owned();
        Self { child, address }
    }

    /// All bytes of the answer, and whether the connection ended in order.
    pub fn raw(&self, head: &str, body: &str) -> (String, bool) {
        self.raw_with(head, &[("host", &self.address)], body)
    }

    pub fn raw_with(&self, head: &str, headers: &[(&str, &str)], body: &str) -> (String, bool) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let length = body.len();
        let headers = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"));
        let headers: String = headers.collect();
        write!(stream, "{head} HTTP/1.1\r\n{headers}connection: close\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
        let mut bytes = Vec::new();
        let ended = stream.read_to_end(&mut bytes).is_ok();
        (String::from_utf8(bytes).unwrap(), ended)
    }

    /// What a page of this origin gets.
    pub fn ask_as_page(&self, origin: &str, head: &str, body: &str) -> String {
        let headers = [("host", self.address.as_str()), ("origin", origin)];
        self.raw_with(head, &headers, body).0
    }

    pub fn get(&self, target: &str) -> String {
        self.raw(&format!("GET {target}"), "").0
    }

    pub fn post(&self, target: &str, body: &Value) -> Value {
        let (answer, _) = self.raw(&format!("POST {target}"), &body.to_string());
        serde_json::from_str(body_of(&answer)).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_satline-sandbox"));
    command
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

pub fn body_of(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}
