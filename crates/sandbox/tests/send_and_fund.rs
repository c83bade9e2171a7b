//! Messages that are sent, the account that is filled, and what both refuse.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{Bench, MINUTE};
use satline_sandbox::{API_KEY, API_KEY_SATS, Request, WALLET_SATS};
use serde_json::{Value, json};

fn sms(phone: &str) -> Value {
    json!({ "phone": phone, "message": "hello" })
}

#[test]
fn a_message_is_created_sent_and_delivered_and_paid_for_when_sent() {
    let mut bench = Bench::new();
    let email = json!({ "address": "someone@example.org", "message": "hello" });
    for (target, body) in [
        ("createsendorder", sms("+4915112345678")),
        ("createemailsendorder", email),
    ] {
        let placed = bench.place(&format!("/sms4sats/{target}"), &body);
        assert_eq!(
            bench.status(&placed),
            json!({ "status": "OK", "paid": false })
        );
        bench.pay(&placed);
        let mut seen = Vec::new();
        for ms in [0, 2_000, 3_000] {
            bench.wait(ms);
            let status = bench.status(&placed);
            assert!(status["id"].as_str().unwrap().starts_with("SM"), "{status}");
            let state = status["smsStatus"].as_str().unwrap().to_owned();
            seen.push(format!("{state} {}", bench.money(&placed)));
        }
        assert_eq!(seen, ["created held", "sent settled", "delivered settled"]);
    }
}

#[test]
fn a_message_that_fails_gives_the_money_back() {
    let mut bench = Bench::new();
    let placed = bench.place("/sms4sats/createsendorder", &sms("+4915112340000"));
    bench.pay(&placed);
    bench.wait(MINUTE);
    assert_eq!(bench.status(&placed)["smsStatus"], "failed");
    assert_eq!(bench.wallet(), (WALLET_SATS, 0));

    let body = json!({ "phone": "+4915112340000", "message": "hello", "immediate": true });
    let placed = bench.place("/sms4sats/createsendorder", &body);
    assert_eq!(
        (placed.payreq.as_str(), bench.balance()),
        ("paid", API_KEY_SATS - 1_000)
    );
    bench.wait(MINUTE);
    assert_eq!(bench.balance(), API_KEY_SATS);
}

#[test]
fn a_test_can_let_a_message_fail_until_it_is_sent() {
    let mut bench = Bench::new();
    let placed = bench.place("/sms4sats/createsendorder", &sms("+4915112345678"));
    bench.pay(&placed);
    assert_eq!(
        bench
            .post("/sandbox/fail", &json!({ "orderId": placed.id }))
            .1["smsStatus"],
        "failed"
    );
    assert_eq!(bench.money(&placed), "cancelled");
    let sent = bench.place("/sms4sats/createsendorder", &sms("+4915112345678"));
    bench.pay(&sent);
    bench.wait(MINUTE);
    assert_eq!(
        bench
            .post("/sandbox/fail", &json!({ "orderId": sent.id }))
            .0,
        409
    );
    assert_eq!(
        bench
            .post("/sandbox/code", &json!({ "orderId": sent.id }))
            .0,
        409
    );
    assert_eq!(bench.cancel(&sent).0, 500);
}

