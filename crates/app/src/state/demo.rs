//! The demo's transport and clock: messages to the worker with the sandbox. `www/demo/page.js` sends them.

use std::time::Duration;

use satline_core::http::{Request, Response, TransportError};
use satline_core::time::Time;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::services::DEMO;

#[wasm_bindgen]
extern "C" {
    type Answer;
    /// 0 if there is no response.
    #[wasm_bindgen(method, getter)]
    fn status(this: &Answer) -> u16;
    /// Names and values in turn.
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Answer) -> Vec<String>;
    #[wasm_bindgen(method, getter)]
    fn body(this: &Answer) -> String;

    /// Rejects while the reader plays without a network.
    #[wasm_bindgen(js_namespace = satlineDemo, js_name = send, catch)]
    async fn send_message(
        method: &str,
        target: &str,
        headers: Vec<String>,
        body: &str,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = satlineDemo, js_name = now)]
    fn now_ms() -> f64;
    #[wasm_bindgen(js_namespace = satlineDemo, js_name = control, catch)]
    async fn call_control(path: &str, body: &str) -> Result<JsValue, JsValue>;
    /// Returns whether the reader has left the network on.
    #[wasm_bindgen(js_namespace = satlineDemo, js_name = isOnline)]
    pub fn is_online() -> bool;
    /// Takes the network away, or brings it back.
    #[wasm_bindgen(js_namespace = satlineDemo, js_name = setOnline)]
    pub fn set_online(is_online: bool);
    /// Begins a story.
    #[wasm_bindgen(js_namespace = satlineDemo)]
    pub fn play(story: &str);
    #[wasm_bindgen(js_namespace = satlineDemo, js_name = startOver, catch)]
    async fn reset() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = satlineDemo, js_name = leave, catch)]
    async fn delete() -> Result<JsValue, JsValue>;
    /// Resolves after that time, or as soon as the clock is advanced.
    #[wasm_bindgen(js_namespace = satlineDemo, js_name = pause)]
    fn pause(ms: f64) -> js_sys::Promise;
}

/// Sends a request to the sandbox; any other address is no request that the demo knows.
pub async fn send(request: &Request) -> Result<Response, TransportError> {
    let target = request.url().strip_prefix(DEMO);
    let target = target.ok_or(TransportError::NotSent)?;
    let headers = request.headers();
    let headers = headers.flat_map(|(name, value)| [name.to_owned(), value.to_owned()]);
    let answer = send_message(
        request.method().as_str(),
        target,
        headers.collect(),
        request.body().unwrap_or_default(),
    );
    let answer: Answer = match answer.await {
        Ok(answer) => answer.unchecked_into(),
        Err(_) => return Err(TransportError::Offline),
    };
    if answer.status() == 0 {
        return Err(TransportError::NoResponse);
    }
    let headers = answer.headers();
    let pairs = headers.as_chunks().0.iter();
    Ok(Response {
        status: answer.status(),
        headers: pairs
            .map(|[name, value]| (name.clone(), value.clone()))
            .collect(),
        body: answer.body(),
    })
}

/// Calls one of the sandbox's own routes.
///
/// # Errors
/// Why the sandbox refuses, in its words.
pub async fn control(path: &str, body: &str) -> Result<(), String> {
    let outcome = call_control(path, body).await;
    outcome.map(drop).map_err(|error| {
        let error = error.dyn_into::<js_sys::Error>();
        error.map_or_else(|_| String::new(), |error| error.message().into())
    })
}

/// Makes the services forget everything.
pub async fn start_over() {
    // Without the services there is nothing to forget.
    let _ = reset().await;
}

/// Deletes what the services know, and goes to the app.
pub async fn leave() {
    let _ = delete().await;
}

/// Returns the sandbox's time.
pub fn now() -> Time {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates"
    )]
    Time(now_ms() as u64)
}

/// Waits until that much of the sandbox's time is over.
pub async fn sleep(duration: Duration) {
    let end = now().after(duration);
    while now() < end {
        #[expect(clippy::cast_precision_loss, reason = "pauses are short")]
        let left = (end.0 - now().0) as f64;
        // It never rejects.
        let _ = JsFuture::from(pause(left)).await;
    }
}
