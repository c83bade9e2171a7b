//! All orders of this browser.

use std::time::Duration;

use leptos::prelude::window;
use wasm_bindgen_test::wasm_bindgen_test;

use super::App;

/// Makes an order for each group: to be paid, under way, with its code.
async fn three_orders(app: &App) {
    let invoice = app.order("DE", "wa").await;
    app.pay(&invoice).await;
    app.sandbox.advance(Duration::from_secs(10));
    app.find("code").await;
    app.go("/").await;
    let invoice = app.order("DE", "never").await;
    app.pay(&invoice).await;
    app.shows("reserved, not spent").await;
    app.go("/").await;
    app.order("DE", "xss").await;
    app.go("/orders").await;
    app.wait_for("three rows", || {
        (app.texts("[data-testid=row]").len() == 3).then_some(())
    })
    .await;
}

#[wasm_bindgen_test]
async fn orders_are_in_groups_that_follow_what_happens() {
    let app = App::open("/").await;
    three_orders(&app).await;
    assert_eq!(
        app.texts(".order-group h2"),
        ["To do", "In progress", "Done"]
    );
    let groups = app.texts(".order-group");
    assert!(groups[0].contains("<img src=x onerror=alert(1)>"));
    assert!(groups[0].contains("Awaiting payment"));
    assert!(groups[2].contains("Code received"));
    assert!(app.query("main img").is_none());
    app.sandbox.advance(Duration::from_mins(22));
    app.shows("Refunded").await;
    assert_eq!(app.texts(".order-group h2"), ["To do", "Done"]);
}

#[wasm_bindgen_test]
async fn an_order_is_found_by_its_name_code_country_or_state() {
    let app = App::open("/").await;
    three_orders(&app).await;
    let figures = app.texts(".order-figure");
    let code = figures.last().unwrap();
    for (typed, count) in [
        ("WHATS", "1 order"),
        (code, "1 order"),
        ("germany", "3 orders"),
        ("reserved", "No matches"),
        ("awaiting payment", "1 order"),
    ] {
        app.fill("search", typed).await;
        app.text("count", count).await;
    }
}

#[wasm_bindgen_test]
async fn without_orders_the_page_says_what_will_be_there() {
    let app = App::open("/orders").await;
    app.shows("No orders yet").await;
    assert!(!app.has("wipe"));
}

#[wasm_bindgen_test]
async fn an_order_is_deleted_only_after_a_question_and_none_is_cancelled_by_that() {
    let app = App::open("/").await;
    three_orders(&app).await;
    app.click_text("[data-testid=delete]", "").await;
    app.click_text("dialog[open] [data-testid=yes]", "").await;
    app.text("count", "2 orders").await;
    app.click("wipe").await;
    app.click_text("dialog[open] [data-testid=yes]", "").await;
    app.find("empty").await;
    assert_eq!(app.sandbox.count("/sms4sats/cancelorder"), 0);
}

#[wasm_bindgen_test]
async fn an_order_whose_record_is_gone_is_followed_by_its_id() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "never").await;
    let address = window().location().href().unwrap();
    let (_, id) = address.split_once('#').unwrap();
    app.journal().wipe().await.unwrap();
    app.go("/orders").await;
    app.fill("follow-id", id).await;
    app.click("follow-submit").await;
    // Nobody has paid: there is nothing to follow, and nothing to pay.
    app.text("follow-says", "has not been paid").await;
    app.sandbox.pay(&invoice);
    app.click("follow-submit").await;
    app.shows("reserved, not spent").await;
    assert_eq!(window().location().href().unwrap(), address);
    app.sandbox.advance(Duration::from_secs(5));
    app.find("number").await;
}

#[wasm_bindgen_test]
async fn an_id_that_nobody_knows_is_followed_nowhere() {
    let app = App::open("/orders").await;
    app.fill("follow-id", "no such id").await;
    app.click("follow-submit").await;
    app.text_by("#follow-id-error", "This must be the id").await;
    app.fill("follow-id", "0000").await;
    app.click("follow-submit").await;
    app.find("failure").await;
    assert!(!app.has("row"));
}
