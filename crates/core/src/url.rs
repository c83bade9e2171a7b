//! URLs of services and webhooks.

use std::fmt::{Display, Formatter};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use crate::error::Error;

/// An `https` URL; plain `http` only for this machine (`localhost`, `127.0.0.0/8`, `[::1]`), where a
/// sandbox listens.
///
/// ```
/// use satline_core::url::SecureUrl;
///
/// assert!(SecureUrl::parse("baseUrl", "https://api2.sms4sats.com").is_ok());
/// assert!(SecureUrl::parse("baseUrl", "http://127.0.0.1:8787/sms4sats").is_ok());
/// assert!(SecureUrl::parse("baseUrl", "http://api2.sms4sats.com").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecureUrl(String);

impl SecureUrl {
    /// Parses a URL.
    ///
    /// # Errors
    /// Names `field`: it is not `https`, or contains a user name.
    pub fn parse(field: &'static str, text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if is_secure(text) {
            Ok(Self(text.trim_end_matches('/').to_owned()))
        } else {
            Err(Error::invalid(
                field,
                "must be an address that begins with https:// (http:// only on this machine), \
                 without a user name or password.",
            ))
        }
    }

    /// Parses the base URL of a service.
    ///
    /// # Errors
    /// As [`SecureUrl::parse`], or it has a query or a fragment.
    pub fn base(field: &'static str, text: &str) -> Result<Self, Error> {
        if text.contains(['?', '#']) {
            return Err(Error::invalid(field, "must be an address without ? or #."));
        }
        Self::parse(field, text)
    }

    /// Creates a URL from a constant, without a check.
    pub(crate) fn known(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Returns a URL that resolves to nothing (RFC 2606), for a client that must not send anything.
    pub fn nowhere() -> Self {
        Self::known("https://sandbox.invalid")
    }

    /// Returns the URL, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Appends a path, which begins with a slash, and a query.
    pub(crate) fn with(&self, path: &str, query: &[(&str, &str)]) -> String {
        let mut url = format!("{}{path}", self.0);
        for (index, (name, value)) in query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            url.extend(encoded(value));
        }
        url
    }
}

impl Display for SecureUrl {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_secure(text: &str) -> bool {
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return false;
    }
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let Some(rest) = rest.strip_prefix("//") else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host_of(authority);
    !host.is_empty()
        && !authority.bytes().any(|c| c == b'@')
        && (scheme.eq_ignore_ascii_case("https")
            || scheme.eq_ignore_ascii_case("http") && is_this_machine(host))
}

/// Returns the host of `host:port`, for IPv6 the part in brackets.
fn host_of(authority: &str) -> &str {
    match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host == "::1" || is_loopback(host)
}

/// Returns whether it is `127.` and three more bytes.
fn is_loopback(host: &str) -> bool {
    let is_byte =
        |part: &str| part.bytes().all(|c| c.is_ascii_digit()) && part.parse::<u8>().is_ok();
    host.starts_with("127.") && host.split('.').count() == 4 && host.split('.').all(is_byte)
}

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encodes a segment of a path, or a value of a query.
pub(crate) fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_nobody_can_listen_in_on_are_taken() {
        for text in [
            "https://api2.sms4sats.com",
            "HTTPS://example.org:8443/path/",
            "http://localhost:8787",
            "http://127.8.9.1",
            "http://127.0.0.255:8787",
            "http://[::1]:8787/sandbox",
        ] {
            assert!(SecureUrl::parse("baseUrl", text).is_ok(), "{text}");
        }
        for text in [
            "",
            "https://",
            "example.org",
            "ftp://example.org",
            "http://example.org",
            "http://127.0.0.1.example.org",
            "http://127.0.0.example.org",
            "http://127.0.0.256",
            "http://127.0.0.+1",
            "http://127.0.0.",
            "http://127.1",
            "http://128.0.0.1",
            "http://[::2]",
            "http://localhost@example.org",
            "https://user:password@example.org",
            "https://exa mple.org",
            "https://example.org\\@evil.example",
            "javascript:alert(1)//https://example.org",
        ] {
            let error = SecureUrl::parse("baseUrl", text).unwrap_err();
            assert_eq!(error.field.as_deref(), Some("baseUrl"), "{text}");
        }
    }

    #[test]
    fn what_paths_are_put_behind_has_no_query_of_its_own() {
        for text in ["https://example.org/?token=1", "https://example.org/#x"] {
            assert!(SecureUrl::parse("webhookUrl", text).is_ok());
            let error = SecureUrl::base("baseUrl", text).unwrap_err();
            assert_eq!(error.field.as_deref(), Some("baseUrl"), "{text}");
        }
        assert!(SecureUrl::base("baseUrl", "http://example.org").is_err());
        assert!(SecureUrl::base("baseUrl", "https://example.org/path").is_ok());
    }

    #[test]
    fn a_query_carries_any_text() {
        let base = SecureUrl::parse("baseUrl", "https://example.org/").unwrap();
        assert_eq!(
            base.with("/price", &[("country", "0"), ("service", "a&b=ü /?")]),
            "https://example.org/price?country=0&service=a%26b%3D%C3%BC%20%2F%3F"
        );
    }
}
