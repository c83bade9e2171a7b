//! Whose turn it is: a Web Lock, which one tab of all holds. It is free again when that tab dies.

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

/// Waiting for one's turn, which can be given up.
pub struct Wait(Option<Controller>);

impl Wait {
    /// Of no effect once the turn has come.
    pub fn give_up(&self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Asks for the turn of that name: behind those who wait already, or, with `now`, before them all and
/// in place of whoever has it. `begin` is called when it has come. The future ends when it is over, or
/// will never come: another tab has taken it, the wait was given up, or this browser has no such locks.
pub fn ask(
    name: &str,
    now: bool,
    begin: impl FnOnce() + 'static,
) -> (Wait, impl Future<Output = ()> + 'static) {
    let wait = Wait((!now).then(Controller::new));
    let held = Closure::once(move |_: JsValue| {
        begin();
        // Held until it is taken away, or the tab dies.
        Promise::new(&mut |_, _| {})
    });
    let asked = request(name, &wait, held.as_ref().unchecked_ref());
    let over = async move {
        if let Ok(promise) = asked {
            // It only ever ends with an error.
            let _ = JsFuture::from(promise).await;
        }
        drop(held);
    };
    (wait, over)
}

fn request(name: &str, wait: &Wait, held: &Function) -> Result<Promise, JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    let locks = Reflect::get(&navigator, &"locks".into())?;
    if !locks.is_object() {
        return Err(locks);
    }
    let options = Object::new();
    match &wait.0 {
        Some(controller) => Reflect::set(&options, &"signal".into(), &controller.signal())?,
        None => Reflect::set(&options, &"steal".into(), &true.into())?,
    };
    locks
        .unchecked_into::<Locks>()
        .request(name, &options, held)
}
