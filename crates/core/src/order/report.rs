//! What can happen to an order, at any service.

use std::fmt::{Debug, Formatter};
use std::ops::Not;

use serde::Serialize;

use crate::error::Error;
use crate::time::Time;
use crate::visible::visible;

/// A code or message that was received. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SmsCode {
    /// The code, or the message's text, without invisible characters.
    pub text: String,
    /// Whether it was sent as a JSON number, which loses leading zeros.
    #[serde(skip_serializing_if = "Not::not")]
    pub may_lack_zeros: bool,
}

/// Most codes have so many digits.
const USUAL_DIGITS: usize = 6;

impl SmsCode {
    /// Returns whether zeros are probably missing at its start: it was sent as a number, and is shorter
    /// than most codes are.
    ///
    /// ```
    /// use satline_core::order::SmsCode;
    ///
    /// let number = |text: &str| SmsCode { text: text.to_owned(), may_lack_zeros: true };
    /// assert!(number("21656").looks_cut());
    /// assert!(!number("421656").looks_cut());
    /// ```
    pub fn looks_cut(&self) -> bool {
        self.may_lack_zeros && self.text.len() < USUAL_DIGITS
    }

    /// Reads a service's text without invisible characters; `None` if nothing is left.
    pub(crate) fn read(text: &str, may_lack_zeros: bool) -> Option<Self> {
        let text = visible(text);
        (!text.is_empty()).then_some(Self {
            text,
            may_lack_zeros,
        })
    }
}

impl Debug for SmsCode {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("SmsCode(…)")
    }
}

/// How far a message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Accepted.
    Created,
    /// On its way: from here on the money is spent.
    Sent,
    /// Delivered.
    Delivered,
    /// It could not be sent.
    Failed,
}

/// What a service reports about an order. What it leaves out changes nothing. Its `Debug` shows no
/// number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Whether the invoice was paid. `Some(false)` means the service says that it was not; `None` that
    /// it says nothing.
    pub paid: Option<bool>,
    /// The number that receives the code: digits, without a plus sign.
    pub number: Option<String>,
    /// Codes and messages, oldest first. They may include ones that are already known.
    pub codes: Vec<SmsCode>,
    /// The newest of them, if the service says which one that is.
    pub newest: Option<SmsCode>,
    /// How far a message has come.
    pub delivery: Option<Delivery>,
    /// Why the order failed; the money goes back.
    pub failure: Option<String>,
    /// Whether the payment was added to the balance.
    pub credited: bool,
    /// Whether the service says that the invoice was not paid in time.
    pub expired: bool,
    /// When the service was asked, by this device's clock: it may have been set before the response came.
    /// `None` if it was not asked, as with a webhook.
    pub asked_at: Option<Time>,
}

impl Debug for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Report")
            .field("paid", &self.paid)
            .field("has_number", &self.number.is_some())
            .field("codes", &self.codes.len())
            .field("has_newest", &self.newest.is_some())
            .field("delivery", &self.delivery)
            .field("failure", &self.failure)
            .field("credited", &self.credited)
            .field("expired", &self.expired)
            .field("asked_at", &self.asked_at)
            .finish()
    }
}

/// Something that happens to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The service has answered with a report.
    Report(Report),
    /// The service was asked, and gave no usable response.
    NoResponse(Error),
    /// A wallet is about to be asked to pay. Save the order with this event before asking it.
    PaymentAsked,
    /// The wallet has certainly not paid: it refused before sending anything, or its owner sees that it
    /// sent nothing.
    PaymentRefused,
    /// A wallet says that it is paying, or has paid. Only the service's report counts: this is a
    /// reason to ask soon.
    WalletIsPaying,
    /// A cancel is about to be sent.
    CancelSent,
    /// The service has accepted the cancel.
    CancelAccepted,
    /// The service has refused the cancel.
    CancelRefused,
}
