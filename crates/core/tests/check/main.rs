//! The check before paying, with real invoices signed by real keys.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

#[path = "../support/canned.rs"]
mod canned;
mod clocks;
#[path = "../bolt11_agreement/draft.rs"]
#[allow(dead_code, reason = "used in part")]
mod draft;
mod invoices;
mod rules;

use std::time::Duration;

use satline_core::lightning::bolt11::Network;
use satline_core::lightning::{Expectation, Rule};
use satline_core::money::Sats;
use satline_core::secret::Secret;
use satline_core::services::sms4sats;
use satline_core::time::Time;
use sha2::{Digest, Sha256};

use invoices::*;

/// The invoice in sms4sats' documentation, its order's id, and a minute after it was created.
const PAGE: &str = include_str!("../data/bolt11/sms4sats.txt");
const PAGE_ORDER: &str = "7dc6e6b61d8c54dff6b8d6ea2e3f08b018e57963df81d493a6f9728c4dc83318";
const PAGE_TIME: Time = Time(1_666_344_310_000);

#[test]
fn what_is_as_expected_passes_every_rule() {
    let checked = checked(&invoice(), &expected());
    let rules: Vec<Rule> = checked.checks().iter().map(|f| f.rule).collect();
    assert_eq!(
        rules,
        [
            Rule::Readable,
            Rule::Network,
            Rule::Amount,
            Rule::Price,
            Rule::Cap,
            Rule::Time,
            Rule::Signature,
            Rule::Payee,
            Rule::OrderId,
        ]
    );
    assert!(checked.checks().iter().all(|f| f.passed && !f.warning));
    assert_eq!(checked.text(), invoice());
    assert_eq!(checked.amount(), Sats(3_000));
    assert_eq!(checked.payee(), node_id());
    assert_eq!(checked.expires_at(), end());
    assert_eq!(checked.payment_hash()[..], Sha256::digest(PREIMAGE)[..]);
    assert_eq!(checked.description(), Some("an order"));
}

#[test]
fn where_nothing_is_expected_there_is_nothing_to_find() {
    let checked = checked(&invoice(), &Expectation::new(Network::Regtest));
    let rules: Vec<Rule> = checked.checks().iter().map(|f| f.rule).collect();
    assert_eq!(
        rules,
        [
            Rule::Readable,
            Rule::Network,
            Rule::Amount,
            Rule::Time,
            Rule::Signature,
        ]
    );
}

#[test]
fn the_invoice_on_the_services_page_passes_for_its_order() {
    let text = PAGE.lines().find_map(|line| line.strip_prefix("invoice: "));
    let expectation = Expectation {
        price: Some(Sats(3_000)),
        payee: sms4sats::NODE_ID.parse().ok(),
        payment_hash: Some(PAGE_ORDER.to_owned()),
        ..Expectation::new(Network::Bitcoin)
    };
    assert!(expectation.payee.is_some());
    let checked = check_at(text.unwrap(), &expectation, PAGE_TIME).unwrap();
    assert_eq!(failed(checked.checks()), []);
    let later = PAGE_TIME.after(Duration::from_hours(24));
    let rejected = check_at(text.unwrap(), &expectation, later).unwrap_err();
    assert_eq!(failed(rejected.checks()), [Rule::Time]);
}

#[test]
fn what_is_no_invoice_fails_a_check_too() {
    let damaged = invoice().replacen("1p", "1q", 1);
    for text in [
        "",
        "paid",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        &damaged,
    ] {
        assert_eq!(refused(text, &expected()), [Rule::Readable], "{text}");
    }
    let check = check_of(&damaged, &expected(), Rule::Readable);
    assert_eq!(check.found, "The invoice is damaged. Copy all of it again");
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let expectation = Expectation {
        price: Some(Sats(1)),
        cap: Some(Sats(1)),
        payee: sms4sats::NODE_ID.parse().ok(),
        ..Expectation::new(Network::Bitcoin)
    };
    let rejected = check_at(&invoice(), &expectation, end()).unwrap_err();
    let rules = [
        Rule::Network,
        Rule::Price,
        Rule::Cap,
        Rule::Time,
        Rule::Payee,
    ];
    assert_eq!(failed(rejected.checks()), rules);
    let text = rejected.to_string();
    assert!(text.starts_with("Do not pay this invoice, ask for a new one. network: expected"));
    assert!(text.contains("cap: expected at most 1 sat, found: 3,000 sats."));
    assert!(!text.contains("signature"), "{text}");
}

#[test]
fn a_description_stays_the_text_it_is() {
    let markup = "<img src=x onerror=alert(1)>&amp;\u{202e}";
    let checked = checked(&signed(3_000_000, markup), &expected());
    assert_eq!(checked.description(), Some(markup));
    assert!(
        checked
            .checks()
            .iter()
            .all(|f| !f.to_string().contains('<'))
    );
}

#[test]
fn upper_case_and_a_scheme_are_read_and_one_form_is_handed_on() {
    for text in [
        invoice().to_uppercase(),
        format!("lightning:{}", invoice()),
        format!("bitcoin:?lightning={}", invoice().to_uppercase()),
    ] {
        assert_eq!(checked(&text, &expected()).text(), invoice());
    }
}

#[test]
fn only_the_preimage_of_its_payment_hash_proves_that_it_was_paid() {
    let checked = checked(&invoice(), &expected());
    let preimage = hex(&PREIMAGE);
    for right in [preimage.clone(), preimage.to_uppercase()] {
        let proof = checked.prove(&Secret::new(&right)).unwrap();
        assert_eq!(proof.payment_hash(), checked.payment_hash());
        assert_eq!(*proof.preimage(), Secret::new(right));
    }
    for wrong in [
        String::new(),
        hex(&[8; 32]),
        hex(checked.payment_hash()),
        preimage[2..].to_owned(),
        format!("{preimage}00"),
        format!("0x{preimage}"),
        preimage.replacen('0', "é", 1),
    ] {
        assert!(checked.prove(&Secret::new(&wrong)).is_none(), "{wrong}");
    }
}

#[test]
fn neither_invoice_nor_preimage_is_shown() {
    let checked = checked(&invoice(), &expected());
    let preimage = hex(&PREIMAGE);
    let proof = checked.prove(&Secret::new(&preimage)).unwrap();
    let rejected = check_at(&invoice(), &expected(), end()).unwrap_err();
    let shown = format!(
        "{checked:?} {proof:?} {rejected:?} {rejected} {:?}",
        checked.payable(end())
    );
    assert!(shown.contains("Proof") && shown.contains("expired"));
    for secret in [&invoice()[..20], &preimage[..], "[7, 7"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}
