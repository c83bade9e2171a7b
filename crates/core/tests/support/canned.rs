//! A service that gives every request the same response, at once.
#![allow(dead_code, clippy::panic, reason = "tests, of which each uses a part")]

use std::cell::RefCell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use satline_core::http::{Clock, Request, Response, Transport, TransportError};
use satline_core::time::Time;

pub struct Canned {
    response: Response,
    /// The last request.
    pub sent: RefCell<Option<Request>>,
}

impl Canned {
    pub fn new(response: Response) -> Self {
        let sent = RefCell::new(None);
        Self { response, sent }
    }

    pub fn json(status: u16, body: impl Into<String>) -> Self {
        Self::new(Response {
            status,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.into(),
        })
    }
}

/// Returns the result of a future that does not wait.
pub fn now<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("it waits, although it got its response"),
    }
}

impl Transport for Canned {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        self.sent.replace(Some(request.clone()));
        Ok(self.response.clone())
    }
}

impl Clock for Canned {
    fn now(&self) -> Time {
        Time(1_767_225_600_000)
    }

    async fn sleep(&self, _: Duration) {}

    fn random(&self) -> u32 {
        0
    }
}
