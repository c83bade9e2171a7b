//! Properties of orders that hold for any events.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

#[path = "support/invoice.rs"]
mod invoice;

use std::time::Duration;

use proptest::prelude::*;
use satline_core::error::Money;
use satline_core::lightning::bolt11::Network;
use satline_core::lightning::{Expectation, UncheckedInvoice};
use satline_core::order::{
    Attention, CancelRule, Delivery, Event, Kind, Order, OrderId, Report, SmsCode, Start, State,
};
use satline_core::services::step;
use satline_core::time::Time;

use invoice::sandbox_invoice;

const BEGINNING: Time = Time(1_767_225_600_000);

fn order(kind: Kind, from_balance: bool) -> Order {
    let invoice = UncheckedInvoice::new("lnbcrt1");
    let start = if from_balance {
        Start::FromBalance
    } else {
        Start::Pay(invoice)
    };
    let expectation = Expectation::new(Network::Regtest);
    let id = OrderId::parse("7dc6").unwrap();
    Order::new(
        &satline_core::services::sms4sats::TERMS,
        kind,
        id,
        start,
        expectation,
        BEGINNING,
    )
}

fn code(text: &str) -> SmsCode {
    SmsCode {
        text: text.to_owned(),
        may_lack_zeros: false,
    }
}

fn paid() -> Report {
    Report {
        paid: Some(true),
        ..Report::default()
    }
}

fn with_number() -> Report {
    Report {
        number: Some("12345678901".to_owned()),
        ..paid()
    }
}

fn with_code(text: &str) -> Report {
    Report {
        codes: vec![code(text)],
        ..with_number()
    }
}

fn refund() -> Report {
    Report {
        failure: Some("No available number".to_owned()),
        ..paid()
    }
}

fn apply(order: Order, report: Report) -> Order {
    order.after(&Event::Report(report), BEGINNING)
}

#[test]
fn held_money_comes_back_by_itself_20_to_21_minutes_after_the_payment() {
    let minutes = |count| BEGINNING.after(Duration::from_mins(count));
    let created = order(Kind::Code, false);
    assert_eq!(created.returns_by_itself(), None);
    let held = created.after(&Event::Report(with_number()), minutes(5));
    assert_eq!(held.returns_by_itself(), Some([25, 26].map(minutes)));
    let over = held.after(&Event::Report(with_code("12")), minutes(6));
    assert_eq!(over.returns_by_itself(), None);
    let message = order(Kind::Sms, false).after(&Event::Report(paid()), minutes(5));
    assert_eq!(message.returns_by_itself(), None);
    // What a balance is refunded, and when, is undocumented.
    let balance = order(Kind::Code, true).after(&Event::Report(with_number()), minutes(5));
    assert_eq!(balance.returns_by_itself(), None);
}

#[test]
fn an_order_can_be_cancelled_from_two_minutes_on_until_it_is_over_or_its_code_has_come() {
    let early = BEGINNING.after(Duration::from_secs(119));
    let then = BEGINNING.after(Duration::from_mins(2));
    let held = apply(order(Kind::Code, false), with_number());
    assert_eq!(held.cancel_rule(early), CancelRule::From(then));
    assert_eq!(held.cancel_rule(then), CancelRule::Allowed);
    for report in [with_code("12"), refund()] {
        let ended = apply(held.clone(), report);
        for now in [early, then] {
            assert_eq!(ended.cancel_rule(now), CancelRule::TooLate);
        }
    }
    for kind in [Kind::Sms, Kind::Email, Kind::Fund] {
        assert_eq!(order(kind, false).cancel_rule(then), CancelRule::Never);
    }
}

#[test]
fn a_code_is_received_step_by_step() {
    let order = order(Kind::Code, false);
    assert_eq!(
        (order.state, order.money()),
        (State::AwaitingPayment, Money::Untouched)
    );
    let order = apply(order, paid());
    assert_eq!((order.state, order.money()), (State::Held, Money::Held));
    let order = apply(order, with_number());
    assert_eq!(
        (order.state, order.money()),
        (State::NumberGiven, Money::Held)
    );
    let order = apply(order, with_code("048010"));
    assert_eq!(
        (order.state, order.money()),
        (State::CodeReceived, Money::Spent)
    );
    assert_eq!(order.code().unwrap().text, "048010");
    assert!(order.is_over());
    assert!(!order.has_late_code());
}

