//! Two copies of one order, brought together.

use super::step::rank;
use super::{Order, State};

impl Order {
    /// This order with what another copy of it knows beyond it: the journal's with a watcher's, or
    /// with one that comes from a backup. The further state wins, what ended stays as it ended, codes
    /// are joined, and nothing is forgotten.
    ///
    /// Whether a cancel is under way, and whether a wallet was asked to pay, is known to this copy alone: it
    /// is where it is noted.
    #[must_use]
    pub fn merged(mut self, other: &Self) -> Self {
        // Both list codes in the service's order: what this copy has dropped stands before those it has.
        let common = other
            .codes
            .iter()
            .rposition(|code| self.codes.contains(code));
        self.keep_codes(other.codes.iter().skip(common.map_or(0, |place| place + 1)));
        self.settled |= other.settled;
        self.paid_at = earliest(self.paid_at, other.paid_at);
        if self.asked_at < other.asked_at {
            self.asked_at = other.asked_at;
            self.failures = other.failures;
            self.not_before = other.not_before;
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
}

fn earliest<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    one.into_iter().chain(other).min()
}
