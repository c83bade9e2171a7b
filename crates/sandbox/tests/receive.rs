//! The life of orders that receive, on a clock that stands still between the lines.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{Bench, MINUTE, said};
use satline_sandbox::{API_KEY_SATS, WALLET_SATS};
use serde_json::{Value, json};

const NO_NUMBER: &str = "No available number, payment request is canceled. Your funds are returned to your wallet automatically.";

#[test]
fn an_order_goes_from_unpaid_over_its_number_to_its_code() {
    let mut bench = Bench::new();
    let placed = bench.order(&json!({ "country": "india", "service": "openAI" }));
    assert_eq!(
        bench.status(&placed),
        json!({ "status": "OK", "paid": false })
    );
    bench.pay(&placed);
    bench.wait(1_999);
    assert_eq!(
        bench.status(&placed),
        json!({ "status": "OK", "paid": true })
    );
    bench.wait(1);
    let numbered = bench.status(&placed);
    assert_eq!(
        (&numbered["country"], &numbered["service"]),
        (&json!("India"), &json!("openAI"))
    );
    assert!(said(&numbered["number"]).starts_with("91"), "{numbered}");
    assert_eq!(numbered.get("code"), None);
    bench.wait(5_999);
    assert_eq!(bench.status(&placed).get("code"), None);
    assert_eq!(bench.money(&placed), "held");
    bench.wait(1);
    let done = bench.status(&placed);
    assert!(said(&done["code"]).len() >= 4, "{done}");
    assert_eq!(done["number"], numbered["number"]);
    assert_eq!(done["timestamp"], bench.now_ms);
    assert_eq!(bench.money(&placed), "settled");
    assert!(bench.pay(&placed)["preimage"].is_string());
}

#[test]
fn the_order_id_is_the_payment_hash_of_its_invoice() {
    let mut bench = Bench::new();
    let placed = bench.paid("tg");
    assert_eq!(bench.pay(&placed)["paymentHash"], placed.id.as_str());
}

#[test]
fn with_all_delays_at_0_paying_brings_the_code_at_once() {
    let mut bench = Bench::new();
    bench.post(
        "/sandbox/settings",
        &json!({ "numberAfterMs": 0, "codeAfterMs": 0 }),
    );
    let placed = bench.order(&json!({ "country": 187, "service": "wa" }));
    assert_eq!(bench.pay(&placed)["state"], "settled");
    assert!(bench.status(&placed)["code"].is_number());
}

#[test]
fn cancel_is_refused_before_two_minutes_and_then_gives_the_money_back() {
    let mut bench = Bench::new();
    let placed = bench.paid("never");
    bench.wait(2 * MINUTE - 1);
    let (status, early) = bench.cancel(&placed);
    assert_eq!((status, &early["status"]), (500, &json!("error")));
    assert!(early["reason"].as_str().unwrap().contains("2 minutes"));
    assert_eq!(bench.money(&placed), "held");
    bench.wait(1);
    assert_eq!(bench.cancel(&placed), (200, json!({ "status": "OK" })));
    assert_eq!(bench.money(&placed), "cancelled");
    assert_eq!(bench.wallet(), (WALLET_SATS, 0));
    let after = bench.status(&placed);
    assert!(
        after["error"].as_str().unwrap().contains("returned"),
        "{after}"
    );
    assert_eq!(bench.cancel(&placed).0, 500);
}

#[test]
fn cancel_is_refused_after_a_code() {
    let mut bench = Bench::new();
    let placed = bench.paid("tg");
    bench.wait(3 * MINUTE);
    assert_eq!(bench.cancel(&placed).0, 500);
    assert_eq!(bench.money(&placed), "settled");
}

#[test]
fn an_unpaid_order_can_be_cancelled_and_then_not_be_paid() {
    let mut bench = Bench::new();
    let placed = bench.order(&json!({ "country": 43, "service": "tg" }));
    bench.wait(2 * MINUTE);
    assert_eq!(bench.cancel(&placed).0, 200);
    assert_eq!(bench.status(&placed)["paid"], false);
    let (status, refusal) = bench.post("/sandbox/pay", &json!({ "invoice": placed.payreq }));
    assert_eq!(status, 409);
    assert!(refusal["error"].as_str().unwrap().contains("cancelled"));
}

