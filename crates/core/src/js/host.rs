//! The world around a call: the caller's `fetch`, and the runtime's clock.

use std::future::Future;
use std::time::Duration;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::http::{Clock, Fetch, Lost, Request, Response, Transport, exchange};
use crate::time::Time;

#[derive(Clone)]
pub struct Host {
    fetch: Function,
    abandoned: Option<Promise>,
}

impl Host {
    pub const fn new(fetch: Function, abandoned: Option<Promise>) -> Self {
        Self { fetch, abandoned }
    }
}

impl Transport for Host {
    fn send(&self, request: &Request) -> impl Future<Output = Result<Response, Lost>> {
        exchange(request, &|options| {
            let answer = self
                .fetch
                .call2(&JsValue::UNDEFINED, &request.url().into(), options)?;
            // Whatever it returned is waited for, a promise or not.
            Ok(Promise::resolve(&answer))
        })
    }

    async fn abandoned(&self) {
        match self.abandoned.clone() {
            Some(abandoned) => drop(JsFuture::from(abandoned).await),
            None => std::future::pending().await,
        }
    }
}

impl Clock for Host {
    fn now(&self) -> Time {
        Fetch.now()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> {
        Fetch.sleep(duration)
    }

    fn random(&self) -> u32 {
        Fetch.random()
    }
}
