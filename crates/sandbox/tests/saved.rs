//! A saved sandbox continues as it would have without.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{Bench, MINUTE};
use satline_sandbox::{BITREFILL_ID, BITREFILL_SECRET, LAVA_KEY, Request, Sandbox};
use serde_json::{Value, json};

/// Returns requests that use every kind of order at every service, with faults, settings and a jump.
fn history() -> Vec<Request> {
    let bearer = format!("Bearer {LAVA_KEY}");
    let pair = base64_of(&format!("{BITREFILL_ID}:{BITREFILL_SECRET}"));
    let deposit = json!({ "currency": "EUR", "payment_method": "lightning", "amount": 5 });
    let charge = json!({ "payment_method_id": "pm_sandbox_3ds", "amount": "10.00" });
    let sms =
        json!({ "phone": "+4915112345678", "message": "hello", "webhookUrl": "http://127.0.0.1/" });
    let fault = json!({ "route": "/sms4sats/price", "status": 503, "times": 9 });
    let order = |service: &str| json!({ "country": 43, "service": service, "immediate": true });
    let key = |request: Request| request.with_header("X-API-Key", "sandbox-key");
    let mut all = vec![
        Request::post("/sandbox/settings", &json!({ "pictures": false })),
        Request::post("/sandbox/faults", &fault),
        Request::get("/sms4sats/price"),
        Request::get("/sms4sats/getnumbersstatus?country=43"),
        key(Request::post("/sms4sats/createsendorder", &sms)),
        key(Request::post("/sms4sats/fund", &json!({ "amount": 7 }))),
        Request::post("/bitrefill/v2/accounts/deposit", &deposit)
            .with_header("Authorization", &format!("Basic {pair}")),
        Request::post("/lava/v1/wallet/fund", &charge).with_header("Authorization", &bearer),
        Request::get("/grid/2025-10-13/platform/internal-accounts"),
        Request::post("/sandbox/clock", &json!({ "advanceMs": 3 * MINUTE })),
    ];
    for service in ["tg", "never", "late", "lost0", "soldout"] {
        all.push(key(Request::post("/sms4sats/createorder", &order(service))));
    }
    all
}

fn base64_of(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

#[test]
fn a_restored_sandbox_answers_as_the_saved_one_would_have() {
    let mut bench = Bench::new();
    let placed = bench.order(&json!({ "country": 43, "service": "tg" }));
    bench.pay(&placed);
    for request in history() {
        bench.send(&request);
    }
    let state = bench.sandbox.save();
    let mut restored = Bench {
        sandbox: Sandbox::restore(&state).unwrap(),
        now_ms: bench.now_ms,
    };
    assert_eq!(restored.sandbox.save(), state);
    assert_eq!(restored.sandbox.advanced_ms(), 3 * MINUTE);
    // Codes arrive, money comes back, numbers are drawn: all in the same way.
    for _ in 0..5 {
        for request in history() {
            let [one, other] = [&mut bench, &mut restored].map(|bench| {
                bench.wait(5 * MINUTE);
                bench.ask(&request)
            });
            assert_eq!(one, other, "{} {}", request.method, request.path);
        }
        let [one, other] = [&mut bench, &mut restored].map(|bench| bench.status(&placed));
        assert_eq!(one, other);
    }
    assert_eq!(restored.sandbox.save(), bench.sandbox.save());
}

#[test]
fn what_is_no_state_of_this_version_is_refused() {
    let mut state: Value = serde_json::from_str(&Sandbox::new(1).save()).unwrap();
    state["world"]["node"] = json!({});
    for text in ["", "{}", "null", &state.to_string()] {
        assert!(Sandbox::restore(text).is_err(), "{text}");
    }
}
