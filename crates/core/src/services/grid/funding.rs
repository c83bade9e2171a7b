//! Topping up an internal account at Lightspark Grid: play money, for its sandbox only.

use super::{Grid, InternalAccount, LARGEST_AMOUNT, LARGEST_PAGE, call};
use crate::error::{Code, Error, Service};
use crate::funding::{Flows, Method, Place, Request, Todo, TopUp, stand_in_id};
use crate::http::{Client, Clock, Talk, Transport};
use crate::lightning::Expectation;
use crate::lightning::bolt11::Network;
use crate::money::{Amount, Currency};
use crate::order::{Kind, Order, Report, Start};
use serde_json::json;

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
        let flow = |talk: &mut Talk| self.find(talk, &self.account_id);
        self.client().talk(&flow).await
    }
}

impl<W> GridWallet<W> {
    fn find(&self, talk: &mut Talk, id: &str) -> Result<InternalAccount, Error> {
        let account = &self.grid.account;
        let is_it = |account: &InternalAccount| account.id == id;
        let platform = talk.make(call::platform_accounts(account))?;
        if let Some(found) = platform.accounts.into_iter().find(is_it) {
            return Ok(found);
        }
        let mut cursor = None;
        for _ in 0..MOST_PAGES {
            let call = call::customers_accounts(account, cursor.as_deref(), LARGEST_PAGE);
            let page = talk.make(call)?;
            if let Some(found) = page.accounts.into_iter().find(is_it) {
                return Ok(found);
            }
            // A cursor that leads nowhere else would lead there for ever.
            match page.next {
                Some(next) if Some(&next) != cursor.as_ref() => cursor = Some(next),
                _ => break,
            }
            talk.condense(json!({ "data": [], "nextCursor": cursor }).to_string());
        }
        Err(Error::invalid(
            "accountId",
            "must be the id of one of your internal accounts.",
        ))
    }
}

impl<W: Transport + Clock> Place for GridWallet<W> {
    type World = W;

    fn client(&self) -> &Client<W> {
        &self.grid.client
    }

    fn flows(&self) -> &dyn Flows {
        self
    }
}

impl<W> Flows for GridWallet<W> {
    fn methods(&self, talk: &mut Talk) -> Result<Vec<Method>, Error> {
        let currency = self.balance(talk)?.currency().clone();
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

    fn top_up(&self, talk: &mut Talk, request: &Request) -> Result<TopUp, Error> {
        let amount = request.needed_amount()?;
        if request.method != SANDBOX {
            return Err(Error::invalid(
                "method",
                "must be sandbox: there is no other at Grid.",
            ));
        }
        let before = self.balance(talk)?;
        if before.currency() != amount.currency() {
            let currency: &Currency = before.currency();
            return Err(Error::invalid(
                "amount",
                format!("must be in {}, the account's currency.", currency.code()),
            ));
        }
        let units = u64::try_from(amount.units()).unwrap_or(u64::MAX);
        let funded = call::fund(&self.grid.account, &self.account_id, units);
        let start = match talk.make(funded) {
            Ok(_) => Start::Charged,
            Err(error) if error.code == Code::OutcomeUnknown => Start::Unknown,
            Err(error) => return Err(error),
        };
        let todo = if start == Start::Charged {
            Todo::Done
        } else {
            Todo::Wait
        };
        let now = talk.now();
        let id = stand_in_id(Service::Grid, talk)?;
        let expectation = Expectation::new(Network::Bitcoin);
        let mut order = Order::new(Service::Grid, Kind::Fund, id, start, expectation, now);
        order.awaited_balance = before.plus(amount);
        order.account = Some(self.account_id.clone());
        Ok(TopUp { order, todo })
    }

    fn balance(&self, talk: &mut Talk) -> Result<Amount, Error> {
        let account = self.find(talk, &self.account_id)?;
        account.balance.ok_or_else(|| {
            Error::new(
                Code::Unreadable,
                "Grid does not tell this account's balance. Look at it in Grid's dashboard.",
            )
        })
    }

    fn report(&self, talk: &mut Talk, order: &Order) -> Result<Report, Error> {
        let own = order.account.as_ref();
        let account = self.find(talk, own.unwrap_or(&self.account_id))?;
        order.report_of_balance(Some(&account.id), account.balance.as_ref())
    }
}
