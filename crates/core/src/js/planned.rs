//! Calls of which nothing is known but what to send and how to tell what came: one road for all.

use super::host::Host;
use crate::error::Error;
use crate::http::{Call, Client, Effect, Request, Response};

/// A call, ready to be made.
pub struct Planned {
    request: Request,
    effect: Effect,
    tell: Box<Tell>,
}

type Tell = dyn Fn(&Response) -> Result<String, Error>;

impl Planned {
    /// A call, and how its answer is written.
    pub fn new<T: 'static>(
        call: Call<T>,
        write: impl Fn(T) -> Result<String, Error> + 'static,
    ) -> Self {
        Self {
            request: call.request,
            effect: call.effect,
            tell: Box::new(move |response| write((call.read)(response)?)),
        }
    }

    /// Makes the call.
    pub async fn make(self, client: &Client<Host>) -> Result<String, Error> {
        client.told(&self.request, self.effect, &self.tell).await
    }
}
