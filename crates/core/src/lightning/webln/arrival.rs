//! Finding the provider: extensions put it into the page whenever they are ready.

use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Provider, js};
use crate::http::Clock;
use crate::race::first;

/// Some extensions do not tell that they have come.
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
    /// Returns the provider, if it is in this page by now.
    pub fn present() -> Option<Self> {
        let provider = js::get(&js_sys::global(), "webln")?;
        provider.is_object().then_some(Self(provider))
    }

    /// Returns the provider as soon as it is in this page; none if it has not come after that long.
    pub async fn arrive(clock: &impl Clock, patience: Duration) -> Option<Self> {
        let end = clock.now().after(patience);
        loop {
            let provider = Self::present();
            let left = end.since(clock.now());
            if provider.is_some() || left.is_zero() {
                return provider;
            }
            first(heard(), clock.sleep(left.min(LOOK_EVERY))).await;
        }
    }
}

/// Until a provider says that it is ready, on the window or on the document.
async fn heard() {
    let mut listener = JsValue::UNDEFINED;
    let ready = Promise::new(&mut |resolve, _| listener = resolve.into());
    let _listening = Listening::begin(listener);
    // This promise cannot be rejected.
    let _ = JsFuture::from(ready).await;
}

/// A listener that is taken away when this is dropped.
struct Listening {
    targets: Vec<Target>,
    listener: JsValue,
}

impl Listening {
    fn begin(listener: JsValue) -> Self {
        let page = js_sys::global();
        let document = js::get(&page, "document").filter(JsValue::is_object);
        let targets: Vec<Target> = [Some(page.into()), document]
            .into_iter()
            .flatten()
            .map(JsCast::unchecked_into)
            .collect();
        for target in &targets {
            // Where there is nothing to listen to, looking every now and then has to do.
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
