//! The JavaScript runtime around the wasm: its `fetch`, its timers, its clock.
//!
//! Bound by hand: it works the same in a window, a worker and Node, reads rejections that are no
//! `Error`, and weighs 8 KB where a client library weighs 28.
//!
//! One thing is out of reach here: where a connection that was used before closes without a byte of
//! an answer, browsers send the request again by themselves, a POST too. Services close idle
//! connections, and then the first one never arrived; one that works on a request and then drops it
//! without an answer may get it twice.

use std::future::Future;
use std::time::Duration;

use js_sys::{Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Clock, Request, Response, Transport, TransportError};
use crate::time::Time;

/// The longest pause that timers know.
const LONGEST_SLEEP: Duration = Duration::from_millis(i32::MAX as u64);

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, options: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = AbortController)]
    type AbortController;
    #[wasm_bindgen(constructor)]
    fn new() -> AbortController;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &AbortController) -> JsValue;
    #[wasm_bindgen(method)]
    fn abort(this: &AbortController);

    /// Whatever `fetch` resolved with: nothing about it is taken for granted.
    type Answer;
    #[wasm_bindgen(method, getter, catch)]
    fn status(this: &Answer) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn headers(this: &Answer) -> Result<AnswerHeaders, JsValue>;
    #[wasm_bindgen(method, catch, js_name = arrayBuffer)]
    fn array_buffer(this: &Answer) -> Result<Promise, JsValue>;

    type AnswerHeaders;
    #[wasm_bindgen(method, catch)]
    fn get(this: &AnswerHeaders, name: &str) -> Result<JsValue, JsValue>;
}

/// The headers the core reads.
const READ_HEADERS: [&str; 5] = [
    "content-type",
    "date",
    "retry-after",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
];

/// What every request is sent with: no cookies, nothing from a cache (a cancel is a GET), no
/// address of this page, and no redirect, which could carry the key to another host.
const OPTIONS: [(&str, &str); 4] = [
    ("credentials", "omit"),
    ("cache", "no-store"),
    ("referrerPolicy", "no-referrer"),
    ("redirect", "error"),
];

/// Sends by `fetch`, waits by `setTimeout`, reads `Date.now`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fetch;

impl Transport for Fetch {
    fn send(&self, request: &Request) -> impl Future<Output = Result<Response, TransportError>> {
        let guard = AbortOnDrop(AbortController::new());
        let was_offline = is_offline();
        let sent = options(request, &guard.0).and_then(|options| fetch(request.url(), &options));
        // What is thrown at once was not even begun.
        let was_begun = sent.is_ok();
        async move {
            let answer = read(sent).await;
            drop(guard);
            answer.map_err(|_| {
                if !was_begun {
                    TransportError::NotSent
                } else if was_offline && is_offline() {
                    TransportError::Offline
                } else {
                    // A connection that came back meanwhile may have carried the request.
                    TransportError::Lost
                }
            })
        }
    }
}

/// Whether the browser says that there is no network at all. Not every engine says anything.
fn is_offline() -> bool {
    let member = |object: &JsValue, name: &str| Reflect::get(object, &name.into());
    let navigator = member(&js_sys::global(), "navigator");
    let online = navigator.and_then(|navigator| member(&navigator, "onLine"));
    online.is_ok_and(|online| online == JsValue::FALSE)
}

fn options(request: &Request, controller: &AbortController) -> Result<Object, JsValue> {
    let options = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&options, &name.into(), value);
    set("method", &request.method().as_str().into())?;
    for (name, value) in OPTIONS {
        set(name, &value.into())?;
    }
    let headers = Object::new();
    for (name, value) in request.headers() {
        Reflect::set(&headers, &name.into(), &value.into())?;
    }
    set("headers", &headers)?;
    if let Some(body) = request.body() {
        set("body", &body.into())?;
    }
    set("signal", &controller.signal())?;
    Ok(options)
}

async fn read(sent: Result<Promise, JsValue>) -> Result<Response, JsValue> {
    let answer: Answer = JsFuture::from(sent?).await?.unchecked_into();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates"
    )]
    let status = answer.status()?.as_f64().unwrap_or_default() as u16;
    let answer_headers = answer.headers()?;
    let mut headers = Vec::new();
    for name in READ_HEADERS {
        if let Some(value) = answer_headers.get(name)?.as_string() {
            headers.push((name.to_owned(), value));
        }
    }
    // As bytes: a text would be made of them, and taken apart again on its way in.
    let body = JsFuture::from(answer.array_buffer()?).await?;
    let body = Uint8Array::new(&body).to_vec();
    Ok(Response {
        status,
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Clock for Fetch {
    fn now(&self) -> Time {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates"
        )]
        Time(js_sys::Date::now() as u64)
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> {
        gloo_timers::future::sleep(duration.min(LONGEST_SLEEP))
    }

    fn random(&self) -> u32 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates"
        )]
        let number = (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        number
    }
}
