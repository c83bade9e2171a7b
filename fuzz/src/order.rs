//! Orders with any events.

use std::time::Duration;

use satline_core::country::Country;
use satline_core::error::{Money, Service};
use satline_core::http::Response;
use satline_core::lenient::{Lenient, parse};
use satline_core::order::{Kind, Order, SmsCode};
use satline_core::services::sms4sats;
use satline_core::services::step;
use satline_core::time::Time;
use serde_json::json;

use super::answers::{World, answer, now};

/// 2026-01-01
pub const BEGINNING: Time = Time(1_767_225_600_000);

/// How many codes are kept; older ones are dropped.
pub const MOST_CODES: usize = 200;

/// The longest pause between two requests.
pub const LONGEST_PAUSE: Duration = Duration::from_mins(30);

const KINDS: [Kind; 6] = [
    Kind::Code,
    Kind::Rental,
    Kind::RealPhone,
    Kind::Sms,
    Kind::Email,
    Kind::Fund,
];

pub const BY_INVOICE: &str =
    include_str!("../../crates/core/tests/data/sms4sats/order-created.json");
const FROM_BALANCE: &str =
    include_str!("../../crates/core/tests/data/sms4sats/order-created-paid.json");

/// The first line is the record of an order, or the kind of a new one (`rental`, `sms from balance`). Each
/// line after it is an event, or a response of the service, after an optional number of milliseconds.
pub fn holds(text: &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let record = Order::from_json(first).ok();
    // A record that we did not write may contradict itself about money and times.
    let is_sound = record.is_none();
    let mut order = record.unwrap_or_else(|| new_order(first));
    is_its_record(&order);
    let mut now = BEGINNING;
    for line in rest.lines() {
        let (pause, event) = timed(line);
        now = now.after(pause);
        let (after, ask_at) = stepped(&order, &event, now);
        keeps_its_word(&order, &after, &event);
        if is_sound {
            keeps_the_money(&order, &after);
            assert!(after.codes.len() <= MOST_CODES);
            assert!(ask_at.is_none_or(|next| next <= now.after(LONGEST_PAUSE)));
        }
        order = after;
    }
}

pub fn new_order(name: &str) -> Order {
    let kind = KINDS
        .into_iter()
        .find(|kind| name.starts_with(kind.as_str()))
        .unwrap_or(Kind::Code);
    let template = if name.ends_with("from balance") {
        FROM_BALANCE
    } else {
        BY_INVOICE
    };
    let account = sms4sats::Account::at(sms4sats::base_url());
    let receive = sms4sats::ReceiveOrder::code(Country::AUTO, "wa");
    let answer = answer(template);
    let sms = sms4sats::Sms4Sats::new(account, World::answering(&answer));
    let created = now(sms.receive(&receive)).unwrap();
    sms.account().order(kind, created, None, BEGINNING)
}

/// Returns how much time passes before a line's event, and the event as JSON.
fn timed(line: &str) -> (Duration, String) {
    let timed = line
        .split_once(' ')
        .and_then(|(number, event)| Some((number.parse().ok()?, event)));
    let (pause, event) = timed.unwrap_or((0, line));
    let is_event = parse(event).is_some_and(|json| json.get("event").is_some());
    let event = if is_event {
        event.to_owned()
    } else {
        json!({ "event": "answer", "status": 200, "body": event }).to_string()
    };
    (Duration::from_millis(pause), event)
}

/// Returns the order after the event, and when to ask. An unknown event is refused, and changes nothing.
fn stepped(order: &Order, event: &str, now: Time) -> (Order, Option<Time>) {
    let record = order.to_json();
    match step(&record, event, now) {
        Ok(stepped) => (stepped.order, stepped.ask_at),
        Err(error) => {
            assert_eq!(error.field.as_deref(), Some("event"), "{record}");
            (order.clone(), None)
        }
    }
}

/// The record contains the whole order.
pub fn is_its_record(order: &Order) {
    let record = order.to_json();
    let read = Order::from_json(&record);
    assert!(read.as_ref() == Ok(order), "another order: {record}");
}

fn keeps_its_word(before: &Order, after: &Order, event: &str) {
    is_its_record(after);
    if before.is_over() {
        assert_eq!(before.state, after.state, "left a terminal state");
    }
    if after.codes.len() < MOST_CODES {
        for code in before.codes.iter().chain(&codes_of(before, event)) {
            let is_kept = after.codes.iter().any(|kept| kept.text == code.text);
            assert!(is_kept, "lost a code");
        }
    }
}

/// Returns the codes of an event.
fn codes_of(order: &Order, event: &str) -> Vec<SmsCode> {
    let account = sms4sats::Account::at(sms4sats::base_url());
    let event = parse(event).unwrap();
    if order.service != Service::Sms4Sats || event.text("event") != Some("answer") {
        return Vec::new();
    }
    let status = event.whole("status").map(u16::try_from);
    let response = Response {
        status: status.and_then(Result::ok).unwrap_or(200),
        headers: Vec::new(),
        body: event.text("body").unwrap_or_default().to_owned(),
    };
    let sms = sms4sats::Sms4Sats::new(account, World::answering(&response));
    now(sms.order_status(&order.id))
        .and_then(|status| status.report_on(&order.id))
        .map(|report| report.codes.into_iter().chain(report.newest).collect())
        .unwrap_or_default()
}

fn keeps_the_money(before: &Order, after: &Order) {
    let went_back = match before.money() {
        Money::Spent => matches!(after.money(), Money::Untouched | Money::Held),
        Money::Returned | Money::Held => after.money() == Money::Untouched,
        Money::Untouched | Money::Unknown => false,
    };
    let (before, after) = (before.money(), after.money());
    assert!(!went_back, "{before:?} became {after:?}");
}
