//! The properties that the fuzzer tests (`cargo xtask fuzz`), on its corpus and on random inputs.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;

#[path = "../../../fuzz/src/lib.rs"]
mod holds;

use holds::{TARGETS, bolt11, order};

const DICTIONARY: &str = include_str!("../../../fuzz/words.dict");

/// Returns the texts of all files in a folder and its folders; none if there is no such folder.
fn files(folder: &str) -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                texts.push(String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
            }
        }
    }
    texts
}

fn invoices() -> Vec<String> {
    let examples = files("tests/data/bolt11");
    let lines = examples.iter().flat_map(|file| file.lines());
    let invoices = lines.filter_map(|line| line.strip_prefix("invoice: "));
    let seeds = files("../../fuzz/seeds/bolt11");
    invoices.map(str::to_owned).chain(seeds).collect()
}

/// Returns the words of the dictionary that are JSON.
fn words() -> Vec<String> {
    let words = DICTIONARY.lines().filter_map(|line| {
        let word = line.strip_prefix('"')?.strip_suffix('"')?;
        Some(word.replace("\\\"", "\"").replace("\\\\", "\\"))
    });
    words
        .filter(|word| satline_core::lenient::parse(word).is_some())
        .collect()
}

/// Generates JSON from the dictionary's words.
fn any_body() -> impl Strategy<Value = String> {
    let name = select(words()).prop_filter("names are texts", |word| word.starts_with('"'));
    select(words()).prop_recursive(3, 24, 6, move |inner| {
        let member = (name.clone(), inner.clone()).prop_map(|(name, value)| name + ":" + &value);
        prop_oneof![
            1 => prop::collection::vec(inner, 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            3 => prop::collection::vec(member, 0..6)
                .prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

fn any_answer() -> impl Strategy<Value = String> {
    let status = prop_oneof![
        Just(200_u16),
        select(vec![400, 401, 404, 429, 503]),
        any::<u16>()
    ];
    let names = [
        "content-type",
        "retry-after",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
    ];
    let value = prop_oneof!["text/plain|application/json", "[0-9]{1,20}", "[ -~]{0,12}"];
    let headers = prop::collection::vec((select(names.to_vec()), value), 0..3);
    let body = prop_oneof![4 => any_body(), 1 => any::<String>()];
    (status, headers, body).prop_map(|(status, headers, body)| {
        let headers = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\n"));
        format!("{status}\n{}\n{body}", headers.collect::<String>())
    })
}

/// Generates an invoice in which some letters were replaced, added or removed.
fn any_invoice() -> impl Strategy<Value = String> {
    let edit = (
        any::<prop::sample::Index>(),
        0..3_u8,
        "[02-9ac-hj-np-z1Bé ]",
    );
    let edits = prop::collection::vec(edit, 0..4);
    (select(invoices()), edits).prop_map(|(invoice, edits)| {
        let mut letters: Vec<char> = invoice.chars().collect();
        for (place, kind, letter) in edits {
            let place = place.index(letters.len());
            let letter = letter.chars().next();
            let replaced = if kind == 0 {
                place..place
            } else {
                place..place + 1
            };
            letters.splice(replaced, letter.filter(|_| kind < 2));
        }
        letters.into_iter().collect()
    })
}

fn any_life() -> impl Strategy<Value = String> {
    let kinds = ["code", "rental", "real_phone", "sms", "email", "fund"];
    let balance = select(vec!["", " from balance"]);
    let events = [
        "no_answer",
        "payment_asked",
        "payment_refused",
        "payment_sent",
        "cancel_sent",
        "cancel_accepted",
        "cancel_refused",
    ];
    let event = select(events.to_vec()).prop_map(|event| format!(r#"{{"event":"{event}"}}"#));
    let status = prop_oneof![
        Just(r#""status":"OK","paid":true"#),
        Just(r#""status":"OK","paid":false"#)
    ];
    let fact = prop_oneof![
        "[0-9]{4,6}".prop_map(|code| format!(r#","code":"{code}""#)),
        "[0-9]{5,11}".prop_map(|number| format!(r#","number":{number}"#)),
        "[a-z ]{1,20}".prop_map(|reason| format!(r#","error":"{reason}""#)),
        "created|sent|delivered|failed".prop_map(|word| format!(r#","smsStatus":"{word}""#)),
    ];
    let line = (status, prop::collection::vec(fact, 0..4))
        .prop_map(|(status, facts)| format!("{{{status}{}}}", facts.concat()));
    let line = prop_oneof![6 => line, 2 => event, 1 => any_body(), 1 => "[ -~]{0,20}"];
    let lines = prop::collection::vec((0..600_000_u64, line), 0..20);
    (select(kinds.to_vec()), balance, lines).prop_map(|(kind, balance, lines)| {
        let lines = lines
            .iter()
            .map(|(pause, line)| format!("\n{pause} {line}"));
        format!("{kind}{balance}{}", lines.collect::<String>())
    })
}

#[test]
fn all_holds_for_the_corpus() {
    for (name, holds) in TARGETS {
        let folders = ["../../fuzz/corpus", "../../fuzz/seeds", "tests/data"];
        let texts = folders
            .map(|folder| files(&format!("{folder}/{name}")))
            .concat();
        assert!(texts.len() > 20, "{name} has {} texts", texts.len());
        for text in texts {
            holds(&text);
        }
    }
    for invoice in invoices() {
        bolt11::holds(&invoice);
    }
}

/// Calls these targets, or all if there are none.
fn hold(names: &[&str], text: &str) {
    for (name, holds) in TARGETS {
        if names.is_empty() || names.contains(&name) {
            holds(text);
        }
    }
}

proptest! {
    #[test]
    fn every_reader_takes_any_answer(text in any_answer()) {
        hold(&["bitrefill", "grid", "headers", "lava", "sms4sats"], &text);
    }

    #[test]
    fn every_reader_takes_any_text(text in any::<String>()) {
        hold(&[], &text);
    }

    #[test]
    fn an_invoice_is_refused_or_says_one_thing(text in any_invoice()) {
        bolt11::holds(&text);
    }

    #[test]
    fn an_order_keeps_its_word_whatever_the_service_says(text in any_life()) {
        order::holds(&text);
    }
}
