//! Grid: accounts, their instructions and pages, and funding them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use std::collections::BTreeSet;

use common::{Bench, MINUTE, basic};
use lightning_invoice::Bolt11Invoice;
use satline_sandbox::{GRID_ID, GRID_PRODUCTION_ID, GRID_SECRET, NODE_ID, Request, Response};
use serde_json::{Value, json};

const BASE: &str = "/grid/2025-10-13";
/// The account of the page's example: dollars.
const FIRST: &str = "InternalAccount:a12dcbd6-dced-4ec4-b756-3c3a9ea3d123";

fn send(bench: &mut Bench, request: Request) -> Response {
    bench.send(&request.with_header("Authorization", &basic(GRID_ID, GRID_SECRET)))
}

fn ask(bench: &mut Bench, request: Request) -> (u16, Value) {
    let answer = send(bench, request);
    (
        answer.status,
        serde_json::from_slice(&answer.body).unwrap_or(Value::Null),
    )
}

fn get(bench: &mut Bench, target: &str) -> (u16, Value) {
    ask(bench, Request::get(&format!("{BASE}/{target}")))
}

fn fund(bench: &mut Bench, id: &str, body: &Value) -> (u16, Value) {
    ask(
        bench,
        Request::post(&format!("{BASE}/sandbox/internal-accounts/{id}/fund"), body),
    )
}

fn customers(bench: &mut Bench) -> Vec<Value> {
    let mut all = Vec::new();
    let mut target = "customers/internal-accounts?limit=100".to_owned();
    loop {
        let (status, page) = get(bench, &target);
        assert_eq!(status, 200, "{page}");
        all.extend(page["data"].as_array().unwrap().iter().cloned());
        let Some(cursor) = page["nextCursor"].as_str() else {
            return all;
        };
        target = format!("customers/internal-accounts?limit=100&cursor={cursor}");
    }
}

fn infos(account: &Value) -> impl Iterator<Item = &Value> {
    let instructions = account["fundingPaymentInstructions"].as_array().unwrap();
    instructions
        .iter()
        .map(|instruction| &instruction["accountOrWalletInfo"])
}

fn lightning_invoice(account: &Value) -> &str {
    let mut lightning = infos(account).filter(|info| info["accountType"] == "LIGHTNING");
    lightning.next().unwrap()["invoice"].as_str().unwrap()
}

#[test]
fn funding_adds_to_the_balance_and_shows_the_account() {
    let mut bench = Bench::new();
    let (status, account) = fund(&mut bench, FIRST, &json!({ "amount": 100_000 }));
    assert_eq!((status, &account["id"]), (200, &json!(FIRST)));
    let dollar =
        json!({ "code": "USD", "name": "United States Dollar", "symbol": "$", "decimals": 2 });
    assert_eq!(
        account["balance"],
        json!({ "amount": 112_550, "currency": dollar })
    );
    assert_eq!(account["totalBalance"], account["balance"]);
    assert_eq!(
        account["customerId"],
        "Customer:019542f5-b3e7-1d02-0000-000000000001"
    );
    assert_eq!(
        (&account["createdAt"], &account["updatedAt"]),
        (
            &json!("2025-10-03T12:30:00Z"),
            &json!("2023-11-14T22:13:20Z")
        )
    );
    let encoded = FIRST.replace(':', "%3A");
    let (_, account) = fund(
        &mut bench,
        &encoded,
        &json!({ "amount": 100_000_000_000_u64 }),
    );
    assert_eq!(account["balance"]["amount"], 100_000_112_550_u64);
}

