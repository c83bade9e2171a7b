//! How long things take, and how the services behave where it is undocumented. The defaults are
//! those of the live services, or guesses.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The settings. Times are by the sandbox's clock. `POST /sandbox/settings` changes those that it
/// names.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Settings {
    /// From the payment to the phone number.
    pub(crate) number_after_ms: u64,
    /// From the number to the code, and from one message of a rental to the next.
    pub(crate) code_after_ms: u64,
    /// From the payment to sending the message.
    pub(crate) sent_after_ms: u64,
    /// From sending to delivery.
    pub(crate) delivered_after_ms: u64,
    /// From an order's creation until it can be cancelled.
    pub(crate) cancel_after_ms: u64,
    /// From the payment to the automatic cancel.
    pub(crate) automatic_cancel_after_ms: u64,
    /// How long new invoices can be paid.
    pub(crate) invoice_expiry_s: u64,
    /// Whether about 550 invented services are listed beside the known ones. All can be ordered in any
    /// case.
    pub(crate) invented_services: bool,
    /// Whether services have pictures. Without a server there is nowhere to load them from.
    pub(crate) pictures: bool,
    /// From the payment of a Bitrefill deposit to its credit.
    pub(crate) deposit_after_ms: u64,
    /// Which field of a Bitrefill deposit has the Lightning invoice.
    pub(crate) bitrefill_invoice_at: InvoiceAt,
    pub(crate) bitrefill_calls_per_ten_minutes: u64,
    /// Whether the Lava account has the email address that charges require.
    pub(crate) lava_has_email: bool,
    /// Where payments are confirmed: an address that the payment's id is added to. Default: the
    /// page of the server that was asked.
    pub(crate) lava_confirmation: Option<String>,
    pub(crate) lava_errors: LavaErrors,
    pub(crate) grid_errors: GridErrors,
    pub(crate) grid_calls_per_minute: u64,
    /// Whether pages of other origins may call the services that forbid or block it.
    pub(crate) cors_everywhere: bool,
}

/// The fields in which clients look for a Lightning invoice.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) enum InvoiceAt {
    /// In the same field as other methods' addresses.
    #[serde(rename = "payment.address")]
    PaymentAddress,
    #[serde(rename = "payment.lightning_invoice")]
    PaymentLightningInvoice,
    /// With the scheme `lightning:`.
    #[serde(rename = "payment.uri")]
    PaymentUri,
    #[serde(rename = "payment.invoice")]
    PaymentInvoice,
    #[serde(rename = "data.lightning_invoice")]
    DataLightningInvoice,
}

/// The form of `error` in Lava's responses.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum LavaErrors {
    Object,
    Text,
}

/// The form of Grid's errors.
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
            invented_services: true,
            pictures: true,
            deposit_after_ms: 5_000,
            bitrefill_invoice_at: InvoiceAt::PaymentAddress,
            bitrefill_calls_per_ten_minutes: 60,
            lava_has_email: true,
            lava_confirmation: None,
            lava_errors: LavaErrors::Object,
            grid_errors: GridErrors::Json,
            grid_calls_per_minute: 600,
            cors_everywhere: false,
        }
    }
}

impl Settings {
    /// Returns these settings with some replaced.
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
