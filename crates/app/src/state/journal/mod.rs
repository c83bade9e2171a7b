//! Every order of this browser: stored before its invoice is shown, polled by one tab of all, and the
//! same in each of them.
//!
//! The [`Repository`] knows IndexedDB, [`TabSync`] the other tabs and [`Poller`] the services. None of
//! them knows another; the [`Journal`] passes on what they emit.

mod backup;
mod database;
mod entry;
mod old_records;
mod poller;
mod polling;
mod records;
mod repository;
mod retry;
mod tab_sync;
#[cfg(test)]
mod tests;
mod web_lock;

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use satline_core::error::{Code, Error};
use satline_core::order::{Event, Order, OrderId};
use satline_core::services::sms4sats::Sms4Sats;
use wasm_bindgen_futures::spawn_local;

use super::{PageTransport, Place, lasting};
use database::Database;
pub use database::StorageError;
pub use entry::{Entry, Note, is_given_up};
pub use poller::Asker;
use poller::Poller;
pub use polling::SIGNS;
use polling::is_visible;
pub use records::StorageStatus;
use repository::Repository;
pub use repository::is_persistent;
use tab_sync::{Message, TabSync};

/// Why no order was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderError {
    /// Another one is just being made: this was the second click of two.
    Busy,
    /// It could not have been stored.
    Storage(StorageError),
    /// There is no connection, so nothing was sent.
    Offline,
    /// The service refused it.
    Service(Error),
}

impl From<Error> for OrderError {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

/// An order that is being made and stored.
type Making<'a> = Pin<Box<dyn Future<Output = Result<OrderId, OrderError>> + 'a>>;

/// All orders of this browser.
#[derive(Clone, Copy)]
pub struct Journal {
    repository: Repository,
    /// The accounts that have a poller.
    accounts: RwSignal<Vec<String>>,
    parts: StoredValue<Rc<Parts>, LocalStorage>,
}

/// What a journal works with beside its repository.
struct Parts {
    place: Place,
    on_code: Callback<String>,
    tabs: RefCell<Option<TabSync>>,
    pollers: RefCell<Vec<Rc<Poller>>>,
    is_making: Cell<bool>,
}

impl Journal {
    /// Opens the journal of real money, or of play money. Calls `on_code` with what a code has arrived for,
    /// in the tab that polls.
    pub fn open(place: Place, on_code: Callback<String>) -> Self {
        let journal = Self {
            repository: Repository::new(place),
            accounts: lasting(Vec::new()),
            parts: StoredValue::new_local(Rc::new(Parts {
                place,
                on_code,
                tabs: RefCell::default(),
                pollers: RefCell::default(),
                is_making: Cell::new(false),
            })),
        };
        journal.repository.listen(move |change| {
            journal.update_pollers(&change);
            journal.post(&Message::Records(change));
        });
        let tabs = TabSync::open(place.journal(), move |message| journal.receive(message));
        journal.parts().tabs.replace(Some(tabs));
        for sign in SIGNS {
            window_event_listener_untyped(sign, move |_| journal.update_attention());
        }
        spawn_local(journal.repository.open());
        journal
    }

    /// Returns all orders, the oldest first, and follows them.
    pub fn entries(self) -> Vec<Entry> {
        self.repository.records.read().entries.clone()
    }

    /// Looks at all orders, the oldest first, and follows them. Nothing is copied: there may be thousands.
    pub fn with_entries<T>(self, look: impl FnOnce(&[Entry]) -> T) -> T {
        self.repository
            .records
            .with(|records| look(&records.entries))
    }

    /// Returns how many orders only a newer version of the page can read, and follows that.
    pub fn newer(self) -> usize {
        self.repository.records.read().newer
    }

    /// Returns the texts of damaged records, and follows them.
    pub fn damaged(self) -> Vec<String> {
        self.repository.records.read().damaged.clone()
    }

    /// Returns one order, and follows it.
    pub fn entry(self, id: &OrderId) -> Option<Entry> {
        self.repository.records.read().find(id).cloned()
    }

    /// Returns one order as it is now.
    pub fn peek(self, id: &OrderId) -> Option<Entry> {
        self.repository.peek(id)
    }

    /// Returns whether orders can be stored, as far as that is known, and follows it.
    pub fn status(self) -> StorageStatus {
        self.repository.records.read().status
    }

