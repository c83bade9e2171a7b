//! How long things take: the defaults are those of the live services, tests set them to 0.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Times of the sandbox's own clock. `POST /sandbox/settings` changes those it names.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Settings {
    /// From the payment to the phone number.
    pub(crate) number_after_ms: u64,
    /// From the number to the code, and from one message of a rental to the next.
    pub(crate) code_after_ms: u64,
    /// From the payment to a message's being sent.
    pub(crate) sent_after_ms: u64,
    /// From being sent to being delivered.
    pub(crate) delivered_after_ms: u64,
    /// From an order's creation to when it may be cancelled.
    pub(crate) cancel_after_ms: u64,
    /// From the payment to the automatic cancel.
    pub(crate) automatic_cancel_after_ms: u64,
    /// How long an invoice made from now on may be paid.
    pub(crate) invoice_expiry_s: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            number_after_ms: 2_000,
            code_after_ms: 6_000,
            sent_after_ms: 2_000,
            delivered_after_ms: 3_000,
            cancel_after_ms: 2 * 60_000,
            automatic_cancel_after_ms: 20 * 60_000,
            invoice_expiry_s: 86_400,
        }
    }
}

impl Settings {
    /// These settings with some of them replaced.
    pub(crate) fn changed_by(&self, changes: &Value) -> Result<Self, serde_json::Error> {
        let mut merged = self.to_json();
        match (&mut merged, changes) {
            (Value::Object(settings), Value::Object(changes)) => settings.extend(changes.clone()),
            (settings, _) => *settings = changes.clone(),
        }
        serde_json::from_value(merged)
    }

    pub(crate) fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}
