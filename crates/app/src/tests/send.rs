//! Messages: an SMS and an email, from the form to the order.

use wasm_bindgen_test::wasm_bindgen_test;

use super::App;

#[wasm_bindgen_test]
async fn an_sms_says_its_country_its_room_and_its_price_before_it_is_ordered() {
    let app = App::open("/send").await;
    app.fill("phone", "+49 151 234567").await;
    app.text("phone-country", "Germany").await;
    app.fill("message", "On my way.").await;
    app.text("left", "130 characters left").await;
    app.shows("only reserved").await;
    app.text("send", "Send for 1,000 sats").await;
    app.click("send").await;
    app.find("qr").await;
    assert_eq!(app.find("amount").await.inner_text(), "1,000 sats");
}

#[wasm_bindgen_test]
async fn an_email_is_ordered() {
    let app = App::open("/send").await;
    app.click("by-email").await;
    app.fill("address", "pseudonym@protonmail.com").await;
    app.fill("message", "Hello.").await;
    app.click("send").await;
    app.find("qr").await;
    assert_eq!(app.sandbox.count("/sms4sats/createemailsendorder"), 1);
}

#[wasm_bindgen_test]
async fn what_cannot_be_sent_is_said_beside_its_field_and_nothing_is_ordered() {
    let app = App::open("/send").await;
    app.find("send").await;
    assert_eq!(app.find_by("#phone-error").await.inner_text(), "");
    app.click("send").await;
    app.text_by("#phone-error", "This must be an international number")
        .await;
    app.focused("phone").await;
    app.fill("phone", "+19871234567").await;
    app.fill("webhook", "http://example.org").await;
    app.fill("message", &"x".repeat(142)).await;
    app.text("left", "2 characters too many").await;
    app.click("send").await;
    app.focused("message").await;
    app.fill("message", "ok").await;
    app.click("send").await;
    app.text_by("#webhook-error", "https://").await;
    app.click("by-email").await;
    app.fill("address", "nobody").await;
    app.click("send").await;
    app.text_by("#address-error", "This must be an email address")
        .await;
    for path in ["createsendorder", "createemailsendorder"] {
        assert_eq!(app.sandbox.count(&format!("/sms4sats/{path}")), 0);
    }
}

#[wasm_bindgen_test]
async fn what_was_typed_is_there_after_a_reload_and_a_sent_text_is_gone() {
    let app = App::open("/send").await;
    app.fill("phone", "+4915112345678").await;
    app.fill("message", "Do not lose me.").await;
    let app = app.reload();
    app.value_ends("message", "Do not lose me.").await;
    app.go("/settings").await;
    app.go("/send").await;
    app.value_ends("phone", "+4915112345678").await;
    app.click("send").await;
    app.find("qr").await;
    app.go("/send").await;
    app.find("phone").await;
    assert_eq!(app.value("message"), "");
    app.value_ends("phone", "+4915112345678").await;
}

#[wasm_bindgen_test]
async fn two_clicks_send_once() {
    let app = App::open("/send").await;
    app.fill("phone", "+4915112345678").await;
    app.fill("message", "Once.").await;
    app.click("send").await;
    if let Some(button) = app.query("[data-testid=send]") {
        button.click();
    }
    app.find("qr").await;
    assert_eq!(app.sandbox.count("/sms4sats/createsendorder"), 1);
}
