//! Requests that this page's own Content-Security-Policy stops. Only an event says so: to the call it looks
//! as if there were no connection.

use std::time::Duration;

use leptos::prelude::*;
use satline_core::error::{Code, Error};
use satline_core::http::{Clock, Fetch};
use satline_core::time::Time;
use wasm_bindgen::prelude::*;
use web_sys::{SecurityPolicyViolationEvent, Url};

use super::lasting;

/// How far apart the event and the failed call may be. A call that is stopped fails at once, but a page may be busy.
const AT_ONCE: Duration = Duration::from_secs(3);

/// The address that was stopped last, and when.
#[derive(Clone, Copy)]
pub struct Policy(RwSignal<Option<(String, Time)>>);

impl Policy {
    /// Listens for as long as the page lives.
    pub fn start() -> Self {
        let policy = Self(lasting(None));
        let listener = Closure::<dyn Fn(SecurityPolicyViolationEvent)>::new(
            move |event: SecurityPolicyViolationEvent| {
                if event.effective_directive() == "connect-src" {
                    policy.stop(&event.blocked_uri());
                }
            },
        );
        let name = "securitypolicyviolation";
        let _ =
            document().add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        listener.forget();
        policy
    }

    fn stop(self, address: &str) {
        let origin = Url::new(address).map_or_else(|_| address.to_owned(), |url| url.origin());
        self.0.set(Some((origin, Fetch.now())));
    }

    /// Returns the address that was not allowed, if that is why a call failed at `failed`; followed as
    /// the browser reports it.
    pub fn stopped(self, error: &Error, failed: Time) -> Option<String> {
        let (origin, stopped) = self.0.get()?;
        let is_lost = matches!(error.code, Code::Unreachable | Code::OutcomeUnknown);
        let apart = failed.since(stopped).max(stopped.since(failed));
        (is_lost && apart < AT_ONCE).then_some(origin)
    }
}
