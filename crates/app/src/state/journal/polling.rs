//! How the journal polls: which orders, for which accounts, and how eagerly.

use leptos::prelude::*;
use satline_core::order::{Attention, Order};
use wasm_bindgen_futures::spawn_local;

use super::poller::{Asker, Poller, PollerEvent};
use super::repository::Change;
use super::tab_sync::Message;
use super::{Entry, Journal};

/// The events by which a reader comes back to this tab, or leaves it.
pub const SIGNS: [&str; 4] = ["visibilitychange", "pageshow", "focus", "online"];

impl Journal {
    /// Returns whether an order may still change and this tab cannot ask about it: what is known of it may
    /// be old. Follows that.
    pub fn is_unpolled(self, entry: &Entry) -> bool {
        let accounts = self.accounts.read();
        !entry.order.is_over() && accounts.iter().all(|account| account != entry.account())
    }

    /// Returns whether this tab can ask the order's service with some other key, and follows that: the
    /// order's own key may be gone.
    pub fn has_other_key(self, entry: &Entry) -> bool {
        let service = format!("{}/", entry.order.service.name());
        let accounts = self.accounts.read();
        accounts.iter().any(|account| account.starts_with(&service))
    }

    /// Returns whether there is an order that this tab cannot ask about.
    pub fn has_unpolled(self) -> bool {
        let records = self.repository.records.read();
        records.entries.iter().any(|entry| self.is_unpolled(entry))
    }

    /// Polls for the orders of an account from now on, or polls with another key.
    pub fn follow(self, account: String, asker: Asker) {
        let parts = self.parts();
        let mut pollers = parts.pollers.borrow_mut();
        if let Some(poller) = pollers.iter().find(|poller| poller.account == account) {
            poller.set_asker(asker);
            return self.restart(poller, Attention::Looking);
        }
        self.accounts.write().push(account.clone());
        let poller = Poller::new(parts.place.journal(), account, asker, is_visible());
        pollers.push(poller.clone());
        spawn_local(async move {
            loop {
                match poller.next().await {
                    PollerEvent::Started => {
                        self.repository.read_all().await;
                        self.restart(&poller, Attention::Waking);
                    }
                    PollerEvent::Changed(order) => self.apply_report(&order).await,
                }
            }
        });
    }

    /// Stores what a poller has learned of an order.
    pub(super) async fn apply_report(self, report: &Order) {
        let code = || Some(self.peek(&report.id)?.order.code()?.text.clone());
        let before = code();
        let now = self.repository.now();
        let change = &mut |order: Order| order.without_future_times(now).merged(report);
        self.repository.alter(&report.id, change).await;
        if code() != before
            && let Some(Entry { note, .. }) = self.peek(&report.id)
        {
            self.parts().on_code.run(note.name);
        }
    }

    /// Lets the pollers go on with the records as they are now.
    pub(super) fn update_pollers(self, change: &Change) {
        let records = self.repository.records.read_untracked();
        let entry = match change {
            Change::Written(key) => records.entries.iter().find(|entry| entry.key() == *key),
            _ => None,
        };
        for poller in &*self.parts().pollers.borrow() {
            match entry {
                Some(entry) if entry.account() != poller.account => {}
                Some(entry) => poller.follow(entry.order.clone()),
                None => self.restart(poller, Attention::Looking),
            }
        }
    }

    fn restart(self, poller: &Poller, attention: Attention) {
        let now = self.repository.now();
        let records = self.repository.records.read_untracked();
        let orders = records
            .entries
            .iter()
            .filter(|entry| entry.account() == poller.account)
            .filter(|entry| entry.order.next_ask(now, Attention::Waking, 0).is_some())
            .map(|entry| entry.order.clone());
        let is_visible = is_visible();
        poller.restart(
            orders,
            if is_visible {
                attention
            } else {
                Attention::Away
            },
        );
    }

    /// Polls at once when the reader has come back to this tab, and rarely while nobody looks.
    pub(super) fn update_attention(self) {
        let is_visible = is_visible();
        if is_visible {
            self.repository.retry_now();
        }
        let mut has_polled = false;
        for poller in &*self.parts().pollers.borrow() {
            if is_visible {
                poller.on_visible();
            } else {
                has_polled |= poller.on_hidden();
            }
        }
        if has_polled {
            self.post(&Message::Hidden);
        }
    }
}

pub fn is_visible() -> bool {
    !document().hidden()
}
