//! Steps into code that nobody here wrote. None of them can throw.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Returns a property, unless there is no object or its getter throws.
pub(super) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// Returns a property that can be called.
pub(super) fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name)?.dyn_into().ok()
}

/// Returns what the method answers in the end, or what it throws or rejects with.
pub(super) async fn call(
    method: &Function,
    this: &JsValue,
    argument: &JsValue,
) -> Result<JsValue, JsValue> {
    let answer = method.call1(this, argument)?;
    JsFuture::from(promised(&answer)).await
}

/// Returns a promise of our own for whatever was answered. `Promise.resolve` would hand a promise
/// through as it is, and one whose `constructor` or `then` throws would take the wasm down with it.
fn promised(answer: &JsValue) -> Promise {
    Promise::new(&mut |resolve, _| {
        // What the answer throws at the engine becomes a rejection.
        let _ = resolve.call1(&JsValue::UNDEFINED, answer);
    })
}

/// Returns the words of whatever was thrown: an error's message, or a text that is none.
pub(super) fn words(thrown: &JsValue) -> String {
    let message = || get(thrown, "message")?.as_string();
    thrown.as_string().or_else(message).unwrap_or_default()
}
