//! Promises for the results of calls.

use std::pin::Pin;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::error::{Failure, SatlineError};

#[wasm_bindgen(module = "/src/js/pending.js")]
extern "C" {
    #[wasm_bindgen(js_name = setPending)]
    pub fn set_pending(pending: &JsValue, is_pending: bool);
}

/// Work with a result for JavaScript. Boxed, so that all calls share the code of one executor task: every
/// exported `async fn` would add its own.
pub type Work = Pin<Box<dyn Future<Output = Result<JsValue, Failure>>>>;

/// Returns a promise of the work, which begins in the next microtask.
pub fn promise(work: Work) -> Promise {
    let mut work = Some(work);
    Promise::new(&mut |resolve, reject| {
        if let Some(work) = work.take() {
            set_pending(&reject, true);
            spawn_local(settle(work, resolve, reject));
        }
    })
}

async fn settle(work: Work, resolve: Function, reject: Function) {
    let result = work.await;
    set_pending(&reject, false);
    // Neither of the two can throw.
    let _ = match result {
        Ok(value) => resolve.call1(&JsValue::UNDEFINED, &value),
        Err(failure) => reject.call1(&JsValue::UNDEFINED, &SatlineError::from(failure)),
    };
}
