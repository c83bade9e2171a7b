//! Bitrefill: deposits, how they are paid, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use std::time::Duration;

use common::{Bench, MINUTE, basic};
use lightning_invoice::Bolt11Invoice;
use satline_sandbox::{BITREFILL_ID, BITREFILL_PERSONAL_KEY, BITREFILL_SECRET, NODE_ID, Request};
use serde_json::{Value, json};

fn business() -> String {
    basic(BITREFILL_ID, BITREFILL_SECRET)
}

fn ask(bench: &mut Bench, request: Request) -> (u16, Value) {
    bench.ask(&request.with_header("Authorization", &business()))
}

fn deposit(bench: &mut Bench, body: &Value) -> Value {
    let (status, answer) = ask(bench, Request::post("/bitrefill/v2/accounts/deposit", body));
    assert_eq!(status, 200, "{body} {answer}");
    answer["data"].clone()
}

fn invoice(bench: &mut Bench, data: &Value) -> Value {
    let id = data["id"].as_str().unwrap();
    let (status, answer) = ask(bench, Request::get(&format!("/bitrefill/v2/invoices/{id}")));
    assert_eq!(status, 200, "{answer}");
    answer["data"].clone()
}

fn balance(bench: &mut Bench) -> Value {
    let (_, answer) = ask(bench, Request::get("/bitrefill/v2/accounts/balance"));
    assert_eq!(answer["data"]["currency"], "USD");
    answer["data"]["balance"].clone()
}

fn confirm(bench: &mut Bench, data: &Value, more: Value) -> (u16, Value) {
    let mut body = more;
    body["invoiceId"] = data["id"].clone();
    bench.post("/sandbox/bitrefill/confirm", &body)
}

fn words(data: &Value) -> (&str, &str) {
    (
        data["status"].as_str().unwrap(),
        data["payment"]["status"].as_str().unwrap(),
    )
}

#[test]
fn a_lightning_deposit_is_credited_after_its_invoice_was_paid() {
    let mut bench = Bench::new();
    let asked = json!({ "currency": "USD", "payment_method": "lightning", "amount": 25 });
    let data = deposit(&mut bench, &asked);
    assert_eq!(words(&data), ("not_delivered", "unpaid"));
    assert_eq!(
        (&data["payment"]["price"], &data["payment"]["currency"]),
        (&json!(25_000), &json!("BTC"))
    );
    assert_eq!(data["created_time"], "2023-11-14T22:13:20Z");

    let text = data["payment"]["address"].as_str().unwrap();
    let read: Bolt11Invoice = text.parse().unwrap();
    assert_eq!(read.amount_milli_satoshis(), Some(25_000_000));
    assert_eq!(read.expiry_time(), Duration::from_hours(3));
    assert_eq!(read.recover_payee_pub_key().to_string(), NODE_ID);

    assert_eq!(
        bench.post("/sandbox/pay", &json!({ "invoice": text })).1["state"],
        "settled"
    );
    assert_eq!(
        words(&invoice(&mut bench, &data)),
        ("processing", "payment_confirmed")
    );
    assert_eq!(balance(&mut bench), 50);
    bench.wait(5_000);
    assert_eq!(
        words(&invoice(&mut bench, &data)),
        ("complete", "payment_confirmed")
    );
    assert_eq!(balance(&mut bench), 75);
    bench.wait(MINUTE);
    assert_eq!(balance(&mut bench), 75);
}

#[test]
fn the_invoice_stands_where_the_setting_says() {
    for (place, pointer) in [
        ("payment.lightning_invoice", "/payment/lightning_invoice"),
        ("payment.address", "/payment/address"),
        ("payment.uri", "/payment/uri"),
        ("payment.invoice", "/payment/invoice"),
        ("data.lightning_invoice", "/lightning_invoice"),
    ] {
        let mut bench = Bench::new();
        bench.post("/sandbox/settings", &json!({ "bitrefillInvoiceAt": place }));
        let asked = json!({ "currency": "USD", "payment_method": "lightning", "amount": 1 });
        let data = deposit(&mut bench, &asked);
        let text = data.pointer(pointer).unwrap().as_str().unwrap();
        assert_eq!(
            text.starts_with("lightning:lnbcrt"),
            place == "payment.uri",
            "{text}"
        );
        assert_eq!(data.to_string().matches("lnbcrt").count(), 1, "{data}");
        assert_eq!(
            bench.post("/sandbox/pay", &json!({ "invoice": text })).0,
            200,
            "{place}"
        );
    }
    let elsewhere = json!({ "bitrefillInvoiceAt": "elsewhere" });
    assert_eq!(Bench::new().post("/sandbox/settings", &elsewhere).0, 400);
}

