//! Every order of this browser: written down before anybody sees its invoice, followed by one tab of
//! all, and the same in each of them.
//!
//! What is true stands in the database. A change reads the record and writes it in one transaction, so
//! tabs cannot overwrite each other; then the others are told the key and read what stands there.

mod backup;
mod channel;
mod database;
mod entry;
mod persistence;
mod poller;
mod records;
mod retry;
mod tabs;
#[cfg(test)]
mod tests;
mod turn;

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use satline_core::error::{Code, Error};
use satline_core::http::Clock;
use satline_core::order::{Event, OrderId};
use satline_core::services::sms4sats::Sms4Sats;
use satline_core::time::Time;
use wasm_bindgen_futures::spawn_local;

use super::{PageTransport, lasting, transport};
use channel::{Channel, News};
use database::Database;
pub use database::Trouble;
pub use entry::{Entry, Note, is_given_up};
pub use persistence::is_persistent;
pub use poller::Asker;
use poller::Poller;
use records::forget_old_place;
pub use records::may_have_orders;
pub use tabs::SIGNS;

/// The database's name, the channel's, and what the locks' names begin with. Play money has its own:
/// the same browser may open a page with and without its sandbox.
const NAME: &str = "satline";
const NAME_IN_SANDBOX: &str = "satline-sandbox";

/// Whether orders can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not known yet, and neither is which orders there are.
    Opening,
    /// They can.
    Ready,
    /// They cannot: nothing must be ordered.
    Trouble(Trouble),
}

/// Why no order was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMade {
    /// Another one is just being made: this was the second click of two.
    Busy,
    /// It could not have been kept.
    Storage(Trouble),
    /// There is no connection, so nothing was sent.
    Offline,
    /// The service did not take it.
    Service(Error),
}

impl From<Error> for NotMade {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

/// The making of an order, from the first question to the record.
type Making<'a> = Pin<Box<dyn Future<Output = Result<OrderId, NotMade>> + 'a>>;

/// All orders of this browser.
#[derive(Clone, Copy)]
pub struct Journal {
    list: RwSignal<List>,
    /// The accounts that this tab can ask about orders.
    asked: RwSignal<Vec<String>>,
    desk: StoredValue<Rc<Desk>, LocalStorage>,
    on_code: Callback<String>,
}

/// What a journal shows.
struct List {
    /// The oldest first.
    entries: Vec<Entry>,
    /// How many records a newer version of the page wrote.
    newer: usize,
    /// The texts of records that nobody can read.
    damaged: Vec<String>,
    standing: Standing,
}

/// What a journal works with.
#[derive(Default)]
struct Desk {
    transport: PageTransport,
    database: RefCell<Option<Rc<Database>>>,
    channel: RefCell<Option<Channel>>,
    pollers: RefCell<Vec<Rc<Poller>>>,
    making: Cell<bool>,
    /// Whether its orders are made at a sandbox, with play money.
    is_played: bool,
    /// What the database was named that was opened last.
    born: RefCell<Option<String>>,
    /// What could not be written is going to be written again.
    is_retrying: Cell<bool>,
    /// The browser was asked to keep what is stored here.
    is_persistence_asked: Cell<bool>,
}

impl Journal {
    /// Opens it, and takes part in what the tabs tell each other. `on_code` is told for what a code has
    /// come, in the tab that asks. Orders made with play money are kept apart from the others.
    pub fn open(is_played: bool, on_code: Callback<String>) -> Self {
        let journal = Self {
            list: lasting(List {
                entries: Vec::new(),
                newer: 0,
                damaged: Vec::new(),
                standing: Standing::Opening,
            }),
            asked: lasting(Vec::new()),
            desk: StoredValue::new_local(Rc::new(Desk {
                transport: transport(),
                is_played,
                ..Desk::default()
            })),
            on_code,
        };
        let channel = Channel::open(journal.name(), move |news| journal.hear(news));
        journal.desk().channel.replace(Some(channel));
        journal.heed_the_reader();
        spawn_local(async move {
            let ready = journal.ready().await;
            if ready.is_ok() {
                journal.take_over_old_place().await;
            }
            journal.stand(ready);
        });
        journal
    }

    fn is_played(self) -> bool {
        self.desk().is_played
    }

    fn name(self) -> &'static str {
        name(self.is_played())
    }

    /// All orders, the oldest first; followed as they change.
    pub fn entries(self) -> Vec<Entry> {
        self.list.read().entries.clone()
    }

    /// How many orders only a newer version of the page can read; followed as that changes.
    pub fn newer(self) -> usize {
        self.list.read().newer
    }

    /// The texts of records that are damaged; followed as they change.
    pub fn damaged(self) -> Vec<String> {
        self.list.read().damaged.clone()
    }

    /// One order; followed as it changes.
    pub fn entry(self, id: &OrderId) -> Option<Entry> {
        self.list.read().find(id).cloned()
    }

    /// One order, as it is just now.
    pub fn peek(self, id: &OrderId) -> Option<Entry> {
        self.list.read_untracked().find(id).cloned()
    }

    /// Whether orders can be kept, as far as is known; followed as it changes.
    pub fn standing(self) -> Standing {
        self.list.read().standing
    }

