//! Faults a test orders: which route shall misbehave, how, and how many times.

use serde::Deserialize;
use serde_json::Value;

use crate::http::{Delivery, Request, Response};

/// One fault, as `POST /sandbox/faults` takes it.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Fault {
    /// `/sms4sats/createorder`, or with the method before it: `POST /sms4sats/createorder`.
    route: String,
    /// Answer with this status, in the service's own words.
    status: Option<u16>,
    /// Answer with this body, of whatever nonsense.
    body: Option<String>,
    /// Answer with so many bytes, all the same.
    body_bytes: Option<usize>,
    /// Answer with JSON that breaks off.
    #[serde(default)]
    wrong_json: bool,
    /// Send this `Retry-After`: seconds or a date.
    retry_after: Option<Value>,
    /// Wait before answering.
    #[serde(default)]
    delay_ms: u64,
    /// Close the connection without an answer.
    #[serde(default)]
    drop: bool,
    /// Send only so many bytes of the body, then close.
    cut_after: Option<usize>,
    /// Whether the service still does what it was asked to; only its answer is spoilt then.
    /// Unless told, it does when no status is given.
    act: Option<bool>,
    /// How many requests it strikes; once unless told.
    #[serde(default = "once")]
    times: u64,
}

/// More is never needed to see what a client does with too much.
const LARGEST_BODY: usize = 64 << 20;

fn once() -> u64 {
    1
}

/// All that wait for their request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn replace(&mut self, faults: Vec<Fault>) {
        self.0 = faults;
    }

    /// Returns how many are still to come.
    pub(crate) fn waiting(&self) -> usize {
        self.0.iter().filter(|fault| fault.times > 0).count()
    }

    /// Returns the fault this request is struck by, which is thereby used once.
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

    /// Returns what the service fails with when it does not do what it was asked to.
    pub(crate) fn failure_status(&self) -> u16 {
        self.status.unwrap_or(500)
    }

    /// Returns what the client gets instead of `answer`.
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
