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
//! [`Order::after`] applies an event to an order; it never fails, and a state never goes back.
//! [`Order::next_ask`] returns when to ask the service again. [`Watcher`] does both for any number of
//! orders. To drive orders from a job queue instead, call [`step`](crate::services::step), which does
//! the same from JSON to JSON.

mod apply;
mod cancel;
mod merge;
mod pending;
mod record;
mod report;
mod schedule;
mod terms;
mod watch;

use std::fmt::{Debug, Formatter};
use std::ops::Not;
use std::sync::Arc;

use serde::Serialize;

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
use crate::named::named;
use crate::time::{ClockSkew, Time};

/// The id of an order at its service.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrderId(Arc<str>); // shared, since a watcher holds it in several places

impl OrderId {
    /// Parses an id from a service: 1 to 128 letters, digits, hyphens and underscores.
    ///
    /// ```
    /// use satline_core::order::OrderId;
    ///
    /// assert!(OrderId::parse("7dc6e6b61d8c54dff6b8d6ea2e3f08b018e57963df81d493").is_ok());
    /// assert!(OrderId::parse("").is_err());
    /// ```
    ///
    /// # Errors
    /// Says what an id may consist of.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_');
        if (1..=128).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.into()))
        } else {
            Err(Error::invalid(
                "orderId",
                "must be the id that the service gave to the order.",
            ))
        }
    }

    /// Returns the id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

named! {
    /// What was ordered.
    pub enum Kind {
        /// One activation code.
        Code = "code",
        /// A number for some time, with every message it receives.
        Rental = "rental",
        /// One code to a real phone.
        RealPhone = "real_phone",
        /// An SMS to be sent.
        Sms = "sms",
        /// An email to be sent.
        Email = "email",
        /// Money to be added to a balance.
        Fund = "fund",
    }
}

named! {
    /// How far an order has come.
    pub enum State {
        /// Its invoice has not been paid yet.
        AwaitingPayment = "awaiting_payment",
        /// Its hold invoice was paid: the money is reserved, not spent.
        Held = "held",
        /// There is a number, but no code yet.
        NumberGiven = "number_given",
        /// A code was received.
        CodeReceived = "code_received",
        /// The service accepted the message.
        Created = "created",
        /// The message is on its way.
        Sent = "sent",
        /// The message was delivered.
        Delivered = "delivered",
        /// The payment was added to the balance.
        Credited = "credited",
        /// The owner of a payment method has to confirm before any money moves.
        NeedsConfirmation = "needs_confirmation",
        /// A payment method was charged, and the money was added to the balance.
        Charged = "charged",
        /// The request was sent once and its response was lost or inconclusive: the balance will
        /// show it.
        Unknown = "unknown",
        /// Cancelled by the user; the money goes back.
        Cancelled = "cancelled",
        /// The order failed; the money goes back.
        Refunded = "refunded",
        /// The message could not be sent, and the money goes back; or a top-up failed.
        Failed = "failed",
        /// Not paid in time.
        Expired = "expired",
    }
}

impl State {
    /// Returns whether the order ended in this state without what was ordered.
    pub const fn is_failure(self) -> bool {
        matches!(
            self,
            Self::Cancelled | Self::Refunded | Self::Failed | Self::Expired
        )
    }
}

/// How a new order is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// By this invoice.
    Pay(UncheckedInvoice),
    /// In another way, such as to an address.
    Transfer,
    /// It was paid from the account's balance.
    FromBalance,
    /// By a payment method whose owner has to confirm first.
    Confirm,
    /// By a payment method that may or may not have been charged.
    Unknown,
    /// By a payment method that was charged.
    Charged,
}

/// An order, with everything that is known about it. Its `Debug` shows no number, code or invoice.
#[expect(clippy::struct_excessive_bools, reason = "they are independent")]
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    version: Version,
    /// The service it was ordered from.
    pub service: Service,
    #[serde(skip)]
    terms: &'static Terms,
    /// Its id there.
    pub id: OrderId,
    /// What was ordered.
    pub kind: Kind,
    /// How far it has come.
    pub state: State,
    /// When it was created.
    pub created_at: Time,
    /// When it was first seen to be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<Time>,
    /// When its state last changed.
    pub changed_at: Time,
    /// Whether it was paid from the account's balance: there is no invoice, and the money left the
    /// balance at once.
    #[serde(skip_serializing_if = "Not::not")]
    pub from_balance: bool,
    /// The number that receives the code: digits, without a plus sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Every code and message that was received, late ones too: oldest first. One that was received
    /// again moves to the end.
    pub codes: Vec<SmsCode>,
    /// Why it failed, in the service's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// For a top-up that only the balance can confirm: the balance once it has arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub awaited_balance: Option<Amount>,
    /// The id of the account with that balance, if the service has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<UncheckedInvoice>,
    expectation: Expectation,
    /// When the invoice expires, by the service's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Time>,
    /// Whether the hold invoice was settled: the money is spent, whatever happens next.
    #[serde(skip_serializing_if = "Not::not")]
    settled: bool,
    /// Whether a wallet was asked to pay and may have done so.
    #[serde(skip_serializing_if = "Not::not")]
    wallet_asked: bool,
    /// Whether a cancel was sent whose outcome is not known yet.
    #[serde(skip_serializing_if = "Not::not")]
    cancelling: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_at: Option<Time>,
    #[serde(skip_serializing_if = "is_zero")]
    failures: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_before: Option<Time>,
    /// For how long it has been asked about since its money went back, in milliseconds.
    #[serde(skip_serializing_if = "is_zero")]
    late_wait: u64,
}

