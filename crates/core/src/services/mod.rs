//! One module per service: its addresses, JSON and errors, which nothing else knows.

mod answer;
mod auth;
pub mod bitrefill;
pub mod grid;
mod invoice;
pub mod lava;
mod record;
#[cfg(test)]
mod samples;
pub mod sms4sats;

pub use record::{Stepped, step};

use crate::error::{Error, Service};
use crate::http::Response;
use crate::order::{Order, Report, Terms};

/// Returns the terms of a service's orders.
pub(crate) const fn terms(service: Service) -> &'static Terms {
    match service {
        Service::Sms4Sats => &sms4sats::TERMS,
        Service::Bitrefill => &bitrefill::TERMS,
        Service::Lava => &lava::TERMS,
        Service::Grid => &grid::TERMS,
    }
}

/// Reads the response to a request for an order's status, as the order's service does.
fn read_report(order: &Order, response: &Response) -> Result<Report, Error> {
    match order.service {
        Service::Sms4Sats => sms4sats::read_status(response)?.report_on(&order.id),
        Service::Bitrefill => bitrefill::read_deposit(response)?.report_on(&order.id),
        Service::Lava => lava::read_wallet(response)?.report_on(order),
        Service::Grid => grid::read_report(response, order),
    }
}