#[test]
fn money_that_left_for_a_balance_is_not_called_untouched_while_it_is_on_its_way() {
    let order = order(Kind::Fund, false).after(&Event::Report(paid()), BEGINNING);
    assert_eq!(
        (order.state, order.money()),
        (State::AwaitingPayment, Money::Spent)
    );
}

#[test]
fn a_refund_tells_its_reason_and_a_late_code_is_kept() {
    let order = apply(apply(order(Kind::Code, false), with_number()), refund());
    assert_eq!(
        (order.state, order.money()),
        (State::Refunded, Money::Returned)
    );
    assert_eq!(order.reason.as_deref(), Some("No available number"));
    let order = apply(order, with_code("48010"));
    assert_eq!(order.state, State::Refunded);
    assert!(order.has_late_code());
}

#[test]
fn a_rental_keeps_every_message_and_goes_on() {
    let mut order = apply(order(Kind::Rental, false), with_number());
    for text in ["one", "two", "two", "three"] {
        order = apply(order, with_code(text));
    }
    let texts: Vec<_> = order.codes.iter().map(|code| code.text.as_str()).collect();
    assert_eq!(texts, ["one", "two", "three"]);
    assert!(!order.is_over());
    assert!(order.next_ask(BEGINNING, Attention::Away, 0).is_some());
}

fn newest(text: &str) -> Report {
    Report {
        newest: Some(code(text)),
        ..with_number()
    }
}

fn texts(order: &Order) -> Vec<&str> {
    order.codes.iter().map(|code| code.text.as_str()).collect()
}

#[test]
fn a_code_that_comes_again_is_the_newest_and_stands_once() {
    let mut order = apply(order(Kind::Rental, false), newest("111"));
    order = apply(order, newest("222"));
    assert_eq!(order.code().unwrap().text, "222");
    order = apply(order, newest("111"));
    assert_eq!(texts(&order), ["222", "111"]);
    // Also if a service lists the newest first, the newest is the one it names.
    let listed = Report {
        codes: ["333", "111", "222"].map(code).to_vec(),
        ..newest("333")
    };
    order = apply(apply(order, listed.clone()), listed);
    assert_eq!(texts(&order), ["222", "111", "333"]);
}

#[test]
fn a_code_that_came_as_a_number_and_as_a_text_is_one_and_whole() {
    let as_number = SmsCode {
        may_lack_zeros: true,
        ..code("48010")
    };
    let both = Report {
        codes: vec![code("48010")],
        newest: Some(as_number.clone()),
        ..with_number()
    };
    assert_eq!(apply(order(Kind::Code, false), both).codes, [code("48010")]);
    let first = Report {
        newest: Some(as_number),
        ..with_number()
    };
    let rental = apply(order(Kind::Rental, false), first);
    assert!(rental.codes[0].may_lack_zeros);
    let rental = apply(rental, newest("48010"));
    assert_eq!(rental.codes, [code("48010")]);
}

#[test]
fn a_rental_with_more_messages_than_a_record_holds_shows_the_newest_and_stays_so() {
    let texts: Vec<_> = (0..300).map(|index| index.to_string()).collect();
    let report = Report {
        codes: texts.iter().map(|text| code(text)).collect(),
        ..with_number()
    };
    let once = apply(order(Kind::Rental, false), report.clone());
    assert_eq!(once.code().unwrap().text, "299");
    let twice = apply(once.clone(), report);
    assert!(twice.codes == once.codes, "the same report changes nothing");
}

#[test]
fn a_message_is_sent_and_one_that_fails_after_it_was_sent_is_paid_for() {
    let delivery = |delivery| Report {
        delivery: Some(delivery),
        ..paid()
    };
    let unpaid = Report {
        paid: Some(false),
        ..delivery(Delivery::Created)
    };
    let waiting = apply(order(Kind::Sms, false), unpaid);
    assert_eq!(
        (waiting.state, waiting.money()),
        (State::AwaitingPayment, Money::Untouched)
    );
    let order = apply(
        apply(order(Kind::Sms, false), paid()),
        delivery(Delivery::Created),
    );
    assert_eq!((order.state, order.money()), (State::Created, Money::Held));
    let early = apply(order.clone(), delivery(Delivery::Failed));
    assert_eq!(
        (early.state, early.money()),
        (State::Failed, Money::Returned)
    );
    let sent = apply(order, delivery(Delivery::Sent));
    assert_eq!((sent.state, sent.money()), (State::Sent, Money::Spent));
    let late = apply(sent.clone(), delivery(Delivery::Failed));
    assert_eq!((late.state, late.money()), (State::Failed, Money::Spent));
    assert_eq!(
        apply(sent, delivery(Delivery::Delivered)).state,
        State::Delivered
    );
}

