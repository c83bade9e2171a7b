//! A Web Lock, which one tab of all holds. It is free again when that tab dies.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type Locks;
    #[wasm_bindgen(method, catch)]
    fn request(
        this: &Locks,
        name: &str,
        options: &Object,
        held: &Function,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = AbortController)]
    type Controller;
    #[wasm_bindgen(constructor, js_class = "AbortController")]
    fn new() -> Controller;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Controller) -> JsValue;
    #[wasm_bindgen(method)]
    fn abort(this: &Controller);
}

/// A request for a lock.
pub struct LockRequest(Option<Controller>);

impl LockRequest {
    /// Takes the request back. It has no effect once the lock is held.
    pub fn abort(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Requests the lock of this name: after those who wait for it, or, with `steal`, from the tab that
/// holds it. Calls `on_held` when it is held. The future ends when it is lost, or will never be held:
/// another tab has stolen it, the request was aborted, or this browser has no such locks.
pub fn request(
    name: &str,
    steal: bool,
    on_held: impl FnOnce() + 'static,
) -> (LockRequest, impl Future<Output = ()> + 'static) {
    let request = LockRequest((!steal).then(Controller::new));
    let held = Closure::once(move |_: JsValue| {
        on_held();
        // Held until it is stolen, or the tab dies.
        Promise::new(&mut |_, _| {})
    });
    let requested = try_request(name, &request, held.as_ref().unchecked_ref());
    let lost = async move {
        if let Ok(promise) = requested {
            // It only ever ends with an error.
            let _ = JsFuture::from(promise).await;
        }
        drop(held);
    };
    (request, lost)
}

fn try_request(name: &str, request: &LockRequest, held: &Function) -> Result<Promise, JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    let locks = Reflect::get(&navigator, &"locks".into())?;
    if !locks.is_object() {
        return Err(locks);
    }
    let options = Object::new();
    match &request.0 {
        Some(controller) => Reflect::set(&options, &"signal".into(), &controller.signal())?,
        None => Reflect::set(&options, &"steal".into(), &true.into())?,
    };
    locks
        .unchecked_into::<Locks>()
        .request(name, &options, held)
}