#[test]
fn without_a_code_it_cancels_itself_20_minutes_after_the_payment() {
    let mut bench = Bench::new();
    let placed = bench.paid("never");
    bench.wait(20 * MINUTE - 1);
    assert_eq!(bench.money(&placed), "held");
    bench.wait(1);
    assert!(bench.status(&placed)["error"].is_string());
    assert_eq!(bench.money(&placed), "cancelled");
    assert_eq!(bench.wallet(), (WALLET_SATS, 0));
}

#[test]
fn a_leap_of_the_clock_keeps_the_order_of_things() {
    let mut bench = Bench::new();
    let placed = bench.paid("tg");
    bench.post("/sandbox/clock", &json!({ "advanceMs": 60 * MINUTE }));
    let done = bench.status(&placed);
    assert!(
        done.get("error").is_none() && done.get("code").is_some(),
        "{done}"
    );
    assert_eq!(done["timestamp"], bench.now_ms + 8_000);
}

#[test]
fn the_slow_service_delivers_one_minute_before_the_automatic_cancel() {
    let mut bench = Bench::new();
    let placed = bench.paid("slow");
    bench.wait(19 * MINUTE - 1);
    assert_eq!(bench.status(&placed).get("code"), None);
    bench.wait(1);
    assert!(bench.status(&placed).get("code").is_some());
    assert_eq!(bench.money(&placed), "settled");
}

#[test]
fn a_late_code_comes_after_the_money_went_back_and_costs_nothing() {
    let mut bench = Bench::new();
    let placed = bench.paid("late");
    bench.wait(3 * MINUTE);
    bench.cancel(&placed);
    assert_eq!(bench.status(&placed).get("code"), None);
    bench.wait(6_000);
    let late = bench.status(&placed);
    assert!(
        late.get("code").is_some() && late.get("error").is_some(),
        "{late}"
    );
    assert_eq!(bench.money(&placed), "cancelled");
    assert_eq!(bench.wallet(), (WALLET_SATS, 0));
}

#[test]
fn where_nothing_is_in_stock_the_money_goes_back_with_the_pages_sentence() {
    let mut bench = Bench::new();
    for body in [
        json!({ "country": 43, "service": "soldout" }),
        json!({ "country": 176, "service": "tg" }),
    ] {
        let placed = bench.order(&body);
        bench.pay(&placed);
        bench.wait(2_000);
        assert_eq!(
            bench.status(&placed),
            json!({ "status": "OK", "paid": true, "error": NO_NUMBER })
        );
        assert_eq!(bench.money(&placed), "cancelled");
    }
}

#[test]
fn codes_that_begin_with_0_keep_it_as_text_and_lose_it_as_a_number() {
    let mut bench = Bench::new();
    let (kept, lost) = (bench.paid("lead0"), bench.paid("lost0"));
    bench.wait(MINUTE);
    let kept = bench.status(&kept);
    assert!(kept["code"].as_str().unwrap().starts_with('0'), "{kept}");
    assert!(bench.status(&lost)["code"].as_u64().unwrap() < 100_000);
}

#[test]
fn every_other_order_swaps_numbers_and_text() {
    let mut bench = Bench::new();
    let (plain, swapped) = (bench.paid("tg"), bench.paid("tg"));
    bench.wait(MINUTE);
    let (plain, swapped) = (bench.status(&plain), bench.status(&swapped));
    for field in ["id", "number", "code"] {
        assert!(
            plain[field].is_number() && swapped[field].is_string(),
            "{field}: {plain} {swapped}"
        );
    }
    assert_eq!(
        (&plain["country"], &swapped["country"]),
        (&json!("Germany"), &json!(43))
    );
}

#[test]
fn a_rented_number_receives_several_messages_and_shows_them_all() {
    let mut bench = Bench::new();
    let placed = bench.order(&json!({ "country": 43, "service": "tg", "isRental": true }));
    bench.pay(&placed);
    bench.wait(8_000);
    assert_eq!(bench.status(&placed)["codes"].as_array().unwrap().len(), 1);
    assert_eq!(bench.money(&placed), "settled");
    bench.wait(MINUTE);
    bench.post(
        "/sandbox/code",
        &json!({ "orderId": placed.id, "code": "G-4711" }),
    );
    let status = bench.status(&placed);
    let codes = status["codes"].as_array().unwrap();
    assert_eq!(
        (codes.len(), &codes[3], &status["code"]),
        (4, &json!("G-4711"), &json!("G-4711"))
    );
}