    /// Makes an order by that future and stores it. The future is polled only if an order can be stored and
    /// no other one is being made.
    ///
    /// An order that was made and could not be stored is among the entries all the same, with a
    /// [warning](Entry::warning), which must be shown before its invoice.
    pub fn make<'a>(
        self,
        making: impl Future<Output = Result<Entry, Error>> + 'a,
    ) -> impl Future<Output = Result<OrderId, OrderError>> + 'a {
        self.make_alone(Box::pin(async move { Ok(self.add(making.await?).await) }))
    }

    /// Makes an order by that future, which stores it. The future is polled only if an order can be stored
    /// and no other one is being made.
    pub async fn make_alone(self, making: Making<'_>) -> Result<OrderId, OrderError> {
        if is_offline() {
            return Err(OrderError::Offline);
        }
        let parts = self.parts();
        if parts.is_making.replace(true) {
            return Err(OrderError::Busy);
        }
        let made = match self.repository.check().await {
            Ok(()) => {
                // A reader may take long to answer the browser, and the order goes on meanwhile.
                self.repository.request_persistence();
                making.await
            }
            Err(error) => Err(OrderError::Storage(error)),
        };
        parts.is_making.set(false);
        made
    }

    /// Adds a new order, stored if that is possible.
    pub async fn add(self, entry: Entry) -> OrderId {
        self.repository.add(entry).await
    }

    /// Stores an order that is not made yet.
    pub async fn store(self, entry: Entry) -> Result<OrderId, StorageError> {
        self.repository.write(entry).await
    }

    /// Replaces what was [stored](Self::store) before an order was made.
    pub async fn replace(self, before: &OrderId, entry: Entry) -> OrderId {
        let Ok(id) = self.store(entry.clone()).await else {
            return self.add(entry).await;
        };
        if id != *before {
            // If it stays, there are two records of one order, which say the same.
            let _ = self.forget(before).await;
        }
        id
    }

    /// Records that a wallet is about to be asked to pay an order, on the disk if that is possible. Returns
    /// whether it may be asked: not if one was before, in any tab.
    pub async fn hand_over(self, id: &OrderId) -> bool {
        let mut is_first = false;
        let change = &mut |order: Order| {
            let before = order.maybe_paid();
            let order = order.after(&Event::PaymentAsked, self.repository.now());
            is_first = order.maybe_paid() && !before;
            order
        };
        self.repository.alter(id, change).await;
        is_first
    }

    /// Applies an event to an order.
    pub async fn apply(self, id: &OrderId, event: Event) {
        let change = &mut |order: Order| order.after(&event, self.repository.now());
        self.repository.alter(id, change).await;
    }

    /// Cancels an order, if that is allowed. The order is up to date in any case.
    pub async fn cancel(
        self,
        service: &Sms4Sats<PageTransport>,
        id: &OrderId,
    ) -> Result<(), Error> {
        let Some(Entry { order, .. }) = self.peek(id) else {
            return Ok(());
        };
        self.apply(id, Event::CancelSent).await;
        let (after, outcome) = service.cancel_order(order).await;
        let is_unknown = |error: &Error| error.code == Code::OutcomeUnknown;
        let is_refused = outcome.as_ref().is_err_and(|error| !is_unknown(error));
        let change = &mut |order: Order| {
            let now = self.repository.now();
            let order = order.without_future_times(now).merged(&after);
            if is_refused {
                order.after(&Event::CancelRefused, now)
            } else {
                order
            }
        };
        self.repository.alter(id, change).await;
        outcome
    }

    /// Deletes an order here. It goes on at its service.
    pub async fn forget(self, id: &OrderId) -> Result<(), StorageError> {
        self.repository.delete(id).await
    }

    /// Deletes all orders here.
    pub async fn wipe(self) -> Result<(), StorageError> {
        self.repository.delete_all().await
    }

    /// Opens the storage again, and writes what it lacks of this tab's orders.
    pub fn try_again(self) {
        self.repository.try_again();
    }

    /// Applies a message of another tab.
    fn receive(self, message: Message) {
        match message {
            Message::Records(change) => spawn_local(async move {
                self.repository.apply(&change).await;
                self.update_pollers(&change);
            }),
            // The sender may fall asleep now.
            Message::Hidden if is_visible() => self.update_attention(),
            Message::Hidden => {}
        }
    }

    fn post(self, message: &Message) {
        if let Some(tabs) = &*self.parts().tabs.borrow() {
            tabs.post(message);
        }
    }

    fn parts(self) -> Rc<Parts> {
        self.parts.get_value()
    }

    /// Stops everything, as when its tab is closed.
    #[cfg(test)]
    pub fn close(self) {
        self.parts().tabs.take();
        for poller in self.parts().pollers.take() {
            poller.stop();
        }
        self.repository.close();
    }
}

/// Returns whether this browser may have orders, of play money or of real, as far as that is known
/// without opening anything.
pub async fn may_have_orders(place: Place) -> bool {
    old_records::exist(place) || Database::may_exist(place.journal()).await
}

/// Returns whether the browser knows that nothing it sends would arrive.
pub fn is_offline() -> bool {
    !window().navigator().on_line()
}
