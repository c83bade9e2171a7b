//! Wallets that behave badly in every way we know.

use std::time::Duration;

use satline_core::lightning::webln::{Outcome, UserClicked, allow_again};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::wallets::*;

#[wasm_bindgen_test]
async fn what_fails_before_anything_is_sent_is_a_no() {
    let invoice = invoice(20);
    for enable in [
        "enable: undefined",
        "enable: 1",
        "get enable() { throw new Error('broken') }",
        "enable() { throw 'User rejected' }",
        "enable() { throw null }",
        "async enable() { throw new Error('Prompt was closed') }",
        "enable() { return Promise.reject() }",
        "async enable() { return { enabled: false } }",
        "enable() { return { get then() { throw 1 } } }",
    ] {
        let wallet = format!("{{ sendPayment() {{ asked.push(1) }}, {enable} }}");
        assert_eq!(pay(&invoice, &wallet).await, Outcome::Declined, "{enable}");
        assert_eq!(asked(), 0, "{enable}");
    }
    for methods in [
        "",
        "sendPayment: {}",
        "get sendPayment() { throw 1 }, get sendPaymentAsync() { throw 2 }",
    ] {
        let wallet = format!("{{ enable() {{}}, {methods} }}");
        assert_eq!(pay(&invoice, &wallet).await, Outcome::Declined, "{methods}");
    }
    // A page may contain an object that throws on every access.
    let wallet = "new Proxy({}, { get() { throw new Error('trap') } })";
    assert_eq!(pay(&invoice, wallet).await, Outcome::Declined);
}

#[wasm_bindgen_test]
async fn the_users_own_no_is_believed_and_paying_may_be_tried_again() {
    let invoice = invoice(21);
    for no in [
        "throw new Error('User rejected')",
        "throw 'user rejected the request.'",
        "return Promise.reject({ message: 'User cancelled' })",
        "return Promise.reject('Payment was rejected by user')",
    ] {
        let outcome = pay(&invoice, &paying(no)).await;
        assert_eq!(outcome, Outcome::Declined, "{no}");
        assert_eq!(asked(), 1);
    }
}

#[wasm_bindgen_test]
async fn a_late_no_says_nothing_about_a_payment_on_its_way() {
    let invoice = invoice(22);
    for (seconds, outcome) in [(19, Outcome::Declined), (20, Outcome::Unknown)] {
        let clock = Watch::stepping(Duration::from_secs(seconds));
        let wallet = wallet(&paying("throw new Error('User rejected')"));
        assert_eq!(wallet.pay(&invoice, &clock, UserClicked).await, outcome);
    }
}

#[wasm_bindgen_test]
async fn any_other_failure_is_unknown() {
    let invoice = invoice(23);
    for failure in [
        "throw new Error('timeout')",
        "throw new Error('Prompt was closed')",
        "throw new Error('context canceled')",
        "throw new Error('Payment cancelled')",
        "throw 'failed'",
        "throw undefined",
        "throw null",
        "throw 7",
        "throw Symbol('User rejected')",
        "throw Object.freeze({})",
        "throw { message: { toString: () => 'User rejected' } }",
        "throw { get message() { throw 'User rejected' } }",
        "throw new Proxy(() => {}, { get() { throw 1 }, has() { throw 2 } })",
        "return Promise.reject()",
        "return Promise.reject(new Error())",
        "return { then(_, failed) { failed('User agent went away') } }",
        "return { then() { throw 'failed' } }",
        "return { get then() { throw 'failed' } }",
        "return Object.defineProperty(Promise.resolve(), 'constructor', { get() { throw 1 } })",
        "return Object.assign(Promise.resolve(), { then() { throw 1 } })",
    ] {
        let outcome = pay(&invoice, &paying(failure)).await;
        assert_eq!(outcome, Outcome::Unknown, "{failure}");
        allow_again(invoice.payment_hash());
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_proves_nothing_is_unknown() {
    let invoice = invoice(24);
    for answer in [
        "",
        "return null",
        "return 'paid'",
        "return { paid: true }",
        "return { preimage: null }",
        "return { preimage: 18 }",
        "return { preimage: '' }",
        "return { preimage: '18'.repeat(31) }",
        "return { preimage: '19'.repeat(32) }",
        "return { preimage: 'é'.repeat(32) }",
        "return { preimage: new String('18'.repeat(32)) }",
        "return { preimage: '18'.repeat(10_000_000) }",
        "return { get preimage() { throw new Error('no') } }",
        "return new Proxy({}, { get(_, name) { if (name !== 'then') throw 1 } })",
    ] {
        let outcome = pay(&invoice, &paying(answer)).await;
        assert_eq!(outcome, Outcome::Unknown, "{answer}");
        allow_again(invoice.payment_hash());
    }
}