#[test]
fn a_webhook_is_told_each_change_as_the_status_says_it() {
    let mut bench = Bench::new();
    let mut body = sms("+4915112345678");
    body["webhookUrl"] = json!("http://127.0.0.1:9/hook");
    let placed = bench.place("/sms4sats/createsendorder", &body);
    assert_eq!(bench.sandbox.take_webhooks(), []);
    bench.pay(&placed);
    bench.sandbox.advance(bench.now_ms + MINUTE);
    let told = bench.sandbox.take_webhooks();
    assert!(
        told.iter()
            .all(|webhook| webhook.url == "http://127.0.0.1:9/hook")
    );
    let bodies: Vec<Value> = told
        .iter()
        .map(|webhook| serde_json::from_slice(&webhook.body).unwrap())
        .collect();
    let states: Vec<_> = bodies
        .iter()
        .map(|body| body["smsStatus"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["created", "sent", "delivered"]);
    assert_eq!(bodies[2], bench.status(&placed));
    assert_eq!(bench.sandbox.take_webhooks(), []);
}

#[test]
fn a_message_that_makes_no_sense_gets_the_pages_sentence() {
    let mut bench = Bench::new();
    let refusal = json!({ "status": "error", "reason": "backend error" });
    let mut bad_hook = sms("+4915112345678");
    bad_hook["webhookUrl"] = json!("ftp://127.0.0.1/");
    let long = json!({ "phone": "+4915112345678", "message": "x".repeat(141) });
    let empty = json!({ "phone": "+4915112345678", "message": "" });
    let phones = [
        "4915112345678",
        "+0915112345678",
        "+49",
        "+1234567890123456",
        "+49x5112345678",
    ];
    for body in phones
        .map(sms)
        .into_iter()
        .chain([bad_hook, long, empty, json!({}), json!("x")])
    {
        assert_eq!(
            bench.post("/sms4sats/createsendorder", &body),
            (500, refusal.clone()),
            "{body}"
        );
    }
    for address in [
        "nobody",
        "@example.org",
        "a@b",
        "a b@example.org",
        "a@b@example.org",
    ] {
        let body = json!({ "address": address, "message": "hello" });
        assert_eq!(
            bench.post("/sms4sats/createemailsendorder", &body),
            (500, refusal.clone()),
            "{address}"
        );
    }
    let longest = json!({ "phone": "+4915112345678", "message": "ü".repeat(140) });
    assert_eq!(bench.post("/sms4sats/createsendorder", &longest).0, 200);
}

#[test]
fn funding_credits_the_account_once_and_stands_in_the_history() {
    let mut bench = Bench::new();
    let placed = bench.place("/sms4sats/fund", &json!({ "amount": 9_500 }));
    assert_eq!(
        bench.status(&placed),
        json!({ "status": "OK", "paid": false })
    );
    let paid = bench.pay(&placed);
    assert_eq!(paid["state"], "settled");
    assert_eq!(bench.pay(&placed), paid);
    assert_eq!(bench.balance(), API_KEY_SATS + 9_500);
    assert_eq!(
        bench.status(&placed),
        json!({ "status": "OK", "paid": true })
    );

    let (_, history) = bench.get_with_key("/sms4sats/history");
    assert_eq!(history["totalAmount"], API_KEY_SATS + 9_500);
    let newest = json!({
        "amount": 9_500, "createdAt": bench.now_ms, "desc": "fund account", "description": "fund account",
        "holdinvoice": true, "preimage": paid["preimage"], "preimageHash": placed.id, "price": 9_500,
        "userId": API_KEY,
    });
    assert_eq!(history["orders"][0], newest);
    assert_eq!(history["orders"].as_array().unwrap().len(), 2);
}

#[test]
fn no_amount_or_a_senseless_one_cannot_be_funded() {
    let mut bench = Bench::new();
    for amount in [
        json!(0),
        json!(-1),
        json!(1.5),
        json!("1"),
        json!(null),
        json!(u64::MAX),
    ] {
        let answer = bench.post_with_key("/sms4sats/fund", &json!({ "amount": amount }));
        assert_eq!(
            answer,
            (500, json!({ "status": "error", "reason": "backend error" })),
            "{amount}"
        );
    }
}

#[test]
fn what_needs_a_key_says_so() {
    let mut bench = Bench::new();
    let immediate = json!({ "country": 43, "service": "tg", "immediate": true });
    let requests = [
        Request::get("/sms4sats/balance"),
        Request::get("/sms4sats/history"),
        Request::post("/sms4sats/fund", &json!({ "amount": 1 })),
        Request::post("/sms4sats/createorder", &immediate),
    ];
    for request in requests {
        let missing = json!({ "status": "error", "reason": "X-API-Key header is missing." });
        assert_eq!(bench.ask(&request), (400, missing), "{}", request.path);
        let wrong = bench.ask(&request.with_header("X-API-Key", "nobody's"));
        assert_eq!(
            (wrong.0, wrong.1["reason"].as_str().unwrap()),
            (400, "X-API-Key is not valid.")
        );
    }
}

#[test]
fn an_account_that_is_too_low_buys_nothing() {
    let mut bench = Bench::new();
    let message = json!({ "phone": "+4915112345678", "message": "hello", "immediate": true });
    for _ in 0..API_KEY_SATS / 1_000 {
        assert_eq!(
            bench.post_with_key("/sms4sats/createsendorder", &message).0,
            200
        );
    }
    let refusal = json!({ "status": "error", "reason": "Insufficient balance." });
    assert_eq!(
        bench.post_with_key("/sms4sats/createsendorder", &message),
        (400, refusal)
    );
    assert_eq!(bench.balance(), 0);
}
