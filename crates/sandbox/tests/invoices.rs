//! The invoices, read back by an implementation that has nothing to do with ours.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use std::fmt::Write;
use std::time::Duration;

use common::Bench;
use k256::ecdsa::SigningKey;
use lightning_invoice::{Bolt11Invoice, Bolt11InvoiceDescriptionRef, Currency};
use satline_sandbox::{NODE_ID, bolt11::Invoice};
use serde_json::json;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// A small generator that repeats itself from run to run.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn bytes(&mut self) -> [u8; 32] {
        std::array::from_fn(|_| self.next().to_le_bytes()[0])
    }
}

#[test]
fn a_thousand_random_invoices_are_read_back_with_the_same_fields() {
    let mut chance = Chance(1);
    for round in 0..1_000 {
        let key = SigningKey::from_slice(&chance.bytes()).unwrap();
        let digits = u32::try_from(chance.below(14)).unwrap();
        let description: String = "für 5 € ₿ text "
            .chars()
            .cycle()
            .take(usize::try_from(chance.below(300)).unwrap())
            .collect();
        let written = Invoice {
            amount_msat: (1 + chance.below(999)) * 10_u64.pow(digits),
            timestamp_s: chance.below(1 << 35),
            payment_hash: chance.bytes(),
            description: &description,
            payment_secret: chance.bytes(),
            expiry_s: 1 + chance.below(1 << 40),
            min_final_cltv: 1 + chance.below(5_000),
        };
        let text = written.sign(&key);
        let read: Bolt11Invoice = text
            .parse()
            .unwrap_or_else(|error| panic!("{round}: {error:?} {text}"));
        assert_eq!(read.currency(), Currency::Regtest);
        assert_eq!(read.amount_milli_satoshis(), Some(written.amount_msat));
        assert_eq!(
            read.duration_since_epoch(),
            Duration::from_secs(written.timestamp_s)
        );
        assert_eq!(read.payment_hash().to_string(), hex(&written.payment_hash));
        assert_eq!(read.payment_secret().0, written.payment_secret);
        assert_eq!(read.expiry_time(), Duration::from_secs(written.expiry_s));
        assert_eq!(read.min_final_cltv_expiry_delta(), written.min_final_cltv);
        let Bolt11InvoiceDescriptionRef::Direct(said) = read.description() else {
            panic!("a hash")
        };
        assert_eq!(said.to_string(), description);
        let point = key.verifying_key().to_sec1_point(true);
        assert_eq!(
            read.recover_payee_pub_key().to_string(),
            hex(point.as_bytes())
        );
    }
}

#[test]
fn an_orders_invoice_says_what_was_ordered_and_who_is_paid() {
    let mut bench = Bench::new();
    let placed = bench.order(&json!({ "country": 43, "service": "tw" }));
    let read: Bolt11Invoice = placed.payreq.parse().unwrap();
    assert_eq!(read.recover_payee_pub_key().to_string(), NODE_ID);
    assert_eq!(read.payment_hash().to_string(), placed.id);
    assert_eq!(read.expiry_time(), Duration::from_hours(24));
    assert_eq!(
        read.duration_since_epoch(),
        Duration::from_millis(bench.now_ms)
    );
    let Bolt11InvoiceDescriptionRef::Direct(said) = read.description() else {
        panic!("a hash")
    };
    assert_eq!(said.to_string(), "sms4sats payment Germany tw");
    assert_eq!(
        bench.pay(&placed)["amountSats"],
        read.amount_milli_satoshis().unwrap() / 1_000
    );
}

#[test]
fn a_description_that_is_too_long_is_cut_between_characters() {
    let description = "ü".repeat(400);
    let invoice = Invoice {
        amount_msat: 1_000,
        timestamp_s: 0,
        payment_hash: [1; 32],
        description: &description,
        payment_secret: [2; 32],
        expiry_s: 60,
        min_final_cltv: 40,
    };
    let read: Bolt11Invoice = invoice
        .sign(&SigningKey::from_slice(&[3; 32]).unwrap())
        .parse()
        .unwrap();
    let Bolt11InvoiceDescriptionRef::Direct(said) = read.description() else {
        panic!("a hash")
    };
    assert_eq!(said.to_string(), "ü".repeat(319));
}
