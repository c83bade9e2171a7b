//! Cancelling an order, with its status asked for before anything is said.

use super::Sms4Sats;
use crate::error::{Code, Error, Money};
use crate::http::{Clock, Transport};
use crate::order::{Ask, Event, Order, State};

impl<W: Transport + Clock> Sms4Sats<W> {
    /// Cancels an order if that is allowed, and returns it as it is then.
    ///
    /// If the response to the cancel is lost, the order's status is asked for before anything is said.
    /// The order that is returned is up to date in any case.
    ///
    /// # Errors
    /// The order was not cancelled, or that is still not known ([`Code::OutcomeUnknown`]).
    pub async fn cancel_order(&self, order: Order) -> (Order, Result<(), Error>) {
        let sms = self.for_flow();
        let now = || sms.clock().now();
        if let Err(error) = order.check_cancel(now()) {
            return (order, Err(error));
        }
        let order = order.after(&Event::CancelSent, now());
        let outcome = sms.cancel(&order.id).await;
        let order = match &outcome {
            Ok(()) => order.after(&Event::CancelAccepted, now()),
            Err(_) => order,
        };
        // Refused or lost: its status knows. Accepted: its status knows whether there was money to
        // return.
        let event = match sms.ask(&order).await {
            Ok(report) => Event::Report(report),
            Err(error) => Event::NoResponse(error),
        };
        let order = order.after(&event, now());
        let Err(mut error) = outcome else {
            return (order, Ok(()));
        };
        // What the status says of the money, not what this kind of call may do to it. An order that was
        // not seen to be paid may have been, if the status is silent.
        if order.money() != Money::Untouched || !order.is_unreachable() {
            error.money = order.money();
        }
        if error.code != Code::OutcomeUnknown {
            return (order.after(&Event::CancelRefused, now()), Err(error));
        }
        let gone = matches!(order.state, State::Cancelled | State::Refunded);
        (order, if gone { Ok(()) } else { Err(error) })
    }
}
