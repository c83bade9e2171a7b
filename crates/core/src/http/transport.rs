use std::future::Future;
use std::time::Duration;

use super::{Request, Response};
use crate::time::Time;

/// Whoever can send a request and bring its whole answer: a browser, an HTTP library, a sandbox.
///
/// Dropping the future must end what it began.
pub trait Transport {
    /// Sends the request once, and returns when the whole body has come.
    fn send(&self, request: &Request) -> impl Future<Output = Result<Response, TransportError>>;

    /// Returns once whoever asked wants no answer any more. Never, where dropping the future is the
    /// way to say so.
    fn abandoned(&self) -> impl Future<Output = ()> {
        std::future::pending()
    }
}

/// Why no whole answer came.
///
/// There is nothing more to say: what browsers and libraries tell of the cause is meant for their
/// developers, and may hold the address with its query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// The request did not leave this device, for certain.
    NotSent,
    /// The device says that it has no network. Most likely the request did not leave it; but such flags
    /// are now and then wrong, and a relay on this device needs no network.
    Offline,
    /// No whole answer came. Whether the request arrived is not known.
    NoResponse,
}

/// The time, how to let it pass, and chance: handed in, so that tests can play all three.
pub trait Clock {
    /// Now.
    fn now(&self) -> Time;

    /// Returns once that much time has passed. Dropping the future ends the wait.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()>;

    /// Any number, each as likely as the next. Spreads load; guards no secret.
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
