//! From the catalogue to an order, and to the order's end.

use std::time::Duration;

use leptos::prelude::Callback;
use satline_core::order::OrderId;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{App, order_id, store};
use crate::state::{Journal, Place};

const MINUTE: Duration = Duration::from_mins(1);

#[wasm_bindgen_test]
async fn a_code_is_ordered_paid_and_received() {
    let app = App::open("/").await;
    let invoice = app.order("cote d'ivoire", "wa").await;
    app.pay(&invoice).await;
    app.shows("reserved, not spent").await;
    app.sandbox.advance(Duration::from_secs(3));
    app.find("number").await;
    app.sandbox.advance(Duration::from_secs(6));
    let code = app.text("code", "").await;
    assert!((4..=8).contains(&code.len()), "{code}");
    assert!(code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
}

#[wasm_bindgen_test]
async fn an_order_without_a_number_says_that_the_money_goes_back() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "soldout").await;
    app.pay(&invoice).await;
    app.text("reason", "sms4sats says: “No available number")
        .await;
}

#[wasm_bindgen_test]
async fn a_service_name_is_shown_as_text_and_never_as_markup() {
    let app = App::open("/").await;
    app.order("DE", "xss").await;
    let heading = app.find_by("h1").await.inner_text();
    assert!(heading.starts_with("Zz <img src=x"), "{heading}");
    assert!(app.query("img").is_none());
}

#[wasm_bindgen_test]
async fn a_swapped_invoice_is_refused_and_cannot_be_paid() {
    let app = App::open("/").await;
    // The answer to an order for one service carries the invoice of a dearer one.
    let dearer = json!({ "country": 43, "service": "wa", "isRental": true });
    let other = app.sandbox.call("/sms4sats/createorder", &dearer);
    app.sandbox.add_fault(&json!({
        "route": "/sms4sats/createorder", "status": 200, "body": other.to_string(),
    }));
    app.choose_country("DE").await;
    app.click("service-wa").await;
    app.click("order").await;
    app.find("rejected").await;
    let findings = app.find("findings").await.text_content().unwrap();
    assert!(findings.contains("It costs what was quoted"), "{findings}");
    app.shows("There is nothing to pay here.").await;
    for way_to_pay in ["qr", "pay", "invoice", "waiting"] {
        assert!(!app.has(way_to_pay), "{way_to_pay}");
    }
}

#[wasm_bindgen_test]
async fn an_order_goes_on_after_a_reload_before_and_after_it_is_paid() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "wa").await;
    let app = app.reload();
    assert_eq!(app.text("invoice", "lnbcrt").await, invoice);
    app.sandbox.pay(&invoice);
    let app = app.reload();
    app.sandbox.advance(Duration::from_secs(10));
    app.find("code").await;
}

#[wasm_bindgen_test]
async fn an_order_is_cancelled_after_two_minutes_and_says_before_how_long_that_takes() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "never").await;
    app.pay(&invoice).await;
    app.shows("You can cancel in 1:").await;
    assert!(app.find("cancel").await.has_attribute("disabled"));
    app.sandbox.advance(2 * MINUTE);
    app.click("cancel").await;
    app.shows("Cancelled. Your money is back").await;
}

#[wasm_bindgen_test]
async fn a_cancel_whose_response_was_lost_is_no_refund_when_the_status_is_known_again() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "never").await;
    app.pay(&invoice).await;
    app.sandbox.advance(2 * MINUTE);
    app.sandbox.add_fault(&json!({
        "route": "/sms4sats/cancelorder", "status": 500, "act": true,
    }));
    app.sandbox.add_fault(&json!({
        "route": "/sms4sats/orderstatus", "status": 400, "times": 2,
    }));
    app.click("cancel").await;
    app.shows("Cancelled. Your money is back").await;
}

#[wasm_bindgen_test]
async fn an_order_of_another_browser_says_that_it_is_not_here() {
    let app = App::open("/orders/#7dc6").await;
    app.shows("not in this browser").await;
}

