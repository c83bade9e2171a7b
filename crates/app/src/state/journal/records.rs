//! The journal's records: read, changed and written.

use std::rc::Rc;

use leptos::prelude::*;
use satline_core::lenient::{self, Lenient};
use satline_core::order::{Order, OrderId};
use serde_json::Value;
use web_sys::Storage;

use super::channel::News;
use super::database::{Database, Trouble};
use super::entry::Unreadable;
use super::{Entry, Journal, name};

/// Where an earlier version kept all orders, as one text.
const OLD_PLACE: &str = "satline.orders";

/// Whether this browser may have orders, of play money or of real, as far as can be told without
/// opening anything.
pub async fn may_have_orders(is_played: bool) -> bool {
    old_place().is_some() || Database::may_exist(name(is_played)).await
}

impl Journal {
    /// Opens the database and writes something: only then is it known that orders can be kept.
    pub(super) async fn ready(self) -> Result<(), Trouble> {
        let probed = self.database().await?.probe().await;
        // Whoever clears the site's data closes what was open.
        if probed.is_err() && self.desk().database.take().is_some() {
            return self.database().await?.probe().await;
        }
        probed
    }

    pub(super) async fn database(self) -> Result<Rc<Database>, Trouble> {
        let desk = self.desk();
        if let Some(database) = desk.database.borrow().clone() {
            return Ok(database);
        }
        let opened = Database::open(self.name(), move || self.recover());
        let database = Rc::new(opened.await?);
        let texts = database.read(None).await?;
        let born = Some(database.born.clone());
        let before = desk.born.replace(born.clone());
        if before.is_some() && before != born {
            self.miss_all();
        }
        desk.database.replace(Some(database.clone()));
        self.show(texts);
        Ok(database)
    }

    /// The storage was cleared, and another database stands in the place of the one before: nobody
    /// deleted these orders, so they are to be written again.
    fn miss_all(self) {
        for entry in &mut self.list.write().entries {
            entry.kept = false;
        }
    }

    /// Reads everything anew.
    pub(super) async fn read_all(self) {
        let Ok(database) = self.database().await else {
            return;
        };
        match database.read(None).await {
            Ok(texts) => self.show(texts),
            Err(_) => drop(self.desk().database.take()),
        }
    }

    /// Reads one record anew.
    pub(super) async fn read(self, key: &str) {
        let Ok(database) = self.database().await else {
            return;
        };
        if let Ok(texts) = database.read(Some(key)).await {
            let mut list = self.list.write();
            match texts.first().map(|text| parse(text)) {
                Some(Ok(entry)) => list.take_in(entry, self.now()),
                Some(Err(_)) => {}
                None => list
                    .entries
                    .retain(|entry| !entry.kept || entry.key() != key),
            }
        }
    }

    /// Takes in an order that is not made yet, if it can be written down.
    pub async fn write_down(self, entry: Entry) -> Result<OrderId, Trouble> {
        let (id, key) = (entry.order.id.clone(), entry.key());
        let entry = Entry {
            kept: true,
            ..entry
        };
        self.rewrite(std::slice::from_ref(&key), &mut |_, _| Some(entry.clone()))
            .await?;
        self.put(entry);
        self.announce(News::Changed(key));
        Ok(id)
    }

    /// Puts what an order has become in the place of what was written down before it was made.
    pub async fn replace(self, before: &OrderId, entry: Entry) -> OrderId {
        let id = entry.order.id.clone();
        if self.write_down(entry.clone()).await.is_err() {
            self.add(entry).await;
        } else if id != *before {
            // If it stays, it stands beside this one and tells the same.
            let _ = self.forget(before).await;
        }
        id
    }

    /// Takes in a new order, written down if that is possible.
    pub async fn add(self, entry: Entry) -> OrderId {
        let id = entry.order.id.clone();
        self.put(entry);
        self.alter(&id, &mut |order| order).await;
        id
    }

