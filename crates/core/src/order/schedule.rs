//! When to ask again.
//!
//! | the order | while someone looks | while nobody does |
//! |---|---|---|
//! | is to be paid, for 10 minutes | 3 s | 15 s |
//! | is to be paid, for an hour | 15 s | 60 s |
//! | is to be paid, later | 60 s | 5 min |
//! | was asked about after a day without payment, and a day after its invoice's end | never | never |
//! | is to be confirmed, or its outcome is not known | as if to be paid | as if to be paid |
//! | the same, and was asked about after a day of it | never | never |
//! | was just paid | 2 s after the payment | 2 s after the payment |
//! | waits for number, code or delivery, for 10 minutes | 5 s | 15 s |
//! | waits, later | 10 s | 30 s |
//! | waits for more than a day | 10 min | 30 min |
//! | is a rental that has received something | 10 s | 60 s |
//! | is over without its code, for 10 minutes | 30 s | 60 s |
//! | is over | never | never |
//!
//! No service is asked more often, of all orders together, than its [`Terms`](super::Terms) allow.
//! From the second failure in a row on the pause doubles, up to half a minute, and `Retry-After` is waited
//! out, up to ten minutes; up to one minute while money is held or a number is given, since a hold lasts
//! twenty. Every pause is spread by a tenth, so that many orders do not ask at once.
//!
//! What that comes to in a day of 10,000 orders is simulated in `tests/schedule.rs`:
//!
//! | an order that is | of 10,000 | requests: median | most | code seen after: median | 95 of 100 | at most |
//! |---|---|---|---|---|---|---|
//! | paid, code within 2 minutes, looked at | 5370 | 51 | 89 | 2.3 s | 4.5 s | 4.9 s |
//! | paid, no code, money back after 20 minutes | 1033 | 246 | 277 | – | – | – |
//! | paid, code after 15 minutes, looked at | 523 | 193 | 223 | 6.2 s | 9.1 s | 9.9 s |
//! | never paid, nobody looks | 506 | 386 | 388 | – | – | – |
//! | the same, nobody looks | 1567 | 14 | 23 | 6.9 s | 13.4 s | 14.9 s |
//! | the same, every third answer is lost | 1001 | 41 | 87 | 4.2 s | 48.1 s | 173.3 s |

use std::time::Duration;

use super::{Kind, Order, State};
use crate::error::Money;
use crate::time::{Time, any_part_of};

/// Whether someone is waiting for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// Someone looks at the order.
    Looking,
    /// The page is hidden, or there is no page.
    Away,
    /// Someone has just come back: ask at once.
    Waking,
}

/// A number is given about two seconds after the payment.
pub(super) const AFTER_PAYMENT: Duration = Duration::from_secs(2);
const SLOWER_AFTER: Duration = Duration::from_mins(10);
const RARELY_AFTER: Duration = Duration::from_hours(1);
const SLOWEST_AFTER: Duration = Duration::from_hours(24);
/// How long a late code is waited for.
const LATE_CODE_GRACE: Duration = Duration::from_mins(10);
/// A rental lasts four hours or some weeks; nobody tells which. Beyond this it is not asked about.
const LONGEST_RENTAL: Duration = Duration::from_hours(24 * 35);
/// A message that was sent and never reported as delivered will not be.
const LONGEST_DELIVERY: Duration = Duration::from_hours(24);
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);
/// However long a service asks to be left alone.
const LONGEST_REST: Duration = Duration::from_mins(10);
/// The same while money is held or a number is given.
const LONGEST_REST_WHEN_HELD: Duration = Duration::from_mins(1);

/// While someone looks, and while nobody does: seconds.
type Pauses = (u64, u64);

impl Order {
    /// When to ask the service next; none when there is nothing left to learn. `random` is any
    /// number: it spreads the pauses.
    pub fn next_ask(&self, now: Time, attention: Attention, random: u32) -> Option<Time> {
        let pauses = self.pauses(now)?;
        // A clock that is behind the one that wrote the record must not wait until it catches up.
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
            // Nothing was asked since it was made, or since it was seen to be paid.
            _ => begun.after(AFTER_PAYMENT),
        };
        let rest = self.rests_until(now);
        Some(rest.map_or(next, |moment| moment.max(next)))
    }

    /// When it was last asked about, by this clock: one that was ahead may have noted it.
    fn asked(&self, now: Time) -> Option<Time> {
        self.asked_at.map(|asked| asked.min(now))
    }

    /// Until when it is left alone. What a clock that was ahead has noted is not believed.
    fn rests_until(&self, now: Time) -> Option<Time> {
        let latest = match self.asked_at {
            Some(asked) if asked > now => return None,
            Some(asked) => asked.after(self.longest_rest()),
            None => now.after(AFTER_PAYMENT),
        };
        Some(self.not_before?.min(latest))
    }

    /// The longest it is left alone, whatever the service asks for.
    pub(super) fn longest_rest(&self) -> Duration {
        let is_held = self.money() == Money::Held || self.state == State::Held;
        if is_held || self.number.is_some() || self.maybe_paid() {
            LONGEST_REST_WHEN_HELD
        } else {
            LONGEST_REST
        }
    }

    /// The row of the table.
    fn pauses(&self, now: Time) -> Option<Pauses> {
        let in_state = now.since(self.changed_at);
        let waited = now.since(self.paid_at.unwrap_or(self.created_at));
        match self.state {
            State::AwaitingPayment | State::NeedsConfirmation | State::Unknown
                if self.is_given_up(now) =>
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
            State::Cancelled | State::Refunded => {
                (in_state < LATE_CODE_GRACE && self.paid_at.is_some()).then_some((30, 60))
            }
            State::CodeReceived
            | State::Delivered
            | State::Credited
            | State::Charged
            | State::Failed
            | State::Expired => None,
        }
    }

    /// Whether nothing will come of it any more: the service's word for it may never come. Only a question
    /// from after that day ends it, since whoever comes back later may have paid meanwhile.
    fn is_given_up(&self, now: Time) -> bool {
        let end = match self.state {
            State::AwaitingPayment if self.paid_at.is_some() => return false,
            State::AwaitingPayment => self.expires_at().max(Some(self.created_at)),
            _ => Some(self.changed_at),
        };
        self.asked(now)
            .zip(end)
            .is_some_and(|(asked, end)| asked.since(end) > SLOWEST_AFTER)
    }

    fn backed_off(&self, pause: Duration) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(8);
        let longer = pause.max(Duration::from_secs(1)) * 2_u32.pow(doublings);
        match self.failures {
            0 => pause,
            _ => longer.min(LONGEST_BACKOFF.max(pause)),
        }
    }
}

/// Up to a tenth shorter.
fn spread(pause: Duration, random: u32) -> Duration {
    let tenth = pause / 10;
    pause.saturating_sub(tenth) + any_part_of(tenth, random)
}
