//! Waiting for a wallet, early and late.

use std::pin::pin;
use std::time::Duration;

use js_sys::eval;
use satline_core::http::{Clock, Fetch};
use satline_core::lightning::webln::Provider;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::wallets::*;

#[wasm_bindgen_test]
async fn a_wallet_that_says_it_is_ready_is_found_at_once() {
    for target in ["window", "document"] {
        run("delete window.webln");
        // The first event comes too early: the wait goes on.
        run(&format!(
            "setTimeout(() => {target}.dispatchEvent(new Event('webln:ready')), 5);
             setTimeout(() => {{ window.webln = {{}}; {target}.dispatchEvent(new Event('webln:ready')) }}, 10)"
        ));
        let found = Provider::arrive(&Watch::still(), Duration::from_secs(5)).await;
        assert!(found.is_some(), "{target}");
    }
}

#[wasm_bindgen_test]
async fn a_wallet_that_comes_without_a_word_is_found_too() {
    run("delete window.webln; setTimeout(() => { window.webln = {} }, 20)");
    assert!(Provider::present().is_none());
    let patience = Duration::from_secs(20);
    let begun = Fetch.now();
    assert!(Provider::arrive(&Fetch, patience).await.is_some());
    assert!(Fetch.now().since(begun) < patience / 2);
}

#[wasm_bindgen_test]
async fn what_is_no_wallet_is_not_taken_for_one() {
    for value in ["undefined", "null", "1", "'webln'", "true"] {
        run(&format!("window.webln = {value}"));
        let found = Provider::arrive(&Fetch, Duration::from_millis(20)).await;
        assert!(found.is_none(), "{value}");
    }
    run("delete window.webln");
    run("Object.defineProperty(window, 'webln', { configurable: true, get() { throw 1 } })");
    assert!(Provider::present().is_none());
    run("delete window.webln");
}

#[wasm_bindgen_test]
async fn no_listener_stays_behind() {
    run("delete window.webln; window.listeners = 0;
         for (const target of [window, document]) {
           const { addEventListener, removeEventListener } = target;
           target.addEventListener = function (...words) { listeners += 1; return addEventListener.apply(this, words) };
           target.removeEventListener = function (...words) { listeners -= 1; return removeEventListener.apply(this, words) };
         }");
    let clock = Watch::still();
    let waiting = Provider::arrive(&clock, Duration::from_secs(5));
    let listeners = || eval("listeners").unwrap().as_f64();
    {
        let mut waiting = pin!(waiting);
        assert!(for_a_moment(waiting.as_mut()).await.is_none());
        assert_eq!(listeners(), Some(2.0));
    }
    assert_eq!(listeners(), Some(0.0));
    run(
        "for (const target of [window, document]) { delete target.addEventListener; delete target.removeEventListener }",
    );
}
