//! Lightning: invoices, the check before paying, wallets, and lightning addresses.

mod address;
pub mod bolt11;
mod check;
pub(crate) mod hex;
pub mod webln;

use serde::Serialize;

pub use address::LightningAddress;
pub use check::{Check, CheckedInvoice, Expectation, Proof, Rejected, Rule, check};
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub(crate) use check::{network_name, network_named};

/// An invoice as a service sent it, unchecked and not to be paid. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct UncheckedInvoice(String);

impl UncheckedInvoice {
    /// Wraps a text that should be an invoice.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text unchanged.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for UncheckedInvoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UncheckedInvoice(…)")
    }
}
