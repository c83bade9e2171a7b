//! Calls into foreign JavaScript. None of them can throw.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Returns a property, unless there is no object or its getter throws.
pub(crate) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// Returns a property that can be called.
pub(crate) fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name)?.dyn_into().ok()
}

/// Calls a method and awaits its result.
///
/// # Errors
/// The value that it throws or rejects with.
pub(crate) async fn call(
    method: &Function,
    this: &JsValue,
    argument: &JsValue,
) -> Result<JsValue, JsValue> {
    let answer = method.call1(this, argument)?;
    JsFuture::from(promised(&answer)).await
}

/// Wraps any value in a promise of our own. `Promise.resolve` returns a promise unchanged, and one
/// whose `constructor` or `then` throws would make the wasm trap.
pub(crate) fn promised(answer: &JsValue) -> Promise {
    Promise::new(&mut |resolve, _| {
        // Whatever the value throws becomes a rejection.
        let _ = resolve.call1(&JsValue::UNDEFINED, answer);
    })
}

/// Returns the message of whatever was thrown, an error or a string.
pub(crate) fn message(thrown: &JsValue) -> String {
    let message = || get(thrown, "message")?.as_string();
    thrown.as_string().or_else(message).unwrap_or_default()
}
