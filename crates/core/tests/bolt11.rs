//! Invoices from elsewhere, and properties of any text.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::panic, clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use satline_core::lightning::bolt11::{Fallback, Hop, Invoice, NodeId, Refusal};

/// The examples of BOLT #11, valid and invalid.
const SPECIFICATION: &str = include_str!("data/bolt11/specification.txt");

/// The invoice on sms4sats' page.
const SMS4SATS: &str = include_str!("data/bolt11/sms4sats.txt");

/// Returns the blocks of a data file: an invoice, and the expected lines.
fn examples(file: &str) -> impl Iterator<Item = (&str, String)> {
    file.split_terminator("\n\n").map(|block| {
        let mut lines = block.lines().filter(|line| !line.starts_with('#'));
        let invoice = lines.next().unwrap().strip_prefix("invoice: ").unwrap();
        (invoice, lines.collect::<Vec<_>>().join("\n"))
    })
}

/// Describes an invoice in the lines of the data files.
fn lines(text: &str) -> String {
    match Invoice::parse(text).and_then(|invoice| Ok((invoice.payee()?, invoice))) {
        Ok((payee, invoice)) => describe(&invoice, payee),
        Err(refusal) => format!("refused: {refusal:?}"),
    }
}

fn describe(invoice: &Invoice, payee: NodeId) -> String {
    let hex = |bytes: &[u8]| joined(bytes, "", |byte| format!("{byte:02x}"));
    let or_none = |value: Option<String>| value.unwrap_or("none".to_owned());
    let network = format!("{:?}", invoice.network()).to_lowercase();
    let amount = or_none(invoice.amount_msat().map(|msat| msat.to_string()));
    let expiry = invoice.expires_at() - invoice.created_at();
    let purpose = match (invoice.description(), invoice.description_hash()) {
        (Some(text), None) => format!("description: {text}"),
        (None, Some(hash)) => format!("description_hash: {}", hex(hash)),
        both => panic!("{both:?}"),
    };
    let named_payee = or_none(invoice.named_payee().map(|node| node.to_string()));
    let fallbacks = joined(invoice.fallbacks(), " ", |fallback| match fallback {
        Fallback::Witness { version, program } => format!("v{version}:{}", hex(program)),
        Fallback::PubKeyHash(hash) => format!("pkh:{}", hex(hash)),
        Fallback::ScriptHash(hash) => format!("sh:{}", hex(hash)),
    });
    let route_hints = joined(invoice.route_hints(), ", ", |hint| joined(hint, " ", hop));
    let unknown = joined(invoice.unknown_fields(), " ", |field| format!("{field:?}"));
    let (signature, recovery_id) = invoice.signature();
    let lines = [
        format!("network: {network}"),
        format!("amount_msat: {amount}"),
        format!("created_at: {}", invoice.created_at()),
        format!("expiry: {expiry}"),
        format!("payment_hash: {}", hex(invoice.payment_hash())),
        format!("payment_secret: {}", hex(invoice.payment_secret())),
        purpose,
        format!("named_payee: {named_payee}"),
        format!("min_final_cltv_expiry: {}", invoice.min_final_cltv_expiry()),
        format!("fallbacks: {fallbacks}"),
        format!("route_hints: {route_hints}"),
        format!(
            "features: {}",
            joined(invoice.features(), " ", u16::to_string)
        ),
        format!("metadata: {}", or_none(invoice.metadata().map(hex))),
        format!("unknown: {unknown}"),
        format!("signature: {} {recovery_id}", hex(signature)),
        format!("payee: {payee}"),
    ];
    joined(&lines, "\n", |line| line.trim_end().to_owned())
}

fn hop(hop: &Hop) -> String {
    let channel = hop.short_channel_id;
    let (block, transaction) = (channel >> 40, channel >> 16 & 0xff_ffff);
    let (base, rate) = (hop.fee_base_msat, hop.fee_proportional_millionths);
    let (node, output, blocks) = (hop.node, channel & 0xffff, hop.cltv_expiry_delta);
    format!("{node}/{block}x{transaction}x{output}/{base}/{rate}/{blocks}")
}

fn joined<T>(items: &[T], between: &str, text: impl Fn(&T) -> String) -> String {
    items.iter().map(text).collect::<Vec<_>>().join(between)
}

