//! The routes under `/sandbox/`, and the faults they order.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{Bench, MINUTE};
use satline_sandbox::{NODE_ID, Request, Sandbox, WALLET_SATS};
use serde_json::{Value, json};

#[test]
fn the_index_tells_what_is_there() {
    let mut bench = Bench::new();
    let (status, index) = bench.get("/sandbox/");
    assert_eq!((status, &index["nodeId"]), (200, &json!(NODE_ID)));
    assert_eq!(bench.get("/sandbox").1, index);
    assert!(
        index["control"]
            .as_array()
            .unwrap()
            .contains(&json!("POST /sandbox/pay"))
    );
}

#[test]
fn control_routes_stand_under_sandbox_only() {
    let mut bench = Bench::new();
    for target in ["/reset", "/sandboxed/reset", "/sandbox/nothing", "/"] {
        let (status, answer) = bench.post(target, &json!({}));
        assert_eq!(status, 404, "{target}");
        assert!(answer["error"].is_string());
    }
}

#[test]
fn every_answer_of_sms4sats_may_be_read_by_a_page_of_any_origin() {
    let mut bench = Bench::new();
    let preflight = Request {
        method: "OPTIONS".to_owned(),
        ..Request::get("/sms4sats/fund")
    };
    for (request, status) in [
        (preflight, 204),
        (Request::get("/sms4sats/balance"), 400),
        (Request::get("/sms4sats/nothing"), 404),
        (Request::get("/sandbox/sms4sats/price"), 200),
    ] {
        let answer = bench.send(&request);
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert!(
            answer
                .header("access-control-allow-headers")
                .unwrap()
                .contains("X-API-Key")
        );
    }
}

#[test]
fn services_that_are_closed_to_pages_allow_them_only_when_told() {
    let mut bench = Bench::new();
    let targets = [
        "/bitrefill/v2/ping",
        "/lava/v1/wallet",
        "/sandbox/grid/2025-10-13/platform/internal-accounts",
    ];
    let allowed = |bench: &mut Bench, method: &str, target: &str| {
        let request = Request {
            method: method.to_owned(),
            ..Request::get(target)
        };
        let answer = bench.send(&request);
        answer.header("access-control-allow-origin").is_some()
    };
    for is_open in [false, true] {
        bench.post("/sandbox/settings", &json!({ "corsEverywhere": is_open }));
        for target in targets {
            for method in ["OPTIONS", "GET"] {
                assert_eq!(
                    allowed(&mut bench, method, target),
                    is_open,
                    "{method} {target}"
                );
            }
        }
    }
    for target in [
        "/sandbox",
        "/sandbox/pay",
        "/sandbox/nothing",
        "/sandbox/bitrefill/confirm",
        "/sandbox/lava/3ds/none",
        "/nowhere",
    ] {
        for method in ["OPTIONS", "GET", "POST"] {
            assert!(!allowed(&mut bench, method, target), "{method} {target}");
        }
    }
}

#[test]
fn webhooks_are_listed_with_what_became_of_them() {
    let mut bench = Bench::new();
    assert_eq!(bench.get("/sandbox/webhooks"), (200, json!([])));
    let url = "http://127.0.0.1:9/hook";
    let message = json!({ "phone": "+4915112345678", "message": "hello", "webhookUrl": url });
    let placed = bench.place("/sms4sats/createsendorder", &message);
    bench.pay(&placed);
    bench.wait(MINUTE);
    let row = |state: &str, outcome: &Value, list: &Value| {
        let mut rows = list.as_array().unwrap().iter();
        let row = rows.find(|row| row["body"]["smsStatus"] == state).unwrap();
        assert_eq!(
            (&row["url"], &row["outcome"]),
            (&json!(url), outcome),
            "{list}"
        );
    };
    let (_, list) = bench.get("/sandbox/webhooks");
    row("created", &Value::Null, &list);
    let due = bench.sandbox.take_webhooks();
    bench.sandbox.report_webhook(&due[1], "posted".to_owned());
    let (_, list) = bench.get("/sandbox/webhooks");
    assert_eq!(list.as_array().unwrap().len(), 3);
    row("created", &Value::Null, &list);
    row("sent", &json!("posted"), &list);
}

#[test]
fn an_empty_wallet_can_be_filled() {
    let mut bench = Bench::new();
    let wallet = json!({ "addSats": 5_000 });
    let filled = bench.post("/sandbox/wallet", &wallet);
    let balance = json!({ "availableSats": WALLET_SATS + 5_000, "heldSats": 0 });
    assert_eq!(filled, (200, balance));
}

