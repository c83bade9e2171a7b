//! When to ask a service about an order again.
//!
//! | the order | while someone is looking | in the background |
//! |---|---|---|
//! | waits for payment, in the first 10 minutes | 3 s | 15 s |
//! | waits for payment, in the first hour | 15 s | 60 s |
//! | waits for payment, later | 60 s | 5 min |
//! | is unpaid, and was asked about more than a day after it was created and its invoice expired | never | never |
//! | waits for confirmation, or has an unknown outcome | as if waiting for payment | as if waiting for payment |
//! | the same, and was asked about after a day of that | never | never |
//! | was just paid | 2 s after the payment | 2 s after the payment |
//! | waits for number, code or delivery, in the first 10 minutes | 5 s | 15 s |
//! | the same, later | 10 s | 30 s |
//! | the same, for more than a day | 10 min | 30 min |
//! | is a rental that has received a message | 10 s | 60 s |
//! | ended without its code, until it was asked about for 10 minutes | 30 s | 60 s |
//! | is over | never | never |
//!
//! All orders of a service together are asked about no more often than its [`Terms`](super::Terms)
//! allow. From the second failure in a row on, the pause doubles, up to 30 seconds. `Retry-After` is
//! respected up to ten minutes, or up to one minute while money is held or there is a number, since a
//! hold lasts twenty. Every pause is randomly shortened by up to a tenth, so that many orders do not
//! ask at the same time.
//!
//! `tests/schedule.rs` simulates a day with 10,000 orders:
//!
//! | an order that is | of 10,000 | requests: median | most | code seen after: median | 95 of 100 | at most |
//! |---|---|---|---|---|---|---|
//! | paid, code within 2 minutes, someone is looking | 5370 | 51 | 89 | 2.3 s | 4.5 s | 4.9 s |
//! | paid, no code, money back after 20 minutes | 1033 | 246 | 277 | – | – | – |
//! | paid, code after 15 minutes, someone is looking | 523 | 193 | 223 | 6.2 s | 9.1 s | 9.9 s |
//! | never paid, in the background | 506 | 386 | 388 | – | – | – |
//! | the same, in the background | 1567 | 14 | 23 | 6.9 s | 13.4 s | 14.9 s |
//! | the same, every third response is lost | 1001 | 41 | 87 | 4.2 s | 48.1 s | 173.3 s |

use std::time::Duration;

use super::{Kind, Order, State};
use crate::error::Money;
use crate::time::{Time, milliseconds, random_part};

/// Whether someone is waiting for news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// Someone is looking at the order.
    Looking,
    /// The page is hidden, or there is no page.
    Away,
    /// Someone has just come back: ask at once.
    Waking,
}

/// Services give a number about two seconds after the payment.
pub(super) const AFTER_PAYMENT: Duration = Duration::from_secs(2);
const SLOWER_AFTER: Duration = Duration::from_mins(10);
const RARELY_AFTER: Duration = Duration::from_hours(1);
const SLOWEST_AFTER: Duration = Duration::from_hours(24);
/// How long to wait for a late code.
const LATE_CODE_GRACE: Duration = Duration::from_mins(10);
/// The longest pause between two questions about it. A longer one does not count in full: the clock
/// may have been set, or nothing ran.
const LONGEST_LATE_PAUSE: Duration = Duration::from_mins(1);
/// A rental lasts from four hours to some weeks, and the service does not say which. Stop asking
/// after this.
const LONGEST_RENTAL: Duration = Duration::from_hours(24 * 35);
/// A message not reported as delivered by then never will be.
const LONGEST_DELIVERY: Duration = Duration::from_hours(24);
const MAX_BACKOFF: Duration = Duration::from_secs(30);
/// The longest `Retry-After` that is respected.
const MAX_RETRY_AFTER: Duration = Duration::from_mins(10);
/// The same while money is held or there is a number.
const MAX_RETRY_AFTER_WHEN_HELD: Duration = Duration::from_mins(1);

/// While someone is looking, and in the background, in seconds.
type Pauses = (u64, u64);

impl Order {
    /// Returns when to ask the service next; `None` when there is nothing left to learn. `random`
    /// is any number: it spreads the pauses.
    pub fn next_ask(&self, now: Time, attention: Attention, random: u32) -> Option<Time> {
        let pauses = self.pauses(now)?;
        // This clock may be behind the one that wrote the record: don't wait until it catches up.
        let begun = self.paid_at.unwrap_or(self.created_at);
        let begun = if begun > now { Time(0) } else { begun };
        let next = match self.asked(now) {
            Some(asked) if asked > begun || self.failures > 0 => {
                let pause = match attention {
                    Attention::Looking => Duration::from_secs(pauses.0),
                    Attention::Away => Duration::from_secs(pauses.1),
                    Attention::Waking => Duration::ZERO,
                };
                let least = self.terms.min_poll;
                asked.after(spread(self.backed_off(pause), random).max(least))
            }
            // Not asked since it was created, or since the payment was noticed.
            _ => begun.after(AFTER_PAYMENT),
        };
        let pause = self.paused_until(now);
        Some(pause.map_or(next, |end| end.max(next)))
    }

