//! Posts webhooks, if the operator allows: plain HTTP, once.
//!
//! Without the flag nothing is posted: any page can order with a `webhookUrl`, and could make the
//! server post to other programs on this machine.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use satline_sandbox::Webhook;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};

const PATIENCE: Duration = Duration::from_secs(5);

/// Where webhooks may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    Nowhere,
    ThisMachine,
    Anywhere,
}

/// Posts a webhook and returns the outcome. Failures are also logged, without the path, which may
/// contain a secret.
pub(super) async fn post(webhook: &Webhook, reach: Reach) -> String {
    let Some((authority, target)) = parts(&webhook.url) else {
        let outcome = "not posted: the sandbox speaks plain http:// only";
        eprintln!("A webhook was {outcome}.");
        return outcome.to_owned();
    };
    let sending = send(&authority, &target, &webhook.body, reach);
    let reason = match tokio::time::timeout(PATIENCE, sending).await {
        Ok(Ok(())) => return "posted".to_owned(),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it took too long".to_owned(),
    };
    eprintln!("A webhook to {authority} was not posted: {reason}.");
    format!("not posted: {reason}")
}

async fn send(authority: &str, target: &str, body: &[u8], reach: Reach) -> io::Result<()> {
    if reach == Reach::Nowhere {
        let refusal = "webhooks are off; start the sandbox with --webhooks to have them posted";
        return Err(io::Error::other(refusal));
    }
    // Connects to the address that was checked: the name is resolved only once.
    let allowed = lookup_host(authority)
        .await?
        .find(|address| reach == Reach::Anywhere || is_here(address));
    let refusal = "it is not on this machine, and --webhooks-anywhere was not given";
    let address = allowed.ok_or_else(|| io::Error::other(refusal))?;
    let mut stream = TcpStream::connect(address).await?;
    let length = body.len();
    let head = format!(
        "POST {target} HTTP/1.1\r\nhost: {authority}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    // The response does not matter, but closing before it would reset the connection.
    stream.read(&mut [0; 256]).await.map(drop)
}

fn is_here(address: &SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

/// Returns the host with its port, and the path with its query.
fn parts(url: &str) -> Option<(String, String)> {
    // Line breaks would end the request line.
    if url.contains(|character: char| character.is_control() || character == ' ') {
        return None;
    }
    let rest = url.strip_prefix("http://")?;
    let rest = rest.split('#').next()?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at(end);
    // A user name and password are neither sent nor logged.
    let authority = authority.rsplit('@').next()?;
    let slash = if target.starts_with('/') { "" } else { "/" };
    let has_port = authority
        .rsplit_once(':')
        .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let port = if has_port { "" } else { ":80" };
    Some((format!("{authority}{port}"), format!("{slash}{target}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_split_into_host_and_target() {
        let split = |url| parts(url).map(|(authority, target)| format!("{authority} {target}"));
        assert_eq!(
            split("http://127.0.0.1:9000/hook?a=b#c").unwrap(),
            "127.0.0.1:9000 /hook?a=b"
        );
        assert_eq!(split("http://localhost").unwrap(), "localhost:80 /");
        assert_eq!(split("http://[::1]?x").unwrap(), "[::1]:80 /?x");
        assert_eq!(
            split("http://me:secret@localhost:1/").unwrap(),
            "localhost:1 /"
        );
        assert_eq!(split("https://example.org/"), None);
        assert_eq!(split("http://localhost/\r\nevil: 1"), None);
    }

    #[test]
    fn only_loopback_is_this_machine() {
        let here = |text: &str| is_here(&text.parse().unwrap());
        assert!(
            here("127.0.0.1:80")
                && here("127.9.9.9:80")
                && here("[::1]:80")
                && here("[::ffff:127.0.0.1]:80")
        );
        assert!(!here("10.0.0.1:80") && !here("169.254.169.254:80") && !here("[2001:db8::1]:80"));
    }
}
