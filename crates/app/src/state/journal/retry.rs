//! Writes again what could not be written: soon, then ever more rarely, and whenever the reader comes back
//! to the tab.

use std::time::Duration;

use leptos::prelude::*;
use satline_core::http::{Clock, Fetch};
use wasm_bindgen_futures::spawn_local;

use super::records::StorageStatus;
use super::repository::Repository;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

impl Repository {
    /// Opens the database again if it could not be opened or was lost, and writes what it lacks of this
    /// tab's orders.
    pub fn try_again(self) {
        spawn_local(async move {
            self.catch_up().await;
            self.retry_later();
        });
    }

    /// Tries again at once, if something failed.
    pub fn retry_now(self) {
        let status = self.records.read_untracked().status;
        if matches!(status, StorageStatus::Failed(_)) || self.is_behind() {
            self.try_again();
        }
    }

    /// Goes on after the browser has closed the database.
    pub(super) fn recover(self) {
        // In a task of its own: the caller is dropped with the database.
        spawn_local(async move {
            self.close();
            // A browser that is still clearing opens nothing, which is no failure yet.
            if self.database().await.is_ok() {
                self.catch_up().await;
            }
            self.retry_later();
        });
    }

    pub(super) fn retry_later(self) {
        let state = self.state.get_value();
        if !self.is_behind() || state.is_retrying.replace(true) {
            return;
        }
        spawn_local(async move {
            let mut pause = FIRST_PAUSE;
            while self.is_behind() {
                Fetch.sleep(pause).await;
                self.catch_up().await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            state.is_retrying.set(false);
        });
    }

    /// Returns whether the database may lack something that is shown. Nobody knows what is in one that
    /// was open and is lost.
    fn is_behind(self) -> bool {
        let state = self.state.get_value();
        let is_lost = state.identity.borrow().is_some() && state.database.borrow().is_none();
        is_lost || !self.records.read_untracked().unstored().is_empty()
    }

    async fn catch_up(self) {
        if self.check().await.is_ok() {
            let unstored = self.records.read_untracked().unstored();
            for id in unstored {
                self.alter(&id, &mut |order| order).await;
            }
        }
    }
}
