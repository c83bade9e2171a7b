//! Money for an account at each of the four services.

use std::time::Duration;

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{App, order_id};

const MINUTE: Duration = Duration::from_mins(1);

/// Opens the form of an account.
async fn choose(app: &App, account: &str) {
    app.click(&format!("account-{account}")).await;
    if account == "Grid" {
        let list = app.find_by("#wallet option:nth-child(2)").await;
        let id = list.get_attribute("value").unwrap();
        app.choose("wallet", &id).await;
    }
    app.find("now").await;
}

async fn begin(app: &App, amount: &str) {
    app.fill("amount-field", amount).await;
    app.click("begin").await;
    app.find("top-up").await;
}

/// Returns cents or satoshis.
async fn balance(app: &App, test_id: &str) -> i64 {
    let text = app.find(test_id).await.inner_text();
    let is_digit = char::is_ascii_digit;
    text.chars()
        .filter(is_digit)
        .collect::<String>()
        .parse()
        .unwrap()
}

/// Waits for the end of a top-up, and returns by how much the balance has grown since.
async fn growth(app: &App, before: i64) -> i64 {
    app.sandbox.advance(Duration::from_secs(30));
    app.text("top-up-title", "The money has arrived").await;
    balance(app, "balance").await - before
}

#[wasm_bindgen_test]
async fn an_account_at_sms4sats_is_topped_up_by_lightning() {
    let app = App::open("/top-up").await;
    choose(&app, "sms4sats").await;
    let before = balance(&app, "now").await;
    begin(&app, "21000").await;
    let invoice = app.text("invoice", "lnbcrt").await;
    app.sandbox.pay(&invoice);
    assert_eq!(growth(&app, before).await, 21_000);
    app.text("history", "2 top-ups, 121,000 sats in total")
        .await;
}

#[wasm_bindgen_test]
async fn an_account_at_bitrefill_is_topped_up_by_lightning() {
    let app = App::open("/top-up").await;
    choose(&app, "Bitrefill").await;
    let before = balance(&app, "now").await;
    begin(&app, "25").await;
    let invoice = app.text("invoice", "lnbcrt").await;
    app.sandbox.pay(&invoice);
    assert_eq!(growth(&app, before).await, 2_500);
}

#[wasm_bindgen_test]
async fn an_account_at_bitrefill_is_topped_up_at_an_address() {
    let app = App::open("/top-up").await;
    choose(&app, "Bitrefill").await;
    let before = balance(&app, "now").await;
    app.click("method-usdc_polygon").await;
    begin(&app, "25.50").await;
    let price = app.text("price", "USDC").await;
    assert!(price.starts_with("25."), "{price}");
    app.shows("by USDC on Polygon").await;
    app.go("/orders").await;
    app.click("row").await;
    app.find("address").await;
    app.sandbox
        .control("bitrefill/confirm", &json!({ "invoiceId": order_id() }));
    app.sandbox.advance(MINUTE);
    app.text("says", "Your balance has gone up").await;
    app.go("/top-up").await;
    assert_eq!(growth(&app, before).await, 2_550);
}

#[wasm_bindgen_test]
async fn an_account_at_lava_is_topped_up_by_card() {
    let app = App::open("/top-up").await;
    choose(&app, "Lava").await;
    let before = balance(&app, "now").await;
    begin(&app, "10").await;
    assert_eq!(growth(&app, before).await, 1_000);
}

#[wasm_bindgen_test]
async fn an_account_at_grid_is_topped_up_in_its_sandbox() {
    let app = App::open("/top-up").await;
    choose(&app, "Grid").await;
    let before = balance(&app, "now").await;
    begin(&app, "1000").await;
    assert_eq!(growth(&app, before).await, 100_000);
}