#[test]
fn an_order_expires_only_by_the_services_word_after_the_invoices_end() {
    let expectation = Expectation::new(Network::Regtest);
    let id = OrderId::parse("7dc6").unwrap();
    let order = Order::new(
        &satline_core::services::sms4sats::TERMS,
        Kind::Code,
        id,
        Start::Pay(UncheckedInvoice::new(sandbox_invoice(BEGINNING))),
        expectation,
        BEGINNING,
    );
    let end = order.expires_at().unwrap();
    let report = Report {
        paid: Some(false),
        ..Report::default()
    };
    let unpaid = Event::Report(report.clone());
    let at_the_end = order.clone().after(&unpaid, end);
    assert_eq!(at_the_end.state, State::AwaitingPayment);
    let grace = end.after(Duration::from_mins(2));
    let at_the_last_moment = order.clone().after(&unpaid, grace);
    assert_eq!(at_the_last_moment.state, State::AwaitingPayment);
    let after = Time(grace.0 + 1);
    let says_nothing = Event::Report(Report::default());
    let unchanged = order.clone().after(&says_nothing, after);
    assert_eq!(unchanged.state, State::AwaitingPayment);
    assert_eq!(order.clone().after(&unpaid, after).state, State::Expired);
    // The clock was set while the service was asked.
    let asked_at = |time| {
        Event::Report(Report {
            asked_at: Some(time),
            ..report.clone()
        })
    };
    let earlier = asked_at(BEGINNING);
    let unchanged = order.clone().after(&earlier, after);
    assert_eq!(unchanged.state, State::AwaitingPayment);
    let set_back = asked_at(after);
    let unchanged = order.clone().after(&set_back, end);
    assert_eq!(unchanged.state, State::AwaitingPayment);
    let paid_at_the_last_moment = order.after(&Event::Report(paid()), after);
    assert_eq!(paid_at_the_last_moment.state, State::Held);
}

#[test]
fn a_cancel_that_was_accepted_returns_the_money_and_one_that_is_too_late_changes_nothing() {
    let held = apply(order(Kind::Code, false), paid());
    let cancelled = held.clone().after(&Event::CancelAccepted, BEGINNING);
    assert_eq!(
        (cancelled.state, cancelled.money()),
        (State::Cancelled, Money::Returned)
    );
    let done = apply(held, with_code("48010")).after(&Event::CancelAccepted, BEGINNING);
    assert_eq!(
        (done.state, done.money()),
        (State::CodeReceived, Money::Spent)
    );
}

#[test]
fn a_cancel_whose_answer_was_lost_shows_in_the_next_report() {
    let order = apply(order(Kind::Code, false), paid()).after(&Event::CancelSent, BEGINNING);
    assert_eq!(apply(order.clone(), refund()).state, State::Cancelled);
    assert_eq!(apply(order, with_code("48010")).state, State::CodeReceived);
}

#[test]
fn an_immediate_order_has_spent_from_the_beginning_and_what_a_failure_gives_back_is_not_known() {
    let order = order(Kind::Code, true);
    assert_eq!((order.state, order.money()), (State::Held, Money::Spent));
    assert_eq!(apply(order, refund()).money(), Money::Unknown);
}

