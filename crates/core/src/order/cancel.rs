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

    /// Only an order that receives something can be cancelled.
    fn cancel_terms(&self) -> Option<CancelTerms> {
        match self.kind {
            Kind::Code | Kind::Rental | Kind::RealPhone => self.terms.cancel,
            Kind::Sms | Kind::Email | Kind::Fund => None,
        }
    }

    /// Returns why it cannot be cancelled now, if it cannot.
    pub(crate) fn check_cancel(&self, now: Time) -> Result<(), Error> {
        let words = self
            .terms
            .cancel
            .map_or("", |cancel| cancel.earliest_in_words);
        let mut error = match self.cancel_rule(now) {
            CancelRule::Allowed => return Ok(()),
            CancelRule::From(moment) => too_early(self.money(), words, moment.since(now)),
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
        let by_itself = self.cancel_terms()?.by_itself;
        Some(by_itself.map(|pause| paid.after(pause)))
    }
}

fn too_early(money: Money, earliest: &str, left: Duration) -> Error {
    let first = match money {
        Money::Held => "The money stays reserved. ",
        _ => "No money moved. ",
    };
    let sentence = format!(
        "{first}An order can be cancelled from {earliest} after it was made. Nothing was sent: try again \
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
        let error = too_early(Money::Held, "two minutes", Duration::from_millis(80_001));
        assert_eq!(error.code.as_str(), "order.cancel_too_early");
        assert_eq!(error.retry_after, Some(Duration::from_millis(80_001)));
        let text = error.to_string();
        assert!(text.starts_with("The money stays reserved. "), "{text}");
        assert!(text.ends_with("try again in 1 min 21 s."), "{text}");
    }
}