#[test]
fn what_cannot_be_read_is_answered_with_a_sentence() {
    let mut bench = Bench::new();
    let bodies = [
        ("pay", json!({})),
        ("clock", json!({ "advanceMs": -1 })),
        ("wallet", json!({ "addSats": "many" })),
        ("settings", json!({ "frob": 1 })),
        ("settings", json!(3)),
        ("faults", json!({ "route": "/x", "frob": 1 })),
        ("code", json!([])),
    ];
    for (route, body) in bodies {
        let (status, answer) = bench.post(&format!("/sandbox/{route}"), &body);
        assert_eq!(status, 400, "{route} {body}");
        assert!(
            answer["error"]
                .as_str()
                .unwrap()
                .starts_with("The sandbox cannot read")
        );
    }
    assert_eq!(bench.get("/sandbox/invoices/00").0, 404);
    assert_eq!(
        bench
            .post("/sandbox/pay", &json!({ "invoice": "lnbcrt1" }))
            .0,
        409
    );
}

#[test]
fn an_invoice_expires_when_the_settings_say() {
    let mut bench = Bench::new();
    bench.post("/sandbox/settings", &json!({ "invoiceExpiryS": 60 }));
    let placed = bench.order(&json!({ "country": 43, "service": "tg" }));
    bench.post("/sandbox/clock", &json!({ "advanceMs": 60_000 }));
    assert_eq!(bench.money(&placed), "expired");
    let (status, refusal) = bench.post("/sandbox/pay", &json!({ "invoice": placed.payreq }));
    assert_eq!(status, 409);
    assert!(refusal["error"].as_str().unwrap().contains("expired"));
    assert_eq!(
        bench.status(&placed),
        json!({ "status": "OK", "paid": false })
    );
}

#[test]
fn settings_change_only_what_they_name() {
    let mut bench = Bench::new();
    let (_, before) = bench.post("/sandbox/settings", &json!({}));
    let (_, after) = bench.post("/sandbox/settings", &json!({ "codeAfterMs": 1 }));
    let mut expected = before;
    expected["codeAfterMs"] = json!(1);
    assert_eq!(after, expected);
}

#[test]
fn times_without_end_are_taken_as_never() {
    let mut bench = Bench::new();
    let placed = bench.order(&json!({ "country": 43, "service": "tg", "isRental": true }));
    bench.pay(&placed);
    bench.wait(10_000);
    assert!(bench.status(&placed)["codes"].is_array());
    bench.post(
        "/sandbox/settings",
        &json!({ "codeAfterMs": u64::MAX, "numberAfterMs": u64::MAX }),
    );
    assert_eq!(bench.status(&placed)["codes"].as_array().unwrap().len(), 1);
    assert_eq!(bench.paid("tg").id.len(), 64);
    bench.post("/sandbox/clock", &json!({ "advanceMs": u64::MAX }));
    assert_eq!(bench.get("/sandbox/").1["nowMs"], u64::MAX);
}

#[test]
fn requests_are_counted_by_route_and_nothing_of_them_is_kept() {
    let mut bench = Bench::new();
    bench.get("/sms4sats/price?country=43");
    bench.get("/sandbox/sms4sats/price");
    bench.get_with_key("/sms4sats/balance");
    let counted = json!([
        { "method": "GET", "path": "/sms4sats/balance", "count": 1 },
        { "method": "GET", "path": "/sms4sats/price", "count": 2 },
    ]);
    assert_eq!(bench.get("/sandbox/requests"), (200, counted));
}

#[test]
fn reset_begins_again_with_the_same_numbers() {
    let mut bench = Bench::new();
    let first = bench.paid("tg");
    bench.post("/sandbox/settings", &json!({ "codeAfterMs": 0 }));
    bench.post(
        "/sandbox/faults",
        &json!({ "route": "/sms4sats/", "status": 500 }),
    );
    bench.post("/sandbox/reset", &json!({}));
    assert_eq!(bench.wallet(), (WALLET_SATS, 0));
    assert_eq!(bench.get("/sandbox/requests").1, json!([]));
    assert_eq!(bench.get("/sandbox/").1["settings"]["codeAfterMs"], 6_000);
    assert_eq!(bench.get("/sandbox/").1["faultsWaiting"], 0);
    assert_eq!(bench.paid("tg").payreq, first.payreq);
    bench.post("/sandbox/reset", &json!({ "seed": 2 }));
    assert_ne!(bench.paid("tg").payreq, first.payreq);
}

