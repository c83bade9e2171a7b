//! Invoices and expectations.

use std::time::Duration;

use k256::ecdsa::SigningKey;
use satline_core::lightning::bolt11::{Network, NodeId};
use satline_core::lightning::{
    Check, CheckedInvoice, Expectation, Rejected, Rule, UncheckedInvoice, check,
};
use satline_core::money::Sats;
use satline_core::time::Time;
use sha2::{Digest, Sha256};

use crate::draft::Draft;

/// When the invoices of these tests are created, and how long they are valid.
pub const MADE: u64 = 1_767_225_600;
pub const EXPIRY: Duration = Duration::from_hours(1);
pub const PREIMAGE: [u8; 32] = [7; 32];

pub fn key() -> SigningKey {
    SigningKey::from_slice(&[1; 32]).unwrap()
}

pub fn node_id() -> NodeId {
    let point = key().verifying_key().to_sec1_point(true);
    NodeId::from_bytes(point.as_bytes().try_into().unwrap()).unwrap()
}

pub fn signed(amount_msat: u64, description: &str) -> String {
    satline_sandbox::bolt11::Invoice {
        amount_msat,
        timestamp_s: MADE,
        payment_hash: Sha256::digest(PREIMAGE).into(),
        description,
        payment_secret: [2; 32],
        expiry_s: EXPIRY.as_secs(),
        min_final_cltv: 40,
    }
    .sign(&key())
}

pub fn invoice() -> String {
    signed(3_000_000, "an order")
}

/// Returns an invoice created at the same time, by the same key, with another prefix.
pub fn signed_with_prefix(prefix: &str) -> String {
    let mut draft = Draft::parse(&invoice()).unwrap();
    prefix.clone_into(&mut draft.prefix);
    draft.sign(&key());
    draft.text()
}

/// Returns everything that can be expected of [`invoice`].
pub fn expected() -> Expectation {
    Expectation {
        price: Some(Sats(3_000)),
        cap: Some(Sats(10_000)),
        payee: Some(node_id()),
        payment_hash: Some(hex(&Sha256::digest(PREIMAGE))),
        ..Expectation::new(Network::Regtest)
    }
}

pub fn hex(bytes: &[u8]) -> String {
    let digits = |text: String, byte: &u8| text + &format!("{byte:02x}");
    bytes.iter().fold(String::new(), digits)
}

pub fn begin() -> Time {
    Time(MADE * 1_000)
}

pub fn end() -> Time {
    begin().after(EXPIRY)
}

pub fn check_at(
    text: &str,
    expectation: &Expectation,
    now: Time,
) -> Result<CheckedInvoice, Rejected> {
    check(&UncheckedInvoice::new(text), expectation, now)
}

pub fn checked(text: &str, expectation: &Expectation) -> CheckedInvoice {
    check_at(text, expectation, begin()).unwrap()
}

pub fn failed(checks: &[Check]) -> Vec<Rule> {
    let failed = checks.iter().filter(|check| !check.passed);
    failed.map(|check| check.rule).collect()
}

/// Returns the rules that refuse it.
pub fn refused(text: &str, expectation: &Expectation) -> Vec<Rule> {
    let rejected = check_at(text, expectation, begin()).unwrap_err();
    failed(rejected.checks())
}

/// Returns the check by one rule, passed or failed.
pub fn check_of(text: &str, expectation: &Expectation, rule: Rule) -> Check {
    let result = check_at(text, expectation, begin());
    let checks = match &result {
        Ok(checked) => checked.checks(),
        Err(rejected) => rejected.checks(),
    };
    let mut of_rule = checks.iter().filter(|check| check.rule == rule);
    of_rule.next().unwrap().clone()
}
