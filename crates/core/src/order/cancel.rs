//! Cancelling: when it is allowed, and what its outcome was.

use std::time::Duration;

use super::{Event, Kind, Order, State};
use crate::error::{Code, Error, Money};
use crate::funding::{Flows, Place};
use crate::http::{Clock, Talk, Transport};
use crate::services::sms4sats::{Account, Sms4Sats, call};
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

    /// The money that is held comes back by itself between these moments, if no code has come.
    pub fn returns_by_itself(&self) -> Option<[Time; 2]> {
        let waits = self.can_be_cancelled() && self.money() == Money::Held;
        let paid = self.paid_at.filter(|_| waits)?;
        Some(BY_ITSELF.map(|pause| paid.after(pause)))
    }
}

/// Cancels an order if that is allowed, and says how it stands then.
///
/// If the answer to the cancel is lost, the order's status is asked for before anything is said. An
/// error means that the order was not cancelled, or that this is still not known
/// ([`Code::OutcomeUnknown`]); the order that comes with it is up to date in any case.
pub async fn cancel<W: Transport + Clock>(
    service: &Sms4Sats<W>,
    order: Order,
) -> (Order, Result<(), Error>) {
    let flow = |talk: &mut Talk| Ok(cancelled(service.account(), talk, order.clone()));
    match service.client().talk(&flow).await {
        Ok(cancelled) => cancelled,
        Err(error) => (order, Err(error)),
    }
}

/// [`cancel`] as a flow.
pub(crate) fn cancelled(
    account: &Account,
    talk: &mut Talk,
    order: Order,
) -> (Order, Result<(), Error>) {
    if let Err(error) = allowed(&order, talk.now()) {
        return (order, Err(error));
    }
    let order = order.after(&Event::CancelSent, talk.now());
    let outcome = talk.make(Ok(call::cancel(account, &order.id)));
    let order = match &outcome {
        Ok(()) => order.after(&Event::CancelAccepted, talk.now()),
        Err(_) => order,
    };
    // Refused or lost: its status knows. Accepted: its status knows whether there was money to return.
    let event = match account.report(talk, &order) {
        Ok(report) => Event::Told(report),
        Err(trouble) => Event::NoAnswer(trouble),
    };
    let order = order.after(&event, talk.now());
    let Err(mut error) = outcome else {
        return (order, Ok(()));
    };
    // What the status says of the money, not what this kind of call may do to it. An order that was
    // not seen to be paid may have been, if the status is silent.
    if order.money() != Money::Untouched || !order.is_out_of_touch() {
        error.money = order.money();
    }
    if error.code != Code::OutcomeUnknown {
        return (order.after(&Event::CancelRefused, talk.now()), Err(error));
    }
    let gone = matches!(order.state, State::Cancelled | State::Refunded);
    (order, if gone { Ok(()) } else { Err(error) })
}

fn allowed(order: &Order, now: Time) -> Result<(), Error> {
    let mut error = match order.cancel_rule(now) {
        CancelRule::Allowed => return Ok(()),
        CancelRule::From(moment) => too_early(order.money(), moment.since(now)),
        CancelRule::TooLate => Error::invalid(
            "order",
            "is over already, or its code has come. Nothing was sent.",
        ),
        CancelRule::Never => Error::invalid(
            "order",
            "is of a kind that cannot be cancelled. Nothing was sent.",
        ),
    };
    error.money = order.money();
    Err(error.with_service(order.service))
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