#[wasm_bindgen_test]
async fn two_clicks_order_once() {
    let app = App::open("/").await;
    app.choose_country("DE").await;
    app.click("service-wa").await;
    app.click("order").await;
    if let Some(button) = app.query("[data-testid=order]") {
        button.click();
    }
    app.find("qr").await;
    assert_eq!(app.sandbox.count("/sms4sats/createorder"), 1);
}

/// A wallet in the browser that counts what it is handed, and says nothing that proves anything.
const WALLET: &str = "globalThis.handed = 0; globalThis.webln = {
    enable: async () => {},
    sendPayment: async () => { handed += 1; },
}";

#[wasm_bindgen_test]
async fn what_another_tab_has_handed_to_a_wallet_is_handed_to_none_here() {
    js_sys::eval(WALLET).unwrap();
    let app = App::open("/").await;
    app.order("DE", "wa").await;
    let pay = app.find("pay").await;
    let id = OrderId::parse(&order_id()).unwrap();
    // A tab whose word is still on its way to this one.
    let other = app
        .owner
        .with(|| Journal::open(Place::Server, Callback::new(|_| ())));
    app.wait_for("the other tab knows the order", || other.peek(&id))
        .await;
    other.close();
    assert!(other.hand_over(&id).await);
    pay.click();
    app.find("maybe-paid").await;
    let handed = js_sys::eval("delete globalThis.webln; handed").unwrap();
    assert_eq!(handed.as_f64(), Some(0.0));
}

#[wasm_bindgen_test]
async fn a_slow_service_is_waited_for_and_the_order_made_once() {
    let app = App::open("/").await;
    app.choose_country("DE").await;
    app.click("service-wa").await;
    app.find("order").await;
    app.sandbox
        .add_fault(&json!({ "route": "/sms4sats/createorder", "delayMs": 10_000 }));
    app.click("order").await;
    app.text("order", "One moment").await;
    app.sent("/sms4sats/createorder", 1).await;
    app.sandbox.advance(Duration::from_secs(10));
    app.find("qr").await;
    assert_eq!(app.sandbox.count("/sms4sats/createorder"), 1);
}

#[wasm_bindgen_test]
async fn every_wait_says_what_for_and_until_when_and_the_money_comes_back_by_itself() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "never").await;
    let waiting = app.text("waiting", "left").await;
    assert!(waiting.starts_with("Waiting for your payment"), "{waiting}");
    assert!(
        waiting.contains("You can pay this invoice until "),
        "{waiting}"
    );
    app.pay(&invoice).await;
    app.find("number").await;
    let waiting = app.text("waiting", "Waiting for the code").await;
    assert!(
        waiting.contains("you get your money back automatically"),
        "{waiting}"
    );
    app.sandbox.advance(22 * MINUTE);
    app.shows("No code arrived. Your money is going back").await;
    assert!(!app.has("waiting"));
    app.text("timeline", "Refunded").await;
}

#[wasm_bindgen_test]
async fn after_a_refund_the_same_service_is_offered_in_the_next_favourite_country() {
    let app = App::open("/").await;
    store("favourites", "43 87");
    let app = app.reload();
    let invoice = app.order("DE", "soldout").await;
    app.pay(&invoice).await;
    app.find("reason").await;
    assert_eq!(app.text("again", "Try").await, "Try Paraguay next");
    app.click("again").await;
    app.text("order-panel", "Zz sandbox: has no number").await;
}

#[wasm_bindgen_test]
async fn a_code_that_comes_after_the_refund_is_shown_all_the_same() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "late").await;
    app.pay(&invoice).await;
    app.sandbox.advance(22 * MINUTE);
    app.shows("No code arrived").await;
    app.sandbox.advance(10 * MINUTE);
    let app = app.reload();
    app.shows("A code arrived after all").await;
    app.find("code").await;
}

