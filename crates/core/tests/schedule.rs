//! A day with 10,000 orders: how often the service is asked, and how soon codes are seen.
//!
//! `cargo test -p satline-core --test schedule -- --nocapture` prints the table in src/order/schedule.rs.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/canned.rs"]
mod canned;
#[path = "support/invoice.rs"]
mod invoice;

use std::time::Duration;

use satline_core::error::{Code, Error, Money};
use satline_core::lightning::bolt11::Network;
use satline_core::lightning::{Expectation, UncheckedInvoice};
use satline_core::order::{Attention, Event, Kind, Order, OrderId, Report, SmsCode, Start, State};
use satline_core::services::sms4sats::{Account, Sms4Sats, base_url};
use satline_core::time::Time;

use canned::{Canned, now};
use invoice::sandbox_invoice;

const ORDERS: u64 = 10_000;
const MINUTE: u64 = 60 * 1_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// Deterministic, so that the table stays the same.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low)
    }

    fn random(&mut self) -> u32 {
        u32::try_from(self.next() >> 32).unwrap()
    }
}

/// What happens to an order, in milliseconds since its creation.
struct Fate {
    name: &'static str,
    paid: Option<u64>,
    code: Option<u64>,
    attention: Attention,
    /// One request in this many gets no response.
    trouble: u64,
}

/// The distribution of fates: how many of a hundred orders are of each kind.
fn fate(dice: &mut Dice) -> Fate {
    let paid = dice.between(8_000, 180_000);
    let code = paid + dice.between(30_000, 120_000);
    let usual = Fate {
        name: "paid, code within 2 minutes, someone is looking",
        paid: Some(paid),
        code: Some(code),
        attention: Attention::Looking,
        trouble: u64::MAX,
    };
    match dice.next() % 100 {
        0..55 => usual,
        55..70 => Fate {
            name: "the same, in the background",
            attention: Attention::Away,
            ..usual
        },
        70..80 => Fate {
            name: "the same, every third response is lost",
            trouble: 3,
            ..usual
        },
        80..85 => Fate {
            name: "paid, code after 15 minutes, someone is looking",
            code: Some(paid + 15 * 60_000),
            ..usual
        },
        85..95 => Fate {
            name: "paid, no code, money back after 20 minutes",
            code: None,
            ..usual
        },
        _ => Fate {
            name: "never paid, in the background",
            paid: None,
            code: None,
            attention: Attention::Away,
            ..usual
        },
    }
}

struct Outcome {
    asked: u64,
    delay: Option<u64>,
}

fn live(fate: &Fate, invoice: &str, dice: &mut Dice) -> Outcome {
    let mut order = order(Start::Pay(UncheckedInvoice::new(invoice)), Time(0));
    let mut outcome = Outcome {
        asked: 0,
        delay: None,
    };
    let mut now = Time(0);
    while let Some(next) = order.next_ask(now, fate.attention, dice.random()) {
        assert!(next >= now, "the schedule goes back in time");
        now = next;
        if now.0 > DAY {
            break;
        }
        outcome.asked += 1;
        let event = if dice.next().is_multiple_of(fate.trouble) {
            Event::NoResponse(no_response())
        } else {
            Event::Report(report(fate, now.0))
        };
        order = order.after(&event, now);
        if let (Some(code), None, false) = (fate.code, outcome.delay, order.codes.is_empty()) {
            outcome.delay = Some(now.0 - code);
        }
    }
    outcome
}

fn no_response() -> Error {
    let sms = Sms4Sats::new(Account::at(base_url()), Canned::json(503, ""));
    let error = now(sms.order_status(&OrderId::parse("7dc6").unwrap())).unwrap_err();
    assert_eq!(error.code, Code::Unreachable);
    error
}

fn report(fate: &Fate, now: u64) -> Report {
    let paid = fate.paid.is_some_and(|paid| now >= paid);
    let number = fate.paid.is_some_and(|paid| now >= paid + 2_000);
    let code = fate.code.is_some_and(|code| now >= code);
    let refunded = fate
        .paid
        .is_some_and(|paid| fate.code.is_none() && now >= paid + 20 * 60_000);
    Report {
        paid: Some(paid),
        number: number.then(|| "12345678901".to_owned()),
        codes: code
            .then(|| SmsCode {
                text: "48010".to_owned(),
                may_lack_zeros: false,
            })
            .into_iter()
            .collect(),
        delivery: None,
        failure: refunded.then(|| "No code.".to_owned()),
        ..Report::default()
    }
}

