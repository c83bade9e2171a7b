//! Lava: a wallet that is topped up by charging a saved payment method.
//!
//! In a page, use a relay that holds the key: the service is not meant to be called by browsers.
//!
//! ```no_run
//! # async fn example<W: satline_core::http::Transport + satline_core::http::Clock>(world: W)
//! # -> Result<(), satline_core::error::Error> {
//! use satline_core::money::{Amount, Currency};
//! use satline_core::secret::Secret;
//! use satline_core::services::lava::{Account, Lava, Outcome, base_url};
//!
//! let lava = Lava::new(Account::at(base_url(), Secret::new("aks_test_…")), world);
//! let methods = lava.payment_methods().await?;
//! let Some(method) = methods.iter().find(|method| method.is_default) else { return Ok(()) };
//! let amount = Amount::parse("amount", "25", Currency::USD)?;
//! match lava.fund(method, &amount).await?.outcome {
//!     Outcome::Completed { balance } => { /* the wallet has grown */ }
//!     Outcome::NeedsConfirmation { link } => { /* show the link, then ask for the wallet */ }
//!     Outcome::Unknown { .. } => { /* only the wallet's balance shows the outcome */ }
//! }
//! # Ok(())
//! # }
//! ```

mod call;
mod charge;
mod key;
mod method;
#[cfg(test)]
mod pages;
mod top_up;
mod wallet;
mod wire;

use std::time::Duration;

pub use charge::{Charge, Link, MAX_CHARGE, MIN_CHARGE, Outcome};
pub use key::KeyKind;
pub use method::{PaymentMethod, Problem, check_method};
pub use wallet::Wallet;
pub(crate) use wire::read_wallet;

use crate::error::{Error, Service};
use crate::http::{Client, Clock, Transport};
use crate::money::Amount;
use crate::order::Terms;
use crate::secret::Secret;
use crate::url::SecureUrl;

/// Returns the service's public address, the default.
pub fn base_url() -> SecureUrl {
    SecureUrl::known("https://api.lava.so/v1")
}

/// The terms of its orders.
pub const TERMS: Terms = Terms {
    service: Service::Lava,
    min_poll: Duration::ZERO,
    cancel: None,
};

/// Where calls go, and with which key.
#[derive(Clone, Debug)]
pub struct Account {
    base: SecureUrl,
    key: Option<Secret>,
}

impl Account {
    /// Creates an account at this address, with a merchant's secret key.
    pub const fn at(base: SecureUrl, key: Secret) -> Self {
        Self {
            base,
            key: Some(key),
        }
    }

    /// Creates an account at a relay that holds the key. For pages.
    pub const fn through(relay: SecureUrl) -> Self {
        Self {
            base: relay,
            key: None,
        }
    }

    /// Returns whether the key is for tests or for real money; `None` if it is not a key of the
    /// service.
    pub fn key_kind(&self) -> Option<KeyKind> {
        self.key.as_ref().and_then(KeyKind::of)
    }
}

/// A client for the service.
#[derive(Clone, Debug)]
pub struct Lava<W> {
    pub(crate) account: Account,
    pub(crate) client: Client<W>,
}

impl<W: Transport + Clock> Lava<W> {
    /// Creates a client for an account. `world` is its transport and clock.
    pub fn new(account: Account, world: W) -> Self {
        Self {
            account,
            client: Client::new(Service::Lava, world),
        }
    }

    /// Sets how long a call may take in all. Default: 30 seconds.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.client = self.client.with_deadline(deadline);
        self
    }

    /// Returns a client for a flow of several calls, which share one deadline.
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

    /// Charges a saved payment method: 10 to 10,000 US dollars. Sent once; afterwards only the wallet's
    /// balance shows the payment.
    ///
    /// # Errors
    /// Names the invalid field, or quotes the service's refusal: nothing was charged.
    /// If the response was lost ([`Code::OutcomeUnknown`](crate::error::Code::OutcomeUnknown)), it
    /// may have been.
    pub async fn fund(&self, method: &PaymentMethod, amount: &Amount) -> Result<Charge, Error> {
        let call = call::fund(&self.account, method, amount);
        self.client.run(call).await
    }

    /// Returns the wallet and its balance.
    ///
    /// # Errors
    /// The service could not be reached, or does not accept the key.
    pub async fn wallet(&self) -> Result<Wallet, Error> {
        self.client.run(call::wallet(&self.account)).await
    }

    /// Lists the saved payment methods.
    ///
    /// # Errors
    /// The service could not be reached, or does not accept the key.
    pub async fn payment_methods(&self) -> Result<Vec<PaymentMethod>, Error> {
        self.client.run(call::payment_methods(&self.account)).await
    }
}