#[test]
fn the_clock_never_runs_backwards() {
    let mut sandbox = Sandbox::new(1);
    let mut now = |at_ms| {
        let answer = sandbox.handle(&Request::get("/sandbox/"), at_ms);
        serde_json::from_slice::<Value>(&answer.body).unwrap()["nowMs"]
            .as_u64()
            .unwrap()
    };
    assert_eq!((now(1_000), now(500), now(2_000)), (1_000, 1_000, 2_000));
}

#[test]
fn a_fault_strikes_its_route_as_often_as_ordered() {
    let mut bench = Bench::new();
    let fault =
        json!({ "route": "GET /sms4sats/price", "status": 503, "retryAfter": 7, "times": 2 });
    assert_eq!(bench.post("/sandbox/faults", &fault).1["faultsWaiting"], 1);
    assert_eq!(bench.get("/sms4sats/").0, 200);
    assert_eq!(bench.get("/sandbox/sms4sats/price").0, 503);
    let struck = bench.send(&Request::get("/sms4sats/price?country=43"));
    assert_eq!(
        (struck.status, struck.header("retry-after")),
        (503, Some("7"))
    );
    assert!(struck.header("access-control-allow-origin").is_some());
    assert_eq!(bench.get("/sms4sats/price").0, 200);
}

#[test]
fn a_list_of_faults_replaces_all_that_wait() {
    let mut bench = Bench::new();
    bench.post(
        "/sandbox/faults",
        &json!({ "route": "/sms4sats/", "status": 500, "times": 99 }),
    );
    bench.post("/sandbox/faults", &json!([]));
    assert_eq!(bench.get("/sms4sats/").0, 200);
}

#[test]
fn a_fault_tells_the_transport_what_to_do() {
    let mut bench = Bench::new();
    let faults = json!([
        { "route": "/sms4sats/", "delayMs": 30, "retryAfter": "Wed, 21 Oct 2026 07:28:00 GMT" },
        { "route": "/sms4sats/", "drop": true },
        { "route": "/sms4sats/", "cutAfter": 4 },
        { "route": "/sms4sats/", "wrongJson": true },
        { "route": "/sms4sats/", "status": 502, "body": "<html>" },
    ]);
    bench.post("/sandbox/faults", &faults);
    let answers = [(); 5].map(|()| bench.send(&Request::get("/sms4sats/")));
    assert_eq!(answers[0].delivery.delay_ms, 30);
    assert_eq!(
        answers[0].header("retry-after"),
        Some("Wed, 21 Oct 2026 07:28:00 GMT")
    );
    assert!(answers[1].delivery.drop);
    assert_eq!(answers[2].delivery.cut_body_after, Some(4));
    assert!(serde_json::from_slice::<Value>(&answers[3].body).is_err());
    assert_eq!(
        (answers[4].status, answers[4].body.as_slice()),
        (502, b"<html>".as_slice())
    );
}

#[test]
fn a_lost_answer_still_did_its_work_unless_the_fault_says_otherwise() {
    let mut bench = Bench::new();
    let message = json!({ "phone": "+4915112345678", "message": "hello", "immediate": true });
    let spent = |bench: &mut Bench, fault: Value| {
        let before = bench.balance();
        bench.post("/sandbox/faults", &fault);
        bench.post_with_key("/sms4sats/createsendorder", &message);
        before - bench.balance()
    };
    let route = "POST /sms4sats/createsendorder";
    assert_eq!(
        spent(&mut bench, json!({ "route": route, "drop": true })),
        1_000
    );
    assert_eq!(
        spent(
            &mut bench,
            json!({ "route": route, "drop": true, "act": false })
        ),
        0
    );
    assert_eq!(
        spent(&mut bench, json!({ "route": route, "status": 500 })),
        0
    );
    assert_eq!(
        spent(
            &mut bench,
            json!({ "route": route, "status": 500, "act": true })
        ),
        1_000
    );
}

#[test]
fn the_wallet_for_pages_is_a_script() {
    let script = Bench::new().send(&Request::get("/sandbox/webln.js"));
    assert_eq!(
        script.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert!(
        String::from_utf8(script.body)
            .unwrap()
            .contains("window.webln")
    );
}
