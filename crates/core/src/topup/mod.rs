//! One way to top up an account, wherever it is.
//!
//! ```text
//! awaiting payment ─▶ credited ■ / failed ■ / expired ■
//! needs confirmation ─▶ charged ■        unknown ─▶ charged ■
//! ```
//!
//! A [`Request`] says how much and by what. [`TopUpProvider::top_up`] returns a [`TopUp`]: an
//! [`Order`] to be followed as any other, and the next step.
//!
//! # A fifth service
//!
//! Write its room under `services/`, implement [`TopUpProvider`] for its client, and add one line to
//! [`AnyProvider`]. Nothing else has to know.

mod provider;
mod request;

use std::fmt::{Debug, Formatter};

pub use provider::{AnyProvider, TopUpProvider, unsaved};
pub(crate) use request::LIGHTNING;
pub use request::{Method, Request, for_people, unit_for_people};

use crate::error::{Error, Service};
use crate::http::Clock;
use crate::order::{Order, OrderId};

/// What is to be done now.
#[derive(Clone, PartialEq, Eq)]
pub enum NextStep {
    /// Pay the order's invoice: [`Order::payable`] checks it.
    PayInvoice,
    /// Send this to that address.
    PayAddress {
        /// The address: plain text, not checked.
        address: String,
        /// How much, with its unit.
        price: String,
        /// What to send it by, in the service's word.
        by: String,
    },
    /// Confirm at this address, which is somebody else's: `https` only.
    ConfirmHere {
        /// The address.
        link: String,
    },
    /// Nothing but waiting: the balance will tell.
    Wait,
    /// Nothing: the balance has grown.
    Done,
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

/// A top-up that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopUp {
    /// How it stands, to be followed.
    pub order: Order,
    /// What is to be done now.
    pub next_step: NextStep,
}

/// Returns an id for what the service gave none. Others may begin in the same millisecond.
pub(crate) fn placeholder_id(service: Service, clock: &impl Clock) -> Result<OrderId, Error> {
    let (name, now, random) = (service.name(), clock.now().0, clock.random());
    OrderId::parse(&format!("{name}-{now}-{random}"))
}