#[test]
fn an_amount_that_makes_no_sense_is_refused_with_the_documented_code() {
    let mut bench = Bench::new();
    for (body, code) in [
        (json!({}), "INVALID_INPUT"),
        (json!({ "amount": null }), "INVALID_INPUT"),
        (json!({ "amount": 0 }), "INVALID_AMOUNT"),
        (json!({ "amount": -1 }), "INVALID_AMOUNT"),
        (json!({ "amount": 1.5 }), "INVALID_AMOUNT"),
        (json!({ "amount": "100" }), "INVALID_AMOUNT"),
        (
            json!({ "amount": 100_000_000_001_u64 }),
            "AMOUNT_OUT_OF_RANGE",
        ),
    ] {
        let (status, answer) = fund(&mut bench, FIRST, &body);
        assert_eq!(
            (status, &answer["status"], &answer["code"]),
            (400, &json!(400), &json!(code)),
            "{body}"
        );
        let detail = &answer["details"]["errors"][0];
        assert_eq!(detail["field"], "amount");
        assert!(
            detail["constraint"].is_object()
                && detail["message"].is_string()
                && answer["message"].is_string()
        );
    }
    let target = format!("{BASE}/sandbox/internal-accounts/{FIRST}/fund");
    let broken = Request {
        body: b"{".to_vec(),
        ..Request::post(&target, &json!(1))
    };
    assert_eq!(ask(&mut bench, broken).1["code"], "INVALID_INPUT");
    let (status, answer) = fund(&mut bench, "InternalAccount:none", &json!({ "amount": 1 }));
    assert_eq!(
        (status, &answer["code"]),
        (404, &json!("REFERENCE_NOT_FOUND"))
    );
    assert_eq!(get(&mut bench, "nothing").0, 404);
    assert_eq!(customers(&mut bench)[0]["balance"]["amount"], 12_550);
}

#[test]
fn cursors_lead_through_all_customers_once() {
    let mut bench = Bench::new();
    let mut seen = BTreeSet::new();
    let mut sizes = Vec::new();
    let mut target = "customers/internal-accounts?limit=50".to_owned();
    loop {
        let (_, page) = get(&mut bench, &target);
        let rows = page["data"].as_array().unwrap();
        sizes.push(rows.len());
        seen.extend(
            rows.iter()
                .map(|row| row["id"].as_str().unwrap().to_owned()),
        );
        assert_eq!(page["totalCount"], 120);
        assert_eq!(page["hasMore"], page.get("nextCursor").is_some());
        let Some(cursor) = page["nextCursor"].as_str() else {
            break;
        };
        target = format!("customers/internal-accounts?limit=50&cursor={cursor}");
    }
    assert_eq!((sizes, seen.len()), (vec![50, 50, 20], 120));
    let (_, usual) = get(&mut bench, "customers/internal-accounts");
    assert_eq!(usual["data"].as_array().unwrap().len(), 20);
}

/// The rows of all pages, and what each says how many there are.
fn list(bench: &mut Bench, query: &str) -> (Vec<Value>, BTreeSet<u64>) {
    let (mut rows, mut totals) = (Vec::new(), BTreeSet::new());
    let mut target = format!("customers/internal-accounts?{query}");
    loop {
        let (status, page) = get(bench, &target);
        assert_eq!(status, 200, "{target}: {page}");
        rows.extend(page["data"].as_array().unwrap().iter().cloned());
        totals.insert(page["totalCount"].as_u64().unwrap());
        let Some(cursor) = page["nextCursor"].as_str() else {
            assert_eq!(page["hasMore"], false);
            return (rows, totals);
        };
        target = format!("customers/internal-accounts?{query}&cursor={cursor}");
    }
}

#[test]
fn lists_are_filtered_and_their_pages_still_lead_through_all_once() {
    let mut bench = Bench::new();
    let second = "Customer:019542f5-b3e7-1d02-0000-000000000002";
    for (query, count) in [
        ("currency=MXN&limit=7", 30),
        ("type=INTERNAL_CRYPTO&limit=11", 30),
        ("type=INTERNAL_FIAT", 90),
        ("type=EMBEDDED_WALLET", 0),
        ("currency=BTC&type=INTERNAL_FIAT", 0),
        ("currency=XYZ", 0),
        (&format!("customerId={second}"), 1),
        (&format!("customerId={}", second.replace(':', "%3A")), 1),
        (&format!("customerId={second}&currency=USD"), 0),
        ("customerId=Customer:none", 0),
    ] {
        let (rows, totals) = list(&mut bench, query);
        let ids: BTreeSet<_> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!((rows.len(), ids.len()), (count, count), "{query}");
        assert_eq!(Vec::from_iter(totals), [count as u64], "{query}");
    }
    let (rows, _) = list(&mut bench, "currency=MXN");
    assert!(
        rows.iter()
            .all(|row| row["balance"]["currency"]["code"] == "MXN")
    );
    let (_, page) = get(
        &mut bench,
        "platform/internal-accounts?type=INTERNAL_FIAT&currency=EUR",
    );
    assert_eq!(page["data"].as_array().unwrap().len(), 1);
}