#[test]
fn a_record_whose_state_asks_for_money_is_not_taken_for_paid() {
    let read = |kind, state: &str| {
        let record = order(kind, false).to_json();
        let record = record.replacen("awaiting_payment", state, 1);
        let record = record.replacen(r#""changedAt""#, r#""paidAt":1,"changedAt""#, 1);
        Order::from_json(&record).unwrap()
    };
    for (kind, state, is_paid) in [
        (Kind::Code, "awaiting_payment", false),
        (Kind::Sms, "awaiting_payment", false),
        (Kind::Fund, "awaiting_payment", true),
        (Kind::Fund, "needs_confirmation", false),
        (Kind::Fund, "unknown", false),
        (Kind::Code, "number_given", true),
        (Kind::Code, "refunded", true),
    ] {
        let order = read(kind, state);
        assert_eq!(order.paid_at.is_some(), is_paid, "{kind:?} {state}");
        let asks = order.state == State::AwaitingPayment && !is_paid;
        assert_eq!(order.is_unpaid(), asks, "{kind:?} {state}");
    }
}

#[test]
fn an_order_that_a_wallet_was_asked_to_pay_stays_in_doubt_until_somebody_knows() {
    let asked = order(Kind::Code, false).after(&Event::PaymentAsked, BEGINNING);
    let doubt = |order: &Order| (order.maybe_paid(), order.money());
    assert_eq!(doubt(&asked), (true, Money::Unknown));
    // Neither the record, a report, another copy nor a pending payment ends it.
    let kept = Order::from_json(&asked.to_json()).unwrap();
    assert_eq!(kept, asked);
    let unpaid = apply(kept.merged(&order(Kind::Code, false)), Report::default());
    let sent = unpaid.after(&Event::WalletIsPaying, BEGINNING);
    assert_eq!(doubt(&sent), (true, Money::Unknown));
    let refused = sent.clone().after(&Event::PaymentRefused, BEGINNING);
    assert_eq!(doubt(&refused), (false, Money::Untouched));
    assert_eq!(doubt(&apply(sent, paid())), (false, Money::Held));
}

#[test]
fn a_queue_drives_an_order_from_json_to_json() {
    let record = order(Kind::Code, false).to_json();
    let answer = r#"{"event":"answer","status":200,"body":"{\"status\":\"OK\",\"paid\":true}"}"#;
    let stepped = step(&record, answer, BEGINNING).unwrap();
    assert_eq!(stepped.order.state, State::Held);
    assert!(stepped.ask_at > Some(BEGINNING));
    for garbage in ["<html>", "", "null", "[]", r#"{\"status\":\"OK\"}"#] {
        let event = format!(r#"{{"event":"answer","status":502,"body":"{garbage}"}}"#);
        let record = stepped.order.to_json();
        let after = step(&record, &event, BEGINNING).unwrap();
        assert_eq!(after.order.state, State::Held, "{garbage}");
    }
    for unsound in [
        r#"{"event":"answer","staus":500,"body":"{}"}"#,
        r#"{"event":"answer","status":"abc","body":"{}"}"#,
        r#"{"event":"answer","status":200}"#,
        r#"{"event":"answer","status":200,"body":{"paid":true}}"#,
        r#"{"event":"payment_sent","body":""}"#,
        "[]",
    ] {
        let refused = step(&record, unsound, BEGINNING).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("event"), "{unsound}");
    }
    let busy = r#"{"event":"answer","status":429,"body":"","retryAfterMs":240000}"#;
    let rests = step(&record, busy, BEGINNING).unwrap();
    assert!(rests.ask_at >= Some(BEGINNING.after(Duration::from_mins(4))));
    assert_eq!(
        step("{}", answer, BEGINNING).unwrap_err().field.as_deref(),
        Some("version")
    );
    assert_eq!(
        step(&record, "{}", BEGINNING).unwrap_err().field.as_deref(),
        Some("event")
    );
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Code),
        Just(Kind::Rental),
        Just(Kind::RealPhone),
        Just(Kind::Sms),
        Just(Kind::Email),
        Just(Kind::Fund)
    ]
}

