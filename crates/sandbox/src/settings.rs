//! How long things take, and how the services answer where their pages leave it open. The defaults
//! are those of the live services, or the sandbox's guess.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Times are those of the sandbox's own clock. `POST /sandbox/settings` changes those it names.
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
    /// From a Bitrefill deposit's payment to its being credited.
    pub(crate) deposit_after_ms: u64,
    /// Where a Bitrefill deposit carries its Lightning invoice.
    pub(crate) bitrefill_invoice_at: InvoiceAt,
    pub(crate) bitrefill_calls_per_ten_minutes: u64,
    /// Whether the Lava account has the email address that charging needs.
    pub(crate) lava_has_email: bool,
    pub(crate) lava_errors: LavaErrors,
    pub(crate) grid_errors: GridErrors,
    pub(crate) grid_calls_per_minute: u64,
    /// Whether pages of other origins may call the services that forbid or block it.
    pub(crate) cors_everywhere: bool,
}

/// The fields clients have been seen to look for a Lightning invoice in.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) enum InvoiceAt {
    /// As the addresses of other methods do.
    #[serde(rename = "payment.address")]
    PaymentAddress,
    #[serde(rename = "payment.lightning_invoice")]
    PaymentLightningInvoice,
    /// With `lightning:` before it.
    #[serde(rename = "payment.uri")]
    PaymentUri,
    #[serde(rename = "payment.invoice")]
    PaymentInvoice,
    #[serde(rename = "data.lightning_invoice")]
    DataLightningInvoice,
}

/// What `error` is in Lava's answers.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum LavaErrors {
    Object,
    Text,
}

/// What Grid's errors are written in.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum GridErrors {
    Json,
    Html,
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
            deposit_after_ms: 5_000,
            bitrefill_invoice_at: InvoiceAt::PaymentAddress,
            bitrefill_calls_per_ten_minutes: 60,
            lava_has_email: true,
            lava_errors: LavaErrors::Object,
            grid_errors: GridErrors::Json,
            grid_calls_per_minute: 600,
            cors_everywhere: false,
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
