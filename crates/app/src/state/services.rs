//! Which services the app talks to, and where they are.

use leptos::prelude::*;
use satline_core::http::Fetch;
use satline_core::services::sms4sats::{self, Account, Sms4Sats};
use satline_core::url::SecureUrl;

/// A page served by a sandbox bears a `meta` element of this name, which tells the sandbox's address.
const SANDBOX_META: &str = "meta[name=satline-sandbox]";

/// The clients of the services.
#[derive(Clone, Debug)]
pub struct Services {
    pub sms4sats: Sms4Sats<Fetch>,
    /// Nothing here costs anything: the services are played.
    pub is_sandbox: bool,
}

impl Services {
    /// The services that this page is to talk to.
    pub fn from_page() -> Self {
        let sandbox = document()
            .query_selector(SANDBOX_META)
            .ok()
            .flatten()
            .and_then(|meta| meta.get_attribute("content"))
            .and_then(|path| {
                let origin = window().location().origin().ok()?;
                SecureUrl::parse("sandbox", &format!("{origin}{path}/sms4sats")).ok()
            });
        let is_sandbox = sandbox.is_some();
        let base = sandbox.unwrap_or_else(sms4sats::base_url);
        Self {
            sms4sats: Sms4Sats::new(Account::at(base), Fetch),
            is_sandbox,
        }
    }
}
