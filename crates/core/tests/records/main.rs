//! Records of orders stay readable: each fixture is a record as some version of this crate wrote it.
//!
//! In `tests/data/records/v1/`, `<name>.json` is the record and `<name>.expected` what must be read from
//! it. [`write`] adds the records of the next version; existing ones never change.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod describe;
mod scenarios;
#[path = "../support/mod.rs"]
mod support;
mod write;

use std::fs;
use std::path::{Path, PathBuf};

use satline_core::order::Order;
use satline_core::services::step;
use satline_core::time::Time;
use serde_json::{Value, json};

use describe::{describe, read_at};

/// Reads a record. This and [`written`] are all that these tests know of its format.
fn read(record: &str) -> Order {
    Order::from_json(record).unwrap()
}

fn written(order: &Order) -> String {
    order.to_json()
}

/// Records that were changed after they were written.
const EDITED: [&str; 2] = ["unknown-fields", "required-fields-only"];

struct Fixture {
    name: String,
    record: String,
    expected: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/records")
}

/// Returns the fixtures of all versions.
fn fixtures() -> Vec<Fixture> {
    let files = |folder: PathBuf| {
        fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path())
    };
    let files = files(folder()).flat_map(files);
    let records = files.filter(|file| file.extension().is_some_and(|ending| ending == "json"));
    let fixture = |file: PathBuf| Fixture {
        name: file.file_stem().unwrap().to_str().unwrap().to_owned(),
        record: fs::read_to_string(&file).unwrap(),
        expected: fs::read_to_string(file.with_extension("expected")).unwrap(),
    };
    records.map(fixture).collect()
}

fn fixture(name: &str) -> Fixture {
    let mut fixtures = fixtures().into_iter();
    let found = fixtures.find(|fixture| fixture.name == name);
    found.unwrap_or_else(|| panic!("no record is called {name}"))
}

#[test]
fn every_record_reads_as_it_did_when_it_was_written() {
    for Fixture {
        name,
        record,
        expected,
    } in fixtures()
    {
        let described = describe(&read(&record), read_at(&expected));
        assert_eq!(described, expected, "{name}");
    }
}

#[test]
fn a_record_that_is_read_and_written_again_is_the_same() {
    for Fixture { name, record, .. } in fixtures() {
        let order = read(&record);
        assert!(read(&written(&order)) == order, "{name}");
    }
}

/// Another tab or process may still run an earlier version.
#[test]
fn the_format_changes_only_together_with_its_version() {
    for Fixture { name, record, .. } in fixtures() {
        let (before, after) = (json_of(&record), json_of(&written(&read(&record))));
        if before["version"] == after["version"] && !EDITED.contains(&name.as_str()) {
            assert_eq!(after, before, "{name}");
        }
    }
}

#[test]
fn every_kind_of_order_has_a_record_in_every_state() {
    let received = "awaiting_payment held number_given code_received cancelled refunded expired";
    let sent = "awaiting_payment held created sent delivered failed expired";
    let funded = "awaiting_payment credited needs_confirmation charged unknown failed expired";
    let fixtures = fixtures();
    for (kinds, states) in [
        ("code rental real_phone", received),
        ("sms email", sent),
        ("fund", funded),
    ] {
        for kind in kinds.split(' ') {
            for state in states.split(' ') {
                let lines = format!("\nkind: {kind}\nstate: {state}\n");
                let is_there = fixtures.iter().any(|known| known.expected.contains(&lines));
                assert!(is_there, "{lines}");
            }
        }
    }
}

/// A record, a response of its service, and the resulting state.
const GOES_ON: &str = r#"
code-awaiting-payment               + sms4sats/status-created.json   = held
code-awaiting-payment               + sms4sats/status-unpaid.json    = awaiting_payment
code-held                           + sms4sats/status-code.json      = code_received
code-number-given                   + sms4sats/status-refund.json    = refunded
code-cancelling                     + sms4sats/status-refund.json    = cancelled
code-from-balance-held              + sms4sats/status-code.json      = code_received
code-refunded                       + sms4sats/status-code.json      = refunded
rental-number-given                 + {"paid":true,"codes":["1"]}    = code_received
sms-held                            + sms4sats/status-created.json   = created
sms-created                         + sms4sats/status-sent.json      = sent
email-sent                          + sms4sats/status-delivered.json = delivered
email-created                       + sms4sats/status-failed.json    = failed
sms4sats-awaiting-payment           + sms4sats/status-created.json   = credited
bitrefill-lightning-paid            + bitrefill/invoice-complete.json = credited
bitrefill-on-chain-awaiting-payment + bitrefill/invoice-complete.json = credited
bitrefill-on-chain-awaiting-payment + bitrefill/deposit-bitcoin.json = awaiting_payment
bitrefill-on-chain-awaiting-payment + {"data":{"id":"another","status":"complete"}} = awaiting_payment
lava-unknown                        + {"balance":"79.99"}            = unknown
lava-unknown                        + {"balance":"80.00"}            = charged
lava-unknown                        + {"balance":"80.00","wallet_id":"another"} = unknown
lava-needs-confirmation             + lava/wallet.json               = needs_confirmation
grid-unknown                        + {"data":[{"id":"InternalAccount:a12dcbd6-dced-4ec4-b756-3c3a9ea3d123","balance":{"amount":14550,"currency":{"code":"USD","decimals":2}}}]} = charged
grid-unknown                        + {"data":[{"id":"another","balance":{"amount":14550,"currency":{"code":"USD","decimals":2}}}]} = unknown
"#;

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn an_order_goes_on_from_its_record() {
    for row in GOES_ON.lines().filter(|row| !row.is_empty()) {
        let (name, rest) = row.split_once('+').unwrap();
        let (answer, state) = rest.split_once(" = ").unwrap();
        let Fixture {
            record, expected, ..
        } = fixture(name.trim());
        let answer = match answer.trim() {
            json if json.starts_with('{') => json.to_owned(),
            file => {
                let mut answer = fs::read_to_string(folder().with_file_name(file)).unwrap();
                // The documentation's deposits are other ones.
                if let Some(id) = json_of(&answer)["data"]["id"].as_str() {
                    answer = answer.replace(id, json_of(&record)["id"].as_str().unwrap());
                }
                answer
            }
        };
        let event = json!({ "event": "answer", "status": 200, "body": answer }).to_string();
        let stepped = step(&record, &event, Time(read_at(&expected).0 + 1_000)).unwrap();
        assert_eq!(stepped.order.state.as_str(), state, "{row}");
    }
}
