//! What can happen to an order, in no service's words.

use std::fmt::{Debug, Formatter};
use std::ops::Not;

use serde::Serialize;

use crate::error::Error;
use crate::visible::visible;

/// A code or message that was received. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SmsCode {
    /// The code, or the message's text, without characters that nobody sees.
    pub text: String,
    /// It was sent as a JSON number: zeros at its beginning, if there were any, are lost.
    #[serde(skip_serializing_if = "Not::not")]
    pub may_lack_zeros: bool,
}

impl SmsCode {
    /// The code in a service's text, as people see it; none where there is nothing to see.
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

/// How far a message has come on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Accepted.
    Created,
    /// On its way: from here on it is paid for.
    Sent,
    /// Arrived.
    Delivered,
    /// It could not be sent.
    Failed,
}

/// What a service says of an order. What it does not say is absent, and changes nothing. Its `Debug`
/// shows no number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Whether the invoice was paid. That nobody paid is more than that nothing is said of it.
    pub paid: Option<bool>,
    /// The number that receives: digits, without a plus sign.
    pub number: Option<String>,
    /// Codes and messages, the oldest first. Those that are known already may stand among them.
    pub codes: Vec<SmsCode>,
    /// The newest of them, where the service says which one that is.
    pub newest: Option<SmsCode>,
    /// How far a message has come.
    pub delivery: Option<Delivery>,
    /// It did not work out, for this reason; the money goes back.
    pub failure: Option<String>,
    /// The balance has grown by what was paid.
    pub credited: bool,
    /// The service itself says that nobody paid in time.
    pub expired: bool,
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
            .finish()
    }
}

/// What happens to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The service has answered with a report.
    Report(Report),
    /// The service was asked, and gave no usable response.
    NoResponse(Error),
    /// A wallet is about to be asked to pay. Whoever keeps the order writes that down first.
    PaymentAsked,
    /// The wallet has certainly not paid: it has said no before it sent anything, or its owner sees that
    /// there is nothing in it.
    PaymentRefused,
    /// A wallet says that it is paying, or has paid. Only the service's report counts: this is a reason to
    /// ask soon.
    WalletIsPaying,
    /// A cancel is about to be sent.
    CancelSent,
    /// The service has accepted the cancel.
    CancelAccepted,
    /// The service has refused the cancel.
    CancelRefused,
}
