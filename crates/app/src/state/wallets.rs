//! The accounts that one credential can top up.

use satline_core::error::Error;
use satline_core::money::Amount;
use satline_core::services::grid::{AccountFilter, Grid, GridWallet, InternalAccount};
use satline_core::topup::AnyProvider;

use super::PageTransport;

/// How many accounts of customers are offered.
const CUSTOMERS_OFFERED: u64 = 20;

/// The accounts: the platform's own first, then its first customers'.
#[derive(Clone, Debug)]
pub struct Wallets {
    grid: Grid<PageTransport>,
    /// The journal's name of the credential that opened them. Another one may be typed meanwhile.
    name: String,
    pub accounts: Vec<InternalAccount>,
    /// The id of the one that was chosen; empty if none was.
    pub chosen: String,
}

impl Wallets {
    pub async fn of(grid: Grid<PageTransport>, name: String) -> Result<Self, Error> {
        let all = AccountFilter::default();
        let mut accounts = grid.platform_accounts(&all).await?.accounts;
        let customers = grid.customers_accounts(&all, None, CUSTOMERS_OFFERED);
        let customers = customers.await?;
        accounts.extend(customers.accounts);
        Ok(Self {
            grid,
            name,
            accounts,
            chosen: String::new(),
        })
    }

    /// Returns the account of this id, and its name in the journal.
    pub fn provider(self, id: String) -> (AnyProvider<PageTransport>, String) {
        let name = self.name + &id;
        (AnyProvider::Grid(GridWallet::new(self.grid, id)), name)
    }

    /// Notes the balance of an account.
    pub fn set_balance(&mut self, id: &str, balance: &Amount) {
        let mut accounts = self.accounts.iter_mut();
        if let Some(account) = accounts.find(|account| account.id == id) {
            account.balance = Some(balance.clone());
        }
    }
}
