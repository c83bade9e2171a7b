//! One room per service: its addresses, its JSON, its errors. Nothing outside knows them.

mod answer;
mod auth;
pub mod bitrefill;
pub mod grid;
mod invoice;
pub mod lava;
pub mod sms4sats;

use std::time::Duration;

use crate::error::{Error, Service};
use crate::http::Response;
use crate::order::{Order, Report};

/// The shortest pause that a service allows from one question about an order to the next.
pub(crate) const fn shortest_pause(service: Service) -> Duration {
    match service {
        Service::Bitrefill => bitrefill::MIN_POLL,
        Service::Sms4Sats | Service::Lava | Service::Grid => Duration::ZERO,
    }
}

/// Reads an answer to the question how an order stands, in the room of the order's service.
pub(crate) fn read_report(order: &Order, response: &Response) -> Result<Report, Error> {
    match order.service {
        Service::Sms4Sats => sms4sats::read_status(response)?.report_on(&order.id),
        Service::Bitrefill => Ok(bitrefill::read_deposit(response)?.into()),
        Service::Lava => lava::read_wallet(response)?.report_on(order),
        Service::Grid => grid::read_report(response, order),
    }
}