#[test]
fn what_is_ordered_costs_what_the_price_list_says() {
    let mut bench = Bench::new();
    let (_, list) = bench.get("/sms4sats/price?country=43&service=tg");
    let kinds = [
        ("receive", json!({})),
        ("rent", json!({ "isRental": true })),
        ("s4s", json!({ "realphone": true })),
    ];
    for (name, mut body) in kinds {
        body["country"] = json!("43");
        body["service"] = json!("tg");
        body["ref"] = json!("me@example.org");
        let placed = bench.order(&body);
        assert_eq!(
            said(&list[name]),
            bench.pay(&placed)["amountSats"].to_string(),
            "{name}"
        );
    }
}

#[test]
fn an_immediate_order_is_paid_from_the_account_and_given_back_to_it() {
    let mut bench = Bench::new();
    let price = said(&bench.get("/sms4sats/price?country=43&service=never").1["computed"]["price"]);
    let price: u64 = price.parse().unwrap();
    let placed = bench.order(&json!({ "country": 43, "service": "never", "immediate": true }));
    assert_eq!(placed.payreq, "paid");
    assert_eq!(bench.balance(), API_KEY_SATS - price);
    assert_eq!(bench.status(&placed)["paid"], true);
    bench.wait(20 * MINUTE);
    assert!(bench.status(&placed)["error"].is_string());
    assert_eq!(bench.balance(), API_KEY_SATS);

    let kept = bench.order(&json!({ "country": 43, "service": "tg", "immediate": true }));
    bench.wait(MINUTE);
    assert!(bench.status(&kept).get("code").is_some());
    assert!(bench.balance() < API_KEY_SATS);
}

#[test]
fn a_test_can_send_a_code_and_let_an_order_fail() {
    let mut bench = Bench::new();
    let unpaid = bench.order(&json!({ "country": 43, "service": "tg" }));
    let code = |id: &str| json!({ "orderId": id, "code": "0042" });
    assert_eq!(bench.post("/sandbox/code", &code(&unpaid.id)).0, 409);
    assert_eq!(
        bench
            .post("/sandbox/fail", &json!({ "orderId": unpaid.id }))
            .0,
        409
    );
    assert_eq!(bench.post("/sandbox/code", &code("unknown")).0, 409);

    let sent = bench.paid("tg");
    assert_eq!(
        bench.post("/sandbox/code", &code(&sent.id)).1["code"],
        "0042"
    );
    assert_eq!(bench.money(&sent), "settled");
    assert_eq!(bench.post("/sandbox/code", &code(&sent.id)).0, 409);

    let failed = bench.paid("tg");
    let fail = json!({ "orderId": failed.id, "reason": "no luck" });
    assert_eq!(bench.post("/sandbox/fail", &fail).1["error"], "no luck");
    assert_eq!(bench.money(&failed), "cancelled");
    let late = bench.post("/sandbox/code", &code(&failed.id)).1;
    assert_eq!(
        (&late["code"], &late["error"]),
        (&json!("0042"), &json!("no luck"))
    );
    bench.wait(60 * MINUTE);
    assert_eq!(bench.status(&failed)["code"], "0042");
    assert_eq!(bench.status(&sent)["code"], "0042");
}

#[test]
fn auto_select_gives_a_number_of_a_real_country() {
    let mut bench = Bench::new();
    let placed = bench.order(&json!({ "country": 999, "service": "tg" }));
    bench.pay(&placed);
    bench.wait(2_000);
    let status = bench.status(&placed);
    assert!(
        status["country"] != "Auto-Select" && said(&status["number"]).len() > 7,
        "{status}"
    );
}

#[test]
fn an_order_that_makes_no_sense_gets_the_pages_sentence() {
    let mut bench = Bench::new();
    let refusal = json!({ "status": "error", "reason": "unable to save data" });
    let bodies = [
        json!({ "service": "tg" }),
        json!({ "country": "Atlantis", "service": "tg" }),
        json!({ "country": 43 }),
        json!({ "country": 43, "service": "no such" }),
        json!([]),
        Value::Null,
    ];
    for body in bodies {
        assert_eq!(
            bench.post("/sms4sats/createorder", &body),
            (500, refusal.clone()),
            "{body}"
        );
    }
    for target in [
        "orderstatus",
        "cancelorder",
        "orderstatus?orderId=unknown",
        "cancelorder?orderId=unknown",
    ] {
        assert_eq!(
            bench.get(&format!("/sms4sats/{target}")),
            (500, refusal.clone()),
            "{target}"
        );
    }
}
