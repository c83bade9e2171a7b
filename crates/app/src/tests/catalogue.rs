//! Finding a country and a service, and what is said before anything is ordered.

use std::time::Duration;

use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use super::App;

#[wasm_bindgen_test]
async fn a_first_visit_shows_services_and_the_next_one_the_last_country() {
    let app = App::open("/").await;
    app.find_by(".service").await;
    assert!(app.value("country").contains("Any country"));
    app.choose_country("Estonia").await;
    let app = app.reload();
    app.find_by(".service").await;
    assert!(app.value("country").contains("Estonia"));
}

#[wasm_bindgen_test]
async fn a_favourite_is_one_click_away_until_it_is_none() {
    let app = App::open("/").await;
    app.choose_country("Kenya").await;
    app.click("star").await;
    app.choose_country("Peru").await;
    let app = app.reload();
    app.text("quick", "Kenya").await;
    app.click_text("[data-testid=quick] button", "Kenya").await;
    app.find("services").await;
    assert!(app.value("country").contains("Kenya"));
    app.click("star").await;
    app.choose_country("Peru").await;
    app.wait_for("Kenya stays", || {
        let chips = app.texts("[data-testid=quick] button");
        (!chips.iter().any(|chip| chip.contains("Kenya"))).then_some(())
    })
    .await;
}

#[wasm_bindgen_test]
async fn a_country_is_found_by_other_names_and_codes_and_leaving_changes_nothing() {
    let app = App::open("/").await;
    for (typed, name) in [
        ("ivory", "Côte d'Ivoire"),
        ("uk", "United Kingdom"),
        ("Gremany", "Germany"),
    ] {
        app.choose_country(typed).await;
        app.value_ends("country", name).await;
    }
    app.fill("country", "xyzzy").await;
    app.shows("No matching country").await;
    app.press("country", "Escape").await;
    assert!(app.value("country").contains("Germany"));
}

#[wasm_bindgen_test]
async fn a_country_without_numbers_says_so() {
    let app = App::open("/").await;
    app.fill("country", "Montserrat").await;
    app.press("country", "Enter").await;
    app.find("empty").await;
}

#[wasm_bindgen_test]
async fn services_are_searched_and_a_price_is_asked_only_for_the_one_that_is_opened() {
    let app = App::open("/").await;
    app.choose_country("DE").await;
    app.fill("search", "WHATS").await;
    app.text("count", "1 service").await;
    app.choose("sort", "stock").await;
    app.text("count", "1 service").await;
    app.fill("search", "no such service").await;
    app.shows("No matching service").await;
    app.fill("search", "").await;
    app.text("usual-price", "usually 3,000 sats").await;
    assert_eq!(app.sandbox.count("/sms4sats/price"), 1);
    app.click("service-wa").await;
    app.find("order").await;
    assert_eq!(app.sandbox.count("/sms4sats/price"), 2);
}

#[wasm_bindgen_test]
async fn the_best_known_services_come_first_and_what_fails_on_purpose_last() {
    let app = App::open("/").await;
    app.choose_country("DE").await;
    app.find("service-wa").await;
    let names = app.texts("[data-testid=services] .service-name");
    assert_eq!(
        names[..3],
        ["WhatsApp", "Telegram", "Google, YouTube, Gmail"]
    );
    assert!(!names.iter().any(|name| name.starts_with("Zz")));
    app.shows("Sandbox: services that fail on purpose").await;
    app.fill("search", "whatsapp").await;
    let is_hidden = || !app.has_text("Sandbox: services that fail on purpose");
    app.wait_for("the heading is hidden", || is_hidden().then_some(()))
        .await;
    app.fill("search", "late").await;
    app.shows("Sandbox: services that fail on purpose").await;
}

#[wasm_bindgen_test]
async fn a_search_forgives_typos_and_knows_other_names() {
    let app = App::open("/").await;
    app.choose_country("DE").await;
    for typed in ["watsapp", "chatgpt", "google mail"] {
        app.fill("search", typed).await;
        app.text("count", "1 service").await;
    }
}

#[wasm_bindgen_test]
async fn a_service_that_was_ordered_comes_first() {
    let app = App::open("/").await;
    app.choose_country("DE").await;
    app.click("service-vi").await;
    app.click("order").await;
    app.find("qr").await;
    app.go("/").await;
    app.find_by(".service").await;
    assert_eq!(
        app.texts("[data-testid=services] .service-name")[0],
        "Viber"
    );
}

#[wasm_bindgen_test]
async fn each_kind_of_number_has_its_price_and_a_rental_its_country_and_length() {
    let app = App::open("/").await;
    app.choose_country("DE").await;
    app.click("service-wa").await;
    let code = app.text("order", "Order for").await;
    assert!(code.ends_with(" sats"), "{code}");
    app.click("kind-real-phone").await;
    app.wait_for("the price stays the same", || {
        let label = app.query("[data-testid=order]")?.inner_text();
        (label != code).then_some(())
    })
    .await;
    app.click("kind-rental").await;
    app.find("rental").await;
    // Germany rents none: nothing is ordered for another country unasked.
    assert!(app.find("order").await.has_attribute("disabled"));
    app.choose_offer().await;
    app.click("order").await;
    app.find("qr").await;
}

#[wasm_bindgen_test]
async fn what_happens_to_the_money_is_said_before_the_button() {
    let app = App::open("/").await;
    app.choose_country("DE").await;
    app.click("service-wa").await;
    app.find("order").await;
    app.text("order-panel", "only reserved").await;
}

#[wasm_bindgen_test]
async fn a_service_in_trouble_is_said_in_words_and_asked_again_on_request() {
    let app = App::open("/").await;
    app.find("services").await;
    app.sandbox.add_fault(&json!({
        "route": "/sms4sats/getnumbersstatus", "status": 503, "body": "", "times": 3,
    }));
    app.fill("country", "DE").await;
    app.press("country", "Enter").await;
    // A read is sent again twice, after a pause.
    let path = "/sms4sats/getnumbersstatus";
    let first = app.sandbox.count(path);
    for again in 1..3 {
        app.sandbox.advance(Duration::from_secs(3));
        app.sent(path, first + again).await;
    }
    app.find("failure").await;
    app.click_text("[data-testid=failure] button", "Try again")
        .await;
    app.find("services").await;
}
