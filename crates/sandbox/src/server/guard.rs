//! Access control: the host names that the server responds to, and the pages that may use its controls.
//!
//! A foreign page can send requests to this server from the browser of anyone who runs it. Without the
//! check of `Host` it could also read the responses, by DNS rebinding.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use satline_sandbox::is_control;
use serde_json::json;

/// The option's value for pages of any server on this machine.
const LOOPBACK: &str = "loopback";

/// What the operator allows.
pub(super) struct Guard {
    /// Host names in addition to those of this machine.
    hosts: Vec<String>,
    /// Origins whose pages may use the controls, in addition to the server's own.
    origins: Vec<String>,
}

impl Guard {
    pub(super) fn new(hosts: Vec<String>, origins: Vec<String>) -> Self {
        Self { hosts, origins }
    }

    fn allows_host(&self, authority: &str) -> bool {
        let host = host_in(authority);
        is_loopback(host)
            || self
                .hosts
                .iter()
                .any(|known| host_in(known).eq_ignore_ascii_case(host))
    }

    fn allows_origin(&self, origin: &str) -> bool {
        let authority = authority_in(origin);
        let is_local = authority.is_some_and(|authority| is_loopback(host_in(authority)));
        self.origins.iter().any(|known| {
            if known == LOOPBACK {
                is_local
            } else {
                known.eq_ignore_ascii_case(origin)
            }
        })
    }
}

/// Passes a request on, or refuses it.
pub(super) async fn check(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    let host = text(request.headers(), &HOST)
        .unwrap_or_default()
        .to_owned();
    if !guard.allows_host(&host) {
        let host = host_in(&host);
        let sentence = format!(
            "The sandbox answers only for localhost, 127.0.0.1 and [::1], not for \"{host}\". If \
             that is your own name for it, start it with --allow-host and that name."
        );
        return refusal(StatusCode::MISDIRECTED_REQUEST, &sentence);
    }
    let origin = text(request.headers(), &ORIGIN).map(str::to_owned);
    let foreign = origin.filter(|origin| authority_in(origin) != Some(&host));
    match foreign {
        Some(origin) if is_control(request.uri().path()) => {
            if !guard.allows_origin(&origin) {
                let sentence = format!(
                    "Only the sandbox's own pages, and programs, may use its controls, not a page \
                     of {origin}. If that page is yours, start the sandbox with --allow-origin \
                     {origin}."
                );
                return refusal(StatusCode::FORBIDDEN, &sentence);
            }
            with_cors(next.run(request).await, &origin)
        }
        _ => next.run(request).await,
    }
}

fn refusal(status: StatusCode, sentence: &str) -> Response {
    let body = json!({ "error": sentence }).to_string();
    let headers = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, headers, body).into_response()
}

/// Lets a page of this origin read the response.
fn with_cors(mut response: Response, origin: &str) -> Response {
    let origin = HeaderValue::from_str(origin).unwrap_or(HeaderValue::from_static("null"));
    response.headers_mut().extend([
        (
            HeaderName::from_static("access-control-allow-origin"),
            origin,
        ),
        (
            HeaderName::from_static("access-control-allow-methods"),
            HeaderValue::from_static("GET, POST, OPTIONS"),
        ),
        (
            HeaderName::from_static("access-control-allow-headers"),
            HeaderValue::from_static("Content-Type"),
        ),
        (
            HeaderName::from_static("vary"),
            HeaderValue::from_static("origin"),
        ),
    ]);
    response
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    // A header that is not text is neither allowed nor absent.
    Some(headers.get(name)?.to_str().unwrap_or("?"))
}

/// Parses the value of `--allow-origin`.
pub(crate) fn read_origin(text: &str) -> Result<String, String> {
    let origin = text.strip_suffix('/').unwrap_or(text);
    let is_origin = authority_in(origin).is_some_and(|host| !host.contains(['/', '?', '#', '@']));
    if origin == LOOPBACK || is_origin {
        Ok(origin.to_owned())
    } else {
        Err(format!(
            "{text} is no origin: give one like http://localhost:3000, or the word loopback for \
             the pages of every server on this machine."
        ))
    }
}

/// Returns the host and port of an origin.
fn authority_in(origin: &str) -> Option<&str> {
    let rest = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"))?;
    (!rest.is_empty()).then_some(rest)
}

/// Returns the host without the port.
fn host_in(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    let address = address.parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(hosts: &[&str], origins: &[&str]) -> Guard {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Guard::new(owned(hosts), owned(origins))
    }

    #[test]
    fn only_names_of_this_machine_and_those_that_were_allowed_are_answered_for() {
        let guard = guard(&["sandbox.test", "192.0.2.1:80"], &[]);
        for host in [
            "localhost",
            "LOCALHOST:8787",
            "127.0.0.1:1",
            "127.9.9.9",
            "[::1]",
            "[::1]:8787",
            "Sandbox.test:8787",
            "192.0.2.1",
        ] {
            assert!(guard.allows_host(host), "{host}");
        }
        for host in [
            "",
            "?",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:8787",
            "192.168.1.5",
            "[::]",
            "[fe80::1]:8787",
            "0.0.0.0:8787",
            "xsandbox.test",
        ] {
            assert!(!guard.allows_host(host), "{host}");
        }
    }

    #[test]
    fn origins_are_allowed_one_by_one_or_all_of_this_machine() {
        let one = guard(&[], &["http://localhost:3000"]);
        assert!(one.allows_origin("http://localhost:3000"));
        for origin in [
            "http://localhost:3001",
            "https://localhost:3000",
            "null",
            "",
        ] {
            assert!(!one.allows_origin(origin), "{origin}");
        }
        let local = guard(&[], &[LOOPBACK]);
        for origin in [
            "http://127.0.0.1:1",
            "https://localhost:3000",
            "http://[::1]",
        ] {
            assert!(local.allows_origin(origin), "{origin}");
        }
        for origin in [
            "null",
            "loopback",
            "http://evil.example",
            "http://localhost.evil.example",
            "file://localhost",
        ] {
            assert!(!local.allows_origin(origin), "{origin}");
        }
    }

    #[test]
    fn an_origin_is_read_without_its_last_slash_and_nothing_else_is_read() {
        assert_eq!(
            read_origin("http://localhost:3000/").unwrap(),
            "http://localhost:3000"
        );
        assert_eq!(read_origin("loopback").unwrap(), "loopback");
        for text in [
            "*",
            "null",
            "localhost:3000",
            "http://a/b",
            "http://",
            "http://a@b",
        ] {
            assert!(
                read_origin(text).unwrap_err().contains("no origin"),
                "{text}"
            );
        }
    }
}
