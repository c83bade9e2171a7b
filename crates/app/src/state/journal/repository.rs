//! The records of orders in IndexedDB. A change reads a record and writes it in one transaction, so
//! tabs cannot overwrite each other. What cannot be written stays in memory, and is written later.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::slice::from_ref;

use leptos::prelude::*;
use satline_core::http::Clock;
use satline_core::order::{Order, OrderId};
use satline_core::time::Time;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::database::{Database, StorageError};
use super::records::{Records, StorageStatus};
use super::{Entry, old_records};
use crate::state::{PageTransport, Place, lasting, transport};

/// What has become of records. A record is named by its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was written, or is gone.
    Written(String),
    /// The reader deleted it.
    Deleted(String),
    /// Any of them was written.
    AnyWritten,
    /// The reader deleted all of them.
    AllDeleted,
}

/// The records, as far as this tab knows them.
#[derive(Clone, Copy)]
pub struct Repository {
    pub records: RwSignal<Records>,
    pub(super) state: StoredValue<Rc<State>, LocalStorage>,
}

#[derive(Default)]
pub(super) struct State {
    place: Place,
    clock: PageTransport,
    listener: OnceCell<Box<dyn Fn(Change)>>,
    pub(super) database: RefCell<Option<Rc<Database>>>,
    /// The identity of the database that was opened last.
    pub(super) identity: RefCell<Option<String>>,
    pub(super) is_retrying: Cell<bool>,
    is_persistence_requested: Cell<bool>,
}

impl Repository {
    /// Creates the repository of this place's database, which is not opened yet.
    pub fn new(place: Place) -> Self {
        Self {
            records: lasting(Records::default()),
            state: StoredValue::new_local(Rc::new(State {
                place,
                clock: transport(),
                ..State::default()
            })),
        }
    }

    /// Calls this after every change that is made here.
    pub fn listen(self, listener: impl Fn(Change) + 'static) {
        let _ = self.state.get_value().listener.set(Box::new(listener));
    }

    /// Opens the database, and moves there what an earlier version kept elsewhere.
    pub async fn open(self) {
        let ready = self.probe().await;
        if ready.is_ok() {
            old_records::take_over(self, self.state.get_value().place).await;
        }
        self.set_status(ready);
    }

    /// Writes something: only then is it known that orders can be stored.
    pub async fn check(self) -> Result<(), StorageError> {
        let ready = self.probe().await;
        self.set_status(ready);
        ready
    }

    async fn probe(self) -> Result<(), StorageError> {
        let probed = self.database().await?.probe().await;
        // The browser closes the database when a reader clears the site's data.
        if probed.is_err() && self.close() {
            return self.database().await?.probe().await;
        }
        probed
    }

    fn set_status(self, ready: Result<(), StorageError>) {
        self.records.write().status = match ready {
            Ok(()) => StorageStatus::Ready,
            Err(error) => StorageStatus::Failed(error),
        };
    }

    /// Asks the browser, once, to keep what is stored until the reader deletes it. Some ask the reader.
    pub fn request_persistence(self) {
        if self
            .state
            .get_value()
            .is_persistence_requested
            .replace(true)
        {
            return;
        }
        if let Ok(answer) = window().navigator().storage().persist() {
            // The settings show the answer.
            spawn_local(async move { drop(JsFuture::from(answer).await) });
        }
    }

    pub(super) async fn database(self) -> Result<Rc<Database>, StorageError> {
        let state = self.state.get_value();
        if let Some(database) = state.database.borrow().clone() {
            return Ok(database);
        }
        let database = Database::open(state.place.journal(), move || self.recover()).await?;
        let database = Rc::new(database);
        let texts = database.read(None).await?;
        let identity = Some(database.identity.clone());
        let before = state.identity.replace(identity.clone());
        let mut records = self.records.write();
        if before.is_some() && before != identity {
            // The browser cleared the storage. The reader deleted none of these orders, so they are
            // written again.
            for entry in &mut records.entries {
                entry.is_stored = false;
            }
        }
        state.database.replace(Some(database.clone()));
        records.replace(texts, self.now());
        Ok(database)
    }

    /// Closes the database. Returns whether it was open.
    pub fn close(self) -> bool {
        self.state.get_value().database.take().is_some()
    }

    /// Applies what another tab has changed.
    pub async fn apply(self, change: &Change) {
        match change {
            Change::Written(key) => self.read(key).await,
            Change::AnyWritten => self.read_all().await,
            // What could not be written here must not come back either.
            Change::Deleted(key) => self.remove(|entry| entry.key() == *key),
            Change::AllDeleted => self.records.write().clear(),
        }
    }

    /// Reads every record again.
    pub async fn read_all(self) {
        let Ok(database) = self.database().await else {
            return;
        };
        match database.read(None).await {
            Ok(texts) => self.records.write().replace(texts, self.now()),
            Err(_) => drop(self.close()),
        }
    }

    /// Reads one record again.
    pub async fn read(self, key: &str) {
        let Ok(database) = self.database().await else {
            return;
        };
        if let Ok(texts) = database.read(Some(key)).await {
            match texts.first().map(|text| Entry::parse(text)) {
                Some(Ok(entry)) => self.records.write().put_stored(entry, self.now()),
                Some(Err(_)) => {}
                None => self.remove(|entry| entry.is_stored && entry.key() == key),
            }
        }
    }