#[test]
fn the_specifications_examples_are_read_and_refused_as_they_should_be() {
    assert_eq!(examples(SPECIFICATION).count(), 26);
    for (invoice, expected) in examples(SPECIFICATION) {
        assert_eq!(lines(invoice), expected, "{invoice}");
    }
}

#[test]
fn the_invoice_on_the_services_page_is_read() {
    for (invoice, expected) in examples(SMS4SATS) {
        assert_eq!(lines(invoice), expected);
    }
}

#[test]
fn an_amount_changed_under_a_new_checksum_names_another_payee() {
    // The coffee of the specification, for 2,000 µBTC instead of 2,500.
    let (honest, _) = examples(SPECIFICATION).nth(1).unwrap();
    let changed = honest.replacen("2500u", "2000u", 1);
    assert_eq!(Invoice::parse(&changed), Err(Refusal::Checksum));
    let changed = format!("{}nwrxhd", &changed[..changed.len() - 6]);
    let (honest, changed) = (Invoice::parse(honest), Invoice::parse(&changed).unwrap());
    assert_eq!(changed.amount_sat(), Some(200_000));
    assert_ne!(changed.payee(), honest.unwrap().payee());
}

#[test]
fn scheme_space_and_case_around_an_invoice_do_not_matter() {
    let (text, _) = examples(SMS4SATS).next().unwrap();
    let invoice = Invoice::parse(text).unwrap();
    for written in [
        format!("lightning:{text}"),
        format!(" \n{text}\t"),
        format!("LIGHTNING:{}", text.to_uppercase()),
        format!("Lightning:{text}"),
    ] {
        assert_eq!(Invoice::parse(&written).as_ref(), Ok(&invoice), "{written}");
    }
    assert_eq!(invoice.text(), text);
    for written in [
        format!("lightning://{text}"),
        format!("bitcoin:{text}"),
        String::new(),
    ] {
        assert!(Invoice::parse(&written).is_err(), "{written}");
    }
}

#[test]
fn amounts_in_satoshis_are_whole_or_none() {
    let sats = |index| {
        let (text, _) = examples(SPECIFICATION).nth(index).unwrap();
        Invoice::parse(text).unwrap().amount_sat()
    };
    assert_eq!(sats(0), None);
    assert_eq!(sats(1), Some(250_000));
    assert_eq!(sats(10), None, "967,878,534 msat");
}

#[test]
fn an_invoice_expires_with_its_last_second() {
    let (text, _) = examples(SPECIFICATION).nth(1).unwrap();
    let invoice = Invoice::parse(text).unwrap();
    assert_eq!(invoice.expires_at(), 1_496_314_718);
    assert!(!invoice.is_expired(1_496_314_717));
    assert!(invoice.is_expired(1_496_314_718));
}

#[test]
fn nothing_of_an_invoice_but_network_and_amount_is_printed() {
    let (text, _) = examples(SMS4SATS).next().unwrap();
    let invoice = Invoice::parse(text).unwrap();
    assert_eq!(
        format!("{invoice:?}"),
        "Invoice { network: Bitcoin, amount_msat: Some(3000000), .. }"
    );
}

#[test]
fn more_than_7089_characters_are_not_looked_at() {
    let text = format!("lnbc1{}", "q".repeat(7_085));
    assert_eq!(Invoice::parse(&text), Err(Refusal::TooLong));
    assert_eq!(Invoice::parse(&text[1..]), Err(Refusal::Checksum));
}

#[test]
fn a_refusal_is_a_sentence() {
    for (invoice, _) in examples(SPECIFICATION) {
        if let Err(refusal) = Invoice::parse(invoice) {
            assert!(refusal.to_string().ends_with('.'), "{refusal:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>()) {
        prop_assert!(Invoice::parse(&text).is_err());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(Invoice::parse(&String::from_utf8_lossy(&bytes)).is_err());
    }

    #[test]
    fn one_wrong_character_is_always_found(
        example in 0_usize..10,
        place in any::<prop::sample::Index>(),
        letter in "[02-9ac-hj-np-z]",
    ) {
        let (text, _) = examples(SPECIFICATION).nth(example).unwrap();
        let place = place.index(text.len());
        let mut wrong = text.to_owned();
        wrong.replace_range(place..=place, &letter);
        prop_assert_eq!(Invoice::parse(&wrong).is_ok(), wrong == text);
    }
}
