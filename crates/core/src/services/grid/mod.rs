//! Lightspark Grid: internal accounts in many currencies, which its sandbox can be told to fund.
//!
//! Every call stands twice: as a value (in [`call`]), and as a method of [`Grid`] that makes it. In a
//! page, `base` is a relay that holds the secret: the service's terms keep it out of browsers.
//!
//! ```no_run
//! # async fn example<W: satline_core::http::Transport + satline_core::http::Clock>(world: W)
//! # -> Result<(), satline_core::error::Error> {
//! use satline_core::secret::Secret;
//! use satline_core::services::grid::{Account, Grid, base_url};
//!
//! let account = Account::at(base_url(), "my token id", Secret::new("my secret"));
//! let grid = Grid::new(account, world);
//! let page = grid.customers_accounts(None, 20).await?;
//! for account in &page.accounts {
//!     let funded = grid.fund(&account.id, 100_000).await?;
//! }
//! # Ok(())
//! # }
//! ```

mod account;
pub mod call;
mod instruction;
mod top_up;
mod wire;

use std::time::Duration;

pub use account::{InternalAccount, Page};
use call::check_amount;
pub use call::{LARGEST_AMOUNT, LARGEST_PAGE};
pub use instruction::{Field, FundingInstruction};
pub use top_up::GridWallet;
pub(crate) use wire::read_report;

use crate::error::{Error, Service};
use crate::http::{Client, Clock, Transport};
use crate::secret::Secret;
use crate::url::SecureUrl;

/// Where the service answers, unless told otherwise.
pub fn base_url() -> SecureUrl {
    SecureUrl::known("https://api.lightspark.com/grid/2025-10-13")
}

/// Where calls go, and who is asking. The credential decides whether that is the service's sandbox.
#[derive(Clone, Debug)]
pub struct Account {
    base: SecureUrl,
    token: Option<(String, Secret)>,
}

impl Account {
    /// At this address, with the id and secret of an API token.
    pub fn at(base: SecureUrl, id: impl Into<String>, secret: Secret) -> Self {
        Self {
            base,
            token: Some((id.into(), secret)),
        }
    }

    /// At a relay, which knows the secret itself. This is the way for a page.
    pub const fn through(relay: SecureUrl) -> Self {
        Self {
            base: relay,
            token: None,
        }
    }
}

/// A client of the service.
#[derive(Clone, Debug)]
pub struct Grid<W> {
    pub(crate) account: Account,
    pub(crate) client: Client<W>,
}

/// Each method makes the call of the same name in [`call`], and says nothing more than that one.
impl<W: Transport + Clock> Grid<W> {
    /// A client of an account.
    pub fn new(account: Account, world: W) -> Self {
        Self {
            account,
            client: Client::new(Service::Grid, world),
        }
    }

    /// Sets how long a call may take in all: 30 seconds if not said.
    #[must_use]
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.client = self.client.with_deadline(deadline);
        self
    }

    /// A client for a flow of several calls, which together may take as long as one.
    pub(crate) fn for_flow(&self) -> Self {
        Self {
            account: self.account.clone(),
            client: self.client.for_flow(),
        }
    }

    /// The account that calls are made for.
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// See [`call::fund`].
    pub fn fund(
        &self,
        account_id: &str,
        units: u64,
    ) -> impl Future<Output = Result<InternalAccount, Error>> {
        self.client
            .run(call::fund(&self.account, account_id, units))
    }

    /// See [`call::customers_accounts`].
    pub fn customers_accounts(
        &self,
        cursor: Option<&str>,
        limit: u64,
    ) -> impl Future<Output = Result<Page, Error>> {
        self.client
            .run(call::customers_accounts(&self.account, cursor, limit))
    }

    /// See [`call::platform_accounts`].
    pub fn platform_accounts(&self) -> impl Future<Output = Result<Page, Error>> {
        self.client.run(call::platform_accounts(&self.account))
    }
}
