//! Requests and responses as plain values.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Value;

/// A request from a client.
///
/// ```
/// use satline_sandbox::Request;
///
/// let request = Request::get("/sms4sats/balance").with_header("X-API-Key", "sandbox-key");
/// assert_eq!(request.header("x-api-key"), Some("sandbox-key"));
/// assert_eq!(Request::get("/sms4sats/price?country=187").query, "country=187");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// In upper case.
    pub method: String,
    /// Still percent-encoded, without the query.
    pub path: String,
    /// Still percent-encoded, without the question mark; empty when there is none.
    pub query: String,
    /// Names in any case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Creates a request. `target` is the path, with its query if there is one.
    pub fn new<'a, 'b>(
        method: &str,
        target: &str,
        headers: impl IntoIterator<Item = (&'a str, &'b str)>,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: headers.into_iter().map(owned).collect(),
            body: body.into(),
        }
    }

    /// Creates a GET.
    pub fn get(target: &str) -> Self {
        Self::new("GET", target, [], "")
    }

    /// Creates a POST of a JSON body.
    pub fn post(target: &str, body: &Value) -> Self {
        Self::new("POST", target, [], body.to_string())
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns the first header of that name, ignoring case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the first query parameter of that name, decoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        self.query.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decoded(key) == name).then(|| percent_decoded(value))
        })
    }

    /// Parses the body as JSON. An empty body counts as `{}`.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        let body: &[u8] = if self.body.is_empty() {
            b"{}"
        } else {
            &self.body
        };
        let body: Value = serde_json::from_slice(body)?;
        serde_json::from_value(body)
    }
}

/// A response of the sandbox.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How the transport has to deliver it.
    pub delivery: Delivery,
}

impl Response {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::typed(status, "application/json; charset=utf-8", body.to_string())
    }

    pub(crate) fn typed(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
            delivery: Delivery::default(),
        }
    }

    /// Creates the response to a preflight.
    pub(crate) fn empty() -> Self {
        Self {
            status: 204,
            ..Self::default()
        }
    }

    /// Adds a header.
    #[must_use]
    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Returns the body as text.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// Returns the first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Injected faults that only a transport can simulate. The default is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Wait this long before the first byte.
    pub delay_ms: u64,
    /// Close the connection without a response.
    pub drop: bool,
    /// Announce the whole body, send only this many bytes of it, and close.
    pub cut_body_after: Option<usize>,
}

impl Delivery {
    /// Returns whether the client gets no complete response.
    pub const fn is_broken(&self) -> bool {
        self.drop || self.cut_body_after.is_some()
    }
}

/// Adds a field to a JSON object.
pub(crate) fn set(object: &mut Value, name: &str, value: Value) {
    object[name] = value;
}

/// Decodes `%41+b` to `A b`. Invalid escapes stay unchanged.
pub(crate) fn percent_decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_encoding::percent_decode_str(&text)
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_and_broken_escapes_stay() {
        let request = Request::get("/price?country=Saint%20Kitts&service=a+b%2Bc&odd=100%&bare");
        assert_eq!(request.parameter("country").unwrap(), "Saint Kitts");
        assert_eq!(request.parameter("service").unwrap(), "a b+c");
        assert_eq!(request.parameter("odd").unwrap(), "100%");
        assert_eq!(request.parameter("bare").unwrap(), "");
        assert_eq!(request.parameter("absent"), None);
    }
}
