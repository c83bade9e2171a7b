//! The orders that this tab knows, as its pages show them.

use satline_core::order::OrderId;
use satline_core::time::Time;

use super::database::StorageError;
use super::entry::{Entry, Unreadable};

/// Whether orders can be stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StorageStatus {
    /// Not known yet, and neither is which orders there are.
    #[default]
    Opening,
    /// They can.
    Ready,
    /// They cannot, so nothing must be ordered.
    Failed(StorageError),
}

/// The records that could be read, and how many could not.
#[derive(Default)]
pub struct Records {
    /// The oldest first.
    pub entries: Vec<Entry>,
    /// How many records a newer version of the page wrote.
    pub newer: usize,
    /// The texts of records that nobody can read.
    pub damaged: Vec<String>,
    pub status: StorageStatus,
}

impl Records {
    /// Returns the entry of this order.
    pub fn find(&self, id: &OrderId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.order.id == *id)
    }

    /// Replaces the order's entry, or inserts it by its age.
    pub fn put(&mut self, entry: Entry) {
        let (id, created) = (&entry.order.id, entry.order.created_at);
        if let Some(known) = self.entries.iter_mut().find(|known| known.order.id == *id) {
            *known = entry;
        } else {
            let is_older = |known: &Entry| known.order.created_at <= created;
            let index = self.entries.partition_point(is_older);
            self.entries.insert(index, entry);
        }
    }

    /// Puts a stored entry. What could not be stored of it stays shown.
    pub fn put_stored(&mut self, stored: Entry, now: Time) {
        let entry = match self.find(&stored.order.id) {
            Some(shown) => stored.with_unstored(shown, now),
            None => stored,
        };
        self.put(entry);
    }

    /// Shows what the database holds, and what could not be stored.
    pub fn replace(&mut self, texts: Vec<String>, now: Time) {
        self.entries.retain(|entry| !entry.is_stored);
        self.newer = 0;
        self.damaged.clear();
        for text in texts {
            match Entry::parse(&text) {
                Ok(entry) => self.put_stored(entry, now),
                Err(Unreadable::Newer) => self.newer += 1,
                Err(Unreadable::Damaged) => self.damaged.push(text),
            }
        }
    }

    /// Removes every record.
    pub fn clear(&mut self) {
        *self = Self {
            status: self.status,
            ..Self::default()
        };
    }

    /// Returns the orders that could not be stored.
    pub fn unstored(&self) -> Vec<OrderId> {
        let unstored = self.entries.iter().filter(|entry| !entry.is_stored);
        unstored.map(|entry| entry.order.id.clone()).collect()
    }
}
