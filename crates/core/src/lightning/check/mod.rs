//! The check before paying. Only [`check`] creates a [`CheckedInvoice`], and nothing else can be paid.

mod expectation;
mod outcome;
mod proof;
mod rules;

use std::fmt::{Debug, Formatter};
use std::time::Duration;

pub use expectation::Expectation;
#[cfg(all(feature = "js", target_arch = "wasm32"))]
pub(crate) use expectation::{network_name, network_named};
pub use outcome::{Check, Rejected, Rule};
pub use proof::Proof;

use super::UncheckedInvoice;
use super::bolt11::{Invoice, NodeId};
use crate::money::Sats;
use crate::secret::Secret;
use crate::time::{ClockSkew, Time};
use rules::{checks, clock, expires_at, readable, time_left};

/// Checks an invoice against what is expected of it, by every rule, so that people see everything
/// that is wrong.
///
/// ```
/// use satline_core::lightning::bolt11::Network;
/// use satline_core::lightning::{Expectation, Rule, UncheckedInvoice, check};
/// use satline_core::money::Sats;
/// use satline_core::time::Time;
///
/// let invoice = UncheckedInvoice::new(
///     "lnbc2500u1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzq\
///      fqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9v\
///      dx85fkpmdla2087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh",
/// );
/// let now = Time(1_496_314_658_000);
/// let mut expected = Expectation::new(Network::Bitcoin);
/// expected.cap = Some(Sats(250_000));
/// let checked = check(&invoice, &expected, now)?;
/// assert_eq!(checked.amount(), Sats(250_000));
///
/// expected.price = Some(Sats(3_000));
/// let rejected = check(&invoice, &expected, now).unwrap_err();
/// let failed = rejected.checks().iter().find(|check| !check.passed);
/// assert_eq!(failed.map(|check| check.rule), Some(Rule::Price));
/// # Ok::<(), satline_core::lightning::Rejected>(())
/// ```
///
/// # Errors
/// The invoice must not be paid: the result lists every check and whether it passed.
pub fn check(
    invoice: &UncheckedInvoice,
    expectation: &Expectation,
    now: Time,
) -> Result<CheckedInvoice, Rejected> {
    let invoice = Invoice::parse(invoice.text())
        .map_err(|refusal| Rejected::new(vec![readable(Some(refusal))]))?;
    let payee = invoice.payee();
    let checks = checks(&invoice, payee, expectation, now);
    match (invoice.amount_sat(), payee) {
        (Some(amount), Ok(payee)) if !checks.iter().any(Check::refuses) => Ok(CheckedInvoice {
            amount: Sats(amount),
            payee,
            min_time_left: expectation.min_time_left,
            clock_skew: clock(&invoice, expectation.clock_skew, now).skew,
            checks,
            invoice,
        }),
        _ => Err(Rejected::new(checks)),
    }
}

/// An invoice that passed the check. No other can be paid or shown as payable.
///
/// Its `Debug` does not show the invoice.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckedInvoice {
    invoice: Invoice,
    amount: Sats,
    payee: NodeId,
    min_time_left: Duration,
    clock_skew: Option<ClockSkew>,
    checks: Vec<Check>,
}

impl CheckedInvoice {
    /// Returns the invoice in lower case, without a scheme. To pay it, call [`Self::payable`].
    pub fn text(&self) -> &str {
        self.invoice.text()
    }

    /// Returns the amount.
    pub const fn amount(&self) -> Sats {
        self.amount
    }

    /// Returns when it expires, by this device's clock.
    pub fn expires_at(&self) -> Time {
        let end = expires_at(&self.invoice);
        self.clock_skew.map_or(end, |skew| skew.here(end))
    }

    /// Returns until when it may be offered for payment, by this device's clock: a payment needs some
    /// time. After that [`Self::payable`] is an error.
    pub fn payable_until(&self) -> Time {
        self.expires_at().before(self.min_time_left)
    }

    /// Returns how this device's clock differs from the service's, if it does.
    pub const fn clock_skew(&self) -> Option<ClockSkew> {
        self.clock_skew
    }

    /// Returns the payment hash, which is the SHA-256 of the preimage.
    pub const fn payment_hash(&self) -> &[u8; 32] {
        self.invoice.payment_hash()
    }

    /// Returns the node that verifiably signed it.
    pub const fn payee(&self) -> NodeId {
        self.payee
    }

    /// Returns the description. The payee can write anything here: show it as plain text only.
    pub fn description(&self) -> Option<&str> {
        self.invoice.description()
    }

    /// Returns every check that was made. Those that failed are warnings.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// Returns the invoice's text if there is still time to pay it. Call it at the moment of
    /// paying, which may be long after the check.
    ///
    /// # Errors
    /// Too little time is left: the failed check.
    pub fn payable(&self, now: Time) -> Result<&str, Check> {
        let clock = clock(&self.invoice, self.clock_skew, now);
        let check = time_left(&self.invoice, self.min_time_left, clock);
        if check.passed {
            Ok(self.text())
        } else {
            Err(check)
        }
    }

    /// Returns the proof that it was paid, if this is the preimage of its payment hash, as 64
    /// hexadecimal digits.
    pub fn prove(&self, preimage: &Secret) -> Option<Proof> {
        Proof::of(self.payment_hash(), preimage)
    }
}

impl Debug for CheckedInvoice {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CheckedInvoice")
            .field("invoice", &self.invoice)
            .field("checks", &self.checks)
            .finish_non_exhaustive()
    }
}