fn quantile(sorted: &[u64], percent: usize) -> u64 {
    sorted[(sorted.len() - 1) * percent / 100]
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{} s", milliseconds / 1_000, milliseconds % 1_000 / 100)
}

#[test]
fn a_day_of_ten_thousand_orders_asks_little_and_sees_codes_soon() {
    let mut dice = Dice(0x5eed);
    let mut rows: Vec<(&str, Vec<u64>, Vec<u64>)> = Vec::new();
    let invoice = sandbox_invoice(Time(0));
    for _ in 0..ORDERS {
        let fate = fate(&mut dice);
        let outcome = live(&fate, &invoice, &mut dice);
        let row = rows.iter().position(|(name, ..)| *name == fate.name);
        let row = row.unwrap_or_else(|| {
            rows.push((fate.name, Vec::new(), Vec::new()));
            rows.len() - 1
        });
        rows[row].1.push(outcome.asked);
        rows[row].2.extend(outcome.delay);
    }
    println!(
        "| an order that is | of 10,000 | requests: median | most | code seen after: median | 95 of 100 | at most |"
    );
    println!("|---|---|---|---|---|---|---|");
    for (name, asked, delays) in &mut rows {
        asked.sort_unstable();
        delays.sort_unstable();
        let [median, late, last] = match delays.as_slice() {
            [] => ["–", "–", "–"].map(str::to_owned),
            some => [50, 95, 100].map(|percent| seconds(quantile(some, percent))),
        };
        let (middle, most) = (quantile(asked, 50), quantile(asked, 100));
        println!(
            "| {name} | {} | {middle} | {most} | {median} | {late} | {last} |",
            asked.len()
        );
    }
    let row = |begins: &str| {
        rows.iter()
            .find(|(name, ..)| name.starts_with(begins))
            .unwrap()
    };
    let usual = row("paid, code within");
    assert!(
        quantile(&usual.2, 100) <= 5_000,
        "a code that is looked for is seen in five seconds"
    );
    assert!(quantile(&usual.1, 100) <= 90);
    let away = row("the same, in the background");
    assert!(quantile(&away.2, 100) <= 15_000);
    assert!(quantile(&row("never paid").1, 100) <= 400);
    assert!(quantile(&row("paid, no code").1, 100) <= 300);
}

/// Creates an order for a code.
fn order(start: Start, created: Time) -> Order {
    Order::new(
        &satline_core::services::sms4sats::TERMS,
        Kind::Code,
        OrderId::parse("7dc6").unwrap(),
        start,
        Expectation::new(Network::Regtest),
        created,
    )
}

#[test]
fn a_service_that_asks_for_time_is_left_alone_that_long() {
    let order = order(Start::Transfer, Time(0));
    let mut error = no_response();
    error.retry_after = Some(Duration::from_mins(10));
    let order = order.after(&Event::NoResponse(error), Time(1_000));
    let next = order.next_ask(Time(1_000), Attention::Waking, 0);
    assert_eq!(next, Some(Time(601_000)));
}

#[test]
fn the_longer_an_order_waits_the_longer_are_the_pauses() {
    let unpaid = order(Start::Transfer, Time(0));
    let held = order(Start::FromBalance, Time(0));
    let received = Report {
        codes: vec![SmsCode {
            text: "48010".to_owned(),
            may_lack_zeros: false,
        }],
        ..Report::default()
    };
    let mut rental = held.clone();
    rental.kind = Kind::Rental;
    let rental = rental.after(&Event::Report(received), Time(0));
    let mut sent = held.clone();
    (sent.kind, sent.state) = (Kind::Sms, State::Sent);
    // Asked at that time, someone who looks asks again after so many seconds, and the background after so many.
    for (order, asked, pauses) in [
        (&unpaid, 10 * MINUTE - 1, Some((3, 15))),
        (&unpaid, 10 * MINUTE, Some((15, 60))),
        (&unpaid, 60 * MINUTE - 1, Some((15, 60))),
        (&unpaid, 60 * MINUTE, Some((60, 300))),
        (&held, 10 * MINUTE - 1, Some((5, 15))),
        (&held, 10 * MINUTE, Some((10, 30))),
        (&held, DAY - 1, Some((10, 30))),
        (&held, DAY, Some((600, 1_800))),
        (&rental, 35 * DAY - 1, Some((10, 60))),
        (&rental, 35 * DAY, None),
        (&sent, DAY, Some((600, 1_800))),
        (&sent, DAY + 1, None),
    ] {
        let asked = Time(asked);
        let order = order
            .clone()
            .after(&Event::Report(Report::default()), asked);
        let pause = |attention| {
            let next = order.next_ask(asked, attention, u32::MAX)?;
            Some(next.since(asked).as_secs())
        };
        let both = pause(Attention::Looking).zip(pause(Attention::Away));
        assert_eq!(both, pauses, "{:?}, asked at {}", order.state, asked.0);
    }
}

