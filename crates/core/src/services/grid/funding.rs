//! Topping up an internal account at Lightspark Grid: play money, for its sandbox only.

use super::{Grid, InternalAccount, LARGEST_AMOUNT, LARGEST_PAGE};
use crate::error::{Code, Error, Service};
use crate::funding::{Method, Place, Request, Todo, TopUp, added, stand_in_id};
use crate::http::{Clock, Transport};
use crate::lightning::Expectation;
use crate::lightning::bolt11::Network;
use crate::money::{Amount, Currency};
use crate::order::{Ask, Kind, Order, Report, Start};
use crate::text::text;

/// The only way there is to add money by this call.
const SANDBOX: &str = "sandbox";

/// So many pages of accounts are looked through for one; then it counts as not there.
const MOST_PAGES: usize = 100;

/// One internal account, to be topped up.
#[derive(Clone, Debug)]
pub struct GridWallet<W> {
    grid: Grid<W>,
    account_id: String,
}

impl<W: Transport + Clock> GridWallet<W> {
    /// The account of that id.
    pub fn new(grid: Grid<W>, account_id: impl Into<String>) -> Self {
        Self {
            grid,
            account_id: account_id.into(),
        }
    }

    /// The client that all accounts share.
    pub const fn grid(&self) -> &Grid<W> {
        &self.grid
    }

    /// The account as it stands. There is no call for one account, so the lists are looked through.
    pub async fn account(&self) -> Result<InternalAccount, Error> {
        let is_it = |account: &InternalAccount| account.id == self.account_id;
        let platform = self.grid.platform_accounts().await?;
        if let Some(account) = platform.accounts.into_iter().find(is_it) {
            return Ok(account);
        }
        let mut cursor = None;
        for _ in 0..MOST_PAGES {
            let page = self
                .grid
                .customers_accounts(cursor.as_deref(), LARGEST_PAGE)
                .await?;
            if let Some(account) = page.accounts.into_iter().find(is_it) {
                return Ok(account);
            }
            // A cursor that leads nowhere else would lead there for ever.
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
}

impl<W: Transport + Clock> Place for GridWallet<W> {
    fn service(&self) -> Service {
        Service::Grid
    }

    async fn methods(&self) -> Result<Vec<Method>, Error> {
        let currency = self.balance().await?.currency().clone();
        let limit = |units: u64| Amount::new(u128::from(units), currency.clone());
        Ok(vec![Method {
            id: SANDBOX.to_owned(),
            name: "Play money of Grid's sandbox".to_owned(),
            limits: Some((limit(1), limit(LARGEST_AMOUNT))),
            currencies: vec![currency],
            amount_optional: false,
            problem: None,
        }])
    }

    async fn top_up(&self, request: &Request) -> Result<TopUp, Error> {
        let amount = request.needed_amount()?;
        if request.method != SANDBOX {
            return Err(Error::invalid(
                "method",
                "must be sandbox: there is no other at Grid.",
            ));
        }
        let before = self.balance().await?;
        if before.currency() != amount.currency() {
            let currency: &Currency = before.currency();
            return Err(Error::invalid(
                "amount",
                text!["must be in ", currency.code(), ", the account's currency."],
            ));
        }
        let units = u64::try_from(amount.units()).unwrap_or(u64::MAX);
        let start = match self.grid.fund(&self.account_id, units).await {
            Ok(_) => Start::Charged,
            Err(error) if error.code == Code::OutcomeUnknown => Start::Unknown,
            Err(error) => return Err(error),
        };
        let todo = if start == Start::Charged {
            Todo::Done
        } else {
            Todo::Wait
        };
        let now = self.clock().now();
        let id = stand_in_id(Service::Grid, now)?;
        let expectation = Expectation::new(Network::Bitcoin);
        let mut order = Order::new(Service::Grid, Kind::Fund, id, start, expectation, now);
        order.awaited_balance = added(&before, amount);
        Ok(TopUp { order, todo })
    }

    async fn balance(&self) -> Result<Amount, Error> {
        let account = self.account().await?;
        account.balance.ok_or_else(|| {
            Error::new(
                Code::Unreadable,
                "Grid does not tell this account's balance. Look at it in Grid's dashboard.",
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
        Ok(self.account().await?.report_on(order))
    }
}

impl InternalAccount {
    /// Whether the account has what was awaited.
    pub(crate) fn report_on(&self, order: &Order) -> Report {
        let balance = self.balance.as_ref();
        Report {
            credited: balance.is_some_and(|balance| order.has_arrived(balance)),
            ..Report::default()
        }
    }
}