    fn remove(self, is_removed: impl Fn(&Entry) -> bool) {
        let mut records = self.records.write();
        records.entries.retain(|entry| !is_removed(entry));
    }

    /// Returns an order as it is now.
    pub fn peek(self, id: &OrderId) -> Option<Entry> {
        self.records.read_untracked().find(id).cloned()
    }

    /// Writes a new order or a new record of one. If that fails, nothing has changed.
    pub async fn write(self, entry: Entry) -> Result<OrderId, StorageError> {
        let (id, key) = (entry.order.id.clone(), entry.key());
        self.rewrite(from_ref(&key), &mut |_, _| Some(entry.clone()))
            .await?;
        self.put(entry, true);
        self.emit(Change::Written(key));
        Ok(id)
    }

    /// Adds a new order, written if that is possible.
    pub async fn add(self, entry: Entry) -> OrderId {
        let id = entry.order.id.clone();
        self.put(entry, false);
        self.alter(&id, &mut |order| order).await;
        id
    }

    /// Changes one order: what is written, and what is shown of it. An order that could not be written
    /// before is written now, if that is possible.
    ///
    /// Several changes of one order may be pending at once. Each begins with what is shown at its own
    /// moment, not with what was shown before it had to wait, so none undoes another.
    pub async fn alter(self, id: &OrderId, change: &mut dyn FnMut(Order) -> Order) {
        // Opening it may show that what is shown is no longer written.
        let _ = self.database().await;
        let Some(key) = self.peek(id).map(|entry| entry.key()) else {
            return;
        };
        let mut shown = None;
        let mut after = None;
        let written = self
            .rewrite(from_ref(&key), &mut |_, stored| {
                shown = self.peek(id);
                let shown = shown.as_ref()?;
                let mut entry = match stored {
                    Some(stored) => stored.with_unstored(shown, self.now()),
                    None if !shown.is_stored => shown.clone(),
                    // Another tab has deleted it.
                    None => return None,
                };
                entry.order = change(entry.order);
                after = Some(entry.clone());
                Some(entry)
            })
            .await;
        match (written, after, self.peek(id)) {
            (Ok(()), Some(entry), now) if now == shown => self.put(entry, true),
            // Another change was shown meanwhile. If it could not be written, it is ahead.
            (Ok(()), Some(mut entry), _) => {
                entry.is_stored = true;
                self.records.write().put_stored(entry, self.now());
            }
            (Ok(()), None, _) => self.read(&key).await,
            (Err(_), _, Some(mut shown)) => {
                shown.order = change(shown.order);
                self.put(shown, false);
            }
            (Err(_), _, None) => {}
        }
        self.retry_later();
        self.emit(Change::Written(key));
    }

    /// Writes what these entries know beyond the stored ones: all of them or none.
    pub async fn merge(self, entries: Vec<Entry>) -> Result<(), StorageError> {
        let keys: Vec<String> = entries.iter().map(Entry::key).collect();
        self.rewrite(&keys, &mut |index, stored| {
            let entry = entries.get(index)?;
            Some(stored.map_or_else(|| entry.clone(), |stored| stored.merged(entry)))
        })
        .await?;
        self.read_all().await;
        self.emit(Change::AnyWritten);
        Ok(())
    }

    /// Rewrites records in one transaction. The change is given the index of the key. A record that
    /// cannot be read is left as it is, since a newer version of the page can read it.
    async fn rewrite(
        self,
        keys: &[String],
        change: &mut dyn FnMut(usize, Option<Entry>) -> Option<Entry>,
    ) -> Result<(), StorageError> {
        let mut indices = 0..;
        let database = self.database().await?;
        let written = database
            .change(keys, &mut |text| {
                let index = indices.next()?;
                let stored = match text {
                    Some(text) => Some(Entry::parse(&text).ok()?),
                    None => None,
                };
                change(index, stored).map(|entry| entry.to_json())
            })
            .await;
        if written.is_err() {
            // Opened again next time: then it may be possible.
            self.close();
        }
        written
    }

    /// Deletes an order.
    pub async fn delete(self, id: &OrderId) -> Result<(), StorageError> {
        let Some(key) = self.peek(id).map(|entry| entry.key()) else {
            return Ok(());
        };
        self.database().await?.delete(Some(&key)).await?;
        self.remove(|entry| entry.order.id == *id);
        self.emit(Change::Deleted(key));
        Ok(())
    }

    /// Deletes all orders.
    pub async fn delete_all(self) -> Result<(), StorageError> {
        self.database().await?.delete(None).await?;
        old_records::remove(self.state.get_value().place);
        self.records.write().clear();
        self.emit(Change::AllDeleted);
        Ok(())
    }

    /// Shows an entry.
    fn put(self, entry: Entry, is_stored: bool) {
        self.records.write().put(Entry { is_stored, ..entry });
    }

    fn emit(self, change: Change) {
        if let Some(listener) = self.state.get_value().listener.get() {
            listener(change);
        }
    }

    /// Returns the time now.
    pub fn now(self) -> Time {
        self.state.get_value().clock.now()
    }
}

/// Returns whether the browser keeps what is stored until the reader deletes it; none if it does not say.
pub async fn is_persistent() -> Option<bool> {
    let answer = window().navigator().storage().persisted().ok()?;
    JsFuture::from(answer).await.ok()?.as_bool()
}
