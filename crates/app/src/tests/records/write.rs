//! Prints the fixtures: uses the app as people do and prints what it has stored.
//!
//! ```console
//! $ cargo test -p satline-app --target wasm32-unknown-unknown print_the_records -- --include-ignored --nocapture |
//!     awk '/^fixture: / { file = $2; sub(/^fixture: [^ ]+ /, ""); print > file }'
//! ```
//!
//! Run this in an empty folder with an empty folder `orders` in it, which becomes `tests/data/v2/` when a new
//! version writes something else. Review its `.expected` files: they say what every later version must read.
//! Existing folders never change.

use std::time::Duration;

use leptos::prelude::*;
use satline_core::error::Service;
use satline_core::order::{Order, OrderId, State};
use serde_json::{Value, json};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use super::raw::{key_of, storage, stored};
use super::{DATABASE, KEYS, REAL_DATABASE, choices, describe, empty_journal};
use crate::state::{Entry, Note, Place, Settings};
use crate::tests::{App, order_id};

const MINUTE: Duration = Duration::from_mins(1);

#[wasm_bindgen_test]
#[ignore = "prints files"]
async fn print_the_records_of_this_version() {
    let app = App::open("/").await;
    let pace = json!({ "numberAfterMs": 60_000, "codeAfterMs": 60_000 });
    app.sandbox.control("settings", &pace);
    receive(&app).await;
    send(&app).await;
    top_up(&app).await;
    move_to_another_browser(&app).await;
    order_with_real_money().await;
    choose_settings();
    type_drafts(&app).await;
}

fn print(file: &str, text: &str) {
    for line in text.lines() {
        console_log!("fixture: {file} {line}");
    }
}

/// Prints an order's record, and what it says.
async fn keep(app: &App, name: &str, id: &str) {
    let entry = app.journal().peek(&OrderId::parse(id).unwrap()).unwrap();
    keep_entry(DATABASE, name, &entry).await;
}

async fn keep_entry(database: &str, name: &str, entry: &Entry) {
    let records = stored(database).await;
    let (_, record) = records.iter().find(|(key, _)| *key == entry.key()).unwrap();
    assert_eq!(key_of(record), entry.key());
    print(&format!("orders/{name}.json"), record);
    print(&format!("orders/{name}.expected"), &describe(entry));
}

/// Orders a code, and pays for it.
async fn pay(app: &App, service: &str) -> String {
    app.go("/").await;
    let invoice = app.order("DE", service).await;
    app.pay(&invoice).await;
    app.shows("reserved, not spent").await;
    order_id()
}

async fn receive(app: &App) {
    app.order("DE", "wa").await;
    keep(app, "code-awaiting-payment", &order_id()).await;

    app.go("/").await;
    app.order("DE", "wa").await;
    let id = OrderId::parse(&order_id()).unwrap();
    assert!(app.journal().hand_over(&id).await);
    keep(app, "code-wallet-asked", id.as_str()).await;

    let id = pay(app, "wa").await;
    keep(app, "code-held", &id).await;

    let id = pay(app, "never").await;
    app.sandbox.advance(MINUTE);
    app.find("number").await;
    keep(app, "code-number-given", &id).await;

    let id = pay(app, "lost0").await;
    app.sandbox.advance(3 * MINUTE);
    app.find("code").await;
    keep(app, "code-received", &id).await;

    let id = pay(app, "never").await;
    app.sandbox.advance(2 * MINUTE);
    app.click("cancel").await;
    app.shows("Cancelled. Your money is back").await;
    keep(app, "code-cancelled", &id).await;

    let id = pay(app, "soldout").await;
    app.sandbox.advance(2 * MINUTE);
    app.find("reason").await;
    keep(app, "code-refunded", &id).await;

    let id = pay(app, "late").await;
    app.sandbox.advance(22 * MINUTE);
    app.shows("No code arrived").await;
    app.sandbox.advance(5 * MINUTE);
    app.shows("A code arrived after all").await;
    keep(app, "code-late", &id).await;

    app.go("/").await;
    app.order("DE", "wa").await;
    app.sandbox.advance(24 * 60 * MINUTE + 10 * MINUTE);
    app.shows("not paid in time").await;
    keep(app, "code-expired", &order_id()).await;

    app.go("/").await;
    app.rent("DE", "wa").await;
    app.sandbox.advance(2 * MINUTE);
    for code in ["Your code is 048010.", "0123"] {
        let code_comes = json!({ "orderId": order_id(), "code": code });
        app.sandbox.control("code", &code_comes);
        app.sandbox.advance(MINUTE);
        app.shows(code).await;
    }
    keep(app, "rental-with-messages", &order_id()).await;
}

async fn send(app: &App) {
    app.go("/send").await;
    app.fill("phone", "+49 151 234567").await;
    app.fill("message", "On my way.").await;
    app.click("send").await;
    let invoice = app.text("invoice", "lnbcrt").await;
    app.pay(&invoice).await;
    app.sandbox.advance(MINUTE);
    app.shows("Your message has been delivered").await;
    keep(app, "sms-delivered", &order_id()).await;

    app.go("/send").await;
    app.click("by-email").await;
    app.fill("address", "me@example.org").await;
    app.fill("message", "On my way.").await;
    app.click("send").await;
    app.find("qr").await;
    keep(app, "email-awaiting-payment", &order_id()).await;
}

