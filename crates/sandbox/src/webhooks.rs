//! Webhooks: those that are due, and their outcomes.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How many are listed, newest first.
const LONGEST_LIST: usize = 1_000;

/// A webhook that a service wants to post.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Webhook {
    /// The client's URL.
    pub url: String,
    /// The order's status, as JSON.
    pub body: Vec<u8>,
}

/// Webhooks that are due, and a list of all.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Webhooks {
    due: Vec<Webhook>,
    /// Each with its outcome, if known.
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

    /// Returns all, oldest first.
    pub(crate) fn to_json(&self) -> Value {
        let rows = self.list.iter().map(|(webhook, outcome)| {
            let body: Value = serde_json::from_slice(&webhook.body).unwrap_or_default();
            json!({ "url": webhook.url, "body": body, "outcome": outcome })
        });
        rows.collect()
    }
}
