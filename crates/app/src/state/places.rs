//! The accounts that can be topped up.

use leptos::prelude::*;
use satline_core::error::Service;

use super::{Account, Journal, Services, Settings, lasting};

/// One account at each service, and which of them is shown. It outlives the page: what was typed and
/// what was begun is there again when the reader comes back.
#[derive(Clone, Copy)]
pub struct Places {
    accounts: StoredValue<Vec<Account>>,
    chosen: RwSignal<Option<Account>>,
    /// Accounts outlive the page that begins them anew.
    root: StoredValue<Owner>,
}

impl Places {
    pub fn new(services: &Services, settings: Settings, journal: Journal) -> Self {
        let services = StoredValue::new(services.clone());
        let accounts =
            Service::ALL.map(|service| Account::new(service, services, settings, journal));
        Self {
            accounts: StoredValue::new(accounts.to_vec()),
            chosen: lasting(None),
            root: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    pub fn all(self) -> Vec<Account> {
        self.accounts.get_value()
    }

    /// Asks about what was begun earlier, as far as the keys are known.
    pub fn resume(self) {
        for account in self.all() {
            account.resume();
        }
    }

    /// The page is shown, and with it the chosen one again.
    pub fn greet(self) {
        if let Some(account) = self.chosen.get_untracked() {
            account.greet();
        }
    }

    /// Begins anew, without what was typed and what is open.
    pub fn wipe(self) {
        let anew = || self.all().into_iter().map(Account::anew).collect();
        self.accounts.set_value(self.root.get_value().with(anew));
        self.chosen.set(None);
    }

    /// The one that is shown.
    pub fn chosen(self) -> Option<Account> {
        self.chosen.get()
    }

    /// Shows another one.
    pub fn choose(self, account: Account) {
        self.chosen.set(Some(account));
        account.greet();
    }
}
