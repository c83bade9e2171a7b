//! From the catalogue to an order and to its end.

use std::time::Duration;

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::App;

#[wasm_bindgen_test]
async fn an_order_without_a_number_says_that_the_money_goes_back() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "soldout").await;
    app.sandbox.pay(&invoice);
    app.text("reason", "No available number").await;
}

#[wasm_bindgen_test]
async fn a_service_name_is_shown_as_text_and_never_as_markup() {
    let app = App::open("/").await;
    app.order("DE", "xss").await;
    let heading = app.find_by("h1").await.inner_text();
    assert!(heading.starts_with("<img src=x"), "{heading}");
    assert!(app.query("img").is_none());
}

#[wasm_bindgen_test]
async fn a_country_without_numbers_says_so() {
    let app = App::open("/").await;
    app.fill("country", "Montserrat").await;
    app.press("country", "Enter").await;
    app.find("empty").await;
}

#[wasm_bindgen_test]
async fn a_failed_question_for_services_can_be_asked_again() {
    let app = App::open("/").await;
    app.sandbox
        .add_fault(&json!({ "route": "/sms4sats/getNumbersStatus", "status": 400, "times": 1 }));
    app.fill("country", "DE").await;
    app.press("country", "Enter").await;
    app.sandbox.advance(Duration::from_secs(1));
    app.find("services").await;
}
