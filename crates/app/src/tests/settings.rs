//! What the reader chooses.

use leptos::prelude::window;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Storage;

use super::App;

fn holds(storage: &Storage, text: &str) -> bool {
    (0..storage.length().unwrap()).any(|index| {
        let key = storage.key(index).unwrap().unwrap();
        storage.get_item(&key).unwrap().unwrap().contains(text)
    })
}

#[wasm_bindgen_test]
async fn a_key_stays_in_the_tab_unless_the_reader_asks_to_keep_it_and_the_risk_is_said() {
    let key = "a-key-of-mine";
    let device = window().local_storage().unwrap().unwrap();
    let tab = window().session_storage().unwrap().unwrap();
    let app = App::open("/settings").await;
    let field = app.find("key-sms4sats").await;
    assert_eq!(field.get_attribute("type").as_deref(), Some("password"));
    app.fill("key-sms4sats", key).await;
    assert!(!holds(&device, key) && holds(&tab, key));
    app.shows("can then read them and spend").await;
    app.click("keep-keys").await;
    assert!(holds(&device, key) && !holds(&tab, key));
    app.click("keep-keys").await;
    assert!(!holds(&device, key));
}

#[wasm_bindgen_test]
async fn what_cannot_be_right_is_said_and_not_kept() {
    let device = window().local_storage().unwrap().unwrap();
    let app = App::open("/settings").await;
    app.click_text("summary", "Advanced").await;
    let payee = "035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d";
    let address = window().location().origin().unwrap() + "/sandbox/sms4sats";
    for (field, wrong, right) in [
        ("referral", "nobody", "name@example.org"),
        ("payee", "0e5b", payee),
        ("address", "http://example.org", &address),
        ("key-lava", "ftp://example.org", "https://relay.example.org"),
    ] {
        app.fill(field, wrong).await;
        app.text_by(&format!("#{field}-error"), "This must be")
            .await;
        assert!(!holds(&device, wrong), "{field}");
        app.fill(field, right).await;
        assert_eq!(
            app.find_by(&format!("#{field}-error")).await.inner_text(),
            ""
        );
    }
    let app = app.reload();
    app.find("referral").await;
    assert_eq!(app.value("referral"), "name@example.org");
}

#[wasm_bindgen_test]
async fn what_is_deleted_is_no_longer_in_its_field_and_no_key_brings_it_back() {
    let app = App::open("/settings").await;
    // What cannot be right is not kept, and still stands in its field.
    for (field, text) in [
        ("key-sms4sats", "a-key-of-mine"),
        ("referral", "me@example.org"),
    ] {
        app.fill(field, text).await;
    }
    app.click("wipe").await;
    app.click_text("dialog[open] [data-testid=yes]", "").await;
    app.shows("Everything has been deleted.").await;
    for field in ["key-sms4sats", "referral"] {
        assert_eq!(app.value(field), "");
        app.fill(field, "x").await;
    }
    for storage in [window().local_storage(), window().session_storage()] {
        assert!(!holds(&storage.unwrap().unwrap(), "me@example.org"));
    }
}