    /// Makes an order by that future, which is begun only if an order can be kept, and writes it down.
    /// While it is under way no other one is made.
    ///
    /// If the order was made and could not be written, it is among the entries all the same, with a
    /// [warning](Entry::warning): whoever shows its invoice shows that first.
    pub fn make<'a>(
        self,
        making: impl Future<Output = Result<Entry, Error>> + 'a,
    ) -> impl Future<Output = Result<OrderId, NotMade>> + 'a {
        self.alone(Box::pin(async move {
            let entry = making.await.map_err(NotMade::Service)?;
            Ok(self.add(entry).await)
        }))
    }

    /// Makes an order by that future, which writes it down itself: begun only if an order can be kept
    /// and no other one is being made.
    pub async fn alone(self, making: Making<'_>) -> Result<OrderId, NotMade> {
        if is_offline() {
            return Err(NotMade::Offline);
        }
        let desk = self.desk();
        if desk.making.replace(true) {
            return Err(NotMade::Busy);
        }
        let ready = self.ready().await;
        self.stand(ready);
        if ready.is_ok() && !desk.is_persistence_asked.replace(true) {
            // A reader may take long to answer the browser, and the order goes on meanwhile.
            spawn_local(persistence::request());
        }
        let made = match ready {
            Ok(()) => making.await,
            Err(trouble) => Err(NotMade::Storage(trouble)),
        };
        desk.making.set(false);
        made
    }

    /// Notes that a wallet is about to be asked to pay an order, on the disk if that is possible. Gives
    /// whether it may be asked: not if one was before, in whatever tab.
    pub async fn hand_over(self, id: &OrderId) -> bool {
        let mut first = false;
        self.alter(id, &mut |order| {
            let before = order.maybe_paid();
            let order = order.after(&Event::PaymentAsked, self.now());
            first = order.maybe_paid() && !before;
            order
        })
        .await;
        first
    }

    /// Lets something happen to an order: a wallet says that it is paying.
    pub async fn happened(self, id: &OrderId, event: Event) {
        self.alter(id, &mut |order| order.after(&event, self.now()))
            .await;
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
        self.happened(id, Event::CancelSent).await;
        let (after, outcome) = service.cancel_order(order).await;
        let open = |error: &Error| error.code == Code::OutcomeUnknown;
        let refused = outcome.as_ref().is_err_and(|error| !open(error));
        self.alter(id, &mut |order| {
            let order = order.merged(&after);
            if refused {
                order.after(&Event::CancelRefused, self.now())
            } else {
                order
            }
        })
        .await;
        outcome
    }

    /// Forgets an order. The order itself goes on at its service.
    pub async fn forget(self, id: &OrderId) -> Result<(), Trouble> {
        let Some(key) = self.peek(id).map(|entry| entry.key()) else {
            return Ok(());
        };
        self.database().await?.delete(&key).await?;
        let mut list = self.list.write();
        list.entries.retain(|entry| entry.order.id != *id);
        drop(list);
        self.announce(News::Deleted(key));
        Ok(())
    }

    /// Forgets all orders.
    pub async fn wipe(self) -> Result<(), Trouble> {
        self.database().await?.clear().await?;
        forget_old_place();
        self.list.write().clear();
        self.announce(News::Wiped);
        Ok(())
    }

    fn now(self) -> Time {
        self.desk().transport.now()
    }

    /// Lets go of channel, turns and database, as when its tab is closed.
    #[cfg(test)]
    pub fn close(self) {
        let desk = self.desk();
        desk.channel.take();
        for poller in desk.pollers.take() {
            poller.stop();
        }
        desk.database.take();
    }

    fn desk(self) -> Rc<Desk> {
        self.desk.get_value()
    }

    fn stand(self, ready: Result<(), Trouble>) {
        self.list.write().standing = match ready {
            Ok(()) => Standing::Ready,
            Err(trouble) => Standing::Trouble(trouble),
        };
    }
}

const fn name(is_played: bool) -> &'static str {
    if is_played { NAME_IN_SANDBOX } else { NAME }
}

/// Returns whether the browser knows that nothing it sends would arrive.
pub fn is_offline() -> bool {
    !window().navigator().on_line()
}

impl List {
    fn clear(&mut self) {
        self.entries.clear();
        self.newer = 0;
        self.damaged.clear();
    }

    fn find(&self, id: &OrderId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.order.id == *id)
    }

    /// Puts an entry in the place of the order's earlier one, or else where it belongs by its age.
    fn put(&mut self, entry: Entry) {
        let id = &entry.order.id;
        match self.entries.iter_mut().find(|known| known.order.id == *id) {
            Some(known) => *known = entry,
            None => self.insert(entry),
        }
    }

    /// Puts what is written; what could not be written is known beyond it.
    fn take_in(&mut self, written: Entry, now: Time) {
        let entry = match self.find(&written.order.id) {
            Some(shown) => written.behind(shown, now),
            None => written,
        };
        self.put(entry);
    }

    fn insert(&mut self, entry: Entry) {
        let made = entry.order.created_at;
        let is_older = |known: &Entry| known.order.created_at <= made;
        let place = self.entries.partition_point(is_older);
        self.entries.insert(place, entry);
    }
}
