//! Which services the app talks to, and where they are.

use leptos::prelude::*;
use satline_core::error::Error;
use satline_core::lightning::bolt11::{Network, NodeId};
use satline_core::services::sms4sats::{self, Account, Sms4Sats};
use satline_core::url::SecureUrl;
use web_sys::Url;

use super::place::{Place, sandbox_meta};
use super::{PageTransport, Settings};

/// The address of the demo's sandbox, which no request goes to: the transport hands it over to the worker.
pub const DEMO: &str = "https://sandbox.invalid";

/// The clients of the services.
#[derive(Clone, Debug)]
pub struct Services {
    pub transport: PageTransport,
    pub sms4sats: Sms4Sats<PageTransport>,
    /// The sandbox of this page. Such a page talks to its sandbox alone and never asks for real money,
    /// whatever the settings say.
    pub sandbox: Option<Sandbox>,
    /// The client's.
    connection: Connection,
}

/// The sandbox that plays the services.
#[derive(Clone, Debug)]
pub struct Sandbox {
    /// The page's own, or the demo's.
    origin: String,
    base: String,
    /// The node that signs its invoices.
    pub node: Option<NodeId>,
}

/// Where sms4sats is, and what its invoices have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Connection {
    base: SecureUrl,
    network: Network,
    payee: Option<NodeId>,
}

/// The reader's choice of it, as far as it can be parsed.
#[derive(Default)]
struct Choice {
    address: Option<SecureUrl>,
    network: Option<Network>,
    payee: Option<NodeId>,
}

impl Services {
    /// Creates the clients that this page uses. What is chosen later counts from the next load of the
    /// page on.
    pub fn new(settings: Settings, transport: PageTransport) -> Self {
        let sandbox = Sandbox::of_page();
        let choice = Choice::of(settings);
        let connection = match &sandbox {
            Some(sandbox) => sandbox.connection(choice),
            None => real_connection(choice),
        };
        let Connection {
            base,
            network,
            payee,
        } = connection.clone();
        Self {
            transport,
            sms4sats: Sms4Sats::new(Account::at(base).paid_on(network, payee), transport),
            sandbox,
            connection,
        }
    }

    /// Returns whether the page may say that nothing here costs money: by the address and the network
    /// that are used, and not by what the page was served as.
    pub fn is_sandbox(&self) -> bool {
        let owns = |sandbox: &Sandbox| sandbox.owns(&self.connection.base);
        self.connection.network == Network::Regtest && self.sandbox.as_ref().is_some_and(owns)
    }

    /// Returns whether an invoice for this network belongs on this page: play money in a sandbox, and
    /// nowhere else.
    pub fn takes(&self, network: Network) -> bool {
        self.sandbox.is_some() == (network == Network::Regtest)
    }

    /// Returns the network that invoices have to be for.
    pub const fn network(&self) -> Network {
        self.connection.network
    }
}

impl Sandbox {
    fn of_page() -> Option<Self> {
        let meta = sandbox_meta()?;
        let node = meta.get_attribute("data-node");
        let node = node.and_then(|node| node.parse().ok());
        let (origin, path) = if Place::of_page() == Place::Demo {
            (DEMO.to_owned(), String::new())
        } else {
            (
                window().location().origin().ok()?,
                meta.get_attribute("content")?,
            )
        };
        Some(Self {
            base: format!("{origin}{path}"),
            origin,
            node,
        })
    }

    /// Returns the address of a service that is played here.
    pub fn address(&self, path: &str) -> Result<SecureUrl, Error> {
        SecureUrl::base("sandbox", &format!("{}{path}", self.base))
    }

    /// Returns whether the address is one of the sandbox's own.
    pub fn owns(&self, address: &SecureUrl) -> bool {
        Url::new(address.as_str()).is_ok_and(|url| url.origin() == self.origin)
    }

