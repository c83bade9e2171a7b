//! A top-up of the account, from its begin to its end.

use leptos::prelude::*;
use leptos::task::spawn_local;
use satline_core::error::{Money, Service};
use satline_core::money::Amount;
use satline_core::order::{Order, OrderId, State};
use satline_core::services::grid::GridWallet;
use satline_core::topup::{AnyProvider, Request, TopUp, TopUpProvider};

use super::{Account, Opened, Progress};
use crate::state::credentials::Client;
use crate::state::{Asker, Entry, NotMade, Note, PageTransport};

impl Account {
    /// Tops it up. A second call while the first is under way does nothing.
    pub fn begin(self, amount: Option<Amount>) {
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
                Err(not_made) => self.progress.set(Progress::Form(Some(not_made))),
            }
        });
    }

    /// A charge is written down before it is sent: if the tab goes meanwhile, the record stays.
    async fn make(
        self,
        Opened { provider, name, .. }: Opened,
        request: Request,
    ) -> Result<OrderId, NotMade> {
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
            saved = Some(id.map_err(NotMade::Storage)?);
            Ok(())
        };
        let result = provider.top_up(&request, save).await;
        match (result, saved) {
            (Ok(top_up), Some(id)) => Ok(journal.replace(&id, entry(top_up)).await),
            (Ok(top_up), None) => Ok(journal.add(entry(top_up)).await),
            (Err(NotMade::Service(error)), Some(id)) if error.money == Money::Untouched => {
                // If it stays, its balance tells that nothing came.
                let _ = journal.forget(&id).await;
                Err(NotMade::Service(error))
            }
            (Err(error), _) => Err(error),
        }
    }

    /// Shows a top-up of the journal.
    fn show(self, id: &OrderId) {
        if let Some(Entry { order, note, .. }) = self.journal.peek(id) {
            self.progress.set(Progress::Begun(TopUp {
                order: order.clone(),
                next_step: note.next_step,
            }));
            self.take(order);
        }
    }

    /// What the journal calls it, or that one of the accounts which a credential names. Another key may
    /// be another account, and its balance another one: so there is a trace of the key in it, too faint
    /// to tell anything else.
    pub(super) fn name(self, wallet: &str) -> String {
        let trace = |text: &str| {
            text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
                (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
            })
        };
        let service = self.service.name();
        // sms4sats tells of every order to whoever knows its id.
        if self.service == Service::Sms4Sats {
            return service.to_owned();
        }
        let key = trace(self.typed.get_untracked().trim()).to_string();
        [service, &key, wallet].join("/")
    }

    /// From now on this tab asks about what was begun there. sms4sats is asked about every order
    /// anyway, and without a key.
    pub(super) fn follow(self, name: &str, provider: &AnyProvider<PageTransport>) {
        if self.service != Service::Sms4Sats {
            let asker = Asker::new(provider.clone());
            self.journal.follow(name.to_owned(), asker);
        }
    }

    /// Asks about what was begun earlier, as far as the key is known.
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
            if untrack(|| self.journal.is_unasked(&entry)) {
                self.follow(entry.account(), &provider);
            }
        }
    }

    /// Takes in what has become of the top-up.
    pub fn take(self, order: Order) {
        let arrived = matches!(order.state, State::Credited | State::Charged);
        self.progress.update(|progress| {
            if let Progress::Begun(begun) = progress {
                begun.order = order;
            }
        });
        if arrived {
            self.ask_balance();
        }
    }

    /// Returns the top-up that has begun, and follows it.
    pub fn begun(self) -> Option<TopUp> {
        match self.progress.get() {
            Progress::Begun(begun) => Some(begun),
            _ => None,
        }
    }

    /// Back to the form.
    pub fn begin_another(self) {
        self.form.update(|form| form.amount.clear());
        self.progress.set(Progress::Form(None));
    }
}
