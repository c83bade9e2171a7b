//! An order's life, as a pure state machine.
//!
//! ```text
//! receive:  awaiting payment ─▶ held ─▶ number given ─▶ code received ■
//!               │                 │          ├─▶ cancelled, money back ■ ─▶ (a late code is kept)
//!               └▶ expired ■      └──────────┴─▶ refunded, with the reason ■
//! send:     awaiting payment ─▶ held ─▶ created ─▶ sent ─▶ delivered ■ / failed, money back ■
//! fund:     awaiting payment ─▶ credited ■
//!           needs confirmation ─▶ charged ■    unknown ─▶ charged ■
//! ```
//!
//! [`Order::after`] takes what happened and gives the order as it is then; it never fails and never
//! goes back. [`Order::next_ask`] says when to ask the service again. [`Watcher`] does both for as
//! many orders as there are. Whoever drives orders by a queue instead calls
//! [`step`](crate::services::step), which does the same from JSON to JSON.

mod cancel;
mod merge;
mod question;
mod record;
mod report;
mod schedule;
mod step;
mod terms;
mod watch;

use std::fmt::{Debug, Formatter};
use std::ops::Not;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use cancel::CancelRule;
use record::Version;
pub use report::{Delivery, Event, Report, SmsCode};
pub use schedule::Attention;
pub use terms::{CancelTerms, Terms};
pub use watch::{Ask, Bounds, Watcher};

use crate::error::{Error, Money, Service};
use crate::lightning::bolt11::{Invoice, Network};
use crate::lightning::{CheckedInvoice, Expectation, Rejected, UncheckedInvoice, check};
use crate::money::Amount;
use crate::time::{ClockSkew, Time};

/// What names an order at its service.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrderId(Arc<str>); // shared, as a watcher names an order in several places

impl OrderId {
    /// Takes an id that a service gave.
    ///
    /// ```
    /// use satline_core::order::OrderId;
    ///
    /// assert!(OrderId::parse("7dc6e6b61d8c54dff6b8d6ea2e3f08b018e57963df81d493").is_ok());
    /// assert!(OrderId::parse("").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
        if (1..=128).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.into()))
        } else {
            Err(Error::invalid(
                "orderId",
                "must be the id that the service gave the order.",
            ))
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What was ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One activation code.
    Code,
    /// A number for a time, with every message it receives.
    Rental,
    /// One code to a real phone.
    RealPhone,
    /// An SMS to be sent.
    Sms,
    /// An email to be sent.
    Email,
    /// Money to be added to a balance.
    Fund,
}

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its invoice is to be paid.
    AwaitingPayment,
    /// Paid by a hold invoice: the money is reserved, not spent.
    Held,
    /// There is a number; the code is awaited.
    NumberGiven,
    /// A code has come.
    CodeReceived,
    /// The message was accepted.
    Created,
    /// The message is on its way.
    Sent,
    /// The message has arrived.
    Delivered,
    /// The balance has grown by what was paid.
    Credited,
    /// The owner of a payment method has to confirm before any money moves.
    NeedsConfirmation,
    /// A payment method was charged, and the balance has grown.
    Charged,
    /// Sent once, and the answer was lost or says nothing: the balance will tell.
    Unknown,
    /// Cancelled as asked; the money goes back.
    Cancelled,
    /// It did not work out; the money goes back.
    Refunded,
    /// The message could not be sent, and the money goes back; or the balance will not grow.
    Failed,
    /// Nobody paid in time.
    Expired,
}

impl Kind {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Rental => "rental",
            Self::RealPhone => "real_phone",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Fund => "fund",
        }
    }
}

impl State {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingPayment => "awaiting_payment",
            Self::Held => "held",
            Self::NumberGiven => "number_given",
            Self::CodeReceived => "code_received",
            Self::Created => "created",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Credited => "credited",
            Self::NeedsConfirmation => "needs_confirmation",
            Self::Charged => "charged",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
            Self::Refunded => "refunded",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }

    /// Whether the order ended in this state without what was ordered.
    pub const fn is_failure(self) -> bool {
        matches!(
            self,
            Self::Cancelled | Self::Refunded | Self::Failed | Self::Expired
        )
    }
}

