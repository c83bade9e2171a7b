//! Lava: charges, confirmations and refusals, each held against the service's own `OpenAPI` description.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{Bench, basic};
use satline_sandbox::{LAVA_KEY, LAVA_LIVE_KEY, Request, Response};
use serde_json::{Value, json};

/// What the page says of `POST /wallet/fund`, trimmed to its schemas.
const OPENAPI: &str = include_str!("data/lava-openapi.json");

/// Holds a value against the schema that stands at this place of the description.
fn must_fit(place: &str, value: &Value) {
    let mut schema: Value = serde_json::from_str(OPENAPI).unwrap();
    assert!(schema.pointer(place).is_some(), "{place}");
    schema["$ref"] = json!(format!("#{place}"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let findings: Vec<String> = validator
        .iter_errors(value)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(findings, Vec::<String>::new(), "{place} {value}");
}

const FUND: &str = "/paths/~1wallet~1fund/post";
const SCHEMA: &str = "content/application~1json/schema";

fn with_key(request: Request, key: &str) -> Request {
    request.with_header("Authorization", &format!("Bearer {key}"))
}

/// Every answer to a charge goes through here, and so through the description.
fn fund(bench: &mut Bench, body: &Value) -> (u16, Value) {
    let request = with_key(Request::post("/lava/v1/wallet/fund", body), LAVA_KEY);
    let (status, answer) = bench.ask(&request);
    let documented = format!("{FUND}/responses/{status}/{SCHEMA}");
    if [200, 400, 404].contains(&status) {
        must_fit(&documented, &answer);
    } else {
        must_fit("/components/schemas/Error", &answer);
    }
    (status, answer)
}

fn charge(bench: &mut Bench, method: &str, amount: &str) -> (u16, Value) {
    let body = json!({ "payment_method_id": method, "amount": amount });
    must_fit(&format!("{FUND}/requestBody/{SCHEMA}"), &body);
    fund(bench, &body)
}

fn get(bench: &mut Bench, target: &str) -> Value {
    let (status, answer) = bench.ask(&with_key(Request::get(target), LAVA_KEY));
    assert_eq!(status, 200, "{answer}");
    answer
}

fn balance(bench: &mut Bench) -> String {
    get(bench, "/lava/v1/wallet")["balance"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn the_description_catches_what_does_not_fit() {
    let place = format!("{FUND}/responses/404/{SCHEMA}");
    let wrong = std::panic::catch_unwind(|| must_fit(&place, &json!({ "error": { "code": 1 } })));
    assert!(wrong.is_err());
    let place = format!("{FUND}/responses/200/{SCHEMA}");
    let wrong = std::panic::catch_unwind(|| must_fit(&place, &json!({ "status": "done" })));
    assert!(wrong.is_err());
}

#[test]
fn a_good_card_is_charged_at_once() {
    let mut bench = Bench::new();
    let (status, answer) = charge(&mut bench, "pm_sandbox_visa", "25.00");
    assert_eq!(
        (status, &answer["status"], &answer["balance"]),
        (200, &json!("completed"), &json!("75.00"))
    );
    assert!(answer["payment_id"].as_str().unwrap().starts_with("pay_"));
    assert_eq!(answer.get("redirect_url"), None);
    assert_eq!(balance(&mut bench), "75.00");
    for (amount, after) in [("10", "85.00"), ("10.5", "95.50"), ("10000.00", "10095.50")] {
        assert_eq!(
            charge(&mut bench, "pm_sandbox_visa", amount).1["balance"],
            after
        );
    }
}

#[test]
fn a_test_key_and_a_live_key_have_wallets_of_their_own() {
    let mut bench = Bench::new();
    charge(&mut bench, "pm_sandbox_visa", "25.00");
    let live = bench
        .ask(&with_key(Request::get("/lava/v1/wallet"), LAVA_LIVE_KEY))
        .1;
    assert_eq!(
        live,
        json!({ "wallet_id": "wal_live_sandbox", "balance": "50.00" })
    );
    let test = json!({ "wallet_id": "wal_test_sandbox", "balance": "75.00" });
    assert_eq!(get(&mut bench, "/lava/v1/wallet"), test);
}

#[test]
fn a_card_with_3d_secure_is_charged_once_it_is_confirmed() {
    let mut bench = Bench::new();
    let (status, answer) = charge(&mut bench, "pm_sandbox_3ds", "25.00");
    assert_eq!(
        (status, &answer["status"]),
        (200, &json!("requires_action"))
    );
    assert_eq!(answer.get("balance"), None);
    let url = answer["redirect_url"].as_str().unwrap();
    let id = answer["payment_id"].as_str().unwrap();
    let target = format!("/sandbox/lava/3ds/{id}");
    assert_eq!(url, format!("https://sandbox.invalid{target}"));
    assert_eq!(balance(&mut bench), "50.00");

    let page = text(&bench.send(&Request::get(&target)));
    assert!(
        page.contains("$25.00") && page.contains(&format!("action=\"{id}/confirm\"")),
        "{page}"
    );
    assert_eq!(balance(&mut bench), "50.00");
    for _ in 0..2 {
        let confirm = Request {
            method: "POST".to_owned(),
            ..Request::get(&format!("{target}/confirm"))
        };
        let page = text(&bench.send(&confirm));
        assert!(
            page.contains("Confirmed") && !page.contains("<form"),
            "{page}"
        );
        assert_eq!(balance(&mut bench), "75.00");
    }
    assert_eq!(
        bench.send(&Request::get("/sandbox/lava/3ds/none")).status,
        404
    );
    assert_eq!(
        bench.send(&Request::get(&format!("/lava/3ds/{id}"))).status,
        401
    );
}

/// The page, which may run and load nothing.
fn text(page: &Response) -> String {
    assert_eq!(
        (page.status, page.header("content-type")),
        (200, Some("text/html; charset=utf-8"))
    );
    let csp = page.header("content-security-policy").unwrap();
    assert!(
        csp.contains("default-src 'none'") && !csp.contains("unsafe-inline"),
        "{csp}"
    );
    let text = String::from_utf8(page.body.clone()).unwrap();
    assert!(
        !text.contains("<script") && !text.contains("<style") && !text.contains("style="),
        "{text}"
    );
    text
}

#[test]
fn the_confirmation_stands_on_the_host_that_was_asked() {
    let body = json!({ "payment_method_id": "pm_sandbox_3ds", "amount": "10" });
    let request = with_key(Request::post("/lava/v1/wallet/fund", &body), LAVA_KEY);
    let (_, answer) = Bench::new().ask(&request.with_header("Host", "127.0.0.1:8787"));
    must_fit(&format!("{FUND}/responses/200/{SCHEMA}"), &answer);
    assert!(
        answer["redirect_url"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:8787/sandbox/lava/3ds/pay_")
    );
}

#[test]
fn a_card_that_is_declined_charges_nothing() {
    let mut bench = Bench::new();
    for method in ["pm_sandbox_declined", "pm_sandbox_error"] {
        let (status, answer) = charge(&mut bench, method, "25.00");
        assert_eq!(
            (status, &answer["error"]["code"]),
            (402, &json!("payment_declined"))
        );
    }
    assert_eq!(balance(&mut bench), "50.00");
}

#[test]
fn payment_methods_are_listed_with_their_errors() {
    let rows = get(&mut Bench::new(), "/lava/v1/payment_methods");
    let rows = rows["data"].as_array().unwrap();
    let expected = json!({
        "payment_method_id": "pm_sandbox_visa", "brand": "visa", "last4": "4242",
        "expiry_month": "12", "expiry_year": "2034", "is_default": true,
        "has_error": false, "error_code": null, "error_message": null, "error_at": null,
    });
    assert_eq!(rows[0], expected);
    let broken: Vec<_> = rows.iter().filter(|row| row["has_error"] == true).collect();
    assert_eq!(broken.len(), 1);
    assert_eq!(broken[0]["payment_method_id"], "pm_sandbox_error");
    assert!(
        ["error_code", "error_message", "error_at"]
            .iter()
            .all(|field| broken[0][*field].is_string())
    );
}

#[test]
fn a_body_that_does_not_fit_names_the_fields() {
    let mut bench = Bench::new();
    let good = json!({ "payment_method_id": "pm_sandbox_visa", "amount": "25.00" });
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    let amounts = [
        json!(25),
        json!(null),
        json!(""),
        json!("9.99"),
        json!("10000.01"),
        json!("25.005"),
        json!("-25"),
        json!("25,00"),
        json!("1e3"),
        json!("abc"),
    ];
    let mut cases: Vec<(Value, &[&str])> = amounts
        .into_iter()
        .map(|amount| (with("amount", amount), &["amount"][..]))
        .collect();
    cases.push((with("payment_method_id", json!(1)), &["payment_method_id"]));
    cases.push((json!({}), &["payment_method_id", "amount"]));
    cases.push((json!([]), &["payment_method_id", "amount"]));
    for (body, fields) in cases {
        let (status, answer) = fund(&mut bench, &body);
        let error = &answer["error"];
        assert_eq!(
            (status, &error["code"]),
            (400, &json!("body_schema_validation_failed")),
            "{body}"
        );
        let issues = error["issues"].as_array().unwrap();
        let paths: Vec<_> = issues
            .iter()
            .map(|issue| issue["path"][0].as_str().unwrap())
            .collect();
        assert_eq!(paths, fields, "{body}");
    }
    assert_eq!(balance(&mut bench), "50.00");
}

#[test]
fn every_documented_refusal_can_be_had() {
    let mut bench = Bench::new();
    let (status, answer) = charge(&mut bench, "pm_of_another", "25.00");
    assert_eq!(
        (status, &answer["error"]["code"]),
        (404, &json!("payment_method_not_found"))
    );

    bench.post("/sandbox/settings", &json!({ "lavaHasEmail": false }));
    let (status, answer) = charge(&mut bench, "pm_sandbox_visa", "25.00");
    assert_eq!(
        (status, &answer["error"]["code"]),
        (400, &json!("funding_email_required"))
    );

    let request = Request::get("/lava/v1/wallet");
    for header in [
        "",
        "Bearer aks_test_unknown",
        "Basic YTpi",
        LAVA_KEY,
        &basic(LAVA_KEY, ""),
    ] {
        let (status, answer) = bench.ask(&request.clone().with_header("Authorization", header));
        assert_eq!(
            (status, &answer["error"]["code"]),
            (401, &json!("unauthorized")),
            "{header}"
        );
        must_fit("/components/schemas/Error", &answer);
    }
}

#[test]
fn an_error_can_be_plain_text() {
    let mut bench = Bench::new();
    bench.post("/sandbox/settings", &json!({ "lavaErrors": "text" }));
    let (status, answer) = bench.get("/lava/v1/wallet");
    assert_eq!(
        (status, answer),
        (
            401,
            json!({ "error": "Invalid authentication credentials" })
        )
    );
}

#[test]
fn an_ordered_failure_speaks_as_the_service_does() {
    let mut bench = Bench::new();
    for status in [400, 401, 402, 404, 429, 500, 503] {
        bench.post(
            "/sandbox/faults",
            &json!({ "route": "/lava/v1/wallet", "status": status }),
        );
        let (found, answer) = bench.get("/lava/v1/wallet");
        assert_eq!(
            (found, &answer["error"]["status"]),
            (status, &json!(status))
        );
        must_fit("/components/schemas/Error", &answer);
    }
}