#[test]
fn other_methods_show_an_address_and_a_price_and_wait_for_a_click() {
    let methods = [
        ("bitcoin", "BTC", 10_000_u64, "bcrt1q"),
        ("ethereum", "ETH", 2_500_000_000_000_000, "0x"),
        ("eth_base", "ETH", 2_500_000_000_000_000, "0x"),
        ("usdc_polygon", "USDC", 10_000_000, "0x"),
        ("usdt_polygon", "USDT", 10_000_000, "0x"),
        ("usdc_erc20", "USDC", 10_000_000, "0x"),
        ("usdt_erc20", "USDT", 10_000_000, "0x"),
        ("usdc_arbitrum", "USDC", 10_000_000, "0x"),
        ("usdc_solana", "USDC", 10_000_000, ""),
        ("usdc_base", "USDC", 10_000_000, "0x"),
    ];
    for (method, currency, price, prefix) in methods {
        let mut bench = Bench::new();
        bench.post("/sandbox/settings", &json!({ "depositAfterMs": 0 }));
        let asked = json!({ "currency": "USD", "payment_method": method, "amount": 10.0 });
        let data = deposit(&mut bench, &asked);
        let payment = &data["payment"];
        assert_eq!(
            (&payment["currency"], &payment["price"]),
            (&json!(currency), &json!(price))
        );
        let address = payment["address"].as_str().unwrap();
        assert!(
            address.starts_with(prefix) && (42..=44).contains(&address.len()),
            "{address}"
        );

        let (status, confirmed) = confirm(&mut bench, &data, json!({}));
        assert_eq!(
            (status, words(&confirmed)),
            (200, ("complete", "payment_confirmed"))
        );
        assert_eq!(balance(&mut bench), 60);
        assert_eq!(confirm(&mut bench, &data, json!({})).0, 409);
        assert_eq!(balance(&mut bench), 60);
    }
}

#[test]
fn every_currency_is_credited_at_its_worth() {
    for (currency, amount, after) in [
        ("USD", json!(0.01), json!(50.01)),
        ("EUR", json!(10), json!(61)),
        ("BTC", json!(0.0001), json!(60)),
    ] {
        let mut bench = Bench::new();
        let asked = json!({ "currency": currency, "payment_method": "bitcoin", "amount": amount });
        let data = deposit(&mut bench, &asked);
        confirm(&mut bench, &data, json!({}));
        bench.wait(5_000);
        assert_eq!(balance(&mut bench), after, "{currency}");
    }
}

#[test]
fn a_flexible_deposit_names_no_price_and_credits_what_is_paid() {
    let mut bench = Bench::new();
    bench.post("/sandbox/settings", &json!({ "depositAfterMs": 0 }));
    let flexible = |method| json!({ "currency": "EUR", "payment_method": method });
    let data = deposit(&mut bench, &flexible("bitcoin"));
    assert_eq!(data["payment"].get("price"), None);
    assert_eq!(confirm(&mut bench, &data, json!({ "amount": 0 })).0, 409);
    assert_eq!(confirm(&mut bench, &data, json!({ "amount": 20 })).0, 200);
    assert_eq!(balance(&mut bench), 72);
    let data = deposit(&mut bench, &flexible("usdc_base"));
    confirm(&mut bench, &data, json!({}));
    assert_eq!(balance(&mut bench), 82);

    let data = deposit(&mut bench, &flexible("lightning"));
    let text = data["payment"]["address"].as_str().unwrap();
    assert_eq!(
        text.parse::<Bolt11Invoice>()
            .unwrap()
            .amount_milli_satoshis(),
        None
    );
    assert_eq!(
        bench.post("/sandbox/pay", &json!({ "invoice": text })).0,
        409
    );
    bench.post(
        "/sandbox/pay",
        &json!({ "invoice": text, "amountSats": 3_000 }),
    );
    assert_eq!(balance(&mut bench), 85);
}

