use std::future::Future;
use std::time::Duration;

use super::{Request, Response};
use crate::time::Time;

/// Sends requests and returns complete responses: a browser, an HTTP library, a sandbox.
///
/// Dropping the future must abort the request.
pub trait Transport {
    /// Sends the request once, and returns when the whole body has been received.
    ///
    /// # Errors
    /// There was no complete response.
    fn send(&self, request: &Request) -> impl Future<Output = Result<Response, TransportError>>;

    /// Returns once the caller aborts. By default never: callers drop the future instead.
    fn abandoned(&self) -> impl Future<Output = ()> {
        std::future::pending()
    }
}

/// Why there was no complete response.
///
/// It carries no cause: the messages of browsers and libraries are meant for developers, and may
/// contain the URL with its query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// The request did not leave this device, for certain.
    NotSent,
    /// The device reports that it is offline. Most likely the request did not leave it; but such
    /// flags are sometimes wrong, and a relay on this device needs no network.
    Offline,
    /// There was no complete response. Whether the request arrived is not known.
    NoResponse,
}

/// Time, timers and random numbers, so that tests can control them.
pub trait Clock {
    /// Returns the current time.
    fn now(&self) -> Time;

    /// Waits for that long. Dropping the future ends the wait.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()>;

    /// Returns a uniformly distributed number. It spreads load and protects no secret.
    fn random(&self) -> u32;
}

impl<T: Transport> Transport for &T {
    fn send(&self, request: &Request) -> impl Future<Output = Result<Response, TransportError>> {
        (**self).send(request)
    }

    fn abandoned(&self) -> impl Future<Output = ()> {
        (**self).abandoned()
    }
}

impl<T: Clock> Clock for &T {
    fn now(&self) -> Time {
        (**self).now()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> {
        (**self).sleep(duration)
    }

    fn random(&self) -> u32 {
        (**self).random()
    }
}
