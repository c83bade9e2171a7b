//! Waits for the provider: extensions add it to the page whenever they are ready.

use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::Provider;
use crate::foreign;
use crate::http::Clock;
use crate::race::first;

/// Some extensions fire no event when they are ready.
const LOOK_EVERY: Duration = Duration::from_millis(250);

const READY: &str = "webln:ready";

#[wasm_bindgen]
extern "C" {
    type Target;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add(this: &Target, event: &str, listener: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn remove(this: &Target, event: &str, listener: &JsValue) -> Result<(), JsValue>;
}

impl Provider {
    /// Returns the provider, if it is already in this page.
    pub fn present() -> Option<Self> {
        let provider = foreign::get(&js_sys::global(), "webln")?;
        provider.is_object().then_some(Self(provider))
    }

    /// Waits for the provider. Returns `None` if there is none after `timeout`.
    pub async fn arrive(clock: &impl Clock, timeout: Duration) -> Option<Self> {
        let end = clock.now().after(timeout);
        loop {
            let provider = Self::present();
            let left = end.since(clock.now());
            if provider.is_some() || left.is_zero() {
                return provider;
            }
            first(ready_event(), clock.sleep(left.min(LOOK_EVERY))).await;
        }
    }
}

/// Waits until a provider says that it is ready, on the window or the document.
async fn ready_event() {
    let mut listener = JsValue::UNDEFINED;
    let ready = Promise::new(&mut |resolve, _| listener = resolve.into());
    let _listening = Listening::begin(listener);
    // This promise cannot be rejected.
    let _ = JsFuture::from(ready).await;
}

/// A listener that is removed on drop.
struct Listening {
    targets: Vec<Target>,
    listener: JsValue,
}

impl Listening {
    fn begin(listener: JsValue) -> Self {
        let page = js_sys::global();
        let document = foreign::get(&page, "document").filter(JsValue::is_object);
        let targets: Vec<Target> = [Some(page.into()), document]
            .into_iter()
            .flatten()
            .map(JsCast::unchecked_into)
            .collect();
        for target in &targets {
            // If there is nothing to listen to, polling has to do.
            let _ = target.add(READY, &listener);
        }
        Self { targets, listener }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        for target in &self.targets {
            let _ = target.remove(READY, &self.listener);
        }
    }
}
