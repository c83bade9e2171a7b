//! Wrong clocks, and invoices dated in the future.

use std::time::Duration;

use satline_core::lightning::{CheckedInvoice, Expectation, Rejected, Rule, UncheckedInvoice};
use satline_core::money::Sats;
use satline_core::order::{Event, Kind, Order, OrderId, Report, Start, State};
use satline_core::services::sms4sats::{Account, ReceiveOrder, Sms4Sats};
use satline_core::time::{ClockSkew, Time};

use crate::canned::{Canned, now};
use crate::invoices::*;

const HOURS: Duration = Duration::from_hours(3);
const MINUTE: Duration = Duration::from_mins(1);

/// Creates an order whose invoice is new, on a device whose clock shows this time.
fn order_at(now: Time) -> Order {
    let id = OrderId::parse("7dc6").unwrap();
    let start = Start::Pay(UncheckedInvoice::new(invoice()));
    Order::new(
        &satline_core::services::sms4sats::TERMS,
        Kind::Code,
        id,
        start,
        expected(),
        now,
    )
}

fn payable(order: &Order, now: Time) -> Result<CheckedInvoice, Rejected> {
    order.payable(now).unwrap()
}

#[test]
fn a_clock_that_is_wrong_by_hours_changes_neither_the_time_left_nor_the_end() {
    for (now, skew, word) in [
        (begin().after(HOURS), ClockSkew::Ahead(HOURS), "ahead"),
        (begin().before(HOURS), ClockSkew::Behind(HOURS), "behind"),
    ] {
        let order = order_at(now);
        assert_eq!(order.clock_skew(), Some(skew));
        assert_eq!(order.expires_at(), Some(now.after(EXPIRY)));
        let until = now.after(EXPIRY).before(MINUTE);
        assert_eq!(order.payable_until(), Some(until));
        let checked = payable(&order, now).unwrap();
        let mut times = checked.checks().iter().filter(|f| f.rule == Rule::Time);
        let found = format!("1 h 0 min left; this device's clock is 3 h 0 min {word}");
        assert_eq!(times.next().unwrap().found, found);
        assert_eq!(checked.clock_skew(), Some(skew));
        assert_eq!(
            (checked.expires_at(), checked.payable_until()),
            (now.after(EXPIRY), until)
        );
        // To the millisecond, as with a correct clock.
        let late = until.after(Duration::from_millis(1));
        assert!(payable(&order, until).is_ok() && checked.payable(until).is_ok());
        assert!(payable(&order, late).is_err() && checked.payable(late).is_err());
    }
}

#[test]
fn a_clock_that_differs_by_little_is_right() {
    for now in [
        begin(),
        begin().after(Duration::from_mins(2)),
        begin().before(MINUTE),
    ] {
        let order = order_at(now);
        assert_eq!(order.clock_skew(), None);
        assert_eq!(order.expires_at(), Some(end()));
    }
}

