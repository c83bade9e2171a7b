//! New orders.

use std::fmt::{Debug, Formatter};

use crate::country::Country;
use crate::email::Email;
use crate::error::Error;
use crate::lenient::Extra;
use crate::lightning::{LightningAddress, UncheckedInvoice};
use crate::order::OrderId;
use crate::phone::Phone;
use crate::time::Time;
use crate::url::SecureUrl;

/// The longest message the service sends, in characters.
pub const LONGEST_MESSAGE: usize = 140;

/// The kind of number a code is received on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NumberKind {
    /// A number for one activation code.
    #[default]
    Code,
    /// A number rented for some time, for any messages.
    Rental,
    /// The number of a real phone of the service's network.
    RealPhone,
}

/// A request for a number that receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiveOrder {
    /// The country of the number.
    pub country: Country,
    /// The short code of the service, such as `wa`.
    pub service: String,
    /// The kind of number.
    pub kind: NumberKind,
    /// The lightning address that gets the referral's share.
    pub referral: Option<LightningAddress>,
    /// Whether to pay from the balance of the API key: there is no invoice, and the money is spent at
    /// once.
    pub immediate: bool,
}

impl ReceiveOrder {
    /// Creates an order for one activation code, to be paid by invoice.
    pub fn code(country: Country, service: impl Into<String>) -> Self {
        Self {
            country,
            service: service.into(),
            kind: NumberKind::Code,
            referral: None,
            immediate: false,
        }
    }
}

/// A message, how it is paid and how it is followed. Its `Debug` does not show the text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// 1 to 140 characters.
    pub text: String,
    /// Whether to pay from the balance of the API key: there is no invoice, and the money is spent at
    /// once.
    pub immediate: bool,
    /// A URL to which the service posts the order's status.
    pub webhook: Option<SecureUrl>,
}

impl Message {
    /// Creates a message to be paid by invoice.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub(super) fn checked_text(&self) -> Result<&str, Error> {
        // The documentation does not define its "140 characters". Unicode scalar values come
        // closest, and the service may still refuse.
        let length = self.text.chars().count();
        if self.text.trim().is_empty() || length > LONGEST_MESSAGE {
            return Err(Error::invalid(
                "message",
                format!("must have 1 to {LONGEST_MESSAGE} characters; this has {length}."),
            ));
        }
        Ok(&self.text)
    }
}

impl Debug for Message {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("Message(…)")
    }
}

/// An SMS to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsOrder {
    /// The recipient.
    pub phone: Phone,
    /// The message.
    pub message: Message,
}

/// An email to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailOrder {
    /// The recipient.
    pub address: Email,
    /// The message.
    pub message: Message,
}

/// An order that the service has created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreatedOrder {
    /// Its id. It is also the invoice's payment hash, although the service does not promise that.
    pub id: OrderId,
    /// How it is paid.
    pub payment: Payment,
    /// When the service responded, by its own clock, if it says so.
    pub answered_at: Option<Time>,
    /// Fields that this version doesn't know.
    pub extra: Extra,
}

/// How a new order is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payment {
    /// By this invoice.
    Invoice(UncheckedInvoice),
    /// It was paid from the balance.
    FromBalance,
}

pub(super) fn checked_service(service: &str) -> Result<&str, Error> {
    let service = service.trim();
    if service.is_empty() || service.len() > 64 {
        return Err(Error::invalid(
            "service",
            "must be the short code of a service, such as wa. The list of services has them all.",
        ));
    }
    Ok(service)
}
