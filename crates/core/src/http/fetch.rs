//! The page's own transport and clock: `fetch` by gloo-net, timers by gloo-timers, `Date.now`.
//!
//! gloo-net builds the request and reads the response's head. The promises in between are awaited
//! here: gloo-net panics where one rejects with something that is no `Error`, as the `fetch` of an
//! extension or a polyfill may.
//!
//! One thing is out of reach: where a connection that was used before closes without a byte of a
//! response, browsers send the request again by themselves, a POST too. Services close idle
//! connections, and then the first request never arrived; one that works on a request and then
//! drops it without a response may get it twice.

use std::future::Future;
use std::time::Duration;

use gloo_net::http::{Headers, RequestBuilder};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

use super::{Clock, Method, Request, Response, Transport, TransportError};
use crate::time::Time;

/// The longest pause that timers know.
const LONGEST_SLEEP: Duration = Duration::from_millis(i32::MAX as u64);

#[wasm_bindgen]
extern "C" {
    /// Returns the global `fetch`, of a window, a worker or Node: web-sys has it as a method of the
    /// first two.
    #[wasm_bindgen(catch)]
    fn fetch(request: &web_sys::Request) -> Result<Promise, JsValue>;

    /// The global scope of a page, a worker or Node.
    type Scope;
    #[wasm_bindgen(method, getter, catch)]
    fn navigator(this: &Scope) -> Result<Option<Navigator>, JsValue>;
    type Navigator;
    #[wasm_bindgen(method, getter, catch, js_name = onLine)]
    fn is_online(this: &Navigator) -> Result<JsValue, JsValue>;
}

/// The headers the core reads.
const READ_HEADERS: [&str; 5] = [
    "content-type",
    "date",
    "retry-after",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
];

/// Sends by `fetch`, waits by `setTimeout`, reads `Date.now`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fetch;

impl Transport for Fetch {
    fn send(&self, request: &Request) -> impl Future<Output = Result<Response, TransportError>> {
        let was_offline = is_offline();
        let begun = AbortOnDrop::new().and_then(|guard| {
            let request = build(request, &guard.0)?;
            Ok((guard, fetch(&request)?))
        });
        async move {
            // A request that cannot be built, or is refused at once, was not sent.
            let Ok((guard, promise)) = begun else {
                return Err(TransportError::NotSent);
            };
            let response = read(promise).await;
            drop(guard);
            response.map_err(|_| {
                if was_offline && is_offline() {
                    TransportError::Offline
                } else {
                    // The connection may have returned meanwhile and carried the request.
                    TransportError::NoResponse
                }
            })
        }
    }
}

/// Returns whether the browser says that there is no network at all. Not every engine says anything.
pub(crate) fn is_offline() -> bool {
    let scope: Scope = js_sys::global().unchecked_into();
    let navigator = scope.navigator().ok().flatten();
    navigator.is_some_and(|navigator| navigator.is_online() == Ok(JsValue::FALSE))
}

/// Builds the request: without cookies, past any cache (a cancel is a GET), without the address of this
/// page, and without redirects, which could carry the key to another host.
fn build(request: &Request, controller: &AbortController) -> Result<web_sys::Request, JsValue> {
    let headers = web_sys::Headers::new()?;
    for (name, value) in request.headers() {
        headers.append(name, value)?;
    }
    let method = match request.method() {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
    };
    let builder = RequestBuilder::new(request.url())
        .method(method)
        .headers(Headers::from_raw(headers))
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&controller.signal()));
    let built = match request.body() {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    built.map(Into::into).map_err(|_| JsValue::NULL)
}

/// Reads whatever `fetch` resolved with. Anything but a `Response` is an error, like no response.
async fn read(promise: Promise) -> Result<Response, JsValue> {
    let raw: web_sys::Response = JsFuture::from(promise).await?.dyn_into()?;
    // As bytes: a JavaScript string would be created only to be encoded again.
    let body = JsFuture::from(raw.array_buffer()?).await?;
    let response = gloo_net::http::Response::from(raw);
    let headers = response.headers();
    let header = |name: &str| Some((name.to_owned(), headers.get(name)?));
    Ok(Response {
        status: response.status(),
        headers: READ_HEADERS.into_iter().filter_map(header).collect(),
        body: String::from_utf8_lossy(&Uint8Array::new(&body).to_vec()).into_owned(),
    })
}

/// Aborts the request on drop.
struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    fn new() -> Result<Self, JsValue> {
        AbortController::new().map(Self)
    }
}

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