    /// Returns when it was last asked about, corrected if a clock that was ahead wrote it.
    fn asked(&self, now: Time) -> Option<Time> {
        self.asked_at.map(|asked| asked.min(now))
    }

    /// Returns until when not to ask, unless a clock that was ahead wrote it.
    fn paused_until(&self, now: Time) -> Option<Time> {
        let latest = match self.asked_at {
            Some(asked) if asked > now => return None,
            Some(asked) => asked.after(self.max_pause()),
            None => now.after(AFTER_PAYMENT),
        };
        Some(self.not_before?.min(latest))
    }

    /// Returns the longest time not to ask about it, whatever the service demands.
    pub(super) fn max_pause(&self) -> Duration {
        let is_held = self.money() == Money::Held || self.state == State::Held;
        if is_held || self.number.is_some() || self.maybe_paid() {
            MAX_RETRY_AFTER_WHEN_HELD
        } else {
            MAX_RETRY_AFTER
        }
    }

    /// Returns the row of the table above.
    fn pauses(&self, now: Time) -> Option<Pauses> {
        let in_state = now.since(self.changed_at);
        let waited = now.since(self.paid_at.unwrap_or(self.created_at));
        match self.state {
            State::AwaitingPayment | State::NeedsConfirmation | State::Unknown
                if self.is_abandoned(now) =>
            {
                None
            }
            State::AwaitingPayment | State::NeedsConfirmation | State::Unknown => {
                Some(match in_state {
                    early if early < SLOWER_AFTER => (3, 15),
                    late if late < RARELY_AFTER => (15, 60),
                    _ => (60, 300),
                })
            }
            State::CodeReceived if self.kind == Kind::Rental => {
                (waited < LONGEST_RENTAL).then_some((10, 60))
            }
            State::Sent if in_state > LONGEST_DELIVERY => None,
            State::Held | State::NumberGiven | State::Created | State::Sent => Some(match waited {
                early if early < SLOWER_AFTER => (5, 15),
                late if late < SLOWEST_AFTER => (10, 30),
                _ => (600, 1_800),
            }),
            State::Cancelled | State::Refunded => self.has_more_to_say(now).then_some((30, 60)),
            State::CodeReceived
            | State::Delivered
            | State::Credited
            | State::Charged
            | State::Failed
            | State::Expired => None,
        }
    }

    /// Returns whether it was asked about more than a day after it should have ended. Services may
    /// never report an end, but one request after that day is needed: it may have been paid
    /// meanwhile.
    fn is_abandoned(&self, now: Time) -> bool {
        let end = match self.state {
            State::AwaitingPayment if self.paid_at.is_some() => return false,
            State::AwaitingPayment => self.expires_at().max(Some(self.created_at)),
            _ => Some(self.changed_at),
        };
        self.asked(now)
            .zip(end)
            .is_some_and(|(asked, end)| asked.since(end) > SLOWEST_AFTER)
    }

    /// Counts the pause before an answer about an order whose money went back.
    pub(super) fn count_late_wait(&mut self, now: Time) {
        if let (State::Cancelled | State::Refunded, Some(asked)) = (self.state, self.asked_at) {
            let pause = now.since(asked).min(LONGEST_LATE_PAUSE);
            self.late_wait = self.late_wait.saturating_add(milliseconds(pause));
        }
    }

    /// Returns whether the service may have more to say about an order whose money went back: a late
    /// code, until it has answered for as long as one may take; or, if its answer to a cancel was all
    /// there was, that the order had been paid.
    fn has_more_to_say(&self, now: Time) -> bool {
        let is_known = match self.paid_at {
            Some(_) => self.failures == 0 && self.late_wait >= milliseconds(LATE_CODE_GRACE),
            None => self.failures == 0,
        };
        !is_known && now.since(self.changed_at) < SLOWEST_AFTER
    }

    fn backed_off(&self, pause: Duration) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(8);
        let longer = pause.max(Duration::from_secs(1)) * 2_u32.pow(doublings);
        match self.failures {
            0 => pause,
            _ => longer.min(MAX_BACKOFF.max(pause)),
        }
    }
}

/// Up to a tenth shorter.
fn spread(pause: Duration, random: u32) -> Duration {
    let tenth = pause / 10;
    pause.saturating_sub(tenth) + random_part(tenth, random)
}
