//! What earlier versions of the app have stored stays readable: orders, backups, settings and drafts.
//!
//! `tests/data/v1/` holds what a version wrote, as [`write`] prints it. `orders/<name>.json` is a record in the
//! database, and `orders/<name>.expected` what must be read from it.

mod raw;
mod write;

use leptos::prelude::*;
use raw::{fill_storage, storage, store, stored};
use satline_core::country::Country;
use satline_core::error::Service;
use satline_core::http::{Clock, Fetch};
use satline_core::lightning::bolt11::Network;
use satline_core::topup::NextStep;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{App, GLANCE, PATIENCE};
use crate::state::{Choices, Entry, Journal, Place, Settings};

const DATABASE: &str = "satline-sandbox";
const REAL_DATABASE: &str = "satline";

macro_rules! data {
    ($file:expr) => {
        include_str!(concat!("../../../tests/data/", $file))
    };
}

/// Records in the database and what they say.
macro_rules! orders {
    ($version:literal: $($name:literal)*) => {
        [$((
            data!(concat!($version, "/orders/", $name, ".json")),
            data!(concat!($version, "/orders/", $name, ".expected")),
        )),*]
    };
}

/// Those of play money.
const PLAYED: [(&str, &str); 21] = orders!("v1":
    "bitrefill-lightning-credited"
    "bitrefill-on-chain-awaiting-payment"
    "code-awaiting-payment"
    "code-cancelled"
    "code-expired"
    "code-followed-by-id"
    "code-held"
    "code-imported"
    "code-late"
    "code-number-given"
    "code-received"
    "code-refunded"
    "code-wallet-asked"
    "email-awaiting-payment"
    "grid-charged"
    "lava-before-charge"
    "lava-charged"
    "lava-needs-confirmation"
    "rental-with-messages"
    "sms-delivered"
    "sms4sats-awaiting-payment"
);

/// Those of real money.
const REAL: [(&str, &str); 1] = orders!("v1": "code-on-mainnet");

#[wasm_bindgen_test]
async fn every_order_in_the_database_is_read_and_left_as_it_is() {
    for (place, database, orders) in [
        (Place::Server, DATABASE, &PLAYED[..]),
        (Place::Real, REAL_DATABASE, &REAL[..]),
    ] {
        empty_journal(place).await;
        store(database, orders).await;
        let before = stored(database).await;
        assert_eq!(before.len(), orders.len());
        let journal = open_journal(place);
        until(|| entries(journal).len() == orders.len()).await;
        assert_eq!(descriptions(journal), sorted(orders));
        assert_eq!(untrack(|| journal.newer()), 0);
        assert!(untrack(|| journal.damaged()).is_empty());
        assert_eq!(stored(database).await, before);
        journal.wipe().await.unwrap();
    }
}

#[wasm_bindgen_test]
async fn the_app_lists_old_orders_and_loses_none() {
    let app = App::open("/orders").await;
    store(DATABASE, &PLAYED).await;
    let app = app.reload();
    app.text("count", &format!("{} orders", PLAYED.len())).await;
    for text in [
        "WhatsApp",
        "SMS to +49151234567",
        "Bitrefill",
        "Lava",
        "Grid",
    ] {
        assert!(app.has_text(text), "{text}");
    }
    assert_eq!(stored(DATABASE).await.len(), PLAYED.len());
}

/// Before there was a database, all orders were one text in the local storage.
#[wasm_bindgen_test]
async fn orders_from_before_the_database_are_taken_over() {
    empty_journal(Place::Server).await;
    let (record, _) = PLAYED[0];
    let record: Value = serde_json::from_str(record).unwrap();
    let old = json!([{ "order": record["order"], "country": 43, "service": "WhatsApp" }]);
    storage("local")
        .set_item("satline.orders", &old.to_string())
        .unwrap();
    let journal = open_journal(Place::Server);
    until(|| entries(journal).len() == 1).await;
    let entry = entries(journal).remove(0);
    assert_eq!(record["order"]["id"], entry.order.id.as_str());
    assert_eq!(entry.note.name, "WhatsApp");
    assert_eq!(entry.note.country, Country::find("Germany"));
    journal.wipe().await.unwrap();
}

/// Orders that are still to be paid are left out: their invoices could be anyone's.
#[wasm_bindgen_test]
async fn a_backup_is_read_in() {
    let journal = empty_journal(Place::Server).await;
    let expected = data!("v1/backup.expected");
    assert_eq!(journal.import(data!("v1/backup.json")).await, Ok((16, 4)));
    let read: Vec<_> = entries(journal).iter().map(describe).collect();
    assert_eq!(read.concat(), expected);
    journal.wipe().await.unwrap();
}

/// Nothing is taken back by what a backup knows less of.
#[wasm_bindgen_test]
async fn a_backup_is_read_in_beside_the_orders_that_it_was_made_of() {
    empty_journal(Place::Server).await;
    store(DATABASE, &PLAYED).await;
    let journal = open_journal(Place::Server);
    until(|| entries(journal).len() == PLAYED.len()).await;
    journal.import(data!("v1/backup.json")).await.unwrap();
    for entry in entries(journal) {
        let is_it = |(_, expected): &&(&str, &str)| expected.contains(entry.order.id.as_str());
        let Some((_, before)) = PLAYED.iter().find(is_it) else {
            continue;
        };
        let imported = if before.contains("imported: yes") {
            "yes"
        } else {
            "no"
        };
        let after = describe(&entry);
        assert!(after.contains(&format!("imported: {imported}")), "{after}");
        for fact in ["number", "code", "reason"] {
            for line in before.lines().filter(|line| line.starts_with(fact)) {
                assert!(after.contains(line), "{line} is not in {after}");
            }
        }
    }
    journal.wipe().await.unwrap();
}

