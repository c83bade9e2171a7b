//! Which services the app talks to, and where they are.

use leptos::prelude::*;
use satline_core::http::Fetch;
use satline_core::lightning::bolt11::{Network, NodeId};
use satline_core::services::sms4sats::{self, Account, Sms4Sats};
use satline_core::url::SecureUrl;

/// A page served by a sandbox bears a `meta` element of this name, which tells the sandbox's address
/// and the node that signs its invoices.
const SANDBOX_META: &str = "meta[name=satline-sandbox]";

/// The clients of the services.
#[derive(Clone, Debug)]
pub struct Services {
    pub sms4sats: Sms4Sats<Fetch>,
    /// Where the services are played, if they are: nothing costs anything there.
    pub sandbox: Option<Sandbox>,
}

/// The services, played.
#[derive(Clone, Debug)]
pub struct Sandbox {
    base: String,
    /// Who signs its invoices.
    pub node: Option<NodeId>,
}

impl Services {
    /// The services that this page is to talk to.
    pub fn from_page() -> Self {
        let sandbox = Sandbox::of_page();
        Self {
            sms4sats: Sms4Sats::new(sms4sats_account(sandbox.as_ref()), Fetch),
            sandbox,
        }
    }

    pub const fn is_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }
}

impl Sandbox {
    fn of_page() -> Option<Self> {
        let meta = document().query_selector(SANDBOX_META).ok()??;
        let origin = window().location().origin().ok()?;
        let path = meta.get_attribute("content")?;
        let node = meta.get_attribute("data-node");
        Some(Self {
            base: format!("{origin}{path}"),
            node: node.and_then(|node| node.parse().ok()),
        })
    }

    /// The address of a service that is played here.
    pub fn address(&self, path: &str) -> Option<SecureUrl> {
        SecureUrl::parse("sandbox", &format!("{}{path}", self.base)).ok()
    }
}

/// The account without a key.
pub fn sms4sats_account(sandbox: Option<&Sandbox>) -> Account {
    let played = sandbox.and_then(|sandbox| {
        let account = Account::at(sandbox.address("/sms4sats")?);
        Some(account.paid_on(Network::Regtest, sandbox.node))
    });
    played.unwrap_or_else(|| Account::at(sms4sats::base_url()))
}
