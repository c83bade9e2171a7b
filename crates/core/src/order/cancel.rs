//! Cancelling: when it is allowed, and what its outcome was.

use std::time::Duration;

use super::{Ask, Event, Kind, Order, OrderId, State};
use crate::error::{Code, Error, Money};
use crate::http::Clock;
use crate::time::Time;

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

/// A service that can cancel.
pub trait Cancellable: Ask {
    /// Sends the cancel, once.
    fn send_cancel(&self, id: &OrderId) -> impl Future<Output = Result<(), Error>>;
}

/// Cancels an order if that is allowed, and says how it stands then.
///
/// If the answer to the cancel is lost, the order's status is asked for before anything is said. An
/// error means that the order was not cancelled, or that this is still not known
/// ([`Code::OutcomeUnknown`]); the order that comes with it is up to date in any case.
pub async fn cancel<S: Cancellable>(service: &S, order: Order) -> (Order, Result<(), Error>) {
    if let Err(error) = allowed(&order, service.clock().now()) {
        return (order, Err(error));
    }
    let order = order.after(&Event::CancelSent, service.clock().now());
    let id = order.id.clone();
    let outcome = service.send_cancel(&id).await;
    let accepted = outcome.is_ok();
    let order = if accepted {
        order.after(&Event::CancelAccepted, service.clock().now())
    } else {
        order
    };
    // Refused or lost: its status knows. Accepted: its status knows whether there was money to return.
    let order = match service.ask(&order).await {
        Ok(report) => order.after(&Event::Told(report), service.clock().now()),
        Err(trouble) => order.after(&Event::NoAnswer(trouble), service.clock().now()),
    };
    match outcome {
        Err(error) if error.code == Code::OutcomeUnknown => {
            let gone = matches!(order.state, State::Cancelled | State::Refunded);
            (order, if gone { Ok(()) } else { Err(error) })
        }
        Err(error) => {
            let order = order.after(&Event::CancelRefused, service.clock().now());
            (order, Err(error))
        }
        Ok(()) => (order, Ok(())),
    }
}

fn allowed(order: &Order, now: Time) -> Result<(), Error> {
    let sentence = match order.cancel_rule(now) {
        CancelRule::Allowed => return Ok(()),
        CancelRule::From(_) => {
            "can be cancelled from two minutes after it was made. Nothing was sent: try again then."
        }
        CancelRule::TooLate => "is over already, or its code has come. Nothing was sent.",
        CancelRule::Never => "is of a kind that cannot be cancelled. Nothing was sent.",
    };
    Err(Error::invalid("order", sentence).with_service(order.service))
}
