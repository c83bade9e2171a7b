//! Invoices: parsed, refused, verified, checked.

use k256::ecdsa::SigningKey;
use satline_core::lightning::bolt11::{Invoice, NodeId, Refusal};
use satline_core::lightning::{Check, Expectation, UncheckedInvoice, check};
use satline_core::time::Time;

use draft::Draft;

#[path = "../../crates/core/tests/bolt11_agreement/draft.rs"]
pub mod draft;

/// The text is refused or read consistently; also with a valid checksum, which a fuzzer would not find, and
/// with a valid signature.
pub fn holds(text: &str) {
    is_consistent(text);
    if let Some(mut draft) = Draft::parse(text) {
        is_consistent(&draft.text());
        draft.sign(&key());
        proves_its_payee(&draft.text());
    }
}

fn is_consistent(text: &str) {
    let Ok(invoice) = Invoice::parse(text) else {
        return;
    };
    assert!(Invoice::parse(&invoice.text().to_uppercase()).as_ref() == Ok(&invoice));
    assert!(Invoice::parse(&format!("lightning:{}", invoice.text())).as_ref() == Ok(&invoice));
    assert!(!format!("{invoice:?}").contains(invoice.text()));

    if let Some(sat) = invoice.amount_sat() {
        assert_eq!(sat.checked_mul(1_000), invoice.amount_msat());
    }
    assert!(invoice.expires_at() >= invoice.created_at());
    assert!(invoice.is_expired(invoice.expires_at()));
    assert_ne!(
        invoice.description().is_some(),
        invoice.description_hash().is_some()
    );
    assert!(invoice.features().is_sorted());
    for field in invoice.unknown_fields() {
        assert!(field.tag < 32 && field.words.iter().all(|word| *word < 32));
    }
    let (signature, recovery_id) = invoice.signature();
    assert!(signature.len() == 64 && recovery_id < 4);
    passes_only_if_whole(&invoice);
}

/// Only a verified, complete and unexpired invoice may pass the check.
fn passes_only_if_whole(invoice: &Invoice) {
    let payee = invoice.payee();
    if let (Some(named), Ok(payee)) = (invoice.named_payee(), payee) {
        assert_eq!(named, payee);
    }
    let created_at = Time(invoice.created_at().saturating_mul(1_000));
    let expectation = Expectation::new(invoice.network());
    match check(
        &UncheckedInvoice::new(invoice.text()),
        &expectation,
        created_at,
    ) {
        Ok(checked) => {
            assert_eq!(Ok(checked.payee()), payee);
            assert_eq!(Some(checked.amount().0), invoice.amount_sat());
            assert!(checked.expires_at() > created_at);
            assert_eq!(checked.payable(created_at), Ok(checked.text()));
            assert!(checked.payable(checked.expires_at()).is_err());
        }
        Err(rejected) => assert!(rejected.checks().iter().any(Check::refuses)),
    }
}

/// What we signed has us as payee, or names another payee and is refused.
fn proves_its_payee(text: &str) {
    let Ok(invoice) = Invoice::parse(text) else {
        return;
    };
    let us = node_id(&key());
    match invoice.payee() {
        Ok(payee) => assert_eq!(payee, us),
        Err(Refusal::BadSignature) => assert!(invoice.named_payee().is_some_and(|node| node != us)),
        // A node on the route, or the named payee, is not a point on the curve.
        Err(refusal) => assert_eq!(refusal, Refusal::BadNodeId),
    }
}

pub fn key() -> SigningKey {
    SigningKey::from_slice(&[1; 32]).unwrap()
}

fn node_id(key: &SigningKey) -> NodeId {
    let point = key.verifying_key().to_sec1_point(true);
    let digits = point.as_bytes().iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<String>().parse().unwrap()
}
