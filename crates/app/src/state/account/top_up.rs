//! A top-up of the account, from its start to its end.

use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::{Money, Service};
use satline_core::money::Amount;
use satline_core::order::{Order, OrderId, State};
use satline_core::services::grid::GridWallet;
use satline_core::topup::{AnyProvider, Request, TopUp, TopUpProvider};

use super::{Account, Opened, Progress};
use crate::state::credentials::Client;
use crate::state::{Asker, Entry, Note, OrderError, PageTransport};

impl Account {
    /// Sends the top-up of the form. A second call while the first is pending does nothing.
    pub fn start(self, amount: Option<Amount>) {
        let (Some(opened), Progress::Form(_)) = (self.opened(), self.progress.get_untracked())
        else {
            return;
        };
        self.progress.set(Progress::Sending);
        let request = Request {
            amount,
            method: self.form.with_untracked(|form| form.method.clone()),
            cap: None,
        };
        spawn_local(async move {
            let making = self.make(opened, request);
            match self.journal.make_alone(Box::pin(making)).await {
                Ok(id) => self.show(&id),
                Err(error) => self.progress.set(Progress::Form(Some(error))),
            }
        });
    }

    /// Makes a top-up and stores it. A charge is stored before it is sent: if the tab is closed meanwhile, the
    /// record stays.
    async fn make(
        self,
        Opened { provider, name, .. }: Opened,
        request: Request,
    ) -> Result<OrderId, OrderError> {
        let entry = |TopUp { order, next_step }| {
            let note = Note {
                name: self.service.name().to_owned(),
                account: Some(name.clone()),
                next_step,
                ..Note::default()
            };
            Entry::new(order, note)
        };
        let journal = self.journal;
        let mut saved = None;
        let save = async |top_up| {
            let id = journal.store(entry(top_up)).await;
            saved = Some(id.map_err(OrderError::Storage)?);
            Ok(())
        };
        let result = provider.top_up(&request, save).await;
        match (result, saved) {
            (Ok(top_up), Some(id)) => Ok(journal.replace(&id, entry(top_up)).await),
            (Ok(top_up), None) => Ok(journal.add(entry(top_up)).await),
            (Err(OrderError::Service(error)), Some(id)) if error.money == Money::Untouched => {
                // If it stays, the balance shows that nothing arrived.
                let _ = journal.forget(&id).await;
                Err(OrderError::Service(error))
            }
            (Err(error), _) => Err(error),
        }
    }

    /// Shows a top-up from the journal.
    fn show(self, id: &OrderId) {
        if let Some(Entry { order, note, .. }) = self.journal.peek(id) {
            let next_step = note.next_step;
            self.progress
                .set(Progress::Started(TopUp { order, next_step }));
            self.load_balance_on_arrival();
        }
    }

    /// Returns the journal's name of the account, or of one of the accounts that a credential opens. Another
    /// key may open another account with another balance, so the name holds a short hash of the key, too
    /// short to reveal anything else.
    pub(super) fn name(self, wallet: &str) -> String {
        let hash = |text: &str| {
            text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
                (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
            })
        };
        let service = self.service.name();
        // At sms4sats an order's id is enough to ask about it.
        if self.service == Service::Sms4Sats {
            return service.to_owned();
        }
        // A sandbox has its own keys, whatever the settings hold.
        let key = if self.needs_login() {
            self.typed.get_untracked()
        } else {
            String::new()
        };
        format!("{service}/{}/{wallet}", hash(key.trim()))
    }

    /// Polls for the top-ups of that account from now on. Orders at sms4sats are polled for anyway, without
    /// a key.
    pub(super) fn follow(self, name: &str, provider: &AnyProvider<PageTransport>) {
        if self.service != Service::Sms4Sats {
            let asker = Asker::new(provider.clone());
            self.journal.follow(name.to_owned(), asker);
        }
    }

    /// Polls for earlier top-ups, as far as the key is known.
    pub fn resume(self) {
        let Ok(client) = self.client() else {
            return;
        };
        let prefix = self.name("");
        for entry in untrack(|| self.journal.entries()) {
            let Some(wallet) = entry.account().strip_prefix(&prefix) else {
                continue;
            };
            let provider = match &client {
                Client::Provider(provider) => provider.clone(),
                Client::Grid(grid) => AnyProvider::Grid(GridWallet::new(grid.clone(), wallet)),
            };
            if untrack(|| self.journal.is_unpolled(&entry)) {
                self.follow(entry.account(), &provider);
            }
        }
    }

    /// Updates the top-up by its order in the journal.
    pub fn update(self, order: Order) {
        self.progress.update(|progress| {
            if let Progress::Started(top_up) = progress {
                top_up.order = order;
            }
        });
        self.load_balance_on_arrival();
    }

    fn load_balance_on_arrival(self) {
        let has_arrived =
            |top_up: TopUp| matches!(top_up.order.state, State::Credited | State::Charged);
        if untrack(|| self.top_up()).is_some_and(has_arrived) {
            self.load_balance();
        }
    }

    /// Returns the top-up that was started, and follows it.
    pub fn top_up(self) -> Option<TopUp> {
        match self.progress.get() {
            Progress::Started(top_up) => Some(top_up),
            _ => None,
        }
    }

    /// Shows the form again.
    pub fn start_another(self) {
        self.form.update(|form| form.amount.clear());
        self.progress.set(Progress::Form(None));
    }
}
