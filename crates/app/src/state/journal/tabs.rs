//! One journal in many tabs.

use leptos::prelude::*;
use satline_core::order::{Attention, Order, OrderId};

use super::{Entry, Journal};
use wasm_bindgen_futures::spawn_local;

use super::channel::News;
use super::poller::{Asker, Nudge, Poller};

/// What shows that somebody has come back to a tab, or has left it.
pub const SIGNS: [&str; 4] = ["visibilitychange", "pageshow", "focus", "online"];

impl Journal {
    /// From now on this tab can ask about the orders of that account.
    pub fn follow(self, account: String, asker: Asker) {
        if !self.asked.read_untracked().contains(&account) {
            self.asked.write().push(account.clone());
        }
        let desk = self.desk();
        let mut pollers = desk.pollers.borrow_mut();
        match pollers.iter().find(|poller| poller.account == account) {
            Some(poller) => poller.ask_by(asker),
            None => pollers.push(Poller::start(self, account, asker, is_looked_at())),
        }
    }

    /// Whether an order may still change and this tab cannot ask about it: what is known of it may be
    /// old. Followed as it changes.
    pub fn is_unasked(self, entry: &Entry) -> bool {
        let asked = self.asked.read();
        !entry.order.is_over() && asked.iter().all(|account| account != entry.account())
    }

    /// Whether this tab can ask that service by some other key: then this order's may be no more.
    /// Followed as it changes.
    pub fn has_other_key(self, entry: &Entry) -> bool {
        let service = [entry.order.service.name(), "/"].concat();
        let asked = self.asked.read();
        asked.iter().any(|account| account.starts_with(&service))
    }

    /// Whether there is an order that this tab cannot ask about.
    pub fn has_unasked(self) -> bool {
        let list = self.list.read();
        list.entries.iter().any(|entry| self.is_unasked(entry))
    }

    /// Asks at once whenever somebody comes back to this tab, and rarely while nobody looks.
    pub(super) fn heed_the_reader(self) {
        for sign in SIGNS {
            window_event_listener_untyped(sign, move |_| self.look_up());
        }
    }

    /// Takes in what another tab tells.
    pub(super) fn hear(self, news: News) {
        match news {
            News::Changed(key) => spawn_local(async move {
                let before = self.id_of(&key);
                self.read(&key).await;
                if let Some(id) = before.or_else(|| self.id_of(&key)) {
                    self.nudge(|| Nudge::Changed(id.clone()));
                }
            }),
            // One that could not be written here either must not come back.
            News::Deleted(key) => {
                let id = self.id_of(&key);
                self.list.write().entries.retain(|entry| entry.key() != key);
                if let Some(id) = id {
                    self.nudge(|| Nudge::Changed(id.clone()));
                }
            }
            News::Wiped => {
                self.list.write().clear();
                self.nudge(|| Nudge::All);
            }
            News::All => spawn_local(async move {
                self.read_all().await;
                self.nudge(|| Nudge::All);
            }),
            // Who asked may fall asleep now.
            News::Away if is_looked_at() => self.look_up(),
            News::Away => {}
        }
    }

    /// Tells this tab's pollers and the other tabs.
    pub(super) fn announce(self, news: News) {
        let changed = match &news {
            News::Changed(key) | News::Deleted(key) => self.id_of(key),
            _ => None,
        };
        self.nudge(|| match &changed {
            Some(id) => Nudge::Changed(id.clone()),
            None => Nudge::All,
        });
        self.tell(&news);
    }

    /// Keeps what a poller has learned.
    pub(super) async fn learned(self, order: &Order) {
        let code = || Some(self.peek(&order.id)?.order.code()?.text.clone());
        let before = code();
        self.alter(&order.id, &mut |kept| kept.merged(order)).await;
        if code() != before
            && let Some(Entry { note, .. }) = self.peek(&order.id)
        {
            self.on_code.run(note.name);
        }
    }

    fn look_up(self) {
        let looked_at = is_looked_at();
        if looked_at {
            self.retry_now();
        }
        let mut was_asking = false;
        for poller in self.desk().pollers.borrow().iter() {
            if looked_at {
                poller.wake();
            } else {
                was_asking |= poller.rest();
            }
        }
        if was_asking {
            self.tell(&News::Away);
        }
    }

    fn nudge(self, nudge: impl Fn() -> Nudge) {
        for poller in self.desk().pollers.borrow().iter() {
            poller.nudge(nudge());
        }
    }

    fn tell(self, news: &News) {
        if let Some(channel) = self.desk().channel.borrow().as_ref() {
            channel.tell(news);
        }
    }

    fn id_of(self, key: &str) -> Option<OrderId> {
        let list = self.list.read_untracked();
        let entry = list.entries.iter().find(|entry| entry.key() == key);
        entry.map(|entry| entry.order.id.clone())
    }
}

/// For whoever begins to ask now.
pub(super) fn attention() -> Attention {
    if is_looked_at() {
        Attention::Waking
    } else {
        Attention::Away
    }
}

fn is_looked_at() -> bool {
    !document().hidden()
}
