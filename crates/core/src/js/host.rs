//! The world around a call, reached by effects.

use std::cell::Cell;
use std::future::{Future, pending, poll_fn};
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use super::machine;
use super::output::Object;
use crate::http::{Clock, Lost, Request, Response, Transport};
use crate::time::{Time, milliseconds};

#[derive(Clone, Default)]
pub struct Host {
    /// Nobody wants the answer any more.
    pub given_up: Rc<Cell<bool>>,
}

/// The names of the headers that come in, a line each.
const READ_HEADERS: [&str; 3] = ["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset"];

impl Transport for Host {
    async fn send(&self, request: &Request) -> Result<Response, Lost> {
        if self.given_up.get() {
            // Not even begun: a request that is taken back at once may have gone out.
            pending::<()>().await;
        }
        let came = machine::awaited("send", |effect| {
            let mut headers = Object::new();
            for (name, value) in request.headers() {
                headers.text(name, Some(value));
            }
            effect
                .text("method", Some(request.method().as_str()))
                .text("url", Some(request.url()))
                .json("headers", Some(&headers.end()))
                .text("body", request.body());
        })
        .await;
        if came.status == 0 {
            return Err(Lost);
        }
        let values = came.headers.split('\n');
        let headers = READ_HEADERS.into_iter().zip(values);
        Ok(Response {
            status: came.status,
            headers: headers
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: came.body,
        })
    }

    fn abandoned(&self) -> impl Future<Output = ()> {
        poll_fn(|_| {
            if self.given_up.get() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
    }
}

impl Clock for Host {
    fn now(&self) -> Time {
        machine::now()
    }

    async fn sleep(&self, duration: Duration) {
        machine::awaited("sleep", |effect| {
            effect.number("ms", Some(milliseconds(duration)));
        })
        .await;
    }

    fn random(&self) -> u32 {
        machine::random()
    }
}
