//! Charges and their outcomes.

use std::fmt::{Debug, Formatter};

use crate::error::Error;
use crate::lenient::Extra;
use crate::money::{Amount, Currency};
use crate::url::SecureUrl;

/// The least that can be charged: 10 US dollars.
pub const MIN_CHARGE: Amount = Amount::new(1_000, Currency::USD);

/// The most that can be charged: 10,000 US dollars.
pub const MAX_CHARGE: Amount = Amount::new(1_000_000, Currency::USD);

/// The service's response to a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// The outcome.
    pub outcome: Outcome,
    /// The payment's id. The service has no way to look it up.
    pub payment_id: Option<String>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}

/// The outcome of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The money was charged and is in the wallet.
    Completed {
        /// The wallet's new balance, if known.
        balance: Option<Amount>,
    },
    /// The owner of the payment method has to confirm first; no money has moved. The wallet's balance
    /// shows whether they did.
    NeedsConfirmation {
        /// Where to confirm. Without it the charge cannot continue.
        link: Option<Link>,
    },
    /// The service returned no status, or an unknown one. The wallet's balance shows the outcome.
    Unknown {
        /// The unknown status.
        status: Option<String>,
    },
}

/// A third party's address for a person to open: `https` only (`http` on this machine). Its `Debug`
/// does not show it, since anyone who has it can confirm the payment.
#[derive(Clone, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    pub(super) fn read(text: &str) -> Option<Self> {
        // Kept unchanged: a part of it may be signed.
        let text = text.trim();
        SecureUrl::parse("redirect_url", text)
            .ok()
            .map(|_| Self(text.to_owned()))
    }

    /// Returns the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Debug for Link {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link(…)")
    }
}

pub(super) fn checked_amount(amount: &Amount) -> Result<String, Error> {
    if amount.currency().code() != Currency::USD.code() {
        return Err(Error::invalid("amount", "must be in US dollars."));
    }
    let number = amount.number();
    let number = number.ok_or_else(|| Error::invalid("amount", "must be more than 0."))?;
    let amount = Amount::of("amount", number, Currency::USD)?;
    if (MIN_CHARGE.units()..=MAX_CHARGE.units()).contains(&amount.units()) {
        Ok(amount.digits())
    } else {
        Err(Error::invalid(
            "amount",
            format!("must be from {MIN_CHARGE} to {MAX_CHARGE}; this is {amount}."),
        ))
    }
}
