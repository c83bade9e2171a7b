//! Faults that a test injects: which route misbehaves, how, and how many times.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::http::{Delivery, Request, Response};

/// A fault, as `POST /sandbox/faults` takes it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Fault {
    /// A path, or a method and a path: `/sms4sats/createorder`, `POST /sms4sats/createorder`.
    route: String,
    /// Respond with this status, and the service's own message.
    status: Option<u16>,
    /// Respond with this body, whatever it is.
    body: Option<String>,
    /// Respond with this many equal bytes.
    body_bytes: Option<usize>,
    /// Respond with truncated JSON.
    #[serde(default)]
    wrong_json: bool,
    /// Send this `Retry-After`: seconds or a date.
    retry_after: Option<Value>,
    /// Wait before responding.
    #[serde(default)]
    delay_ms: u64,
    /// Close the connection without a response.
    #[serde(default)]
    drop: bool,
    /// Send only this many bytes of the body, then close.
    cut_after: Option<usize>,
    /// Whether the service still does what it was asked to, and only its response is faulty.
    /// Default: true unless a status is given.
    act: Option<bool>,
    /// How many requests it affects. Default: 1.
    #[serde(default = "once")]
    times: u64,
}

/// No test needs a larger body.
const LARGEST_BODY: usize = 64 << 20;

fn once() -> u64 {
    1
}

/// The faults that have not been used up.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn replace(&mut self, faults: Vec<Fault>) {
        self.0 = faults;
    }

    /// Returns how many requests will still be affected.
    pub(crate) fn waiting(&self) -> usize {
        self.0.iter().filter(|fault| fault.times > 0).count()
    }

    /// Returns the fault for this request, and uses it once.
    pub(crate) fn strike(&mut self, request: &Request) -> Option<Fault> {
        let fault = self
            .0
            .iter_mut()
            .find(|fault| fault.times > 0 && fault.is_for(request))?;
        fault.times -= 1;
        Some(fault.clone())
    }
}

impl Fault {
    fn is_for(&self, request: &Request) -> bool {
        let (method, path) = match self.route.split_once(' ') {
            Some((method, path)) => (Some(method), path),
            None => (None, self.route.as_str()),
        };
        path == request.path && method.is_none_or(|method| method == request.method)
    }

    /// Returns whether the service does what it was asked to.
    pub(crate) fn acts(&self) -> bool {
        self.act.unwrap_or(self.status.is_none())
    }

    /// Returns the error that the service responds with instead of doing what it was asked to.
    pub(crate) fn failure_status(&self) -> u16 {
        self.status.unwrap_or(500)
    }

    /// Returns the faulty response instead of `answer`.
    pub(crate) fn spoil(&self, mut answer: Response) -> Response {
        if let Some(status) = self.status {
            answer.status = status;
        }
        if self.wrong_json {
            answer.body = b"{\"status\":\"OK\",".to_vec();
        }
        if let Some(bytes) = self.body_bytes {
            answer.body = vec![b'x'; bytes.min(LARGEST_BODY)];
        }
        if let Some(body) = &self.body {
            answer.body = body.clone().into_bytes();
        }
        if let Some(wait) = &self.retry_after {
            let text = wait
                .as_str()
                .map_or_else(|| wait.to_string(), str::to_owned);
            answer.headers.push(("retry-after".to_owned(), text));
        }
        answer.delivery = Delivery {
            delay_ms: self.delay_ms,
            drop: self.drop,
            cut_body_after: self.cut_after,
        };
        answer
    }
}