#[wasm_bindgen_test]
fn settings_and_keys_are_read() {
    for (local, session) in [
        (data!("v1/settings.json"), data!("v1/session-keys.json")),
        (data!("v1/settings-with-keys.json"), "{}"),
    ] {
        for (which, fixture) in [("local", local), ("session", session)] {
            storage(which).clear().unwrap();
            fill_storage(which, fixture);
        }
        // What is taken over is read again from where it was taken to.
        for _ in 0..2 {
            Owner::new().with(|| {
                let settings = Settings::load();
                settings.load_keys();
                let keep_keys = local.contains("keep-keys");
                assert_eq!(settings.peek(Choices::clone), choices(keep_keys));
                for (service, key) in KEYS {
                    assert_eq!(settings.key(service), key, "{service:?}");
                }
            });
        }
        let names = |which: &str| {
            let storage = storage(which);
            let names = (0..storage.length().unwrap()).map(|at| storage.key(at).unwrap().unwrap());
            names
                .filter(|name| name.starts_with("satline."))
                .collect::<Vec<_>>()
        };
        let names = [names("local"), names("session")].concat();
        assert_eq!(names.len(), 2, "{names:?}");
        Owner::new().with(|| Settings::load().wipe());
    }
}

#[wasm_bindgen_test]
async fn drafts_are_read() {
    let app = App::open("/send").await;
    fill_storage("session", data!("v1/drafts.json"));
    let app = app.reload();
    app.value_ends("address", "me@example.org").await;
    app.value_ends("message", "Do not lose me.").await;
    app.value_ends("webhook", "https://example.org/hook").await;
}

/// What is in the fixtures of settings.
fn choices(keep_keys: bool) -> Choices {
    let [germany, peru] = ["Germany", "Peru"].map(|name| Country::find(name).unwrap());
    Choices {
        theme: "dark".to_owned(),
        language: String::new(),
        sound: true,
        notifications: true,
        no_icons: true,
        referral: "name@example.org".to_owned(),
        network: Some(Network::Signet),
        payee: "035b04e00521a8d50894e813c72576d2a03a09cd940be074b7f2e35e0a01d7d12d".to_owned(),
        address: "https://relay.example.org/sms4sats".to_owned(),
        last_country: Some(peru),
        favourites: vec![germany, peru],
        own_services: Vec::new(),
        keep_keys,
    }
}

const KEYS: [(Service, &str); 4] = [
    (Service::Sms4Sats, "key-of-sms4sats"),
    (Service::Bitrefill, "https://relay.example.org/bitrefill"),
    (Service::Lava, "https://relay.example.org/lava"),
    (Service::Grid, "https://relay.example.org/grid"),
];

fn entries(journal: Journal) -> Vec<Entry> {
    untrack(|| journal.entries())
}

fn descriptions(journal: Journal) -> Vec<String> {
    let mut descriptions: Vec<_> = entries(journal).iter().map(describe).collect();
    descriptions.sort();
    descriptions
}

fn sorted(orders: &[(&str, &str)]) -> Vec<String> {
    let mut expected: Vec<_> = orders.iter().map(|order| order.1.to_owned()).collect();
    expected.sort();
    expected
}

async fn until(mut holds: impl FnMut() -> bool) {
    let end = Fetch.now().after(PATIENCE);
    while !holds() {
        assert!(Fetch.now() < end, "it took too long");
        Fetch.sleep(GLANCE).await;
    }
}

/// Opens a journal as another tab would. It lives as long as the page.
fn open_journal(place: Place) -> Journal {
    let owner = Owner::new();
    let journal = owner.with(|| Journal::open(place, Callback::new(|_| ())));
    std::mem::forget(owner);
    journal
}

async fn empty_journal(place: Place) -> Journal {
    let journal = open_journal(place);
    journal.wipe().await.unwrap();
    journal
}

/// Describes an entry as text, one line per fact. What is absent has no line.
fn describe(entry: &Entry) -> String {
    let Entry { order, note, .. } = entry;
    let codes: Vec<&str> = order.codes.iter().map(|code| code.text.as_str()).collect();
    let next_step = match &note.next_step {
        NextStep::PayInvoice => "pay the invoice".to_owned(),
        NextStep::PayAddress { address, price, by } => format!("pay {price} to {address} by {by}"),
        NextStep::ConfirmHere { link } => format!("confirm at {link}"),
        NextStep::Wait | NextStep::Done => "wait".to_owned(),
    };
    let is_imported = if note.is_imported { "yes" } else { "no" };
    let facts = [
        ("key", Some(entry.key())),
        ("kind", Some(order.kind.as_str().to_owned())),
        ("state", Some(order.state.as_str().to_owned())),
        ("money", Some(order.money().as_str().to_owned())),
        ("created", Some(order.created_at.0.to_string())),
        ("number", order.number.clone()),
        (
            "codes",
            Some(codes.join(" | ")).filter(|codes| !codes.is_empty()),
        ),
        ("reason", order.reason.clone()),
        (
            "country",
            note.country.map(|country| country.name().to_owned()),
        ),
        (
            "item",
            Some(note.item.clone()).filter(|item| !item.is_empty()),
        ),
        (
            "name",
            Some(note.name.clone()).filter(|name| !name.is_empty()),
        ),
        ("price in sats", note.price.map(|price| price.0.to_string())),
        ("account", Some(entry.account().to_owned())),
        ("next step", Some(next_step)),
        ("imported", Some(is_imported.to_owned())),
    ];
    let lines = facts
        .into_iter()
        .filter_map(|(name, fact)| Some(format!("{name}: {}\n", fact?)));
    lines.collect::<Vec<_>>().concat()
}