    /// Applies the reader's choice: another address of the sandbox, or another node. An address elsewhere is
    /// ignored: it could be the real service, and the page would ask for real money in play.
    fn connection(&self, choice: Choice) -> Connection {
        let chosen = choice.address.filter(|address| self.owns(address));
        // A sandbox without a secure address is nowhere, rather than at the real service.
        let usual = || {
            let usual = self.address("/sms4sats");
            usual.unwrap_or_else(|_| SecureUrl::nowhere())
        };
        Connection {
            base: chosen.unwrap_or_else(usual),
            network: Network::Regtest,
            payee: choice.payee.or(self.node),
        }
    }
}

impl Choice {
    fn of(settings: Settings) -> Self {
        settings.peek(|choices| Self {
            address: SecureUrl::base("address", &choices.address).ok(),
            network: choices.network,
            payee: choices.payee.parse().ok(),
        })
    }
}

/// Returns the service itself, or the address that the reader chose; never with play money.
fn real_connection(choice: Choice) -> Connection {
    let network = choice
        .network
        .filter(|network| *network != Network::Regtest);
    let network = network.unwrap_or(Network::Bitcoin);
    // The service's own node signs on the main network alone.
    let usual = (network == Network::Bitcoin).then_some(sms4sats::NODE_ID);
    Connection {
        base: choice.address.unwrap_or_else(sms4sats::base_url),
        network,
        payee: choice.payee.or_else(|| usual?.parse().ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    const PINNED: &str = "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad";

    fn address(text: &str) -> Option<SecureUrl> {
        SecureUrl::base("address", text).ok()
    }

    fn sandbox() -> Sandbox {
        let origin = "http://127.0.0.1:8080".to_owned();
        Sandbox {
            base: format!("{origin}/sandbox"),
            origin,
            node: PINNED.parse().ok(),
        }
    }

    #[wasm_bindgen_test]
    fn a_sandbox_page_stays_with_its_sandbox_and_play_money_whatever_is_chosen() {
        for network in [None, Some(Network::Bitcoin), Some(Network::Testnet)] {
            for elsewhere in [
                "",
                "https://api2.sms4sats.com",
                "http://127.0.0.1:8081/sandbox",
            ] {
                for payee in [None, sms4sats::NODE_ID.parse().ok()] {
                    let choice = Choice {
                        address: address(elsewhere),
                        network,
                        payee,
                    };
                    let connection = sandbox().connection(choice);
                    let base = connection.base.as_str();
                    assert_eq!(base, "http://127.0.0.1:8080/sandbox/sms4sats");
                    assert_eq!(connection.network, Network::Regtest);
                    assert_eq!(connection.payee, payee.or(sandbox().node));
                }
            }
        }
    }

    #[wasm_bindgen_test]
    fn another_address_of_the_same_sandbox_can_be_chosen() {
        let choice = Choice {
            address: address("http://127.0.0.1:8080/sms4sats"),
            ..Choice::default()
        };
        let connection = sandbox().connection(choice);
        assert_eq!(connection.base.as_str(), "http://127.0.0.1:8080/sms4sats");
    }

    #[wasm_bindgen_test]
    fn a_sandbox_without_a_secure_address_is_not_the_real_service() {
        let origin = "http://192.0.2.1:8080".to_owned();
        let sandbox = Sandbox {
            base: format!("{origin}/sandbox"),
            origin,
            node: None,
        };
        let connection = sandbox.connection(Choice::default());
        assert_eq!(connection.base, SecureUrl::nowhere());
        assert!(!sandbox.owns(&connection.base));
    }

    #[wasm_bindgen_test]
    fn a_real_page_keeps_its_address_and_takes_no_play_money() {
        let chosen = address("https://relay.example.org");
        for (network, used) in [
            (None, Network::Bitcoin),
            (Some(Network::Regtest), Network::Bitcoin),
            (Some(Network::Testnet), Network::Testnet),
        ] {
            for address in [None, chosen.clone()] {
                let base = address.clone().unwrap_or_else(sms4sats::base_url);
                let choice = Choice {
                    address,
                    network,
                    payee: None,
                };
                let connection = real_connection(choice);
                assert_eq!(connection.base, base);
                assert_eq!(connection.network, used);
                let is_pinned = used == Network::Bitcoin;
                assert_eq!(connection.payee.is_some(), is_pinned);
            }
        }
    }
}