#[wasm_bindgen_test]
async fn a_code_that_was_sent_as_a_number_may_lack_zeros_and_says_so() {
    let app = App::open("/").await;
    let invoice = app.order("DE", "lost0").await;
    app.pay(&invoice).await;
    app.sandbox.advance(Duration::from_secs(10));
    app.find("code").await;
    app.shows("put zeros in front of it").await;
}

#[wasm_bindgen_test]
async fn an_invoice_whose_time_is_over_can_be_paid_no_more() {
    let app = App::open("/").await;
    app.order("DE", "wa").await;
    // The service is out of reach for now: the page knows the invoice's end by itself.
    app.sandbox.add_fault(&json!({
        "route": "/sms4sats/orderstatus", "status": 500, "times": 1_000,
    }));
    app.sandbox.advance(24 * 60 * MINUTE);
    app.text("rejected", "no time left").await;
    assert!(!app.has("qr"));
    app.sandbox.control("faults", &json!([]));
    app.sandbox.advance(10 * MINUTE);
    app.shows("not paid in time").await;
}

#[wasm_bindgen_test]
async fn a_rental_shows_every_message_the_newest_first() {
    let app = App::open("/").await;
    app.rent("DE", "wa").await;
    app.sandbox.advance(Duration::from_secs(10));
    app.find("message").await;
    for code in ["first", "second"] {
        app.sandbox
            .control("code", &json!({ "orderId": order_id(), "code": code }));
        app.sandbox.advance(MINUTE);
        app.shows(code).await;
    }
    let messages = app.texts("[data-testid=message]");
    let place = |code: &str| messages.iter().position(|text| text == code);
    assert!(place("second") < place("first"), "{messages:?}");
    app.shows("Every message it receives appears here").await;
}

async fn send_sms(app: &App) -> String {
    app.fill("phone", "+49 151 234567").await;
    app.fill("message", "On my way.").await;
    app.click("send").await;
    app.text("invoice", "lnbcrt").await
}

#[wasm_bindgen_test]
async fn an_sms_is_followed_from_paid_to_delivered() {
    let app = App::open("/send").await;
    let pace = json!({ "sentAfterMs": 60_000, "deliveredAfterMs": 60_000 });
    app.sandbox.control("settings", &pace);
    let invoice = send_sms(&app).await;
    app.pay(&invoice).await;
    app.sandbox.advance(MINUTE);
    app.shows("Your message has been sent, and your money is spent")
        .await;
    app.sandbox.advance(2 * MINUTE);
    app.shows("Your message has been delivered").await;
    let timeline = app.text("timeline", "Delivered").await;
    let steps = ["Ordered", "Paid", "Accepted", "Sent", "Delivered"];
    let places = steps.map(|step| timeline.find(step));
    assert!(places.is_sorted() && places[0].is_some(), "{timeline}");
}

#[wasm_bindgen_test]
async fn a_message_that_cannot_be_sent_says_that_the_money_goes_back() {
    let app = App::open("/send").await;
    app.sandbox
        .control("settings", &json!({ "sentAfterMs": 60_000 }));
    let invoice = send_sms(&app).await;
    app.pay(&invoice).await;
    app.sandbox
        .control("fail", &json!({ "orderId": order_id() }));
    app.sandbox.advance(Duration::from_secs(10));
    app.shows("could not be sent. Your money is going back")
        .await;
    let again = app.find("again").await;
    assert_eq!(again.get_attribute("href").as_deref(), Some("send/"));
}

#[wasm_bindgen_test]
async fn an_order_that_is_no_longer_asked_about_says_so_and_is_no_longer_under_way() {
    let app = App::open("/send").await;
    let pace: Value = json!({ "sentAfterMs": 0, "deliveredAfterMs": 864_000_000 });
    app.sandbox.control("settings", &pace);
    let invoice = send_sms(&app).await;
    app.pay(&invoice).await;
    app.shows("Your message has been sent, and your money is spent")
        .await;
    app.sandbox.advance(25 * 60 * MINUTE);
    app.shows("this page has stopped checking").await;
    assert!(!app.has("waiting"));
    app.go("/orders").await;
    app.text("row", "No longer checked").await;
}
