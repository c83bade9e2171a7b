//! Applies events to an order.

use std::slice::from_ref;
use std::time::Duration;

use super::schedule::AFTER_PAYMENT;
use super::{Delivery, Event, Kind, Order, Report, SmsCode, State};
use crate::time::Time;

/// A payment sent at the last second may reach the service shortly after the invoice has expired.
const EXPIRY_GRACE: Duration = Duration::from_mins(2);

/// A request is given up before. If a response seems to take longer, this device's clock was set meanwhile, and the
/// response says nothing about the time since.
const LONGEST_RESPONSE: Duration = Duration::from_mins(2);

/// How many codes and messages an order keeps: a rental may receive any number, and a record has to
/// stay small. The oldest are dropped.
pub(super) const MOST_CODES: usize = 200;

impl Order {
    /// Applies an event. No event is an error: a state never goes back, a final state stays final, and
    /// no code is lost.
    #[must_use]
    pub fn after(mut self, event: &Event, now: Time) -> Self {
        match event {
            Event::Report(report) => self.apply_report(report, now),
            Event::NoResponse(error) => {
                self.asked_at = Some(now);
                self.failures = self.failures.saturating_add(1);
                self.not_before = error.retry_after.map(|pause| now.after(pause));
            }
            Event::PaymentAsked => self.wallet_asked = true,
            Event::PaymentRefused => self.wallet_asked = false,
            Event::WalletIsPaying => {
                self.asked_at = None;
                self.not_before = Some(now.after(AFTER_PAYMENT));
            }
            Event::CancelSent => self.cancelling = self.can_be_cancelled(),
            Event::CancelRefused => self.cancelling = false,
            Event::CancelAccepted if self.can_be_cancelled() => self.move_to(State::Cancelled, now),
            Event::CancelAccepted => {}
        }
        self
    }

    fn apply_report(&mut self, report: &Report, now: Time) {
        self.count_late_wait(now);
        let asked_at = report.asked_at.unwrap_or(now);
        let was_set = now.since(asked_at) > LONGEST_RESPONSE;
        self.asked_at = Some(if was_set { asked_at } else { now });
        self.failures = 0;
        self.not_before = None;
        // A service may list everything it ever received: dropped codes must not come back as new.
        let dropped = report.codes.len().saturating_sub(MOST_CODES);
        self.keep_codes(report.codes.get(dropped..).unwrap_or_default());
        if let Some(newest) = &report.newest {
            self.end_with(newest);
        }
        if report.paid == Some(true) {
            self.paid_at.get_or_insert(now);
        }
        if self.is_over() {
            return;
        }
        if report.number.is_some() {
            self.number.clone_from(&report.number);
        }
        let state = self.reported_state(report);
        // Reports may arrive late or out of order: never fall back behind what is already known.
        if rank(state) > rank(self.state) {
            self.move_to(state, now);
            self.reason.clone_from(&report.failure);
        }
    }

    fn reported_state(&self, report: &Report) -> State {
        if report.failure.is_some() || report.delivery == Some(Delivery::Failed) {
            return match self.kind {
                Kind::Sms | Kind::Email | Kind::Fund => State::Failed,
                _ if self.cancelling => State::Cancelled,
                _ => State::Refunded,
            };
        }
        let paid = report.paid == Some(true) || self.from_balance;
        match self.kind {
            Kind::Code | Kind::Rental | Kind::RealPhone
                if report.newest.is_some() || !report.codes.is_empty() =>
            {
                State::CodeReceived
            }
            Kind::Code | Kind::Rental | Kind::RealPhone if report.number.is_some() => {
                State::NumberGiven
            }
            Kind::Sms | Kind::Email => match report.delivery {
                Some(Delivery::Delivered) => State::Delivered,
                Some(Delivery::Sent) => State::Sent,
                Some(Delivery::Created) if paid => State::Created,
                _ if paid => State::Held,
                _ => self.unpaid(report),
            },
            Kind::Fund => match self.state {
                State::NeedsConfirmation | State::Unknown if report.credited => State::Charged,
                state @ (State::NeedsConfirmation | State::Unknown) => state,
                _ if report.credited => State::Credited,
                _ if report.expired && !paid => State::Expired,
                _ => self.unpaid(report),
            },
            _ if paid => State::Held,
            _ => self.unpaid(report),
        }
    }

    /// Returns the state of an order that was not paid, or whose payment is not credited yet. It expires only
    /// when the service itself, asked after the invoice's expiry, says that it was not paid. This device's clock
    /// may have been corrected since: the later of the two expiries counts.
    fn unpaid(&self, report: &Report) -> State {
        let end = self.expires_at.max(self.expires_at());
        let is_over = |(asked_at, end): (Time, Time)| asked_at > end.after(EXPIRY_GRACE);
        let over = self.asked_at.zip(end).is_some_and(is_over);
        if over && report.paid == Some(false) && self.state == State::AwaitingPayment {
            State::Expired
        } else {
            State::AwaitingPayment
        }
    }

    fn move_to(&mut self, state: State, now: Time) {
        self.state = state;
        self.changed_at = now;
        self.settled |= is_settled(state);
        if !state.is_failure() {
            self.paid_at.get_or_insert(now);
        }
        if self.is_over() {
            self.cancelling = false;
        }
    }

    pub(super) fn can_be_cancelled(&self) -> bool {
        matches!(
            (self.kind, self.state),
            (
                Kind::Code | Kind::Rental | Kind::RealPhone,
                State::AwaitingPayment | State::Held | State::NumberGiven
            )
        )
    }

    /// Adds the codes that are new. One that was received as a number and now as text is complete.
    pub(super) fn keep_codes(&mut self, codes: &[SmsCode]) {
        for code in codes {
            match self.codes.iter_mut().find(|known| known.text == code.text) {
                Some(known) => known.may_lack_zeros &= code.may_lack_zeros,
                None => self.codes.push(code.clone()),
            }
        }
        let surplus = self.codes.len().saturating_sub(MOST_CODES);
        self.codes.drain(..surplus);
    }

    pub(super) fn has_code(&self, code: &SmsCode) -> bool {
        self.codes.iter().any(|known| known.text == code.text)
    }

    /// Moves the newest code to the end: it may be a known one that was received again.
    pub(super) fn end_with(&mut self, newest: &SmsCode) {
        self.keep_codes(from_ref(newest));
        if let Some(index) = self.codes.iter().position(|code| code.text == newest.text) {
            let newest = self.codes.remove(index);
            self.codes.push(newest);
        }
    }
}

/// Returns whether the hold invoice is settled in this state: the money is spent.
const fn is_settled(state: State) -> bool {
    matches!(
        state,
        State::CodeReceived | State::Sent | State::Delivered | State::Credited | State::Charged
    )
}

/// Returns a state's rank: an order only moves up. A message that was sent can still fail; a code that
/// was received, also by a rental, cannot be taken back.
pub(super) const fn rank(state: State) -> u8 {
    match state {
        State::AwaitingPayment | State::NeedsConfirmation | State::Unknown => 0,
        State::Held => 1,
        State::NumberGiven | State::Created => 2,
        State::Sent => 3,
        State::Cancelled | State::Refunded | State::Failed | State::Expired => 4,
        State::CodeReceived | State::Delivered | State::Credited | State::Charged => 5,
    }
}
