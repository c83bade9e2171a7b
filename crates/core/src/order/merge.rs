//! Merges two copies of one order.

use super::apply::{MOST_CODES, rank};
use super::{Order, SmsCode, State};
use crate::time::Time;

impl Order {
    /// Adds what another copy of this order knows: a watcher's, or one from a backup. The further state
    /// wins, a final state stays final, and codes are joined.
    ///
    /// Whether a cancel is pending, and whether a wallet was asked to pay, is taken from this copy
    /// alone.
    #[must_use]
    pub fn merged(mut self, other: &Self) -> Self {
        self.join_codes(other);
        self.settled |= other.settled;
        self.paid_at = earliest(self.paid_at, other.paid_at);
        self.late_wait = self.late_wait.max(other.late_wait);
        if self.last_asked() < other.last_asked() {
            self.asked_at = other.asked_at;
            self.failures = other.failures;
            self.not_before = other.not_before;
        } else if self.asked_at.is_none() && other.asked_at.is_some() {
            // A payment that was just noted is not a response from the service.
            self.failures = other.failures;
        }
        if self.is_over() {
            return self;
        }
        if other.number.is_some() {
            self.number.clone_from(&other.number);
        }
        if rank(other.state) > rank(self.state) {
            self.state = match other.state {
                State::Refunded if self.cancelling => State::Cancelled,
                state => state,
            };
            self.changed_at = other.changed_at;
            self.reason.clone_from(&other.reason);
            self.cancelling &= !self.is_over();
        }
        self
    }

    /// Drops times of requests that lie in the future: a clock that was ahead wrote them, and no
    /// response would count as newer. Do this before [`Order::merged`] where one copy is a record.
    #[must_use]
    pub fn without_future_times(mut self, now: Time) -> Self {
        if self.asked_at > Some(now) {
            self.asked_at = None;
            self.not_before = None;
        }
        self
    }

    fn join_codes(&mut self, other: &Self) {
        let newest = self.newest_of(other).cloned();
        // Both list the codes in the service's order. Only a full list has dropped any: those that come
        // before the ones it has.
        let is_full = self.codes.len() >= MOST_CODES;
        let known = other.codes.iter().rposition(|code| self.has_code(code));
        let dropped = known.filter(|_| is_full).map_or(0, |index| index + 1);
        self.keep_codes(other.codes.get(dropped..).unwrap_or_default());
        if let Some(newest) = newest {
            self.end_with(&newest);
        }
    }

    /// Returns the newest code of the two: that of the copy that knows the other's newest code and a
    /// newer one, else that of the copy that asked last.
    fn newest_of<'a>(&'a self, other: &'a Self) -> Option<&'a SmsCode> {
        let (own, theirs) = (self.code(), other.code());
        let is_ahead = theirs.is_none_or(|code| self.has_code(code));
        let is_behind = own.is_none_or(|code| other.has_code(code));
        let is_behind = if is_ahead == is_behind {
            self.last_asked() < other.last_asked()
        } else {
            is_behind
        };
        if is_behind { theirs } else { own }
    }

    /// Returns when the service was last asked, or is to be asked about a payment that was just noted.
    fn last_asked(&self) -> Option<Time> {
        self.asked_at.or(self.not_before)
    }
}

fn earliest<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    one.into_iter().chain(other).min()
}