impl Order {
    /// Creates an order at the moment the service accepts it. Its invoice is checked against
    /// `expectation`, now and whenever it is to be paid.
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
            // The invoice was created just now, so its timestamp is the service's time.
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
            late_wait: 0,
        }
    }

    /// Checks the invoice. Returns `None` if there is nothing to pay.
    ///
    /// # Errors
    /// The invoice must not be paid: the result lists every check and whether it passed.
    pub fn payable(&self, now: Time) -> Option<Result<CheckedInvoice, Rejected>> {
        let invoice = self.invoice.as_ref()?;
        self.is_unpaid()
            .then(|| check(invoice, &self.expectation, now))
    }

    /// Returns whether a wallet was asked to pay, and neither the wallet nor the service has confirmed
    /// or denied it yet. It must not be paid again until its owner has looked into the wallet.
    pub const fn maybe_paid(&self) -> bool {
        self.wallet_asked && self.is_unpaid()
    }

    /// Returns whether it is waiting to be paid.
    pub const fn is_unpaid(&self) -> bool {
        matches!(self.state, State::AwaitingPayment) && self.paid_at.is_none()
    }

    /// Returns the network its invoice has to be for.
    pub const fn network(&self) -> Network {
        self.expectation.network
    }

    /// Returns when the invoice expires, by this device's clock.
    pub fn expires_at(&self) -> Option<Time> {
        let skew = self.clock_skew();
        let here = |end| skew.map_or(end, |skew| skew.here(end));
        self.expires_at.map(here)
    }

    /// Returns until when the invoice may be offered for payment, by this device's clock: a payment
    /// needs some time. Returns `None` if there is nothing to pay.
    pub fn payable_until(&self) -> Option<Time> {
        let end = self.expires_at().filter(|_| self.is_unpaid())?;
        Some(end.before(self.expectation.min_time_left))
    }

    /// Returns how this device's clock differed from the service's when the order was created, if it
    /// did. Times are corrected by it; tell the user to set their clock.
    pub const fn clock_skew(&self) -> Option<ClockSkew> {
        self.expectation.clock_skew
    }

    /// Measures the clock skew by the date of the service's response, which arrives now. The invoice
    /// may be older than the response, but not newer.
    pub(crate) fn answered_at(mut self, there: Option<Time>, now: Time) -> Self {
        let is_behind = matches!(self.clock_skew(), Some(ClockSkew::Behind(_)));
        if let Some(there) = there.filter(|_| !is_behind) {
            self.expectation.clock_skew = ClockSkew::measure(now, there);
        }
        self
    }

    /// Returns what happened to the money.
    pub fn money(&self) -> Money {
        let paid = self.paid_at.is_some();
        match self.state {
            _ if self.settled => Money::Spent,
            State::Unknown => Money::Unknown,
            _ if self.maybe_paid() => Money::Unknown,
            // A top-up that was paid and has not arrived: its invoice is not a hold invoice.
            State::AwaitingPayment if paid => Money::Spent,
            State::Held | State::NumberGiven | State::Created if self.from_balance => Money::Spent,
            State::Held | State::NumberGiven | State::Created => Money::Held,
            // The services don't document whether a failed order is refunded to the balance, nor what
            // happens to money that was sent but not credited.
            state
                if state.is_failure() && (self.from_balance || self.kind == Kind::Fund && paid) =>
            {
                Money::Unknown
            }
            state if state.is_failure() && paid => Money::Returned,
            _ => Money::Untouched,
        }
    }

    /// Returns whether its state is final. A late code may still be received.
    pub fn is_over(&self) -> bool {
        match self.state {
            State::CodeReceived => self.kind != Kind::Rental,
            State::Delivered | State::Credited | State::Charged => true,
            state => state.is_failure(),
        }
    }

    /// Reports on this top-up by the account's balance: credited once the balance is as high as
    /// awaited.
    ///
    /// # Errors
    /// The balance is that of another account.
    pub(crate) fn report_of_balance(
        &self,
        account: Option<&str>,
        balance: Option<&Amount>,
    ) -> Result<Report, Error> {
        let own = self.account.as_deref();
        if own
            .zip(account)
            .is_some_and(|(own, account)| own != account)
        {
            return Err(Error::invalid(
                "order",
                "tops up another account. Ask with that account's key.",
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

    /// Returns the newest code.
    pub fn code(&self) -> Option<&SmsCode> {
        self.codes.last()
    }

    /// Returns whether a code was received although the money went back.
    pub fn has_late_code(&self) -> bool {
        self.state.is_failure() && !self.codes.is_empty()
    }
}

fn is_zero<T: Default + PartialEq>(number: &T) -> bool {
    *number == T::default()
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
