//! Orders followed to their end, whatever the service responds.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod support;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::time::Duration;

use satline_core::country::Country;
use satline_core::error::{Code, Money};
use satline_core::http::Clock;
use satline_core::money::Sats;
use satline_core::order::{Attention, Bounds, CancelRule, Event, Kind, Order, State, Watcher};
use satline_core::services::sms4sats::{Message, ReceiveOrder, Sms4Sats, SmsOrder};
use serde_json::{Value, json};
use support::site::Site;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

const STATUS: &str = "/sms4sats/orderstatus";

/// Creates a paid order for that service.
async fn paid_order<W>(site: &Site<W>, service: &str) -> Order
where
    W: satline_core::http::Transport + Clock + Clone,
{
    let sms = site.sms4sats();
    let wanted = ReceiveOrder::code(Country::find("germany").unwrap(), service);
    let created = sms.receive(&wanted).await.unwrap();
    site.pay(&created).await;
    sms.account()
        .order(Kind::Code, created, None, site.world.now())
}

/// Sets short pauses in the sandbox, so that scenarios are fast.
async fn hurry<W>(site: &Site<W>)
where
    W: satline_core::http::Transport + Clock + Clone,
{
    let settings = r#"{"numberAfterMs":0,"codeAfterMs":3000}"#;
    site.control(
        "settings",
        &serde_json::from_str::<Value>(settings).unwrap(),
    )
    .await;
}

fn watcher<W>(sms: Sms4Sats<W>) -> Watcher<Sms4Sats<W>>
where
    W: satline_core::http::Transport + Clock + Clone + 'static,
{
    Watcher::new(sms, Bounds::default())
}

scenario!(an_order_is_followed_from_payment_to_code, |site| {
    hurry(site).await;
    let mut watcher = watcher(site.sms4sats());
    watcher.follow(paid_order(site, "wa").await);
    let mut states = Vec::new();
    while let Some(order) = watcher.next().await {
        states.push(order.state);
    }
    assert_eq!(states, [State::NumberGiven, State::CodeReceived]);
});

scenario!(a_message_is_followed_until_it_is_delivered, |site| {
    let sms = site.sms4sats();
    let wanted = SmsOrder {
        phone: "+19871234567".parse().unwrap(),
        message: Message::new("hello"),
    };
    let created = sms.send_sms(&wanted).await.unwrap();
    site.pay(&created).await;
    let now = site.world.now();
    let mut watcher = watcher(sms.clone());
    watcher.follow(sms.account().order(Kind::Sms, created, None, now));
    let mut states = Vec::new();
    while let Some(order) = watcher.next().await {
        states.push(order.state);
    }
    assert_eq!(states.pop(), Some(State::Delivered));
    let is_on_its_way = |state| matches!(state, State::Created | State::Sent);
    assert!(states.into_iter().all(is_on_its_way));
});

scenario!(waiting_for_the_next_question_keeps_nobody_busy, |site| {
    let mut watcher = watcher(site.sms4sats());
    watcher.follow(paid_order(site, "never").await);
    let mut second = pin!(site.world.sleep(Duration::from_secs(1)));
    let mut polls = 0;
    poll_fn(|context| {
        polls += 1;
        let _ = watcher.poll_next(context);
        second.as_mut().poll(context)
    })
    .await;
    assert!(polls < 50, "{polls} in a second");
});

