//! Cancels an order, and requests its status before reporting the outcome.

use super::Sms4Sats;
use crate::error::{Code, Error, Money};
use crate::http::{Clock, Transport};
use crate::order::{Ask, Event, Order, Report, State};

impl<W: Transport + Clock> Sms4Sats<W> {
    /// Cancels an order if that is allowed, and returns the updated order.
    ///
    /// Requests the order's status afterwards, so that the outcome is known even if the response to the
    /// cancel was lost.
    ///
    /// # Errors
    /// The order was not cancelled, or it is still not known whether it was ([`Code::OutcomeUnknown`]).
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
        // If the cancel was refused or its response lost, the status shows whether it took effect; if
        // accepted, whether there was money to return.
        let asked_at = Some(now());
        let event = match sms.ask(&order).await {
            Ok(report) => Event::Report(Report { asked_at, ..report }),
            Err(error) => Event::NoResponse(error),
        };
        let order = order.after(&event, now());
        let Err(mut error) = outcome else {
            return (order, Ok(()));
        };
        // The status knows what happened to the money better than the kind of call does. Without a
        // status, an order that seemed unpaid may have been paid.
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
