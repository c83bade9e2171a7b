//! What could not be written is written again: soon, then ever more rarely, and whenever the reader
//! comes back to the tab.

use std::time::Duration;

use leptos::prelude::*;
use satline_core::http::{Clock, Fetch};
use satline_core::order::OrderId;
use wasm_bindgen_futures::spawn_local;

use super::{Journal, Standing};

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

impl Journal {
    /// Opens the database again, where it could not be opened or was lost, and writes what it lacks of
    /// this tab's orders.
    pub fn try_again(self) {
        spawn_local(async move {
            self.catch_up().await;
            self.retry_later();
        });
    }

    /// The browser has closed the database.
    pub(super) fn recover(self) {
        // In a task of its own: what called this goes with the database.
        spawn_local(async move {
            self.desk().database.take();
            // A browser that is still clearing lets nothing be opened, which is no news yet.
            if self.database().await.is_ok() {
                self.catch_up().await;
            }
            self.retry_later();
        });
    }

    /// Writes what is shown and not written, as soon as that is possible.
    pub(super) fn retry_later(self) {
        if !self.is_behind() || self.desk().is_retrying.replace(true) {
            return;
        }
        spawn_local(async move {
            let mut pause = FIRST_PAUSE;
            while self.is_behind() {
                Fetch.sleep(pause).await;
                self.catch_up().await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            self.desk().is_retrying.set(false);
        });
    }

    /// Tries at once, if there is anything to try.
    pub(super) fn retry_now(self) {
        let standing = untrack(|| self.standing());
        if matches!(standing, Standing::Trouble(_)) || self.is_behind() {
            self.try_again();
        }
    }

    /// Whether the disk may lack something that is shown. What is written is not known of a database
    /// that was open and is lost.
    fn is_behind(self) -> bool {
        let desk = self.desk();
        let is_lost = desk.born.borrow().is_some() && desk.database.borrow().is_none();
        is_lost || !self.unwritten().is_empty()
    }

    async fn catch_up(self) {
        let ready = self.ready().await;
        self.stand(ready);
        if ready.is_ok() {
            for id in self.unwritten() {
                self.alter(&id, &mut |order| order).await;
            }
        }
    }

    fn unwritten(self) -> Vec<OrderId> {
        let list = self.list.read_untracked();
        let unwritten = list.entries.iter().filter(|entry| !entry.kept);
        unwritten.map(|entry| entry.order.id.clone()).collect()
    }
}
