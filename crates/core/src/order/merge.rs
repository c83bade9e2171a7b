//! Two copies of one order, brought together.

use super::step::{MOST_CODES, rank};
use super::{Order, SmsCode, State};
use crate::time::Time;

impl Order {
    /// This order with what another copy of it knows beyond it: the journal's with a watcher's, or
    /// with one that comes from a backup. The further state wins, what ended stays as it ended, codes
    /// are joined, and nothing is forgotten.
    ///
    /// Whether a cancel is under way, and whether a wallet was asked to pay, is known to this copy alone: it
    /// is where it is noted.
    #[must_use]
    pub fn merged(mut self, other: &Self) -> Self {
        self.join_codes(other);
        self.settled |= other.settled;
        self.paid_at = earliest(self.paid_at, other.paid_at);
        if self.last_contact() < other.last_contact() {
            self.asked_at = other.asked_at;
            self.failures = other.failures;
            self.not_before = other.not_before;
        } else if self.asked_at.is_none() && other.asked_at.is_some() {
            // A payment that was just noted is no answer.
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

    /// Without what a clock that was ahead has noted of questions: no answer would be newer than that.
    pub(crate) fn believed(mut self, now: Time) -> Self {
        if self.asked_at > Some(now) {
            self.asked_at = None;
            self.not_before = None;
        }
        self
    }

    fn join_codes(&mut self, other: &Self) {
        let newest = self.newest_of(other).cloned();
        // Both list codes in the service's order. Only a full list has dropped any: these stand before
        // those it has.
        let is_full = self.codes.len() >= MOST_CODES;
        let known = other.codes.iter().rposition(|code| self.has_code(code));
        let dropped = known.filter(|_| is_full).map_or(0, |place| place + 1);
        self.keep_codes(other.codes.get(dropped..).unwrap_or_default());
        if let Some(newest) = newest {
            self.end_with(&newest);
        }
    }

    /// Whoever knows the other's newest code and a newer one is ahead; else whoever asked last is.
    fn newest_of<'a>(&'a self, other: &'a Self) -> Option<&'a SmsCode> {
        let (own, others) = (self.code(), other.code());
        let is_ahead = others.is_none_or(|code| self.has_code(code));
        let is_behind = own.is_none_or(|code| other.has_code(code));
        let is_behind = if is_ahead == is_behind {
            self.last_contact() < other.last_contact()
        } else {
            is_behind
        };
        if is_behind { others } else { own }
    }

    /// When it was last asked about. A payment that was just noted counts from when it leads to a question.
    fn last_contact(&self) -> Option<Time> {
        self.asked_at.or(self.not_before)
    }
}

fn earliest<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    one.into_iter().chain(other).min()
}
