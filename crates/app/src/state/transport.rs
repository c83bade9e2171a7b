//! How this page reaches the services, and what time it is.

use std::time::Duration;

use leptos::prelude::*;
use satline_core::http::{Clock, Fetch, Request, Response, Transport, TransportError};
use satline_core::time::Time;

use super::{Place, demo};

/// The transport and the clock of this page. They come from context, so that components run the same
/// over the network and against a sandbox inside the page.
#[derive(Clone, Copy, Debug, Default)]
pub enum PageTransport {
    /// The browser's `fetch`, timers and clock.
    #[default]
    Fetch,
    /// The demo's worker, with a clock that the reader can advance.
    Demo,
    /// A sandbox in this page, with a clock that tests move.
    #[cfg(test)]
    Sandbox(crate::tests::PageSandbox),
}

/// Returns the transport from context; where none was provided, the demo's in the demo, and the browser's
/// own elsewhere.
pub fn transport() -> PageTransport {
    use_context().unwrap_or_else(|| match Place::of_page() {
        Place::Demo => PageTransport::Demo,
        Place::Real | Place::Server => PageTransport::Fetch,
    })
}

impl Transport for PageTransport {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        match self {
            Self::Fetch => Fetch.send(request).await,
            Self::Demo => demo::send(request).await,
            #[cfg(test)]
            Self::Sandbox(sandbox) => sandbox.send(request).await,
        }
    }
}

impl Clock for PageTransport {
    fn now(&self) -> Time {
        match self {
            Self::Fetch => Fetch.now(),
            Self::Demo => demo::now(),
            #[cfg(test)]
            Self::Sandbox(sandbox) => sandbox.now(),
        }
    }

    async fn sleep(&self, duration: Duration) {
        match self {
            Self::Fetch => Fetch.sleep(duration).await,
            Self::Demo => demo::sleep(duration).await,
            #[cfg(test)]
            Self::Sandbox(sandbox) => sandbox.sleep(duration).await,
        }
    }

    fn random(&self) -> u32 {
        Fetch.random()
    }
}