scenario!(whatever_is_answered_nothing_known_is_lost, |site| {
    hurry(site).await;
    let mut watcher = watcher(site.sms4sats());
    let order = paid_order(site, "never").await;
    let id = order.id.clone();
    watcher.follow(order);
    assert_eq!(watcher.next().await.unwrap().state, State::NumberGiven);
    let number = watcher.order(&id).unwrap().number.clone();
    let other = r#"{"status":"OK","paid":true,"orderId":"another","code":"1111"}"#;
    let bodies = ["", "null", "<html>", r#"{"status":"OK","paid":"#, other];
    let spoilt = bodies.map(|body| ("body", Value::from(body)));
    let huge = [("bodyBytes", Value::from(10_000_000))];
    for (name, value) in spoilt.into_iter().chain(huge) {
        let fault = json!({ "route": STATUS, "status": 200, name: value });
        site.control("faults", &fault).await;
        watcher.set_attention(Attention::Waking);
        let changed = watcher.next().await.unwrap();
        assert_eq!(changed.state, State::NumberGiven);
        assert_eq!(changed.number, number);
        // Then the same request again, with the right response.
        watcher.set_attention(Attention::Waking);
        watcher.next().await.unwrap();
    }
    assert!(watcher.order(&id).unwrap().codes.is_empty());
});

scenario!(a_late_code_is_kept_and_shown, |site| {
    let sms = site.sms4sats();
    let order = paid_order(site, "late").await;
    let mut watcher = watcher(sms);
    watcher.follow(order);
    site.pass(Duration::from_secs(20 * 60 + 2)).await;
    watcher.set_attention(Attention::Waking);
    let mut order = watcher.next().await.unwrap();
    while !order.state.is_failure() {
        order = watcher.next().await.unwrap();
    }
    assert_eq!(order.money(), Money::Returned);
    site.pass(Duration::from_mins(5)).await;
    watcher.set_attention(Attention::Waking);
    let order = watcher.next().await.unwrap();
    assert!(order.has_late_code());
});

scenario!(what_a_watcher_knows_outlasts_an_older_copy, |site| {
    hurry(site).await;
    let mut watcher = watcher(site.sms4sats());
    let order = paid_order(site, "never").await;
    let id = order.id.clone();
    watcher.follow(order.clone());
    assert_eq!(watcher.next().await.unwrap().state, State::NumberGiven);
    watcher.follow(order.after(&Event::CancelSent, site.world.now()));
    assert_eq!(watcher.order(&id).unwrap().state, State::NumberGiven);
    // What only the copy knows counts too: this is not a refund.
    site.pass(Duration::from_secs(20 * 60 + 2)).await;
    watcher.set_attention(Attention::Waking);
    assert_eq!(watcher.next().await.unwrap().state, State::Cancelled);
});

scenario!(a_cancel_is_allowed_from_two_minutes_until_a_code, |site| {
    let sms = site.sms4sats();
    let order = paid_order(site, "never").await;
    assert!(matches!(
        order.cancel_rule(site.world.now()),
        CancelRule::From(_)
    ));
    let (order, early) = sms.cancel_order(order).await;
    let early = early.unwrap_err();
    assert_eq!(
        (early.code, early.money),
        (Code::CancelTooEarly, order.money())
    );
    assert!(early.retry_after <= Some(Duration::from_mins(2)));
    assert!(early.retry_after > Some(Duration::from_mins(1)) && early.field.is_none());
    assert_eq!(site.count("GET", "/sms4sats/cancelorder").await, 0);

    // As if created two minutes earlier.
    let mut earlier = order;
    earlier.created_at.0 -= 121_000;
    site.pass(Duration::from_secs(121)).await;
    let (order, outcome) = sms.cancel_order(earlier).await;
    outcome.unwrap();
    assert_eq!(
        (order.state, order.money()),
        (State::Cancelled, Money::Returned)
    );
});

scenario!(
    a_cancel_whose_answer_was_lost_asks_the_status_first,
    |site| {
        let sms = site.sms4sats();
        let mut order = paid_order(site, "never").await;
        order.created_at.0 -= 121_000;
        site.pass(Duration::from_secs(121)).await;
        // The service does it, and only its response is lost.
        site.fault(r#"{"route":"/sms4sats/cancelorder","drop":true}"#)
            .await;
        let (order, outcome) = sms.cancel_order(order).await;
        outcome.unwrap();
        assert_eq!(
            (order.state, order.money()),
            (State::Cancelled, Money::Returned)
        );
        assert_eq!(site.count("GET", "/sms4sats/cancelorder").await, 1);
    }
);

scenario!(a_cancel_that_is_refused_says_where_the_money_is, |site| {
    let sms = site.sms4sats();
    let unpaid = sms
        .receive(&ReceiveOrder::code(Country::AUTO, "wa"))
        .await
        .unwrap();
    let unpaid = sms
        .account()
        .order(Kind::Code, unpaid, None, site.world.now());
    let paid = paid_order(site, "never").await;
    let done = paid_order(site, "wa").await;
    site.pass(Duration::from_mins(3)).await;
    let refused = r#"{"status":"error","reason":"no"}"#;
    for (status, order, money) in [
        (200, &paid, Money::Held),
        (400, &paid, Money::Held),
        (500, &unpaid, Money::Untouched),
        (500, &done, Money::Spent),
    ] {
        let mut order = order.clone();
        order.created_at.0 -= 121_000;
        let fault = json!({ "route": "/sms4sats/cancelorder", "status": status, "body": refused });
        site.control("faults", &fault).await;
        let (order, outcome) = sms.cancel_order(order).await;
        assert_eq!((outcome.unwrap_err().money, order.money()), (money, money));
    }
    // It may have been paid meanwhile.
    for (route, status) in [("cancelorder", 502), ("orderstatus", 500)] {
        let fault = format!(r#"{{"route":"/sms4sats/{route}","status":{status}}}"#);
        site.fault(&fault).await;
    }
    let mut order = unpaid;
    order.created_at.0 -= 121_000;
    let (_, outcome) = sms.cancel_order(order).await;
    assert_eq!(outcome.unwrap_err().money, Money::Held);
});

scenario!(
    the_invoice_of_an_order_is_checked_against_its_price,
    |site| {
        let sms = site.sms4sats();
        let wanted = ReceiveOrder::code(Country::AUTO, "wa");
        let created = sms.receive(&wanted).await.unwrap();
        let now = site.world.now();
        let rightly = sms.account().order(Kind::Code, created.clone(), None, now);
        let amount = rightly.payable(now).unwrap().unwrap().amount();
        let right = sms
            .account()
            .order(Kind::Code, created.clone(), Some(amount), now);
        assert!(right.payable(now).unwrap().is_ok());
        let dear = sms
            .account()
            .order(Kind::Code, created, Some(Sats(amount.0 - 1)), now);
        assert!(dear.payable(now).unwrap().is_err());
    }
);