/// How an order begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// This invoice is to be paid.
    Pay(UncheckedInvoice),
    /// It is to be paid in some other way, such as to an address.
    Transfer,
    /// It was paid from a balance.
    FromBalance,
    /// Someone has to confirm before money moves.
    Confirm,
    /// Whether it was done is not known.
    Unknown,
    /// It is done.
    Charged,
}

/// An order, with all that is known of it. Plain data, small, and its own journal's record. Its
/// `Debug` shows no number, no code and no invoice.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    version: Version,
    /// Who it was ordered from.
    pub service: Service,
    #[serde(skip)]
    terms: &'static Terms,
    /// What names it there.
    pub id: OrderId,
    /// What was ordered.
    pub kind: Kind,
    /// How far it has come.
    pub state: State,
    /// When it was made.
    pub created_at: Time,
    /// When it was first seen to be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<Time>,
    /// When its state last changed.
    pub changed_at: Time,
    /// It was paid from a balance: there is no invoice, and the money left the balance at once.
    #[serde(skip_serializing_if = "Not::not")]
    pub from_balance: bool,
    /// The number that receives: digits, without a plus sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Every code and message that came, the oldest first, and one that came again last. A late one too.
    pub codes: Vec<SmsCode>,
    /// Why it failed, in the service's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// For what is added to a balance that can only be watched: where it stands once this has arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awaited_balance: Option<Amount>,
    /// Whose balance that is, where the service tells what names the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<UncheckedInvoice>,
    expectation: Expectation,
    /// Until when the invoice can be paid, by the invoice itself and so by the service's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
    /// The hold invoice was settled: the money is spent for good, whatever comes.
    #[serde(skip_serializing_if = "Not::not")]
    settled: bool,
    /// A wallet was asked to pay, and has not said for certain that it did not.
    #[serde(skip_serializing_if = "Not::not")]
    wallet_asked: bool,
    /// A cancel was sent, and its outcome is not known yet.
    #[serde(skip_serializing_if = "Not::not")]
    cancelling: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_at: Option<Time>,
    #[serde(skip_serializing_if = "is_zero")]
    failures: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_before: Option<Time>,
}

impl Order {
    /// An order that was just made, by the terms of its service. `expectation` is what an invoice will be
    /// checked against, now and whenever it is to be paid.
    pub fn new(
        terms: &'static Terms,
        kind: Kind,
        id: OrderId,
        start: Start,
        mut expectation: Expectation,
        now: Time,
    ) -> Self {
        let (state, invoice) = match start {
            Start::Pay(invoice) => (State::AwaitingPayment, Some(invoice)),
            Start::Transfer => (State::AwaitingPayment, None),
            Start::FromBalance => (State::Held, None),
            Start::Confirm => (State::NeedsConfirmation, None),
            Start::Unknown => (State::Unknown, None),
            Start::Charged => (State::Charged, None),
        };
        let from_balance = state == State::Held;
        let read = invoice.as_ref();
        let read = read.and_then(|invoice| Invoice::parse(invoice.text()).ok());
        let moment = |seconds: u64| Time(seconds.saturating_mul(1_000));
        let created_at = read.as_ref().map(|invoice| moment(invoice.created_at()));
        if let Some(created_at) = created_at {
            // It was made just now.
            expectation.clock_skew = ClockSkew::measure(now, created_at);
        }
        Self {
            version: Version,
            service: terms.service,
            terms,
            id,
            kind,
            state,
            created_at: now,
            paid_at: from_balance.then_some(now),
            changed_at: now,
            from_balance,
            number: None,
            codes: Vec::new(),
            reason: None,
            awaited_balance: None,
            account: None,
            expires_at: read.map(|invoice| moment(invoice.expires_at())),
            invoice,
            expectation,
            settled: state == State::Charged,
            wallet_asked: false,
            cancelling: false,
            asked_at: None,
            failures: 0,
            not_before: None,
        }
    }

    /// Checks the invoice: what comes out can be shown as payable, and paid. None if there is nothing
    /// to pay.
    pub fn payable(&self, now: Time) -> Option<Result<CheckedInvoice, Rejected>> {
        let invoice = self.invoice.as_ref()?;
        self.is_unpaid()
            .then(|| check(invoice, &self.expectation, now))
    }