#[test]
fn a_type_that_does_not_exist_is_refused_with_those_that_do() {
    let mut bench = Bench::new();
    for owner in ["customers", "platform"] {
        let (status, answer) = get(&mut bench, &format!("{owner}/internal-accounts?type=FIAT"));
        assert_eq!((status, &answer["code"]), (400, &json!("INVALID_INPUT")));
        let detail = &answer["details"]["errors"][0];
        let types = json!({ "enum": ["INTERNAL_FIAT", "INTERNAL_CRYPTO", "EMBEDDED_WALLET"] });
        assert_eq!(
            (&detail["field"], &detail["constraint"]),
            (&json!("type"), &types)
        );
    }
}

#[test]
fn every_bank_account_says_which_rails_it_takes() {
    let mut bench = Bench::new();
    for account in customers(&mut bench) {
        let is_bank = account["balance"]["currency"]["code"] != "BTC";
        for info in infos(&account) {
            let rails = info["paymentRails"].as_array();
            assert_eq!(
                rails.is_some_and(|rails| !rails.is_empty()),
                is_bank,
                "{info}"
            );
        }
    }
}

#[test]
fn a_limit_or_cursor_that_makes_no_sense_is_named() {
    let mut bench = Bench::new();
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=", "cursor"),
    ] {
        let (status, answer) = get(&mut bench, &format!("customers/internal-accounts?{query}"));
        assert_eq!(
            (status, &answer["code"]),
            (400, &json!("INVALID_INPUT")),
            "{query}"
        );
        assert_eq!(answer["details"]["errors"][0]["field"], field);
    }
}

