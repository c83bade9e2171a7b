//! The world around a call, reached by effects.

use std::future::{Future, pending, poll_fn};
use std::task::Poll;
use std::time::Duration;

use super::machine::{self, Came};
use super::output::Object;
use crate::http::{Clock, Request, Response, Transport, TransportError};
use crate::time::{Time, milliseconds};

pub struct Host;

/// The names of the headers that come in, a line each.
const READ_HEADERS: [&str; 3] = ["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset"];

/// In the place of a status: the engine says that it has no network.
const OFFLINE: u16 = 1;

impl Transport for Host {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        if machine::is_given_up() {
            // Not even begun: a request that is taken back at once may have gone out.
            pending::<()>().await;
        }
        let mut headers = Object::new();
        for (name, value) in request.headers() {
            headers.text(name, Some(value));
        }
        let mut effect = Object::new();
        effect
            .text("method", Some(request.method().as_str()))
            .text("url", Some(request.url()))
            .json("headers", Some(&headers.end()))
            .text("body", request.body());
        read(machine::awaited("send", &mut effect).await)
    }

    fn abandoned(&self) -> impl Future<Output = ()> {
        poll_fn(|_| {
            if machine::is_given_up() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
    }
}

fn read(came: Came) -> Result<Response, TransportError> {
    match came.status {
        0 => return Err(TransportError::NoResponse),
        OFFLINE => return Err(TransportError::Offline),
        _ => {}
    }
    let mut headers = Vec::new();
    for (name, value) in READ_HEADERS.into_iter().zip(came.headers.split('\n')) {
        if !value.is_empty() {
            headers.push((name.to_owned(), value.to_owned()));
        }
    }
    Ok(Response {
        status: came.status,
        headers,
        body: came.body,
    })
}

impl Clock for Host {
    fn now(&self) -> Time {
        machine::now()
    }

    async fn sleep(&self, duration: Duration) {
        let mut effect = Object::new();
        effect.number("ms", Some(milliseconds(duration)));
        machine::awaited("sleep", &mut effect).await;
    }

    fn random(&self) -> u32 {
        machine::random()
    }
}