fn any_report() -> impl Strategy<Value = Report> {
    let delivery = prop_oneof![
        Just(Delivery::Created),
        Just(Delivery::Sent),
        Just(Delivery::Delivered),
        Just(Delivery::Failed)
    ];
    (
        any::<bool>(),
        prop::option::of("[0-9]{5,11}"),
        prop::collection::vec("[0-9]{4,6}", 0..3),
        prop::option::of(delivery),
        prop::option::weighted(0.2, "[a-z ]{1,20}"),
    )
        .prop_map(|(paid, number, codes, delivery, failure)| Report {
            paid: Some(paid),
            number,
            codes: codes.iter().map(|text| code(text)).collect(),
            delivery,
            failure,
            credited: paid,
            ..Report::default()
        })
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => any_report().prop_map(Event::Report),
        1 => Just(Event::PaymentAsked),
        1 => Just(Event::PaymentRefused),
        1 => Just(Event::WalletIsPaying),
        1 => Just(Event::CancelSent),
        1 => Just(Event::CancelAccepted),
        1 => Just(Event::CancelRefused),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_an_order_keeps_its_word(
        kind in any_kind(),
        from_balance in any::<bool>(),
        events in prop::collection::vec((any_event(), 0_u64..600_000), 0..40),
    ) {
        let mut order = order(kind, from_balance);
        let mut now = BEGINNING;
        for (event, pause) in events {
            now = now.after(Duration::from_millis(pause));
            let before = order.clone();
            order = order.after(&event, now);
            if before.is_over() {
                prop_assert_eq!(before.state, order.state, "left a terminal state");
            }
            for code in &before.codes {
                prop_assert!(order.codes.contains(code), "lost a code");
            }
            if let Event::Report(report) = &event {
                for code in &report.codes {
                    prop_assert!(order.codes.contains(code), "did not take a code in");
                }
            }
            let went_back = match before.money() {
                Money::Spent => matches!(order.money(), Money::Untouched | Money::Held),
                Money::Returned | Money::Held => order.money() == Money::Untouched,
                _ => false,
            };
            prop_assert!(!went_back, "{:?} became {:?}", before.money(), order.money());
            // The record contains the whole order.
            let record = order.to_json();
            let read = Order::from_json(&record);
            prop_assert!(read.as_ref() == Ok(&order), "{record}");
            if order.is_over() && order.state != State::Cancelled && order.state != State::Refunded {
                prop_assert_eq!(order.next_ask(now, Attention::Waking, 0), None);
            }
            if let Some(next) = order.next_ask(now, Attention::Looking, 0) {
                prop_assert!(next <= now.after(Duration::from_mins(10)));
            }
        }
    }
}

/// Applies events to two copies of an order, and merges them.
fn together(journal: &[Event], watcher: &[Event]) -> Order {
    let after = |events: &[Event], begun: u64| {
        let mut order = order(Kind::Code, false);
        for (step, event) in (begun..).zip(events) {
            order = order.after(event, BEGINNING.after(Duration::from_secs(step)));
        }
        order
    };
    after(journal, 1).merged(&after(watcher, 10))
}

#[test]
fn copies_brought_together_know_what_each_knew() {
    let merged = together(&[Event::CancelSent], &[Event::Report(with_number())]);
    assert_eq!(merged.state, State::NumberGiven);
    assert_eq!(merged.number.as_deref(), Some("12345678901"));
    let returned = merged.after(
        &Event::Report(refund()),
        BEGINNING.after(Duration::from_mins(5)),
    );
    assert_eq!(
        returned.state,
        State::Cancelled,
        "the cancel is not forgotten"
    );

    let merged = together(&[], &[Event::Report(with_number())]);
    let returned = merged.after(&Event::Report(refund()), BEGINNING);
    assert_eq!(returned.state, State::Refunded, "nobody cancelled it");

    let merged = together(&[Event::Report(with_number())], &[Event::Report(paid())]);
    assert_eq!(merged.state, State::NumberGiven);
    assert_eq!(
        merged.paid_at,
        Some(BEGINNING.after(Duration::from_secs(1)))
    );
}

#[test]
fn what_ended_in_one_copy_is_not_begun_again_by_another() {
    let merged = together(
        &[],
        &[Event::Report(with_number()), Event::Report(refund())],
    );
    assert_eq!(merged.state, State::Refunded, "nobody cancelled it");
    assert!(!merged.has_late_code(), "there is none");
    let cancelled = [Event::Report(with_number()), Event::CancelAccepted];
    let merged = together(&cancelled, &[Event::Report(with_number())]);
    assert_eq!(merged.state, State::Cancelled);
    let merged = together(&cancelled, &[Event::Report(with_code("48010"))]);
    assert_eq!(merged.state, State::Cancelled);
    assert!(merged.has_late_code());
    let merged = together(&[], &[Event::Report(with_code("48010"))]);
    assert_eq!(
        (merged.state, merged.money()),
        (State::CodeReceived, Money::Spent)
    );
}

