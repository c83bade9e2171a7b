//! A charge: what is asked for, and what came of it.

use std::fmt::{Debug, Formatter};

use crate::error::Error;
use crate::lenient::Extra;
use crate::money::{Amount, Currency};
use crate::url::SecureUrl;

/// The least that can be charged: 10 US dollars.
pub const SMALLEST: Amount = Amount::new(1_000, Currency::USD);

/// The most that can be charged: 10,000 US dollars.
pub const LARGEST: Amount = Amount::new(1_000_000, Currency::USD);

/// What the service told of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// What came of it.
    pub outcome: Outcome,
    /// What names the payment. There is no way to ask for it.
    pub payment_id: Option<String>,
    /// What else the service told.
    pub extra: Extra,
}

/// What came of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The money was charged and stands in the wallet.
    Completed {
        /// The wallet's new balance, if told.
        balance: Option<Amount>,
    },
    /// The owner of the payment method has to confirm first; no money has moved. Afterwards the
    /// wallet's balance tells.
    NeedsConfirmation {
        /// Where to confirm. Without one the charge cannot go on.
        link: Option<Link>,
    },
    /// The service did not say, or in a word that is not known. The wallet's balance tells.
    Unknown {
        /// The word.
        status: Option<String>,
    },
}

/// An address of a third party's, to be opened by a person: `https` only (`http` on this machine).
/// Its `Debug` does not show it: whoever has it can confirm the payment.
#[derive(Clone, PartialEq, Eq)]
pub struct Link(String);

impl Link {
    pub(super) fn read(text: &str) -> Option<Self> {
        // Kept as it came: a part of it may be signed.
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
    if (SMALLEST.units()..=LARGEST.units()).contains(&amount.units()) {
        Ok(amount.digits())
    } else {
        Err(Error::invalid(
            "amount",
            format!("must be from {SMALLEST} to {LARGEST}; this is {amount}."),
        ))
    }
}