    /// Changes one order: where it is written, and what is shown of it. An order that could not be
    /// written before is written now, if that is possible.
    ///
    /// Several changes of one order may be on their way at once. Each begins with what is shown at its own
    /// moment, not with what was shown before it had to wait: so none takes back what another one did.
    pub(super) async fn alter(self, id: &OrderId, change: &mut dyn FnMut(Order) -> Order) {
        // Opening it may show that what is shown is no longer written.
        let _ = self.database().await;
        let Some(key) = self.peek(id).map(|entry| entry.key()) else {
            return;
        };
        let mut shown = None;
        let mut after = None;
        let written = self
            .rewrite(std::slice::from_ref(&key), &mut |_, kept| {
                shown = self.peek(id);
                let shown = shown.as_ref()?;
                let mut entry = match kept {
                    Some(kept) => kept.behind(shown, self.now()),
                    None if !shown.kept => shown.clone(),
                    // What was forgotten elsewhere stays forgotten.
                    None => return None,
                };
                entry.order = change(entry.order);
                after = Some(entry.clone());
                Some(entry)
            })
            .await;
        match (written, after) {
            (Ok(()), Some(entry)) => {
                let entry = Entry {
                    kept: true,
                    ..entry
                };
                if self.peek(id) == shown {
                    self.put(entry);
                } else {
                    // Another change was shown meanwhile. If it could not be written, it is ahead.
                    self.list.write().take_in(entry, self.now());
                }
            }
            (Ok(()), None) => self.read(&key).await,
            (Err(_), _) => {
                if let Some(shown) = self.peek(id) {
                    self.put(Entry {
                        order: change(shown.order.clone()),
                        kept: false,
                        ..shown
                    });
                }
            }
        }
        self.retry_later();
        self.announce(News::Changed(key));
    }

    /// Rewrites records in one transaction. The change is told the place of the key. A record that
    /// cannot be read is left as it is: a newer version of the page can.
    pub(super) async fn rewrite(
        self,
        keys: &[String],
        change: &mut dyn FnMut(usize, Option<Entry>) -> Option<Entry>,
    ) -> Result<(), Trouble> {
        let mut place = 0;
        let database = self.database().await?;
        let written = database
            .change(keys, &mut |text| {
                let here = place;
                place += 1;
                let kept = match text {
                    Some(text) => Some(parse(&text).ok()?),
                    None => None,
                };
                change(here, kept).map(|entry| entry.to_json())
            })
            .await;
        if written.is_err() {
            // Opened anew next time: what could not be written may be then.
            self.desk().database.take();
        }
        written
    }

    /// Moves what an earlier version kept. What cannot be read stays there, and nothing else: what is
    /// deleted here must not come back from there.
    pub(super) async fn take_over_old_place(self) {
        let Some((storage, old)) = old_place() else {
            return;
        };
        let Some(list) = lenient::parse(&old) else {
            return;
        };
        let mut entries = Vec::new();
        let mut unread = Vec::new();
        for item in list.items() {
            match Entry::from_value(item) {
                Ok(entry) if entry.is_regtest() == self.is_played() => entries.push(entry),
                _ => unread.push(item.clone()),
            }
        }
        if self.merge(entries).await.is_err() {
            return;
        }
        // What cannot be removed is merged once more next time.
        let _ = if unread.is_empty() {
            storage.remove_item(OLD_PLACE)
        } else {
            storage.set_item(OLD_PLACE, &Value::Array(unread).to_string())
        };
    }

    /// Shows an order as it is now.
    fn put(self, entry: Entry) {
        self.list.write().put(entry);
    }

    /// Shows what is written, and what could not be.
    fn show(self, texts: Vec<String>) {
        let mut list = self.list.write();
        list.entries.retain(|entry| !entry.kept);
        list.newer = 0;
        list.damaged.clear();
        for text in texts {
            match parse(&text) {
                Ok(entry) => list.take_in(entry, self.now()),
                Err(Unreadable::Newer) => list.newer += 1,
                Err(Unreadable::Damaged) => list.damaged.push(text),
            }
        }
    }
}

/// Forgets what an earlier version kept and this one could not read.
pub(super) fn forget_old_place() {
    if let Some((storage, _)) = old_place() {
        let _ = storage.remove_item(OLD_PLACE);
    }
}

/// What stands in the old place, and whose it is.
fn old_place() -> Option<(Storage, String)> {
    let storage = window().local_storage().ok()??;
    let old = storage.get_item(OLD_PLACE).ok()??;
    Some((storage, old))
}

fn parse(text: &str) -> Result<Entry, Unreadable> {
    let json = lenient::parse(text).ok_or(Unreadable::Damaged)?;
    Entry::from_value(&json)
}
