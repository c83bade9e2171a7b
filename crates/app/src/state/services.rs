//! Which services the app talks to, and where they are.

use leptos::prelude::*;
use satline_core::http::Fetch;
use satline_core::lightning::bolt11::Network;
use satline_core::services::sms4sats::{self, Account, Sms4Sats};
use satline_core::url::SecureUrl;

/// A page served by a sandbox bears a `meta` element of this name, which tells the sandbox's address
/// and the node that signs its invoices.
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
        let sandbox = sandbox_account();
        let is_sandbox = sandbox.is_some();
        let account = sandbox.unwrap_or_else(|| Account::at(sms4sats::base_url()));
        Self {
            sms4sats: Sms4Sats::new(account, Fetch),
            is_sandbox,
        }
    }
}

fn sandbox_account() -> Option<Account> {
    let meta = document().query_selector(SANDBOX_META).ok()??;
    let path = meta.get_attribute("content")?;
    let origin = window().location().origin().ok()?;
    let base = SecureUrl::parse("sandbox", &format!("{origin}{path}/sms4sats")).ok()?;
    let node = meta
        .get_attribute("data-node")
        .and_then(|node| node.parse().ok());
    Some(Account::at(base).paid_on(Network::Regtest, node))
}