#[test]
fn accounts_come_in_four_currencies_with_all_kinds_of_instructions() {
    let mut bench = Bench::new();
    let mut kinds = BTreeSet::new();
    let mut currencies = BTreeSet::new();
    for account in customers(&mut bench) {
        currencies.insert(
            account["balance"]["currency"]["code"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
        kinds.extend(infos(&account).map(|info| info["accountType"].as_str().unwrap().to_owned()));
    }
    assert_eq!(Vec::from_iter(currencies), ["BTC", "EUR", "MXN", "USD"]);
    let expected = [
        "BITCOIN_L1",
        "CLABE",
        "EUR_ACCOUNT",
        "IBAN",
        "LIGHTNING",
        "MXN_ACCOUNT",
        "SPARK_WALLET",
        "USD_ACCOUNT",
        "US_ACCOUNT",
    ];
    assert_eq!(Vec::from_iter(kinds), expected);
}

#[test]
fn old_and_new_shapes_come_side_by_side() {
    let mut bench = Bench::new();
    let accounts = customers(&mut bench);
    let (new, old): (Vec<_>, Vec<_>) = accounts
        .iter()
        .partition(|account| account.get("type").is_some());
    assert_eq!((new.len(), old.len()), (60, 60));
    assert!(
        new.iter()
            .all(|account| account["status"] == "ACTIVE" && account["totalBalance"].is_object())
    );
    assert!(old.iter().all(|account| account.get("status").is_none() && account.get("totalBalance").is_none()));
    assert_eq!(
        (&new[0]["type"], &new[1]["type"]),
        (&json!("INTERNAL_FIAT"), &json!("INTERNAL_CRYPTO"))
    );
}

#[test]
fn the_platforms_accounts_belong_to_no_customer() {
    let mut bench = Bench::new();
    let (status, page) = get(&mut bench, "platform/internal-accounts");
    let rows = page["data"].as_array().unwrap();
    assert_eq!((status, rows.len()), (200, 4));
    for row in rows {
        assert_eq!(row.get("customerId"), None);
        assert_eq!(
            row["fundingPaymentInstructions"][0]["isPlatformAccount"],
            true
        );
    }
    let id = rows[0]["id"].as_str().unwrap();
    assert_eq!(
        fund(&mut bench, id, &json!({ "amount": 1 })).1["balance"]["amount"],
        12_551
    );
}

#[test]
fn a_bitcoin_account_can_be_paid_into_by_lightning() {
    let mut bench = Bench::new();
    let account = customers(&mut bench)[1].clone();
    let text = lightning_invoice(&account).to_owned();
    let read: Bolt11Invoice = text.parse().unwrap();
    assert_eq!(read.recover_payee_pub_key().to_string(), NODE_ID);
    assert_eq!(read.amount_milli_satoshis(), Some(1_500_000));
    assert_eq!(lightning_invoice(&customers(&mut bench)[1]), text);

    bench.post("/sandbox/pay", &json!({ "invoice": text }));
    let paid = customers(&mut bench)[1].clone();
    assert_eq!(paid["balance"]["amount"], 14_050);
    let next = lightning_invoice(&paid).to_owned();
    assert_ne!(next, text);
    bench.wait(24 * 60 * MINUTE);
    assert_ne!(lightning_invoice(&customers(&mut bench)[1]), next);
}

#[test]
fn only_the_sandbox_token_is_let_in() {
    let mut bench = Bench::new();
    let request = Request::get(&format!("{BASE}/platform/internal-accounts"));
    let (status, answer) = bench.ask(&request);
    assert_eq!((status, &answer["code"]), (401, &json!("UNAUTHORIZED")));
    for (header, status, code) in [
        (basic(GRID_ID, "wrong"), 401, "UNAUTHORIZED"),
        (basic("unknown", GRID_SECRET), 401, "UNAUTHORIZED"),
        (format!("Bearer {GRID_SECRET}"), 401, "UNAUTHORIZED"),
        (basic(GRID_PRODUCTION_ID, GRID_SECRET), 403, "FORBIDDEN"),
    ] {
        let (found, answer) = bench.ask(&request.clone().with_header("Authorization", &header));
        assert_eq!((found, &answer["code"]), (status, &json!(code)), "{header}");
    }
}

#[test]
fn too_many_calls_are_told_how_long_to_wait() {
    let mut bench = Bench::new();
    bench.post("/sandbox/settings", &json!({ "gridCallsPerMinute": 2 }));
    let list = || Request::get(&format!("{BASE}/platform/internal-accounts"));
    let answers = [(); 3].map(|()| send(&mut bench, list()));
    assert_eq!(
        answers.each_ref().map(|answer| answer.status),
        [200, 200, 429]
    );
    assert_eq!(answers[2].header("Retry-After"), Some("60"));
    let body: Value = serde_json::from_slice(&answers[2].body).unwrap();
    assert_eq!(body["code"], "RATE_LIMITED");
    bench.wait(MINUTE);
    assert_eq!(send(&mut bench, list()).status, 200);
}

#[test]
fn errors_can_come_as_a_page() {
    let mut bench = Bench::new();
    bench.post("/sandbox/settings", &json!({ "gridErrors": "html" }));
    let answer = bench.send(&Request::get(&format!("{BASE}/platform/internal-accounts")));
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (401, Some("text/html; charset=utf-8"))
    );
    assert!(answer.body.starts_with(b"<!doctype html>"));
}

#[test]
fn an_ordered_failure_speaks_as_the_service_does() {
    let mut bench = Bench::new();
    let route = format!("{BASE}/platform/internal-accounts");
    for (status, code) in [
        (500, "INTERNAL_ERROR"),
        (503, "SERVICE_UNAVAILABLE"),
        (429, "RATE_LIMITED"),
        (502, "INTERNAL_ERROR"),
    ] {
        bench.post(
            "/sandbox/faults",
            &json!({ "route": route, "status": status }),
        );
        let (found, answer) = bench.get(&route);
        assert_eq!(
            (found, &answer["status"], &answer["code"]),
            (status, &json!(status), &json!(code))
        );
    }
}
