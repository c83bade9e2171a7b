//! Tops up an internal account at Lightspark Grid with play money, in its sandbox only.

use super::{AccountFilter, Grid, InternalAccount, LARGEST_AMOUNT, LARGEST_PAGE};
use crate::error::{Code, Error, Service};
use crate::http::{Clock, Transport};
use crate::lightning::Expectation;
use crate::lightning::bolt11::Network;
use crate::money::{Amount, Currency};
use crate::order::{Ask, Kind, Order, Report, Start};
use crate::topup::{Method, NextStep, Request, TopUp, TopUpProvider, placeholder_id};

/// The only method there is.
const SANDBOX: &str = "sandbox";

/// How many pages are searched for an account before it counts as missing.
const MOST_PAGES: usize = 100;

/// One internal account, to be topped up.
#[derive(Clone, Debug)]
pub struct GridWallet<W> {
    grid: Grid<W>,
    account_id: String,
}

impl<W: Transport + Clock> GridWallet<W> {
    /// Creates a client for the account with that id.
    pub fn new(grid: Grid<W>, account_id: impl Into<String>) -> Self {
        Self {
            grid,
            account_id: account_id.into(),
        }
    }

    /// Returns the client for all accounts.
    pub const fn grid(&self) -> &Grid<W> {
        &self.grid
    }

    /// Returns a client for a flow of several calls, which share one deadline.
    #[cfg(all(feature = "js", target_arch = "wasm32"))]
    pub(crate) fn for_flow(&self) -> Self {
        Self::new(self.grid.for_flow(), self.account_id.as_str())
    }

    /// Returns the account. The service has no call for one account, so this searches the lists.
    ///
    /// # Errors
    /// Names `accountId` if no list has it.
    pub async fn account(&self) -> Result<InternalAccount, Error> {
        self.grid.for_flow().find(&self.account_id).await
    }
}

impl<W: Transport + Clock> Grid<W> {
    async fn find(&self, id: &str) -> Result<InternalAccount, Error> {
        let is_it = |account: &InternalAccount| account.id == id;
        let all = AccountFilter::default();
        let platform = self.platform_accounts(&all).await?;
        if let Some(found) = platform.accounts.into_iter().find(is_it) {
            return Ok(found);
        }
        let mut cursor = None;
        for _ in 0..MOST_PAGES {
            let page = self
                .customers_accounts(&all, cursor.as_deref(), LARGEST_PAGE)
                .await?;
            if let Some(found) = page.accounts.into_iter().find(is_it) {
                return Ok(found);
            }
            // The same cursor again would loop forever.
            match page.next {
                Some(next) if Some(&next) != cursor.as_ref() => cursor = Some(next),
                _ => break,
            }
        }
        Err(Error::invalid(
            "accountId",
            "must be the id of one of your internal accounts.",
        ))
    }

    async fn balance_of(&self, id: &str) -> Result<Amount, Error> {
        self.find(id).await?.balance.ok_or_else(|| {
            Error::new(
                Code::Unreadable,
                "Grid did not return this account's balance. See Grid's dashboard.",
            )
        })
    }
}

impl<W: Transport + Clock> Ask for GridWallet<W> {
    type World = W;

    fn clock(&self) -> &W {
        self.grid.client.world()
    }

    async fn ask(&self, order: &Order) -> Result<Report, Error> {
        let id = order.account.as_ref().unwrap_or(&self.account_id);
        let account = self.grid.for_flow().find(id).await?;
        order.report_of_balance(Some(&account.id), account.balance.as_ref())
    }
}

impl<W: Transport + Clock> TopUpProvider for GridWallet<W> {
    async fn methods(&self) -> Result<Vec<Method>, Error> {
        let currency = self.balance().await?.currency().clone();
        let limit = |units: u64| Amount::new(i128::from(units), currency.clone());
        Ok(vec![Method {
            id: SANDBOX.to_owned(),
            name: "Play money of Grid's sandbox".to_owned(),
            limits: Some((limit(1), limit(LARGEST_AMOUNT))),
            currencies: vec![currency],
            amount_optional: false,
            problem: None,
        }])
    }

    async fn begin<E: From<Error>>(
        &self,
        request: &Request,
        save: impl AsyncFnOnce(TopUp) -> Result<(), E>,
    ) -> Result<TopUp, E> {
        let amount = request.needed_amount()?;
        if request.method != SANDBOX {
            return Err(Error::invalid("method", "must be sandbox: Grid has no other.").into());
        }
        let grid = self.grid.for_flow();
        let before = grid.balance_of(&self.account_id).await?;
        if before.currency() != amount.currency() {
            let currency: &Currency = before.currency();
            let sentence = format!("must be in {}, the account's currency.", currency.code());
            return Err(Error::invalid("amount", sentence).into());
        }
        let units = u64::try_from(amount.units()).unwrap_or(u64::MAX);
        // Don't save what would be refused.
        super::check_amount(units)?;
        let id = placeholder_id(Service::Grid, self.clock())?;
        let order = |start| {
            let expectation = Expectation::new(Network::Bitcoin);
            let now = self.clock().now();
            let id = id.clone();
            let mut order = Order::new(&super::TERMS, Kind::Fund, id, start, expectation, now);
            order.awaited_balance = before.plus(amount);
            order.account = Some(self.account_id.clone());
            order
        };
        let unknown = TopUp {
            order: order(Start::Unknown),
            next_step: NextStep::Wait,
        };
        save(unknown.clone()).await?;
        match grid.fund(&self.account_id, units).await {
            Ok(_) => Ok(TopUp {
                order: order(Start::Charged),
                next_step: NextStep::Done,
            }),
            Err(error) if error.code == Code::OutcomeUnknown => Ok(unknown),
            Err(error) => Err(error.into()),
        }
    }

    async fn balance(&self) -> Result<Amount, Error> {
        self.grid.for_flow().balance_of(&self.account_id).await
    }
}
