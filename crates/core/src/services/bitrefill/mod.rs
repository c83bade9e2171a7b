//! Bitrefill: deposits to an account's balance, by Lightning, on chain or in tokens.
//!
//! In a page, use a relay that holds the secret: the service is not meant to be called by browsers.
//!
//! ```no_run
//! # async fn example<W: satline_core::http::Transport + satline_core::http::Clock>(world: W)
//! # -> Result<(), satline_core::error::Error> {
//! use satline_core::money::{Amount, Currency};
//! use satline_core::secret::Secret;
//! use satline_core::services::bitrefill::{Account, Auth, Bitrefill, DepositOrder, base_url};
//!
//! let auth = Auth::Business { id: "my id".into(), secret: Secret::new("my secret") };
//! let bitrefill = Bitrefill::new(Account::at(base_url(), auth), world);
//! let amount = Amount::parse("amount", "25", Currency::USD)?;
//! let deposit = bitrefill.deposit(&DepositOrder::fixed(amount, "lightning")).await?;
//! let later = bitrefill.deposit_status(&deposit.id).await?.progress();
//! # Ok(())
//! # }
//! ```

mod call;
mod deposit;
mod method;
#[cfg(test)]
mod pages;
mod top_up;
mod wire;

use std::time::Duration;

pub use deposit::{Deposit, DepositOrder, Instruction, Price, Progress, Value};
pub use method::{METHODS, Method};
pub(crate) use wire::read_deposit;

use crate::error::{Error, Service};
use crate::http::{Client, Clock, Transport};
use crate::lightning::bolt11::Network;
use crate::money::Amount;
use crate::order::{OrderId, Terms};
use crate::secret::Secret;
use crate::url::SecureUrl;

/// Returns the service's public address, the default.
pub fn base_url() -> SecureUrl {
    SecureUrl::known("https://api.bitrefill.com/v2")
}

/// The service allows 60 calls in 10 minutes per account. Requesting statuses no more often than this
/// leaves ten for everything else.
pub const MIN_POLL: Duration = Duration::from_secs(12);

/// The terms of its orders.
pub const TERMS: Terms = Terms {
    service: Service::Bitrefill,
    min_poll: MIN_POLL,
    cancel: None,
};

/// Credentials.
#[derive(Clone, Debug)]
pub enum Auth {
    /// None: the address is a relay that holds the secret. For pages.
    Relay,
    /// The key of a personal account, which cannot make deposits.
    Personal(Secret),
    /// The id and secret of a business account.
    Business {
        /// The id.
        id: String,
        /// Its secret.
        secret: Secret,
    },
}

/// Where calls go, and with which credentials.
#[derive(Clone, Debug)]
pub struct Account {
    base: SecureUrl,
    auth: Auth,
    network: Network,
}

impl Account {
    /// Creates an account at this address, with these credentials.
    pub const fn at(base: SecureUrl, auth: Auth) -> Self {
        Self {
            base,
            auth,
            network: Network::Bitcoin,
        }
    }

    /// Sets the network of Lightning invoices. Default: Bitcoin's main network.
    #[must_use]
    pub fn paid_on(mut self, network: Network) -> Self {
        self.network = network;
        self
    }
}

/// A client for the service.
#[derive(Clone, Debug)]
pub struct Bitrefill<W> {
    pub(crate) account: Account,
    pub(crate) client: Client<W>,
}

impl<W: Transport + Clock> Bitrefill<W> {
    /// Creates a client for an account. `world` is its transport and clock.
    pub fn new(account: Account, world: W) -> Self {
        Self {
            account,
            client: Client::new(Service::Bitrefill, world),
        }
    }

    /// Sets how long a call may take in all. Default: 30 seconds.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.client = self.client.with_deadline(deadline);
        self
    }

    /// Returns a client for a flow of several calls, which share one deadline.
    #[cfg(all(feature = "js", target_arch = "wasm32"))]
    pub(crate) fn for_flow(&self) -> Self {
        Self {
            account: self.account.clone(),
            client: self.client.for_flow(),
        }
    }

    /// Returns the account.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// Creates a deposit to the balance. Business accounts only.
    ///
    /// # Errors
    /// Names the invalid field, or quotes the service's refusal. If the response was
    /// lost, the unpaid deposit expires by itself.
    pub async fn deposit(&self, order: &DepositOrder) -> Result<Deposit, Error> {
        self.client.run(call::deposit(&self.account, order)).await
    }

    /// Requests the status of a deposit. Don't call it more often than once per [`MIN_POLL`].
    ///
    /// # Errors
    /// The service could not be reached, limits calls, or does not know the deposit.
    pub async fn deposit_status(&self, id: &OrderId) -> Result<Deposit, Error> {
        self.client.run(call::invoice(&self.account, id)).await
    }

    /// Returns the account's balance.
    ///
    /// # Errors
    /// The service could not be reached, or does not accept the credentials.
    pub async fn balance(&self) -> Result<Amount, Error> {
        self.client.run(call::balance(&self.account)).await
    }

    /// Checks that the service responds and accepts the key.
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<(), Error> {
        self.client.run(call::ping(&self.account)).await
    }
}
