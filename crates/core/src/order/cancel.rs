//! When an order can be cancelled, and when it cancels itself.

use std::time::Duration;

use super::{CancelTerms, Kind, Order};
use crate::error::{Code, Error, Money};
use crate::time::{Time, duration_text};

/// Whether an order can be cancelled now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelRule {
    /// It can.
    Allowed,
    /// It can from this time on.
    From(Time),
    /// It is over, or its code was received.
    TooLate,
    /// Orders of this kind cannot be cancelled.
    Never,
}

impl Order {
    /// Returns whether it can be cancelled now.
    pub fn cancel_rule(&self, now: Time) -> CancelRule {
        let Some(cancel) = self.cancel_terms() else {
            return CancelRule::Never;
        };
        let earliest = self.created_at.after(cancel.earliest);
        match () {
            () if !self.can_be_cancelled() => CancelRule::TooLate,
            () if now < earliest => CancelRule::From(earliest),
            () => CancelRule::Allowed,
        }
    }

    /// Returns the terms for cancelling; `None` unless the order receives something.
    fn cancel_terms(&self) -> Option<CancelTerms> {
        match self.kind {
            Kind::Code | Kind::Rental | Kind::RealPhone => self.terms.cancel,
            Kind::Sms | Kind::Email | Kind::Fund => None,
        }
    }

    /// Checks that it can be cancelled now.
    ///
    /// # Errors
    /// Says why it cannot, and when it can.
    pub(crate) fn check_cancel(&self, now: Time) -> Result<(), Error> {
        let mut error = match self.cancel_rule(now) {
            CancelRule::Allowed => return Ok(()),
            CancelRule::From(earliest) => too_early(self.money(), earliest.since(now)),
            CancelRule::TooLate => Error::invalid(
                "order",
                "is over already, or its code was received. Nothing was sent.",
            ),
            CancelRule::Never => Error::invalid(
                "order",
                "is of a kind that cannot be cancelled. Nothing was sent.",
            ),
        };
        error.money = self.money();
        Err(error.with_service(self.service))
    }

    /// Returns between which times the held money comes back by itself, unless a code is received.
    pub fn returns_by_itself(&self) -> Option<[Time; 2]> {
        let waits = self.can_be_cancelled() && self.money() == Money::Held;
        let paid = self.paid_at.filter(|_| waits)?;
        let by_itself = self.cancel_terms()?.by_itself;
        Some(by_itself.map(|pause| paid.after(pause)))
    }
}

fn too_early(money: Money, left: Duration) -> Error {
    let first = match money {
        Money::Held => "The money stays reserved",
        _ => "No money moved",
    };
    let sentence = format!(
        "{first}: it is too early to cancel this order, and nothing was sent. Try again in {}.",
        duration_text(left + ROUNDED_UP)
    );
    let mut error = Error::new(Code::CancelTooEarly, sentence);
    error.retryable = true;
    error.retry_after = Some(left);
    error
}

/// Rounds up to whole seconds, so that a retry is never a second too early.
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
        assert!(text.starts_with("The money stays reserved: "), "{text}");
        assert!(text.ends_with("Try again in 1 min 21 s."), "{text}");
    }
}
