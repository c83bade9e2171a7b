//! What the services post to their clients' webhooks: what is due, and what became of it.

use std::collections::VecDeque;

use serde_json::{Value, json};

/// How many are listed: the newest.
const LONGEST_LIST: usize = 1_000;

/// A request the sandbox wants to send: what a service posts to a client's webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Where the client asked to have it posted.
    pub url: String,
    /// JSON, the same as the order's status.
    pub body: Vec<u8>,
}

/// Those that are due, and a list of all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Webhooks {
    due: Vec<Webhook>,
    /// Each with its outcome, once that is known.
    list: VecDeque<(Webhook, Option<String>)>,
}

impl Webhooks {
    pub(crate) fn push(&mut self, webhook: Webhook) {
        if self.list.len() == LONGEST_LIST {
            self.list.pop_front();
        }
        self.list.push_back((webhook.clone(), None));
        self.due.push(webhook);
    }

    pub(crate) fn take(&mut self) -> Vec<Webhook> {
        std::mem::take(&mut self.due)
    }

    pub(crate) fn report(&mut self, webhook: &Webhook, outcome: String) {
        let is_it =
            |entry: &&mut (Webhook, Option<String>)| entry.0 == *webhook && entry.1.is_none();
        if let Some(entry) = self.list.iter_mut().find(is_it) {
            entry.1 = Some(outcome);
        }
    }

    /// Returns all, the oldest first.
    pub(crate) fn to_json(&self) -> Value {
        let rows = self.list.iter().map(|(webhook, outcome)| {
            let body: Value = serde_json::from_slice(&webhook.body).unwrap_or_default();
            json!({ "url": webhook.url, "body": body, "outcome": outcome })
        });
        rows.collect()
    }
}
