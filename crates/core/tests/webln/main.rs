//! Paying with the wallet in a browser's page.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::panic, clippy::unwrap_used, reason = "tests")]

mod arrival;
mod bad;
mod wallets;

use std::pin::pin;
use std::time::Duration;

use js_sys::eval;
use satline_core::lightning::Rule;
use satline_core::lightning::webln::{Outcome, Reason, UserClicked, allow_again};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use wallets::*;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_preimage_proves_the_payment() {
    for (number, answer) in [
        (1, "return Promise.resolve({ preimage: '01'.repeat(32) })"),
        (2, "return { preimage: '02'.repeat(32) }"),
        (
            10,
            "return { then(done) { done({ preimage: '0A'.repeat(32) }) } }",
        ),
        (
            4,
            "return new Promise((done) => setTimeout(done, 5, { preimage: '04'.repeat(32) }))",
        ),
    ] {
        let invoice = invoice(number);
        match pay(&invoice, &paying(answer)).await {
            Outcome::Paid(proof) => assert_eq!(proof.payment_hash(), invoice.payment_hash()),
            other => panic!("{answer}: {other:?}"),
        }
    }
}

#[wasm_bindgen_test]
async fn the_wallet_gets_the_invoice_as_its_own_method() {
    let invoice = invoice(5);
    let wallet = "new class {
        #invoices = asked;
        enable() { this.#invoices.length = 0 }
        sendPayment(text) { this.#invoices.push(text); return { preimage: '05'.repeat(32) } }
    }";
    assert!(matches!(pay(&invoice, wallet).await, Outcome::Paid(_)));
    assert_eq!(asked(), 1);
    assert_eq!(
        eval("asked[0]").unwrap().as_string().as_deref(),
        Some(invoice.text())
    );
}

#[wasm_bindgen_test]
async fn sending_off_is_preferred_and_means_pending() {
    let wallet = |answer| {
        format!(
            "{{ enable() {{}}, sendPayment() {{ throw 'no' }},
                async sendPaymentAsync(text) {{ asked.push(text); return {answer} }} }}"
        )
    };
    for (number, answer) in [(6, "{}"), (7, "undefined"), (8, "{ preimage: '' }")] {
        let outcome = pay(&invoice(number), &wallet(answer)).await;
        assert_eq!(outcome, Outcome::Pending, "{answer}");
        assert_eq!(asked(), 1);
    }
    let proven = pay(&invoice(9), &wallet("{ preimage: '09'.repeat(32) }")).await;
    assert!(matches!(proven, Outcome::Paid(_)), "{proven:?}");
}

#[wasm_bindgen_test]
async fn one_way_to_pay_is_enough() {
    let wallet = "{ enable() {}, get sendPaymentAsync() { throw 'broken' },
                    sendPayment() { return { preimage: '11'.repeat(32) } } }";
    let outcome = pay(&invoice(0x11), wallet).await;
    assert!(matches!(outcome, Outcome::Paid(_)), "{outcome:?}");
}

#[wasm_bindgen_test]
async fn a_wallet_that_never_answers_holds_up_nothing_and_is_not_asked_twice() {
    let invoice = invoice(25);
    let clock = Watch::still();
    let silent = wallet(&paying("return new Promise(() => {})"));
    let going_on = silent.pay(&invoice, &clock, UserClicked);
    assert_eq!(for_a_moment(going_on).await, None);
    assert_eq!(asked(), 1);

    // The future was dropped, but the money may be on its way.
    let again = silent.pay(&invoice, &clock, UserClicked).await;
    assert_eq!(again, Outcome::Refused(Reason::AlreadySent));
    assert_eq!(asked(), 1);

    allow_again(invoice.payment_hash());
    assert_eq!(
        for_a_moment(silent.pay(&invoice, &clock, UserClicked)).await,
        None
    );
    assert_eq!(asked(), 2);
}

#[wasm_bindgen_test]
async fn an_invoice_is_handed_over_once_whatever_came_of_it() {
    for (number, answer) in [
        (30, "return { preimage: '1e'.repeat(32) }"),
        (31, "return {}"),
        (32, "throw new Error('timeout')"),
    ] {
        let invoice = invoice(number);
        let first = pay(&invoice, &paying(answer)).await;
        assert!(!matches!(first, Outcome::Refused(_)), "{first:?}");
        let second = pay(&invoice, &paying(answer)).await;
        assert_eq!(second, Outcome::Refused(Reason::AlreadySent), "{answer}");
        assert_eq!(asked(), 0);
    }
}

#[wasm_bindgen_test]
async fn two_clicks_are_one_payment() {
    let invoice = invoice(33);
    let clock = Watch::still();
    let wallet = wallet("{ enable: () => new Promise(() => {}), sendPayment() { asked.push(1) } }");
    {
        let mut first = pin!(wallet.pay(&invoice, &clock, UserClicked));
        assert_eq!(for_a_moment(first.as_mut()).await, None);
        let second = wallet.pay(&invoice, &clock, UserClicked).await;
        assert_eq!(second, Outcome::Refused(Reason::AlreadySent));
    }
    // The first is dropped while the wallet asks for access: nothing was sent.
    let third = wallet.pay(&invoice, &clock, UserClicked);
    assert_eq!(for_a_moment(third).await, None);
    assert_eq!(asked(), 0);
}

#[wasm_bindgen_test]
async fn an_invoice_that_expires_while_the_user_thinks_is_not_paid() {
    let invoice = invoice(34);
    let wallet = wallet("{ enable() { asked.push('leave') }, sendPayment() { asked.push(1) } }");
    for (step, questions) in [(EXPIRY_S - 59, 1), (EXPIRY_S, 1)] {
        run("window.asked = []");
        let clock = Watch::stepping(Duration::from_secs(step));
        match wallet.pay(&invoice, &clock, UserClicked).await {
            Outcome::Refused(Reason::TooLate(check)) => assert_eq!(check.rule, Rule::Time),
            other => panic!("{other:?}"),
        }
        assert_eq!(asked(), questions);
    }
    // If it is too late from the start, the user is not asked.
    run("window.asked = []");
    let clock = Watch::still();
    clock.now.set((MADE + EXPIRY_S) * 1_000);
    let outcome = wallet.pay(&invoice, &clock, UserClicked).await;
    assert!(
        matches!(outcome, Outcome::Refused(Reason::TooLate(_))),
        "{outcome:?}"
    );
    assert_eq!(asked(), 0);
}