#[test]
fn the_records_of_an_order_keep_what_was_measured_and_old_ones_are_read() {
    let order = order_at(begin().after(HOURS));
    let json = order.to_json();
    let kept = Order::from_json(&json).unwrap();
    assert_eq!(kept, order);
    let old = json.replace(r#","clockAheadMs":10800000"#, "");
    assert_eq!(Order::from_json(&old).unwrap().clock_skew(), None);
}

#[test]
fn a_clock_that_is_set_right_again_is_believed() {
    let ahead = order_at(begin().after(HOURS));
    let checked = payable(&ahead, begin().after(MINUTE)).unwrap();
    let left = |checked: &CheckedInvoice| {
        let mut times = checked.checks().iter().filter(|f| f.rule == Rule::Time);
        times.next().unwrap().found.clone()
    };
    assert_eq!(left(&checked), "59 min 0 s left");
    let behind = order_at(begin().before(HOURS));
    let checked = payable(&behind, begin().after(MINUTE)).unwrap();
    assert_eq!(left(&checked), "59 min 0 s left");
}

#[test]
fn a_clock_that_is_ahead_makes_no_order_expire() {
    let now = begin().after(HOURS);
    let unpaid = Event::Report(Report {
        paid: Some(false),
        ..Report::default()
    });
    let early = order_at(now).after(&unpaid, now.after(MINUTE));
    assert_eq!(early.state, State::AwaitingPayment);
    let late = order_at(now).after(&unpaid, now.after(EXPIRY + Duration::from_mins(3)));
    assert_eq!(late.state, State::Expired);
}

#[test]
fn an_invoice_checked_by_itself_is_no_younger_than_nothing() {
    // It was not created in the future, so the clock is behind by at least this much.
    let checked = check_at(&invoice(), &expected(), begin().before(HOURS)).unwrap();
    assert_eq!(checked.clock_skew(), Some(ClockSkew::Behind(HOURS)));
    assert_eq!(checked.expires_at(), end().before(HOURS));
}

#[test]
fn an_invoice_from_the_far_future_is_refused() {
    let year = Duration::from_hours(24 * 365);
    let now = begin().before(year);
    let rejected = check_at(&invoice(), &expected(), now).unwrap_err();
    assert_eq!(failed(rejected.checks()), [Rule::Date]);
    let text = rejected.to_string();
    let line =
        "date: expected created before now, found: dated 365 days ahead of this device's clock.";
    assert!(text.contains(line), "{text}");
    let rejected = payable(&order_at(now), now).unwrap_err();
    assert_eq!(failed(rejected.checks()), [Rule::Date]);
    let short = begin().before(Duration::from_hours(37));
    assert!(check_at(&invoice(), &expected(), short).is_err());
}

#[test]
fn the_services_own_date_comes_before_the_age_of_an_invoice() {
    let body = format!(
        r#"{{"status":"OK","orderId":"7dc6","payreq":"{}"}}"#,
        invoice()
    );
    let account = Account::at(satline_core::services::sms4sats::base_url());
    let wanted = ReceiveOrder::code(satline_core::country::Country::AUTO, "wa");
    let created = |date: &str| {
        let answer = satline_core::http::Response {
            status: 200,
            headers: vec![("date".to_owned(), date.to_owned())],
            body: body.clone(),
        };
        let sms = Sms4Sats::new(account.clone(), Canned::new(answer));
        now(sms.receive(&wanted)).unwrap()
    };
    let order = |date, now| account.order(Kind::Code, created(date), Some(Sats(3_000)), now);
    // The invoice was created half an hour before it was sent, with clocks that agree.
    let half_past = begin().after(Duration::from_mins(30));
    let agreed = order("Thu, 01 Jan 2026 00:30:00 GMT", half_past);
    assert_eq!(agreed.clock_skew(), None);
    // And with clocks that differ, or without a date.
    let ahead = order("Thu, 01 Jan 2026 00:10:00 GMT", half_past);
    let minutes = |minutes| Some(ClockSkew::Ahead(Duration::from_mins(minutes)));
    assert_eq!(ahead.clock_skew(), minutes(20));
    assert_eq!(order("soon", half_past).clock_skew(), minutes(30));
    // No `Date` makes an invoice one from the future.
    let behind = order("Wed, 31 Dec 2025 21:00:00 GMT", begin().before(HOURS));
    assert_eq!(behind.clock_skew(), Some(ClockSkew::Behind(HOURS)));
}

#[test]
fn an_invoice_with_less_than_a_minute_left_is_offered_no_more() {
    let order = order_at(begin());
    let until = order.payable_until().unwrap();
    assert_eq!(until, end().before(MINUTE));
    assert!(payable(&order, until).is_ok());
    assert!(payable(&order, until.after(Duration::from_millis(1))).is_err());
    let impatient = Expectation {
        min_time_left: Duration::ZERO,
        ..expected()
    };
    assert_eq!(checked(&invoice(), &impatient).payable_until(), end());
}
