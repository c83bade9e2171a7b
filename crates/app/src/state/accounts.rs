//! The accounts that can be topped up, one at each service.

use leptos::prelude::*;
use satline_core::error::Service;

use super::{Account, Journal, Services, Settings, lasting};

/// One account at each service, and which of them is shown. They outlive the page: what was typed and
/// started is there again when the reader comes back.
#[derive(Clone, Copy)]
pub struct Accounts {
    accounts: StoredValue<[Account; 4]>,
    chosen: RwSignal<Option<Service>>,
}

impl Accounts {
    pub fn new(services: &Services, settings: Settings, journal: Journal) -> Self {
        let services = StoredValue::new(services.clone());
        let account = |service| Account::new(service, services, settings, journal);
        Self {
            accounts: StoredValue::new(Service::ALL.map(account)),
            chosen: lasting(None),
        }
    }

    pub fn all(self) -> [Account; 4] {
        self.accounts.get_value()
    }

    /// Polls for earlier top-ups, as far as the keys are known.
    pub fn resume(self) {
        for account in self.all() {
            account.resume();
        }
    }

    /// Forgets what was typed and what was opened.
    pub fn wipe(self) {
        for account in self.all() {
            account.reset();
        }
        self.chosen.set(None);
    }

    /// Returns the account that is shown, and follows which one that is.
    pub fn chosen(self) -> Option<Account> {
        let chosen = self.chosen.get();
        let mut accounts = self.all().into_iter();
        accounts.find(|account| Some(account.service) == chosen)
    }

    /// Shows another account.
    pub fn choose(self, account: Account) {
        self.chosen.set(Some(account.service));
        account.on_shown();
    }
}