#[test]
fn failures_in_a_row_are_answered_with_longer_pauses() {
    let mut order = order(Start::FromBalance, Time(0));
    let mut pauses = Vec::new();
    for second in 1..9 {
        let now = Time(second * 1_000);
        order = order.after(&Event::NoResponse(no_response()), now);
        let next = order.next_ask(now, Attention::Looking, u32::MAX).unwrap();
        pauses.push(next.since(now).as_secs());
    }
    assert_eq!(pauses, [5, 10, 20, 30, 30, 30, 30, 30]);
}

#[test]
fn a_clock_that_was_set_back_does_not_keep_an_order_waiting() {
    let created = order(Start::FromBalance, Time(DAY));
    let behind = Time(DAY / 2);
    assert!(created.next_ask(behind, Attention::Looking, 0) <= Some(behind));
    let asked = created.after(&Event::Report(Report::default()), Time(DAY + 5_000));
    for order in [
        asked.clone(),
        asked.after(&Event::Report(Report::default()), behind),
    ] {
        let pause = Duration::from_millis(4_500);
        let next = order.next_ask(behind, Attention::Looking, 0);
        assert_eq!(next, Some(behind.after(pause)));
    }
}

#[test]
fn what_a_clock_that_was_ahead_has_noted_keeps_no_order_waiting() {
    let created = order(Start::FromBalance, Time(0));
    let (ahead, now) = (Time(DAY), Time(DAY / 2));
    let mut error = no_response();
    error.retry_after = Some(Duration::from_mins(1));
    for event in [Event::NoResponse(error), Event::WalletIsPaying] {
        let order = created.clone().after(&event, ahead);
        let next = order.next_ask(now, Attention::Looking, 0).unwrap();
        assert!(next <= now.after(Duration::from_secs(10)), "{event:?}");
    }
}

#[test]
fn a_service_that_asks_for_far_too_much_time_is_asked_again_after_ten_minutes_or_one_while_money_is_held()
 {
    let number = Report {
        number: Some("12345678901".to_owned()),
        ..Report::default()
    };
    let unpaid = order(Start::Transfer, Time(0));
    let numbered = unpaid.clone().after(&Event::Report(number), Time(0));
    let asked = unpaid.clone().after(&Event::PaymentAsked, Time(0));
    let held = order(Start::FromBalance, Time(0));
    for (order, minutes) in [(unpaid, 10), (numbered, 1), (asked, 1), (held, 1)] {
        let mut error = no_response();
        error.retry_after = Some(Duration::from_secs(999_999_999));
        let order = order.after(&Event::NoResponse(error), Time(1_000));
        let next = order.next_ask(Time(30_000), Attention::Waking, 0);
        assert_eq!(next, Some(Time(1_000 + minutes * 60_000)));
    }
}

#[test]
fn an_order_that_nobody_pays_is_asked_about_for_a_day_and_a_day_beyond_its_invoices_end() {
    let begun = |start| {
        Order::new(
            &satline_core::services::bitrefill::TERMS,
            Kind::Fund,
            OrderId::parse("7dc6").unwrap(),
            start,
            Expectation::new(Network::Regtest),
            Time(0),
        )
    };
    // The invoice is valid for a day.
    let by_invoice = begun(Start::Pay(UncheckedInvoice::new(sandbox_invoice(Time(0)))));
    for (order, end) in [(begun(Start::Transfer), DAY), (by_invoice, 2 * DAY)] {
        let asked_at = |order: &Order, now| order.next_ask(Time(now), Attention::Waking, 0);
        let asked = |now| {
            order
                .clone()
                .after(&Event::Report(Report::default()), Time(now))
        };
        // It may have been paid meanwhile, so it is asked about once more.
        for order in [&order, &asked(end)] {
            assert!(asked_at(order, end + 1).is_some());
            assert!(asked_at(order, end + 30 * DAY).is_some());
        }
        let failed = order
            .clone()
            .after(&Event::NoResponse(no_response()), Time(end + 1));
        for order in [asked(end + 1), failed] {
            assert_eq!(asked_at(&order, end + 2), None);
        }
        let paid = Report {
            paid: Some(true),
            ..Report::default()
        };
        let order = order.after(&Event::Report(paid), Time(1_000));
        assert!(asked_at(&order, end + 1).is_some(), "money is on its way");
    }
}

