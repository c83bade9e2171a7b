//! Lightspark Grid: internal accounts in many currencies, which can be funded in its sandbox.
//!
//! In a page, `base` is a relay that holds the secret: the service's terms keep it out of browsers.
//!
//! ```no_run
//! # async fn example<W: satline_core::http::Transport + satline_core::http::Clock>(world: W)
//! # -> Result<(), satline_core::error::Error> {
//! use satline_core::secret::Secret;
//! use satline_core::services::grid::{Account, AccountFilter, Grid, base_url};
//!
//! let account = Account::at(base_url(), "my token id", Secret::new("my secret"));
//! let grid = Grid::new(account, world);
//! let page = grid.customers_accounts(&AccountFilter::default(), None, 20).await?;
//! for account in &page.accounts {
//!     let funded = grid.fund(&account.id, 100_000).await?;
//! }
//! # Ok(())
//! # }
//! ```

mod account;
mod call;
mod instruction;
#[cfg(test)]
mod pages;
mod top_up;
mod wire;

use std::time::Duration;

pub use account::{InternalAccount, Page};
use call::check_amount;
pub use call::{AccountFilter, LARGEST_AMOUNT, LARGEST_PAGE};
pub use instruction::{Field, FundingInstruction};
pub use top_up::GridWallet;
pub(crate) use wire::read_report;

use crate::error::{Error, Service};
use crate::http::{Client, Clock, Transport};
use crate::order::Terms;
use crate::secret::Secret;
use crate::url::SecureUrl;

/// Returns the service's public address, the default.
pub fn base_url() -> SecureUrl {
    SecureUrl::known("https://api.lightspark.com/grid/2025-10-13")
}

/// The terms of its orders.
pub const TERMS: Terms = Terms {
    service: Service::Grid,
    min_poll: Duration::ZERO,
    cancel: None,
};

/// Where calls go, and with which credential, which also decides whether it is the service's sandbox.
#[derive(Clone, Debug)]
pub struct Account {
    base: SecureUrl,
    token: Option<(String, Secret)>,
}

impl Account {
    /// Creates an account at this address, with the id and secret of an API token.
    pub fn at(base: SecureUrl, id: impl Into<String>, secret: Secret) -> Self {
        Self {
            base,
            token: Some((id.into(), secret)),
        }
    }

    /// Creates an account at a relay that holds the secret. For pages.
    pub const fn through(relay: SecureUrl) -> Self {
        Self {
            base: relay,
            token: None,
        }
    }
}

/// A client for the service.
#[derive(Clone, Debug)]
pub struct Grid<W> {
    pub(crate) account: Account,
    pub(crate) client: Client<W>,
}

impl<W: Transport + Clock> Grid<W> {
    /// Creates a client for an account. `world` is its transport and clock.
    pub fn new(account: Account, world: W) -> Self {
        Self {
            account,
            client: Client::new(Service::Grid, world),
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

    /// Adds play money to an internal account, in the smallest unit of its currency. Only for
    /// credentials of the service's sandbox.
    ///
    /// # Errors
    /// Names the invalid field, or quotes the service's refusal. If the response was lost
    /// ([`Code::OutcomeUnknown`](crate::error::Code::OutcomeUnknown)), the balance shows it.
    pub async fn fund(&self, account_id: &str, units: u64) -> Result<InternalAccount, Error> {
        let call = call::fund(&self.account, account_id, units);
        self.client.run(call).await
    }

    /// Lists the internal accounts of the platform's customers, page by page. `cursor` is
    /// [`Page::next`] of the previous page.
    ///
    /// # Errors
    /// `limit` is not from 1 to 100; or the service could not be reached.
    pub async fn customers_accounts(
        &self,
        filter: &AccountFilter,
        cursor: Option<&str>,
        limit: u64,
    ) -> Result<Page, Error> {
        let call = call::customers_accounts(&self.account, filter, cursor, limit);
        self.client.run(call).await
    }

    /// Lists the platform's own internal accounts.
    ///
    /// # Errors
    /// The service could not be reached, or does not accept the credential.
    pub async fn platform_accounts(&self, filter: &AccountFilter) -> Result<Page, Error> {
        let call = call::platform_accounts(&self.account, filter);
        self.client.run(call).await
    }
}
