//! When an order can be cancelled, and when it cancels itself.

use std::time::Duration;

use super::{Kind, Order};
use crate::error::{Code, Error, Money};
use crate::time::{Time, duration_text};

/// From when on a receive order can be cancelled, counted from its making.
const EARLIEST: Duration = Duration::from_mins(2);
/// When an order without its code cancels itself, counted from its payment. The service's pages say both.
const BY_ITSELF: [Duration; 2] = [Duration::from_mins(20), Duration::from_mins(21)];

/// Whether an order can be cancelled now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelRule {
    /// It can.
    Allowed,
    /// From this moment on.
    From(Time),
    /// It is over, or the code has come.
    TooLate,
    /// Orders of this kind cannot be cancelled.
    Never,
}

impl Order {
    /// Whether it can be cancelled now.
    pub fn cancel_rule(&self, now: Time) -> CancelRule {
        let earliest = self.created_at.after(EARLIEST);
        match self.kind {
            Kind::Sms | Kind::Email | Kind::Fund => CancelRule::Never,
            _ if !self.can_be_cancelled() => CancelRule::TooLate,
            _ if now < earliest => CancelRule::From(earliest),
            _ => CancelRule::Allowed,
        }
    }

    /// Returns why it cannot be cancelled now, if it cannot.
    pub(crate) fn check_cancel(&self, now: Time) -> Result<(), Error> {
        let mut error = match self.cancel_rule(now) {
            CancelRule::Allowed => return Ok(()),
            CancelRule::From(moment) => too_early(self.money(), moment.since(now)),
            CancelRule::TooLate => Error::invalid(
                "order",
                "is over already, or its code has come. Nothing was sent.",
            ),
            CancelRule::Never => Error::invalid(
                "order",
                "is of a kind that cannot be cancelled. Nothing was sent.",
            ),
        };
        error.money = self.money();
        Err(error.with_service(self.service))
    }

    /// The money that is held comes back by itself between these moments, if no code has come.
    pub fn returns_by_itself(&self) -> Option<[Time; 2]> {
        let waits = self.can_be_cancelled() && self.money() == Money::Held;
        let paid = self.paid_at.filter(|_| waits)?;
        Some(BY_ITSELF.map(|pause| paid.after(pause)))
    }
}

fn too_early(money: Money, left: Duration) -> Error {
    let first = match money {
        Money::Held => "The money stays reserved. ",
        _ => "No money moved. ",
    };
    let sentence = format!(
        "{first}An order can be cancelled from two minutes after it was made. Nothing was sent: try again \
         in {}.",
        duration_text(left + ROUNDED_UP)
    );
    let mut error = Error::new(Code::CancelTooEarly, sentence);
    error.retryable = true;
    error.retry_after = Some(left);
    error
}

/// So that nobody is sent back a second early.
const ROUNDED_UP: Duration = Duration::from_millis(999);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_early_says_how_long_it_takes() {
        let error = too_early(Money::Held, Duration::from_millis(80_001));
        assert_eq!(error.code.as_str(), "order.cancel_too_early");
        assert_eq!(error.retry_after, Some(Duration::from_millis(80_001)));
        let text = error.to_string();
        assert!(text.starts_with("The money stays reserved. "), "{text}");
        assert!(text.ends_with("try again in 1 min 21 s."), "{text}");
    }
}
