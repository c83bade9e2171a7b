//! A status and any headers, before the body of a new order.

use std::time::Duration;

use satline_core::error::Error;
use satline_core::http::Response;
use satline_core::order::{Attention, Event};
use satline_core::services::sms4sats;
use satline_core::time::ClockSkew;

use super::answers::{World, can_be_kept, header, now};
use super::order::{BEGINNING, BY_INVOICE, new_order};

/// The longest time that a service can silence an order that is not paid.
const LONGEST_SILENCE: Duration = Duration::from_mins(10);

/// The clocks of devices are wrong by at most so much, or the response is.
const LARGEST_SKEW: Duration = Duration::from_hours(36);

/// The first line is the status, each after it a header.
pub fn holds(text: &str) {
    let mut lines = text.lines();
    let status = lines.next().and_then(|line| line.trim().parse().ok());
    let answer = Response {
        status: status.unwrap_or(429),
        headers: lines.filter_map(header).collect(),
        body: BY_INVOICE.to_owned(),
    };
    let world = World::answering(&answer);
    let account = sms4sats::Account::at(sms4sats::base_url());
    let sms = sms4sats::Sms4Sats::new(account, &world);
    world.read(sms.availability());
    let receive = sms4sats::ReceiveOrder::code(satline_core::country::Country::AUTO, "wa");
    match now(sms.receive(&receive)) {
        Ok(created) => {
            let account = sms.account();
            let order = account.order(satline_core::order::Kind::Code, created, None, BEGINNING);
            let skew = order.clock_skew().map(ClockSkew::length);
            assert!(skew.is_none_or(|length| length <= LARGEST_SKEW));
        }
        Err(error) => is_respected_within_bounds(&answer, &error),
    }
}

fn is_respected_within_bounds(answer: &Response, error: &Error) {
    let seconds = answer.header("retry-after").map(str::parse);
    if let Some(Ok(seconds)) = seconds {
        assert_eq!(error.retry_after, Some(Duration::from_secs(seconds)));
    }
    can_be_kept(error, satline_core::http::Effect::Read);
    let failed = new_order("code").after(&Event::NoResponse(error.clone()), BEGINNING);
    for attention in [Attention::Looking, Attention::Away, Attention::Waking] {
        let next = failed.next_ask(BEGINNING, attention, u32::MAX);
        let next = next.expect("an unpaid order is asked about");
        assert!(next <= BEGINNING.after(LONGEST_SILENCE));
        let asked_for = error.retry_after.unwrap_or_default();
        assert!(next >= BEGINNING.after(asked_for.min(LONGEST_SILENCE)));
    }
}