#[test]
fn a_deposit_expires_after_three_hours() {
    let mut bench = Bench::new();
    for method in ["lightning", "bitcoin"] {
        let asked = json!({ "currency": "USD", "payment_method": method, "amount": 5 });
        let data = deposit(&mut bench, &asked);
        bench.wait(180 * MINUTE - 1_000);
        assert_eq!(
            words(&invoice(&mut bench, &data)),
            ("not_delivered", "unpaid")
        );
        bench.wait(1_000);
        assert_eq!(words(&invoice(&mut bench, &data)), ("expired", "expired"));
        assert_eq!(confirm(&mut bench, &data, json!({})).0, 409);
        if method == "lightning" {
            let text = &data["payment"]["address"];
            assert_eq!(
                bench.post("/sandbox/pay", &json!({ "invoice": text })).0,
                409
            );
        }
    }
    assert_eq!(balance(&mut bench), 50);
}

#[test]
fn a_payment_can_be_made_to_fail() {
    let mut bench = Bench::new();
    for (method, failure) in [("bitcoin", "denied"), ("lightning", "payment_error")] {
        let asked = json!({ "currency": "USD", "payment_method": method, "amount": 5 });
        let data = deposit(&mut bench, &asked);
        let (status, failed) = confirm(&mut bench, &data, json!({ "failure": failure }));
        assert_eq!((status, words(&failed)), (200, (failure, "failed")));
        bench.wait(MINUTE);
        assert_eq!(words(&invoice(&mut bench, &data)), (failure, "failed"));
        if method == "lightning" {
            let text = &data["payment"]["address"];
            assert_eq!(
                bench.post("/sandbox/pay", &json!({ "invoice": text })).0,
                409
            );
        }
    }
    assert_eq!(balance(&mut bench), 50);
}

#[test]
fn a_click_does_not_pay_what_is_paid_by_lightning() {
    let mut bench = Bench::new();
    let asked = json!({ "currency": "USD", "payment_method": "lightning", "amount": 5 });
    let data = deposit(&mut bench, &asked);
    let (status, refusal) = confirm(&mut bench, &data, json!({}));
    assert_eq!(status, 409);
    assert!(refusal["error"].as_str().unwrap().contains("/sandbox/pay"));
    assert_eq!(
        confirm(&mut bench, &json!({ "id": "none" }), json!({})).0,
        409
    );
    assert_eq!(confirm(&mut bench, &data, json!({ "frob": 1 })).0, 400);
}

#[test]
fn what_makes_no_sense_is_refused_with_the_documented_code() {
    let mut bench = Bench::new();
    let asked = |currency: Value, method: Value, amount: Value| json!({ "currency": currency, "payment_method": method, "amount": amount });
    let usd = |amount: Value| asked(json!("USD"), json!("bitcoin"), amount);
    let cases = [
        (json!({ "payment_method": "bitcoin" }), "missing_param"),
        (
            json!({ "currency": "USD", "payment_method": null }),
            "missing_param",
        ),
        (json!([]), "missing_param"),
        (
            asked(json!("GBP"), json!("bitcoin"), json!(5)),
            "invalid_param",
        ),
        (asked(json!("USD"), json!(1), json!(5)), "invalid_param"),
        (usd(json!(0)), "invalid_param"),
        (usd(json!(-5)), "invalid_param"),
        (usd(json!(5.005)), "invalid_param"),
        (usd(json!("5")), "invalid_param"),
        (usd(json!(10_001)), "invalid_param"),
        (
            asked(json!("USD"), json!("seashells"), json!(5)),
            "unsupported_payment_method",
        ),
        (
            asked(json!("USD"), json!("balance"), json!(5)),
            "unsupported_payment_method",
        ),
        (
            asked(json!("USD"), json!("balance"), json!(50.01)),
            "balance_too_low",
        ),
    ];
    for (body, code) in cases {
        let (status, answer) = ask(
            &mut bench,
            Request::post("/bitrefill/v2/accounts/deposit", &body),
        );
        assert_eq!(
            (status, &answer["error_code"]),
            (400, &json!(code)),
            "{body}"
        );
        assert!(
            answer["message"].is_string() && answer["meta"].is_object(),
            "{answer}"
        );
    }
    let broken = Request {
        body: b"{".to_vec(),
        ..Request::post("/bitrefill/v2/accounts/deposit", &json!(1))
    };
    assert_eq!(ask(&mut bench, broken).1["error_code"], "parse_error");
    for target in ["invoices/none", "nothing", ""] {
        let (status, answer) = ask(&mut bench, Request::get(&format!("/bitrefill/v2/{target}")));
        assert_eq!(
            (status, &answer["error_code"]),
            (404, &json!("not_found")),
            "{target}"
        );
    }
}

