//! Where an order stands, as the service tells it.

use std::fmt::{Debug, Formatter};

use crate::error::{Code, Error};
use crate::lenient::{Extra, Lenient};
use crate::order::{Delivery, OrderId, Report, SmsCode};
use crate::time::Time;

/// What the service says of an order. Numbers and codes are secrets of whoever ordered: `Debug` does
/// not show them.
#[derive(Clone, PartialEq, Eq)]
pub struct OrderStatus {
    /// Whether the invoice was paid: for a hold invoice, whether the money is reserved. No, where an
    /// order failed and this is not told.
    pub paid: bool,
    /// The number that receives: digits, without a plus sign.
    pub number: Option<String>,
    /// The newest code.
    pub code: Option<SmsCode>,
    /// All codes of a rental, the oldest first, where the service lists them. No page says how.
    pub earlier_codes: Vec<SmsCode>,
    /// Why the order failed; the money goes back.
    pub error: Option<String>,
    /// How far a message to be sent has come.
    pub sms_status: Option<SmsStatus>,
    /// The country in the service's words.
    pub country: Option<String>,
    /// The service that the code is for, in the service's words.
    pub service: Option<String>,
    /// The service's own number for this.
    pub reference: Option<String>,
    /// When this became so.
    pub at: Option<Time>,
    /// What else the service told.
    pub extra: Extra,
}

impl Debug for OrderStatus {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OrderStatus")
            .field("paid", &self.paid)
            .field("has_number", &self.number.is_some())
            .field("has_code", &self.code.is_some())
            .field("error", &self.error)
            .field("sms_status", &self.sms_status)
            .finish_non_exhaustive()
    }
}

/// How far a message has come on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmsStatus {
    /// Accepted.
    Created,
    /// On its way: from here on it is paid for.
    Sent,
    /// Arrived.
    Delivered,
    /// It could not be sent; the money goes back.
    Failed,
    /// A word that was not documented when this was written.
    Other(String),
}

impl SmsStatus {
    pub(super) fn from_word(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "created" => Self::Created,
            "sent" => Self::Sent,
            "delivered" => Self::Delivered,
            "failed" => Self::Failed,
            _ => Self::Other(word.to_owned()),
        }
    }
}

impl OrderStatus {
    /// Returns what this says of an order, if it is about that order.
    pub fn report_on(self, id: &OrderId) -> Result<Report, Error> {
        let told = self.extra.members().get("orderId");
        let told = told.and_then(Lenient::as_text);
        if told.is_some_and(|told| told != id.as_str()) {
            return Err(Error::new(
                Code::Unreadable,
                "The service answered about another order. Ask again in a moment.",
            ));
        }
        Ok(Report {
            paid: Some(self.paid),
            number: self.number,
            codes: self.earlier_codes,
            newest: self.code,
            delivery: self.sms_status.and_then(SmsStatus::delivery),
            failure: self.error,
            // A funding order is credited by being paid.
            credited: self.paid,
            expired: false,
        })
    }
}

impl SmsStatus {
    /// Returns a word that is not known says nothing of how far it has come.
    fn delivery(self) -> Option<Delivery> {
        match self {
            Self::Created => Some(Delivery::Created),
            Self::Sent => Some(Delivery::Sent),
            Self::Delivered => Some(Delivery::Delivered),
            Self::Failed => Some(Delivery::Failed),
            Self::Other(_) => None,
        }
    }
}
