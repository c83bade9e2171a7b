//! HTTP as plain values: a [`Transport`] sends a [`Request`] and returns a [`Response`]. [`Client`]
//! adds a deadline, and decides what may be sent again.

mod client;
mod quota;
mod resend;
mod transport;

#[cfg(target_arch = "wasm32")]
mod fetch;

use std::fmt::{Debug, Formatter};

use serde::Serialize;

pub use client::Client;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub(crate) use client::DEADLINE;
#[cfg(target_arch = "wasm32")]
pub use fetch::Fetch;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub(crate) use fetch::is_offline;
pub use quota::Quota;
pub use transport::{Clock, Transport, TransportError};

use crate::error::{Error, Money};
use crate::lenient::to_text;
use crate::secret::Secret;
use crate::time::Time;
#[cfg(not(target_arch = "wasm32"))]
use crate::time::milliseconds;

/// The two methods the services use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`, always with a JSON body.
    Post,
}

impl Method {
    /// Returns the method's name in HTTP.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A request. Its `Debug` shows only the method and the path: query, headers and body may contain keys,
/// numbers and messages.
#[derive(Clone)]
pub struct Request(Box<Parts>); // boxed, since it is moved often

#[derive(Clone)]
struct Parts {
    method: Method,
    url: String,
    key: Option<(&'static str, Secret)>,
    body: Option<String>,
}

impl Request {
    /// Creates a request without a body.
    pub fn get(url: impl Into<String>) -> Self {
        Self::new(Method::Get, url.into(), None)
    }

    /// Creates a request with a JSON body.
    pub fn post(url: impl Into<String>, body: &impl Serialize) -> Self {
        Self::new(Method::Post, url.into(), Some(to_text(body)))
    }

    fn new(method: Method, url: String, body: Option<String>) -> Self {
        let key = None;
        Self(Box::new(Parts {
            method,
            url,
            key,
            body,
        }))
    }

    /// Adds the header that authenticates the caller.
    #[must_use]
    pub fn with_key(mut self, header: &'static str, key: &Secret) -> Self {
        self.0.key = Some((header, key.clone()));
        self
    }

    /// Returns the method.
    pub fn method(&self) -> Method {
        self.0.method
    }

    /// Returns the whole URL, with its query.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// Returns the headers, including the secret one: for transports only.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let content = self.body().map(|_| ("content-type", "application/json"));
        let key = self.0.key.as_ref().map(|(name, key)| (*name, key.reveal()));
        content.into_iter().chain(key)
    }

    /// Returns the body, which is JSON.
    pub fn body(&self) -> Option<&str> {
        self.0.body.as_deref()
    }
}

impl Debug for Request {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let path = self.url().split('?').next().unwrap_or_default();
        write!(f, "{} {path}", self.method().as_str())
    }
}

/// A complete response. Its `Debug` shows only the status and the body's length.
#[derive(Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
}

impl Response {
    /// Returns a header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find_map(|(key, value)| (key == name).then_some(value.as_str()))
    }

    /// Returns when the service responded, by its own clock. Browsers rarely show this header of
    /// another origin.
    pub(crate) fn date(&self) -> Option<Time> {
        date_of(self.header("date")?)
    }

    /// Returns whether the status is 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn date_of(text: &str) -> Option<Time> {
    let date = httpdate::parse_http_date(text).ok()?;
    let since_1970 = date
        .duration_since(std::time::SystemTime::UNIX_EPOCH)
        .ok()?;
    Some(Time(milliseconds(since_1970)))
}

/// JavaScript reads HTTP's dates by itself.
#[cfg(target_arch = "wasm32")]
pub(crate) fn date_of(text: &str) -> Option<Time> {
    let milliseconds = js_sys::Date::parse(text);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates"
    )]
    let time = Time(milliseconds as u64);
    (!milliseconds.is_nan()).then_some(time)
}

impl Debug for Response {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} with {} bytes", self.status, self.body.len())
    }
}

/// What a call does at the service, which decides whether it may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It changes nothing, and may be sent again.
    Read,
    /// It changes something, and is sent once. If the response is lost, the money is in this state.
    Once(Money),
}

/// A call as a value: what to send, whether it may be sent again, and how its response is read.
pub(crate) struct Call<T> {
    pub request: Request,
    pub effect: Effect,
    pub read: fn(&Response) -> Result<T, Error>,
}

impl<T> Debug for Call<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        self.request.fmt(f)
    }
}
