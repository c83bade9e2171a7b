//! The status of an order.

use std::fmt::{Debug, Formatter};

use crate::error::{Code, Error};
use crate::lenient::{Extra, Lenient};
use crate::order::{Delivery, OrderId, Report, SmsCode};
use crate::time::Time;

/// The status of an order. Its `Debug` shows no numbers or codes.
#[derive(Clone, PartialEq, Eq)]
pub struct OrderStatus {
    /// Whether the invoice was paid: for a hold invoice, whether the money is reserved. False if an
    /// order failed and the service does not say.
    pub paid: bool,
    /// The number that receives the code: digits, without a plus sign.
    pub number: Option<String>,
    /// The newest code.
    pub code: Option<SmsCode>,
    /// All codes of a rental, oldest first, if the service lists them, which is undocumented.
    pub earlier_codes: Vec<SmsCode>,
    /// Why the order failed; the money goes back.
    pub error: Option<String>,
    /// How far a sent message has come.
    pub sms_status: Option<SmsStatus>,
    /// The country, as the service names it.
    pub country: Option<String>,
    /// The service that the code is for, as sms4sats names it.
    pub service: Option<String>,
    /// The service's numeric status.
    pub reference: Option<String>,
    /// When the status changed.
    pub at: Option<Time>,
    /// Fields that this version doesn't know.
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

/// How far a message has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmsStatus {
    /// Accepted.
    Created,
    /// On its way: from here on the money is spent.
    Sent,
    /// Delivered.
    Delivered,
    /// It could not be sent; the money goes back.
    Failed,
    /// A status that this version doesn't know.
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
    /// Returns a report on the order of that id.
    ///
    /// # Errors
    /// The status is that of another order.
    pub fn report_on(self, id: &OrderId) -> Result<Report, Error> {
        let named = self.extra.members().get("orderId");
        let named = named.and_then(Lenient::as_text);
        if named.is_some_and(|named| named != id.as_str()) {
            return Err(Error::new(
                Code::Unreadable,
                "The service returned the status of another order. Ask again in a moment.",
            ));
        }
        Ok(Report {
            paid: Some(self.paid),
            number: self.number,
            codes: self.earlier_codes,
            newest: self.code,
            delivery: self.sms_status.and_then(SmsStatus::delivery),
            failure: self.error,
            // A funding order is credited as soon as it is paid.
            credited: self.paid,
            expired: false,
            asked_at: None,
        })
    }
}

impl SmsStatus {
    /// Returns how far the message has come; `None` for an unknown status.
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
