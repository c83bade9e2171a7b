//! Which services the app talks to, and where they are.

use leptos::prelude::*;
use satline_core::lightning::bolt11::{Network, NodeId};
use satline_core::services::sms4sats::{self, Account, Sms4Sats};
use satline_core::url::SecureUrl;

use super::{PageTransport, Setting, Settings};

/// A page served by a sandbox bears a `meta` element of this name, which tells the sandbox's address
/// and the node that signs its invoices.
const SANDBOX_META: &str = "meta[name=satline-sandbox]";

/// By the prefixes of their invoices, which [`Setting::Network`] names them by.
const NETWORKS: [(&str, Network); 4] = [
    ("bc", Network::Bitcoin),
    ("tb", Network::Testnet),
    ("tbs", Network::Signet),
    ("bcrt", Network::Regtest),
];

/// The clients of the services.
#[derive(Clone, Debug)]
pub struct Services {
    pub transport: PageTransport,
    pub sms4sats: Sms4Sats<PageTransport>,
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
    /// The services that this page is to talk to: as the reader has chosen, or else as they are
    /// played, or else the real ones. What is chosen later counts from the next load of the page on.
    pub fn new(settings: Settings, transport: PageTransport) -> Self {
        let sandbox = Sandbox::of_page();
        let usual = sms4sats_account(sandbox.as_ref());
        let account = chosen_account(settings).unwrap_or(usual);
        Self {
            transport,
            sms4sats: Sms4Sats::new(account, transport),
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
        SecureUrl::base("sandbox", &format!("{}{path}", self.base)).ok()
    }
}

fn chosen_account(settings: Settings) -> Option<Account> {
    let chosen = |setting| Some(settings.peek(setting)).filter(|text| !text.is_empty());
    let (address, payee) = (chosen(Setting::Address), chosen(Setting::Payee));
    let network = chosen(Setting::Network);
    if address.is_none() && payee.is_none() && network.is_none() {
        return None;
    }
    let base = address.and_then(|address| SecureUrl::base("address", &address).ok());
    let account = Account::at(base.unwrap_or_else(sms4sats::base_url));
    let network = NETWORKS
        .into_iter()
        .find(|(name, _)| Some(*name) == network.as_deref())
        .map_or(Network::Bitcoin, |(_, network)| network);
    // The service's own node signs on the main network alone.
    let usual = (network == Network::Bitcoin).then_some(sms4sats::NODE_ID);
    let payee = payee
        .as_deref()
        .or(usual)
        .and_then(|node| node.parse().ok());
    Some(account.paid_on(network, payee))
}

fn sms4sats_account(sandbox: Option<&Sandbox>) -> Account {
    let played = sandbox.and_then(|sandbox| {
        let account = Account::at(sandbox.address("/sms4sats")?);
        Some(account.paid_on(Network::Regtest, sandbox.node))
    });
    played.unwrap_or_else(|| Account::at(sms4sats::base_url()))
}