/// Begins a top-up, and returns its id.
async fn begin(app: &App, account: &str, method: &str, amount: &str) -> String {
    app.go("/top-up").await;
    app.click(&format!("account-{account}")).await;
    if account == "Grid" {
        let list = app.find_by("#wallet option:nth-child(2)").await;
        app.choose("wallet", &list.get_attribute("value").unwrap())
            .await;
    }
    let is_shown = || (app.has("now") || app.has("another")).then_some(());
    app.wait_for("the account", is_shown).await;
    if app.has("another") {
        app.click("another").await;
    }
    app.click(&format!("method-{method}")).await;
    app.fill("amount-field", amount).await;
    let before = ids(app);
    app.click("begin").await;
    let new = || ids(app).into_iter().find(|id| !before.contains(id));
    app.wait_for("a new order", new).await
}

fn ids(app: &App) -> Vec<String> {
    let entries = untrack(|| app.journal().entries());
    entries
        .iter()
        .map(|entry| entry.order.id.as_str().to_owned())
        .collect()
}

async fn top_up(app: &App) {
    let id = begin(app, "sms4sats", "lightning", "5000").await;
    keep(app, "sms4sats-awaiting-payment", &id).await;

    let id = begin(app, "Bitrefill", "lightning", "25").await;
    let invoice = app.text("invoice", "lnbcrt").await;
    app.sandbox.pay(&invoice);
    app.sandbox.advance(MINUTE);
    app.text("top-up-title", "The money has arrived").await;
    keep(app, "bitrefill-lightning-credited", &id).await;

    let id = begin(app, "Bitrefill", "usdc_polygon", "25.50").await;
    app.find("address").await;
    keep(app, "bitrefill-on-chain-awaiting-payment", &id).await;

    let fund = "/lava/v1/wallet/fund";
    app.sandbox
        .add_fault(&json!({ "route": fund, "delayMs": 20_000 }));
    let before = begin(app, "Lava", "pm_sandbox_visa", "10").await;
    keep(app, "lava-before-charge", &before).await;
    app.sandbox.advance(MINUTE);
    let charged = in_state(app, Service::Lava, State::Charged).await;
    keep(app, "lava-charged", &charged).await;

    begin(app, "Lava", "pm_sandbox_3ds", "10").await;
    let confirm = in_state(app, Service::Lava, State::NeedsConfirmation).await;
    keep(app, "lava-needs-confirmation", &confirm).await;

    begin(app, "Grid", "sandbox", "1000").await;
    let charged = in_state(app, Service::Grid, State::Charged).await;
    keep(app, "grid-charged", &charged).await;
}

/// Waits for an order in that state, and returns its id.
async fn in_state(app: &App, service: Service, state: State) -> String {
    let is_it = |entry: &Entry| (entry.order.service, entry.order.state) == (service, state);
    let find = || {
        let entry = untrack(|| app.journal().entries())
            .into_iter()
            .find(is_it)?;
        Some(entry.order.id.as_str().to_owned())
    };
    app.wait_for("an order in a state", find).await
}

/// Orders that come from a backup, and by their id.
async fn move_to_another_browser(app: &App) {
    let [imported, followed] = [pay(app, "never").await, pay(app, "never").await];
    let journal = app.journal();
    let backup = journal.export_json();
    print("backup.json", &backup);
    journal.wipe().await.unwrap();
    journal.import(&backup).await.unwrap();
    for entry in untrack(|| journal.entries()) {
        print("backup.expected", &describe(&entry));
    }
    keep(app, "code-imported", &imported).await;
    journal.wipe().await.unwrap();

    app.go("/orders").await;
    app.fill("follow-id", &followed).await;
    app.click("follow-submit").await;
    app.shows("reserved, not spent").await;
    keep(app, "code-followed-by-id", &followed).await;
}

async fn order_with_real_money() {
    let record = include_str!("../../../../core/tests/data/records/v1/code-on-mainnet.json");
    let order = Order::from_json(record).unwrap();
    let id = order.id.clone();
    let note = Note {
        item: "tw".to_owned(),
        name: "Twitter".to_owned(),
        price: Some(satline_core::money::Sats(3_000)),
        ..Note::default()
    };
    let journal = empty_journal(Place::Real).await;
    journal.add(Entry::new(order, note)).await;
    let entry = journal.peek(&id).unwrap();
    keep_entry(REAL_DATABASE, "code-on-mainnet", &entry).await;
    journal.wipe().await.unwrap();
}

async fn type_drafts(app: &App) {
    app.go("/send").await;
    app.click("by-email").await;
    app.fill("address", "me@example.org").await;
    app.fill("message", "Do not lose me.").await;
    app.fill("webhook", "https://example.org/hook").await;
    print_storage("session", "drafts.json");
}

fn choose_settings() {
    storage("session").clear().unwrap();
    let settings = Settings::load();
    settings.update(|chosen| *chosen = choices(false));
    for (service, key) in KEYS {
        settings.set_key(service, key);
    }
    print_storage("session", "session-keys.json");
    print_storage("local", "settings.json");
    settings.update(|chosen| chosen.keep_keys = true);
    print_storage("local", "settings-with-keys.json");
    settings.wipe();
}

fn print_storage(which: &str, file: &str) {
    let storage = storage(which);
    let keys = (0..storage.length().unwrap()).map(|at| storage.key(at).unwrap().unwrap());
    let pair = |key: String| {
        let text = storage.get_item(&key).unwrap().unwrap();
        (key, Value::from(text))
    };
    let pairs: serde_json::Map<_, _> = keys.map(pair).collect();
    print(file, &serde_json::to_string_pretty(&pairs).unwrap());
}