    /// Whether a wallet was asked to pay it, and neither the wallet nor the service has said yet what came
    /// of that: it must not be paid again unless its owner has looked into the wallet.
    pub const fn maybe_paid(&self) -> bool {
        self.wallet_asked && self.is_unpaid()
    }

    /// Whether it is to be paid, and nobody has as far as is known.
    pub const fn is_unpaid(&self) -> bool {
        matches!(self.state, State::AwaitingPayment) && self.paid_at.is_none()
    }

    /// Returns the network that its invoice has to be for.
    pub const fn network(&self) -> Network {
        self.expectation.network
    }

    /// Until when the invoice can be paid, by this device's clock.
    pub fn expires_at(&self) -> Option<Time> {
        let skew = self.clock_skew();
        let here = |end| skew.map_or(end, |skew| skew.here(end));
        self.expires_at.map(here)
    }

    /// Until when the invoice may be offered, by this device's clock: a payment needs some time. None
    /// if there is nothing to pay.
    pub fn payable_until(&self) -> Option<Time> {
        let end = self.expires_at().filter(|_| self.is_unpaid())?;
        Some(end.before(self.expectation.min_time_left))
    }

    /// How this device's clock differed from the service's when the order was made, if it did.
    /// What is said of times is corrected by it; people should be told to set their clock.
    pub const fn clock_skew(&self) -> Option<ClockSkew> {
        self.expectation.clock_skew
    }

    /// The same order, its clock measured by when the service says it answered, which is now. Its
    /// invoice may be older than the answer, but it is not newer.
    pub(crate) fn answered_at(mut self, there: Option<Time>, now: Time) -> Self {
        let is_behind = matches!(self.clock_skew(), Some(ClockSkew::Behind(_)));
        if let Some(there) = there.filter(|_| !is_behind) {
            self.expectation.clock_skew = ClockSkew::measure(now, there);
        }
        self
    }

    /// What has become of the money.
    pub fn money(&self) -> Money {
        let paid = self.paid_at.is_some();
        match self.state {
            _ if self.settled => Money::Spent,
            State::Unknown => Money::Unknown,
            _ if self.maybe_paid() => Money::Unknown,
            // A top-up that was paid and has not arrived: no hold invoice stands behind it.
            State::AwaitingPayment if paid => Money::Spent,
            State::Held | State::NumberGiven | State::Created if self.from_balance => Money::Spent,
            State::Held | State::NumberGiven | State::Created => Money::Held,
            // No page says whether a balance gets back what a failed order took from it, nor what
            // happens to money that was sent and not credited.
            state
                if state.is_failure() && (self.from_balance || self.kind == Kind::Fund && paid) =>
            {
                Money::Unknown
            }
            state if state.is_failure() && paid => Money::Returned,
            _ => Money::Untouched,
        }
    }

    /// Whether its state can change no more. A late code may still come.
    pub fn is_over(&self) -> bool {
        match self.state {
            State::CodeReceived => self.kind != Kind::Rental,
            State::Delivered | State::Credited | State::Charged => true,
            state => state.is_failure(),
        }
    }

    /// What an account's balance tells of this order: whether it has grown to what is awaited.
    pub(crate) fn report_of_balance(
        &self,
        account: Option<&str>,
        balance: Option<&Amount>,
    ) -> Result<Report, Error> {
        let own = self.account.as_deref();
        if own.zip(account).is_some_and(|(own, told)| own != told) {
            return Err(Error::invalid(
                "order",
                "tops up another account than this one. Ask with that account's key.",
            ));
        }
        let both = self.awaited_balance.as_ref().zip(balance);
        Ok(Report {
            credited: both.is_some_and(|(awaited, balance)| balance.covers(awaited)),
            ..Report::default()
        })
    }

    /// Returns whether the last request for its status failed.
    pub fn is_unreachable(&self) -> bool {
        self.failures > 0
    }

    /// The newest code.
    pub fn code(&self) -> Option<&SmsCode> {
        self.codes.last()
    }

    /// Whether a code came although the money went back.
    pub fn has_late_code(&self) -> bool {
        self.state.is_failure() && !self.codes.is_empty()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Debug for Order {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Order")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("state", &self.state)
            .field("codes", &self.codes.len())
            .finish_non_exhaustive()
    }
}
