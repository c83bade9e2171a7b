//! The page's transport with any `fetch`: extensions and polyfills replace it.
#![cfg(target_arch = "wasm32")]

use js_sys::{Function, Reflect, global};
use satline_core::country::Country;
use satline_core::error::{Code, Error, Money};
use satline_core::http::Fetch;
use satline_core::secret::Secret;
use satline_core::services::sms4sats::{Account, ReceiveOrder, Sms4Sats, base_url};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Orders a code from the balance, with a `fetch` with this body.
async fn order_by(body: &str) -> Error {
    let real = Reflect::get(&global(), &"fetch".into()).expect("a page has fetch");
    let replace = |fetch: &JsValue| {
        Reflect::set(&global(), &"fetch".into(), fetch).expect("fetch can be replaced");
    };
    replace(&Function::new_no_args(body));
    let account = Account::at(base_url()).with_key(Secret::new("a-key"));
    let order = ReceiveOrder {
        immediate: true,
        ..ReceiveOrder::code(Country::AUTO, "wa")
    };
    let result = Sms4Sats::new(account, Fetch).receive(&order).await;
    replace(&real);
    result.expect_err("nothing was ordered")
}

#[wasm_bindgen_test]
async fn whatever_a_request_rejects_with_the_outcome_is_unknown() {
    for body in [
        "return Promise.reject()",
        "return Promise.reject('no')",
        "return Promise.reject(new TypeError('no'))",
        "return Promise.resolve()",
        "return Promise.resolve({ status: 200 })",
        "return Promise.resolve(new Response(new ReadableStream({ start: (stream) => stream.error('no') })))",
    ] {
        let error = order_by(body).await;
        assert_eq!(error.code, Code::OutcomeUnknown, "{body}");
        assert_eq!(error.money, Money::Unknown, "{body}");
    }
}

#[wasm_bindgen_test]
async fn a_request_that_is_refused_at_once_was_not_sent() {
    for body in ["throw 'no'", "throw new TypeError('no')"] {
        let error = order_by(body).await;
        assert_ne!(error.code, Code::OutcomeUnknown, "{body}");
        assert_eq!(error.money, Money::Untouched, "{body}");
    }
}