#[test]
fn a_late_code_is_asked_for_until_the_service_has_answered_for_ten_minutes() {
    let refund = Report {
        paid: Some(true),
        failure: Some("No code.".to_owned()),
        ..Report::default()
    };
    let minutes = |minutes: u64| Time(minutes * 60_000);
    let refunded = order(Start::FromBalance, Time(0)).after(&Event::Report(refund), Time(0));
    let next = |order: &Order, now| order.next_ask(now, Attention::Waking, 0);
    let answered = Event::Report(Report::default());
    let failed = Event::NoResponse(no_response());
    // Nothing ran for a while, or the service was away, or the clock was set ahead.
    for (missed, begin) in [
        (refunded.clone(), 0),
        (refunded.clone(), 60),
        (refunded.clone().after(&failed, minutes(10)), 10),
    ] {
        let mut order = missed.clone();
        for minute in begin + 1..begin + 10 {
            order = order.after(&answered, minutes(minute));
            assert!(next(&order, minutes(minute)).is_some());
        }
        order = order.after(&answered, minutes(begin + 10));
        assert_eq!(next(&order, minutes(begin + 10)), None);
        assert_eq!(next(&missed, Time(DAY)), None);
    }
}

#[test]
fn whether_a_cancelled_order_had_been_paid_is_asked_until_the_service_says_so() {
    let unpaid = order(Start::Pay(UncheckedInvoice::new("lnbcrt1")), Time(0));
    let cancelled = unpaid.after(&Event::CancelAccepted, Time(0));
    assert_eq!(cancelled.next_ask(Time(0), Attention::Waking, 0), None);
    // The status after the cancel was lost.
    let in_doubt = cancelled.after(&Event::NoResponse(no_response()), Time(0));
    assert!(in_doubt.next_ask(Time(0), Attention::Looking, 0).is_some());
    let refund = Report {
        paid: Some(true),
        failure: Some("Cancelled.".to_owned()),
        ..Report::default()
    };
    let known = in_doubt.after(&Event::Report(refund), Time(60_000));
    assert_eq!(
        (known.state, known.money()),
        (State::Cancelled, Money::Returned)
    );
}

#[test]
fn what_a_clock_that_was_ahead_has_noted_does_not_outlast_a_newer_answer() {
    let record =
        order(Start::Transfer, Time(0)).after(&Event::NoResponse(no_response()), Time(DAY));
    let now = Time(DAY / 2);
    let answered = record.clone().after(&Event::Report(Report::default()), now);
    let merged = record.without_future_times(now).merged(&answered);
    assert!(!merged.is_unreachable());
}

#[test]
fn a_good_answer_ends_being_out_of_touch_also_after_a_payment_was_noted() {
    let order = order(Start::Pay(UncheckedInvoice::new("lnbcrt1")), Time(0));
    let failing = order.after(&Event::NoResponse(no_response()), Time(1_000));
    let sent = failing.clone().after(&Event::WalletIsPaying, Time(2_000));
    let soon = sent.next_ask(Time(2_000), Attention::Looking, 0);
    let answered = failing.after(&Event::Report(Report::default()), Time(3_000));
    let merged = sent.merged(&answered);
    assert!(!merged.is_unreachable());
    assert_eq!(merged.next_ask(Time(2_000), Attention::Looking, 0), soon);
}

#[test]
fn a_copy_that_was_never_asked_about_does_not_make_failures_forgotten() {
    let order = order(Start::Pay(UncheckedInvoice::new("lnbcrt1")), Time(0));
    let failing = order
        .clone()
        .after(&Event::NoResponse(no_response()), Time(1_000));
    assert!(failing.clone().merged(&order).is_unreachable());
    assert!(order.merged(&failing).is_unreachable());
}