#[wasm_bindgen_test]
async fn an_amount_is_judged_as_it_is_typed_and_nothing_is_sent_until_it_can_be_right() {
    let app = App::open("/top-up").await;
    choose(&app, "Lava").await;
    for (amount, sentence) in [
        (
            "9",
            "must be from 10.00 USD to 10,000.00 USD; this is 9.00 USD.",
        ),
        ("25.005", "must be a whole number of 0.01 USD"),
        ("10000.01", "this is 10,000.01 USD."),
        ("ten", "must be an amount in digits"),
        ("", "This is needed here."),
    ] {
        app.fill("amount-field", amount).await;
        app.text("amount-error", sentence).await;
        app.click("begin").await;
        app.focused("amount-field").await;
    }
    app.fill("amount-field", "10").await;
    app.wait_for("the error stays", || {
        let error = app.query("[data-testid=amount-error]")?;
        error.inner_text().is_empty().then_some(())
    })
    .await;
    assert_eq!(app.sandbox.count("/lava/v1/wallet/fund"), 0);
}

#[wasm_bindgen_test]
async fn an_amount_that_is_left_empty_is_asked_for_only_when_it_is_sent() {
    let app = App::open("/top-up").await;
    choose(&app, "sms4sats").await;
    assert_eq!(app.find("amount-error").await.inner_text(), "");
    app.click("begin").await;
    app.text("amount-error", "This is needed here.").await;
    app.fill("amount-field", "0.5").await;
    app.text("amount-error", "whole number of 1 sat").await;
}

#[wasm_bindgen_test]
async fn a_card_that_was_refused_before_says_why_and_cannot_be_chosen() {
    let app = App::open("/top-up").await;
    choose(&app, "Lava").await;
    let card = app.find("method-pm_sandbox_error").await;
    assert!(card.has_attribute("disabled"));
    app.shows("The card has expired.").await;
    assert_eq!(app.find("key").await.inner_text(), "test key");
}

#[wasm_bindgen_test]
async fn a_card_that_is_declined_says_so_in_the_services_words_and_can_be_tried_again() {
    let app = App::open("/top-up").await;
    choose(&app, "Lava").await;
    app.click("method-pm_sandbox_declined").await;
    app.fill("amount-field", "10").await;
    app.click("begin").await;
    app.text("failure", "The payment method was declined").await;
    assert_eq!(app.value("amount-field"), "10");
    app.go("/orders").await;
    app.find("empty").await;
}

#[wasm_bindgen_test]
async fn what_is_typed_stays_when_another_account_is_looked_at_and_a_top_up_when_another_page_is() {
    let app = App::open("/top-up").await;
    choose(&app, "Bitrefill").await;
    app.click("method-bitcoin").await;
    app.fill("amount-field", "12.34").await;
    choose(&app, "sms4sats").await;
    begin(&app, "500").await;
    let invoice = app.text("invoice", "lnbcrt").await;
    app.go("/").await;
    app.go("/top-up").await;
    assert_eq!(app.text("invoice", "lnbcrt").await, invoice);
    app.click("account-Bitrefill").await;
    app.value_ends("amount-field", "12.34").await;
}

#[wasm_bindgen_test]
async fn a_deposit_without_news_for_a_day_shows_nothing_to_pay() {
    let app = App::open("/top-up").await;
    choose(&app, "Bitrefill").await;
    app.click("method-usdc_polygon").await;
    begin(&app, "25.50").await;
    app.find("address").await;
    app.sandbox.set_offline(true);
    app.sandbox.advance(28 * 60 * MINUTE);
    app.text("top-up-title", "No longer checked").await;
    assert!(!app.has("address"));
    app.go("/orders").await;
    app.click("row").await;
    app.text("says", "no news for so long").await;
    for test_id in ["address", "waiting"] {
        assert!(!app.has(test_id), "{test_id}");
    }
}

#[wasm_bindgen_test]
async fn a_key_that_is_stored_later_stops_no_top_up_of_a_sandbox() {
    let app = App::open("/top-up").await;
    choose(&app, "Bitrefill").await;
    begin(&app, "25.50").await;
    let invoice = app.text("invoice", "lnbcrt").await;
    app.go("/settings").await;
    app.fill("key-bitrefill", "https://relay.example.org/bitrefill")
        .await;
    let app = app.reload();
    app.go("/orders").await;
    app.click("row").await;
    assert_eq!(app.text("invoice", "lnbcrt").await, invoice);
    assert!(!app.has("unasked"));
}