#[test]
fn a_payment_that_was_just_sent_is_not_forgotten_for_what_was_asked_before_it() {
    let [asked, sent, later] =
        [1, 5, 10].map(|second| BEGINNING.after(Duration::from_secs(second)));
    let unpaid = Event::Report(Report::default());
    let known = order(Kind::Code, false).after(&unpaid, asked);
    let noted = known.clone().after(&Event::WalletIsPaying, sent);
    let soon = Some(sent.after(Duration::from_secs(2)));
    for merged in [noted.clone().merged(&known), known.clone().merged(&noted)] {
        assert_eq!(merged.next_ask(sent, Attention::Away, 0), soon);
    }
    let answered = known.after(&unpaid, later);
    assert_eq!(noted.merged(&answered), answered);
}

#[test]
fn a_charge_that_may_have_been_made_does_not_expire() {
    let expired = Event::Report(Report {
        expired: true,
        ..Report::default()
    });
    for (start, state) in [
        (Start::Confirm, State::NeedsConfirmation),
        (Start::Unknown, State::Unknown),
        (Start::Transfer, State::Expired),
    ] {
        let id = OrderId::parse("7dc6").unwrap();
        let terms = &satline_core::services::lava::TERMS;
        let expectation = Expectation::new(Network::Regtest);
        let order = Order::new(terms, Kind::Fund, id, start, expectation, BEGINNING);
        assert_eq!(order.after(&expired, BEGINNING).state, state);
    }
}

#[test]
fn only_a_time_that_is_still_to_come_was_written_by_a_clock_that_was_ahead() {
    let asked = apply(order(Kind::Code, false), paid());
    assert_eq!(asked.clone().without_future_times(BEGINNING), asked);
    let earlier = Time(BEGINNING.0 - 1);
    assert_ne!(asked.clone().without_future_times(earlier), asked);
}

#[test]
fn a_number_shorter_than_most_codes_looks_cut() {
    for (text, looks_cut) in [("1", true), ("21656", true), ("421656", false)] {
        let code = SmsCode {
            text: text.to_owned(),
            may_lack_zeros: true,
        };
        assert_eq!(code.looks_cut(), looks_cut, "{text}");
    }
}

#[test]
fn a_code_that_a_full_record_has_dropped_does_not_come_back_from_an_older_copy() {
    let numbered = |from: usize, to: usize| Report {
        codes: (from..to).map(|number| code(&number.to_string())).collect(),
        ..with_number()
    };
    let rental = |report| order(Kind::Rental, false).after(&Event::Report(report), BEGINNING);
    let (older, newer) = (rental(numbered(0, 200)), rental(numbered(0, 250)));
    assert_eq!(newer.clone().merged(&older).codes, newer.codes);
    assert_eq!(older.merged(&newer).codes, newer.codes);
    let oldest = rental(numbered(0, 51));
    assert_eq!(newer.clone().merged(&oldest).codes, newer.codes);
}

#[test]
fn of_two_copies_the_newest_code_is_that_of_the_one_that_is_ahead() {
    let with_reports = |reports: &[(&str, u64)]| {
        reports
            .iter()
            .fold(order(Kind::Rental, false), |order, (text, at)| {
                order.after(&Event::Report(newest(text)), Time(BEGINNING.0 + at))
            })
    };
    for (one, two, expected) in [
        // Each copy missed a report of the other.
        (&[("a", 1), ("b", 2)][..], &[("a", 1), ("c", 3)][..], "c"),
        // A code was received again.
        (&[("a", 1), ("b", 2)], &[("a", 1), ("b", 2), ("a", 3)], "a"),
        // The clock was set back between the two.
        (&[("a", 9)], &[("a", 9), ("b", 2)], "b"),
        // One copy has only the last report.
        (&[("b", 3)], &[("a", 1), ("b", 2)], "b"),
    ] {
        for (one, two) in [(one, two), (two, one)] {
            let merged = with_reports(one).merged(&with_reports(two));
            assert_eq!(merged.code().unwrap().text, expected);
            for (text, _) in one.iter().chain(two) {
                assert!(texts(&merged).contains(text), "{text} is lost");
            }
        }
    }
}

#[test]
fn bringing_a_copy_together_with_itself_changes_nothing() {
    let mut order = order(Kind::Code, false);
    for report in [paid(), with_number(), with_code("1"), refund()] {
        order = order.after(&Event::Report(report), BEGINNING);
        assert_eq!(order.clone().merged(&order), order);
    }
}
