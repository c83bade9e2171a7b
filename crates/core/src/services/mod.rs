//! One room per service: its addresses, its JSON, its errors. Nothing outside knows them.

pub mod sms4sats;

use crate::error::{Error, Service};
use crate::http::Response;
use crate::order::{Order, Report};

/// Reads an answer to the question how an order stands, in the room of the order's service.
pub(crate) fn read_report(order: &Order, response: &Response) -> Result<Report, Error> {
    match order.service {
        Service::Sms4Sats => sms4sats::read_status(response)?.report_on(&order.id),
    }
}