#[test]
fn a_personal_account_reads_but_makes_no_deposits() {
    let mut bench = Bench::new();
    let personal = format!("Bearer {BITREFILL_PERSONAL_KEY}");
    let asked = json!({ "currency": "USD", "payment_method": "bitcoin", "amount": 5 });
    let mine = deposit(&mut bench, &asked);
    let invoices = format!("/bitrefill/v2/invoices/{}", mine["id"].as_str().unwrap());
    for (request, status) in [
        (Request::get("/bitrefill/v2/ping"), 200),
        (Request::get("/bitrefill/v2/accounts/balance"), 200),
        (Request::get(&invoices), 404),
        (Request::post("/bitrefill/v2/accounts/deposit", &asked), 403),
    ] {
        let (found, answer) = bench.ask(&request.with_header("authorization", &personal));
        assert_eq!(
            (found, answer["error_code"].is_string()),
            (status, status != 200),
            "{answer}"
        );
    }
}

#[test]
fn nobody_else_is_let_in() {
    let mut bench = Bench::new();
    let request = Request::get("/bitrefill/v2/ping");
    assert_eq!(bench.ask(&request).0, 401);
    for header in [
        "Bearer nobody".to_owned(),
        format!("Bearer {BITREFILL_SECRET}"),
        basic(BITREFILL_ID, "wrong"),
        basic(BITREFILL_PERSONAL_KEY, ""),
    ] {
        let (status, answer) = bench.ask(&request.clone().with_header("Authorization", &header));
        assert_eq!(
            (status, &answer["error_code"]),
            (401, &json!("unauthorized")),
            "{header}"
        );
    }
}

#[test]
fn sixty_calls_in_ten_minutes_are_enough() {
    let mut bench = Bench::new();
    let ping = || Request::get("/bitrefill/v2/ping").with_header("Authorization", &business());
    for remaining in (0..60).rev() {
        let answer = bench.send(&ping());
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.header("X-RateLimit-Remaining"),
            Some(remaining.to_string().as_str())
        );
    }
    bench.wait(10 * MINUTE - 1);
    let refused = bench.send(&ping());
    let reset = (bench.now_ms + 1) / 1_000;
    assert_eq!(
        (refused.status, refused.header("X-RateLimit-Limit")),
        (429, Some("60"))
    );
    assert_eq!(
        refused.header("X-RateLimit-Reset"),
        Some(reset.to_string().as_str())
    );
    assert_eq!(bench.send(&Request::get("/bitrefill/v2/ping")).status, 429);
    bench.wait(1);
    assert_eq!(bench.send(&ping()).status, 200);
}

#[test]
fn an_ordered_failure_speaks_as_the_service_does() {
    let mut bench = Bench::new();
    for status in [400, 401, 403, 404, 429, 500, 502] {
        let fault = json!({ "route": "GET /bitrefill/v2/ping", "status": status });
        bench.post("/sandbox/faults", &fault);
        let (found, answer) = ask(&mut bench, Request::get("/bitrefill/v2/ping"));
        assert_eq!(found, status);
        assert!(
            answer["error_code"].is_string() && answer["message"].is_string(),
            "{answer}"
        );
    }
}
