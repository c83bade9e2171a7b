//! Tops up an account at any service.
//!
//! ```text
//! awaiting payment ─▶ credited ■ / failed ■ / expired ■
//! needs confirmation ─▶ charged ■        unknown ─▶ charged ■
//! ```
//!
//! A [`Request`] has the amount and the payment method. [`TopUpProvider::top_up`] returns a
//! [`TopUp`]: an [`Order`] to follow like any other, and the next step.
//!
//! # A fifth service
//!
//! Add its module to `services/`, implement [`TopUpProvider`] for its client, and add one line to
//! [`AnyProvider`]. Nothing else has to change.

mod provider;
mod request;

use std::fmt::{Debug, Formatter};

pub use provider::{AnyProvider, TopUpProvider, unsaved};
pub(crate) use request::LIGHTNING;
pub use request::{Method, Request, for_people, unit_for_people};

use crate::error::{Error, Service};
use crate::http::Clock;
use crate::order::{Order, OrderId};

/// What to do next.
#[derive(Clone, PartialEq, Eq)]
pub enum NextStep {
    /// Pay the order's invoice: [`Order::payable`] checks it.
    PayInvoice,
    /// Send the price to this address.
    PayAddress {
        /// The address, unchecked plain text.
        address: String,
        /// The amount, with its unit.
        price: String,
        /// The payment method, as the service names it.
        by: String,
    },
    /// Confirm at this link of a third party: `https` only.
    ConfirmHere {
        /// The link.
        link: String,
    },
    /// Wait: the balance will show it.
    Wait,
    /// Nothing: the top-up has been added to the balance.
    Done,
}

/// What Bitrefill calls a payment on Bitcoin's own chain.
const ON_CHAIN: &str = "bitcoin";

impl NextStep {
    /// Returns the link by which wallets pay on Bitcoin's own chain (BIP 21), with the amount unless that
    /// is open; `None` for any other step.
    ///
    /// ```
    /// use satline_core::topup::NextStep;
    ///
    /// let step = NextStep::PayAddress {
    ///     address: "bc1qexample".to_owned(),
    ///     price: "0.00025000 BTC".to_owned(),
    ///     by: "bitcoin".to_owned(),
    /// };
    /// let link = step.bitcoin_link();
    /// assert_eq!(link.as_deref(), Some("bitcoin:bc1qexample?amount=0.00025000"));
    /// ```
    pub fn bitcoin_link(&self) -> Option<String> {
        let Self::PayAddress { address, price, by } = self else {
            return None;
        };
        // Of another shape it could add parameters of its own.
        let is_address = address.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if by != ON_CHAIN || address.is_empty() || !is_address {
            return None;
        }
        let amount = price
            .strip_suffix(" BTC")
            .map(|digits| digits.replace(',', ""));
        match amount {
            Some(amount)
                if amount
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'.') =>
            {
                Some(format!("bitcoin:{address}?amount={amount}"))
            }
            _ => Some(format!("bitcoin:{address}")),
        }
    }
}

/// Shows neither address nor link.
impl Debug for NextStep {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::PayInvoice => "PayInvoice",
            Self::PayAddress { .. } => "PayAddress",
            Self::ConfirmHere { .. } => "ConfirmHere",
            Self::Wait => "Wait",
            Self::Done => "Done",
        })
    }
}

/// A top-up that was started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopUp {
    /// The order to follow.
    pub order: Order,
    /// What to do next.
    pub next_step: NextStep,
}

/// Creates an id where the service gives none, unique even within the same millisecond.
pub(crate) fn placeholder_id(service: Service, clock: &impl Clock) -> Result<OrderId, Error> {
    let (name, now, random) = (service.name(), clock.now().0, clock.random());
    OrderId::parse(&format!("{name}-{now}-{random}"))
}
